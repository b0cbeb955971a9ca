/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * In: tokens at a date. Out: the date or the period that it bounds. timespan.c
 * calls it.
 */
#include "reading/timespan_date.h"

#define TIMESPAN_EARLY 15 /* days that end no month, not even by weeks */

bool
timespan_set_days(struct timespan *ret, struct date from, struct date to)
{
	if (!date_is_valid(from) || !date_is_valid(to))
		return false;
	struct period period = {date_to_day(from), date_to_day(to)};
	int32_t days = period.end - period.start;
	if (days < 0 || days > 400)
		return false;
	ret->kind = days == 0 ? TIMESPAN_DATE : TIMESPAN_PERIOD;
	ret->period = period;
	return true;
}

bool
timespan_set_ended(struct timespan *ret, struct date end, int months)
{
	struct date start = {end.year, end.month - months + 1, 1};

	/* "six months to 1 December" began in June. */
	if (end.day <= TIMESPAN_EARLY)
		start =
		    (struct date){end.year, end.month - months, end.day + 1};
	if (months < 1 || months > 18 || !date_is_valid(end))
		return false;
	while (start.month < 1) {
		start.month += 12;
		start.year--;
	}
	ret->kind = TIMESPAN_PERIOD;
	ret->period = (struct period){date_to_day(start), date_to_day(end)};
	return true;
}

int
timespan_months(int part)
{
	switch (part) {
	case TIME_FY:
		return 12;
	case TIME_9M:
		return 9;
	case TIME_H1:
	case TIME_H2:
		return 6;
	case TIME_Q1:
	case TIME_Q2:
	case TIME_Q3:
	case TIME_Q4:
		return 3;
	}
	return 0;
}

int
timespan_read_months(struct timespan_reader *reader)
{
	int number = timespan_number(timespan_token(reader));
	int months = 0;

	if (number > 0 && number <= 18 &&
	    timespan_time(timespan_peek(reader, 1)) == TIME_MONTHS) {
		reader->at += 2;
		return number;
	}
	months = timespan_months(timespan_time(timespan_token(reader)));
	reader->at += months > 0;
	return months;
}

bool
timespan_read_month_day(struct timespan_reader *reader, struct date *date)
{
	int month = timespan_number(timespan_token(reader));
	int word = timespan_time(timespan_peek(reader, 1));

	if (month < 1 || month > 12 ||
	    (word != TIME_MONTH && word != TIME_MONTH_END))
		return false;
	date->month = month;
	date->day = 0;
	reader->at += 2;
	if (word == TIME_MONTH_END) {
		date->day = date_month_days(date->year, month);
		return true;
	}
	int day = timespan_number(timespan_token(reader));
	if (day >= 1 && day <= 31 &&
	    timespan_time(timespan_peek(reader, 1)) == TIME_DAY) {
		date->day = day;
		reader->at += 2;
	}
	return true;
}

/* "2024-06-30" after its year was seen at the reader's place. */
static bool
timespan_read_iso(struct timespan_reader *reader, struct date *date)
{
	const struct token *dash = timespan_peek(reader, 1);
	const struct token *month = timespan_peek(reader, 2);
	const struct token *second = timespan_peek(reader, 3);
	const struct token *day = timespan_peek(reader, 4);

	if (!(token_is_char(dash, '-') || token_is_char(dash, '/')) ||
	    !token_is_char(second, dash->c) || month->number.digits > 2 ||
	    day->number.digits > 2)
		return false;
	*date = (struct date){timespan_year(timespan_token(reader)),
	    timespan_number(month), timespan_number(day)};
	if (!date_is_valid(*date))
		return false;
	reader->at += 5;
	return true;
}

/* Digits of n bytes as a number, or -1. */
static int
timespan_digits(const char *p, size_t n)
{
	int value = 0;

	for (size_t i = 0; i < n; i++) {
		if (p[i] < '0' || p[i] > '9')
			return -1;
		value = value * 10 + (p[i] - '0');
	}
	return value;
}

