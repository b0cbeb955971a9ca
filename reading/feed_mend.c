/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * In: a feed in UTF-8, with the faults of the wild. Out: the same without
 * those that stop an XML parser. Called by feed_tree.c.
 */
#include "reading/feed_mend.h"

#include <ctype.h>
#include <libxml/HTMLparser.h>
#include <string.h>
#include <strings.h>

#define MEND_ENTITY_MAX 12 /* bytes between & and ; */

struct mend {
	const char *p, *end;
	struct buf *out;
};

static bool
mend_begins(const struct mend *mend, const char *word)
{
	size_t n = strlen(word);

	return (size_t)(mend->end - mend->p) >= n &&
	       strncasecmp(mend->p, word, n) == 0;
}

/* Past the next word; the end when there is none. */
static void
mend_skip_past(struct mend *mend, const char *word)
{
	struct span rest = {mend->p, (size_t)(mend->end - mend->p)};
	const char *at = span_find(rest, span_of(word));

	mend->p = at != NULL ? at + strlen(word) : mend->end;
}

/* Past a document type, with what it declares in brackets. */
static void
mend_skip_doctype(struct mend *mend)
{
	while (mend->p < mend->end && *mend->p != '>' && *mend->p != '[')
		mend->p++;
	if (mend->p < mend->end && *mend->p == '[')
		mend_skip_past(mend, "]");
	mend_skip_past(mend, ">");
}

/* Bytes of a character at p that XML forbids; 0: none. */
static size_t
mend_forbidden(const char *p, const char *end)
{
	unsigned char c = (unsigned char)*p;

	if (c < ' ')
		return c != '\t' && c != '\n' && c != '\r';
	bool last = end - p >= 3 && c == 0xef && (unsigned char)p[1] == 0xbf &&
		    (unsigned char)p[2] >= 0xbe; /* U+FFFE, U+FFFF */
	return last ? 3 : 0;
}

static int
mend_copy_cdata(struct mend *mend)
{
	int r = buf_add_str(mend->out, "<![CDATA[");
	const char *from = mend->p += strlen("<![CDATA[");
	struct span rest = {from, (size_t)(mend->end - from)};
	const char *close = span_find(rest, span_of("]]>"));
	const char *end = close != NULL ? close : mend->end;

	for (const char *p = from; p < end && r == 0;) {
		size_t n = mend_forbidden(p, end);
		if (n == 0) {
			p++;
			continue;
		}
		r = buf_add(mend->out, from, (size_t)(p - from));
		p += n;
		from = p;
	}
	if (r == 0)
		r = buf_add(mend->out, from, (size_t)(end - from));
	mend->p = close != NULL ? close + 3 : mend->end;
	return r == 0 ? buf_add_str(mend->out, "]]>") : r;
}

static bool
mend_is_character(unsigned v)
{
	bool control = v < ' ' && v != '\t' && v != '\n' && v != '\r';
	bool none = (v >= 0xd800 && v <= 0xdfff) || v == 0xfffe || v == 0xffff;

	return !control && !none && v <= 0x10ffff;
}

/* The number of "#65" or "#x41" when it is a character of XML; 0: none. */
static unsigned
mend_number(const char *name)
{
	bool hex = name[1] == 'x' || name[1] == 'X';
	unsigned v = 0;

	for (const char *p = name + (hex ? 2 : 1); *p != '\0'; p++) {
		int c = tolower((unsigned char)*p);
		bool letter = hex && c >= 'a' && c <= 'f';
		if ((!isdigit(c) && !letter) || v > 0x10ffff)
			return 0;
		v = v * (hex ? 16 : 10) +
		    (unsigned)(letter ? c - 'a' + 10 : c - '0');
	}
	return mend_is_character(v) ? v : 0;
}

/* The character of an entity, one of XML's own too; 0: none. */
static unsigned
mend_entity_value(const char *name)
{
	if (*name == '#')
		return mend_number(name);
	if (strcmp(name, "apos") == 0)
		return '\'';
	const htmlEntityDesc *known = htmlEntityLookup((const xmlChar *)name);
	return known != NULL ? known->value : 0;
}

static int
mend_copy_entity(struct mend *mend)
{
	char name[MEND_ENTITY_MAX + 1];
	size_t n = 0, left = (size_t)(mend->end - mend->p);

	while (
	    n < MEND_ENTITY_MAX && n + 1 < left &&
	    (isalnum((unsigned char)mend->p[n + 1]) || mend->p[n + 1] == '#')) {
		name[n] = mend->p[n + 1];
		n++;
	}
	name[n] = '\0';
	bool closed = n + 1 < left && mend->p[n + 1] == ';';
	unsigned value = closed && n > 0 ? mend_entity_value(name) : 0;
	if (value == 0) {
		mend->p++;
		return buf_add_str(mend->out, "&amp;");
	}
	mend->p += n + 2;
	return buf_addf(mend->out, "&#%u;", value);
}

/* What begins with "<". */
static int
mend_copy_open(struct mend *mend)
{
	if (mend_begins(mend, "<!--")) {
		mend_skip_past(mend, "-->");
		return 0;
	}
	if (mend_begins(mend, "<![CDATA["))
		return mend_copy_cdata(mend);
	if (mend_begins(mend, "<?")) {
		mend_skip_past(mend, ">");
		return 0;
	}
	if (mend_begins(mend, "<!doctype")) {
		mend_skip_doctype(mend);
		return 0;
	}
	const char *next = mend->p + 1;
	bool tag = next < mend->end && (isalpha((unsigned char)*next) ||
					   *next == '/' || *next == '_');
	mend->p++;
	return buf_add_str(mend->out, tag ? "<" : "&lt;");
}

/* A character that is no plain text, or one that is forbidden. */
static int
mend_copy_special(struct mend *mend)
{
	size_t n = mend_forbidden(mend->p, mend->end);

	if (n > 0) {
		mend->p += n;
		return 0;
	}
	if (*mend->p == '&')
		return mend_copy_entity(mend);
	if (*mend->p == '<')
		return mend_copy_open(mend);
	return buf_add_char(mend->out, *mend->p++);
}

/* The first at or after p that is no plain text; end when there is none. */
static const char *
mend_plain_end(const char *p, const char *end)
{
	static const bool special[256] = {['&'] = true,
	    ['<'] = true,
	    [0xef] = true, /* U+FFFE, U+FFFF */
	    [0x00 ... 0x08] = true,
	    [0x0b ... 0x0c] = true,
	    [0x0e ... 0x1f] = true};

	while (p < end && !special[(unsigned char)*p])
		p++;
	return p;
}

int
feed_mend(struct span text, struct buf *out)
{
	const char *first = text.len > 0 ? memchr(text.p, '<', text.len) : NULL;
	struct mend mend = {.p = first, .end = text.p + text.len, .out = out};
	int r = 0;

	if (first == NULL)
		return 0;
	while (mend.p < mend.end && r == 0) {
		const char *from = mend.p;
		mend.p = mend_plain_end(mend.p, mend.end);
		r = buf_add(out, from, (size_t)(mend.p - from));
		if (r == 0 && mend.p < mend.end)
			r = mend_copy_special(&mend);
	}
	return r;
}
