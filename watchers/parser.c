/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Comes in: a node of a definition's YAML. Goes out: the value it stands for,
 * or a complaint with its place. Called by the parts of the definition's
 * parser.
 */
#include "watchers/parser.h"

#include "lib/base/date.h"
#include "lib/base/mem.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define PARSER_KEYS_MAX	   32
#define PARSER_FAULTS_MAX  500
#define PARSER_MESSAGE_MAX 400

void
parser_complain(
    struct parser *parser, const struct yaml_node *node, const char *fmt, ...)
{
	char text[PARSER_MESSAGE_MAX];
	va_list ap;
	int n = parser->faults++;

	if (n >= PARSER_FAULTS_MAX)
		return;
	va_start(ap, fmt);
	(void)vsnprintf(text, sizeof(text), fmt, ap);
	va_end(ap);
	parser->list =
	    mem_resize(parser->list, (size_t)n + 1, sizeof(*parser->list));
	parser->list[n] = (struct parser_fault){node->mark, mem_strdup(text)};
}

static int
parser_compare_places(const void *a, const void *b)
{
	const struct yaml_mark *x = &((const struct parser_fault *)a)->mark;
	const struct yaml_mark *y = &((const struct parser_fault *)b)->mark;

	if (x->line != y->line)
		return x->line < y->line ? -1 : 1;
	return (x->column > y->column) - (x->column < y->column);
}

void
parser_tell(struct parser *parser, struct buf *complaints)
{
	int n = parser->faults < PARSER_FAULTS_MAX ? parser->faults
						   : PARSER_FAULTS_MAX;

	if (n > 1)
		qsort(parser->list, (size_t)n, sizeof(*parser->list),
		    parser_compare_places);
	for (int i = 0; i < n; i++) {
		/* a full buffer loses later ones; the caller knows of a fault */
		err_drop(yaml_complain(complaints, parser->yaml,
		    parser->list[i].mark, "%s", parser->list[i].text));
		mem_free(parser->list[i].text);
	}
	mem_free(parser->list);
	parser->list = NULL;
}

static const struct parser_key *
parser_key_find(const struct parser_key *keys, size_t count, const char *name)
{
	size_t i;

	for (i = 0; i < count; i++)
		if (strcmp(keys[i].name, name) == 0)
			return &keys[i];
	return NULL;
}

static void
parser_unknown_key(struct parser *parser, const struct yaml_node *key,
    const struct parser_key *keys, size_t count)
{
	const char *names[PARSER_KEYS_MAX];
	const char *near;
	size_t i;

	for (i = 0; i < count && i < PARSER_KEYS_MAX; i++)
		names[i] = keys[i].name;
	near = yaml_nearest(key->text, names, i);
	if (near)
		parser_complain(parser, key,
		    "unknown key '%s', did you mean '%s'?", key->text, near);
	else
		parser_complain(parser, key, "unknown key '%s'", key->text);
}

void
parser_read_map(struct parser *parser, const struct yaml_node *node,
    const struct parser_key *keys, size_t count)
{
	const struct parser_key *key;
	size_t i;

	if (node->kind != YAML_MAP) {
		parser_complain(parser, node, "a map is wanted here");
		return;
	}
	for (i = 0; i < node->count; i++) {
		key = parser_key_find(keys, count, node->keys[i]->text);
		if (!key)
			parser_unknown_key(parser, node->keys[i], keys, count);
		else if (key->read)
			key->read(parser, node->items[i]);
	}
	for (i = 0; i < count; i++)
		if (keys[i].required && !yaml_get(node, keys[i].name))
			parser_complain(
			    parser, node, "'%s' is missing", keys[i].name);
}

static bool
parser_is_scalar(struct parser *parser, const struct yaml_node *node)
{
	if (node->kind == YAML_SCALAR)
		return true;
	parser_complain(parser, node, "one value is wanted here");
	return false;
}

