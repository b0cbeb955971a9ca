/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * When a source is asked, and for which nominal dates: its times of day and
 * its days, in its own zone. Pure.
 */
#ifndef WATCHERS_WINDOW_H
#define WATCHERS_WINDOW_H

#include "lib/base/calendar.h"
#include "watchers/definition.h"
#include "watchers/poll.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct window_plan {
	const struct poll_window *windows; /* of the peak interval; borrowed */
	size_t count;
	const struct zone *zone; /* borrowed */
	int64_t peak_ms;
	int64_t quiet_ms;
	const struct calendar *calendar; /* borrowed; NULL: every day alike */
};

/* The definition's plan with the config's intervals (0: not overridden). */
struct window_plan window_plan_of(
    const struct definition *definition, int64_t peak_ms, int64_t quiet_ms);

/*
 * True when now lies in a peak window. A window whose end is not after its
 * start goes over midnight. By a calendar, windows hold on trading days and
 * their eves (calendar_is_busy); one that goes over midnight belongs to the day
 * it began on. On half days, when filings come early, all is peak from the
 * first window's start to the last one's end. ret_edge: when that changes next
 * (wall ms), or INT64_MAX without windows.
 */
bool window_is_peak(
    const struct window_plan *plan, int64_t now, int64_t *ret_edge);

/*
 * When to poll after the poll that began at last and ended by now: one
 * interval after last, but never in the past, and a quiet interval does not
 * reach into the next peak. Writes why ("peak until 22:30").
 */
int64_t window_next(const struct window_plan *plan, int64_t last, int64_t now,
    char *why, size_t size);

/*
 * First and last nominal moment (wall ms, both midnights in the zone) of a
 * poll at now: today - back .. today + ahead.
 */
void window_days(const struct zone *zone, int back, int ahead, int64_t now,
    struct poll_range *ret);
/*
 * The midnight, in the zone, next to wall: days that are counted by 24 hours
 * are off by an hour after the clock was changed.
 */
int64_t window_midnight(const struct zone *zone, int64_t wall);
/* The midnight, in the zone, that ends the day of now (wall ms). */
int64_t window_day_end(const struct zone *zone, int64_t now);

#endif
