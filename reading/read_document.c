/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * In: the bytes of a document and what its list said of it. Out: a reading; of
 * what cannot be read, one by the title alone that says why. The reader's loop
 * and `filingctl read` call it.
 */
#include "reading/read.h"

#include "lib/base/mem.h"
#include "reading/archive.h"
#include "reading/tdnet_forecast.h"
#include "reading/text.h"

#include <string.h>

#define DOCUMENT_TRIES 16 /* members of an archive that are looked into */

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

/* A document on its way to a text. */
struct document {
	const struct document_hint *hint; /* of the whole */
	struct buf member; /* of an archive, where it is one */
	struct buf text;
	struct span source; /* the bytes it is of, in the member or all */
	int pages; /* of a PDF; else 0 */
};

/* What is asked of an archive whose source says nothing of its members. */
static const char document_members[] = "*.htm\n*.html\n*.xhtml\n*.txt\n*.pdf";

/* One document; name: the address or the member's name, a hint of its type. */
static int
document_text(struct document *document, struct span bytes, const char *type,
    const char *name, struct err *err)
{
	struct buf *text = &document->text;

	document->source = bytes;
	switch (text_kind_of(bytes, type, name)) {
	case TEXT_PDF:
		return text_from_pdf(bytes, text, &document->pages, err);
	case TEXT_SGML:
		return text_from_sgml(bytes, document->hint->roles, text, err);
	case TEXT_HTML:
		return text_from_html(bytes, type, text, err);
	case TEXT_ZIP:
		return err_set(
		    err, ERR_UNREADABLE, "an archive within an archive");
	case TEXT_PLAIN:
		break;
	}
	return text_from_plain(bytes, type, text, err);
}

/* A text is no text when nothing stands in it. */
static int
document_check(const struct document *document, int code, struct err *err)
{
	if ((code == 0 || code == ERR_TOOBIG) &&
	    document_is_blank(&document->text))
		return err_set(err, ERR_UNREADABLE, "no text in it");
	return code;
}

static int
document_member(struct document *document, const struct archive *archive,
    const struct archive_member *member, struct err *err)
{
	buf_clear(&document->member);
	buf_clear(&document->text);
	document->pages = 0;
	int code = archive_read(archive, member, &document->member, err);
	if (code < 0)
		return err_set(err, ERR_UNREADABLE, "%s", err->text);
	char *name = mem_strndup(member->name.p, member->name.len);
	code = document_text(document,
	    (struct span){document->member.data, document->member.len}, NULL,
	    name, err);
	mem_free(name);
	return document_check(document, code, err);
}

/* The first member that a glob names and that can be read. */
static int
document_glob(struct document *document, const struct archive *archive,
    const char *glob, int *tries, struct err *err)
{
	for (size_t i = 0; i < archive->count; i++) {
		const struct archive_member *member = &archive->members[i];
		if (!archive_is_file(member) || !archive_matches(member, glob))
			continue;
		if (*tries == DOCUMENT_TRIES)
			return err_set(err, ERR_UNREADABLE,
			    "no text in the first %d members of the archive "
			    "that are asked for",
			    DOCUMENT_TRIES);
		++*tries;
		int code = document_member(document, archive, member, err);
		if (code != ERR_UNREADABLE)
			return code;
	}
	return ERR_UNREADABLE;
}

static int
document_archive(
    struct document *document, const struct archive *archive, struct err *err)
{
	const char *globs = document->hint->members;
	int tries = 0, code = ERR_UNREADABLE;

	err_drop(err_set(err, ERR_UNREADABLE,
	    "the archive has no member that is asked for"));
	if (globs == NULL)
		globs = document_members;
	while (*globs != '\0' && code == ERR_UNREADABLE) {
		size_t n = strcspn(globs, "\n");
		char *glob = mem_strndup(globs, n);
		code = document_glob(document, archive, glob, &tries, err);
		mem_free(glob);
		globs += n + (globs[n] == '\n');
	}
	return code;
}

/* The text of it all; ERR_TOOBIG: it is cut. */
static int
document_read(struct document *document, struct span bytes, struct err *err)
{
	const struct document_hint *hint = document->hint;
	struct archive archive;

	if (text_kind_of(bytes, hint->content_type, hint->url) != TEXT_ZIP)
		return document_check(document,
		    document_text(
			document, bytes, hint->content_type, hint->url, err),
		    err);
	int code = archive_open(bytes, &archive, err);
	if (code == 0)
		code = document_archive(document, &archive, err);
	archive_done(&archive);
	return code;
}

void
read_document(const struct lexicon *lexicon, struct span bytes,
    const struct document_hint *hint, struct reading *reading)
{
	struct document document = {.hint = hint};
	struct buf *text = &document.text;
	struct err err = ERR_NONE;

	buf_init(text, TEXT_LIMIT);
	buf_init(&document.member, ARCHIVE_LIMIT);
	int code = document_read(&document, bytes, &err);
	bool readable = code == 0 || code == ERR_TOOBIG;
	if (!readable)
		buf_clear(text);
	read_text(lexicon, (struct span){text->data, text->len}, hint, reading);
	reading->pages = document.pages;
	if (document.pages > 0)
		document_set_pages(reading, text);
	reading->readable = readable;
	reading->truncated |= code == ERR_TOOBIG;
	/* What it refuses the grammar has read, from the same tables. */
	if (code == 0 && tdnet_forecast_is(document.source))
		err_drop(tdnet_forecast_read(document.source,
		    (struct span){text->data, text->len}, reading, &err));
	mem_set(&reading->unreadable_why, readable ? NULL : err.text);
	buf_done(&document.member);
	buf_done(text);
}
