/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * In: tokens at a number or at a word of time. Out: the period, part of a
 * year, years or date they name (domain 2.9, Periods). mark.c calls it before
 * it looks for amounts, because years look like numbers.
 */
#include "reading/timespan.h"

#include <stdint.h>
#include <string.h>

#define TIMESPAN_FIRST_YEAR 1990
#define TIMESPAN_LAST_YEAR  2099

struct timespan_reader {
	const struct token *list;
	size_t at;
};

static const struct token *
timespan_token(const struct timespan_reader *reader)
{
	return &reader->list[reader->at];
}

static const struct token *
timespan_peek(const struct timespan_reader *reader, size_t k)
{
	const struct token *token = timespan_token(reader);

	while (k-- > 0 && token->kind != TOKEN_END)
		token++;
	return token;
}

/* A whole number without separators, or -1. */
static int
timespan_number(const struct token *token)
{
	const struct numeral *number = &token->number;

	if (token->kind != TOKEN_NUMBER || number->bad || number->grouped ||
	    number->places > 0 || number->digits > 4)
		return -1;
	return (int)number->value.coef;
}

static bool
timespan_is_year(int number)
{
	return number >= TIMESPAN_FIRST_YEAR && number <= TIMESPAN_LAST_YEAR;
}

/* The year of a token with four digits, or 0. */
static int
timespan_year(const struct token *token)
{
	int number = timespan_number(token);

	return timespan_is_year(number) && token->number.digits == 4 ? number
								     : 0;
}

static int
timespan_time(const struct token *token)
{
	return token_is_kind(token, KIND_TIME) ? token->entry->value : 0;
}

static bool
timespan_is_part(int time)
{
	return time >= TIME_FY && time <= TIME_Q4;
}

static bool
timespan_take(struct timespan_reader *reader, enum entry_time time)
{
	if (timespan_time(timespan_token(reader)) != (int)time)
		return false;
	reader->at++;
	return true;
}

static bool
timespan_is_range(const struct token *token)
{
	return token_is(token, KIND_RANGE, RANGE_TO) || token_is_dash(token) ||
	       token_is_char(token, '~');
}

struct period
timespan_part(int year, enum entry_time part)
{
	switch ((int)part) {
	case TIME_H1:
		return period_cumulative(year, 6);
	case TIME_9M:
		return period_cumulative(year, 9);
	case TIME_H2:
		return (struct period){date_to_day((struct date){year, 7, 1}),
		    date_to_day((struct date){year, 12, 31})};
	case TIME_Q1:
	case TIME_Q2:
	case TIME_Q3:
	case TIME_Q4:
		return period_quarter(year, (int)part - TIME_Q1 + 1);
	}
	return period_cumulative(year, 12);
}

static void
timespan_set_part(struct timespan *ret, int year, enum entry_time part)
{
	ret->kind = TIMESPAN_PERIOD;
	ret->period = timespan_part(year, part);
	ret->year = year;
	ret->part = part;
}

static bool
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

