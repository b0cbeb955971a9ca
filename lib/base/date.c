/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * In: days, wall milliseconds, offsets. Out: civil dates and times and their
 * printed forms. Every stage calls it.
 */
#include "lib/base/date.h"

#include <assert.h>
#include <ctype.h>
#include <stdio.h>
#include <string.h>

/* 0001-01-01 and 9999-12-31, the days that struct date can hold. */
#define DATE_DAY_MIN	    (-719162)
#define DATE_DAY_MAX	    2932896
/* The first and last moment of those days. */
#define DATETIME_MIN	    (DATE_DAY_MIN * DAY_MS)
#define DATETIME_MAX	    ((DATE_DAY_MAX + 1) * DAY_MS - 1)

#define MINUTE_MS	    INT64_C(60000)
#define DATETIME_OFFSET_MAX (14 * 60)

enum datetime_part {
	PART_YEAR,
	PART_MONTH,
	PART_DAY,
	PART_HOUR,
	PART_MINUTE,
	PART_SECOND,
	PART_MS,
	PART_ZONE,
	PART_COUNT
};

/* The closed set of formats: how many digits are read and printed. */
static const struct {
	char letter;
	int min;
	int width;
} datetime_parts[PART_COUNT] = {
    [PART_YEAR] = {'Y', 4, 4},
    [PART_MONTH] = {'m', 1, 2},
    [PART_DAY] = {'d', 1, 2},
    [PART_HOUR] = {'H', 1, 2},
    [PART_MINUTE] = {'M', 1, 2},
    [PART_SECOND] = {'S', 1, 2},
    [PART_MS] = {'f', 1, 3},
    [PART_ZONE] = {'z', 0, 0},
};

struct datetime_scan {
	int part[PART_COUNT];
	bool seen[PART_COUNT];
};

