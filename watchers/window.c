/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Comes in: a source's manners and the time. Goes out: whether it is rush
 * hour, when to poll next, and which nominal days to ask for. Pure; called by
 * watchers/watcher.c.
 */
#include "watchers/window.h"

#include "lib/base/date.h"

#include <stdio.h>

#define MINUTE_MS INT64_C(60000)
#define DAY_MIN	  1440

struct window_plan
window_plan_of(
    const struct definition *definition, int64_t peak_ms, int64_t quiet_ms)
{
	struct window_plan plan = {
	    .windows = definition->windows,
	    .count = definition->window_count,
	    .zone = &definition->zone,
	    .peak_ms = peak_ms > 0 ? peak_ms : definition->peak_ms,
	    .quiet_ms = quiet_ms > 0 ? quiet_ms : definition->quiet_ms,
	};

	return plan;
}

/* The moment, in the zone, so many minutes by its clock after a midnight. */
static int64_t
window_wall(const struct zone *zone, int32_t day, int minute)
{
	struct datetime civil = {
	    .date = date_from_day(day + minute / DAY_MIN),
	    .hour = minute % DAY_MIN / 60,
	    .minute = minute % 60,
	};

	return zone_wall(zone, civil);
}

/* When a window begins or ends; the hour that autumn repeats is over then. */
static int64_t
window_edge(const struct zone *zone, int32_t day, int minute, int64_t now)
{
	int64_t edge = window_wall(zone, day, minute);

	return edge > now ? edge : edge + 60 * MINUTE_MS;
}

/* Minutes from minute `from` of a day forward to minute `to`, 1..1440. */
static int
window_ahead_min(int from, int to)
{
	int ahead = (to - from) % DAY_MIN;

	return ahead <= 0 ? ahead + DAY_MIN : ahead;
}

static bool
window_holds(const struct poll_window *window, int minute)
{
	if (window->from_min < window->to_min)
		return minute >= window->from_min && minute < window->to_min;
	return minute >= window->from_min || minute < window->to_min;
}

bool
window_is_peak(const struct window_plan *plan, int64_t now, int64_t *ret_edge)
{
	struct datetime civil = zone_civil(plan->zone, now);
	int minute = civil.hour * 60 + civil.minute;
	int nearest_end = 0, nearest_start = DAY_MIN + 1;
	size_t i;

	for (i = 0; i < plan->count; i++) {
		const struct poll_window *w = &plan->windows[i];
		int end = window_ahead_min(minute, w->to_min);
		int start = window_ahead_min(minute, w->from_min);

		if (window_holds(w, minute) && end > nearest_end)
			nearest_end = end;
		if (start < nearest_start)
			nearest_start = start;
	}
	if (plan->count == 0)
		*ret_edge = INT64_MAX;
	else
		*ret_edge = window_edge(plan->zone, date_to_day(civil.date),
		    minute + (nearest_end > 0 ? nearest_end : nearest_start),
		    now);
	return nearest_end > 0;
}

int64_t
window_next(const struct window_plan *plan, int64_t last, int64_t now,
    char *why, size_t size)
{
	int64_t edge, next;
	bool peak = window_is_peak(plan, now, &edge);
	struct datetime dt;

	next = last + (peak ? plan->peak_ms : plan->quiet_ms);
	if (!peak && next > edge)
		next = edge;
	if (next < now)
		next = now;
	if (edge == INT64_MAX) {
		(void)snprintf(why, size, "every interval alike");
		return next;
	}
	dt = zone_civil(plan->zone, edge);
	(void)snprintf(why, size, "%s until %02d:%02d", peak ? "peak" : "quiet",
	    dt.hour, dt.minute);
	return next;
}

void
window_days(const struct definition *definition, int64_t now, int64_t *ret_from,
    int64_t *ret_to)
{
	const struct zone *zone = &definition->zone;
	int32_t today = date_to_day(zone_civil(zone, now).date);

	*ret_from = window_wall(zone, today - definition->window_back, 0);
	*ret_to = window_wall(zone, today + definition->window_ahead, 0);
}
