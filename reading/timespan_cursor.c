/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * In: tokens. Out: what one of them says to the readers of times, timespan.c
 * and timespan_date.c.
 */
#include "reading/timespan_cursor.h"

#define TIMESPAN_FIRST_YEAR 1990
#define TIMESPAN_LAST_YEAR  2099

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

int
timespan_year(const struct token *token)
{
	int number = timespan_number(token);

	return timespan_is_year(number) && token->number.digits == 4 ? number
								     : 0;
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
