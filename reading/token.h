/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Tokens: the phrases, numbers, signs and unknown words of a piece of normal
 * text, in order. Everything after this sees tokens, not bytes.
 */
#ifndef READING_TOKEN_H
#define READING_TOKEN_H

#include "reading/lexicon.h"
#include "reading/normal.h"
#include "reading/numeral.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum token_kind {
	TOKEN_END, /* after the last one, always there */
	TOKEN_TEXT,
	TOKEN_NUMBER,
	TOKEN_PHRASE,
	TOKEN_CHAR
};

struct token {
	enum token_kind kind;
	bool space; /* white space stood before it */
	int32_t c; /* TOKEN_CHAR; a bullet for item numbers */
	uint32_t from, to; /* bytes of the normal text */
	const struct entry *entry; /* TOKEN_PHRASE */
	struct numeral number; /* TOKEN_NUMBER */
};

struct tokens {
	size_t count, cap; /* the end token is not counted */
	const struct normal *normal; /* borrowed: the text of the tokens */
	struct token *list;
};

/*
 * Reads [from, from + piece length) of the normal text, whose phrases are in
 * hits. Replaces what tokens held.
 */
void tokens_read(struct tokens *tokens, const struct lexicon *lexicon,
    const struct lexicon_hits *hits, const struct normal *normal, size_t from);
void tokens_done(struct tokens *tokens);

bool token_is_char(const struct token *token, int32_t c);
bool token_is_dash(const struct token *token);
bool token_is_kind(const struct token *token, enum entry_kind kind);
/* A phrase of kind with this value. */
bool token_is(const struct token *token, enum entry_kind kind, int value);

#endif
