/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Comes in: the parts of a definition that say what a row means: fields, time.
 * Goes out: those members of its struct list_spec. Called by
 * watchers/definition.c.
 */
#include "watchers/definition_fields.h"

#include "watchers/definition_value.h"
#include "watchers/parser.h"

#include <assert.h>

#define FORMATS_MAX 16

#define FIELDS(X)                                                              \
	X(LIST_KEY, key, "key")                                                \
	X(LIST_TITLE, title, "title")                                          \
	X(LIST_URL, url, "url")                                                \
	X(LIST_PAGE_URL, page_url, "page-url")                                 \
	X(LIST_PUBLISHER, publisher, "publisher")                              \
	X(LIST_CATEGORY, category, "category")                                 \
	X(LIST_CODE, code, "code")                                             \
	X(LIST_NAME, name, "name")                                             \
	X(LIST_TIME, time, "time")                                             \
	X(LIST_TEXT, text, "text")                                             \
	X(LIST_UPDATED, updated, "updated")

#define FIELDS_READ(field, id, word)                                           \
	static void fields_read_##id(                                          \
	    struct parser *parser, const struct yaml_node *node)               \
	{                                                                      \
		definition_value_read(                                         \
		    parser, node, &parser->definition->spec.fields[field]);    \
	}
FIELDS(FIELDS_READ)
#undef FIELDS_READ

void
definition_fields_read(struct parser *parser, const struct yaml_node *node)
{
#define FIELDS_KEY(field, id, word) {word, fields_read_##id, false},
	static const struct parser_key keys[] = {FIELDS(FIELDS_KEY)};
	static_assert(sizeof(keys) / sizeof(keys[0]) == LIST_FIELDS,
	    "a key for each field");
#undef FIELDS_KEY

	parser_read_map(parser, node, PARSER_KEYS(keys));
}

static void
time_read_kind(struct parser *parser, const struct yaml_node *node)
{
	static const char *const words[] = {
	    "epoch-ms", "epoch-s", "format", "relative", "feed"};
	static_assert(sizeof(words) / sizeof(words[0]) == LIST_TIME_KINDS,
	    "a word for each kind");
	int i = parser_read_word(parser, node, words, LIST_TIME_KINDS);

	if (i >= 0)
		parser->definition->spec.time_kind = (enum list_time_kind)i;
}

static void
time_read_format(struct parser *parser, const struct yaml_node *node)
{
	struct list_spec *spec = &parser->definition->spec;
	struct word_list list = {0};

	parser_read_words(parser, node, FORMATS_MAX, &list);
	spec->time_formats = list.words;
	spec->time_format_count = list.count;
}

static void
time_read_zone(struct parser *parser, const struct yaml_node *node)
{
	parser_read_zone(parser, node, &parser->definition->spec.zone);
}

static void
time_read_midnight(struct parser *parser, const struct yaml_node *node)
{
	static const char *const words[] = {"clock", "nominal"};
	int i = parser_read_word(parser, node, words, 2);

	if (i >= 0)
		parser->definition->spec.midnight_is_nominal = i == 1;
}

static void
time_read_nominal(struct parser *parser, const struct yaml_node *node)
{
	parser_read_flag(parser, node, &parser->definition->spec.nominal);
}

/* A relative time may be given by a format as well, where it is old. */
static void
time_check(struct parser *parser, const struct yaml_node *node)
{
	const struct list_spec *spec = &parser->definition->spec;
	bool has = spec->time_format_count > 0;

	if ((spec->time_kind == LIST_TIME_FORMAT && !has) ||
	    (has && spec->time_kind != LIST_TIME_FORMAT &&
		spec->time_kind != LIST_TIME_RELATIVE))
		parser_complain(
		    parser, node, "kind: format and a format go together");
	if (spec->time_kind != LIST_TIME_FEED && !yaml_get(node, "zone"))
		parser_complain(parser, node, "'zone' is missing");
}

void
definition_time_read(struct parser *parser, const struct yaml_node *node)
{
	static const struct parser_key keys[] = {
	    {"kind", time_read_kind, true},
	    {"format", time_read_format, false},
	    {"zone", time_read_zone, false},
	    {"midnight", time_read_midnight, false},
	    {"nominal", time_read_nominal, false},
	};

	parser_read_map(parser, node, PARSER_KEYS(keys));
	if (node->kind == YAML_MAP)
		time_check(parser, node);
}
