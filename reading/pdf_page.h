/* SPDX-License-Identifier: BSD-2-Clause */
/* The text of a PDF, page by page. */
#ifndef READING_PDF_PAGE_H
#define READING_PDF_PAGE_H

#include "reading/pdf_margin.h"
#include "reading/pdf_table.h"

/* Where the text stands between two pages; starts zeroed but for out. */
struct pdf_flow {
	struct buf *out;
	bool line; /* the last line lacks its newline */
	bool open; /* and its paragraph may go on on the next page */
	int pages; /* printed, missing ones included */
	int missing; /* that the file does not hold */
	struct pdf_margins margins;
	struct pdf_carry carry; /* of a table at the end of the last page */
	int draws; /* pages that may still be drawn for their rules */
	size_t glyphs; /* seen on all pages */
	size_t strange; /* of them, without a known character */
};

/*
 * Appends a page: paragraphs and table rows, a line each, a form feed before
 * all pages but the first. Page numbers and running heads are left out. NULL: the page is
 * missing, nothing stands between its form feeds. ERR_TOOBIG.
 */
int pdf_page_print(struct pdf_flow *flow, PopplerPage *page) WARN_UNUSED;
/* Ends the last line. */
int pdf_flow_end(struct pdf_flow *flow) WARN_UNUSED;

#endif
