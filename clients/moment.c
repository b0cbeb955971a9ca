/* SPDX-License-Identifier: BSD-2-Clause */
/* In: moments of the daemon's clock. Out: words. Called by the verbs. */
#include "clients/moment.h"

#include "lib/base/date.h"

#include <stdio.h>

#define SECOND_MS INT64_C(1000)
#define MINUTE_MS (60 * SECOND_MS)
#define HOUR_MS	  (60 * MINUTE_MS)

int64_t
moment_parse(const char *s)
{
	bool has_time, has_zone;
	int64_t wall;

	if (datetime_parse(s, "%Y-%m-%dT%H:%M:%S%z", 0, &wall, &has_time,
		&has_zone) != 0 &&
	    datetime_parse(s, "%Y-%m-%d", 0, &wall, &has_time, &has_zone) != 0)
		return -1;
	return wall;
}

int64_t
moment_of(const json_t *json, const char *key)
{
	const char *s = json_string_value(json_object_get(json, key));
	int64_t wall = s != NULL ? moment_parse(s) : -1;

	return wall > 0 ? wall : 0;
}

char *
moment_length(int64_t ms, char buf[MOMENT_MAX])
{
	if (ms < 100 * SECOND_MS)
		(void)snprintf(
		    buf, MOMENT_MAX, "%lld s", (long long)(ms / SECOND_MS));
	else if (ms < 100 * MINUTE_MS)
		(void)snprintf(
		    buf, MOMENT_MAX, "%lld min", (long long)(ms / MINUTE_MS));
	else if (ms < 2 * DAY_MS)
		(void)snprintf(buf, MOMENT_MAX, "%lld h %02lld min",
		    (long long)(ms / HOUR_MS),
		    (long long)(ms % HOUR_MS / MINUTE_MS));
	else
		(void)snprintf(
		    buf, MOMENT_MAX, "%lld days", (long long)(ms / DAY_MS));
	return buf;
}

char *
moment_print(
    int64_t moment, int64_t now, const char *none, char buf[MOMENT_MAX])
{
	char length[MOMENT_MAX];
	int64_t ms = moment > now ? moment - now : now - moment;

	(void)moment_length(ms, length);
	if (moment == 0)
		(void)snprintf(buf, MOMENT_MAX, "%s", none);
	else if (ms < SECOND_MS)
		(void)snprintf(buf, MOMENT_MAX, "now");
	else
		(void)snprintf(buf, MOMENT_MAX, "%s%.30s%s",
		    moment > now ? "in " : "", length,
		    moment > now ? "" : " ago");
	return buf;
}

char *
moment_civil(int64_t moment, int offset_min, char buf[MOMENT_MAX])
{
	struct datetime at = datetime_at(moment, offset_min);
	int minutes = offset_min < 0 ? -offset_min : offset_min;

	(void)snprintf(buf, MOMENT_MAX,
	    "%04d-%02d-%02d %02d:%02d:%02d %c%02d:%02d", at.date.year,
	    at.date.month, at.date.day, at.hour, at.minute, at.second,
	    offset_min < 0 ? '-' : '+', minutes / 60 % 100, minutes % 60);
	return buf;
}
