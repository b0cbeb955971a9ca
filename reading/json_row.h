/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * One JSON object on a line (RFC 8259), of which only some texts are wanted.
 * Takes a third of the time of a parser that makes a tree, and memory by the
 * line's length, whatever stands in it.
 */
#ifndef READING_JSON_ROW_H
#define READING_JSON_ROW_H

#include "lib/base/buf.h"
#include "lib/base/err.h"

#include <stddef.h>

#define JSON_ROW_DEPTH 64

enum member_kind {
	MEMBER_ABSENT,
	MEMBER_TEXT,
	MEMBER_NULL,
	MEMBER_OTHER /* a number, true, false, an array or an object */
};

struct json_member {
	const char *name; /* wanted; set by the caller */
	enum member_kind kind;
	size_t at, len; /* of a text in the buffer, where a NUL follows it */
};

/*
 * Checks the whole line and fills members with what it says of their names;
 * texts go into text, which is cleared. ERR_SYNTAX with the column, in bytes
 * from 1, for what is no JSON object, nests deeper than 64, or names a wanted
 * member twice; ERR_TOOBIG when text has no room.
 */
int json_row_read(struct span line, struct json_member *members, size_t n,
    struct buf *text, struct err *err) WARN_UNUSED;

#endif
