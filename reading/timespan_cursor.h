/* SPDX-License-Identifier: BSD-2-Clause */
/* The place among tokens where a time is read, and what single tokens are. */
#ifndef READING_TIMESPAN_CURSOR_H
#define READING_TIMESPAN_CURSOR_H

#include "reading/token.h"

#include <stdbool.h>
#include <stddef.h>

struct timespan_reader {
	const struct token *list; /* borrowed; ends with the end token */
	const struct normal *normal; /* borrowed: the text of the tokens */
	size_t at;
};

/* The token at the reader's place. */
const struct token *timespan_token(const struct timespan_reader *reader);
/* The k-th after it; the end token follows itself. */
const struct token *timespan_peek(
    const struct timespan_reader *reader, size_t k);
/* A whole number without separators, or -1. */
int timespan_number(const struct token *token);
/* One that results are of. */
bool timespan_is_year(int number);
/* The year of a token with four digits, or 0. */
int timespan_year(const struct token *token);
/* The enum entry_time of a word of time, or 0. */
int timespan_time(const struct token *token);
/* Steps over a word of time when it is this one. */
bool timespan_take(struct timespan_reader *reader, enum entry_time time);
/* "to", a dash or a wave. */
bool timespan_is_range(const struct token *token);

/*
 * The year at the reader's place, in four digits or of an era, past which it
 * moves; 0 and no move for none. "令和7" stands before its 年 as 2025 does.
 */
int timespan_read_year(struct timespan_reader *reader);

#endif
