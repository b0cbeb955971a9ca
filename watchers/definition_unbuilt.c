/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Comes in: the tree of a definition. Goes out: a complaint for each part of
 * the language that it uses and nothing follows yet. Called by
 * watchers/definition.c.
 */
#include "watchers/definition_unbuilt.h"

#include "watchers/parser.h"

#include <string.h>

/*
 * Keys from the top, "*" for any; lists are gone through. "=word": only that
 * value; "[]": only a list. What lands strikes its line.
 */
static const char *const unbuilt[] = {
    "hub",
    "fields.hub",
};

static void
unbuilt_say(struct parser *parser, const struct yaml_node *at, const char *what)
{
	parser_complain(parser, at, "'%s' is not built yet", what);
}

static bool
unbuilt_is_key(const char *path, size_t n, const char *key)
{
	return (n == 1 && path[0] == '*') ||
	       (strlen(key) == n && strncmp(key, path, n) == 0);
}

static bool
unbuilt_is_word(const char *word, const struct yaml_node *node)
{
	if (node->kind != YAML_SCALAR)
		return false;
	if (strcmp(word, "MIC") == 0)
		return node->text[0] >= 'A' && node->text[0] <= 'Z';
	return strcmp(node->text, word) == 0;
}

/* key: of node, for the complaint. As deep as path has parts. */
static void
unbuilt_walk(struct parser *parser, const struct yaml_node *key,
    const struct yaml_node *node, const char *path)
{
	size_t i, n = strcspn(path, ".=");

	if (path[0] == '\0' ||
	    (strcmp(path, "[]") == 0 && node->kind == YAML_LIST)) {
		unbuilt_say(parser, key, key->text);
		return;
	}
	for (i = 0; node->kind == YAML_LIST && i < node->count; i++)
		unbuilt_walk(parser, key, node->items[i], path);
	if (path[0] == '=') {
		if (unbuilt_is_word(path + 1, node))
			unbuilt_say(parser, node, node->text);
		return;
	}
	for (i = 0; node->kind == YAML_MAP && i < node->count; i++)
		if (unbuilt_is_key(path, n, node->keys[i]->text))
			unbuilt_walk(parser, node->keys[i], node->items[i],
			    path + n + (path[n] == '.'));
}

void
definition_unbuilt_check(struct parser *parser, const struct yaml_node *root)
{
	size_t i;

	for (i = 0; i < sizeof(unbuilt) / sizeof(unbuilt[0]); i++)
		unbuilt_walk(parser, root, root, unbuilt[i]);
}
