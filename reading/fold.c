/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * In: pairs of Han characters from the lexicon's files. Out: a table by code
 * point. The lexicon fills it; normal.c applies it to every text.
 */
#include "reading/fold.h"

#include <string.h>
#include <utf8proc.h>

int32_t
fold_char(const struct fold *fold, int32_t c)
{
	if (c < FOLD_FIRST || c > FOLD_LAST)
		return c;
	uint16_t to = fold->to[c - FOLD_FIRST];
	return to != 0 ? to : c;
}

/* The one Han character of s, or 0. */
static int32_t
fold_single(const char *s)
{
	int32_t c;
	utf8proc_ssize_t len = (utf8proc_ssize_t)strlen(s);

	if (utf8proc_iterate((const uint8_t *)s, len, &c) != len)
		return 0;
	return c >= FOLD_FIRST && c <= FOLD_LAST ? c : 0;
}

int
fold_add(struct fold *fold, const char *from, const char *to)
{
	int32_t a = fold_single(from), b = fold_single(to);

	if (a == 0 || b == 0 || a == b)
		return ERR_INVALID;
	uint16_t old = fold->to[a - FOLD_FIRST];
	if (old != 0 && old != b)
		return ERR_INVALID;
	fold->to[a - FOLD_FIRST] = (uint16_t)b;
	return 0;
}
