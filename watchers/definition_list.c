/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Comes in: the parts of a definition that say what a list body means:
 * outcome, items, fields, time. Goes out: its struct list_spec, which the
 * reader follows. Called by watchers/definition.c.
 */
#include "watchers/definition_list.h"

#include "lib/base/mem.h"
#include "watchers/parser.h"

#include <string.h>

#define RULES_MAX	 64
#define CLEAN_MAX	 8
#define ROWS_MAX	 100000
#define HEADER_LINES_MAX 100

static struct list_spec *
definition_spec(struct parser *parser)
{
	return &parser->definition->spec;
}

/* Words of enum list_outcome, then those of the language not built yet. */
static const char *const outcome_words[] = {
    "ok", "empty", "retry", "blocked", "drift", "stop", "not-yet"};

static void
outcome_read_rule(struct parser *parser, const struct yaml_node *node)
{
	struct list_spec *spec = definition_spec(parser);
	struct list_rule *rule = &spec->rules[spec->rule_count];
	const struct yaml_node *contains = yaml_get(node, "contains");
	const struct yaml_node *is = yaml_get(node, "is");
	int i;

	if (!contains || !is || node->count != 2) {
		parser_complain(parser, node,
		    "a rule has two keys: { contains: TEXT, is: OUTCOME }");
		return;
	}
	i = parser_read_word(parser, is, outcome_words,
	    sizeof(outcome_words) / sizeof(outcome_words[0]));
	if (i > OUTCOME_DRIFT) {
		parser_complain(
		    parser, is, "outcome '%s' is not built yet", is->text);
		return;
	}
	if (i < 0)
		return;
	rule->words = mem_array(1, sizeof(*rule->words));
	parser_read_text(parser, contains, &rule->words[0]);
	rule->word_count = rule->words[0] != NULL;
	if (rule->word_count == 0) {
		list_rule_done(rule);
		return;
	}
	rule->outcome = (enum list_outcome)i;
	spec->rule_count++;
}

void
definition_outcome_read(struct parser *parser, const struct yaml_node *node)
{
	struct list_spec *spec = definition_spec(parser);
	size_t i;

	if (!parser_is_list(parser, node, RULES_MAX))
		return;
	spec->rules = mem_array(node->count + 1, sizeof(*spec->rules));
	for (i = 0; i < node->count; i++)
		outcome_read_rule(parser, node->items[i]);
}

/* A JSON pointer (RFC 6901), where "*" may stand for every member. */
static void
items_read_pointer(
    struct parser *parser, const struct yaml_node *node, char **ret)
{
	if (node->kind == YAML_SCALAR && node->text[0] != '/')
		parser_complain(parser, node, "a JSON pointer begins with '/'");
	else
		parser_read_text(parser, node, ret);
}

static void
items_read_rows(struct parser *parser, const struct yaml_node *node)
{
	items_read_pointer(parser, node, &definition_spec(parser)->rows);
}

static void
items_read_total(struct parser *parser, const struct yaml_node *node)
{
	items_read_pointer(parser, node, &definition_spec(parser)->total);
}

static void
items_read_more(struct parser *parser, const struct yaml_node *node)
{
	items_read_pointer(parser, node, &definition_spec(parser)->more);
}

static void
items_read_null(struct parser *parser, const struct yaml_node *node)
{
	static const char *const words[] = {"drift", "empty"};
	int i = parser_read_word(parser, node, words, 2);

	if (i >= 0)
		definition_spec(parser)->null_rows = i == 1;
}

static void
items_read_max(struct parser *parser, const struct yaml_node *node)
{
	int max = 0;

	parser_read_int(parser, node, 1, ROWS_MAX, &max);
	if (max > 0)
		definition_spec(parser)->max_rows = (uint32_t)max;
}

static void
items_read_header_lines(struct parser *parser, const struct yaml_node *node)
{
	parser_read_int(parser, node, 0, HEADER_LINES_MAX,
	    &definition_spec(parser)->header_lines);
}

static void
items_read_market(struct parser *parser, const struct yaml_node *node)
{
	static const char *const words[] = {"none", "cn"};
	int i = parser_read_word(parser, node, words, 2);

	if (i == 1)
		mem_set(&definition_spec(parser)->market, words[i]);
}

void
definition_items_read(struct parser *parser, const struct yaml_node *node)
{
	static const struct parser_key keys[] = {
	    {"rows", items_read_rows, false},
	    {"null-rows", items_read_null, false},
	    {"total", items_read_total, false},
	    {"more", items_read_more, false},
	    {"header-lines", items_read_header_lines, false},
	    {"market", items_read_market, false},
	    {"max", items_read_max, false},
	    {"where", NULL, false},
	    {"unwrap", NULL, false},
	};

	parser_read_map(parser, node, PARSER_KEYS(keys));
}

static void
fields_read_clean(struct parser *parser, const struct yaml_node *node,
    struct list_value *value)
{
	/* in the order of LIST_OP_* */
	static const char *const words[] = {
	    "trim", "nfkc", "strip-tags", "unescape", "no-spaces"};
	size_t i;
	int op;

