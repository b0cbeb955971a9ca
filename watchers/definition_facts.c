/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Comes in: the figures of a definition, for sources whose rows state them.
 * Goes out: the facts of its struct list_spec. Called by
 * watchers/definition.c.
 */
#include "watchers/definition_facts.h"

#include "lib/base/mem.h"
#include "lib/base/vocab.h"
#include "watchers/definition_value.h"
#include "watchers/parser.h"

#include <string.h>

#define FACTS_MAX 64
#define SCALE_MAX 18

static struct list_fact *
facts_last(struct parser *parser)
{
	struct list_spec *spec = &parser->definition->spec;

	return &spec->facts[spec->fact_count - 1];
}

static void
facts_check_word(struct parser *parser, const struct yaml_node *node,
    enum vocab vocab, const char *word)
{
	const char *words[METRIC_COUNT + ROLE_COUNT + BASIS_COUNT], *near;
	int i, n = vocab_size(vocab);

	if (!*word || vocab_value(vocab, word) >= 0)
		return;
	for (i = 0; i < n; i++)
		words[i] = vocab_word(vocab, i);
	near = yaml_nearest(word, words, (size_t)n);
	parser_complain(parser, node, "'%s' is no word for it%s%s%s", word,
	    near ? ", did you mean '" : "", near ? near : "", near ? "'?" : "");
}

/* What is constant has to be a word of the vocabulary; the rest may become. */
static void
facts_read_word(struct parser *parser, const struct yaml_node *node,
    enum vocab vocab, struct list_value *value)
{
	const struct yaml_node *map = yaml_get(node, "map");
	const struct yaml_node *other = yaml_get(node, "else");
	size_t i;

	definition_value_read(parser, node, value);
	if (!map && value->template && !strchr(value->template, '{'))
		facts_check_word(parser, node, vocab, value->template);
	for (i = 0; map && map->kind == YAML_MAP && i < map->count; i++)
		if (map->items[i]->kind == YAML_SCALAR)
			facts_check_word(
			    parser, map->items[i], vocab, map->items[i]->text);
	if (other && value->map.otherwise)
		facts_check_word(parser, other, vocab, value->map.otherwise);
}

static void
facts_read_metric(struct parser *parser, const struct yaml_node *node)
{
	facts_read_word(
	    parser, node, VOCAB_METRICS, &facts_last(parser)->metric);
}

static void
facts_read_role(struct parser *parser, const struct yaml_node *node)
{
	facts_read_word(parser, node, VOCAB_ROLES, &facts_last(parser)->role);
}

static void
facts_read_basis(struct parser *parser, const struct yaml_node *node)
{
	facts_read_word(parser, node, VOCAB_BASES, &facts_last(parser)->basis);
}

static void
facts_read_low(struct parser *parser, const struct yaml_node *node)
{
	definition_value_read(parser, node, &facts_last(parser)->low);
}

static void
facts_read_high(struct parser *parser, const struct yaml_node *node)
{
	definition_value_read(parser, node, &facts_last(parser)->high);
}

static void
facts_read_currency(struct parser *parser, const struct yaml_node *node)
{
	struct list_value *value = &facts_last(parser)->currency;
	const char *text;

	definition_value_read(parser, node, value);
	text = value->template;
	if (text && !strchr(text, '{') && value->map.count == 0 &&
	    (strlen(text) != 3 ||
		strspn(text, "ABCDEFGHIJKLMNOPQRSTUVWXYZ") != 3))
		parser_complain(
		    parser, node, "'%s' is no currency (ISO 4217)", text);
}

static void
facts_read_broker(struct parser *parser, const struct yaml_node *node)
{
	definition_value_read(parser, node, &facts_last(parser)->broker);
}

static void
facts_read_signed(
    struct parser *parser, const struct yaml_node *node, int max, int *ret)
{
	struct yaml_node digits = *node;
	bool negative = node->kind == YAML_SCALAR && node->text[0] == '-';
	int number = 0;

	if (negative)
		digits.text++;
	parser_read_int(parser, &digits, 0, max, &number);
	*ret = negative ? -number : number;
}

/* A power of ten that may be negative: figures in 0.01. */
static void
facts_read_scale(struct parser *parser, const struct yaml_node *node)
{
	facts_read_signed(parser, node, SCALE_MAX, &facts_last(parser)->scale);
}

static void
period_read_end(struct parser *parser, const struct yaml_node *node)
{
	definition_value_read(parser, node, &facts_last(parser)->period_end);
}

static void
period_read_format(struct parser *parser, const struct yaml_node *node)
{
	parser_read_text(parser, node, &facts_last(parser)->period_format);
}

static void
period_read_months(struct parser *parser, const struct yaml_node *node)
{
	if (node->kind == YAML_SCALAR && strcmp(node->text, "by-end") == 0)
		return;
	definition_value_read(parser, node, &facts_last(parser)->period_months);
}

static void
period_read_years(struct parser *parser, const struct yaml_node *node)
{
	facts_read_signed(
	    parser, node, LIST_FACT_YEARS, &facts_last(parser)->period_years);
}

static void
facts_read_period(struct parser *parser, const struct yaml_node *node)
{
	static const struct parser_key keys[] = {
	    {"end", period_read_end, true},
	    {"format", period_read_format, true},
	    {"months", period_read_months, false},
	    {"years", period_read_years, false},
	};

	parser_read_map(parser, node, PARSER_KEYS(keys));
}

static void
facts_read_each(struct parser *parser, const struct yaml_node *node)
{
	static const struct parser_key keys[] = {
	    {"metric", facts_read_metric, true},
	    {"role", facts_read_role, true},
	    {"basis", facts_read_basis, false},
	    {"low", facts_read_low, false},
	    {"high", facts_read_high, false},
	    {"period", facts_read_period, true},
	    {"currency", facts_read_currency, false},
	    {"broker", facts_read_broker, false},
	    {"scale", facts_read_scale, false},
	};
	struct list_spec *spec = &parser->definition->spec;
	size_t i;

	if (!parser_is_list(parser, node, FACTS_MAX))
		return;
	spec->facts = mem_array(node->count + 1, sizeof(*spec->facts));
	for (i = 0; i < node->count; i++) {
		spec->fact_count++;
		parser_read_map(parser, node->items[i], PARSER_KEYS(keys));
		if (!yaml_get(node->items[i], "low") &&
		    !yaml_get(node->items[i], "high"))
			parser_complain(parser, node->items[i],
			    "a figure needs 'low' or 'high'");
	}
}

void
definition_facts_read(struct parser *parser, const struct yaml_node *node)
{
	static const struct parser_key keys[] = {
	    {"each", facts_read_each, true},
	};

	parser_read_map(parser, node, PARSER_KEYS(keys));
}
