/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * In: patterns an operator wrote and titles an exchange sent. Out: yes, no or
 * too hard. rule_check.c adds patterns, rule_sql.c matches. The limits hold a
 * hostile title against a careless pattern to about a millisecond.
 */
#include "alerts/rule_pattern.h"

#include "lib/base/mem.h"

#include <assert.h>
#include <string.h>

#define PCRE2_CODE_UNIT_WIDTH 8
#include <pcre2.h>

#define RULE_PATTERN_STEPS  20000 /* calls of the matcher's inner function */
#define RULE_PATTERN_DEPTH  500
#define RULE_PATTERN_HEAP   256 /* KiB */
#define RULE_PATTERN_NESTED 50

struct rule_pattern {
	char *text;
	pcre2_code *code;
};

struct rule_patterns {
	size_t count;
	size_t cap;
	struct rule_pattern *items; /* by text */
	pcre2_compile_context *compile;
	pcre2_match_context *match;
	pcre2_match_data *data;
};

struct rule_patterns *
rule_patterns_new(void)
{
	struct rule_patterns *patterns = mem_new(sizeof(*patterns));

	patterns->compile = pcre2_compile_context_create(NULL);
	patterns->match = pcre2_match_context_create(NULL);
	patterns->data = pcre2_match_data_create(1, NULL);
	assert(patterns->compile != NULL && patterns->match != NULL &&
	       patterns->data != NULL);
	pcre2_set_parens_nest_limit(patterns->compile, RULE_PATTERN_NESTED);
	pcre2_set_match_limit(patterns->match, RULE_PATTERN_STEPS);
	pcre2_set_depth_limit(patterns->match, RULE_PATTERN_DEPTH);
	pcre2_set_heap_limit(patterns->match, RULE_PATTERN_HEAP);
	return patterns;
}

void
rule_patterns_free(struct rule_patterns *patterns)
{
	if (patterns == NULL)
		return;
	for (size_t i = 0; i < patterns->count; i++) {
		mem_free(patterns->items[i].text);
		pcre2_code_free(patterns->items[i].code);
	}
	mem_free(patterns->items);
	pcre2_match_data_free(patterns->data);
	pcre2_match_context_free(patterns->match);
	pcre2_compile_context_free(patterns->compile);
	mem_free(patterns);
}

/* Where the pattern is, or belongs: many rules may have one each. */
static size_t
rule_patterns_place(const struct rule_patterns *patterns, const char *text)
{
	size_t from = 0, to = patterns->count;

	while (from < to) {
		size_t middle = from + (to - from) / 2;

		if (strcmp(patterns->items[middle].text, text) < 0)
			from = middle + 1;
		else
			to = middle;
	}
	return from;
}

static const struct rule_pattern *
rule_patterns_find(const struct rule_patterns *patterns, const char *text)
{
	size_t at = rule_patterns_place(patterns, text);

	return at < patterns->count &&
		       strcmp(patterns->items[at].text, text) == 0
		   ? &patterns->items[at]
		   : NULL;
}

static void
rule_patterns_insert(
    struct rule_patterns *patterns, const char *text, pcre2_code *code)
{
	size_t at = rule_patterns_place(patterns, text);

	patterns->items = mem_grow(patterns->items, patterns->count,
	    &patterns->cap, sizeof(patterns->items[0]));
	memmove(&patterns->items[at + 1], &patterns->items[at],
	    (patterns->count - at) * sizeof(patterns->items[0]));
	patterns->items[at] = (struct rule_pattern){mem_strdup(text), code};
	patterns->count++;
}

int
rule_patterns_add(struct rule_patterns *patterns, const char *pattern,
    size_t *ret_offset, struct err *err)
{
	char why[128];
	int code;
	PCRE2_SIZE offset;

	if (rule_patterns_find(patterns, pattern) != NULL)
		return 0;
	pcre2_code *compiled =
	    pcre2_compile((PCRE2_SPTR)pattern, PCRE2_ZERO_TERMINATED,
		PCRE2_UTF | PCRE2_MATCH_INVALID_UTF | PCRE2_NEVER_BACKSLASH_C,
		&code, &offset, patterns->compile);
	if (compiled == NULL) {
		(void)pcre2_get_error_message(
		    code, (PCRE2_UCHAR *)why, sizeof(why)); /* cut is fine */
		*ret_offset = offset;
		return err_set(err, ERR_SYNTAX, "pattern: %s", why);
	}
	rule_patterns_insert(patterns, pattern, compiled);
	return 0;
}

int
rule_patterns_match(
    struct rule_patterns *patterns, const char *pattern, struct span subject)
{
	const struct rule_pattern *found =
	    rule_patterns_find(patterns, pattern);

	if (found == NULL)
		return ERR_NOTFOUND;
	int r = pcre2_match(found->code, (PCRE2_SPTR)subject.p, subject.len, 0,
	    0, patterns->data, patterns->match);
	if (r == PCRE2_ERROR_NOMATCH)
		return 0;
	return r < 0 ? ERR_RANGE : 1;
}
