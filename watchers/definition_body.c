/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Comes in: the YAML under `json:` of a request. Goes out: the tree that each
 * request is written from. Called by watchers/definition_request.c.
 */
#include "watchers/definition_body.h"

#include "lib/base/mem.h"
#include "watchers/parser.h"

#include <string.h>

static const char *
body_skip_digits(const char *s)
{
	return s + strspn(s, "0123456789");
}

/* A number of RFC 8259 6: no zeros in front, no sign but "-". */
static bool
body_is_number(const char *s)
{
	const char *digits;

	s += *s == '-';
	digits = s;
	s = body_skip_digits(s);
	if (s == digits || (*digits == '0' && s > digits + 1))
		return false;
	if (*s == '.') {
		digits = s + 1;
		s = body_skip_digits(digits);
		if (s == digits)
			return false;
	}
	if (*s == 'e' || *s == 'E') {
		s += s[1] == '-' || s[1] == '+' ? 2 : 1;
		digits = s;
		s = body_skip_digits(digits);
		if (s == digits)
			return false;
	}
	return *s == '\0';
}

static bool
body_is_bare(const struct yaml_node *node)
{
	return !node->quoted && (strcmp(node->text, "true") == 0 ||
				    strcmp(node->text, "false") == 0 ||
				    strcmp(node->text, "null") == 0 ||
				    body_is_number(node->text));
}

static void
body_read_scalar(
    struct parser *parser, const struct yaml_node *node, struct body_node *ret)
{
	ret->kind = body_is_bare(node) ? BODY_BARE : BODY_TEXT;
	parser_read_template(parser, node, &ret->text);
	if (!ret->text) /* complained of */
		ret->text = mem_strdup("");
}

/* To YAML a plain {page} is a map of one key without a value. */
static const char *
body_plain_number(const struct yaml_node *node)
{
	static const char *const names[] = {
	    "page", "page0", "offset", "now_ms"};
	size_t i;

	if (node->kind != YAML_MAP || node->count != 1 ||
	    node->items[0]->kind != YAML_SCALAR || node->items[0]->quoted ||
	    node->items[0]->text[0])
		return NULL;
	for (i = 0; i < sizeof(names) / sizeof(names[0]); i++)
		if (strcmp(node->keys[0]->text, names[i]) == 0)
			return names[i];
	return NULL;
}

static void
body_read_number(struct parser *parser, const char *name,
    const struct yaml_node *node, struct body_node *ret)
{
	char *text = mem_printf("{%s}", name);
	struct yaml_node scalar = {
	    .kind = YAML_SCALAR, .mark = node->mark, .text = text};

	body_read_scalar(parser, &scalar, ret);
	ret->kind = BODY_BARE;
	mem_free(text);
}

/* As deep as YAML may be (lib/base/yaml.h). */
static void
body_read(
    struct parser *parser, const struct yaml_node *node, struct body_node *ret)
{
	const char *number = body_plain_number(node);
	size_t i;

	if (number) {
		body_read_number(parser, number, node, ret);
		return;
	}
	if (node->kind == YAML_SCALAR) {
		body_read_scalar(parser, node, ret);
		return;
	}
	ret->kind = node->kind == YAML_MAP ? BODY_MAP : BODY_LIST;
	ret->items = mem_array(node->count + 1, sizeof(*ret->items));
	ret->count = node->count;
	for (i = 0; i < node->count; i++) {
		if (node->kind == YAML_MAP)
			ret->items[i].name = mem_strdup(node->keys[i]->text);
		body_read(parser, node->items[i], &ret->items[i]);
	}
}

struct body_node *
definition_body_read(struct parser *parser, const struct yaml_node *node)
{
	struct body_node *body;

	if (node->kind == YAML_SCALAR) {
		parser_complain(parser, node, "a JSON body is a map or a list");
		return NULL;
	}
	body = mem_new(sizeof(*body));
	body_read(parser, node, body);
	return body;
}
