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
	case TEXT_SGML:
		return text_from_sgml(bytes, text, err);
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

/* Places of the page breaks in a text, in code points. */
struct document_breaks {
	size_t count;
	int64_t at[TEXT_PDF_PAGES];
};

static void
document_find_breaks(const struct buf *text, struct document_breaks *ret)
{
	int64_t points = 0;

	ret->count = 0;
	for (size_t i = 0; i < text->len && ret->count < TEXT_PDF_PAGES; i++) {
		if (text->data[i] == '\f')
			ret->at[ret->count++] = points;
		points += ((unsigned char)text->data[i] & 0xc0) != 0x80;
	}
}

static int
document_page(const struct document_breaks *breaks, int64_t offset)
{
	int page = 1;

	for (size_t i = 0; i < breaks->count; i++)
		page += breaks->at[i] < offset;
	return page;
}

/* The page of everything that a PDF says. */
static void
document_set_pages(struct reading *reading, const struct buf *text)
{
	struct document_breaks breaks;

	document_find_breaks(text, &breaks);
	for (size_t i = 0; i < reading->fact_count; i++)
		reading->facts[i].page =
		    document_page(&breaks, reading->facts[i].offset);
	for (size_t i = 0; i < reading->phrase_count; i++)
		reading->phrases[i].page =
		    document_page(&breaks, reading->phrases[i].offset);
	for (size_t i = 0; i < reading->reject_count; i++)
		reading->rejects[i].page =
		    document_page(&breaks, reading->rejects[i].offset);
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
	if (pages > 0)
		document_set_pages(reading, &text);
	reading->readable = readable;
	reading->truncated |= readable && cut;
	mem_set(&reading->unreadable_why, readable ? NULL : err.text);
	buf_done(&text);
}
