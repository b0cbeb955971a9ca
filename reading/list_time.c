/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * In: a time as a list prints it, with what the definition says of it. Out:
 * the moment and its precision. Called by list_value.c and items_page.c.
 */
#include "reading/list_time.h"

#include "lib/base/date.h"
#include "reading/feed_time.h"
#include "reading/list_relative.h"

#include <string.h>

/* 1990-01-01 and 2200-01-01: no filing on a list is older or newer. */
#define LIST_TIME_FIRST INT64_C(631152000000)
#define LIST_TIME_LAST	INT64_C(7258118400000)

/* Digits alone, up to 15. */
static int
list_time_number(const char *text, int64_t *ret)
{
	int64_t v = 0;
	size_t n = strspn(text, "0123456789");

	if (n == 0 || n > 15 || text[n] != '\0')
		return ERR_SYNTAX;
	for (size_t i = 0; i < n; i++)
		v = v * 10 + (text[i] - '0');
	*ret = v;
	return 0;
}

static enum precision
list_time_format_precision(const char *format, bool has_time)
{
	if (!has_time)
		return PRECISION_DAY;
	if (strstr(format, "%f") != NULL)
		return PRECISION_MS;
	return strstr(format, "%S") != NULL ? PRECISION_SECOND
					    : PRECISION_MINUTE;
}

static int
list_time_try(const struct list_spec *spec, const char *format,
    const char *text, int64_t *ret_wall, enum precision *ret_precision)
{
	bool has_time, has_zone;
	int r = datetime_parse(text, format, 0, ret_wall, &has_time, &has_zone);

	if (r < 0)
		return r;
	if (!has_zone)
		*ret_wall = zone_wall(&spec->zone, datetime_at(*ret_wall, 0));
	*ret_precision = list_time_format_precision(format, has_time);
	return 0;
}

static int
list_time_by_format(const struct list_spec *spec, const char *text,
    int64_t *ret_wall, enum precision *ret_precision)
{
	int r = ERR_SYNTAX;

	for (size_t i = 0; i < spec->time_format_count && r < 0; i++)
		r = list_time_try(
		    spec, spec->time_formats[i], text, ret_wall, ret_precision);
	return r;
}

static int
list_time_by_number(enum list_time_kind kind, const char *text,
    int64_t *ret_wall, enum precision *ret_precision)
{
	int64_t v;
	bool seconds = kind == LIST_TIME_EPOCH_S;

	if (list_time_number(text, &v) < 0)
		return ERR_SYNTAX;
	if (seconds && v > LIST_TIME_LAST / 1000)
		return ERR_RANGE;
	*ret_wall = seconds ? v * 1000 : v;
	*ret_precision =
	    *ret_wall % 1000 != 0 ? PRECISION_MS : PRECISION_SECOND;
	return 0;
}

/* The moment in any of the kinds, before it is judged. */
static int
list_time_read(const struct list_spec *spec, const char *text,
    int64_t *ret_wall, enum precision *ret_precision)
{
	switch (spec->time_kind) {
	case LIST_TIME_FORMAT:
		return list_time_by_format(spec, text, ret_wall, ret_precision);
	case LIST_TIME_EPOCH_MS:
	case LIST_TIME_EPOCH_S:
		return list_time_by_number(
		    spec->time_kind, text, ret_wall, ret_precision);
	case LIST_TIME_FEED:
		return feed_time_parse(
		    text, &spec->zone, ret_wall, ret_precision);
	case LIST_TIME_RELATIVE:
		if (list_time_by_format(spec, text, ret_wall, ret_precision) ==
		    0)
			return 0;
		return list_relative_parse(
		    text, spec->now, &spec->zone, ret_wall, ret_precision);
	case LIST_TIME_KINDS:
		break;
	}
	return ERR_UNSUPPORTED;
}

int
list_time_parse(const struct list_spec *spec, const char *text,
    int64_t *ret_wall, enum precision *ret_precision)
{
	int64_t wall = 0;
	enum precision precision = PRECISION_NONE;

	int r = list_time_read(spec, text, &wall, &precision);
	if (r < 0)
		return r;
	if (wall < LIST_TIME_FIRST || wall >= LIST_TIME_LAST)
		return ERR_RANGE;
	if (spec->nominal && precision != PRECISION_DAY)
		precision = PRECISION_NOMINAL;
	int64_t local = wall + zone_offset(&spec->zone, wall) * INT64_C(60000);
	if (spec->midnight_is_nominal && local % DAY_MS == 0 &&
	    precision != PRECISION_DAY)
		precision = PRECISION_NOMINAL;
	*ret_wall = wall;
	*ret_precision = precision;
	return 0;
}

int64_t
list_time_generated(const struct list_spec *spec, const char *text)
{
	static const enum list_time_kind kinds[] = {
	    LIST_TIME_EPOCH_MS, LIST_TIME_EPOCH_S};
	enum precision precision;
	int64_t wall;

	if (list_time_parse(spec, text, &wall, &precision) == 0)
		return wall;
	for (size_t i = 0; i < sizeof(kinds) / sizeof(kinds[0]); i++)
		if (list_time_by_number(kinds[i], text, &wall, &precision) ==
			0 &&
		    wall >= LIST_TIME_FIRST && wall < LIST_TIME_LAST)
			return wall;
	return -1;
}
