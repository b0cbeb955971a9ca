/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Comes in: a source's definition.yaml. Goes out: struct definition, or every
 * fault of the file with its place. Called by the daemon's configuration and
 * by filingctl check.
 */
#include "watchers/definition.h"

#include "lib/base/date.h"
#include "lib/base/mem.h"
#include "watchers/definition_list.h"
#include "watchers/definition_manners.h"
#include "watchers/definition_request.h"
#include "watchers/parser.h"

#include <string.h>

static void
definition_read_format(struct parser *parser, const struct yaml_node *node)
{
	parser_read_int(parser, node, 1, 1, &parser->definition->format);
}

/* A source's name is also a folder, a table key and a log field. */
static void
definition_read_name(struct parser *parser, const struct yaml_node *node)
{
	parser_read_text(parser, node, &parser->definition->name);
	if (node->kind == YAML_SCALAR &&
	    strspn(node->text, "abcdefghijklmnopqrstuvwxyz0123456789-") !=
		strlen(node->text))
		parser_complain(parser, node,
		    "a name has lower case letters, digits and '-'");
}

static void
definition_read_verified(struct parser *parser, const struct yaml_node *node)
{
	int32_t day;

	parser_read_text(parser, node, &parser->definition->verified);
	if (node->kind == YAML_SCALAR && date_parse(node->text, &day) < 0)
		parser_complain(
		    parser, node, "'%s' is no date (2026-10-31)", node->text);
}

static void
definition_read_engine(struct parser *parser, const struct yaml_node *node)
{
	/* in the order of enum list_engine, then those not built yet */
	static const char *const words[] = {
	    "json", "page", "feed", "html", "xml", "directory"};
	int i = parser_read_word(
	    parser, node, words, sizeof(words) / sizeof(words[0]));

	if (i > ENGINE_PAGE)
		parser_complain(
		    parser, node, "engine '%s' is not built yet", node->text);
	else if (i >= 0)
		parser->definition->spec.engine = (enum list_engine)i;
}

static void
definition_read_terms(struct parser *parser, const struct yaml_node *node)
{
	parser_read_text(parser, node, &parser->definition->terms);
}

static void
definition_read_accept(struct parser *parser, const struct yaml_node *node)
{
	static const char *const words[] = {"no", "yes"};
	int i = parser_read_word(parser, node, words, 2);

	if (i >= 0)
		parser->definition->terms_must_accept = i == 1;
}

static const struct parser_key definition_keys[] = {
    {"format", definition_read_format, true},
    {"name", definition_read_name, true},
    {"verified", definition_read_verified, true},
    {"engine", definition_read_engine, true},
    {"terms", definition_read_terms, false},
    {"terms-must-accept", definition_read_accept, false},
    {"request", definition_request_read, true},
    {"paging", definition_paging_read, false},
    {"window", definition_window_read, false},
    {"outcome", definition_outcome_read, false},
    {"items", definition_items_read, true},
    {"fields", definition_fields_read, false},
    {"time", definition_time_read, true},
    {"manners", definition_manners_read, true},
    {"facts", NULL, false},
    {"identity", NULL, false},
};

/* What holds where the file says nothing. */
static struct definition *
definition_new(void)
{
	struct definition *definition = mem_new(sizeof(*definition));

	mem_set(&definition->list.method, "GET");
	mem_set(&definition->document.method, "GET");
	definition->page_first = 1;
	definition->page_cap = 1;
	definition->page_gap_ms = 500;
	definition->deadline_ms = 30000;
	definition->until = UNTIL_DEFAULT;
	definition->jitter_percent = 10;
	definition->body_limit = 4 * MIB;
	definition->document_limit = 64 * MIB;
	definition->spec.max_rows = 10000;
	return definition;
}

