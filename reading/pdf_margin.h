/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Page numbers, and heads and feet that run through a document: they stand
 * between the rows of a table that goes on over a page.
 */
#ifndef READING_PDF_MARGIN_H
#define READING_PDF_MARGIN_H

#include "reading/pdf_line.h"

#define PDF_MARGIN_LINES 12 /* of a page that are kept in mind */

struct pdf_margins {
	uint64_t last[PDF_MARGIN_LINES]; /* of the page before */
	uint64_t now[PDF_MARGIN_LINES];
	size_t last_n, now_n;
};

/* A new page begins. Margins start zeroed. */
void pdf_margins_turn(struct pdf_margins *margins);
/*
 * True for a page number, and for a line at the edge of a page of this height
 * that stood so on the page before, its digits aside.
 */
bool pdf_margins_drop(
    struct pdf_margins *margins, const struct pdf_line *line, double height);

#endif
