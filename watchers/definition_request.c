/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Comes in: the part of a definition that says what is asked for: request.
 * Goes out: those members of struct definition. Called by
 * watchers/definition.c.
 */
#include "watchers/definition_request.h"

#include "lib/base/mem.h"
#include "watchers/definition_body.h"
#include "watchers/matrix.h"
#include "watchers/parser.h"

#include <string.h>
#include <strings.h>

#define REQUEST_FIELDS_MAX 64
#define WORDS_MAX	   16
#define AXES_MAX	   8
#define AXIS_VALUES_MAX	   256
#define PRELUDE_MIN	   60000
#define PRELUDE_MAX	   (INT64_C(24) * 3600000)
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

/* Fields of forms and queries may be empty. */
static void
request_read_pair(struct parser *parser, const struct yaml_node *node,
    bool header, char **ret)
{
	if (header && node->kind == YAML_SCALAR && !*node->text)
		parser_complain(parser, node, "this may not be empty");
	else
		parser_read_template(parser, node, ret);
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
		request_read_pair(
		    parser, node->items[i], headers, &pairs[n].value);
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
request_read_query(struct parser *parser, const struct yaml_node *node)
{
	struct request_spec *request = parser->request;

	request->query =
	    request_read_pairs(parser, node, false, &request->query_count);
}

static void
request_read_json(struct parser *parser, const struct yaml_node *node)
{
	parser->request->json = definition_body_read(parser, node);
}

static void
request_read_content_type(struct parser *parser, const struct yaml_node *node)
{
	parser_read_words(
	    parser, node, WORDS_MAX, &parser->request->content_types);
}

static void
request_read_conditional(struct parser *parser, const struct yaml_node *node)
{
	parser_read_flag(parser, node, &parser->request->conditional);
}

static void
request_read_cookies(struct parser *parser, const struct yaml_node *node)
{
	parser_read_flag(parser, node, &parser->request->cookies);
}

static void
request_read_body_limit(struct parser *parser, const struct yaml_node *node)
{
	parser_read_size(
	    parser, node, BODY_MAX, &parser->definition->body_limit);
}

static void
matrix_read_axis(struct parser *parser, const struct yaml_node *key,
    const struct yaml_node *node, struct request_axis *axis)
{
	if (!template_is_free_name(key->text))
		parser_complain(parser, key,
		    "'%s' is no name of small letters, digits and '_', or is "
		    "one of the language",
		    key->text);
	axis->name = mem_strdup(key->text);
	parser_read_words(parser, node, AXIS_VALUES_MAX, &axis->values);
	if (axis->values.count == 0)
		parser_complain(parser, node, "'%s' takes no value", key->text);
}

void
definition_matrix_read(struct parser *parser, const struct yaml_node *node)
{
	struct request_spec *list = &parser->definition->list;
	size_t i, lists = 1;

	if (!node)
		return;
	if (node->kind != YAML_MAP || node->count == 0 ||
	    node->count > AXES_MAX) {
		parser_complain(parser, node,
		    "a map of 1 to %d names and their values is wanted here",
		    AXES_MAX);
		return;
	}
	list->axes = mem_array(node->count, sizeof(*list->axes));
	for (i = 0; i < node->count; i++) {
		struct request_axis *axis = &list->axes[list->axis_count++];

		matrix_read_axis(parser, node->keys[i], node->items[i], axis);
		if (lists <= MATRIX_MAX)
			lists *= axis->values.count;
	}
	if (lists > MATRIX_MAX)
		parser_complain(
		    parser, node, "these are more than %d lists", MATRIX_MAX);
}

/* Names of the matrix that no part of the request says. */
static void
matrix_check(struct parser *parser, const struct yaml_node *node)
{
	const struct yaml_node *matrix = yaml_get(node, "for");
	const struct request_spec *list = &parser->definition->list;
	size_t i;

	for (i = 0; i < list->axis_count; i++)
		if (!(parser->use.axes & 1U << i))
			parser_complain(parser, matrix->keys[i],
			    "the request never says {%s}", list->axes[i].name);
}

static void
request_check_list(struct parser *parser, const struct yaml_node *node)
{
	struct request_spec *list = &parser->definition->list;
	bool post = strcmp(list->method, "POST") == 0;
	const struct yaml_node *conditional = yaml_get(node, "conditional");

	if (list->form_count > 0 && !post)
		parser_complain(parser, node, "a form needs method: POST");
	if (list->json && !post)
		parser_complain(parser, node, "json needs method: POST");
	if (list->json && list->form_count > 0)
		parser_complain(
		    parser, node, "a request has a form or json, not both");
	if (!conditional)
		list->conditional = !post;
	else if (post && list->conditional)
		parser_complain(parser, conditional,
		    "only a GET can be conditional (RFC 9110 13.1)");
	matrix_check(parser, node);
}

static void
request_read_list(struct parser *parser, const struct yaml_node *node)
{
	static const struct parser_key keys[] = {
	    {"method", request_read_method, false},
	    {"url", request_read_url, false},
	    {"headers", request_read_headers, false},
	    {"query", request_read_query, false},
	    {"form", request_read_form, false},
	    {"json", request_read_json, false},
	    {"content-type", request_read_content_type, false},
	    {"limit", request_read_body_limit, false},
	    {"conditional", request_read_conditional, false},
	    {"cookies", request_read_cookies, false},
	    {"for", NULL, false},
	};

	parser->request = &parser->definition->list;
	parser_read_map(parser, node, PARSER_KEYS(keys));
	if (node->kind == YAML_MAP)
		request_check_list(parser, node);
}

static void
prelude_read_every(struct parser *parser, const struct yaml_node *node)
{
	parser_read_duration(parser, node, PRELUDE_MIN, PRELUDE_MAX,
	    &parser->definition->prelude_every_ms);
}

static void
request_read_prelude(struct parser *parser, const struct yaml_node *node)
{
	static const struct parser_key keys[] = {
	    {"url", request_read_url, true},
	    {"headers", request_read_headers, false},
	    {"every", prelude_read_every, false},
	};

	parser->request = &parser->definition->prelude;
	parser_read_map(parser, node, PARSER_KEYS(keys));
}

static void
document_read_always(struct parser *parser, const struct yaml_node *node)
{
	parser_read_flag(parser, node, &parser->definition->files.always);
}

static void
document_read_magic(struct parser *parser, const struct yaml_node *node)
{
	parser_read_words(
	    parser, node, WORDS_MAX, &parser->definition->files.magic);
}

static void
document_read_limit(struct parser *parser, const struct yaml_node *node)
{
	parser_read_size(
	    parser, node, DOCUMENT_MAX, &parser->definition->document_limit);
}

static void
document_read_roles(struct parser *parser, const struct yaml_node *node)
{
	struct word_list *roles = &parser->definition->files.roles;

	if (roles->count > 0)
		parser_complain(parser, node,
		    "'roles' and 'sgml' are two words for one list");
	parser_read_words(parser, node, WORDS_MAX, roles);
}

static void
document_read_zip(struct parser *parser, const struct yaml_node *node)
{
	parser_read_words(
	    parser, node, WORDS_MAX, &parser->definition->files.zip);
}

static void
document_read_fallback(struct parser *parser, const struct yaml_node *node)
{
	parser_read_name(parser, node, &parser->definition->files.fallback);
}

static void
request_read_document(struct parser *parser, const struct yaml_node *node)
{
	static const struct parser_key keys[] = {
	    {"headers", request_read_headers, false},
	    {"query", request_read_query, false},
	    {"always", document_read_always, false},
	    {"magic", document_read_magic, false},
	    {"limit", document_read_limit, false},
	    {"roles", document_read_roles, false},
	    {"sgml", document_read_roles, false},
	    {"zip", document_read_zip, false},
	    {"fallback", document_read_fallback, false},
	};

	parser->request = &parser->definition->document;
	parser_read_map(parser, node, PARSER_KEYS(keys));
}

void
definition_request_read(struct parser *parser, const struct yaml_node *node)
{
	static const struct parser_key keys[] = {
	    {"prelude", request_read_prelude, false},
	    {"list", request_read_list, true},
	    {"document", request_read_document, false},
	};

	parser_read_map(parser, node, PARSER_KEYS(keys));
}
