/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What a source usually brings, learned from itself: filings by the hour of the
 * last trading days, and how long a silence its list was alive through. Hours
 * that were not watched whole, or in which it stood still, teach nothing. Pure.
 */
#ifndef WATCHERS_USUAL_H
#define WATCHERS_USUAL_H

#include "lib/base/buf.h"
#include "lib/base/err.h"
#include "lib/base/zone.h"
#include "lib/base/calendar.h"

#include <stdbool.h>
#include <stdint.h>

#define USUAL_HOURS 24
#define USUAL_DAYS  7 /* trading days that are remembered */

struct usual {
	uint16_t counts[USUAL_HOURS][USUAL_DAYS]; /* newest first */
	uint8_t days[USUAL_HOURS]; /* how many of these are known */
	uint16_t debts[USUAL_DAYS]; /* most that was owed on a day, and came */
	uint8_t debt_days;
	uint16_t debt; /* so far of debt_day */
	int32_t debt_day;
	int64_t hour; /* start of the one that is watched whole; 0: none */
	uint16_t count; /* filings in it */
	bool changed; /* since it was stored */
};

/* A complete poll. */
struct usual_poll {
	const struct zone *zone;
	const struct calendar *calendar; /* NULL: weekdays */
	int64_t from; /* the complete one before it, wall ms; 0: none */
	int64_t now;
	int64_t fresh; /* new filings that it brought */
	int64_t owed; /* filings that were due before it */
	bool still; /* the list counts as standing still */
};

void usual_see(struct usual *usual, const struct usual_poll *poll);

/*
 * Filings in an hour of a trading day that may be counted on: of the days that
 * are remembered the second fewest. -1: not enough days are known.
 */
int usual_rate(const struct usual *usual, int hour);
/* The most that was owed while the list was alive. */
int usual_debt(const struct usual *usual);

/* As a message for the store, and back. ERR_PROTOCOL: it is none. */
void usual_put(struct buf *buf, const struct usual *usual);
int usual_get(struct wire *wire, struct usual *ret) WARN_UNUSED;

#endif
