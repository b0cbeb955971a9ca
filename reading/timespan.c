/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * In: tokens at a number or at a word of time. Out: the period, part of a
 * year, years or date they name (domain 2.9, Periods). mark.c calls it before
 * it looks for amounts, because years look like numbers.
 */
#include "reading/timespan.h"

#include "reading/timespan_date.h"
#include "reading/timespan_fiscal.h"
#include "reading/timespan_english.h"

#include <ctype.h>
#include <stdint.h>
#include <string.h>

#define TIMESPAN_ANY_YEAR 2001 /* stands for one that is not named */

static bool
timespan_is_part(int time)
{
	return time >= TIME_FY && time <= TIME_Q4;
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

/* "7月9日", "7月", "前11个月" of a year that is not named. */
static bool
timespan_read_yearless(struct timespan_reader *reader, struct timespan *ret)
{
	struct date date = {TIMESPAN_ANY_YEAR, 0, 0};

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

enum entry_time
timespan_part_of(int month, int months)
{
	static const enum entry_time parts[] = {TIME_FY, TIME_H1, TIME_9M,
	    TIME_Q1, TIME_Q2, TIME_Q3, TIME_Q4, TIME_H2};

	for (size_t i = 0; i < sizeof parts / sizeof parts[0]; i++) {
		struct period period =
		    timespan_part(TIMESPAN_ANY_YEAR, parts[i]);
		int first = date_from_day(period.start).month;
		if (date_from_day(period.end).month == month &&
		    month - first + 1 == months)
			return parts[i];
	}
	return TIME_NONE;
}

/* "1-6月" of a year that is not named. */
static bool
timespan_read_months_part(struct timespan_reader *reader, struct timespan *ret)
{
	struct timespan span;

	if (!timespan_read_month_range(reader, TIMESPAN_ANY_YEAR, &span))
		return false;
	ret->first_month = date_from_day(span.period.start).month;
	ret->last_month = date_from_day(span.period.end).month;
	ret->part = timespan_part_of(
	    ret->last_month, ret->last_month - ret->first_month + 1);
	ret->kind = ret->part != TIME_NONE ? TIMESPAN_PART : TIMESPAN_MONTH;
	return true;
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
	*ret = (struct timespan){.kind = TIMESPAN_YEARS,
	    .year = first,
	    .last_year = last,
	    .year_end = DATE_NONE};
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

/* The "/26" of "2025/26", the "-26" of "FY 2025-26": where it stands. */
static bool
timespan_is_second_year(
    const struct timespan_reader *reader, const struct timespan *time)
{
	const struct token *sep = timespan_token(reader);
	const struct token *second = timespan_peek(reader, 1);

	return time->kind == TIMESPAN_PERIOD && time->year >= 2012 &&
	       time->year_end == DATE_NONE &&
	       (token_is_char(sep, '/') || token_is_dash(sep)) && !sep->space &&
	       !second->space && second->number.digits == 2 &&
	       timespan_number(second) == (time->year + 1) % 100 &&
	       timespan_peek(reader, 2)->kind != TOKEN_NUMBER;
}

/* Times that begin with a year in digits. */
static bool
timespan_read_from_year(struct timespan_reader *reader,
    const struct tokens *tokens, struct timespan *ret)
{
	const struct token *token = timespan_token(reader);
	char mark = timespan_year(token) != 0
			? timespan_mark(token, tokens->normal)
			: 0;

	if (mark != 0) {
		timespan_set_part(ret, timespan_year(token), TIME_FY);
		ret->mark = mark;
		reader->at += 2;
		return true;
	}
	if (timespan_read_dated(reader, false, ret) ||
	    timespan_read_years(reader, ret))
		return true;
	int year = timespan_read_year(reader);
	bool named = timespan_take(reader, TIME_YEAR);
	if (timespan_read_in_year(reader, year, ret))
		return true;
	timespan_set_part(ret, year, TIME_FY);
	ret->weak = true;
	return named || token->number.words ||
	       timespan_is_second_year(reader, ret);
}

/* "H1", "3Q": two signs that name a part of a year. */
static bool
timespan_is_abbreviated(
    const struct timespan_reader *reader, const struct token *token)
{
	const char *p = reader->normal->text.data + token->from;
	const char *letter = isdigit((unsigned char)*p) ? p + 1 : p;

	return token->to - token->from == 2 && strchr("HhQq", *letter) != NULL;
}

/* "H1FY25", "H1 25", but no "H1 25%" and no "second half 25". */
static bool
timespan_is_short_year(const struct timespan_reader *reader, bool spaced)
{
	const struct token *token = timespan_token(reader);
	const struct token *after = timespan_peek(reader, 1);
	int number = timespan_number(token);

	if (number < 10 || number >= 50 || token->number.digits != 2)
		return false;
	if (!token->space)
		return true;
	return spaced && timespan_is_abbreviated(reader, token - 1) &&
	       !token_is_kind(after, KIND_UNIT) &&
	       !token_is_kind(after, KIND_SCALE) &&
	       !token_is_kind(after, KIND_CURRENCY) &&
	       !timespan_is_range(after);
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
		bool glued = i == 0 || timespan_time(token - 1) == TIME_FY;
		if (glued && timespan_is_short_year(reader, i == 0)) {
			reader->at++;
			return 2000 + timespan_number(token);
		}
		if (!token_is_kind(token, KIND_GLUE) &&
		    timespan_time(token) != TIME_FY)
			break;
		reader->at++;
	}
	reader->at = at;
	return 0;
}

/* "fiscal 2026, ended January 31, 2026": the day says what the name does not. */
static bool
timespan_read_named_end(
    struct timespan_reader *reader, int part, int year, struct timespan *ret)
{
	size_t at = reader->at;

	reader->at += token_is_char(timespan_token(reader), ',');
	if (timespan_time(timespan_token(reader)) == TIME_ENDED &&
	    timespan_read_until(reader, timespan_months(part), ret)) {
		ret->year = ret->ends_year ? year : 0;
		ret->named_part = (enum entry_time)part;
		ret->named_year = year;
		return true;
	}
	reader->at = at;
	return false;
}

/* Times that begin with a part: "上半年", "six months ended 30 June 2024". */
static bool
timespan_read_from_part(struct timespan_reader *reader, struct timespan *ret)
{
	int part = timespan_time(timespan_token(reader));

	reader->at++;
	if (timespan_read_until(reader, timespan_months(part), ret))
		return true;
	bool ended = timespan_time(timespan_token(reader)) == TIME_ENDED;
	int year = ended ? 0 : timespan_read_year_after(reader);
	if (year != 0) {
		if (!timespan_read_named_end(reader, part, year, ret))
			timespan_set_part(ret, year, (enum entry_time)part);
		return true;
	}
	*ret = (struct timespan){.kind = TIMESPAN_PART,
	    .part = (enum entry_time)part,
	    .year_end = DATE_NONE};
	return true;
}

/* "第四财季", "未来18个月": whose dates the text does not tell. */
static bool
timespan_read_open(struct timespan_reader *reader, struct timespan *ret)
{
	const struct token *token = timespan_token(reader);
	int unit = timespan_time(timespan_peek(reader, 2));

	if ((token->entry->flags & ENTRY_TO) == 0) {
		reader->at++;
	} else {
		if (timespan_number(timespan_peek(reader, 1)) < 0 ||
		    (unit != TIME_MONTHS && unit != TIME_YEAR))
			return false;
		reader->at += 3;
	}
	ret->kind = TIMESPAN_OPEN;
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
	    .year_end = DATE_NONE,
	    .relative = true,
	    .calendar = time == TIME_NOW || time == TIME_AGO,
	    .shift =
		time == TIME_LAST || time == TIME_AGO ? -1 : time == TIME_NEXT,
	};
	return true;
}

/* "截至今年9月底止九个月", "截至6月30日止六个月": no year is printed. */
static bool
timespan_read_ended_part(struct timespan_reader *reader, struct timespan *ret)
{
	struct timespan_reader copy = *reader;
	int time = timespan_time(timespan_token(&copy));
	bool relative = time == TIME_NOW || time == TIME_AGO;
	struct date date = {TIMESPAN_ANY_YEAR, 0, 0};

	copy.at += relative;
	if (!timespan_read_month_day(&copy, &date) ||
	    !timespan_take(&copy, TIME_CLOSE))
		return false;
	enum entry_time part =
	    timespan_part_of(date.month, timespan_read_months(&copy));
	if (part == TIME_NONE)
		return false;
	*reader = copy;
	*ret = (struct timespan){
	    .kind = TIMESPAN_PART,
	    .part = part,
	    .year_end = DATE_NONE,
	    .relative = relative,
	    .calendar = relative,
	    .shift = time == TIME_AGO ? -1 : 0,
	};
	return true;
}

/* "2024.4Q", "'24.4Q" of Korean forms: a number and one letter. */
static bool
timespan_read_point_quarter(
    struct timespan_reader *reader, struct timespan *ret)
{
	const struct token *token = timespan_token(reader);
	const struct numeral *number = &token->number;
	const struct token *letter = timespan_peek(reader, 1);

	if (token->kind != TOKEN_NUMBER || number->bad || number->grouped ||
	    number->places != 1 || letter->kind != TOKEN_TEXT ||
	    letter->space || letter->to - letter->from != 1 ||
	    (reader->normal->text.data[letter->from] | 0x20) != 'q')
		return false;
	int year = (int)(number->value.coef / 10);
	int quarter = (int)(number->value.coef % 10);
	year += number->digits == 2 ? 2000 : 0;
	if (!timespan_is_year(year) || quarter < 1 || quarter > 4)
		return false;
	reader->at += 2;
	timespan_set_part(ret, year, (enum entry_time)(TIME_Q1 + quarter - 1));
	return true;
}

static bool
timespan_starts_year(const struct timespan_reader *reader)
{
	struct timespan_reader copy = *reader;

	return timespan_read_year(&copy) != 0;
}

/* What the word for "ended" begins. */
static bool
timespan_read_ended(struct timespan_reader *reader, struct timespan *ret)
{
	reader->at++;
	return timespan_read_ended_part(reader, ret) ||
	       timespan_read_dated(reader, true, ret);
}

/* "2024.06.30", "1-9月", "7月9日": no year of four digits begins them. */
static bool
timespan_read_number(struct timespan_reader *reader, struct timespan *ret)
{
	if (timespan_token(reader)->number.bad)
		return timespan_read_dated(reader, false, ret);
	return timespan_read_months_part(reader, ret) ||
	       timespan_read_yearless(reader, ret);
}

static bool
timespan_read_any(struct timespan_reader *reader, const struct tokens *tokens,
    struct timespan *ret)
{
	const struct token *token = timespan_token(reader);
	int time = timespan_time(token);

	if (timespan_read_fiscal(reader, ret))
		return true;
	if (timespan_starts_year(reader))
		return timespan_read_from_year(reader, tokens, ret);
	if (timespan_read_english(reader, ret))
		return true;
	if (timespan_read_point_quarter(reader, ret))
		return true;
	if (timespan_is_part(time))
		return timespan_read_from_part(reader, ret);
	if (timespan_is_relative(time))
		return timespan_read_relative(reader, ret);
	if (time == TIME_OPEN)
		return timespan_read_open(reader, ret);
	if (time == TIME_ENDED)
		return timespan_read_ended(reader, ret);
	if (token->kind == TOKEN_NUMBER && timespan_read_number(reader, ret))
		return true;
	struct date date;
	return timespan_read_english_date(reader, &date) &&
	       timespan_set_days(ret, date, date);
}

/* "FY26", "1H26": words of an issuer's own year, or two figures for one. */
static bool
timespan_is_fiscal(
    const struct timespan_reader *reader, size_t at, const struct timespan *ret)
{
	if (ret->kind != TIMESPAN_PERIOD || ret->year == 0 ||
	    ret->year_end != DATE_NONE)
		return false;
	for (; at < reader->at; at++) {
		const struct token *token = &reader->list[at];
		if (token_is_kind(token, KIND_TIME) &&
		    (token->entry->flags & ENTRY_FISCAL) != 0)
			return true;
		if (token->kind == TOKEN_NUMBER && token->number.digits == 2 &&
		    ret->year == timespan_number(token) + 2000)
			return true;
	}
	return false;
}

/* A year of two halves is a fiscal one, named by both that it lies in. */
static void
timespan_read_second_year(struct timespan_reader *reader, struct timespan *time)
{
	if (!timespan_is_second_year(reader, time))
		return;
	reader->at += 2;
	(void)timespan_take(reader, TIME_YEAR); /* may be left out */
	(void)timespan_take(reader, TIME_FY); /* likewise */
	int part = timespan_time(timespan_token(reader));
	if (time->part == TIME_FY && timespan_is_part(part)) {
		time->part = (enum entry_time)part;
		reader->at++;
	}
	time->year++;
	time->fiscal = true;
	time->split = true;
	time->weak = false;
	time->period = (struct period){DATE_NONE, DATE_NONE};
}

size_t
timespan_read(const struct tokens *tokens, size_t at, struct timespan *ret)
{
	struct timespan_reader reader = {
	    .list = tokens->list, .normal = tokens->normal, .at = at};

	*ret = (struct timespan){
	    .period = {DATE_NONE, DATE_NONE}, .year_end = DATE_NONE};
	if (!timespan_read_any(&reader, tokens, ret))
		return at;
	ret->fiscal = timespan_is_fiscal(&reader, at, ret);
	timespan_read_second_year(&reader, ret);
	return reader.at;
}
