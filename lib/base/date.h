/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Calendar arithmetic (proleptic Gregorian). No host zone, no libc time
 * functions. A day is days since 1970-01-01.
 */
#ifndef LIB_BASE_DATE_H
#define LIB_BASE_DATE_H

#include "lib/base/err.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct date {
	int year; /* 1..9999 */
	int month; /* 1..12 */
	int day; /* 1..31 */
};

struct datetime {
	struct date date;
	int hour, minute, second, ms;
};

#define DAY_MS	     INT64_C(86400000)
#define DATE_NONE    INT32_MIN
#define DATE_STR_MAX 32

bool date_is_valid(struct date d);
int32_t date_to_day(struct date d);
/* Days outside the years 1..9999 give the first or last day of those. */
struct date date_from_day(int32_t day);
/* 0 Monday .. 6 Sunday. */
int date_weekday(int32_t day);
int date_month_days(int year, int month);
/* "YYYY-MM-DD"; returns buf. DATE_NONE prints "". */
char *date_print(int32_t day, char buf[DATE_STR_MAX]);
/* Strict "YYYY-MM-DD", all of s. ERR_SYNTAX, ERR_RANGE (no such day). */
int date_parse(const char *s, int32_t *ret_day) WARN_UNUSED;

/*
 * "09:30" at the beginning of s: minutes after midnight, "24:00" the most; -1
 * when it is none.
 */
int date_minute(const char *s);

/*
 * Wall milliseconds <-> civil time at an offset from UTC in minutes. Moments
 * outside the years 1..9999 become the first or last moment of those.
 */
struct datetime datetime_at(int64_t wall, int offset_min);
int64_t datetime_to_wall(struct datetime dt, int offset_min);
/* RFC 3339 in UTC with seconds, "2025-01-16T07:46:00Z"; returns buf. */
char *datetime_print_utc(int64_t wall, char buf[DATE_STR_MAX]);
/* The same at an offset, "2025-01-16T15:46:00+08:00"; returns buf. */
char *datetime_print_at(int64_t wall, int offset_min, char buf[DATE_STR_MAX]);
/* RFC 5322 3.3, "Thu, 16 Jan 2025 07:46:00 +0000"; returns buf. */
char *datetime_print_mail(int64_t wall, char buf[DATE_STR_MAX]);

/*
 * Parses s by a strptime-like format of our own closed set: %Y (four digits)
 * %m %d %H %M %S (one or two) %f (a fraction of the second, kept to the
 * millisecond) %z (+hh:mm, +hhmm, Z) %% and literals; white space in format
 * matches any run, also none. All of s must match. ret_has_time: an hour was
 * in it; ret_has_zone: %z was in it (then offset_min is ignored). ERR_SYNTAX: s
 * is of another form; ERR_RANGE: no such day or time; ERR_INVALID: the format
 * has an unknown letter or lacks year, month or day.
 */
int datetime_parse(const char *s, const char *format, int offset_min,
    int64_t *ret_wall, bool *ret_has_time, bool *ret_has_zone) WARN_UNUSED;
/* Prints wall at offset by the same closed set; ERR_TOOBIG, ERR_SYNTAX. */
int datetime_format(int64_t wall, int offset_min, const char *format, char *buf,
    size_t size) WARN_UNUSED;

#endif
