/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Comes in: the parts of a definition that say how and when to ask: request,
 * paging, window. Goes out: those members of struct definition.
 * Called by watchers/definition.c.
 */
#include "watchers/definition_request.h"

#include "lib/base/mem.h"
#include "watchers/parser.h"

#include <string.h>
#include <strings.h>

#define REQUEST_FIELDS_MAX 64
#define WORDS_MAX	   16
#define PAGE_SIZE_MAX	   10000
#define PAGE_CAP_MAX	   2000
#define WINDOW_DAYS_MAX	   400
#define BODY_MAX	   (64 * MIB)
#define DOCUMENT_MAX	   (256 * MIB)

static void
request_read_method(struct parser *parser, const struct yaml_node *node)
{
	static const char *const words[] = {"GET", "POST"};
	int i = parser_read_word(parser, node, words, 2);

	if (i >= 0)
		mem_set(&parser->request->method, words[i]);
}

static void
request_read_url(struct parser *parser, const struct yaml_node *node)
{
	if (node->kind == YAML_SCALAR &&
	    strncmp(node->text, "http://", 7) != 0 &&
	    strncmp(node->text, "https://", 8) != 0)
		parser_complain(
		    parser, node, "a url begins with http:// or https://");
	else
		parser_read_template(parser, node, &parser->request->url);
}

/* A field name of RFC 9110 5.1 that libcurl does not set by itself. */
static bool
request_is_header(const char *name)
{
	static const char *const own[] = {"host", "content-length",
	    "transfer-encoding", "connection", "expect"};
	size_t i;

	if (!*name || strspn(name, "abcdefghijklmnopqrstuvwxyz"
				   "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_") !=
			  strlen(name))
		return false;
	for (i = 0; i < sizeof(own) / sizeof(own[0]); i++)
		if (strcasecmp(own[i], name) == 0)
			return false;
	return true;
}

static struct name_value *
request_read_pairs(struct parser *parser, const struct yaml_node *node,
    bool headers, size_t *ret_count)
{
	struct name_value *pairs;
	size_t i, n = 0;

	if (node->kind != YAML_MAP || node->count > REQUEST_FIELDS_MAX) {
		parser_complain(parser, node,
		    "a map of at most %d fields is wanted here",
		    REQUEST_FIELDS_MAX);
		return NULL;
	}
	pairs = mem_array(node->count + 1, sizeof(*pairs));
	for (i = 0; i < node->count; i++) {
		const char *name = node->keys[i]->text;

		if (headers && !request_is_header(name)) {
			parser_complain(parser, node->keys[i],
			    "'%s' cannot be set as a header", name);
			continue;
		}
		if (parser->request == &parser->definition->document)
			parser_read_text(
			    parser, node->items[i], &pairs[n].value);
		else
			parser_read_template(
			    parser, node->items[i], &pairs[n].value);
		if (pairs[n].value)
			pairs[n++].name = mem_strdup(name);
	}
	*ret_count = n;
	return pairs;
}

static void
request_read_headers(struct parser *parser, const struct yaml_node *node)
{
	struct request_spec *request = parser->request;

	request->headers =
	    request_read_pairs(parser, node, true, &request->header_count);
}

static void
request_read_form(struct parser *parser, const struct yaml_node *node)
{
	struct request_spec *request = parser->request;

	request->form =
	    request_read_pairs(parser, node, false, &request->form_count);
}

static void
request_read_content_type(struct parser *parser, const struct yaml_node *node)
{
	parser_read_words(
	    parser, node, WORDS_MAX, &parser->request->content_types);
}

static void
request_read_magic(struct parser *parser, const struct yaml_node *node)
{
	parser_read_words(
	    parser, node, WORDS_MAX, &parser->definition->files.magic);
}

static void
request_read_document_limit(struct parser *parser, const struct yaml_node *node)
{
	parser_read_size(
	    parser, node, DOCUMENT_MAX, &parser->definition->document_limit);
}

