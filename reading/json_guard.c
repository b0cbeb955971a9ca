/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * In: a body before it is parsed as JSON. Out: whether that is affordable.
 * Called by items_json.c.
 */
#include "reading/json_guard.h"

#define JSON_DEPTH  64
#define JSON_VALUES 1000000

struct json_count {
	int depth;
	size_t values;
};

/* The place of the quote that ends the string at a byte, or the end. */
static size_t
json_string_end(struct span body, size_t at)
{
	const char *p = body.p;

	while (at < body.len && p[at] != '"')
		at += p[at] == '\\' ? 2 : 1;
	return at;
}

static void
json_count_byte(struct json_count *count, char c)
{
	count->depth += (c == '[' || c == '{') - (c == ']' || c == '}');
	count->values += c == ',' || c == ':' || c == '[' || c == '{';
}

int
json_guard(struct span body, struct err *err)
{
	struct json_count count = {0};

	for (size_t i = 0; i < body.len; i++) {
		if (body.p[i] == '"')
			i = json_string_end(body, i + 1);
		else
			json_count_byte(&count, body.p[i]);
		if (count.depth > JSON_DEPTH)
			return err_set(err, ERR_TOOBIG,
			    "JSON nested deeper than %d at byte %zu",
			    JSON_DEPTH, i);
		if (count.values > JSON_VALUES)
			return err_set(err, ERR_TOOBIG,
			    "JSON of more than %d values at byte %zu",
			    JSON_VALUES, i);
	}
	return 0;
}
