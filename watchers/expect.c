/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Comes in: when a list was seen whole, and whether it had something new. Goes
 * out: whether it stands still. Called by watchers/machine_end.c.
 */
#include "watchers/expect.h"

#include "lib/base/date.h"
#include "lib/base/mem.h"
#include "lib/base/wire.h"
#include "watchers/usual.h"

#define HOUR_MS	      INT64_C(3600000)
#define EXPECT_FORMAT 1

/* Filings an hour that are usual at wall. */
static int64_t
expect_rate(
    const struct expect *expect, const struct expect_basis *basis, int64_t wall)
{
	struct datetime civil = zone_civil(basis->zone, wall);
	int32_t day = date_to_day(civil.date);
	int learned = -1;

	if (calendar_day(basis->calendar, day) == CALENDAR_CLOSED)
		return 0;
	if (expect->learned)
		learned = usual_rate(expect->learned, civil.hour);
	if (learned >= 0)
		return learned;
	return basis->shipped ? basis->shipped->weekday[civil.hour] : 0;
}

/* What is due in a stretch within one hour of the clock. */
static void
expect_owe(struct expect *expect, const struct expect_basis *basis,
    int64_t from, int64_t to)
{
	int64_t rate = expect_rate(expect, basis, from);
	int64_t due = rate * 1000 * (to - from) / HOUR_MS;

	if (due > 0 && expect->due_since == 0)
		expect->due_since = from;
	expect->owed += due;
}

static void
expect_learn(struct expect *expect, const struct expect_basis *basis,
    int64_t now, int64_t fresh)
{
	struct usual_poll poll = {
	    .zone = basis->zone,
	    .calendar = basis->calendar,
	    .from = expect->seen_until,
	    .now = now,
	    .fresh = fresh,
	    .owed = expect->owed / 1000,
	    .still = expect_is_overdue(expect, now),
	};

	/* what the first poll finds is no measure of an hour */
	if (!expect->learned && fresh > 0 && expect->seen_until != 0)
		expect->learned = mem_new(sizeof(*expect->learned));
	if (expect->learned)
		usual_see(expect->learned, &poll);
}

void
expect_see(struct expect *expect, const struct expect_basis *basis, int64_t now,
    int64_t fresh)
{
	int64_t from = expect->seen_until;

	expect_learn(expect, basis, now, fresh);
	expect->seen_until = now;
	if (from == 0 && fresh == 0)
		return;
	if (fresh > 0 || from > now || now - from > DAY_MS) {
		expect->owed = 0;
		expect->due_since = 0;
		return;
	}
	if (!expect->learned && !basis->shipped)
		return;
	while (from < now) {
		int64_t to = from - from % HOUR_MS + HOUR_MS;
		if (to > now)
			to = now;
		expect_owe(expect, basis, from, to);
		from = to;
	}
}

bool
expect_is_overdue(const struct expect *expect, int64_t now)
{
	int64_t most = EXPECT_OWED, debt = 0;

	if (expect->learned)
		debt = usual_debt(expect->learned) * INT64_C(3) / 2;
	if (debt > most)
		most = debt < EXPECT_OWED_MOST ? debt : EXPECT_OWED_MOST;
	return expect->owed >= most * 1000 &&
	       now - expect->due_since >= EXPECT_PATIENCE;
}

void
expect_forget(struct expect *expect, int64_t now)
{
	expect->seen_until = 0;
	if (expect_is_overdue(expect, now))
		return;
	expect->owed = 0;
	expect->due_since = 0;
}

bool
expect_is_changed(const struct expect *expect)
{
	return expect->learned && expect->learned->changed;
}

void
expect_put(struct buf *buf, struct expect *expect)
{
	wire_put_u8(buf, EXPECT_FORMAT);
	wire_put_i64(buf, expect->due_since);
	wire_put_i64(buf, expect->owed);
	wire_put_u8(buf, expect->learned != NULL);
	if (!expect->learned)
		return;
	usual_put(buf, expect->learned);
	expect->learned->changed = false;
}

int
expect_get(struct expect *expect, const void *p, size_t n)
{
	struct wire wire = wire_init(p, n);
	struct expect got = {0};
	struct usual usual = {0};
	uint8_t format = wire_get_u8(&wire);
	bool learned;
	int rc = 0;

	got.due_since = wire_get_i64(&wire);
	got.owed = wire_get_i64(&wire);
	learned = wire_get_bool(&wire);
	if (learned)
		rc = usual_get(&wire, &usual);
	if (rc < 0 || format != EXPECT_FORMAT || wire_get_end(&wire) < 0 ||
	    got.owed < 0)
		return ERR_PROTOCOL;
	if (learned)
		got.learned = mem_dup(&usual, sizeof(usual));
	*expect = got;
	return 0;
}

void
expect_done(struct expect *expect)
{
	mem_free(expect->learned);
	*expect = (struct expect){0};
}
