/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Comes in: the templates of a definition that are filled in from a row. Goes
 * out: struct list_value, or a complaint about a name that no row has. Called
 * by the parts of the definition's parser.
 */
#include "watchers/definition_value.h"

#include "lib/base/mem.h"
#include "watchers/parser.h"

#include <assert.h>
#include <string.h>

#define MAP_MAX		  1024
#define NAME_MAX_	  200
#define NAMES_MAX	  128
#define WORD_COUNT(words) (sizeof(words) / sizeof((words)[0]))

/* What a row of these engines has. */
static const char *const feed_names[] = {"id", "title", "link", "published",
    "updated", "summary", "content", "author", "category", "enclosure"};
static const char *const page_names[] = {"title", "source", "time", "excerpt"};

/* Names that may stand in a template, as the engine, matrix and patterns say. */
static size_t
value_names(const struct parser *parser, const char *names[NAMES_MAX])
{
	const struct definition *definition = parser->definition;
	size_t i, n = 0;

	for (i = 0; definition->spec.engine == ENGINE_FEED &&
		    i < WORD_COUNT(feed_names);
	     i++)
		names[n++] = feed_names[i];
	for (i = 0; definition->spec.engine == ENGINE_PAGE &&
		    i < WORD_COUNT(page_names);
	     i++)
		names[n++] = page_names[i];
	for (i = 0; i < definition->list.axis_count; i++)
		names[n++] = definition->list.axes[i].name;
	for (i = 0; i < parser->names.count && n < NAMES_MAX; i++)
		names[n++] = parser->names.words[i];
	return n;
}

static const char value_openers[] = "([", value_closers[] = ")]";

/* Quotes, parentheses and brackets pair up. */
static bool
value_is_balanced(const char *s)
{
	char stack[32], quote = '\0';
	size_t depth = 0;

	for (; *s; s++) {
		const char *open = strchr(value_openers, *s);
		const char *close = strchr(value_closers, *s);

		if (quote) {
			quote = *s == quote ? '\0' : quote;
		} else if (*s == '\'' || *s == '"') {
			quote = *s;
		} else if (open) {
			if (depth == sizeof(stack))
				return false;
			stack[depth++] = value_closers[open - value_openers];
		} else if (close) {
			if (depth == 0 || stack[--depth] != *close)
				return false;
		}
	}
	return depth == 0 && !quote;
}

/* Into the row, or the answer, as the engine finds its way there. */
static bool
value_is_path(const struct parser *parser, const char *name)
{
	switch (parser->definition->spec.engine) {
	case ENGINE_JSON:
		return name[0] == '/' || strncmp(name, "#/", 2) == 0;
	case ENGINE_HTML:
		return strpbrk(name, "./@(") != NULL && value_is_balanced(name);
	case ENGINE_PAGE:
	case ENGINE_FEED:
	case LIST_ENGINES:
		break;
	}
	return false;
}

static const char *
value_path_hint(const struct parser *parser)
{
	switch (parser->definition->spec.engine) {
	case ENGINE_JSON:
		return "; a JSON pointer begins with '/'";
	case ENGINE_HTML:
		return "; an XPath begins with './' and its brackets pair up";
	case ENGINE_PAGE:
	case ENGINE_FEED:
	case LIST_ENGINES:
		break;
	}
	return "";
}

static void
value_check_name(struct parser *parser, const struct yaml_node *at,
    const char *p, size_t len)
{
	const char *names[NAMES_MAX], *near;
	size_t i, n = value_names(parser, names);
	char name[NAME_MAX_];

	if (len >= sizeof(name)) {
		parser_complain(
		    parser, at, "a name of more than %d bytes", NAME_MAX_ - 1);
		return;
	}
	memcpy(name, p, len);
	name[len] = '\0';
	for (i = 0; i < n; i++)
		if (strcmp(names[i], name) == 0)
			return;
	if (value_is_path(parser, name) ||
	    (parser->names_open && template_is_free_name(name)))
		return;
	near = yaml_nearest(name, names, n);
	parser_complain(parser, at, "no name {%s} in a row%s%s%s%s", name,
	    value_path_hint(parser), near ? ", did you mean {" : "",
	    near ? near : "", near ? "}?" : "");
}

void
definition_template_read(
    struct parser *parser, const struct yaml_node *node, char **ret)
{
	struct yaml_node at = *node;
	const char *s, *end;
	int start = node->mark.column + (node->quoted ? 1 : 0);

