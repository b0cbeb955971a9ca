/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * In: the body of a list and the rules of its source. Out: the outcome that
 * one of them says. Called by read_list.c and items_json.c.
 */
#include "reading/list_rule.h"

#include "lib/base/mem.h"
#include "reading/list_rows.h"

#include <string.h>

#define LIST_RULE_SCAN	(64 * KIB)
#define LIST_RULE_VALUE (4 * KIB)

/* The word by which the rule holds; NULL: it does not. */
static const char *
list_rule_word(const struct list_rule *rule, struct span head)
{
	for (size_t i = 0; i < rule->word_count; i++)
		if (span_find(head, span_of(rule->words[i])) != NULL)
			return rule->words[i];
	return NULL;
}

static const char *
list_rule_value(
    const struct list_rule *rule, list_rule_fn *find, const void *arg)
{
	const char *word = NULL;
	struct buf value;

	if (find == NULL || rule->where == NULL)
		return NULL;
	buf_init(&value, LIST_RULE_VALUE);
	bool found = find(arg, span_of(rule->where), &value) == 0;
	struct span text = {value.len > 0 ? value.data : "", value.len};
	for (size_t i = 0; found && i < rule->word_count && word == NULL; i++)
		if (span_is(text, rule->words[i]))
			word = rule->words[i];
	buf_done(&value);
	return word;
}

static void
list_rule_tell(
    const struct list_rule *rule, const char *word, struct list_answer *answer)
{
	if (rule->outcome == OUTCOME_EMPTY) {
		answer->outcome = OUTCOME_EMPTY;
		mem_set(&answer->why, NULL);
	} else if (rule->look == LOOK_VALUE) {
		list_answer_fail(
		    answer, rule->outcome, "'%s' is '%s'", rule->where, word);
	} else {
		list_answer_fail(answer, rule->outcome, "it holds '%s'", word);
	}
}

bool
list_rule_judge(const struct list_spec *spec, struct span body,
    list_rule_fn *find, const void *arg, struct list_answer *answer)
{
	struct span head = {
	    body.p, body.len < LIST_RULE_SCAN ? body.len : LIST_RULE_SCAN};

	for (size_t i = 0; i < spec->rule_count; i++) {
		const struct list_rule *rule = &spec->rules[i];
		const char *word = NULL;
		if (rule->look == LOOK_BODY)
			word = list_rule_word(rule, head);
		else if (rule->look == LOOK_VALUE)
			word = list_rule_value(rule, find, arg);
		if (word == NULL)
			continue;
		if (rule->outcome == OUTCOME_OK)
			return false;
		list_rule_tell(rule, word, answer);
		return true;
	}
	return false;
}
