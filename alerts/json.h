/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * A writer of minified JSON with the key order of its calls. In arrays the key
 * is NULL. Every string is cleaned (alerts/text.h) and cut to max code points.
 */
#ifndef ALERTS_JSON_H
#define ALERTS_JSON_H

#include "alerts/text.h"

struct json {
	struct buf *out;
	bool comma; /* a member stands before */
};

struct json json_init(struct buf *out);
/* kind '{' or '['; the end closes with the same. */
void json_begin(struct json *json, const char *key, char kind);
void json_end(struct json *json, char kind);
/* NULL text is null. */
void json_text(struct json *json, const char *key, const char *s, size_t max);
void json_int(struct json *json, const char *key, int64_t value);
void json_bool(struct json *json, const char *key, bool value);
void json_null(struct json *json, const char *key);

#endif
