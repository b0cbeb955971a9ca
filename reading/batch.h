/* SPDX-License-Identifier: BSD-2-Clause */
/* One line of `filingctl read --batch` (design 7). */
#ifndef READING_BATCH_H
#define READING_BATCH_H

#include "lib/base/buf.h"
#include "lib/base/err.h"
#include "reading/job.h"

struct batch_row {
	struct buf texts; /* owns what the rest borrows */
	const char *id;
	const char *market;
	struct span text;
	char *listing; /* canonical, from issuer and market; NULL */
	struct document_hint hint;
};

/*
 * Parses a line: {"id","market","lang"?,"issuer"?,"name"?,"title","text",
 * "published"?}; other members are checked and passed over. ERR_SYNTAX, or
 * ERR_TOOBIG for an id of more than 2 KiB, with a message that says what is
 * wrong with the line (its number is the caller's). batch_row_done it on
 * success.
 */
int batch_row_parse(
    struct span line, struct batch_row *ret, struct err *err) WARN_UNUSED;
void batch_row_done(struct batch_row *row);

#endif
