/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * One term of an amount: a number with the words before it (sign, bound,
 * currency) and after it (scale, currency, unit). Used by amount.c alone.
 */
#ifndef READING_AMOUNT_TERM_H
#define READING_AMOUNT_TERM_H

#include "reading/amount.h"

struct amount_reader {
	const struct token *list;
	size_t at;
	const struct amount_style *style;
	struct amount *amount;
	bool between;
	bool wide; /* the dash of the range has a space before, none after */
	bool apart; /* spaces on both of its sides */
	bool twice; /* it is printed twice */
};

/* The token at the reader's place. */
const struct token *amount_token(const struct amount_reader *reader);
/* The token after it; the end token follows itself. */
const struct token *amount_next(const struct amount_reader *reader);
/* Reads the term at the reader's place; false when there is none. */
bool amount_read_term(struct amount_reader *reader, struct amount_term *term);

#endif