/* So many months up to a date: "截至2025年6月30日止六个月". */
static bool
timespan_set_ended(struct timespan *ret, struct date end, int months)
{
	struct date start = {end.year, end.month - months + 1, 1};

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

/* Months of "year ended" and its like; 0 for no part. */
static int
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

/* "六个月", "6 months", or a part of a year. */
static int
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

/* "M月D日" of a year; day 0 when only the month is printed. */
static bool
timespan_read_month_day(struct timespan_reader *reader, struct date *date)
{
	int month = timespan_number(timespan_token(reader));

	if (month < 1 || month > 12 ||
	    timespan_time(timespan_peek(reader, 1)) != TIME_MONTH)
		return false;
	date->month = month;
	date->day = 0;
	reader->at += 2;
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

/* A full date in CJK or ISO form; year: for one that prints none. */
static bool
timespan_read_date(struct timespan_reader *reader, int year, struct date *date)
{
	size_t at = reader->at;
	int printed = timespan_year(timespan_token(reader));

	date->year = year;
	if (printed != 0) {
		if (timespan_read_iso(reader, date))
			return true;
		date->year = printed;
		reader->at++;
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

/* English: "30 June 2024", "June 30, 2024". */
static bool
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

/* A date, and what a close after it makes of it: "...止年度". */
static bool
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
	bool closed = timespan_take(reader, TIME_CLOSE);
	int months = closed || ended ? timespan_read_months(reader) : 0;
	if (months > 0 && timespan_set_ended(ret, from, months))
		return true;
	return timespan_set_days(ret, from, from);
}

/* "1-6月", "1月-6月" after "2024年". */
static bool
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
	if (!range || last < first || last > 12 ||
	    timespan_time(timespan_peek(reader, 1)) != TIME_MONTH) {
		reader->at = at;
		return false;
	}
	reader->at += 2;
	struct date from = {year, first, 1};
	struct date to = {year, last, date_month_days(year, last)};
	return timespan_set_days(ret, from, to);
}

/* "7月9日", "7月", "前11个月" of a year that is not named. */
static bool
timespan_read_yearless(struct timespan_reader *reader, struct timespan *ret)
{
	struct date date = {0, 0, 0};

	if (timespan_read_month_day(reader, &date)) {
		ret->kind = date.day != 0 ? TIMESPAN_DATE : TIMESPAN_MONTH;
		return true;
	}
	if (timespan_number(timespan_token(reader)) < 0 ||
	    timespan_time(timespan_peek(reader, 1)) != TIME_MONTHS)
		return false;
	reader->at += 2;
	ret->kind = TIMESPAN_MONTH;
	return true;
}

/* "1-6月" of a year that is not named. */
static bool
timespan_read_months_part(struct timespan_reader *reader, struct timespan *ret)
{
	static const enum entry_time parts[] = {TIME_FY, TIME_H1, TIME_9M,
	    TIME_Q1, TIME_Q2, TIME_Q3, TIME_Q4, TIME_H2};
	struct timespan span;

	if (!timespan_read_month_range(reader, TIMESPAN_FIRST_YEAR, &span))
		return false;
	for (size_t i = 0; i < sizeof parts / sizeof parts[0]; i++) {
		struct period period =
		    timespan_part(TIMESPAN_FIRST_YEAR, parts[i]);
		if (!period_equal(period, span.period))
			continue;
		*ret =
		    (struct timespan){.kind = TIMESPAN_PART, .part = parts[i]};
		return true;
	}
	return false;
}

/* What stands after "2024年" or "2024年度". */
static bool
timespan_read_in_year(
    struct timespan_reader *reader, int year, struct timespan *ret)
{
	int part = timespan_time(timespan_token(reader));
	struct date date = {year, 0, 0};

	if (timespan_read_month_range(reader, year, ret))
		return true;
	if (timespan_is_part(part)) {
		reader->at++;
		if (part == TIME_FY &&
		    timespan_is_part(timespan_time(timespan_token(reader)))) {
			part = timespan_time(timespan_token(reader));
			reader->at++;
		}
		timespan_set_part(ret, year, (enum entry_time)part);
		return true;
	}
	if (timespan_read_month_day(reader, &date)) {
		ret->kind = TIMESPAN_MONTH;
		return true;
	}
	return false;
}

/* "2024-2026年", "2024/2025/2026年", "2024年、2025年和2026年". */
static bool
timespan_read_years(struct timespan_reader *reader, struct timespan *ret)
{
	size_t at = reader->at;
	int first = timespan_year(timespan_token(reader)), last = first;
	bool span = false;

	while (!span) {
		reader->at++;
		(void)timespan_take(reader, TIME_YEAR); /* may be left out */
		const struct token *sep = timespan_token(reader);
		int next = timespan_year(timespan_peek(reader, 1));
		bool range = timespan_is_range(sep);
		bool comma = token_is_char(sep, '/') ||
			     token_is_char(sep, 0x3001) ||
			     token_is(sep, KIND_RANGE, RANGE_AND);
		if (next == 0 || !(range || comma) ||
		    (comma && next != last + 1) || next <= last)
			break;
		last = next;
		span = range;
		reader->at++;
	}
	if (span) {
		reader->at++;
		(void)timespan_take(reader, TIME_YEAR); /* may be left out */
	}
	if (last == first || last - first > 9) {
		reader->at = at;
		return false;
	}
	(void)timespan_take(reader, TIME_FY); /* "2024-2026年度" */
	*ret = (struct timespan){
	    .kind = TIMESPAN_YEARS, .year = first, .last_year = last};
	return true;
}

/* "2024E" in a header: one letter right after the number. */
static char
timespan_mark(const struct token *number, const struct normal *normal)
{
	const struct token *letter = number + 1;

	if (letter->kind == TOKEN_END || letter->space ||
	    letter->to - letter->from != 1)
		return 0;
	char c = normal->text.data[letter->from];
	if (c == 'A' || c == 'a')
		return 'A';
	return c == 'E' || c == 'e' || c == 'F' || c == 'P' ? 'E' : 0;
}

/* Times that begin with a year in digits. */
static bool
timespan_read_from_year(struct timespan_reader *reader,
    const struct tokens *tokens, struct timespan *ret)
{
	const struct token *token = timespan_token(reader);
	int year = timespan_year(token);
	char mark = timespan_mark(token, tokens->normal);

	if (mark != 0) {
		timespan_set_part(ret, year, TIME_FY);
		ret->mark = mark;
		reader->at += 2;
		return true;
	}
	if (timespan_read_dated(reader, false, ret) ||
	    timespan_read_years(reader, ret))
		return true;
	reader->at++;
	bool named = timespan_take(reader, TIME_YEAR);
	if (timespan_read_in_year(reader, year, ret))
		return true;
	timespan_set_part(ret, year, TIME_FY);
	ret->weak = true;
	return named || token->number.words;
}

/* Year after a part: "H1 2024", "first half of fiscal 2024", "FY24". */
static int
timespan_read_year_after(struct timespan_reader *reader)
{
	size_t at = reader->at;

	for (int i = 0; i < 3; i++) {
		const struct token *token = timespan_token(reader);
		int year = timespan_year(token);
		if (year != 0) {
			reader->at++;
			return year;
		}
		int number = timespan_number(token);
		if (i == 0 && number >= 10 && number < 50 && !token->space &&
		    token->number.digits == 2) {
			reader->at++;
			return 2000 + number;
		}
		if (!token_is_kind(token, KIND_GLUE) &&
		    timespan_time(token) != TIME_FY)
			break;
		reader->at++;
	}
	reader->at = at;
	return 0;
}

/* Times that begin with a part: "上半年", "six months ended 30 June 2024". */
static bool
timespan_read_from_part(struct timespan_reader *reader, struct timespan *ret)
{
	int part = timespan_time(timespan_token(reader));
	size_t after = reader->at + 1;

	reader->at = after;
	bool ended = timespan_take(reader, TIME_ENDED);
	struct date end;
	if (timespan_read_english_date(reader, &end) &&
	    timespan_set_ended(ret, end, timespan_months(part)))
		return true;
	reader->at = after;
	int year = ended ? 0 : timespan_read_year_after(reader);
	if (year != 0) {
		timespan_set_part(ret, year, (enum entry_time)part);
		return true;
	}
	*ret = (struct timespan){
	    .kind = TIMESPAN_PART, .part = (enum entry_time)part};
	return true;
}

static bool
timespan_is_relative(int time)
{
	return time == TIME_THIS || time == TIME_LAST || time == TIME_NEXT ||
	       time == TIME_NOW || time == TIME_AGO;
}

/* "去年上半年": a part of a year that is named from now. */
static bool
timespan_read_relative(struct timespan_reader *reader, struct timespan *ret)
{
	int time = timespan_time(timespan_token(reader));

	reader->at++;
	int part = timespan_time(timespan_token(reader));
	bool named = timespan_is_part(part);
	reader->at += named;
	*ret = (struct timespan){
	    .kind = TIMESPAN_PART,
	    .part = named ? (enum entry_time)part : TIME_NONE,
	    .relative = true,
	    .calendar = time == TIME_NOW || time == TIME_AGO,
	    .shift =
		time == TIME_LAST || time == TIME_AGO ? -1 : time == TIME_NEXT,
	};
	return true;
}

static bool
timespan_read_any(struct timespan_reader *reader, const struct tokens *tokens,
    struct timespan *ret)
{
	const struct token *token = timespan_token(reader);
	int time = timespan_time(token);

	if (timespan_year(token) != 0)
		return timespan_read_from_year(reader, tokens, ret);
	if (timespan_is_part(time))
		return timespan_read_from_part(reader, ret);
	if (timespan_is_relative(time))
		return timespan_read_relative(reader, ret);
	if (time == TIME_ENDED) {
		reader->at++;
		return timespan_read_dated(reader, true, ret);
	}
	if (token->kind == TOKEN_NUMBER &&
	    (timespan_read_months_part(reader, ret) ||
		timespan_read_yearless(reader, ret)))
		return true;
	struct date date;
	return timespan_read_english_date(reader, &date) &&
	       timespan_set_days(ret, date, date);
}

size_t
timespan_read(const struct tokens *tokens, size_t at, struct timespan *ret)
{
	struct timespan_reader reader = {.list = tokens->list, .at = at};

	*ret = (struct timespan){.period = {DATE_NONE, DATE_NONE}};
	return timespan_read_any(&reader, tokens, ret) ? reader.at : at;
}
