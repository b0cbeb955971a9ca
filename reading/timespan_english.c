/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * In: tokens at a number, a month or a word of time. Out: the period. Called
 * by timespan.c.
 */
#include "reading/timespan_english.h"

static int
timespan_month(const struct token *token)
{
	int month = timespan_time(token) - TIME_JANUARY + 1;

	return month >= 1 && month <= 12 ? month : 0;
}

/* "June 2024": its last day. */
static bool
timespan_read_month_end(struct timespan_reader *reader, struct date *date)
{
	int month = timespan_month(timespan_token(reader));
	size_t k = 1 + (size_t)token_is_char(timespan_peek(reader, 1), ',');
	int year = timespan_year(timespan_peek(reader, k));

	if (month == 0 || year == 0)
		return false;
	*date = (struct date){year, month, date_month_days(year, month)};
	reader->at += k + 1;
	return true;
}

bool
timespan_read_until(
    struct timespan_reader *reader, int months, struct timespan *ret)
{
	size_t at = reader->at;
	struct date end;

	if (!timespan_take(reader, TIME_ENDED) &&
	    token_is(timespan_token(reader), KIND_RANGE, RANGE_TO))
		reader->at++;
	if (reader->at != at && token_is(timespan_token(reader), KIND_GLUE,
				    GLUE_WORD)) /* "ended on", "to the" */
		reader->at++;
	if ((timespan_read_english_date(reader, &end) ||
		timespan_read_month_end(reader, &end)) &&
	    timespan_set_ended(ret, end, months)) {
		ret->ends_year = months == 12;
		return true;
	}
	reader->at = at;
	return false;
}

/* "52 weeks", "the quarter", "six months": months of what is no part yet. */
static int
timespan_read_length(struct timespan_reader *reader)
{
	static const struct {
		int weeks, months;
	} rows[] = {{13, 3}, {14, 3}, {26, 6}, {27, 6}, {39, 9}, {40, 9},
	    {52, 12}, {53, 12}};
	int number = timespan_number(timespan_token(reader));
	int after = timespan_time(timespan_peek(reader, 1));

	if (timespan_take(reader, TIME_QUARTER))
		return 3;
	if (number > 0 && number <= 18 && after == TIME_MONTHS) {
		reader->at += 2;
		return number;
	}
	for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
		if (rows[i].weeks != number || after != TIME_WEEKS)
			continue;
		reader->at += 2;
		return rows[i].months;
	}
	return 0;
}

/* "September quarter 2024", "June-quarter". */
static bool
timespan_read_month_quarter(
    struct timespan_reader *reader, struct timespan *ret)
{
	int month = timespan_month(timespan_token(reader));
	size_t k = 1 + (size_t)token_is_dash(timespan_peek(reader, 1));
	int year;

	if (month == 0 || month % 3 != 0 ||
	    timespan_time(timespan_peek(reader, k)) != TIME_QUARTER)
		return false;
	reader->at += k + 1;
	year = timespan_year(timespan_token(reader));
	reader->at += year != 0;
	*ret = (struct timespan){
	    .kind = year != 0 ? TIMESPAN_PERIOD : TIMESPAN_PART,
	    .part = (enum entry_time)(TIME_Q1 + month / 3 - 1),
	    .year = year,
	    .period = {DATE_NONE, DATE_NONE},
	    .year_end = DATE_NONE,
	};
	if (year != 0)
		ret->period = period_quarter(year, month / 3);
	return true;
}

/* "January-September", "July to December" of a year that is not named. */
static bool
timespan_read_yearless_range(
    struct timespan_reader *reader, int first, struct timespan *ret)
{
	int last = timespan_month(timespan_token(reader));
	enum entry_time part = timespan_part_of(last, last - first + 1);

	if (last <= first || part == TIME_NONE)
		return false;
	reader->at++;
	*ret = (struct timespan){
	    .kind = TIMESPAN_PART,
	    .part = part,
	    .period = {DATE_NONE, DATE_NONE},
	    .year_end = DATE_NONE,
	    .first_month = first,
	    .last_month = last,
	};
	return true;
}

