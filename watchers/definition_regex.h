/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The patterns of a definition, compiled once to find their faults. The reader
 * compiles them again, with the same options, and matches.
 */
#ifndef WATCHERS_DEFINITION_REGEX_H
#define WATCHERS_DEFINITION_REGEX_H

#include "lib/base/err.h"

#include <stddef.h>

struct word_list;

/* Options of pcre2_compile on both sides; never JIT. */
#define DEFINITION_REGEX_OPTIONS                                               \
	(PCRE2_UTF | PCRE2_MATCH_INVALID_UTF | PCRE2_NEVER_BACKSLASH_C)
/* Bounds of one match; past them the row is faulty. */
#define DEFINITION_REGEX_STEPS	100000
#define DEFINITION_REGEX_DEPTH	1000
#define DEFINITION_REGEX_HEAP	1024 /* KiB */
#define DEFINITION_REGEX_NESTED 32 /* parentheses in parentheses */

/*
 * Compiles a pattern (PCRE2) and adds the names of its groups to names (or
 * NULL). ERR_SYNTAX with the byte where it goes wrong.
 */
int definition_regex_check(const char *regex, struct word_list *names,
    size_t *ret_offset, struct err *err) WARN_UNUSED;

#endif
