/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What the parts of the definition's parser share: the walk over a map by a
 * table of its keys, and the readers of scalars. Every fault is written down
 * with its place and the parse goes on, so that one run shows all of them.
 */
#ifndef WATCHERS_PARSER_H
#define WATCHERS_PARSER_H

#include "watchers/definition.h"
#include "watchers/template.h"

struct parser {
	const struct yaml *yaml;
	struct buf *complaints;
	int faults;
	struct definition *definition;
	struct request_spec *request; /* the step that is being read */
	struct template_use use; /* what the list request depends on */
	bool has_window;
	const struct yaml_node *paging; /* where it stands, for complaints */
};

typedef void parser_fn(struct parser *parser, const struct yaml_node *node);

/* One key of a map. read NULL: part of the language, but not built yet. */
struct parser_key {
	const char *name;
	parser_fn *read;
	bool required;
};

#define PARSER_KEYS(table) (table), (sizeof(table) / sizeof((table)[0]))

/* Writes "file:line:col: message" and the line with a caret. */
void parser_complain(struct parser *parser, const struct yaml_node *node,
    const char *fmt, ...) PRINTF(3, 4);

/*
 * Reads a map by its keys: unknown ones are refused with the nearest spelling,
 * missing required ones named.
 */
void parser_read_map(struct parser *parser, const struct yaml_node *node,
    const struct parser_key *keys, size_t count);

/* Scalars. A fault leaves *ret as it was. */
void parser_read_text(
    struct parser *parser, const struct yaml_node *node, char **ret);
void parser_read_int(struct parser *parser, const struct yaml_node *node,
    int min, int max, int *ret);
/* "250ms", "10s", "5m", "2h", as milliseconds. */
void parser_read_duration(struct parser *parser, const struct yaml_node *node,
    int64_t min, int64_t max, int64_t *ret);
/* "64KiB", "4MiB", up to limit bytes. */
void parser_read_size(struct parser *parser, const struct yaml_node *node,
    size_t limit, size_t *ret);
void parser_read_zone(
    struct parser *parser, const struct yaml_node *node, struct zone *ret);
/* The index of the scalar in words, or -1 after a complaint. */
int parser_read_word(struct parser *parser, const struct yaml_node *node,
    const char *const words[], size_t count);
/* A list of at most max members; NULL-safe: false after a complaint. */
bool parser_is_list(
    struct parser *parser, const struct yaml_node *node, size_t max);
/* One text, or a list of at most max of them. */
void parser_read_words(struct parser *parser, const struct yaml_node *node,
    size_t max, struct word_list *ret);
/* A request template: also notes what it depends on. */
void parser_read_template(
    struct parser *parser, const struct yaml_node *node, char **ret);

#endif
