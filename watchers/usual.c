/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Comes in: what each complete poll of a source brought. Goes out: what is
 * usual for it. Called by watchers/expect.c.
 */
#include "watchers/usual.h"

#include "lib/base/date.h"
#include "lib/base/wire.h"

#include <string.h>

#define HOUR_MS INT64_C(3600000)

static uint16_t
usual_cut(int64_t n)
{
	return n > UINT16_MAX ? UINT16_MAX : n > 0 ? (uint16_t)n : 0;
}

static void
usual_push(uint16_t ring[USUAL_DAYS], uint8_t *days, uint16_t value)
{
	memmove(ring + 1, ring, (USUAL_DAYS - 1) * sizeof(*ring));
	ring[0] = value;
	if (*days < USUAL_DAYS)
		++*days;
}

/* The hour from start is over. */
static void
usual_end_hour(
    struct usual *usual, const struct usual_poll *poll, int64_t start)
{
	struct datetime civil = zone_civil(poll->zone, start);

	if (usual->hour != start || poll->still ||
	    calendar_day(poll->calendar, date_to_day(civil.date)) !=
		CALENDAR_OPEN)
		return;
	usual_push(
	    usual->counts[civil.hour], &usual->days[civil.hour], usual->count);
	usual->changed = true;
}

/*
 * A list that was owed much and then brings little was alive all the time; one
 * that brings all of it had stood still.
 */
static void
usual_see_debt(struct usual *usual, const struct usual_poll *poll)
{
	int32_t day = date_to_day(zone_civil(poll->zone, poll->now).date);
	uint16_t owed = usual_cut(poll->owed);

	if (poll->fresh == 0)
		return;
	if (day != usual->debt_day && usual->debt_day != 0)
		usual_push(usual->debts, &usual->debt_days, usual->debt);
	if (day != usual->debt_day)
		usual->debt = 0;
	usual->debt_day = day;
	if (poll->fresh * 2 < owed && owed > usual->debt)
		usual->debt = owed;
}

void
usual_see(struct usual *usual, const struct usual_poll *poll)
{
	int64_t edge = poll->from - poll->from % HOUR_MS + HOUR_MS;

	if (poll->from == 0 || poll->from > poll->now ||
	    poll->now - poll->from > DAY_MS) {
		usual->hour = 0;
		edge = poll->now + 1;
	}
	for (; edge <= poll->now; edge += HOUR_MS) {
		usual_end_hour(usual, poll, edge - HOUR_MS);
		usual->hour = edge;
		usual->count = 0;
	}
	usual->count = usual_cut(usual->count + poll->fresh);
	usual_see_debt(usual, poll);
}

int
usual_rate(const struct usual *usual, int hour)
{
	const uint16_t *counts = usual->counts[hour];
	uint16_t fewest = UINT16_MAX, second = UINT16_MAX;

	if (usual->days[hour] < USUAL_DAYS)
		return -1;
	for (int i = 0; i < USUAL_DAYS; i++) {
		if (counts[i] < fewest) {
			second = fewest;
			fewest = counts[i];
		} else if (counts[i] < second) {
			second = counts[i];
		}
	}
	return second;
}

int
usual_debt(const struct usual *usual)
{
	uint16_t most = usual->debt;

	for (int i = 0; i < usual->debt_days; i++)
		if (usual->debts[i] > most)
			most = usual->debts[i];
	return most;
}

static void
usual_put_ring(struct buf *buf, const uint16_t *ring, uint8_t days)
{
	wire_put_u8(buf, days);
	for (int i = 0; i < days; i++)
		wire_put_u32(buf, ring[i]);
}

static void
usual_get_ring(struct wire *wire, uint16_t *ring, uint8_t *days)
{
	uint8_t n = wire_get_choice(wire, USUAL_DAYS + 1);

	*days = n;
	for (int i = 0; i < n; i++)
		ring[i] = usual_cut(wire_get_u32(wire));
}

void
usual_put(struct buf *buf, const struct usual *usual)
{
	for (int i = 0; i < USUAL_HOURS; i++)
		usual_put_ring(buf, usual->counts[i], usual->days[i]);
	usual_put_ring(buf, usual->debts, usual->debt_days);
	wire_put_u32(buf, usual->debt);
	wire_put_i64(buf, usual->debt_day);
}

int
usual_get(struct wire *wire, struct usual *ret)
{
	struct usual usual = {0};

	for (int i = 0; i < USUAL_HOURS; i++)
		usual_get_ring(wire, usual.counts[i], &usual.days[i]);
	usual_get_ring(wire, usual.debts, &usual.debt_days);
	usual.debt = usual_cut(wire_get_u32(wire));
	usual.debt_day = (int32_t)wire_get_i64(wire);
	if (wire->bad)
		return ERR_PROTOCOL;
	*ret = usual;
	return 0;
}
