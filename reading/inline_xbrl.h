/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The figures of an inline XBRL document (XBRL International, "Inline XBRL 1.0"
 * and 1.1): numbers with their contexts, as the document tags them.
 */
#ifndef READING_INLINE_XBRL_H
#define READING_INLINE_XBRL_H

#include "lib/base/buf.h"
#include "lib/base/err.h"
#include "lib/base/period.h"

#include <stdbool.h>
#include <stddef.h>

struct inline_context {
	char *id;
	struct period period; /* of a moment: unknown */
};

struct inline_value {
	char *name; /* "tse-ed-t:NetSales" */
	char *context, *unit; /* ids */
	char *text; /* as printed, "" when nil */
	int scale; /* power of ten of text */
	bool negative; /* by its sign attribute: text never says so */
	bool nil;
	int row; /* of a table, counted through the document */
};

struct inline_xbrl {
	size_t context_count;
	struct inline_context *contexts;
	size_t value_count;
	struct inline_value *values; /* in the order of the document */
};

/*
 * Reads a document; inline_xbrl_done is right after either. ERR_UNREADABLE: not
 * well-formed, or more contexts or values than anybody files.
 */
int inline_xbrl_read(
    struct span bytes, struct inline_xbrl *ret, struct err *err) WARN_UNUSED;
void inline_xbrl_done(struct inline_xbrl *xbrl);

/* NULL: none has that id. */
const struct inline_context *inline_xbrl_context(
    const struct inline_xbrl *xbrl, const char *id);

#endif