static void
request_read_body_limit(struct parser *parser, const struct yaml_node *node)
{
	parser_read_size(
	    parser, node, BODY_MAX, &parser->definition->body_limit);
}

static void
request_read_list(struct parser *parser, const struct yaml_node *node)
{
	static const struct parser_key keys[] = {
	    {"method", request_read_method, false},
	    {"url", request_read_url, false},
	    {"headers", request_read_headers, false},
	    {"form", request_read_form, false},
	    {"content-type", request_read_content_type, false},
	    {"limit", request_read_body_limit, false},
	    {"query", NULL, false},
	    {"json", NULL, false},
	    {"for", NULL, false},
	};

	parser->request = &parser->definition->list;
	parser_read_map(parser, node, PARSER_KEYS(keys));
	if (parser->request->form_count > 0 &&
	    strcmp(parser->request->method, "POST") != 0)
		parser_complain(parser, node, "a form needs method: POST");
}

static void
request_read_document(struct parser *parser, const struct yaml_node *node)
{
	static const struct parser_key keys[] = {
	    {"headers", request_read_headers, false},
	    {"magic", request_read_magic, false},
	    {"limit", request_read_document_limit, false},
	    {"method", NULL, false},
	    {"url", NULL, false},
	    {"roles", NULL, false},
	    {"fallback", NULL, false},
	    {"zip", NULL, false},
	    {"sgml", NULL, false},
	};

	parser->request = &parser->definition->document;
	parser_read_map(parser, node, PARSER_KEYS(keys));
}

void
definition_request_read(struct parser *parser, const struct yaml_node *node)
{
	static const struct parser_key keys[] = {
	    {"list", request_read_list, true},
	    {"document", request_read_document, false},
	    {"prelude", NULL, false},
	};

	parser_read_map(parser, node, PARSER_KEYS(keys));
}

static void
paging_read_first(struct parser *parser, const struct yaml_node *node)
{
	parser_read_int(parser, node, 0, 1, &parser->definition->page_first);
}

static void
paging_read_size(struct parser *parser, const struct yaml_node *node)
{
	parser_read_int(
	    parser, node, 1, PAGE_SIZE_MAX, &parser->definition->page_size);
}

static void
paging_read_cap(struct parser *parser, const struct yaml_node *node)
{
	parser_read_int(
	    parser, node, 1, PAGE_CAP_MAX, &parser->definition->page_cap);
}

static void
paging_read_gap(struct parser *parser, const struct yaml_node *node)
{
	parser_read_duration(
	    parser, node, 0, 60000, &parser->definition->page_gap_ms);
}

void
definition_paging_read(struct parser *parser, const struct yaml_node *node)
{
	static const struct parser_key keys[] = {
	    {"first", paging_read_first, false},
	    {"size", paging_read_size, true},
	    {"cap", paging_read_cap, true},
	    {"gap", paging_read_gap, false},
	    {"split", NULL, false},
	    {"until", NULL, false},
	};

	parser->paging = node;
	parser_read_map(parser, node, PARSER_KEYS(keys));
}

static void
window_read_back(struct parser *parser, const struct yaml_node *node)
{
	parser_read_int(
	    parser, node, 0, WINDOW_DAYS_MAX, &parser->definition->window_back);
}

static void
window_read_ahead(struct parser *parser, const struct yaml_node *node)
{
	parser_read_int(parser, node, 0, WINDOW_DAYS_MAX,
	    &parser->definition->window_ahead);
}

void
definition_window_read(struct parser *parser, const struct yaml_node *node)
{
	static const struct parser_key keys[] = {
	    {"back", window_read_back, true},
	    {"ahead", window_read_ahead, true},
	    {"sweep", NULL, false},
	};

	parser->has_window = true;
	parser_read_map(parser, node, PARSER_KEYS(keys));
}
