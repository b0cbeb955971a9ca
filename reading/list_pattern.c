/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * In: a pattern of a definition, and values of rows. Out: whether they match,
 * and the parts that its groups name. Called by list_reader.c.
 */
#include "reading/list_pattern.h"

#include "lib/base/mem.h"
#include "watchers/definition_regex.h"

#include <assert.h>

#define PCRE2_CODE_UNIT_WIDTH 8
#include <pcre2.h>

struct list_pattern {
	pcre2_code *code;
	pcre2_match_data *data;
	pcre2_match_context *bounds;
	const unsigned char *table; /* of names, by the code */
	uint32_t name_count, name_size;
	bool matched;
};

static pcre2_code *
list_pattern_compile(const char *regex)
{
	pcre2_compile_context *context = pcre2_compile_context_create(NULL);
	int fault;
	PCRE2_SIZE offset;

	assert(context != NULL);
	pcre2_set_parens_nest_limit(context, DEFINITION_REGEX_NESTED);
	pcre2_code *code =
	    pcre2_compile((PCRE2_SPTR)regex, PCRE2_ZERO_TERMINATED,
		DEFINITION_REGEX_OPTIONS, &fault, &offset, context);
	pcre2_compile_context_free(context);
	return code;
}

int
list_pattern_new(const char *regex, struct list_pattern **ret, struct err *err)
{
	pcre2_code *code = list_pattern_compile(regex);

	if (code == NULL)
		return err_set(
		    err, ERR_INVALID, "'%.100s' is no pattern", regex);
	struct list_pattern *pattern = mem_new(sizeof(*pattern));
	pattern->code = code;
	pattern->data = pcre2_match_data_create_from_pattern(code, NULL);
	pattern->bounds = pcre2_match_context_create(NULL);
	assert(pattern->data != NULL && pattern->bounds != NULL);
	pcre2_set_match_limit(pattern->bounds, DEFINITION_REGEX_STEPS);
	pcre2_set_depth_limit(pattern->bounds, DEFINITION_REGEX_DEPTH);
	pcre2_set_heap_limit(pattern->bounds, DEFINITION_REGEX_HEAP);
	/* None of these can fail on a pattern that was compiled. */
	(void)pcre2_pattern_info(
	    code, PCRE2_INFO_NAMECOUNT, &pattern->name_count);
	(void)pcre2_pattern_info(
	    code, PCRE2_INFO_NAMEENTRYSIZE, &pattern->name_size);
	(void)pcre2_pattern_info(
	    code, PCRE2_INFO_NAMETABLE, (void *)&pattern->table);
	*ret = pattern;
	return 0;
}

void
list_pattern_free(struct list_pattern *pattern)
{
	if (pattern == NULL)
		return;
	pcre2_match_context_free(pattern->bounds);
	pcre2_match_data_free(pattern->data);
	pcre2_code_free(pattern->code);
	mem_free(pattern);
}

int
list_pattern_match(struct list_pattern *pattern, struct span text)
{
	int r = pcre2_match(pattern->code, (PCRE2_SPTR)text.p, text.len, 0, 0,
	    pattern->data, pattern->bounds);

	pattern->matched = r > 0;
	if (r > 0 || r == PCRE2_ERROR_NOMATCH)
		return r > 0;
	return ERR_TOOBIG;
}

size_t
list_pattern_names(const struct list_pattern *pattern)
{
	return pattern->name_count;
}

void
list_pattern_group(const struct list_pattern *pattern, size_t i,
    struct span text, struct list_pair *ret)
{
	/* An entry: the group's number in two bytes, its name. */
	const unsigned char *entry = pattern->table + i * pattern->name_size;
	size_t group = (size_t)entry[0] << 8 | entry[1];
	const PCRE2_SIZE *ends = pcre2_get_ovector_pointer(pattern->data);
	const PCRE2_SIZE *at = ends + 2 * group;
	bool set = pattern->matched && at[0] != PCRE2_UNSET && at[0] <= at[1] &&
		   at[1] <= text.len;

	ret->name = (char *)(uintptr_t)(entry + 2);
	ret->value =
	    mem_strndup(set ? text.p + at[0] : "", set ? at[1] - at[0] : 0);
}
