/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * In: a time that a list tells from now on back, in Chinese, Japanese, Korean
 * or English. Out: the moment. Called by list_time.c.
 */
#include "reading/list_relative.h"

#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>

#define RELATIVE_MINUTE INT64_C(60000)
#define RELATIVE_HOUR	(60 * RELATIVE_MINUTE)
#define RELATIVE_DIGITS 4 /* of a number */
/* How far clocks of others may be ahead of ours. */
#define RELATIVE_AHEAD	(10 * RELATIVE_MINUTE)

/* Amounts before now: a number, then one of these, then a sign of the past. */
static const struct {
	const char *word;
	int64_t unit;
	enum precision precision;
} relative_units[] = {
    {"seconds", 1000, PRECISION_MINUTE},
    {"second", 1000, PRECISION_MINUTE},
    {"secs", 1000, PRECISION_MINUTE},
    {"sec", 1000, PRECISION_MINUTE},
    {"minutes", RELATIVE_MINUTE, PRECISION_MINUTE},
    {"minute", RELATIVE_MINUTE, PRECISION_MINUTE},
    {"mins", RELATIVE_MINUTE, PRECISION_MINUTE},
    {"min", RELATIVE_MINUTE, PRECISION_MINUTE},
    {"hours", RELATIVE_HOUR, PRECISION_DAY},
    {"hour", RELATIVE_HOUR, PRECISION_DAY},
    {"hrs", RELATIVE_HOUR, PRECISION_DAY},
    {"hr", RELATIVE_HOUR, PRECISION_DAY},
    {"days", DAY_MS, PRECISION_DAY},
    {"day", DAY_MS, PRECISION_DAY},
    {"秒钟", 1000, PRECISION_MINUTE},
    {"秒", 1000, PRECISION_MINUTE},
    {"분", RELATIVE_MINUTE, PRECISION_MINUTE},
    {"分钟", RELATIVE_MINUTE, PRECISION_MINUTE},
    {"分鐘", RELATIVE_MINUTE, PRECISION_MINUTE},
    {"分", RELATIVE_MINUTE, PRECISION_MINUTE},
    {"小时", RELATIVE_HOUR, PRECISION_DAY},
    {"小時", RELATIVE_HOUR, PRECISION_DAY},
    {"時間", RELATIVE_HOUR, PRECISION_DAY},
    {"시간", RELATIVE_HOUR, PRECISION_DAY},
    {"天", DAY_MS, PRECISION_DAY},
    {"日", DAY_MS, PRECISION_DAY},
    {"일", DAY_MS, PRECISION_DAY},
    {"초", 1000, PRECISION_MINUTE},
};

static const char *const relative_past[] = {"ago", "前", "之前", "以前", "전"};

static const struct {
	const char *word;
	int days; /* before today; -1: now */
} relative_days[] = {{"just now", -1}, {"now", -1}, {"刚刚", -1}, {"剛剛", -1},
    {"방금", -1}, {"today", 0}, {"今天", 0}, {"今日", 0}, {"오늘", 0},
    {"yesterday", 1}, {"昨天", 1}, {"昨日", 1}, {"어제", 1}, {"前天", 2},
    {"一昨日", 2}, {"그제", 2}};

#define RELATIVE_COUNT(a) (sizeof(a) / sizeof((a)[0]))

/* Takes word off *p, in any case, with the blanks behind it. */
static bool
relative_take(const char **p, const char *word)
{
	size_t n = strlen(word);

	if (strncasecmp(*p, word, n) != 0)
		return false;
	*p += n;
	*p += strspn(*p, " \t,");
	return true;
}

/* Digits at *p and the blanks behind them; false: none, or too many. */
static bool
relative_number(const char **p, int *ret)
{
	size_t n = strspn(*p, "0123456789");

	if (n == 0 || n > RELATIVE_DIGITS)
		return false;
	for (*ret = 0; n > 0; n--)
		*ret = *ret * 10 + (*(*p)++ - '0');
	*p += strspn(*p, " \t");
	return true;
}

/* "5 minutes ago". */
static int
relative_amount(const char *p, int64_t now, int64_t *ret_wall,
    enum precision *ret_precision)
{
	size_t unit = 0, past = 0;
	int number;

	if (!relative_number(&p, &number))
		return ERR_SYNTAX;
	while (unit < RELATIVE_COUNT(relative_units) &&
	       !relative_take(&p, relative_units[unit].word))
		unit++;
	while (past < RELATIVE_COUNT(relative_past) &&
	       !relative_take(&p, relative_past[past]))
		past++;
	if (unit == RELATIVE_COUNT(relative_units) ||
	    past == RELATIVE_COUNT(relative_past) || *p != '\0')
		return ERR_SYNTAX;
	*ret_wall = now - number * relative_units[unit].unit;
	*ret_precision = relative_units[unit].precision;
	return 0;
}

/* "18:20" or "18:20:05" at the end of the text; false: no clock. */
static bool
relative_clock(const char *p, struct datetime *civil, bool *ret_second)
{
	civil->second = 0;
	if (!relative_number(&p, &civil->hour) || *p++ != ':' ||
	    !relative_number(&p, &civil->minute))
		return false;
	*ret_second = *p == ':';
	if (*ret_second && (p++, !relative_number(&p, &civil->second)))
		return false;
	return *p == '\0' && civil->hour < 24 && civil->minute < 60 &&
	       civil->second < 60;
}

/* "yesterday 18:20", "yesterday", "18:20". */
static int
relative_day(const char *p, int days, int64_t now, const struct zone *zone,
    int64_t *ret_wall, enum precision *ret_precision)
{
	struct datetime civil = zone_civil(zone, now);
	bool second = false;

	civil.date = date_from_day(date_to_day(civil.date) - days);
	*ret_precision = PRECISION_DAY;
	civil.ms = 0;
	if (*p == '\0') {
		civil.hour = civil.minute = civil.second = 0;
	} else if (relative_clock(p, &civil, &second)) {
		*ret_precision = second ? PRECISION_SECOND : PRECISION_MINUTE;
	} else {
		return ERR_SYNTAX;
	}
	*ret_wall = zone_wall(zone, civil);
	return *ret_wall > now + RELATIVE_AHEAD ? ERR_RANGE : 0;
}

int
list_relative_parse(const char *text, int64_t now, const struct zone *zone,
    int64_t *ret_wall, enum precision *ret_precision)
{
	if (now <= 0)
		return ERR_INVALID;
	if (relative_amount(text, now, ret_wall, ret_precision) == 0)
		return 0;
	for (size_t i = 0; i < RELATIVE_COUNT(relative_days); i++) {
		if (!relative_take(&text, relative_days[i].word))
			continue;
		if (relative_days[i].days >= 0)
			return relative_day(text, relative_days[i].days, now,
			    zone, ret_wall, ret_precision);
		*ret_wall = now;
		*ret_precision = PRECISION_MINUTE;
		return *text == '\0' ? 0 : ERR_SYNTAX;
	}
	return *text != '\0'
		   ? relative_day(text, 0, now, zone, ret_wall, ret_precision)
		   : ERR_SYNTAX;
}
