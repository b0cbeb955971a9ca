/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Comes in: a pattern of a definition. Goes out: whether it is one, and the
 * names of its groups. Called by the definition's parser.
 */
#include "watchers/definition_regex.h"

#include "watchers/definition_parts.h"

#include <assert.h>
#include <stdint.h>

#define PCRE2_CODE_UNIT_WIDTH 8
#include <pcre2.h>

/* The name table: entries of so many bytes, two of which are the number. */
static void
regex_add_names(const pcre2_code *code, struct word_list *names)
{
	PCRE2_SPTR table = NULL;
	uint32_t count = 0, size = 0;

	/* neither can fail on a pattern that was compiled */
	(void)pcre2_pattern_info(code, PCRE2_INFO_NAMECOUNT, &count);
	(void)pcre2_pattern_info(code, PCRE2_INFO_NAMEENTRYSIZE, &size);
	(void)pcre2_pattern_info(code, PCRE2_INFO_NAMETABLE, &table);
	for (uint32_t i = 0; i < count; i++)
		word_list_add(
		    names, (const char *)table + (size_t)i * size + 2);
}

int
definition_regex_check(const char *regex, struct word_list *names,
    size_t *ret_offset, struct err *err)
{
	pcre2_compile_context *context = pcre2_compile_context_create(NULL);
	pcre2_code *code;
	PCRE2_SIZE offset;
	char why[128];
	int fault;

	assert(context);
	pcre2_set_parens_nest_limit(context, DEFINITION_REGEX_NESTED);
	code = pcre2_compile((PCRE2_SPTR)regex, PCRE2_ZERO_TERMINATED,
	    DEFINITION_REGEX_OPTIONS, &fault, &offset, context);
	pcre2_compile_context_free(context);
	if (!code) {
		(void)pcre2_get_error_message(
		    fault, (PCRE2_UCHAR *)why, sizeof(why)); /* cut is fine */
		*ret_offset = offset;
		return err_set(err, ERR_SYNTAX, "pattern: %s", why);
	}
	if (names)
		regex_add_names(code, names);
	pcre2_code_free(code);
	return 0;
}