	parser_read_text(parser, node, ret);
	for (s = *ret; s && *s; s = end + 1) {
		size_t literal = strcspn(s, "{}");

		end = s + literal;
		if (*end == '\0')
			return;
		at.mark.column = start + (int)(end - *ret);
		s = end + 1;
		end = s + strcspn(s, "{}");
		if (s[-1] == '}' || *end != '}') {
			parser_complain(
			    parser, node, "'{' and '}' do not pair up");
			return;
		}
		value_check_name(parser, &at, s, (size_t)(end - s));
	}
}

void
definition_pointer_read(
    struct parser *parser, const struct yaml_node *node, char **ret)
{
	bool html = parser->definition->spec.engine == ENGINE_HTML;

	parser_read_text(parser, node, ret);
	if (node->kind != YAML_SCALAR || !node->text[0])
		return;
	if (!html && node->text[0] != '/')
		parser_complain(parser, node, "a JSON pointer begins with '/'");
	if (html && !value_is_balanced(node->text))
		parser_complain(
		    parser, node, "the brackets of the XPath do not pair up");
}

static void
value_read_from(struct parser *parser, const struct yaml_node *node,
    struct list_value *value)
{
	definition_template_read(parser, node, &value->template);
}

static void
value_read_clean(struct parser *parser, const struct yaml_node *node,
    struct list_value *value)
{
	/* in the order of LIST_OP_* */
	static const char *const words[] = {"trim", "nfkc", "strip-tags",
	    "unescape", "no-spaces", "lower", "no-zeros"};
	static_assert(
	    LIST_OPS == (1 << WORD_COUNT(words)) - 1, "a word for each bit");

	parser_read_bits(parser, node, PARSER_KEYS(words), &value->ops);
}

static void
value_read_split(struct parser *parser, const struct yaml_node *node,
    struct list_value *value)
{
	parser_read_text(parser, node, &value->split);
}

static void
value_read_map(struct parser *parser, const struct yaml_node *node,
    struct list_value *value)
{
	struct list_map *map = &value->map;
	size_t i;

	if (node->kind != YAML_MAP || node->count == 0 ||
	    node->count > MAP_MAX) {
		parser_complain(parser, node,
		    "a map of 1 to %d texts is wanted here", MAP_MAX);
		return;
	}
	map->pairs = mem_array(node->count, sizeof(*map->pairs));
	for (i = 0; i < node->count; i++) {
		if (node->items[i]->kind != YAML_SCALAR) {
			parser_complain(
			    parser, node->items[i], "one value is wanted here");
			continue;
		}
		map->pairs[map->count++] =
		    (struct list_pair){mem_strdup(node->keys[i]->text),
			mem_strdup(node->items[i]->text)};
	}
}

/* For all that `map` does not name; it may be empty: then there is no value. */
static void
value_read_else(struct parser *parser, const struct yaml_node *node,
    struct list_value *value)
{
	if (node->kind == YAML_SCALAR)
		mem_set(&value->map.otherwise, node->text);
	else
		parser_complain(parser, node, "one value is wanted here");
}

static const struct value_key {
	const char *name;
	void (*read)(struct parser *parser, const struct yaml_node *node,
	    struct list_value *value);
} value_keys[] = {
    {"from", value_read_from},
    {"clean", value_read_clean},
    {"split", value_read_split},
    {"map", value_read_map},
    {"else", value_read_else},
};

static void
value_read_key(struct parser *parser, const struct yaml_node *key,
    const struct yaml_node *node, struct list_value *value)
{
	size_t i;

	for (i = 0; i < WORD_COUNT(value_keys); i++) {
		if (strcmp(key->text, value_keys[i].name) != 0)
			continue;
		value_keys[i].read(parser, node, value);
		return;
	}
	parser_complain(parser, key,
	    "unknown key '%s' (from, clean, split, map, else)", key->text);
}

void
definition_value_read(struct parser *parser, const struct yaml_node *node,
    struct list_value *value)
{
	size_t i;

	if (node->kind != YAML_MAP) {
		value_read_from(parser, node, value);
		return;
	}
	for (i = 0; i < node->count; i++)
		value_read_key(parser, node->keys[i], node->items[i], value);
	if (!yaml_get(node, "from"))
		parser_complain(parser, node, "'from' is missing");
	if (yaml_get(node, "else") && !yaml_get(node, "map"))
		parser_complain(parser, node, "'else' needs 'map'");
}
