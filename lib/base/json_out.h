/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * JSON written as it is said, compact, without a tree in memory (RFC 8259).
 * For lines that are written by the thousand; json_text.h for the others.
 */
#ifndef LIB_BASE_JSON_OUT_H
#define LIB_BASE_JSON_OUT_H

#include "lib/base/buf.h"

#include <stdbool.h>
#include <stdint.h>

struct json_out {
	struct buf text;
	int code; /* the first fault: ERR_TOOBIG */
};

void json_out_init(struct json_out *out, size_t limit);
void json_out_done(struct json_out *out);
/* Forgets what was written, keeps the memory. */
void json_out_clear(struct json_out *out);

/* Values; key NULL in an array and at the top. Commas come by themselves. */
void json_out_open_object(struct json_out *out, const char *key);
void json_out_open_array(struct json_out *out, const char *key);
void json_out_close_object(struct json_out *out);
void json_out_close_array(struct json_out *out);
/* NULL is written as null. A byte that is no UTF-8 becomes U+FFFD. */
void json_out_text(struct json_out *out, const char *key, const char *text);
void json_out_int(struct json_out *out, const char *key, int64_t value);
/* A value as it is: true, false, null or a number, which the caller saw to. */
void json_out_bare(struct json_out *out, const char *key, const char *text);
void json_out_bool(struct json_out *out, const char *key, bool value);

#endif
