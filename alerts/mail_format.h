/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * How a mail's story is set: as plain text or as HTML. The teller
 * (alerts/mail_story.h) calls these in order; every string is cleaned and cut
 * by the format, so that nothing from outside forges a line or a tag.
 */
#ifndef ALERTS_MAIL_FORMAT_H
#define ALERTS_MAIL_FORMAT_H

#include "lib/base/buf.h"
#include "lib/base/vocab.h"

#define MAIL_TEXT_MAX  (256 * KIB) /* of one part of a mail */
#define MAIL_CELL      300 /* code points of a string that is told */
#define MAIL_PARAGRAPH 1000
#define MAIL_URL       2048

/* One figure: what it is, what it was, what it is now. "" for an empty cell. */
struct mail_row {
	char *what;
	char *before;
	char *now;
	char *change;
};

enum mail_field_kind {
	MAIL_PLAIN,
	MAIL_LINK, /* an http: or https: address */
	MAIL_COMMAND /* for a shell */
};

struct mail_field {
	const char *label;
	const char *text; /* NULL or "": left out */
	enum mail_field_kind kind;
};

struct mail_quote {
	const char *text;
	int page; /* 0: not known */
};

struct mail_format {
	/* title: of the document; nobody sees it in a mail program. */
	void (*begin)(struct buf *out, const char *title);
	/* The one line that matters. */
	void (*lead)(
	    struct buf *out, const char *text, enum direction direction);
	/* The beginning of one event among several. */
	void (*heading)(struct buf *out, const char *text);
	void (*paragraph)(struct buf *out, const char *text);
	void (*figures)(struct buf *out, const char *heading,
	    const struct mail_row *rows, size_t count);
	/* lang: of the words, RFC 5646; "" when unknown. */
	void (*quotes)(struct buf *out, const char *lang,
	    const struct mail_quote *quotes, size_t count);
	/* heading "": none. */
	void (*fields)(struct buf *out, const char *heading,
	    const struct mail_field *fields, size_t count);
	void (*end)(struct buf *out);
};

#endif
