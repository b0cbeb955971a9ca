/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Comes in: a source's manners and the time. Goes out: whether it is rush
 * hour, when to poll next, and which nominal days to ask for. Pure; called by
 * watchers/watcher.c.
 */
#include "watchers/window.h"

#include "lib/base/date.h"

#include <stdio.h>

#define MINUTE_MS    INT64_C(60000)
#define DAY_MIN	     1440
#define WINDOW_SPANS 16 /* windows of a definition at most */

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

#define WINDOW_DAYS 12 /* looked ahead for an edge: no closure is longer */

/* The peak of one day, as minutes after its midnight; over 1440: tomorrow. */
struct window_span {
	int from, to;
};

/* More than clocks are ever put forward or back. */
#define CLOCK_MS (INT64_C(3) * 3600000)

static struct window_span
window_span_of(const struct poll_window *window)
{
	int to = window->to_min > window->from_min ? window->to_min
						   : window->to_min + DAY_MIN;

	return (struct window_span){window->from_min, to};
}

/* From the first window's start to the last one's end. */
static struct window_span
window_hull(const struct window_plan *plan)
{
	struct window_span hull = window_span_of(&plan->windows[0]);

	for (size_t i = 1; i < plan->count; i++) {
		struct window_span span = window_span_of(&plan->windows[i]);
		hull.from = span.from < hull.from ? span.from : hull.from;
		hull.to = span.to > hull.to ? span.to : hull.to;
	}
	return hull;
}

/* The windows of a day into spans; their number. */
static size_t
window_spans(const struct window_plan *plan, int32_t day,
    struct window_span spans[WINDOW_SPANS])
{
	size_t n = 0;

	if (plan->calendar != NULL && !calendar_is_busy(plan->calendar, day))
		return 0;
	if (plan->calendar != NULL && plan->count > 0 &&
	    calendar_day(plan->calendar, day) == CALENDAR_HALF) {
		spans[0] = window_hull(plan);
		return 1;
	}
	for (; n < plan->count && n < WINDOW_SPANS; n++)
		spans[n] = window_span_of(&plan->windows[n]);
	return n;
}

/* The end of the peak that holds at now by the windows of a day; 0: none. */
static int64_t
window_holds(const struct window_plan *plan, int32_t day, int64_t now)
{
	struct window_span spans[WINDOW_SPANS];
	size_t n = window_spans(plan, day, spans);
	int64_t end = 0;

	for (size_t i = 0; i < n; i++) {
		int64_t from = window_wall(plan->zone, day, spans[i].from);
		int64_t to = window_wall(plan->zone, day, spans[i].to);
		if (from <= now && now < to && to > end)
			end = to;
	}
	return end;
}

/* The first start of a window after now; INT64_MAX: none for days. */
static int64_t
window_next_start(const struct window_plan *plan, int32_t today, int64_t now)
{
	struct window_span spans[WINDOW_SPANS];
	int64_t next = INT64_MAX;

	for (int32_t day = today;
	     next == INT64_MAX && day < today + WINDOW_DAYS; day++) {
		size_t n = window_spans(plan, day, spans);
		for (size_t i = 0; i < n; i++) {
			int64_t at =
			    window_wall(plan->zone, day, spans[i].from);
			if (at > now && at < next)
				next = at;
		}
	}
	return next;
}

bool
window_is_peak(const struct window_plan *plan, int64_t now, int64_t *ret_edge)
{
	int32_t today = date_to_day(zone_civil(plan->zone, now).date);
	int64_t today_end = window_holds(plan, today, now);
	int64_t end = window_holds(plan, today - 1, now);

	if (today_end > end)
		end = today_end;
	*ret_edge = end > 0 ? end : window_next_start(plan, today, now);
	return end > 0;
}

int64_t
window_next(const struct window_plan *plan, int64_t last, int64_t now,
    char *why, size_t size)
{
	static const char *const days[] = {"Monday ", "Tuesday ", "Wednesday ",
	    "Thursday ", "Friday ", "Saturday ", "Sunday "};
	int64_t edge, next;
	bool peak = window_is_peak(plan, now, &edge);
	struct datetime dt;

	next = last + (peak ? plan->peak_ms : plan->quiet_ms);
	if (!peak && next > edge)
		next = edge;
	if (next < now)
		next = now;
	if (edge == INT64_MAX) {
		(void)snprintf(why, size,
		    plan->count == 0 ? "every interval alike"
				     : "quiet, no trading day is near");
		return next;
	}
	dt = zone_civil(plan->zone, edge);
	(void)snprintf(why, size, "%s until %s%02d:%02d",
	    peak ? "peak" : "quiet",
	    edge - now > DAY_MS ? days[date_weekday(date_to_day(dt.date))] : "",
	    dt.hour, dt.minute);
	return next;
}

void
window_days(const struct zone *zone, int back, int ahead, int64_t now,
    struct poll_range *ret)
{
	int32_t today = date_to_day(zone_civil(zone, now).date);

	ret->from = window_wall(zone, today - back, 0);
	ret->to = window_wall(zone, today + ahead, 0);
}

int64_t
window_midnight(const struct zone *zone, int64_t wall)
{
	return window_wall(
	    zone, date_to_day(zone_civil(zone, wall + CLOCK_MS).date), 0);
}

int64_t
window_day_end(const struct zone *zone, int64_t now)
{
	return window_wall(
	    zone, date_to_day(zone_civil(zone, now).date) + 1, 0);
}
