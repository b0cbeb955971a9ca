/* SPDX-License-Identifier: BSD-2-Clause */
/* Tokens of a rule condition: SQL's lexical grammar, as far as rules may go. */
#ifndef ALERTS_RULE_SCAN_H
#define ALERTS_RULE_SCAN_H

#include "lib/base/buf.h"

enum rule_token_kind {
	RULE_TOKEN_END,
	RULE_TOKEN_NAME, /* a column, word, function or keyword */
	RULE_TOKEN_STRING, /* with its quotes */
	RULE_TOKEN_NUMBER,
	RULE_TOKEN_SIGN, /* one character of an operator */
	RULE_TOKEN_OPEN, /* a string that does not end */
	RULE_TOKEN_BAD /* a character or comment that no rule may hold */
};

struct rule_token {
	enum rule_token_kind kind;
	struct span text;
	size_t offset; /* in the condition, bytes */
};

struct rule_scan {
	const char *text;
	size_t len;
	size_t at;
};

struct rule_scan rule_scan_init(const char *text);
struct rule_token rule_scan_next(struct rule_scan *scan);

/* True when token is this keyword or name, in any case. */
bool rule_token_is(const struct rule_token *token, const char *name);
/* True when token is this one character. */
bool rule_token_is_sign(const struct rule_token *token, char sign);
/* The value of a string token, '' made '. Gives. */
char *rule_token_string(const struct rule_token *token);

#endif
