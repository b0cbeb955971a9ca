/* SPDX-License-Identifier: BSD-2-Clause */
/* jansson's writer into a buffer of ours. Called by daemon/ and clients/. */
#include "lib/base/json_text.h"

#include "lib/base/buf.h"

#include <assert.h>

#define JSON_TEXT_LIMIT (256 * MIB)

static int
json_text_add(const char *p, size_t n, void *arg)
{
	return buf_add(arg, p, n) == 0 ? 0 : -1;
}

static void
json_text_dump(json_t *json, size_t flags, struct buf *out)
{
	int rc;

	buf_init(out, JSON_TEXT_LIMIT);
	rc = json_dump_callback(json, json_text_add, out, flags);
	assert(rc == 0 && out->len > 0);
	json_decref(json);
}

char *
json_text(json_t *json)
{
	struct buf out;

	json_text_dump(json, JSON_COMPACT, &out);
	return buf_take(&out);
}

char *
json_text_indented(json_t *json)
{
	struct buf out;
	int rc;

	json_text_dump(json, JSON_INDENT(1), &out);
	rc = buf_add_char(&out, '\n');
	assert(rc == 0);
	return buf_take(&out);
}
