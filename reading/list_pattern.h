/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The patterns of a list spec (PCRE2, never JIT), with the options and bounds
 * of watchers/definition_regex.h.
 */
#ifndef READING_LIST_PATTERN_H
#define READING_LIST_PATTERN_H

#include "lib/base/buf.h"
#include "lib/base/err.h"
#include "watchers/list_parts.h"

struct list_pattern;

/* ERR_INVALID with the pattern when it is none. Gives. */
int list_pattern_new(
    const char *regex, struct list_pattern **ret, struct err *err) WARN_UNUSED;
void list_pattern_free(struct list_pattern *pattern);

/* 1: text matches, 0: it does not; ERR_TOOBIG: that took too much work. */
int list_pattern_match(
    struct list_pattern *pattern, struct span text) WARN_UNUSED;

/* How many groups have a name. */
size_t list_pattern_names(const struct list_pattern *pattern);
/*
 * Group i of those with a name, with its part of the last text that matched,
 * "" when it had none. text is that text again. ret->name is borrowed, the
 * value is given.
 */
void list_pattern_group(const struct list_pattern *pattern, size_t i,
    struct span text, struct list_pair *ret);

#endif
