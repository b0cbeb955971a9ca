/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Comes in: the parts of a definition that say where the rows of a body are:
 * unwrap, items. Goes out: those members of its struct list_spec. Called by
 * watchers/definition.c.
 */
#include "watchers/definition_items.h"

#include "lib/base/mem.h"
#include "watchers/definition_regex.h"
#include "watchers/definition_value.h"
#include "watchers/parser.h"

#include <assert.h>
#include <string.h>

#define ROWS_MAX	 100000
#define HEADER_LINES_MAX 100
#define UNWRAP_MAX	 8
#define CONDITIONS_MAX	 32
#define WORDS_MAX	 256
#define STALE_MIN	 1000
#define STALE_MAX	 (INT64_C(7 * 24) * 3600000)

static struct list_spec *
items_spec(struct parser *parser)
{
	return &parser->definition->spec;
}

/* In the order of enum list_unwrap; the last two need a pointer. */
static const char *const unwrap_words[] = {"jsonp", "first", "text", "columns"};
static_assert(sizeof(unwrap_words) / sizeof(unwrap_words[0]) == LIST_UNWRAPS,
    "a word for each unwrapping");

static void
unwrap_read_step(struct parser *parser, const struct yaml_node *node)
{
	struct list_spec *spec = items_spec(parser);
	struct list_unwrap_step *step = &spec->unwrap[spec->unwrap_count];
	const struct yaml_node *word = node;
	int i;

	if (node->kind == YAML_MAP && node->count == 1)
		word = node->keys[0];
	i = parser_read_word(parser, word, unwrap_words, LIST_UNWRAPS);
	if (i < 0)
		return;
	step->kind = (enum list_unwrap)i;
	if ((i >= UNWRAP_TEXT) != (word != node)) {
		parser_complain(parser, node,
		    "an unwrapping is jsonp, first, { text: /POINTER } or "
		    "{ columns: /POINTER }");
		return;
	}
	if (word != node)
		definition_pointer_read(parser, node->items[0], &step->pointer);
	spec->unwrap_count++;
}

void
definition_unwrap_read(struct parser *parser, const struct yaml_node *node)
{
	struct list_spec *spec = items_spec(parser);
	size_t i;

	if (!parser_is_list(parser, node, UNWRAP_MAX))
		return;
	spec->unwrap = mem_array(node->count + 1, sizeof(*spec->unwrap));
	for (i = 0; i < node->count; i++)
		unwrap_read_step(parser, node->items[i]);
}

static void
items_read_rows(struct parser *parser, const struct yaml_node *node)
{
	/* RFC 6901 5: the empty pointer is the whole document */
	if (node->kind == YAML_SCALAR && node->text[0] == '\0' &&
	    items_spec(parser)->engine == ENGINE_JSON)
		mem_set(&items_spec(parser)->rows, "");
	else
		definition_pointer_read(
		    parser, node, &items_spec(parser)->rows);
}

static void
items_read_total(struct parser *parser, const struct yaml_node *node)
{
	definition_pointer_read(parser, node, &items_spec(parser)->total);
}

static void
items_read_more(struct parser *parser, const struct yaml_node *node)
{
	definition_pointer_read(parser, node, &items_spec(parser)->more);
}

static void
items_read_generated(struct parser *parser, const struct yaml_node *node)
{
	definition_pointer_read(parser, node, &items_spec(parser)->generated);
}

static void
items_read_stale(struct parser *parser, const struct yaml_node *node)
{
	parser_read_duration(parser, node, STALE_MIN, STALE_MAX,
	    &parser->definition->stale_after_ms);
}

static void
items_read_null(struct parser *parser, const struct yaml_node *node)
{
	static const char *const words[] = {"drift", "empty"};
	int i = parser_read_word(parser, node, words, 2);

	if (i >= 0)
		items_spec(parser)->null_rows = i == 1;
}

static void
items_read_count(
    struct parser *parser, const struct yaml_node *node, uint32_t *ret)
{
	int count = 0;

	parser_read_int(parser, node, 1, ROWS_MAX, &count);
	if (count > 0)
		*ret = (uint32_t)count;
}

static void
items_read_max(struct parser *parser, const struct yaml_node *node)
{
	items_read_count(parser, node, &items_spec(parser)->max_rows);
}

static void
items_read_least(struct parser *parser, const struct yaml_node *node)
{
	items_read_count(parser, node, &items_spec(parser)->least);
}

static void
items_read_header_lines(struct parser *parser, const struct yaml_node *node)
{
	parser_read_int(parser, node, 0, HEADER_LINES_MAX,
	    &items_spec(parser)->header_lines);
}

static void
items_read_market(struct parser *parser, const struct yaml_node *node)
{
	static const char *const words[] = {
	    "none", "cn", "hk", "jp", "kr", "us"};
	int i;

	if (node->kind == YAML_SCALAR && node->text[0] >= 'A' &&
	    node->text[0] <= 'Z') {
		parser_read_mic(parser, node, &items_spec(parser)->market);
		return;
	}
	i = parser_read_word(parser, node, PARSER_KEYS(words));
	if (i > 0)
		mem_set(&items_spec(parser)->market, words[i]);
}

static void
items_read_codes(struct parser *parser, const struct yaml_node *node)
{
	static const char *const words[] = {"listed", "own"};
	int i = parser_read_word(parser, node, words, 2);

	if (i >= 0)
		parser->definition->own_codes = i == 1;
}

