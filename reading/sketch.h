/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * A first draft of a source's definition, from one answer of it: a feed, a
 * list in JSON, a table of links in HTML. It is a guess for a person to look
 * at, in YAML (filingd-source(5)).
 */
#ifndef READING_SKETCH_H
#define READING_SKETCH_H

#include "lib/base/buf.h"
#include "lib/base/err.h"

#include <stdbool.h>
#include <stddef.h>

struct sketch_ask {
	const char *name; /* of the source; small letters, digits and '-' */
	const char *url; /* where the body came from */
	const char *today; /* YYYY-MM-DD */
};

/*
 * Appends the definition to out. ERR_NOTFOUND with what was looked for when the
 * body has no such list; ERR_SYNTAX, ERR_TOOBIG.
 */
int sketch_definition(const struct sketch_ask *ask, struct span body,
    struct buf *out, struct err *err) WARN_UNUSED;

/* What a draft has found; the parts of an engine fill it. */
struct sketch {
	const char *engine;
	struct buf items; /* lines of the map items, indented */
	struct buf fields; /* likewise */
	const char *time_kind;
	const char *time_format; /* of kind format; NULL */
};

/* Rows and names by looking at JSON; likewise at the first good table. */
int sketch_json(const struct sketch_ask *ask, struct span body,
    struct sketch *sketch, struct err *err) WARN_UNUSED;
int sketch_html(
    struct span text, struct sketch *sketch, struct err *err) WARN_UNUSED;

#define SKETCH_SAMPLES 20

/* What was seen at one place of the rows. */
struct sketch_column {
	size_t count; /* rows that have it */
	char *texts[SKETCH_SAMPLES]; /* of the first ones; owned */
};

void sketch_column_done(struct sketch_column *column);
/*
 * How all its texts are times: sets kind and format. False: they are none.
 */
bool sketch_is_time(const struct sketch_column *column, struct sketch *sketch);
/* Its texts all differ, and none is empty. */
bool sketch_is_unique(const struct sketch_column *column);
/* Characters (not bytes) of its texts, on average. */
size_t sketch_length(const struct sketch_column *column);

#endif
