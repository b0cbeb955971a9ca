/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The text of a document: UTF-8, one line per paragraph or table row, cells of
 * a row separated by tabs, pages by form feeds. The only thing that passes
 * from the document formats (pdf, html, plain) to the grammar.
 */
#ifndef READING_TEXT_H
#define READING_TEXT_H

#include "lib/base/buf.h"
#include "lib/base/err.h"

#define TEXT_LIMIT (8 * MIB)

enum text_kind { TEXT_PDF, TEXT_HTML, TEXT_PLAIN };

/* By magic bytes first, then the label (content type or url). */
enum text_kind text_kind_of(struct span bytes, const char *content_type,
    const char *url);

/* Bytes in any charset to UTF-8: BOM, label, meta, uchardet; then iconv. */
int text_decode(struct span bytes, const char *label, struct buf *out,
    struct err *err) WARN_UNUSED;
int text_from_plain(struct span bytes, const char *label, struct buf *out,
    struct err *err) WARN_UNUSED;
int text_from_html(struct span bytes, const char *label, struct buf *out,
    struct err *err) WARN_UNUSED;
/* ERR_UNREADABLE: encrypted, damaged, too many pages, or no text layer. */
int text_from_pdf(struct span bytes, struct buf *out, int *ret_pages,
    struct err *err) WARN_UNUSED;

#endif
