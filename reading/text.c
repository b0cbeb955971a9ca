/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * In: the bytes of a plain text. Out: its text, and what all kinds of text
 * need before a jail. read_document and filingd-reader call it.
 */
#include "reading/text.h"

#include "lib/base/digest.h"
#include "reading/text_charset.h"

#include <jansson.h>
#include <libxml/parser.h>

void
text_preload(void)
{
	uint8_t hash[SHA256_LEN];

	text_charset_preload();
	xmlInitParser();
	json_object_seed(0);
	digest_sha256("", 0, hash);
}

/* CR, CRLF and the vertical tab become newlines. Shortens in place. */
static size_t
text_fix_newlines(char *p, size_t n)
{
	size_t to = 0;

	for (size_t i = 0; i < n; i++) {
		char c = p[i];
		if (c == '\r' && i + 1 < n && p[i + 1] == '\n')
			continue;
		p[to++] = c == '\r' || c == '\v' ? '\n' : c;
	}
	return to;
}

int
text_from_plain(
    struct span bytes, const char *label, struct buf *out, struct err *err)
{
	size_t start = out->len;

	int r = text_decode(bytes, label, out, err);
	if (out->len == start)
		return r;
	out->len =
	    start + text_fix_newlines(out->data + start, out->len - start);
	out->data[out->len] = '\0';
	return r;
}
