/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * A number as it is printed, without sign, unit or currency: 7,100 or 5902.04
 * or, in words, 十八 and 二零一七.
 */
#ifndef READING_NUMERAL_H
#define READING_NUMERAL_H

#include "lib/base/decimal.h"

#include <stdbool.h>
#include <stddef.h>

struct numeral {
	struct decimal value;
	int digits; /* before the point */
	int places; /* after it */
	bool grouped; /* 1,234 */
	bool padded; /* 05: a code or a part of a date */
	bool words;
	bool bad; /* misprinted or no amount: 9,00 or 1.2.3 or 40 digits */
};

/*
 * Reads the number at the start of n bytes of normal text; returns its length
 * in bytes, 0 when there is none. A comma or point that no digit follows is
 * left out.
 */
size_t numeral_read(const char *p, size_t n, struct numeral *ret);
/* The same for Chinese numerals up to 9,999, and for years digit by digit. */
size_t numeral_read_words(const char *p, size_t n, struct numeral *ret);

#endif
