/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * In: the bytes of a document and what its list said of it. Out: a reading; of
 * what cannot be read, one by the title alone that says why. The reader's loop
 * and `filingctl read` call it.
 */
#include "reading/read.h"
#include "lib/base/mem.h"
#include "reading/text.h"

static int
document_text(struct span bytes, const struct document_hint *hint,
    struct buf *text, int *ret_pages, struct err *err)
{
	switch (text_kind_of(bytes, hint->content_type, hint->url)) {
	case TEXT_PDF:
		return text_from_pdf(bytes, text, ret_pages, err);
	case TEXT_HTML:
		return text_from_html(bytes, hint->content_type, text, err);
	case TEXT_PLAIN:
		break;
	}
	return text_from_plain(bytes, hint->content_type, text, err);
}

static bool
document_is_blank(const struct buf *text)
{
	for (size_t i = 0; i < text->len; i++) {
		if (text->data[i] != ' ' &&
		    (text->data[i] < '\t' || text->data[i] > '\r'))
			return false;
	}
	return true;
}

void
read_document(const struct lexicon *lexicon, struct span bytes,
    const struct document_hint *hint, struct reading *reading)
{
	struct err err = ERR_NONE;
	struct buf text;
	int pages = 0;

	buf_init(&text, TEXT_LIMIT);
	int code = document_text(bytes, hint, &text, &pages, &err);
	bool cut = code == ERR_TOOBIG;
	if ((code == 0 || cut) && document_is_blank(&text))
		code = err_set(&err, ERR_UNREADABLE, "no text in it");
	bool readable = code == 0 || code == ERR_TOOBIG;
	if (!readable)
		buf_clear(&text);
	read_text(lexicon, (struct span){text.data, text.len}, hint, reading);
	reading->pages = pages;
	reading->readable = readable;
	reading->truncated |= readable && cut;
	mem_set(&reading->unreadable_why, readable ? NULL : err.text);
	buf_done(&text);
}
