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
#define ISSUER_GAP	3 /* bytes between a label and its code */

struct issuer_reader {
	const struct issuer_source *source;
	char own[ISSUER_LISTINGS][LISTING_MAX]; /* under a label */
	size_t own_count;
	char named[ISSUER_LISTINGS][LISTING_MAX]; /* printed otherwise */
	size_t named_count;
};

static bool
issuer_is_code_char(char c)
{
	return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || c == '.' ||
	       c == '-';
}

/* Where the code starts behind the colons and spaces at `at`. */
static size_t
issuer_skip(const struct buf *text, size_t at)
{
	for (int i = 0; i < ISSUER_GAP && at < text->len; i++)
		at += text->data[at] == ' ' || text->data[at] == ':' ||
		      text->data[at] == '\t';
	return at;
}

/*
 * The code at byte `at` of the normal text, behind colons and spaces; its end,
 * or 0 for none. Small letters are words.
 */
static size_t
issuer_code(const struct normal *normal, size_t at, char code[LISTING_MAX])
{
	const struct buf *text = &normal->text;
	const char *p = text->data + (at = issuer_skip(text, at));
	size_t left = text->len - at, n = 0;

	while (n < left && n < LISTING_MAX && issuer_is_code_char(p[n]))
		n++;
	if (n == LISTING_MAX || (n < left && p[n] >= 'a' && p[n] <= 'z'))
		return 0;
	while (n > 0 && (p[n - 1] == '.' || p[n - 1] == '-'))
		n--;
	memcpy(code, p, n);
	code[n] = '\0';
	return n > 0 ? at + n : 0;
}

static bool
issuer_make(const char *mic, const char *code, char listing[LISTING_MAX])
{
	char text[LISTING_MAX + 8];

	(void)snprintf(text, sizeof text, "%s:%s", mic, code);
	return listing_parse(text, listing, NULL) == 0;
}

static bool
issuer_is_digits(const char *code, size_t from, size_t to)
{
	size_t n = strlen(code);

	return n >= from && n <= to && strspn(code, "0123456789") == n;
}

/* A code under a label, whose words know the market or leave it to digits. */
static bool
issuer_by_label(int label, const char *code, char listing[LISTING_MAX])
{
	switch (label) {
	case LABEL_CODE:
		if (listing_parse(code, listing, NULL) == 0 ||
		    listing_from_cn_code(code, listing) == 0)
			return true;
		return issuer_is_digits(code, 1, 5) &&
		       issuer_make("XHKG", code, listing);
	case LABEL_CODE_TOKYO:
		return issuer_make("XTKS", code, listing);
	case LABEL_CODE_KOREA:
		return issuer_make("XKRX", code, listing);
	}
	return false;
}

/* A code in brackets, where the language says whose exchange it may be. */
static bool
issuer_by_brackets(
    enum entry_lang lang, const char *code, char listing[LISTING_MAX])
{
	if (lang == LANG_KO)
		return issuer_is_digits(code, 6, 6) &&
		       issuer_make("XKRX", code, listing);
	if (issuer_is_digits(code, 6, 6))
		return listing_from_cn_code(code, listing) == 0;
	return issuer_is_digits(code, 5, 5) &&
	       issuer_make("XHKG", code, listing);
}

static void
issuer_keep(char list[][LISTING_MAX], size_t *count, const char *listing)
{
	for (size_t i = 0; i < *count; i++)
		if (strcmp(list[i], listing) == 0)
			return;
	if (*count < ISSUER_LISTINGS)
		memcpy(list[(*count)++], listing, strlen(listing) + 1);
}

static void
issuer_see_label_code(struct issuer_reader *reader, const struct token *token)
{
	const struct normal *normal = reader->source->tokens->normal;
	char code[LISTING_MAX], listing[LISTING_MAX];

	if (token_is_kind(token, KIND_LABEL) &&
	    issuer_code(normal, token->to, code) != 0 &&
	    issuer_by_label(token->entry->value, code, listing))
		issuer_keep(reader->own, &reader->own_count, listing);
}

/* "(NYSE: IBM)": an exchange, a colon and a ticker. */
static void
issuer_see_exchange(struct issuer_reader *reader, const struct token *token)
{
	const struct issuer_source *source = reader->source;
	const struct buf *text = &source->tokens->normal->text;
	char code[LISTING_MAX], listing[LISTING_MAX];
	size_t len, at = token->from - source->from;
	const struct entry *entry =
	    lexicon_at(source->lexicon, source->hits, LAYER_SIGNALS, at, &len);

	if (entry == NULL || entry->kind != KIND_EXCHANGE)
		return;
	at = token->from + len;
	while (at < text->len && text->data[at] == ' ')
		at++;
	if (at < text->len && text->data[at] == ':' &&
	    issuer_code(source->tokens->normal, at, code) != 0 &&
	    issuer_make(entry->text, code, listing))
		issuer_keep(reader->named, &reader->named_count, listing);
}

/* "(603138)", "<7203>", "002674.SZ". */
static void
issuer_see_number(struct issuer_reader *reader, size_t i)
{
	const struct tokens *tokens = reader->source->tokens;
	const struct token *token = &tokens->list[i];
	char code[LISTING_MAX], listing[LISTING_MAX];
	bool round = i > 0 && token_is_char(token - 1, '(');
	bool angle = i > 0 && token_is_char(token - 1, '<');
	size_t end = issuer_code(tokens->normal, token->from, code);
	bool found = false;

	if (token->kind != TOKEN_NUMBER || end == 0)
		return;
	char close = end < tokens->normal->text.len
			 ? tokens->normal->text.data[end]
			 : '\0';
	if (strchr(code, '.') != NULL)
		found = listing_parse(code, listing, NULL) == 0;
	else if (round && close == ')')
		found = issuer_by_brackets(reader->source->lang, code, listing);
	else if (angle && close == '>')
		found = issuer_make("XTKS", code, listing);
	if (found)
		issuer_keep(reader->named, &reader->named_count, listing);
}

static void
issuer_add(struct reading *reading, const char *listing)
{
	for (size_t i = 0; i < reading->listing_count; i++)
		if (strcmp(reading->listings[i], listing) == 0)
			return;
	if (reading->listing_count < ISSUER_LISTINGS)
		reading_add_listing(reading, listing);
}

static void
issuer_add_all(const struct issuer_reader *reader, struct reading *reading)
{
	for (size_t i = 0; i < reader->own_count; i++)
		issuer_add(reading, reader->own[i]);
	for (size_t i = 0; reader->own_count == 0 && i < reader->named_count;
	     i++)
		issuer_add(reading, reader->named[i]);
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
issuer_read(const struct issuer_source *source, struct reading *reading)
{
	struct issuer_reader reader = {.source = source};
	const struct tokens *tokens = source->tokens;

	for (size_t i = 0; i < tokens->count; i++) {
		issuer_see_label_code(&reader, &tokens->list[i]);
		issuer_see_exchange(&reader, &tokens->list[i]);
		issuer_see_number(&reader, i);
		issuer_see_label(tokens, i, tokens->normal, reading);
	}
	issuer_add_all(&reader, reading);
}
