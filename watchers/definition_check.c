/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Comes in: a definition whose parts are without fault. Goes out: what is
 * wrong with the whole. Called by watchers/definition.c.
 */
#include "watchers/definition_check.h"

#include "watchers/parser.h"

#include <assert.h>

static const char *const check_engines[] = {"json", "page", "html", "feed"};
static_assert(sizeof(check_engines) / sizeof(check_engines[0]) == LIST_ENGINES,
    "a word for each engine");

/* A key that other engines than this one have. */
static void
check_refuse(struct parser *parser, const struct yaml_node *map,
    const char *key, const char *engines)
{
	const struct yaml_node *node = yaml_get(map, key);

	if (node)
		parser_complain(parser, node, "%s is for engine: %s, not %s",
		    key, engines,
		    check_engines[parser->definition->spec.engine]);
}

static void
check_keys(struct parser *parser, const struct yaml_node *root)
{
	enum list_engine engine = parser->definition->spec.engine;
	const struct yaml_node *items = yaml_get(root, "items");
	static const char *const counted[] = {
	    "rows", "total", "more", "generated"};
	size_t i;

	for (i = 0; i < sizeof(counted) / sizeof(counted[0]); i++)
		if (engine == ENGINE_PAGE || engine == ENGINE_FEED)
			check_refuse(parser, items, counted[i], "json, html");
	if (engine != ENGINE_JSON) {
		check_refuse(parser, items, "null-rows", "json");
		check_refuse(parser, items, "names", "json");
		check_refuse(parser, root, "unwrap", "json");
	}
	if (engine != ENGINE_PAGE)
		check_refuse(parser, items, "header-lines", "page");
	if (engine != ENGINE_FEED)
		check_refuse(parser, root, "hub", "feed");
}

/* json and html have no rows and no fields of their own. */
static void
check_needed(struct parser *parser, const struct yaml_node *root)
{
	const struct list_spec *spec = &parser->definition->spec;
	static const char *const needed[LIST_FIELDS] = {
	    [LIST_KEY] = "key", [LIST_TITLE] = "title", [LIST_TIME] = "time"};
	int i;

	if (spec->engine != ENGINE_FEED && !yaml_get(root, "time"))
		parser_complain(parser, root, "'time' is missing");
	if (spec->engine != ENGINE_JSON && spec->engine != ENGINE_HTML)
		return;
	if (!spec->rows)
		parser_complain(parser, root,
		    "'items: rows' is missing (engine: %s)",
		    check_engines[spec->engine]);
	for (i = 0; i < LIST_FIELDS; i++)
		if (needed[i] && !spec->fields[i].template)
			parser_complain(
			    parser, root, "'fields: %s' is missing", needed[i]);
}

static void
check_request(struct parser *parser, const struct yaml_node *root)
{
	const struct definition *definition = parser->definition;

	if (parser->use.page && !parser->paging)
		parser_complain(parser, root,
		    "the request has a page, but 'paging' is missing");
	if (parser->paging && !parser->use.page)
		parser_complain(parser, parser->paging,
		    "the request says no {page}, {page0} or {offset}");
	if (parser->use.window && !parser->has_window)
		parser_complain(parser, root,
		    "the request says {from} or {to}, but 'window' is missing");
	if (definition->split_over > 0 && !parser->use.window)
		parser_complain(parser, parser->paging,
		    "only a request with {from} and {to} can be split by days");
	if (definition->window_daily && !parser->use.window)
		parser_complain(parser, yaml_get(root, "window"),
		    "only a request with {from} or {to} is asked by: day");
	if (definition->sweep_back > 0 && !parser->use.window)
		parser_complain(parser, yaml_get(root, "window"),
		    "only a request with {from} or {to} can be swept by days");
}

static void
check_credentials(struct parser *parser, const struct yaml_node *root)
{
	const struct word_list *names = &parser->definition->credentials;
	const struct yaml_node *list = yaml_get(root, "credentials");
	size_t i;

	for (i = 0; i < names->count; i++)
		if (!(parser->use.credentials & 1U << i))
			parser_complain(parser, list->items[i],
			    "no request says {credential:%s}", names->words[i]);
}

static void
check_figures(struct parser *parser, const struct yaml_node *root)
{
	const struct definition *definition = parser->definition;
	bool figures = definition->spec.fact_count > 0;

	if (definition->kind == SOURCE_FACTS && !figures)
		parser_complain(parser, yaml_get(root, "kind"),
		    "a source of facts needs 'facts'");
	if (definition->kind == SOURCE_LIVE && figures)
		parser_complain(parser, yaml_get(root, "facts"),
		    "'facts' need kind: facts, or estimates");
	if (definition->stale_after_ms > 0 && !definition->spec.generated &&
	    definition->spec.engine != ENGINE_FEED)
		parser_complain(parser, yaml_get(root, "items"),
		    "'stale-after' needs 'generated'");
}

void
definition_check(struct parser *parser, const struct yaml_node *root)
{
	check_keys(parser, root);
	check_needed(parser, root);
	check_request(parser, root);
	check_credentials(parser, root);
	check_figures(parser, root);
}