/* "2024.06.30": to the reader of numbers a misprint. */
static bool
timespan_read_points(struct timespan_reader *reader, struct date *date)
{
	const struct token *token = timespan_token(reader);
	const char *p = reader->normal->text.data + token->from;

	if (token->kind != TOKEN_NUMBER || !token->number.bad ||
	    token->to - token->from != 10 || p[4] != '.' || p[7] != '.')
		return false;
	*date = (struct date){timespan_digits(p, 4), timespan_digits(p + 5, 2),
	    timespan_digits(p + 8, 2)};
	if (!timespan_is_year(date->year) || !date_is_valid(*date))
		return false;
	reader->at++;
	return true;
}

/* A full date in CJK or ISO form; year: for one that prints none. */
static bool
timespan_read_date(struct timespan_reader *reader, int year, struct date *date)
{
	size_t at = reader->at;

	if (timespan_read_points(reader, date))
		return true;
	date->year = year;
	if (timespan_year(timespan_token(reader)) != 0 &&
	    timespan_read_iso(reader, date))
		return true;
	int printed = timespan_read_year(reader);
	if (printed != 0) {
		date->year = printed;
		if (!timespan_take(reader, TIME_YEAR)) {
			reader->at = at;
			return false;
		}
	}
	if (date->year != 0 && timespan_read_month_day(reader, date) &&
	    date_is_valid(*date))
		return true;
	reader->at = at;
	return false;
}

bool
timespan_read_english_date(struct timespan_reader *reader, struct date *date)
{
	size_t k = 0;
	int day = timespan_number(timespan_peek(reader, k));

	k += day > 0;
	int month = timespan_time(timespan_peek(reader, k)) - TIME_JANUARY + 1;
	if (month < 1 || month > 12)
		return false;
	k++;
	if (day < 0)
		day = timespan_number(timespan_peek(reader, k++));
	k += token_is_char(timespan_peek(reader, k), ',');
	*date =
	    (struct date){timespan_year(timespan_peek(reader, k)), month, day};
	if (!date_is_valid(*date))
		return false;
	reader->at += k + 1;
	return true;
}

/* "止年度": the year that ends with the day before it. */
static bool
timespan_is_closing(const struct token *token)
{
	return timespan_time(token) == TIME_FY &&
	       (token->entry->flags & ENTRY_AFTER) != 0;
}

bool
timespan_read_dated(
    struct timespan_reader *reader, bool ended, struct timespan *ret)
{
	struct date from, to;

	if (!timespan_read_date(reader, 0, &from) &&
	    !timespan_read_english_date(reader, &from))
		return false;
	size_t at = reader->at;
	if (timespan_is_range(timespan_token(reader))) {
		reader->at++;
		if (timespan_read_date(reader, from.year, &to) &&
		    timespan_set_days(ret, from, to))
			return true;
		reader->at = at;
	}
	bool closed = timespan_take(reader, TIME_CLOSE) ||
		      timespan_is_closing(timespan_token(reader));
	int months = closed || ended ? timespan_read_months(reader) : 0;
	ret->ends_year = months == 12;
	if (months > 0 && timespan_set_ended(ret, from, months))
		return true;
	return timespan_set_days(ret, from, from);
}

bool
timespan_read_month_range(
    struct timespan_reader *reader, int year, struct timespan *ret)
{
	size_t at = reader->at;
	int first = timespan_number(timespan_token(reader));

	if (first < 1 || first > 12)
		return false;
	reader->at++;
	(void)timespan_take(reader, TIME_MONTH); /* "1月-6月" or "1-6月" */
	bool range = timespan_is_range(timespan_token(reader));
	reader->at += range;
	int last = timespan_number(timespan_token(reader));
	int after = timespan_time(timespan_peek(reader, 1));
	if (!range || last < first || last > 12 ||
	    (after != TIME_MONTH && after != TIME_FISCAL)) {
		reader->at = at;
		return false;
	}
	reader->at += 2;
	struct date from = {year, first, 1};
	struct date to = {year, last, date_month_days(year, last)};
	return timespan_set_days(ret, from, to);
}