static bool
date_is_leap(int year)
{
	return (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
}

int
date_month_days(int year, int month)
{
	static const int days[] = {
	    31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};

	if (month < 1 || month > 12)
		return 0;
	return month == 2 && date_is_leap(year) ? 29 : days[month - 1];
}

bool
date_is_valid(struct date d)
{
	return d.year >= 1 && d.year <= 9999 && d.day >= 1 &&
	       d.day <= date_month_days(d.year, d.month);
}

/* Days before 1 January of year, counted from 0001-01-01. */
static int32_t
date_days_before_year(int year)
{
	int y = year - 1;

	return y * 365 + y / 4 - y / 100 + y / 400;
}

int32_t
date_to_day(struct date d)
{
	int32_t day = date_days_before_year(d.year) + DATE_DAY_MIN;

	for (int month = 1; month < d.month; month++)
		day += date_month_days(d.year, month);
	return day + d.day - 1;
}

struct date
date_from_day(int32_t day)
{
	struct date d = {1, 1, 1};

	if (day < DATE_DAY_MIN)
		day = DATE_DAY_MIN;
	if (day > DATE_DAY_MAX)
		day = DATE_DAY_MAX;
	int32_t rest = day - DATE_DAY_MIN;
	d.year = rest / 366 + 1;
	while (d.year < 9999 && date_days_before_year(d.year + 1) <= rest)
		d.year++;
	rest -= date_days_before_year(d.year);
	while (rest >= date_month_days(d.year, d.month)) {
		rest -= date_month_days(d.year, d.month);
		d.month++;
	}
	d.day = rest + 1;
	return d;
}

int
date_weekday(int32_t day)
{
	/* 1970-01-01 was a Thursday. */
	int weekday = (int)((day % 7 + 3) % 7);

	return weekday < 0 ? weekday + 7 : weekday;
}

char *
date_print(int32_t day, char buf[DATE_STR_MAX])
{
	struct date d = date_from_day(day);

	if (day == DATE_NONE)
		buf[0] = '\0';
	else
		(void)snprintf(buf, DATE_STR_MAX, "%04d-%02d-%02d", d.year,
		    d.month, d.day);
	return buf;
}

int
date_parse(const char *s, int32_t *ret_day)
{
	static const char shape[] = "dddd-dd-dd";
	int part[3] = {0, 0, 0};
	int n = 0;

	for (size_t i = 0; i < sizeof(shape); i++) {
		bool digit = s[i] >= '0' && s[i] <= '9';
		if (shape[i] == 'd' ? !digit : s[i] != shape[i])
			return ERR_SYNTAX;
		if (digit)
			part[n] = part[n] * 10 + (s[i] - '0');
		else
			n++;
		if (s[i] == '\0')
			break;
	}
	struct date d = {part[0], part[1], part[2]};
	if (!date_is_valid(d))
		return ERR_RANGE;
	*ret_day = date_to_day(d);
	return 0;
}

int
date_minute(const char *s)
{
	int hour, minute;

	if (strspn(s, "0123456789") != 2 || s[2] != ':' ||
	    strspn(s + 3, "0123456789") != 2)
		return -1;
	hour = (s[0] - '0') * 10 + (s[1] - '0');
	minute = (s[3] - '0') * 10 + (s[4] - '0');
	if (minute > 59 || hour * 60 + minute > 24 * 60)
		return -1;
	return hour * 60 + minute;
}

static bool
datetime_is_valid(struct datetime dt)
{
	return date_is_valid(dt.date) && dt.hour <= 23 && dt.minute <= 59 &&
	       dt.second <= 59;
}

static int64_t
datetime_clamp(int64_t wall)
{
	if (wall < DATETIME_MIN)
		return DATETIME_MIN;
	return wall > DATETIME_MAX ? DATETIME_MAX : wall;
}

struct datetime
datetime_at(int64_t wall, int offset_min)
{
	int64_t local =
	    datetime_clamp(datetime_clamp(wall) + offset_min * MINUTE_MS);
	int64_t in_day = (local % DAY_MS + DAY_MS) % DAY_MS;
	int32_t day = (int32_t)((local - in_day) / DAY_MS);

	return (struct datetime){
	    .date = date_from_day(day),
	    .hour = (int)(in_day / (60 * MINUTE_MS)),
	    .minute = (int)(in_day / MINUTE_MS % 60),
	    .second = (int)(in_day / 1000 % 60),
	    .ms = (int)(in_day % 1000),
	};
}

int64_t
datetime_to_wall(struct datetime dt, int offset_min)
{
	int64_t minutes =
	    (int64_t)dt.hour * 60 + dt.minute - (int64_t)offset_min;

	return date_to_day(dt.date) * DAY_MS + minutes * MINUTE_MS +
	       dt.second * INT64_C(1000) + dt.ms;
}

/* Prints wall by a format of this file that fits; returns buf. */
static char *
datetime_print(
    int64_t wall, int offset_min, const char *format, char buf[DATE_STR_MAX])
{
	int r = datetime_format(wall, offset_min, format, buf, DATE_STR_MAX);

	assert(r == 0);
	return buf;
}

char *
datetime_print_utc(int64_t wall, char buf[DATE_STR_MAX])
{
	return datetime_print(wall, 0, "%Y-%m-%dT%H:%M:%SZ", buf);
}

char *
datetime_print_at(int64_t wall, int offset_min, char buf[DATE_STR_MAX])
{
	return datetime_print(wall, offset_min, "%Y-%m-%dT%H:%M:%S%z", buf);
}

char *
datetime_print_mail(int64_t wall, char buf[DATE_STR_MAX])
{
	static const char weekdays[][4] = {
	    "Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"};
	static const char months[][4] = {"Jan", "Feb", "Mar", "Apr", "May",
	    "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
	struct datetime dt = datetime_at(wall, 0);
	int weekday = date_weekday(date_to_day(dt.date));
	char format[DATE_STR_MAX];

	(void)snprintf(format, sizeof(format),
	    "%s, %%d %s %%Y %%H:%%M:%%S +0000", weekdays[weekday],
	    months[dt.date.month - 1]);
	return datetime_print(wall, 0, format, buf);
}

/* Reads min to max digits at *s. */
static int
datetime_scan_digits(const char **s, int min, int max, int *ret)
{
	int value = 0, n = 0;

	for (; n < max && isdigit((unsigned char)**s); n++)
		value = value * 10 + (*(*s)++ - '0');
	if (n < min)
		return ERR_SYNTAX;
	*ret = value;
	return 0;
}

/* "Z", "+08:00", "+0800" at *s. */
static int
datetime_scan_zone(const char **s, int *ret_offset_min)
{
	int sign = **s == '-' ? -1 : 1;
	int hours = 0, minutes = 0;

	if (**s == 'Z') {
		(*s)++;
		*ret_offset_min = 0;
		return 0;
	}
	if (**s != '+' && **s != '-')
		return ERR_SYNTAX;
	(*s)++;
	int r = datetime_scan_digits(s, 2, 2, &hours);
	if (r == 0 && **s == ':')
		(*s)++;
	if (r == 0)
		r = datetime_scan_digits(s, 2, 2, &minutes);
	if (r < 0)
		return r;
	int offset = hours * 60 + minutes;
	if (minutes > 59 || offset > DATETIME_OFFSET_MAX)
		return ERR_RANGE;
	*ret_offset_min = sign * offset;
	return 0;
}

/* Digits after a point as milliseconds: "5" is 500, "123456" is 123. */
static int
datetime_scan_fraction(const char **s, int *ret_ms)
{
	const char *start = *s;
	int value;
	int r = datetime_scan_digits(s, 1, 9, &value);

	if (r < 0)
		return r;
	for (ptrdiff_t n = *s - start; n < 3; n++)
		value *= 10;
	for (ptrdiff_t n = *s - start; n > 3; n--)
		value /= 10;
	*ret_ms = value;
	return 0;
}

/* The part that a letter stands for; PART_COUNT for none. */
static enum datetime_part
datetime_part_of(char letter)
{
	int i = 0;

	while (i < PART_COUNT && datetime_parts[i].letter != letter)
		i++;
	return (enum datetime_part)i;
}

/* One %letter of a format against *s. */
static int
datetime_scan_part(struct datetime_scan *scan, char letter, const char **s)
{
	enum datetime_part part = datetime_part_of(letter);

	if (part == PART_COUNT)
		return ERR_INVALID;
	scan->seen[part] = true;
	if (part == PART_ZONE)
		return datetime_scan_zone(s, &scan->part[part]);
	if (part == PART_MS)
		return datetime_scan_fraction(s, &scan->part[part]);
	return datetime_scan_digits(s, datetime_parts[part].min,
	    datetime_parts[part].width, &scan->part[part]);
}

/* All of s by format into scan. */
static int
datetime_scan(struct datetime_scan *scan, const char *s, const char *format)
{
	for (; *format != '\0'; format++) {
		if (isspace((unsigned char)*format)) {
			while (isspace((unsigned char)*s))
				s++;
		} else if (*format == '%' && format[1] != '%') {
			int r = datetime_scan_part(scan, *++format, &s);
			if (r < 0)
				return r;
		} else {
			format += *format == '%' ? 1 : 0;
			if (*s++ != *format)
				return ERR_SYNTAX;
		}
	}
	return *s == '\0' ? 0 : ERR_SYNTAX;
}

int
datetime_parse(const char *s, const char *format, int offset_min,
    int64_t *ret_wall, bool *ret_has_time, bool *ret_has_zone)
{
	struct datetime_scan scan = {.part = {0}};
	int r = datetime_scan(&scan, s, format);

	if (r < 0)
		return r;
	if (!scan.seen[PART_YEAR] || !scan.seen[PART_MONTH] ||
	    !scan.seen[PART_DAY])
		return ERR_INVALID;
	struct datetime dt = {
	    .date = {scan.part[PART_YEAR], scan.part[PART_MONTH],
		scan.part[PART_DAY]},
	    .hour = scan.part[PART_HOUR],
	    .minute = scan.part[PART_MINUTE],
	    .second = scan.part[PART_SECOND],
	    .ms = scan.part[PART_MS],
	};
	if (!datetime_is_valid(dt))
		return ERR_RANGE;
	if (scan.seen[PART_ZONE])
		offset_min = scan.part[PART_ZONE];
	*ret_wall = datetime_to_wall(dt, offset_min);
	*ret_has_time = scan.seen[PART_HOUR];
	*ret_has_zone = scan.seen[PART_ZONE];
	return 0;
}

/* Text of one part of dt into text. */
static void
datetime_part_print(const struct datetime *dt, int offset_min,
    enum datetime_part part, char text[DATE_STR_MAX])
{
	const int value[PART_COUNT] = {dt->date.year, dt->date.month,
	    dt->date.day, dt->hour, dt->minute, dt->second, dt->ms, 0};
	int away = offset_min < 0 ? -offset_min : offset_min;

	if (part == PART_ZONE)
		(void)snprintf(text, DATE_STR_MAX, "%c%02d:%02d",
		    offset_min < 0 ? '-' : '+', away / 60, away % 60);
	else
		(void)snprintf(text, DATE_STR_MAX, "%0*d",
		    datetime_parts[part].width, value[part]);
}

int
datetime_format(
    int64_t wall, int offset_min, const char *format, char *buf, size_t size)
{
	struct datetime dt = datetime_at(wall, offset_min);
	size_t len = 0;

	if (size == 0)
		return ERR_TOOBIG;
	buf[0] = '\0';
	for (; *format != '\0'; format++) {
		char text[DATE_STR_MAX] = {*format, '\0'};
		if (*format == '%' && *++format != '%') {
			enum datetime_part part = datetime_part_of(*format);
			if (part == PART_COUNT)
				return ERR_SYNTAX;
			datetime_part_print(&dt, offset_min, part, text);
		}
		size_t n = strlen(text);
		if (n + 1 > size - len)
			return ERR_TOOBIG;
		memcpy(buf + len, text, n + 1);
		len += n;
	}
	return 0;
}
