/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * In: the text of a condition as the config has it. Out: 0, or what is wrong
 * and at which byte. rule_sql.c calls it before SQLite sees the text.
 */
#include "alerts/rule_check.h"

#include "alerts/rule_name.h"
#include "alerts/rule_scan.h"
#include "lib/base/mem.h"
#include "lib/base/vocab.h"
#include "lib/base/yaml.h"

#include <string.h>

#define RULE_DEPTH_MAX 40

struct rule_checker {
	struct rule_scan scan;
	struct rule_patterns *patterns;
	struct rule_fault *fault;
	struct rule_token before; /* the token before the current */
	size_t depth;
	struct {
		size_t offset;
		bool group; /* holds a condition, not a list or arguments */
	} open[RULE_DEPTH_MAX];
	bool between; /* the next AND belongs to BETWEEN */
	int list; /* of the word column that is being compared; -1 */
};

static int
rule_check_fail(struct rule_checker *checker, size_t offset, int code)
{
	checker->fault->offset = (int)offset;
	return code;
}

static int
rule_check_bad(struct rule_checker *checker, const struct rule_token *token)
{
	struct err *err = &checker->fault->err;
	int r;

	if (token->kind == RULE_TOKEN_OPEN)
		r = err_set(err, ERR_SYNTAX, "this string does not end");
	else if (token->text.len == 2)
		r = err_set(err, ERR_SYNTAX,
		    "'%.2s': a condition may not hold comments", token->text.p);
	else if (strchr("\"`[", *token->text.p) != NULL)
		r = err_set(err, ERR_SYNTAX,
		    "'%c': write text in single quotes, names in none",
		    *token->text.p);
	else
		r = err_set(err, ERR_SYNTAX, "'%c' has no place in a condition",
		    *token->text.p);
	return rule_check_fail(checker, token->offset, r);
}

/* True where a condition may begin: after AND, OR, NOT or at the start. */
static bool
rule_check_begins(const struct rule_checker *checker)
{
	const struct rule_token *before = &checker->before;

	if (rule_token_is(before, "and"))
		return !checker->between;
	if (rule_token_is_sign(before, '('))
		return checker->open[checker->depth - 1].group;
	return before->kind == RULE_TOKEN_END || rule_token_is(before, "or") ||
	       rule_token_is(before, "not");
}

static int
rule_check_bracket(struct rule_checker *checker, const struct rule_token *token)
{
	struct err *err = &checker->fault->err;

	if (rule_token_is_sign(token, '(')) {
		if (checker->depth == RULE_DEPTH_MAX)
			return rule_check_fail(checker, token->offset,
			    err_set(err, ERR_TOOBIG, "brackets too deep"));
		bool group = rule_check_begins(checker);
		checker->open[checker->depth].offset = token->offset;
		checker->open[checker->depth++].group = group;
	} else if (rule_token_is_sign(token, ')')) {
		if (checker->depth == 0)
			return rule_check_fail(checker, token->offset,
			    err_set(err, ERR_SYNTAX, "no '(' for this ')'"));
		checker->depth--;
	}
	return 0;
}

static bool
rule_check_ends(struct rule_scan scan)
{
	struct rule_token after = rule_scan_next(&scan);

	return after.kind == RULE_TOKEN_END || rule_token_is(&after, "and") ||
	       rule_token_is(&after, "or") || rule_token_is_sign(&after, ')');
}

/* "class = first_loss or loss_wider" would never be true for loss_wider. */
static int
rule_check_word(struct rule_checker *checker, const struct rule_token *token)
{
	if (!rule_name_is_word(token->text) || !rule_check_begins(checker) ||
	    !rule_check_ends(checker->scan))
		return 0;
	return rule_check_fail(checker, token->offset,
	    err_set(&checker->fault->err, ERR_SYNTAX,
		"'%.*s' is compared with nothing: write a column before it",
		(int)token->text.len, token->text.p));
}

/* The pattern is the last argument, a literal. */
static int
rule_check_matches(struct rule_checker *checker, const struct rule_token *token)
{
	struct rule_scan scan = checker->scan;
	struct rule_token last = *token;
	struct rule_token next = rule_scan_next(&scan);
	int depth = 0;
	size_t at;

	for (; next.kind != RULE_TOKEN_END; next = rule_scan_next(&scan)) {
		if (rule_token_is_sign(&next, '('))
			depth++;
		else if (rule_token_is_sign(&next, ')') && --depth <= 0)
			break;
		last = next;
	}
	if (last.kind != RULE_TOKEN_STRING)
		return rule_check_fail(checker, token->offset,
		    err_set(&checker->fault->err, ERR_SYNTAX,
			"matches() wants a column and a pattern in quotes"));
	char *pattern = rule_token_string(&last);
	int r = rule_patterns_add(
	    checker->patterns, pattern, &at, &checker->fault->err);
	mem_free(pattern);
	return r < 0 ? rule_check_fail(checker, last.offset + 1 + at, r) : 0;
}

static const char *
rule_check_nearest(enum vocab list, const char *word)
{
	const char *words[64];
	size_t count = (size_t)vocab_size(list);

	for (size_t i = 0; i < count; i++)
		words[i] = vocab_word(list, (int)i);
	return yaml_nearest(word, words, count);
}

/* One argument of fact(): a word of list, or "low" or "high" for no list. */
static int
rule_check_argument(
    struct rule_checker *checker, const struct rule_token *token, int list)
{
	struct rule_fault *fault = checker->fault;
	char *word = rule_token_string(token);
	int r = 0;

