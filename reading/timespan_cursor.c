/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * In: tokens. Out: what one of them says to the readers of times, timespan.c
 * and timespan_date.c.
 */
#include "reading/timespan_cursor.h"

#define TIMESPAN_FIRST_YEAR 1990
#define TIMESPAN_LAST_YEAR  2099
#define TIMESPAN_ROC_YEAR   1911 /* before the first of the republic */
#define TIMESPAN_ROC_LAST   160
#define TIMESPAN_SHORT_LAST 50

const struct token *
timespan_token(const struct timespan_reader *reader)
{
	return &reader->list[reader->at];
}

const struct token *
timespan_peek(const struct timespan_reader *reader, size_t k)
{
	const struct token *token = timespan_token(reader);

	while (k-- > 0 && token->kind != TOKEN_END)
		token++;
	return token;
}

int
timespan_number(const struct token *token)
{
	const struct numeral *number = &token->number;

	if (token->kind != TOKEN_NUMBER || number->bad || number->grouped ||
	    number->places > 0 || number->digits > 4)
		return -1;
	return (int)number->value.coef;
}

bool
timespan_is_year(int number)
{
	return number >= TIMESPAN_FIRST_YEAR && number <= TIMESPAN_LAST_YEAR;
}

/* What a short year is of: a part of it follows, or a month, or "年度". */
static bool
timespan_names_year(const struct token *after)
{
	int time = timespan_time(after), next;

	if (time == TIME_FY)
		return true;
	if (time != TIME_YEAR)
		return false;
	next = timespan_time(after + 1);
	return (next >= TIME_FY && next <= TIME_Q4) ||
	       (after[1].kind == TOKEN_NUMBER &&
		   timespan_time(after + 2) == TIME_MONTH);
}

/* "113年第2季" of the republic in Taiwan, "25년 1분기" of this century. */
static int
timespan_short_year(const struct token *token, int number)
{
	int year = 0;

	if (token->number.digits == 3 && number < TIMESPAN_ROC_LAST)
		year = number + TIMESPAN_ROC_YEAR;
	if (token->number.digits == 2 && number < TIMESPAN_SHORT_LAST)
		year = number + 2000;
	return timespan_is_year(year) && timespan_names_year(token + 1) ? year
									: 0;
}

int
timespan_year(const struct token *token)
{
	int number = timespan_number(token);

	if (number < 0 || token->number.words)
		return timespan_is_year(number) && token->number.digits == 4
			   ? number
			   : 0;
	if (token->number.digits < 4)
		return timespan_short_year(token, number);
	return timespan_is_year(number) ? number : 0;
}

/* The year before the first one of an era; 0 for another word. */
static int
timespan_era(const struct token *token)
{
	if (!token_is_kind(token, KIND_TIME))
		return 0;
	if (token->entry->value == TIME_REIWA)
		return 2018;
	return token->entry->value == TIME_HEISEI ? 1988 : 0;
}

/* "元年" is the first year of an era; its sign is that of money, too. */
static bool
timespan_is_first(const struct token *token)
{
	return token_is_kind(token, KIND_CURRENCY) &&
	       token_is(token + 1, KIND_TIME, TIME_YEAR) &&
	       token->to - token->from == 3;
}

int
timespan_read_year(struct timespan_reader *reader)
{
	const struct token *token = timespan_token(reader);
	int year = timespan_year(token), era = timespan_era(token);

	if (era == 0) {
		reader->at += year != 0;
		return year;
	}
	const struct token *count = timespan_peek(reader, 1);
	int number = timespan_is_first(count) ? 1 : timespan_number(count);
	if (number < 1 || number > 99)
		return 0;
	reader->at += 2;
	return era + number;
}

int
timespan_time(const struct token *token)
{
	return token_is_kind(token, KIND_TIME) ? token->entry->value : 0;
}

bool
timespan_take(struct timespan_reader *reader, enum entry_time time)
{
	if (timespan_time(timespan_token(reader)) != (int)time)
		return false;
	reader->at++;
	return true;
}

bool
timespan_is_range(const struct token *token)
{
	return token_is(token, KIND_RANGE, RANGE_TO) || token_is_dash(token) ||
	       token_is_char(token, '~');
}
