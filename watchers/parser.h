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

struct parser_fault {
	struct yaml_mark mark;
	char *text;
};

struct parser {
	const struct yaml *yaml;
	int faults;
	struct parser_fault *list; /* the first of them */
	struct definition *definition;
	struct request_spec *request; /* the step that is being read */
	struct template_use use; /* what the request depends on */
	struct word_list names; /* that items: extract gives */
	bool names_open; /* a faulty pattern may have given more */
	bool has_window;
	const struct yaml_node *paging; /* where it stands, for complaints */
};

typedef void parser_fn(struct parser *parser, const struct yaml_node *node);

/* One key of a map. read NULL: it was read before the rest. */
struct parser_key {
	const char *name;
	parser_fn *read;
	bool required;
};

#define PARSER_KEYS(table) (table), (sizeof(table) / sizeof((table)[0]))

/* Notes a fault at a node; further ones than 500 are only counted. */
void parser_complain(struct parser *parser, const struct yaml_node *node,
    const char *fmt, ...) PRINTF(3, 4);

/*
 * Appends all faults in the order of their places, each as "file:line:col:
 * message" and the line with a caret, and forgets them.
 */
void parser_tell(struct parser *parser, struct buf *complaints);

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
/* yes or no. */
void parser_read_flag(
    struct parser *parser, const struct yaml_node *node, bool *ret);
/* A list of words: a bit of *ret for each, in the order of words. */
void parser_read_bits(struct parser *parser, const struct yaml_node *node,
    const char *const words[], size_t count, unsigned *ret);
/* Capital letters and digits, as many: a MIC (ISO 10383). */
void parser_read_mic(
    struct parser *parser, const struct yaml_node *node, char **ret);
/* Small letters, digits and '-': a name of a source, of a credential. */
void parser_read_name(
    struct parser *parser, const struct yaml_node *node, char **ret);
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
