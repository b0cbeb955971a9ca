/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Comes in: the rules of a definition that tell answers apart. Goes out: those
 * of its struct list_spec. Called by watchers/definition.c.
 */
#include "watchers/definition_outcome.h"

#include "lib/base/mem.h"
#include "watchers/parser.h"

#include <assert.h>
#include <string.h>

#define RULES_MAX 64
#define WORDS_MAX 64

/* In the order of enum list_outcome, but those that only engines find. */
static const char *const outcome_words[] = {
    "ok", "empty", "retry", "blocked", "drift", "stop", "not-yet"};
static_assert(sizeof(outcome_words) / sizeof(outcome_words[0]) == OUTCOME_TORN,
    "a word for each outcome of a rule");

/* The keys of a rule beside `is`; NULL: none. */
static const struct outcome_shape {
	enum list_look look;
	const char *where, *words;
} outcome_shapes[] = {
    {LOOK_BODY, NULL, "contains"},
    {LOOK_VALUE, "value", "in"},
    {LOOK_STATUS, NULL, "status"},
    {LOOK_HEADER, "header", "contains"},
};

#define OUTCOME_SHAPES (sizeof(outcome_shapes) / sizeof(outcome_shapes[0]))

static const struct outcome_shape *
outcome_find_shape(const struct yaml_node *node)
{
	const struct outcome_shape *shape;
	size_t i;

	for (i = 0; i < OUTCOME_SHAPES; i++) {
		shape = &outcome_shapes[i];
		if (node->count == (shape->where ? 3 : 2) &&
		    yaml_get(node, shape->words) &&
		    (!shape->where || yaml_get(node, shape->where)))
			return shape;
	}
	return NULL;
}

static void
outcome_check_status(struct parser *parser, const struct yaml_node *node,
    const struct word_list *words)
{
	size_t i;

	for (i = 0; i < words->count; i++)
		if (strlen(words->words[i]) != 3 ||
		    strspn(words->words[i], "0123456789") != 3)
			parser_complain(parser, node, "'%s' is no HTTP status",
			    words->words[i]);
}

static void
outcome_fill(struct parser *parser, const struct yaml_node *node,
    const struct outcome_shape *shape, struct list_rule *rule)
{
	const struct yaml_node *words = yaml_get(node, shape->words);
	struct word_list list = {0};

	rule->look = shape->look;
	if (shape->look == LOOK_BODY || shape->look == LOOK_HEADER) {
		char *word = NULL;

		parser_read_text(parser, words, &word);
		if (word)
			word_list_add(&list, word);
		mem_free(word);
	} else {
		parser_read_words(parser, words, WORDS_MAX, &list);
	}
	if (shape->look == LOOK_STATUS)
		outcome_check_status(parser, words, &list);
	rule->word_count = list.count;
	rule->words = list.words;
	if (!shape->where)
		return;
	words = yaml_get(node, shape->where);
	parser_read_text(parser, words, &rule->where);
	if (shape->look == LOOK_VALUE && rule->where && rule->where[0] != '/')
		parser_complain(
		    parser, words, "a JSON pointer begins with '/'");
}

static void
outcome_read_rule(struct parser *parser, const struct yaml_node *node)
{
	struct list_spec *spec = &parser->definition->spec;
	const struct yaml_node *is = yaml_get(node, "is");
	const struct outcome_shape *shape = outcome_find_shape(node);
	struct list_rule *rule = &spec->rules[spec->rule_count];
	int i;

	if (!is || !shape) {
		parser_complain(parser, node,
		    "a rule is { contains: TEXT, is: OUTCOME }, or has "
		    "'status', 'value' and 'in', or 'header' and 'contains'");
		return;
	}
	i = parser_read_word(parser, is, PARSER_KEYS(outcome_words));
	rule->outcome = i < 0 ? OUTCOME_DRIFT : (enum list_outcome)i;
	outcome_fill(parser, node, shape, rule);
	spec->rule_count++;
}

void
definition_outcome_read(struct parser *parser, const struct yaml_node *node)
{
	struct list_spec *spec = &parser->definition->spec;
	size_t i;

	if (!parser_is_list(parser, node, RULES_MAX))
		return;
	spec->rules = mem_array(node->count + 1, sizeof(*spec->rules));
	for (i = 0; i < node->count; i++)
		outcome_read_rule(parser, node->items[i]);
}
