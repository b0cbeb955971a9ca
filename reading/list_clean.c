/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * In: text of a list as its source writes it. Out: the same without padding,
 * marks and entities. Called by list_value.c.
 */
#include "reading/list_clean.h"

#include "lib/base/mem.h"

#include <ctype.h>
#include <libxml/HTMLparser.h>
#include <stdint.h>
#include <string.h>
#include <utf8proc.h>

#define LIST_ENTITY_MAX 12 /* bytes between & and ; */

/* Length of the white space at p, or 0. */
static size_t
list_space_len(const char *p)
{
	unsigned char c = (unsigned char)*p;

	if (c == ' ' || (c >= '\t' && c <= '\r'))
		return 1;
	if (c == 0xc2 && p[1] == '\xa0')
		return 2;
	return c == 0xe3 && strncmp(p + 1, "\x80\x80", 2) == 0 ? 3 : 0;
}

/* Length of the white space that ends text at n, or 0. */
static size_t
list_space_before(const char *text, size_t n)
{
	for (size_t len = 1; len <= 3 && len <= n; len++)
		if (list_space_len(text + n - len) == len)
			return len;
	return 0;
}

void
list_clean_trim(char *text)
{
	size_t skip = 0, end, step;

	while ((step = list_space_len(text + skip)) > 0)
		skip += step;
	end = skip + strlen(text + skip);
	while (end > skip && (step = list_space_before(text, end)) > 0)
		end -= step;
	if (skip > 0)
		memmove(text, text + skip, end - skip);
	text[end - skip] = '\0';
}

char *
list_clean_nfkc(char *text)
{
	utf8proc_uint8_t *clean = utf8proc_NFKC((utf8proc_uint8_t *)text);

	if (clean == NULL)
		return text;
	mem_free(text);
	return (char *)clean;
}

void
list_clean_spaces(char *text)
{
	char *to = text;

	while (*text != '\0') {
		size_t step = list_space_len(text);
		if (step == 0)
			*to++ = *text++;
		text += step;
	}
	*to = '\0';
}

static utf8proc_int32_t
list_lower(utf8proc_int32_t c, void *arg)
{
	(void)arg;
	return utf8proc_tolower(c);
}

char *
list_clean_lower(char *text)
{
	utf8proc_uint8_t *clean = NULL;

	if (utf8proc_map_custom((utf8proc_uint8_t *)text, 0, &clean,
		UTF8PROC_NULLTERM, list_lower, NULL) < 0)
		return text;
	mem_free(text);
	return (char *)clean;
}

void
list_clean_zeros(char *text)
{
	size_t n = strspn(text, "0");

	if (n > 0 && !isdigit((unsigned char)text[n]))
		n--;
	memmove(text, text + n, strlen(text + n) + 1);
}

void
list_clean_lines(char *text)
{
	for (; *text != '\0'; text++) {
		if ((unsigned char)*text < ' ' || *text == 0x7f)
			*text = ' ';
	}
}

/* The end of the tag at p ("<em>" -> after ">"); p when there is none. */
static const char *
list_tag_end(const char *p)
{
	const char *q = p + 1;

	if (*q == '/')
		q++;
	if (!isalpha((unsigned char)*q))
		return p;
	q += strcspn(q, "<>");
	return *q == '>' ? q + 1 : p;
}

void
list_clean_tags(char *text)
{
	const char *from = text;
	char *to = text;

	while (*from != '\0') {
		const char *end = *from == '<' ? list_tag_end(from) : from;
		if (end == from)
			*to++ = *from++;
		else
			from = end;
	}
	*to = '\0';
}

/* The number of "#20111" or "#x4e8f"; 0: none. */
static utf8proc_int32_t
list_entity_number(const char *name)
{
	bool hex = name[1] == 'x' || name[1] == 'X';
	const char *p = name + (hex ? 2 : 1);
	utf8proc_int32_t v = 0;

	if (*p == '\0')
		return 0;
	for (; *p != '\0'; p++) {
		int c = tolower((unsigned char)*p);
		bool letter = hex && c >= 'a' && c <= 'f';
		if (!isdigit(c) && !letter)
			return 0;
		v = v * (hex ? 16 : 10) + (letter ? c - 'a' + 10 : c - '0');
		if (v > 0x10ffff)
			return 0;
	}
	return v < ' ' ? 0 : v;
}

/* The character of an entity's name; 0: none. */
static utf8proc_int32_t
list_entity(const char *name)
{
	if (*name == '#')
		return list_entity_number(name);
	if (strcmp(name, "apos") == 0)
		return '\'';
	const htmlEntityDesc *known = htmlEntityLookup((const xmlChar *)name);
	return known != NULL ? (utf8proc_int32_t)known->value : 0;
}

/* Writes the character of the entity at p to *to; its length, 0: none. */
static size_t
list_entity_take(const char *p, char **to)
{
	char name[LIST_ENTITY_MAX + 1];
	size_t n = strcspn(p + 1, ";& ");

	if (p[n + 1] != ';' || n == 0 || n > LIST_ENTITY_MAX)
		return 0;
	memcpy(name, p + 1, n);
	name[n] = '\0';
	utf8proc_int32_t c = list_entity(name);
	if (!utf8proc_codepoint_valid(c) || c == 0)
		return 0;
	/* An entity is never shorter than its character. */
	*to += utf8proc_encode_char(c, (utf8proc_uint8_t *)*to);
	return n + 2;
}

void
list_clean_entities(char *text)
{
	char *to = text;

	while (*text != '\0') {
		size_t n = *text == '&' ? list_entity_take(text, &to) : 0;
		if (n == 0)
			*to++ = *text++;
		text += n;
	}
	*to = '\0';
}

void
list_clean_cut(char *text, size_t limit)
{
	if (strlen(text) <= limit)
		return;
	while (limit > 0 && ((unsigned char)text[limit] & 0xc0) == 0x80)
		limit--;
	text[limit] = '\0';
}