	if (!parser_is_list(parser, node, CLEAN_MAX))
		return;
	for (i = 0; i < node->count; i++) {
		op = parser_read_word(parser, node->items[i], words,
		    sizeof(words) / sizeof(words[0]));
		if (op >= 0)
			value->ops |= 1U << op;
	}
}

/* Every "{" of a field's template needs its "}". */
static void
fields_read_from(struct parser *parser, const struct yaml_node *node,
    struct list_value *value)
{
	const char *at;
	bool open = false;

	parser_read_text(parser, node, &value->template);
	for (at = value->template; at && *at; at++) {
		if (*at == (open ? '{' : '}'))
			break;
		if (*at == (open ? '}' : '{'))
			open = !open;
	}
	if (at && (*at || open))
		parser_complain(parser, node, "'{' and '}' do not pair up");
}

/* A template alone, or { from: TEMPLATE, clean: [...], split: TEXT }. */
static void
fields_read_value(struct parser *parser, const struct yaml_node *node,
    struct list_value *value)
{
	size_t i;

	if (node->kind != YAML_MAP) {
		fields_read_from(parser, node, value);
		return;
	}
	for (i = 0; i < node->count; i++) {
		const char *key = node->keys[i]->text;

		if (strcmp(key, "from") == 0)
			fields_read_from(parser, node->items[i], value);
		else if (strcmp(key, "clean") == 0)
			fields_read_clean(parser, node->items[i], value);
		else if (strcmp(key, "split") == 0)
			parser_read_text(parser, node->items[i], &value->split);
		else if (strcmp(key, "map") == 0 || strcmp(key, "regex") == 0)
			parser_complain(parser, node->keys[i],
			    "'%s' is not built yet", key);
		else
			parser_complain(parser, node->keys[i],
			    "unknown key '%s' (from, clean, split)", key);
	}
	if (!yaml_get(node, "from"))
		parser_complain(parser, node, "'from' is missing");
}

#define FIELDS(X)                                                              \
	X(LIST_KEY, key, "key")                                                \
	X(LIST_TITLE, title, "title")                                          \
	X(LIST_URL, url, "url")                                                \
	X(LIST_PAGE_URL, page_url, "page-url")                                 \
	X(LIST_PUBLISHER, publisher, "publisher")                              \
	X(LIST_CATEGORY, category, "category")                                 \
	X(LIST_CODE, code, "code")                                             \
	X(LIST_NAME, name, "name")                                             \
	X(LIST_TIME, time, "time")

#define FIELDS_READ(field, id, word)                                           \
	static void fields_read_##id(                                          \
	    struct parser *parser, const struct yaml_node *node)               \
	{                                                                      \
		fields_read_value(                                             \
		    parser, node, &definition_spec(parser)->fields[field]);    \
	}
FIELDS(FIELDS_READ)
#undef FIELDS_READ

void
definition_fields_read(struct parser *parser, const struct yaml_node *node)
{
#define FIELDS_KEY(field, id, word) {word, fields_read_##id, false},
	static const struct parser_key keys[] = {FIELDS(FIELDS_KEY)};
#undef FIELDS_KEY

	parser_read_map(parser, node, PARSER_KEYS(keys));
}

static void
time_read_kind(struct parser *parser, const struct yaml_node *node)
{
	static const char *const words[] = {
	    "epoch-ms", "epoch-s", "format", "joined", "relative"};
	int i = parser_read_word(
	    parser, node, words, sizeof(words) / sizeof(words[0]));

	if (i > LIST_TIME_FORMAT)
		parser_complain(
		    parser, node, "time '%s' is not built yet", node->text);
	else if (i >= 0)
		definition_spec(parser)->time_kind = (enum list_time_kind)i;
}

static void
time_read_format(struct parser *parser, const struct yaml_node *node)
{
	struct list_spec *spec = definition_spec(parser);

	if (node->kind == YAML_LIST)
		parser_complain(
		    parser, node, "a list of formats is not built yet");
	else {
		spec->time_formats = mem_array(1, sizeof(char *));
		parser_read_text(parser, node, &spec->time_formats[0]);
		spec->time_format_count = spec->time_formats[0] != NULL;
	}
}

static void
time_read_zone(struct parser *parser, const struct yaml_node *node)
{
	parser_read_zone(parser, node, &definition_spec(parser)->zone);
}

static void
time_read_midnight(struct parser *parser, const struct yaml_node *node)
{
	static const char *const words[] = {"clock", "nominal"};
	int i = parser_read_word(parser, node, words, 2);

	if (i >= 0)
		definition_spec(parser)->midnight_is_nominal = i == 1;
}

void
definition_time_read(struct parser *parser, const struct yaml_node *node)
{
	static const struct parser_key keys[] = {
	    {"kind", time_read_kind, true},
	    {"format", time_read_format, false},
	    {"zone", time_read_zone, true},
	    {"midnight", time_read_midnight, false},
	};
	const struct list_spec *spec = definition_spec(parser);

	parser_read_map(parser, node, PARSER_KEYS(keys));
	if ((spec->time_kind == LIST_TIME_FORMAT) !=
	    (spec->time_format_count > 0))
		parser_complain(
		    parser, node, "kind: format and a format go together");
}