	if (list >= 0 && vocab_value((enum vocab)list, word) < 0) {
		fault->nearest = rule_check_nearest((enum vocab)list, word);
		r = err_set(&fault->err, ERR_INVALID, "no such %s: '%s'",
		    list == VOCAB_METRICS ? "metric" : "role", word);
	} else if (list < 0 && strcmp(word, "low") != 0 &&
		   strcmp(word, "high") != 0) {
		r = err_set(&fault->err, ERR_INVALID,
		    "fact() gives 'low' or 'high', not '%s'", word);
	}
	mem_free(word);
	return r < 0 ? rule_check_fail(checker, token->offset, r) : 0;
}

static int
rule_check_fact(struct rule_checker *checker, const struct rule_token *token)
{
	static const int lists[] = {VOCAB_METRICS, VOCAB_ROLES, -1};
	static const char signs[] = "(,,";
	struct rule_scan scan = checker->scan;

	for (int i = 0; i < 3; i++) {
		struct rule_token sign = rule_scan_next(&scan);
		struct rule_token word = rule_scan_next(&scan);
		if (!rule_token_is_sign(&sign, signs[i]) ||
		    word.kind != RULE_TOKEN_STRING)
			return rule_check_fail(checker, token->offset,
			    err_set(&checker->fault->err, ERR_SYNTAX,
				"write fact('rev', 'forecast', 'low')"));
		int r = rule_check_argument(checker, &word, lists[i]);
		if (r < 0)
			return r;
	}
	return 0;
}

/* What a word is compared with in quotes must be a word too. */
static int
rule_check_string(struct rule_checker *checker, const struct rule_token *token)
{
	struct rule_fault *fault = checker->fault;
	int r = 0;

	if (token->text.len > RULE_STRING_MAX)
		return rule_check_fail(checker, token->offset,
		    err_set(&fault->err, ERR_TOOBIG,
			"a text of more than %d bytes", RULE_STRING_MAX));
	if (checker->list < 0)
		return 0;
	char *word = rule_token_string(token);
	if (vocab_value((enum vocab)checker->list, word) < 0) {
		fault->nearest =
		    rule_check_nearest((enum vocab)checker->list, word);
		r = err_set(
		    &fault->err, ERR_INVALID, "no such word: '%s'", word);
	}
	mem_free(word);
	return r < 0 ? rule_check_fail(checker, token->offset, r) : 0;
}

static int
rule_check_name(struct rule_checker *checker, const struct rule_token *token)
{
	int r = rule_check_word(checker, token);

	if (r == 0 && rule_token_is(token, "matches"))
		r = rule_check_matches(checker, token);
	if (r == 0 && rule_token_is(token, "fact"))
		r = rule_check_fact(checker, token);
	if (rule_token_is(token, "between"))
		checker->between = true;
	if (!rule_token_is(token, "in") && !rule_token_is(token, "not") &&
	    !rule_name_is_word(token->text))
		checker->list = rule_name_list(token->text);
	return r;
}

/* A column keeps its words through comparisons and the commas of a list. */
static void
rule_check_sign(struct rule_checker *checker, const struct rule_token *token)
{
	const struct rule_token *before = &checker->before;
	bool argument =
	    before->kind == RULE_TOKEN_NAME && !rule_name_is_word(before->text);

	if (strchr("=<>!(,", *token->text.p) == NULL ||
	    (*token->text.p == ',' && argument))
		checker->list = -1;
}

static int
rule_check_token(struct rule_checker *checker, const struct rule_token *token)
{
	switch (token->kind) {
	case RULE_TOKEN_NAME:
		return rule_check_name(checker, token);
	case RULE_TOKEN_SIGN:
		rule_check_sign(checker, token);
		return rule_check_bracket(checker, token);
	case RULE_TOKEN_STRING:
		return rule_check_string(checker, token);
	case RULE_TOKEN_OPEN:
	case RULE_TOKEN_BAD:
		return rule_check_bad(checker, token);
	case RULE_TOKEN_NUMBER:
	case RULE_TOKEN_END:
		return 0;
	}
	return 0;
}

int
rule_check(
    const char *text, struct rule_patterns *patterns, struct rule_fault *fault)
{
	struct rule_checker checker = {.scan = rule_scan_init(text),
	    .patterns = patterns,
	    .fault = fault,
	    .before = {.kind = RULE_TOKEN_END},
	    .list = -1};

	if (checker.scan.len > RULE_CONDITION_MAX)
		return rule_check_fail(&checker, 0,
		    err_set(&fault->err, ERR_TOOBIG,
			"a condition of more than %d bytes",
			RULE_CONDITION_MAX));
	struct rule_token token = rule_scan_next(&checker.scan);
	if (token.kind == RULE_TOKEN_END)
		return rule_check_fail(&checker, 0,
		    err_set(&fault->err, ERR_SYNTAX, "an empty condition"));
	for (; token.kind != RULE_TOKEN_END;
	     token = rule_scan_next(&checker.scan)) {
		int r = rule_check_token(&checker, &token);
		if (r < 0)
			return r;
		if (rule_token_is(&checker.before, "and"))
			checker.between = false;
		checker.before = token;
	}
	if (checker.depth == 0)
		return 0;
	return rule_check_fail(&checker, checker.open[checker.depth - 1].offset,
	    err_set(&fault->err, ERR_SYNTAX, "this '(' is never closed"));
}
