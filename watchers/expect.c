/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Comes in: when a list was seen whole, and whether it had something new. Goes
 * out: whether it stands still. Called by watchers/machine_end.c.
 */
#include "watchers/expect.h"

#include "lib/base/date.h"

#define HOUR_MS INT64_C(3600000)

/* Filings an hour that are usual at wall. */
static int64_t
expect_rate(const struct expectation *usual, const struct zone *zone,
    const struct calendar *calendar, int64_t wall)
{
	struct datetime civil = zone_civil(zone, wall);

	if (calendar_day(calendar, date_to_day(civil.date)) == CALENDAR_CLOSED)
		return 0;
	return usual->weekday[civil.hour];
}

/* Thousandths of a filing due in a stretch within one hour of the clock. */
static int64_t
expect_due(const struct expectation *usual, const struct zone *zone,
    const struct calendar *calendar, int64_t from, int64_t to)
{
	int64_t rate = expect_rate(usual, zone, calendar, from);

	return rate * 1000 * (to - from) / HOUR_MS;
}

void
expect_see(struct expect *expect, const struct expectation *usual,
    const struct zone *zone, const struct calendar *calendar, int64_t now,
    bool fresh)
{
	int64_t from = expect->seen_until;

	expect->seen_until = now;
	if (from == 0 && !fresh)
		return;
	if (fresh || from > now || now - from > DAY_MS) {
		expect->owed = 0;
		expect->due_since = 0;
		return;
	}
	while (from < now) {
		int64_t to = from - from % HOUR_MS + HOUR_MS;
		if (to > now)
			to = now;
		int64_t due = expect_due(usual, zone, calendar, from, to);
		if (due > 0 && expect->due_since == 0)
			expect->due_since = from;
		expect->owed += due;
		from = to;
	}
}

bool
expect_is_overdue(const struct expect *expect, int64_t now)
{
	return expect->owed >= EXPECT_OWED * 1000 &&
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
