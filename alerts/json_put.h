/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * A writer of minified JSON with the key order of its calls. In arrays the key
 * is NULL. Every string is cleaned (alerts/text.h) and cut to max code points.
 */
#ifndef ALERTS_JSON_PUT_H
#define ALERTS_JSON_PUT_H

#include "alerts/text.h"

struct json_put {
	struct buf *out;
	bool comma; /* a member stands before */
};

struct json_put json_put_init(struct buf *out);
/* kind '{' or '['; the end closes with the same. */
void json_put_begin(struct json_put *json, const char *key, char kind);
void json_put_end(struct json_put *json, char kind);
/* NULL text is null. */
void json_put_text(
    struct json_put *json, const char *key, const char *s, size_t max);
void json_put_int(struct json_put *json, const char *key, int64_t value);
void json_put_bool(struct json_put *json, const char *key, bool value);
void json_put_null(struct json_put *json, const char *key);

#endif
