/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * In: the text of a condition. Out: its tokens. rule_check.c calls it, so that
 * nothing that SQLite would read in its own way (comments, parameters, quoted
 * names) ever reaches it.
 */
#include "alerts/rule_scan.h"

#include "lib/base/mem.h"

#include <string.h>
#include <strings.h>

struct rule_scan
rule_scan_init(const char *text)
{
	return (struct rule_scan){.text = text, .len = strlen(text)};
}

static bool
rule_scan_is_digit(char c)
{
	return c >= '0' && c <= '9';
}

static bool
rule_scan_is_name(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' ||
	       (c & 0x80) != 0;
}

/* Bytes from at that pass; names go on with digits, numbers with names too
 * (1e5, 0x1f), so that "3x" is one token and SQLite's own error. */
static size_t
rule_scan_run(const struct rule_scan *scan, bool dots)
{
	size_t n = 1;

	while (scan->at + n < scan->len) {
		char c = scan->text[scan->at + n];
		if (!rule_scan_is_name(c) && !rule_scan_is_digit(c) &&
		    !(dots && c == '.'))
			break;
		n++;
	}
	return n;
}

/* Bytes of the string that begins at at; 0 when it does not end. */
static size_t
rule_scan_string(const struct rule_scan *scan)
{
	for (size_t i = scan->at + 1; i < scan->len; i++) {
		if (scan->text[i] != '\'')
			continue;
		if (i + 1 < scan->len && scan->text[i + 1] == '\'')
			i++;
		else
			return i + 1 - scan->at;
	}
	return 0;
}

static struct rule_token
rule_scan_take(struct rule_scan *scan, enum rule_token_kind kind, size_t n)
{
	struct rule_token token = {kind, {scan->text + scan->at, n}, scan->at};

	scan->at += n;
	return token;
}

static struct rule_token
rule_scan_sign(struct rule_scan *scan)
{
	const char *p = scan->text + scan->at;

	if ((p[0] == '-' && p[1] == '-') || (p[0] == '/' && p[1] == '*'))
		return rule_scan_take(scan, RULE_TOKEN_BAD, 2);
	if (strchr("=<>!+-*/%|&~(),.", *p) == NULL)
		return rule_scan_take(scan, RULE_TOKEN_BAD, 1);
	return rule_scan_take(scan, RULE_TOKEN_SIGN, 1);
}

struct rule_token
rule_scan_next(struct rule_scan *scan)
{
	while (scan->at < scan->len &&
	       strchr(" \t\r\n", scan->text[scan->at]) != NULL)
		scan->at++;
	if (scan->at == scan->len)
		return rule_scan_take(scan, RULE_TOKEN_END, 0);

	char c = scan->text[scan->at];
	if (rule_scan_is_name(c))
		return rule_scan_take(
		    scan, RULE_TOKEN_NAME, rule_scan_run(scan, false));
	if (rule_scan_is_digit(c))
		return rule_scan_take(
		    scan, RULE_TOKEN_NUMBER, rule_scan_run(scan, true));
	if (c != '\'')
		return rule_scan_sign(scan);
	size_t n = rule_scan_string(scan);
	if (n == 0)
		return rule_scan_take(
		    scan, RULE_TOKEN_OPEN, scan->len - scan->at);
	return rule_scan_take(scan, RULE_TOKEN_STRING, n);
}

bool
rule_token_is(const struct rule_token *token, const char *name)
{
	return token->kind == RULE_TOKEN_NAME &&
	       strlen(name) == token->text.len &&
	       strncasecmp(token->text.p, name, token->text.len) == 0;
}

bool
rule_token_is_sign(const struct rule_token *token, char sign)
{
	return token->kind == RULE_TOKEN_SIGN && *token->text.p == sign;
}

char *
rule_token_string(const struct rule_token *token)
{
	char *value = mem_new(token->text.len);
	size_t n = 0;

	for (size_t i = 1; i + 1 < token->text.len; i++) {
		value[n++] = token->text.p[i];
		if (token->text.p[i] == '\'')
			i++;
	}
	return value;
}
