/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * In: the tokens of a title or of a text's first piece. Out: listings, name
 * and document number in the reading. Called by read_text.c.
 */
#include "reading/issuer.h"

#include "lib/base/listing.h"
#include "lib/base/mem.h"

#include <stdio.h>
#include <string.h>

#define ISSUER_LISTINGS 4
#define ISSUER_NAME_MAX 60 /* bytes */

/* The digits of a code token as printed; false when it is no code. */
static bool
issuer_digits(const struct token *token, const struct normal *normal,
    char digits[LISTING_MAX])
{
	size_t n = token->to - token->from;

	if (token->kind != TOKEN_NUMBER || token->number.grouped ||
	    token->number.places > 0 || token->number.words || n < 4 || n > 6)
		return false;
	memcpy(digits, normal->text.data + token->from, n);
	digits[n] = '\0';
	return true;
}

/* ".SZ" after a code; NULL for none. */
static const char *
issuer_suffix(const struct token *dot, const struct normal *normal)
{
	static const char *const suffixes[] = {"SH", "SZ", "SS", "BJ", "HK"};

	if (!token_is_char(dot, '.') || dot[1].kind != TOKEN_TEXT)
		return NULL;
	for (size_t i = 0; i < sizeof suffixes / sizeof suffixes[0]; i++)
		if (dot[1].to - dot[1].from == 2 &&
		    memcmp(normal->text.data + dot[1].from, suffixes[i], 2) ==
			0)
			return suffixes[i];
	return NULL;
}

/* A code in brackets or after its label, by its length. */
static bool
issuer_by_place(const struct tokens *tokens, size_t i, const char *digits,
    char listing[LISTING_MAX])
{
	const struct token *token = &tokens->list[i];
	bool label = i > 0 && token_is(token - 1, KIND_LABEL, LABEL_CODE);
	bool brackets = i > 0 && token_is_char(token - 1, '(') &&
			token_is_char(token + 1, ')');
	size_t n = strlen(digits);

	if (i > 1 && token_is_char(token - 1, ':'))
		label = token_is(token - 2, KIND_LABEL, LABEL_CODE);
	if (!label && !brackets)
		return false;
	if (n == 6)
		return listing_from_cn_code(digits, listing) == 0;
	if (n != 5)
		return false;
	(void)snprintf(listing, LISTING_MAX, "XHKG:%.5s", digits);
	return true;
}

static void
issuer_add_listing(struct reading *reading, const char *listing)
{
	for (size_t i = 0; i < reading->listing_count; i++)
		if (strcmp(reading->listings[i], listing) == 0)
			return;
	if (reading->listing_count < ISSUER_LISTINGS)
		reading_add_listing(reading, listing);
}

static void
issuer_see_code(const struct tokens *tokens, size_t i,
    const struct normal *normal, struct reading *reading)
{
	char digits[LISTING_MAX], listing[LISTING_MAX], code[LISTING_MAX];
	const char *suffix;

	if (!issuer_digits(&tokens->list[i], normal, digits))
		return;
	suffix = issuer_suffix(&tokens->list[i + 1], normal);
	if (suffix != NULL) {
		(void)snprintf(code, sizeof code, "%.8s.%s", digits, suffix);
		if (listing_parse(code, listing, NULL) == 0)
			issuer_add_listing(reading, listing);
	} else if (issuer_by_place(tokens, i, digits, listing)) {
		issuer_add_listing(reading, listing);
	}
}

/* The words after a label, up to a space, a bracket or the next label. */
static char *
issuer_after_label(
    const struct tokens *tokens, size_t i, const struct normal *normal)
{
	const struct token *token = &tokens->list[i + 1];

	if (token_is_char(token, ':'))
		token++;
	const struct token *last = token;
	while (last->kind != TOKEN_END && !token_is_char(last, '\n') &&
	       !token_is_char(last, '\t') && !token_is_char(last, ',') &&
	       !token_is_kind(last, KIND_LABEL) &&
	       (last == token || !last->space))
		last++;
	if (last == token)
		return NULL;
	struct span quote = normal_quote(normal, token->from, last[-1].to);
	if (quote.len == 0 || quote.len > ISSUER_NAME_MAX)
		return NULL;
	return mem_strndup(quote.p, quote.len);
}

static void
issuer_see_label(const struct tokens *tokens, size_t i,
    const struct normal *normal, struct reading *reading)
{
	const struct token *token = &tokens->list[i];

	if (token_is(token, KIND_LABEL, LABEL_NAME) &&
	    reading->issuer_name == NULL)
		reading->issuer_name = issuer_after_label(tokens, i, normal);
	/* In brackets it is the number of a document that is quoted. */
	bool quoted = i > 0 && token_is_char(token - 1, '(');
	if (token_is(token, KIND_LABEL, LABEL_NUMBER) && !quoted &&
	    reading->number == NULL)
		reading->number = issuer_after_label(tokens, i, normal);
}

void
issuer_read(const struct tokens *tokens, const struct normal *normal,
    struct reading *reading)
{
	for (size_t i = 0; i < tokens->count; i++) {
		issuer_see_code(tokens, i, normal, reading);
		issuer_see_label(tokens, i, normal, reading);
	}
}