void
parser_read_text(
    struct parser *parser, const struct yaml_node *node, char **ret)
{
	if (!parser_is_scalar(parser, node))
		return;
	if (node->text[0] == '\0')
		parser_complain(parser, node, "this may not be empty");
	else
		mem_set(ret, node->text);
}

/* Digits at the start of s as a number up to limit; NULL when there are none. */
static const char *
parser_scan_number(const char *s, int64_t limit, int64_t *ret)
{
	int64_t n = 0;

	if (*s < '0' || *s > '9')
		return NULL;
	for (; *s >= '0' && *s <= '9'; s++) {
		n = n * 10 + (*s - '0');
		if (n > limit)
			return NULL;
	}
	*ret = n;
	return s;
}

void
parser_read_int(struct parser *parser, const struct yaml_node *node, int min,
    int max, int *ret)
{
	const char *end;
	int64_t n = 0;

	if (!parser_is_scalar(parser, node))
		return;
	end = parser_scan_number(node->text, max, &n);
	if (!end || *end || n < min)
		parser_complain(parser, node,
		    "'%s' is no whole number from %d to %d", node->text, min,
		    max);
	else
		*ret = (int)n;
}

struct parser_unit {
	const char *name;
	int64_t factor;
};

/* A number and one of the units; -1 when it is not that or above limit. */
static int64_t
parser_scan_unit(
    const char *s, const struct parser_unit *units, size_t count, int64_t limit)
{
	const char *unit;
	int64_t n = 0;
	size_t i;

	unit = parser_scan_number(s, limit, &n);
	for (i = 0; unit && i < count; i++)
		if (strcmp(unit, units[i].name) == 0 &&
		    n <= limit / units[i].factor)
			return n * units[i].factor;
	return -1;
}

void
parser_read_duration(struct parser *parser, const struct yaml_node *node,
    int64_t min, int64_t max, int64_t *ret)
{
	static const struct parser_unit units[] = {
	    {"ms", 1}, {"s", 1000}, {"m", 60000}, {"h", 3600000}};
	int64_t n;

	if (!parser_is_scalar(parser, node))
		return;
	n = parser_scan_unit(node->text, PARSER_KEYS(units), max);
	if (n < min)
		parser_complain(parser, node,
		    "'%s' is no duration from %lld to %lld ms "
		    "(250ms, 10s, 5m, 2h)",
		    node->text, (long long)min, (long long)max);
	else
		*ret = n;
}

void
parser_read_size(struct parser *parser, const struct yaml_node *node,
    size_t limit, size_t *ret)
{
	static const struct parser_unit units[] = {
	    {"KiB", 1024}, {"MiB", 1048576}};
	int64_t n;

	if (!parser_is_scalar(parser, node))
		return;
	n = parser_scan_unit(node->text, PARSER_KEYS(units), (int64_t)limit);
	if (n <= 0)
		parser_complain(parser, node,
		    "'%s' is no size up to %zu MiB (64KiB, 4MiB)", node->text,
		    limit / MIB);
	else
		*ret = (size_t)n;
}

void
parser_read_zone(
    struct parser *parser, const struct yaml_node *node, struct zone *ret)
{
	struct zone zone;
	struct err err = ERR_NONE;

	if (!parser_is_scalar(parser, node))
		return;
	if (zone_load(node->text, &zone, &err) < 0)
		parser_complain(parser, node, "%s", err.text);
	else
		*ret = zone;
}

int
parser_read_word(struct parser *parser, const struct yaml_node *node,
    const char *const words[], size_t count)
{
	char list[PARSER_MESSAGE_MAX / 2] = "";
	const char *near;
	size_t i, len = 0;

	if (!parser_is_scalar(parser, node))
		return -1;
	for (i = 0; i < count; i++) {
		if (strcmp(words[i], node->text) == 0)
			return (int)i;
		if (len < sizeof(list))
			len += (size_t)snprintf(list + len, sizeof(list) - len,
			    "%s%s", i ? ", " : "", words[i]);
	}
	near = yaml_nearest(node->text, words, count);
	parser_complain(parser, node, "'%s' is none of: %s%s%s%s", node->text,
	    list, near ? "; did you mean '" : "", near ? near : "",
	    near ? "'?" : "");
	return -1;
}

