/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * In: normal text at a digit. Out: the value and how it was printed. The token
 * reader calls it for every number.
 */
#include "reading/numeral.h"

#include "reading/glyph.h"

#include <string.h>
#include <utf8proc.h>

#define NUMERAL_DIGITS 30 /* more are no amount */
#define NUMERAL_WORDS  12 /* characters of a numeral in words */

static bool
numeral_is_digit(const char *p, size_t n, size_t at)
{
	return at < n && glyph_is_digit(p[at]);
}

static size_t
numeral_run(const char *p, size_t n, size_t at)
{
	size_t from = at;

	while (numeral_is_digit(p, n, at))
		at++;
	return at - from;
}

/* "12,34,567": lakhs and crores, groups of two before the last of three. */
static size_t
numeral_read_indian(const char *p, size_t n, size_t at, struct numeral *ret)
{
	size_t groups = 0;

	if (at > 2 || ret->padded)
		return 0;
	while (at + 3 < n && p[at] == ',' && numeral_run(p, n, at + 1) == 2) {
		at += 3;
		groups++;
	}
	if (groups == 0 || at >= n || p[at] != ',' ||
	    numeral_run(p, n, at + 1) != 3)
		return 0;
	at += 4;
	if (at + 1 < n && p[at] == ',' && numeral_is_digit(p, n, at + 1))
		return 0;
	ret->grouped = true;
	ret->digits += (int)(2 * groups + 3);
	return at;
}

/* The digits and commas before the point; returns their length. */
static size_t
numeral_read_whole(const char *p, size_t n, struct numeral *ret)
{
	size_t at = numeral_run(p, n, 0);

	ret->digits = (int)at;
	ret->padded = at > 1 && p[0] == '0';
	if (at > 3 && at < n && p[at] == ',')
		return at;
	size_t indian = numeral_read_indian(p, n, at, ret);
	if (indian > 0)
		return indian;
	while (at < n && p[at] == ',' && numeral_is_digit(p, n, at + 1)) {
		size_t run = numeral_run(p, n, at + 1);
		/* 9,00 is a misprint; 1,2 may be a list: neither is read. */
		ret->bad |= run != 3 || ret->padded;
		ret->grouped = true;
		ret->digits += (int)run;
		at += 1 + run;
	}
	return at;
}

/* The value of n bytes of digits, commas and at most one point. */
static void
numeral_set(const char *p, size_t n, struct numeral *ret)
{
	char plain[NUMERAL_DIGITS + 2];
	size_t len = 0;

	for (size_t i = 0; i < n && len < sizeof plain; i++)
		if (p[i] != ',')
			plain[len++] = p[i];
	if (ret->digits + ret->places > NUMERAL_DIGITS ||
	    decimal_parse(plain, len, &ret->value) < 0)
		ret->bad = true;
}

size_t
numeral_read(const char *p, size_t n, struct numeral *ret)
{
	*ret = (struct numeral){0};
	if (!numeral_is_digit(p, n, 0))
		return 0;
	size_t at = numeral_read_whole(p, n, ret), points = 0;
	while (at < n && p[at] == '.' && numeral_is_digit(p, n, at + 1)) {
		size_t run = numeral_run(p, n, at + 1);
		ret->places += (int)run;
		at += 1 + run;
		points++;
	}
	ret->bad |= points > 1;
	ret->padded &= points == 0;
	if (!ret->bad)
		numeral_set(p, at, ret);
	return at;
}

/* The numeral character at p, or -1; its length to *ret_len. */
static int
numeral_char(const char *p, size_t n, size_t *ret_len)
{
	int32_t c;
	utf8proc_ssize_t len =
	    utf8proc_iterate((const uint8_t *)p, (utf8proc_ssize_t)n, &c);

	if (len <= 0)
		return -1;
	*ret_len = (size_t)len;
	return glyph_numeral(c);
}

/* Sums up 一千二百三十四; positional when it has no tens. */
struct numeral_sum {
	int64_t total, digit, positional;
	int count;
	bool tens;
};

static void
numeral_sum_add(struct numeral_sum *sum, int value)
{
	sum->count++;
	if (value < 10) {
		sum->digit = value;
		if (sum->count <= 9)
			sum->positional = sum->positional * 10 + value;
		return;
	}
	int64_t factor = sum->digit == 0 && sum->count == 1 ? 1 : sum->digit;
	sum->total += factor * value;
	sum->digit = 0;
	sum->tens = true;
}

/* "点二五" behind "一": the decimals; returns their bytes, 0 for none. */
static size_t
numeral_read_places(const char *p, size_t n, struct numeral *ret)
{
	static const char point[] = "点";
	size_t at = sizeof point - 1, len = 0;
	struct decimal part;

	if (n < at || memcmp(p, point, at) != 0)
		return 0;
	while (at < n && ret->places < NUMERAL_WORDS) {
		int digit = numeral_char(p + at, n - at, &len);
		if (digit < 0 || digit > 9)
			break;
		ret->places++;
		ret->bad |= decimal_scale10(decimal_from_int(digit),
				-ret->places, &part) < 0 ||
			    decimal_add(ret->value, part, &ret->value) < 0;
		at += len;
	}
	return ret->places > 0 ? at : 0;
}

size_t
numeral_read_words(const char *p, size_t n, struct numeral *ret)
{
	struct numeral_sum sum = {0};
	size_t at = 0, len = 0;

	*ret = (struct numeral){.words = true};
	while (at < n && sum.count < NUMERAL_WORDS) {
		int value = numeral_char(p + at, n - at, &len);
		if (value < 0)
			break;
		numeral_sum_add(&sum, value);
		at += len;
	}
	if (at == 0)
		return 0;
	int64_t value = sum.tens ? sum.total + sum.digit : sum.positional;
	ret->value = decimal_from_int(value);
	ret->digits = sum.tens ? 4 : sum.count;
	ret->bad = sum.count > 9 || sum.total > 9999;
	return at + numeral_read_places(p + at, n - at, ret);
}