/* "January to December 2024", "April 2023 to March 2024". */
static bool
timespan_read_months_range(struct timespan_reader *reader, struct timespan *ret)
{
	int first = timespan_month(timespan_token(reader));
	int year = timespan_year(timespan_peek(reader, 1));
	size_t at = reader->at;
	struct date last;

	if (first == 0 ||
	    !timespan_is_range(timespan_peek(reader, year != 0 ? 2 : 1)))
		return false;
	reader->at += year != 0 ? 3 : 2;
	if (timespan_read_month_end(reader, &last)) {
		struct date from = {year != 0 ? year : last.year, first, 1};
		if (timespan_set_days(ret, from, last))
			return true;
	} else if (year == 0 &&
		   timespan_read_yearless_range(reader, first, ret)) {
		return true;
	}
	reader->at = at;
	return false;
}

/* "January 1", "1 January", with or without a year; day 0: none. */
static struct date
timespan_read_first_day(struct timespan_reader *reader)
{
	bool leads = timespan_month(timespan_token(reader)) != 0;
	int month = timespan_month(timespan_peek(reader, !leads));
	int day = timespan_number(timespan_peek(reader, leads));
	size_t k = 2;

	if (month == 0 || day < 1 || day > 31)
		return (struct date){0, 0, 0};
	k += token_is_char(timespan_peek(reader, k), ',');
	int year = timespan_year(timespan_peek(reader, k));
	reader->at += year != 0 ? k + 1 : 2;
	return (struct date){year, month, day};
}

/* "January 1 to June 30, 2024", "1 July 2023 to 30 June 2024". */
static bool
timespan_read_days_range(struct timespan_reader *reader, struct timespan *ret)
{
	size_t at = reader->at;
	struct date from = timespan_read_first_day(reader), to;
	const struct token *range = timespan_token(reader);

	if (from.day != 0 &&
	    (timespan_is_range(range) || timespan_time(range) == TIME_ENDED)) {
		reader->at++;
		if (timespan_read_english_date(reader, &to)) {
			from.year = from.year != 0 ? from.year : to.year;
			if (timespan_set_days(ret, from, to))
				return true;
		}
	}
	reader->at = at;
	return false;
}

static bool
timespan_ends_cell(const struct token *token)
{
	return token->kind == TOKEN_END || token_is_char(token, '\t') ||
	       token_is_char(token, '\n') || token_is_char(token, '(');
}

/* "September 30,": its month; with the day, if there is one. */
static int
timespan_read_caption_end(struct timespan_reader *reader, int *day)
{
	int month = timespan_month(timespan_token(reader));

	if (month == 0)
		return 0;
	reader->at++;
	*day = timespan_number(timespan_token(reader));
	if (*day < 1 || *day > 31)
		*day = date_month_days(2000, month);
	else
		reader->at++;
	reader->at += token_is_char(timespan_token(reader), ',');
	return month;
}

/*
 * "Three Months Ended September 30," and parts of it that fill the cell in
 * which the reader stands.
 */
static bool
timespan_read_caption(struct timespan_reader *reader, struct timespan *ret)
{
	struct timespan_reader copy = *reader;
	int months = timespan_read_length(&copy), day = 0;

	if (reader->at == 0 || !token_is_char(timespan_token(reader) - 1, '\t'))
		return false;
	if (months == 0)
		months = timespan_read_months(&copy);
	bool ended = months > 0 && timespan_take(&copy, TIME_ENDED);
	int month = timespan_read_caption_end(&copy, &day);
	if ((!ended && month == 0) ||
	    !timespan_ends_cell(timespan_token(&copy)))
		return false;
	*reader = copy;
	*ret = (struct timespan){
	    .kind = TIMESPAN_CAPTION,
	    .period = {DATE_NONE, DATE_NONE},
	    .year_end = DATE_NONE,
	    .last_month = month,
	    .months = months,
	    .day = day,
	};
	return true;
}

bool
timespan_read_english(struct timespan_reader *reader, struct timespan *ret)
{
	size_t at = reader->at;

	if (timespan_read_caption(reader, ret))
		return true;
	int months = timespan_read_length(reader);

	if (months > 0 && timespan_read_until(reader, months, ret))
		return true;
	reader->at = at;
	return timespan_read_days_range(reader, ret) ||
	       timespan_read_month_quarter(reader, ret) ||
	       timespan_read_months_range(reader, ret);
}
