/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * In: names and values in order. Out: their JSON in a buffer. Called by
 * clients/ for the lines of a batch.
 */
#include "lib/base/json_out.h"

#include "lib/base/utf8.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

void
json_out_init(struct json_out *out, size_t limit)
{
	*out = (struct json_out){.code = 0};
	buf_init(&out->text, limit);
}

void
json_out_done(struct json_out *out)
{
	buf_done(&out->text);
}

void
json_out_clear(struct json_out *out)
{
	buf_clear(&out->text);
	out->code = 0;
}

static void
json_out_add(struct json_out *out, const char *p, size_t n)
{
	if (out->code == 0)
		out->code = buf_add(&out->text, p, n);
}

static void
json_out_char(struct json_out *out, char c)
{
	json_out_add(out, &c, 1);
}

/* What cannot stand in a string as it is: quotes, controls, wrong bytes. */
static void
json_out_escape(struct json_out *out, unsigned char c)
{
	static const char named[] = "\bb\ff\nn\rr\tt\"\"\\\\";
	char code[8];

	for (size_t i = 0; i + 1 < sizeof named; i += 2) {
		if (c != (unsigned char)named[i])
			continue;
		json_out_char(out, '\\');
		json_out_char(out, named[i + 1]);
		return;
	}
	if (c < ' ')
		(void)snprintf(code, sizeof code, "\\u%04X", (unsigned)c);
	json_out_add(out, c < ' ' ? code : "\xef\xbf\xbd", c < ' ' ? 6 : 3);
}

/* Bytes at p that stand in a string as they are. */
static size_t
json_out_plain(const char *p)
{
	const char *at = p;

	for (;;) {
		unsigned char c = (unsigned char)*at;
		size_t n = c >= ' ' && c < 0x80 ? c != '"' && c != '\\' : 0;
		if (c >= 0x80)
			n = utf8_length(at, 4);
		if (n == 0)
			return (size_t)(at - p);
		at += n;
	}
}

static void
json_out_string(struct json_out *out, const char *text)
{
	json_out_char(out, '"');
	for (;;) {
		size_t n = json_out_plain(text);
		json_out_add(out, text, n);
		text += n;
		if (*text == '\0')
			break;
		json_out_escape(out, (unsigned char)*text++);
	}
	json_out_char(out, '"');
}

/* What stands before a value: its comma and its key. */
static void
json_out_begin(struct json_out *out, const char *key)
{
	size_t n = out->text.len;
	char last = n > 0 ? out->text.data[n - 1] : '{';

	if (last != '{' && last != '[')
		json_out_char(out, ',');
	if (key == NULL)
		return;
	json_out_string(out, key);
	json_out_char(out, ':');
}

void
json_out_open_object(struct json_out *out, const char *key)
{
	json_out_begin(out, key);
	json_out_char(out, '{');
}

void
json_out_open_array(struct json_out *out, const char *key)
{
	json_out_begin(out, key);
	json_out_char(out, '[');
}

void
json_out_close_object(struct json_out *out)
{
	json_out_char(out, '}');
}

void
json_out_close_array(struct json_out *out)
{
	json_out_char(out, ']');
}

void
json_out_text(struct json_out *out, const char *key, const char *text)
{
	json_out_begin(out, key);
	if (text == NULL)
		json_out_add(out, "null", 4);
	else
		json_out_string(out, text);
}

void
json_out_int(struct json_out *out, const char *key, int64_t value)
{
	char digits[24];
	int n = snprintf(digits, sizeof digits, "%" PRId64, value);

	json_out_begin(out, key);
	json_out_add(out, digits, (size_t)n);
}

void
json_out_bare(struct json_out *out, const char *key, const char *text)
{
	json_out_begin(out, key);
	json_out_add(out, text, strlen(text));
}

void
json_out_bool(struct json_out *out, const char *key, bool value)
{
	json_out_begin(out, key);
	json_out_add(out, value ? "true" : "false", value ? 4 : 5);
}