static void
definition_check_engine(struct parser *parser, const struct yaml_node *root)
{
	const struct list_spec *spec = &parser->definition->spec;
	static const char *const needed[LIST_FIELDS] = {
	    [LIST_KEY] = "key", [LIST_TITLE] = "title", [LIST_TIME] = "time"};
	int i;

	if (spec->engine == ENGINE_PAGE) {
		if (spec->rows || spec->total || spec->more)
			parser_complain(parser, root,
			    "rows, total and more are for engine: json");
		return;
	}
	if (!spec->rows)
		parser_complain(
		    parser, root, "'items: rows' is missing (engine: json)");
	if (spec->header_lines > 0)
		parser_complain(
		    parser, root, "header-lines is for engine: page");
	for (i = 0; i < LIST_FIELDS; i++)
		if (needed[i] && !spec->fields[i].template)
			parser_complain(
			    parser, root, "'fields: %s' is missing", needed[i]);
}

/* What only the whole shows. */
static void
definition_check(struct parser *parser, const struct yaml_node *root)
{
	definition_check_engine(parser, root);
	if (parser->use.page && !parser->paging)
		parser_complain(parser, root,
		    "the request has a page, but 'paging' is missing");
	if (parser->paging && !parser->use.page)
		parser_complain(parser, parser->paging,
		    "the request says no {page}, {page0} or {offset}");
	if (parser->use.window && !parser->has_window)
		parser_complain(parser, root,
		    "the request says {from} or {to}, but 'window' is missing");
	if (parser->definition->name)
		mem_set(
		    &parser->definition->spec.source, parser->definition->name);
}

int
definition_parse(
    const struct yaml *yaml, struct definition **ret, struct buf *complaints)
{
	struct parser parser = {.yaml = yaml, .complaints = complaints};
	const struct yaml_node *root = yaml_root(yaml);

	if (!root)
		return buf_add_str(complaints, "the definition is empty\n") < 0
			   ? ERR_TOOBIG
			   : ERR_CONFIG;
	parser.definition = definition_new();
	parser_read_map(&parser, root, PARSER_KEYS(definition_keys));
	if (parser.faults == 0)
		definition_check(&parser, root);
	if (parser.faults > 0) {
		definition_free(parser.definition);
		return ERR_CONFIG;
	}
	*ret = parser.definition;
	return 0;
}

static int
definition_load_file(const char *name, const char *file,
    struct definition **ret, struct buf *complaints)
{
	struct definition *definition;
	struct err err = ERR_NONE;
	struct yaml *yaml;
	int rc;

	rc = yaml_load(file, &yaml, &err);
	if (rc == ERR_NOTFOUND)
		return rc;
	if (rc < 0)
		return buf_addf(complaints, "%s\n", err.text) < 0 ? ERR_TOOBIG
								  : ERR_CONFIG;
	rc = definition_parse(yaml, &definition, complaints);
	if (rc == 0 && strcmp(definition->name, name) != 0) {
		definition_free(definition);
		rc = buf_addf(complaints, "%s:1:1: the name must be '%s'\n",
			 file, name) < 0
			 ? ERR_TOOBIG
			 : ERR_CONFIG;
	}
	yaml_free(yaml);
	if (rc == 0)
		*ret = definition;
	return rc;
}

int
definition_load(const char *name, const char *const dirs[], size_t n,
    struct definition **ret, struct buf *complaints)
{
	size_t i;
	int rc = ERR_NOTFOUND;

	/* the name comes from a config: it may not climb out of dirs */
	if (!*name || *name == '.' || strchr(name, '/'))
		return ERR_NOTFOUND;
	for (i = 0; i < n && rc == ERR_NOTFOUND; i++) {
		char *file = mem_printf("%s/%s/definition.yaml", dirs[i], name);

		rc = definition_load_file(name, file, ret, complaints);
		mem_free(file);
	}
	return rc;
}

void
definition_free(struct definition *definition)
{
	if (!definition)
		return;
	request_spec_done(&definition->prelude);
	request_spec_done(&definition->list);
	request_spec_done(&definition->document);
	document_spec_done(&definition->files);
	word_list_done(&definition->to_verify);
	word_list_done(&definition->credentials);
	list_spec_done(&definition->spec);
	mem_free(definition->name);
	mem_free(definition->verified);
	mem_free(definition->market);
	mem_free(definition->calendar);
	mem_free(definition->windows);
	mem_free(definition->terms);
	mem_free(definition);
}