void
parser_read_flag(struct parser *parser, const struct yaml_node *node, bool *ret)
{
	static const char *const words[] = {"no", "yes"};
	int i = parser_read_word(parser, node, words, 2);

	if (i >= 0)
		*ret = i == 1;
}

void
parser_read_bits(struct parser *parser, const struct yaml_node *node,
    const char *const words[], size_t count, unsigned *ret)
{
	size_t i;

	if (!parser_is_list(parser, node, count))
		return;
	for (i = 0; i < node->count; i++) {
		int bit =
		    parser_read_word(parser, node->items[i], words, count);

		if (bit >= 0)
			*ret |= 1U << bit;
	}
}

void
parser_read_mic(struct parser *parser, const struct yaml_node *node, char **ret)
{
	if (!parser_is_scalar(parser, node))
		return;
	if (strlen(node->text) != 4 ||
	    strspn(node->text, "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789") != 4)
		parser_complain(parser, node,
		    "'%s' is no MIC: four capitals, as XHKG", node->text);
	else
		mem_set(ret, node->text);
}

void
parser_read_name(
    struct parser *parser, const struct yaml_node *node, char **ret)
{
	if (!parser_is_scalar(parser, node))
		return;
	if (!*node->text ||
	    strspn(node->text, "abcdefghijklmnopqrstuvwxyz0123456789-") !=
		strlen(node->text))
		parser_complain(parser, node,
		    "a name has lower case letters, digits and '-'");
	else
		mem_set(ret, node->text);
}

bool
parser_is_list(struct parser *parser, const struct yaml_node *node, size_t max)
{
	if (node->kind != YAML_LIST) {
		parser_complain(parser, node, "a list is wanted here");
		return false;
	}
	if (node->count > max) {
		parser_complain(parser, node, "more than %zu members", max);
		return false;
	}
	return true;
}

void
parser_read_words(struct parser *parser, const struct yaml_node *node,
    size_t max, struct word_list *ret)
{
	const struct yaml_node *const *items =
	    (const struct yaml_node *const *)node->items;
	size_t count = node->count;

	if (node->kind == YAML_SCALAR) {
		items = &node;
		count = 1;
	} else if (!parser_is_list(parser, node, max)) {
		return;
	}
	for (size_t i = 0; i < count; i++) {
		char *word = NULL;

		parser_read_text(parser, items[i], &word);
		if (word)
			word_list_add(ret, word);
		mem_free(word);
	}
}

static void
parser_use(struct parser *parser, const struct template_use *use)
{
	parser->use.page |= use->page;
	parser->use.window |= use->window;
	parser->use.axes |= use->axes;
}

void
parser_read_template(
    struct parser *parser, const struct yaml_node *node, char **ret)
{
	struct template_scope scope = template_scope_of(parser->definition);
	struct yaml_node at = *node;
	struct template_use use = {0};
	struct err err = ERR_NONE;
	size_t offset = 0;

	if (!parser_is_scalar(parser, node))
		return;
	if (template_check(node->text, &scope, &offset, &use, &err) < 0) {
		at.mark.column += (int)offset + (node->quoted ? 1 : 0);
		parser_complain(parser, &at, "%s", err.text);
		return;
	}
	if (parser->request == &parser->definition->list)
		parser_use(parser, &use);
	else if (use.page || use.window || use.axes)
		parser_complain(parser, node,
		    "pages, days and names under 'for' are for the list");
	parser->use.credentials |= use.credentials;
	parser->definition->needs_contact |= use.contact;
	mem_set(ret, node->text);
}
