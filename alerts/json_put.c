/* SPDX-License-Identifier: BSD-2-Clause */
/* In: members one after the other. Out: JSON (RFC 8259). body.c calls it. */
#include "alerts/json_put.h"

#include <inttypes.h>

struct json_put
json_put_init(struct buf *out)
{
	return (struct json_put){.out = out};
}

/* Keys are ours: plain ASCII without quotes. */
static void
json_put_lead(struct json_put *json, const char *key)
{
	if (json->comma)
		text_put(json->out, ",");
	if (key != NULL)
		text_putf(json->out, "\"%s\":", key);
	json->comma = true;
}

void
json_put_begin(struct json_put *json, const char *key, char kind)
{
	json_put_lead(json, key);
	text_put(json->out, kind == '{' ? "{" : "[");
	json->comma = false;
}

void
json_put_end(struct json_put *json, char kind)
{
	text_put(json->out, kind == '{' ? "}" : "]");
	json->comma = true;
}

void
json_put_text(struct json_put *json, const char *key, const char *s, size_t max)
{
	if (s == NULL) {
		json_put_null(json, key);
		return;
	}
	json_put_lead(json, key);

	struct buf clean;
	buf_init(&clean, 4 * MIB);
	text_put_clean(&clean, s, max);
	text_put(json->out, "\"");
	for (size_t i = 0; i < clean.len; i++) {
		char c = clean.data[i];
		if (c == '"' || c == '\\')
			text_put(json->out, "\\");
		text_put(json->out, (char[2]){c, '\0'});
	}
	text_put(json->out, "\"");
	buf_done(&clean);
}

void
json_put_int(struct json_put *json, const char *key, int64_t value)
{
	json_put_lead(json, key);
	text_putf(json->out, "%" PRId64, value);
}

void
json_put_bool(struct json_put *json, const char *key, bool value)
{
	json_put_lead(json, key);
	text_put(json->out, value ? "true" : "false");
}

void
json_put_null(struct json_put *json, const char *key)
{
	json_put_lead(json, key);
	text_put(json->out, "null");
}
