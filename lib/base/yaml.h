/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The one YAML reader (libyaml): a tree of nodes with marks. Every scalar is
 * text: 00700 and NO stay what they are. Anchors, aliases, tags and several
 * documents are refused; a key twice in one map is an error. Bounded: 1 MiB,
 * depth 32, 200,000 nodes.
 */
#ifndef LIB_BASE_YAML_H
#define LIB_BASE_YAML_H

#include "lib/base/buf.h"
#include "lib/base/err.h"

#include <stdbool.h>
#include <stddef.h>

enum yaml_kind { YAML_SCALAR, YAML_LIST, YAML_MAP };

struct yaml_mark {
	const char *file; /* borrowed from the document */
	int line; /* from 1 */
	int column; /* from 1, in characters */
};

struct yaml_node {
	enum yaml_kind kind;
	struct yaml_mark mark;
	bool quoted; /* a scalar in quotes or a block */
	char *text; /* YAML_SCALAR, NUL terminated */
	size_t count; /* children of a list, pairs of a map */
	struct yaml_node **keys; /* YAML_MAP: scalars, in file order */
	struct yaml_node **items; /* values of a map, members of a list */
};

struct yaml;

/*
 * Parses n bytes; file is only the name for marks. Gives. Errors of the text
 * (ERR_SYNTAX) read "file:line:col: message"; ERR_TOOBIG.
 */
int yaml_parse(const char *file, const char *p, size_t n, struct yaml **ret,
    struct err *err) WARN_UNUSED;
/*
 * Reads and parses a regular file; others are refused without waiting for
 * them. ERR_NOTFOUND, ERR_IO, ERR_TOOBIG, ERR_SYNTAX.
 */
int yaml_load(const char *file, struct yaml **ret, struct err *err) WARN_UNUSED;
/* libyaml.so exports, and calls, a yaml_free of its own. */
#define yaml_free yaml_tree_free
void yaml_free(struct yaml *yaml);

/* The top node; NULL for an empty document. Borrowed from yaml. */
const struct yaml_node *yaml_root(const struct yaml *yaml);
/* The value of key in a map; NULL when absent or node is no map. */
const struct yaml_node *yaml_get(const struct yaml_node *node, const char *key);
/* Text of the scalar at key; NULL when absent or no scalar. */
const char *yaml_get_text(const struct yaml_node *node, const char *key);
/* The whole source; borrowed. */
struct span yaml_source(const struct yaml *yaml);
/* The source line of a mark without its newline, for carets. */
struct span yaml_line(const struct yaml *yaml, int line);

/*
 * Appends "file:line:col: message", the source line and a caret under the
 * column, each with a newline. ERR_TOOBIG: nothing was appended.
 */
int yaml_complain(struct buf *out, const struct yaml *yaml,
    struct yaml_mark mark, const char *fmt, ...) PRINTF(4, 5) WARN_UNUSED;

/*
 * The candidate nearest to word by edit distance <= 1 + len/4, the first of
 * equals; or NULL. Neighbours exchanged count as one edit.
 */
const char *yaml_nearest(
    const char *word, const char *const candidates[], size_t n);

#endif
