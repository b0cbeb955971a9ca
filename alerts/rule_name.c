/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * In: a name from a condition. Out: what it is, or what was perhaps meant.
 * rule_check.c and rule_sql.c call it.
 */
#include "alerts/rule_name.h"

#include "alerts/rule_column.h"
#include "lib/base/yaml.h"

#include <assert.h>
#include <string.h>
#include <strings.h>

#define RULE_NAMES_MAX (2 * RULE_WORDS_MAX)

/* A word of two lists ("none") stands once. */
static const enum vocab rule_name_lists[] = {VOCAB_CLASSES, VOCAB_DIRECTIONS,
    VOCAB_GRADES, VOCAB_GUIDANCES, VOCAB_DISTRESSES, VOCAB_FORMS, VOCAB_METRICS,
    VOCAB_ROLES};

static const char *const rule_name_functions[] = {"abs", "coalesce", "fact",
    "glob", "ifnull", "instr", "length", "like", "lower", "matches", "max",
    "min", "nullif", "round", "upper"};

#define COUNT_OF(a) (sizeof(a) / sizeof((a)[0]))

static bool
rule_name_known(const struct rule_word *words, size_t count, const char *text)
{
	for (size_t i = 0; i < count; i++) {
		if (strcmp(words[i].text, text) == 0)
			return true;
	}
	return false;
}

size_t
rule_name_words(struct rule_word ret_words[RULE_WORDS_MAX])
{
	size_t count = 0;

	for (size_t i = 0; i < COUNT_OF(rule_name_lists); i++) {
		enum vocab list = rule_name_lists[i];
		for (int v = 0; v < vocab_size(list); v++) {
			const char *text = vocab_word(list, v);
			if (rule_name_known(ret_words, count, text))
				continue;
			assert(count < RULE_WORDS_MAX);
			ret_words[count++] = (struct rule_word){text, list};
		}
	}
	return count;
}

bool
rule_name_is_word(struct span name)
{
	for (size_t i = 0; i < COUNT_OF(rule_name_lists); i++) {
		for (int v = 0; v < vocab_size(rule_name_lists[i]); v++) {
			if (span_is(name, vocab_word(rule_name_lists[i], v)))
				return true;
		}
	}
	return false;
}

int
rule_name_list(struct span name)
{
	size_t count;
	const struct rule_column *columns = rule_columns(&count);

	for (size_t i = 0; i < count; i++) {
		if (span_is(name, columns[i].name))
			return rule_column_list((int)i);
	}
	return -1;
}

bool
rule_name_is_function(const char *name)
{
	for (size_t i = 0; i < COUNT_OF(rule_name_functions); i++) {
		if (strcasecmp(rule_name_functions[i], name) == 0)
			return true;
	}
	return false;
}

const char *
rule_name_nearest(const char *name)
{
	const char *names[RULE_NAMES_MAX];
	struct rule_word words[RULE_WORDS_MAX];
	size_t count = rule_name_words(words);
	size_t column_count;
	const struct rule_column *columns = rule_columns(&column_count);

	assert(count + column_count + COUNT_OF(rule_name_functions) <=
	       RULE_NAMES_MAX);
	for (size_t i = 0; i < count; i++)
		names[i] = words[i].text;
	for (size_t i = 0; i < column_count; i++)
		names[count++] = columns[i].name;
	for (size_t i = 0; i < COUNT_OF(rule_name_functions); i++)
		names[count++] = rule_name_functions[i];
	return yaml_nearest(name, names, count);
}
