/* SPDX-License-Identifier: BSD-2-Clause */
/* In: members one after the other. Out: JSON (RFC 8259). body.c calls it. */
#include "alerts/json.h"

#include <inttypes.h>

struct json
json_init(struct buf *out)
{
	return (struct json){.out = out};
}

/* Keys are ours: plain ASCII without quotes. */
static void
json_lead(struct json *json, const char *key)
{
	if (json->comma)
		text_put(json->out, ",");
	if (key != NULL)
		text_putf(json->out, "\"%s\":", key);
	json->comma = true;
}

void
json_begin(struct json *json, const char *key, char kind)
{
	json_lead(json, key);
	text_put(json->out, kind == '{' ? "{" : "[");
	json->comma = false;
}

void
json_end(struct json *json, char kind)
{
	text_put(json->out, kind == '{' ? "}" : "]");
	json->comma = true;
}

void
json_text(struct json *json, const char *key, const char *s, size_t max)
{
	if (s == NULL) {
		json_null(json, key);
		return;
	}
	json_lead(json, key);

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
json_int(struct json *json, const char *key, int64_t value)
{
	json_lead(json, key);
	text_putf(json->out, "%" PRId64, value);
}

void
json_bool(struct json *json, const char *key, bool value)
{
	json_lead(json, key);
	text_put(json->out, value ? "true" : "false");
}

void
json_null(struct json *json, const char *key)
{
	json_lead(json, key);
	text_put(json->out, "null");
}
