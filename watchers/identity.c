/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Comes in: the key and the address of an item. Goes out: names that other
 * sources give the same filing. Called for each new item by
 * watchers/item_rows.c.
 */
#include "watchers/identity.h"

#include "lib/base/mem.h"

#include <stdio.h>
#include <string.h>

#define IDENTITY_LEAST	10 /* letters and digits */
#define IDENTITY_DIGITS 8
#define IDENTITY_OWN	4 /* beside the issuer's code and a date */
#define IDENTITY_DATE	8

static bool
identity_is_digit(char c)
{
	return c >= '0' && c <= '9';
}

/* Letters and digits of n bytes, small; 0: others, or too many. */
static size_t
identity_fold(const char *text, size_t n, char ret[IDENTITY_MAX])
{
	size_t len = 0;

	for (size_t i = 0; i < n; i++) {
		char c = text[i];

		if (c >= 'A' && c <= 'Z')
			c = (char)(c - 'A' + 'a');
		if (identity_is_digit(c) || (c >= 'a' && c <= 'z')) {
			if (len + 1 >= IDENTITY_MAX)
				return 0;
			ret[len++] = c;
		} else if (c != '-' && c != '_' && c != '.') {
			return 0;
		}
	}
	ret[len] = '\0';
	return len;
}

/* A day of 1990 to 2099, written together. */
static bool
identity_is_date(const char *p)
{
	int n[IDENTITY_DATE];

	for (int i = 0; i < IDENTITY_DATE; i++) {
		if (!identity_is_digit(p[i]))
			return false;
		n[i] = p[i] - '0';
	}
	int year = n[0] * 1000 + n[1] * 100 + n[2] * 10 + n[3];
	int month = n[4] * 10 + n[5], day = n[6] * 10 + n[7];
	return year >= 1990 && year < 2100 && month >= 1 && month <= 12 &&
	       day >= 1 && day <= 31;
}

static void
identity_cut(char *text, size_t at, size_t n)
{
	memmove(text + at, text + at + n, strlen(text + at + n) + 1);
}

static void
identity_cut_dates(char *text)
{
	for (size_t i = 0; i + IDENTITY_DATE <= strlen(text); i++)
		if (identity_is_date(text + i))
			identity_cut(text, i, IDENTITY_DATE);
}

static void
identity_cut_codes(char *text, const struct item *item)
{
	for (size_t i = 0; i < item->issuer_count; i++) {
		char code[IDENTITY_MAX];
		const char *printed = item->issuers[i].code;
		char *at;
		size_t n =
		    printed ? identity_fold(printed, strlen(printed), code) : 0;

		while (n > 0 && (at = strstr(text, code)) != NULL)
			identity_cut(text, (size_t)(at - text), n);
	}
}

static size_t
identity_count_digits(const char *text)
{
	size_t n = 0;

	for (; *text != '\0'; text++)
		n += identity_is_digit(*text);
	return n;
}

static bool
identity_is_own(const char *name, const struct item *item)
{
	char rest[IDENTITY_MAX];

	if (strlen(name) < IDENTITY_LEAST ||
	    identity_count_digits(name) < IDENTITY_DIGITS)
		return false;
	(void)snprintf(rest, sizeof(rest), "%s", name);
	identity_cut_codes(rest, item);
	identity_cut_dates(rest);
	return strlen(rest) >= IDENTITY_OWN && identity_count_digits(rest) > 0;
}

/* The name of the file in an address, without what follows the last dot. */
static struct span
identity_file(const char *url)
{
	size_t n = strcspn(url, "?#");
	size_t start = n, end = n;

	while (start > 0 && url[start - 1] != '/')
		start--;
	for (size_t i = start; i < n; i++)
		if (url[i] == '.')
			end = i;
	return (struct span){url + start, end - start};
}

static size_t
identity_add(const struct item *item, struct span text, size_t count,
    char ret[IDENTITY_COUNT][IDENTITY_MAX])
{
	char *name = ret[count];

	if (identity_fold(text.p, text.len, name) == 0 ||
	    !identity_is_own(name, item) ||
	    (count > 0 && strcmp(ret[0], name) == 0))
		return count;
	return count + 1;
}

size_t
identity_of(const struct item *item, char ret[IDENTITY_COUNT][IDENTITY_MAX])
{
	size_t count = 0;

	if (item->key)
		count = identity_add(item, span_of(item->key), count, ret);
	if (item->url)
		count =
		    identity_add(item, identity_file(item->url), count, ret);
	return count;
}
