/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * In: windows and a moment. Out: whether they hold then, and until when. The
 * planning of alerts asks.
 */
#include "alerts/quiet.h"

#include "lib/base/mem.h"

#include <stdio.h>
#include <string.h>

#define QUIET_DAY_MIN 1440
#define QUIET_ROUNDS  100 /* windows one after another */

static const char *const quiet_days[] = {
    "mon", "tue", "wed", "thu", "fri", "sat", "sun"};

void
quiet_done(struct quiet *quiet)
{
	calendar_free(quiet->exchange);
	mem_free(quiet->except);
}

/* The day at the beginning of *s, which moves behind it; -1: none is there. */
static int
quiet_parse_day(const char **s)
{
	for (int i = 0; i < 7; i++) {
		if (strncmp(*s, quiet_days[i], 3) != 0)
			continue;
		*s += 3;
		return i;
	}
	return -1;
}

int
quiet_parse_days(const char *s, unsigned *ret)
{
	*ret = 0;
	for (;;) {
		int first = quiet_parse_day(&s);
		int last = first;

		if (first >= 0 && *s == '-') {
			s++;
			last = quiet_parse_day(&s);
		}
		if (first < 0 || last < 0)
			return ERR_SYNTAX;
		*ret |= 1U << last;
		for (int day = first; day != last; day = (day + 1) % 7)
			*ret |= 1U << day;
		if (*s == '\0')
			return 0;
		if (*s++ != ',')
			return ERR_SYNTAX;
		s += strspn(s, " ");
	}
}

const struct zone *
quiet_zone(const struct quiet *quiet)
{
	return quiet->exchange != NULL ? calendar_zone(quiet->exchange)
				       : &quiet->zone;
}

static int32_t
quiet_today(const struct quiet *quiet, int64_t now)
{
	return date_to_day(zone_civil(quiet_zone(quiet), now).date);
}

/* The moment so many minutes by the zone's clock after a day's midnight. */
static int64_t
quiet_wall(const struct zone *zone, int32_t day, int minute)
{
	return zone_wall(
	    zone, (struct datetime){
		      .date = date_from_day(day + minute / QUIET_DAY_MIN),
		      .hour = minute % QUIET_DAY_MIN / 60,
		      .minute = minute % 60,
		  });
}

/* The end of the window that begins on a day and holds at now; 0: none. */
static int64_t
quiet_clock_end(const struct quiet *quiet, int32_t day, int64_t now)
{
	int to = quiet->to_min;

	if ((quiet->days & 1U << date_weekday(day)) == 0)
		return 0;
	if (to <= quiet->from_min)
		to += QUIET_DAY_MIN;
	int64_t from = quiet_wall(&quiet->zone, day, quiet->from_min);
	int64_t end = quiet_wall(&quiet->zone, day, to);
	return from <= now && now < end ? end : 0;
}

/* When the exchange opens next; 0: it trades now, or nobody knows when. */
static int64_t
quiet_exchange_end(const struct quiet *quiet, int64_t now)
{
	int32_t today = quiet_today(quiet, now);
	int64_t from, to;

	for (int32_t day = today; day <= today + QUIET_LONGEST_MS / DAY_MS;
	     day++) {
		if (!calendar_hours(quiet->exchange, day, &from, &to) ||
		    to <= now)
			continue;
		return from <= now ? 0 : from;
	}
	return 0;
}

/* When the window that holds at now ends; 0: it does not hold. */
static int64_t
quiet_end(const struct quiet *quiet, int64_t now)
{
	if (quiet->exchange != NULL)
		return quiet_exchange_end(quiet, now);
	int32_t today = quiet_today(quiet, now);
	int64_t end = quiet_clock_end(quiet, today, now);
	int64_t night = quiet_clock_end(quiet, today - 1, now);
	return end > night ? end : night;
}

int64_t
quiet_until(const struct quiet *windows, size_t count, unsigned skip,
    int64_t now, const struct quiet **ret_last)
{
	int64_t at = now;
	bool moved = true;

	for (int round = 0; moved && round < QUIET_ROUNDS; round++) {
		moved = false;
		for (size_t i = 0; i < count; i++) {
			int64_t end = (skip & 1U << i) == 0
					  ? quiet_end(&windows[i], at)
					  : 0;
			if (end == 0)
				continue;
			at = end;
			moved = true;
			if (ret_last != NULL)
				*ret_last = &windows[i];
		}
	}
	return at - now < QUIET_LONGEST_MS ? at : now + QUIET_LONGEST_MS;
}

char *
quiet_print(
    const struct zone *zone, int64_t at, int64_t now, char buf[QUIET_WHEN_MAX])
{
	static const char *const names[] = {
	    "Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"};
	struct datetime civil = zone_civil(zone, at);
	int32_t day = date_to_day(civil.date);
	char date[DATE_STR_MAX];

	if (at - now < DAY_MS)
		(void)snprintf(buf, QUIET_WHEN_MAX, "%02d:%02d %s", civil.hour,
		    civil.minute, zone->name); /* fits */
	else
		(void)snprintf(buf, QUIET_WHEN_MAX, "%s %s %02d:%02d %s",
		    names[date_weekday(day)], date_print(day, date), civil.hour,
		    civil.minute, zone->name); /* fits */
	return buf;
}
