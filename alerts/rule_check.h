/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What can be told of a condition without SQLite: comments, quotes and
 * parameters that rules may not use, brackets, a word that is compared with
 * nothing, the arguments of fact() and the patterns of matches().
 */
#ifndef ALERTS_RULE_CHECK_H
#define ALERTS_RULE_CHECK_H

#include "alerts/rule.h"
#include "alerts/rule_pattern.h"

#define RULE_CONDITION_MAX 2000 /* bytes */
#define RULE_STRING_MAX	   500

/* Adds the patterns it finds. On an error fills err, offset and nearest. */
int rule_check(const char *text, struct rule_patterns *patterns,
    struct rule_fault *fault) WARN_UNUSED;

#endif