/* Complains at the byte of the pattern where it goes wrong. */
static void
items_read_regex(struct parser *parser, const struct yaml_node *node,
    struct word_list *names, char **ret)
{
	struct err err = ERR_NONE;
	struct yaml_node at = *node;
	size_t offset = 0;

	parser_read_text(parser, node, ret);
	if (!*ret || definition_regex_check(*ret, names, &offset, &err) == 0)
		return;
	at.mark.column += (int)offset + (node->quoted ? 1 : 0);
	parser_complain(parser, &at, "%s", err.text);
}

static void
where_read_test(struct parser *parser, const struct yaml_node *key,
    const struct yaml_node *node, struct list_where *where)
{
	struct word_list list = {0};

	if (strcmp(key->text, "match") == 0) {
		where->test = TEST_MATCH;
		items_read_regex(parser, node, NULL, &where->regex);
		return;
	}
	where->test = strcmp(key->text, "in") == 0 ? TEST_IN : TEST_EQUALS;
	if (where->test == TEST_EQUALS && node->kind != YAML_SCALAR)
		parser_complain(
		    parser, node, "'equals' is one text; 'in' is a list");
	else if (node->kind == YAML_SCALAR && !node->text[0])
		word_list_add(&list, ""); /* equals nothing */
	else
		parser_read_words(parser, node, WORDS_MAX, &list);
	where->word_count = list.count;
	where->words = list.words;
}

static void
where_read(struct parser *parser, const struct yaml_node *node,
    struct list_where *where)
{
	int values = 0, tests = 0;
	size_t i;

	for (i = 0; i < node->count; i++) {
		const char *key = node->keys[i]->text;

		if (strcmp(key, "value") == 0) {
			values++;
			definition_template_read(
			    parser, node->items[i], &where->template);
		} else if (strcmp(key, "not") == 0) {
			parser_read_flag(
			    parser, node->items[i], &where->negated);
		} else if (strcmp(key, "equals") == 0 ||
			   strcmp(key, "in") == 0 ||
			   strcmp(key, "match") == 0) {
			if (tests++ == 0)
				where_read_test(parser, node->keys[i],
				    node->items[i], where);
		} else {
			parser_complain(parser, node->keys[i],
			    "unknown key '%s' (value, equals, in, match, not)",
			    key);
		}
	}
	if (values != 1 || tests != 1)
		parser_complain(parser, node,
		    "a condition is { value: TEMPLATE } with one of equals, "
		    "in and match");
}

static void
items_read_where(struct parser *parser, const struct yaml_node *node)
{
	struct list_spec *spec = items_spec(parser);
	size_t i;

	if (!parser_is_list(parser, node, CONDITIONS_MAX))
		return;
	spec->where = mem_array(node->count + 1, sizeof(*spec->where));
	for (i = 0; i < node->count; i++) {
		struct list_where *where = &spec->where[spec->where_count++];

		if (node->items[i]->kind == YAML_MAP)
			where_read(parser, node->items[i], where);
		else
			parser_complain(
			    parser, node->items[i], "a condition is a map");
	}
}

static void
extract_read(struct parser *parser, const struct yaml_node *node,
    struct list_extract *extract)
{
	const struct yaml_node *from = yaml_get(node, "from");
	const struct yaml_node *regex = yaml_get(node, "regex");
	size_t before = parser->names.count;
	int faults;

	if (node->kind != YAML_MAP || !from || !regex || node->count != 2) {
		parser_complain(parser, node,
		    "a pattern is { from: TEMPLATE, regex: REGEX }");
		return;
	}
	definition_template_read(parser, from, &extract->template);
	faults = parser->faults;
	items_read_regex(parser, regex, &parser->names, &extract->regex);
	parser->names_open |= parser->faults > faults;
	if (parser->names.count == before && parser->faults == faults)
		parser_complain(
		    parser, regex, "the pattern names no group: (?<name>...)");
}

void
definition_extract_read(struct parser *parser, const struct yaml_node *node)
{
	struct list_spec *spec = items_spec(parser);
	size_t i;

	if (!node || !parser_is_list(parser, node, CONDITIONS_MAX))
		return;
	spec->extract = mem_array(node->count + 1, sizeof(*spec->extract));
	for (i = 0; i < node->count; i++)
		extract_read(parser, node->items[i],
		    &spec->extract[spec->extract_count++]);
}

void
definition_names_read(struct parser *parser, const struct yaml_node *node)
{
	struct list_spec *spec = items_spec(parser);
	size_t i;

	if (!node)
		return;
	if (node->kind != YAML_MAP || node->count > CONDITIONS_MAX) {
		parser_complain(parser, node,
		    "names are a map of at most %d: { year: /POINTER }",
		    CONDITIONS_MAX);
		return;
	}
	spec->beside = mem_array(node->count + 1, sizeof(*spec->beside));
	for (i = 0; i < node->count; i++) {
		struct list_beside *beside = &spec->beside[i];

		parser_read_name(parser, node->keys[i], &beside->name);
		definition_pointer_read(
		    parser, node->items[i], &beside->pointer);
		if (beside->name)
			word_list_add(&parser->names, beside->name);
	}
	spec->beside_count = node->count;
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
	    {"codes", items_read_codes, false},
	    {"max", items_read_max, false},
	    {"least", items_read_least, false},
	    {"generated", items_read_generated, false},
	    {"stale-after", items_read_stale, false},
	    {"where", items_read_where, false},
	    {"names", NULL, false},
	    {"extract", NULL, false},
	};

	parser_read_map(parser, node, PARSER_KEYS(keys));
}
