/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * An amount: one or two numbers with their signs, unit, bound and range, as
 * the words around them say (domain 2.9). The one grammar of figures for all
 * languages; the words are the lexicon's.
 */
#ifndef READING_AMOUNT_H
#define READING_AMOUNT_H

#include "reading/reading.h"
#include "reading/token.h"

#include <stdbool.h>
#include <stddef.h>

enum amount_unit {
	AMOUNT_BARE, /* a number alone: a table's header has the unit */
	AMOUNT_MONEY,
	AMOUNT_PERCENT, /* 三成 are 30 of it */
	AMOUNT_TIMES,
	AMOUNT_OTHER /* years, shares, tons */
};

/* One number of an amount; the value is without sign and scale. */
struct amount_term {
	struct decimal value;
	int scale; /* power of ten, may be negative */
	int places; /* printed after the point */
	enum amount_unit unit;
	enum entry_sign sign; /* the word before it, or after */
	bool sign_after;
	int minuses; /* minus signs, triangles, brackets, 负 */
	bool spelled; /* a minus that is a word: 负 */
	bool prefixed; /* the currency stands before the number */
	bool per_share;
	char currency[CURRENCY_MAX]; /* "": the document's */
	bool dollar; /* a dollar sign that no country stands before */
	bool bad;
};

struct amount {
	struct amount_term first, last; /* equal unless range */
	bool range;
	enum entry_bound bound;
	bool approx;
	bool of; /* "...을 넘는": it belongs to what follows */
	bool bad; /* unsure how to read it: gives no figure */
	bool cut; /* nothing stands after it */
};

/* How amounts are printed where one is read. */
struct amount_style {
	bool list; /* "A -B" are two cells, not a range */
	bool triangles; /* triangles are minus signs (JP, KR) */
};

/*
 * Reads the amount that starts at token `at`, with what belongs to it before
 * and after the numbers. Returns the token after it; `at` when there is none.
 */
size_t amount_read(const struct tokens *tokens, size_t at,
    const struct amount_style *style, struct amount *ret);

/*
 * Currency of a term in a document whose home currency is home: home's own
 * dollars are meant by "$", and elsewhere those of the United States. "": home.
 * Borrowed from the term.
 */
const char *amount_currency(const struct amount_term *term, const char *home);

/*
 * d * 10^scale for any scale that a text can print; ERR_RANGE beyond what
 * decimals hold.
 */
int amount_scale(struct decimal d, int scale, struct decimal *ret) WARN_UNUSED;
/* "$1,200" below "in millions": gives the scale to sums that print none. */
void amount_add_scale(struct amount *amount, int scale);
/* Gives bare numbers the scale and currency of a header. */
void amount_set_unit(struct amount *amount, int scale, const char *currency);

#endif
