/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * In: header values and text. Out: bytes that any mail server passes on
 * unchanged. mail.c calls it.
 */
#include "alerts/mime.h"

#include "alerts/text.h"
#include "lib/base/digest.h"

#include <string.h>

#define MIME_LINE  76
#define MIME_WORD  45 /* bytes of text in one encoded word, 60 when coded */
#define MIME_FRAME 12 /* "=?UTF-8?B?" and "?=" */
#define MIME_VALUE 200 /* code points: one word stays far below 998 */

static bool
mime_is_plain(const struct buf *value)
{
	for (size_t i = 0; i < value->len; i++) {
		if ((value->data[i] & 0x80) != 0)
			return false;
	}
	return strstr(value->data, "=?") == NULL;
}

/* Words of plain text, a new line before one that would pass the edge. */
static void
mime_put_folded(struct buf *out, const char *value, size_t column)
{
	while (*value != '\0') {
		size_t spaces = strspn(value, " ");
		size_t word = strcspn(value + spaces, " ");
		if (word == 0)
			return;
		if (column + 1 + word > MIME_LINE) {
			text_put(out, "\r\n");
			column = 0;
		}
		text_putf(out, " %.*s", (int)word, value + spaces);
		column += 1 + word;
		value += spaces + word;
	}
}

/* Bytes of the characters at s that fit in room bytes. */
static size_t
mime_word_len(const char *s, const char *end, size_t room)
{
	const char *p = s;

	while (p < end) {
		const char *next = p;
		(void)text_next(&next, end); /* only moves on */
		if ((size_t)(next - s) > room)
			break;
		p = next;
	}
	return (size_t)(p - s);
}

/* RFC 2047 2: no line of encoded words is longer than 76. */
static void
mime_put_words(struct buf *out, const struct buf *value, size_t column)
{
	const char *p = value->data;
	const char *end = p + value->len;
	char base64[BASE64_SIZE(MIME_WORD)];

	for (bool first = true; p < end; first = false, column = 0) {
		size_t room = (MIME_LINE - 1 - MIME_FRAME - column) / 4 * 3;
		size_t n = mime_word_len(p, end, room);
		text_putf(out, "%s =?UTF-8?B?%s?=", first ? "" : "\r\n",
		    base64_encode(p, n, base64));
		p += n;
	}
}

void
mime_put_header(struct buf *out, const char *name, const char *value)
{
	struct buf clean;

	buf_init(&clean, 4 * MIME_VALUE);
	text_put_clean(&clean, value, MIME_VALUE);
	text_putf(out, "%s:", name);
	if (mime_is_plain(&clean))
		mime_put_folded(out, clean.data, strlen(name) + 1);
	else
		mime_put_words(out, &clean, strlen(name) + 1);
	text_put(out, "\r\n");
	buf_done(&clean);
}

void
mime_put_token(struct buf *out, const char *name, const char *value)
{
	text_putf(out, "%s: %s\r\n", name, value);
}

/* Whether text[i] stands for itself; white space only inside a line. */
static bool
mime_is_literal(struct span text, size_t i)
{
	char c = text.p[i];

	if (c == ' ')
		return i + 1 < text.len && text.p[i + 1] != '\n';
	return c > 0x20 && c < 0x7F && c != '=';
}

static void
mime_put_coded(struct buf *out, unsigned char c)
{
	static const char digits[] = "0123456789ABCDEF";
	const char coded[] = {'=', digits[c >> 4], digits[c & 15]};

	text_put_bytes(out, coded, sizeof(coded));
}

/* How many from i on stand for themselves, at most room. */
static size_t
mime_literals(struct span text, size_t i, size_t room)
{
	size_t n = 0;

	while (n < room && i + n < text.len && mime_is_literal(text, i + n))
		n++;
	return n;
}

void
mime_put_quoted(struct buf *out, struct span text)
{
	const size_t most = MIME_LINE - 1; /* and the soft break's own '=' */
	size_t column = 0;

	for (size_t i = 0; i < text.len;) {
		size_t n = mime_literals(text, i, most - column);
		if (n > 0) {
			text_put_bytes(out, text.p + i, n);
			column += n;
			i += n;
		} else if (text.p[i] == '\n') {
			text_put(out, "\r\n");
			column = 0;
			i++;
		} else if (column + 3 > most) {
			text_put(out, "=\r\n");
			column = 0;
		} else {
			mime_put_coded(out, (unsigned char)text.p[i++]);
			column += 3;
		}
	}
	if (column > 0)
		text_put(out, "\r\n");
}
