/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * In: tokens at a year. Out: the fiscal year that ends with a month of it, or
 * a part of that year. timespan.c calls it; the outline asks for the parts.
 */
#include "reading/timespan_fiscal.h"

#include "lib/base/date.h"

/* The day that lies so many months after a day of a fiscal year's end. */
static int32_t
fiscal_add_months(int32_t day, int months)
{
	struct date d = date_from_day(day);
	bool last = d.day == date_month_days(d.year, d.month);

	d.month += months;
	while (d.month > 12) {
		d.month -= 12;
		d.year++;
	}
	while (d.month < 1) {
		d.month += 12;
		d.year--;
	}
	int days = date_month_days(d.year, d.month);
	if (last || d.day > days)
		d.day = days;
	return date_to_day(d);
}

struct period
timespan_fiscal_part(int32_t year_end, enum entry_time part)
{
	int from = 0, to = 12;
	int32_t before = fiscal_add_months(year_end, -12);

	switch ((int)part) {
	case TIME_H1:
		to = 6;
		break;
	case TIME_H2:
		from = 6;
		break;
	case TIME_9M:
		to = 9;
		break;
	case TIME_Q1:
	case TIME_Q2:
	case TIME_Q3:
	case TIME_Q4:
		from = 3 * ((int)part - TIME_Q1);
		to = from + 3;
		break;
	}
	return (struct period){
	    fiscal_add_months(before, from) + 1, fiscal_add_months(before, to)};
}

struct period
timespan_fiscal_months(int32_t year_end, int first, int last)
{
	struct date end = date_from_day(year_end);
	int from = (first - end.month + 11) % 12;
	int to = from + (last - first + 12) % 12 + 1;
	int32_t before = fiscal_add_months(year_end, -12);

	if (to > 12)
		return (struct period){DATE_NONE, DATE_NONE};
	return (struct period){
	    fiscal_add_months(before, from) + 1, fiscal_add_months(before, to)};
}

/* The year at the reader's place; of two digits only before a 年. */
static int
fiscal_read_year(struct timespan_reader *reader)
{
	const struct token *token = timespan_token(reader);
	int year = timespan_read_year(reader);

	if (year != 0)
		return year;
	int number = timespan_number(token);
	if (number < 0 || number > 89 || token->number.digits != 2 ||
	    timespan_time(timespan_peek(reader, 1)) != TIME_YEAR)
		return 0;
	reader->at++;
	return 2000 + number;
}

static bool
fiscal_is_part(int time)
{
	return time >= TIME_FY && time <= TIME_Q4;
}

/* "第2四半期", "(通期)" or nothing after the year. */
static enum entry_time
fiscal_read_part(struct timespan_reader *reader)
{
	bool of = token_is(timespan_token(reader), KIND_GLUE, GLUE_OF);
	bool open = token_is_char(timespan_token(reader), '(') || of;
	int part = timespan_time(timespan_peek(reader, open));

	if (!fiscal_is_part(part) ||
	    (open && !of && !token_is_char(timespan_peek(reader, 2), ')')))
		return TIME_FY;
	reader->at += of ? 2 : open ? 3 : 1;
	int after = timespan_time(timespan_token(reader));
	if (part == TIME_FY && fiscal_is_part(after)) {
		reader->at++;
		part = after;
	}
	return (enum entry_time)part;
}

bool
timespan_read_fiscal(struct timespan_reader *reader, struct timespan *ret)
{
	size_t at = reader->at;
	int year = fiscal_read_year(reader);
	bool named = year != 0 && timespan_take(reader, TIME_YEAR);
	int month = timespan_number(timespan_token(reader));

	if (!named || month < 1 || month > 12 ||
	    timespan_time(timespan_peek(reader, 1)) != TIME_FISCAL) {
		reader->at = at;
		return false;
	}
	reader->at += 2;
	struct date end = {year, month, date_month_days(year, month)};
	ret->kind = TIMESPAN_PERIOD;
	ret->year_end = date_to_day(end);
	ret->part = fiscal_read_part(reader);
	ret->period = timespan_fiscal_part(ret->year_end, ret->part);
	ret->year = year;
	return true;
}
