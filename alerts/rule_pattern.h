/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Patterns of matches(): PCRE2, compiled once when the rule is loaded, without
 * JIT (no executable memory) and with limits on steps, depth and memory.
 */
#ifndef ALERTS_RULE_PATTERN_H
#define ALERTS_RULE_PATTERN_H

#include "lib/base/buf.h"
#include "lib/base/err.h"

struct rule_patterns;

struct rule_patterns *rule_patterns_new(void);
void rule_patterns_free(struct rule_patterns *patterns);

/*
 * Compiles pattern unless it is known already. ERR_SYNTAX with PCRE2's own
 * message and the offset in bytes.
 */
int rule_patterns_add(struct rule_patterns *patterns, const char *pattern,
    size_t *ret_offset, struct err *err) WARN_UNUSED;

/*
 * 1: a pattern that was added occurs in the subject, 0: it does not. ERR_RANGE
 * when it took too many steps, ERR_NOTFOUND when it was never added.
 */
int rule_patterns_match(struct rule_patterns *patterns, const char *pattern,
    struct span subject) WARN_UNUSED;

#endif
