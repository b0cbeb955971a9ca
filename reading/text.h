/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The text of a document: UTF-8, one line per paragraph or table row, cells of
 * a row separated by tabs, pages by form feeds. The only thing that passes
 * from the document formats (pdf, html, plain) to the grammar.
 *
 * A cell over several rows stands in each of them, one over several columns is
 * followed by empty cells, so a column keeps its number down a table. Lines
 * that a page width broke are joined; a form feed without a newline before it
 * stands within a paragraph. No control character but tab, newline and form
 * feed; figures and letters as printed (full width stays full width).
 */
#ifndef READING_TEXT_H
#define READING_TEXT_H

#include "lib/base/buf.h"
#include "lib/base/err.h"
#include "reading/text_kind.h"

#define TEXT_LIMIT     (8 * MIB)
#define TEXT_PDF_PAGES 400 /* text is taken of so many */

/*
 * Opens what the parsers need from the file system and would else open at
 * first use: charset converters, seeds, digests. Before the jail; may be
 * repeated.
 */
void text_preload(void);
/*
 * The same for PDFs (character maps), so that a process which forks per
 * document pays once. Fonts of the system are out of reach afterwards.
 */
void text_pdf_preload(void);

/*
 * All of them append to out, whose cap the caller chose. Beyond it, and for a
 * PDF beyond TEXT_PDF_PAGES, they return ERR_TOOBIG and what is in out is good
 * as far as it goes. ERR_UNREADABLE: not text, or what err says.
 */

/* Bytes in any charset to UTF-8: BOM, label, meta, uchardet; then iconv. */
int text_decode(struct span bytes, const char *label, struct buf *out,
    struct err *err) WARN_UNUSED;
int text_from_plain(struct span bytes, const char *label, struct buf *out,
    struct err *err) WARN_UNUSED;
int text_from_html(struct span bytes, const char *label, struct buf *out,
    struct err *err) WARN_UNUSED;
/*
 * A submission of several documents in SGML: those of the roles, a line each,
 * in that order; a role is a type, with its amendments and numbers ("8-K" for
 * 8-K/A, "EX-99" for EX-99.1). Roles NULL: its press releases (EX-99), then its
 * form. The first document when it has none of them.
 */
int text_from_sgml(struct span bytes, const char *roles, struct buf *out,
    struct err *err) WARN_UNUSED;
/*
 * ERR_UNREADABLE: encrypted, damaged, or no text layer. ret_pages: of the
 * document, also on ERR_TOOBIG.
 */
int text_from_pdf(struct span bytes, struct buf *out, int *ret_pages,
    struct err *err) WARN_UNUSED;

#endif
