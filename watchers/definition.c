/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Comes in: a source's definition.yaml. Goes out: struct definition, or every
 * fault of the file with its place. Called by the daemon's configuration and
 * by filingctl check.
 */
#include "watchers/definition.h"

#include "lib/base/date.h"
#include "lib/base/mem.h"
#include "watchers/definition_check.h"
#include "watchers/definition_facts.h"
#include "watchers/definition_fields.h"
#include "watchers/definition_items.h"
#include "watchers/definition_manners.h"
#include "watchers/definition_outcome.h"
#include "watchers/definition_paging.h"
#include "watchers/definition_request.h"
#include "watchers/parser.h"

#include <assert.h>
#include <string.h>

#define CREDENTIALS_MAX 8
#define NOTES_MAX	64

static void
definition_read_format(struct parser *parser, const struct yaml_node *node)
{
	parser_read_int(parser, node, 1, 1, &parser->definition->format);
}

/* A source's name is also a folder, a table key and a log field. */
static void
definition_read_name(struct parser *parser, const struct yaml_node *node)
{
	parser_read_name(parser, node, &parser->definition->name);
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
	static const char *const words[] = {
	    "json", "page", "html", "feed", "directory"};
	static_assert(sizeof(words) / sizeof(words[0]) == LIST_ENGINES + 1,
	    "a word for each engine, and one for those without a request");
	int i = parser_read_word(parser, node, words, LIST_ENGINES + 1);

	parser->definition->directory = i == LIST_ENGINES;
	if (i == LIST_ENGINES)
		i = ENGINE_JSON;
	if (i >= 0)
		parser->definition->spec.engine = (enum list_engine)i;
	if (i == ENGINE_FEED)
		parser->definition->spec.time_kind = LIST_TIME_FEED;
}

static void
definition_read_kind(struct parser *parser, const struct yaml_node *node)
{
	static const char *const words[] = {"live", "estimates", "facts"};
	static_assert(sizeof(words) / sizeof(words[0]) == SOURCE_KINDS,
	    "a word for each kind");
	int i = parser_read_word(parser, node, words, SOURCE_KINDS);

	if (i >= 0)
		parser->definition->kind = (enum source_kind)i;
}

static void
definition_read_market(struct parser *parser, const struct yaml_node *node)
{
	parser_read_mic(parser, node, &parser->definition->market);
}

static void
definition_read_hub(struct parser *parser, const struct yaml_node *node)
{
	parser_read_flag(parser, node, &parser->definition->hub);
}

static void
definition_read_to_verify(struct parser *parser, const struct yaml_node *node)
{
	parser_read_words(
	    parser, node, NOTES_MAX, &parser->definition->to_verify);
}

static void
definition_read_credentials(struct parser *parser, const struct yaml_node *node)
{
	size_t i;

	if (!node || !parser_is_list(parser, node, CREDENTIALS_MAX))
		return;
	for (i = 0; i < node->count; i++) {
		char *name = NULL;

		parser_read_name(parser, node->items[i], &name);
		if (name)
			word_list_add(&parser->definition->credentials, name);
		mem_free(name);
	}
}

static void
definition_read_terms(struct parser *parser, const struct yaml_node *node)
{
	parser_read_text(parser, node, &parser->definition->terms);
}

static void
definition_read_accept(struct parser *parser, const struct yaml_node *node)
{
	parser_read_flag(parser, node, &parser->definition->terms_must_accept);
}

static const struct parser_key definition_keys[] = {
    {"format", definition_read_format, true},
    {"name", definition_read_name, true},
    {"verified", definition_read_verified, true},
    {"engine", NULL, true},
    {"kind", definition_read_kind, false},
    {"market", definition_read_market, false},
    {"terms", definition_read_terms, false},
    {"terms-must-accept", definition_read_accept, false},
    {"credentials", NULL, false},
    {"to-verify", definition_read_to_verify, false},
    {"hub", definition_read_hub, false},
    {"request", definition_request_read, true},
    {"paging", definition_paging_read, false},
    {"window", definition_window_read, false},
    {"unwrap", definition_unwrap_read, false},
    {"outcome", definition_outcome_read, false},
    {"items", definition_items_read, false},
    {"fields", definition_fields_read, false},
    {"time", definition_time_read, false},
    {"facts", definition_facts_read, false},
    {"manners", definition_manners_read, true},
};

/* What names may stand in templates, and where rows lie, decides the rest. */
static void
definition_read_first(struct parser *parser, const struct yaml_node *root)
{
	const struct yaml_node *engine = yaml_get(root, "engine");
	const struct yaml_node *list =
	    yaml_get(yaml_get(root, "request"), "list");

	if (engine)
		definition_read_engine(parser, engine);
	definition_read_credentials(parser, yaml_get(root, "credentials"));
	definition_matrix_read(parser, yaml_get(list, "for"));
	definition_names_read(
	    parser, yaml_get(yaml_get(root, "items"), "names"));
	definition_extract_read(
	    parser, yaml_get(yaml_get(root, "items"), "extract"));
}

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

int
definition_parse(
    const struct yaml *yaml, struct definition **ret, struct buf *complaints)
{
	struct parser parser = {.yaml = yaml};
	const struct yaml_node *root = yaml_root(yaml);
	int faults;

	if (!root)
		return buf_add_str(complaints, "the definition is empty\n") < 0
			   ? ERR_TOOBIG
			   : ERR_CONFIG;
	parser.definition = definition_new();
	definition_read_first(&parser, root);
	parser_read_map(&parser, root, PARSER_KEYS(definition_keys));
	if (parser.faults == 0)
		definition_check(&parser, root);
	faults = parser.faults;
	parser_tell(&parser, complaints);
	word_list_done(&parser.names);
	if (faults > 0) {
		definition_free(parser.definition);
		return ERR_CONFIG;
	}
	mem_set(&parser.definition->spec.source, parser.definition->name);
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
	if (rc == 0) {
		definition->path = mem_strdup(file);
		*ret = definition;
	}
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
	mem_free(definition->path);
	mem_free(definition->verified);
	mem_free(definition->market);
	mem_free(definition->calendar);
	mem_free(definition->windows);
	mem_free(definition->terms);
	mem_free(definition);
}
