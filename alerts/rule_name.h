/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The names a condition may use besides the event's columns: words of the
 * vocabulary, which are columns of their own so that a misspelt one is "no
 * such column", and functions.
 */
#ifndef ALERTS_RULE_NAME_H
#define ALERTS_RULE_NAME_H

#include "lib/base/buf.h"
#include "lib/base/vocab.h"

#include <stdbool.h>
#include <stddef.h>

#define RULE_WORDS_MAX 128

struct rule_word {
	const char *text;
	enum vocab list; /* whose order it has; "none" that of classes */
};

/* Every word once; returns how many. */
size_t rule_name_words(struct rule_word ret_words[RULE_WORDS_MAX]);
bool rule_name_is_word(struct span name);
/* The list whose words a column holds; -1 when name is no such column. */
int rule_name_list(struct span name);
/* Functions: ASCII, any case. */
bool rule_name_is_function(const char *name);
/* The column, word or function that is spelt nearest; NULL. */
const char *rule_name_nearest(const char *name);

#endif
