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
	    .offset_min = definition->offset_min,
	    .peak_ms = peak_ms > 0 ? peak_ms : definition->peak_ms,
	    .quiet_ms = quiet_ms > 0 ? quiet_ms : definition->quiet_ms,
	};

	return plan;
}

/* Wall time of the midnight, in the zone, that began now's day. */
static int64_t
window_midnight(int64_t now, int offset_min)
{
	int64_t local = now + offset_min * MINUTE_MS;
	int64_t in_day = local % DAY_MS;

	if (in_day < 0)
		in_day += DAY_MS;
	return now - in_day;
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
	int64_t midnight = window_midnight(now, plan->offset_min);
	int minute = (int)((now - midnight) / MINUTE_MS);
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
		*ret_edge =
		    midnight +
		    (minute + (nearest_end > 0 ? nearest_end : nearest_start)) *
			MINUTE_MS;
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
	dt = datetime_at(edge, plan->offset_min);
	(void)snprintf(why, size, "%s until %02d:%02d", peak ? "peak" : "quiet",
	    dt.hour, dt.minute);
	return next;
}

void
window_days(const struct definition *definition, int64_t now, int64_t *ret_from,
    int64_t *ret_to)
{
	int64_t midnight = window_midnight(now, definition->offset_min);

	*ret_from = midnight - definition->window_back * DAY_MS;
	*ret_to = midnight + definition->window_ahead * DAY_MS;
}
