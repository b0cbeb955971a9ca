/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Small PDFs for tests, made on the spot. Their Chinese font is not embedded,
 * as in many filings: a reader needs character maps and a font of the system.
 */
#ifndef TESTS_LIB_PDF_H
#define TESTS_LIB_PDF_H

#include "lib/base/buf.h"

/*
 * Initialises pdf and fills it with one page for each text: UTF-8 of the basic
 * plane, up to 36 lines, every line ruled below, and a ruled frame around them
 * when framed is true. A tab goes on in the right half.
 */
void pdf_make(
    struct buf *pdf, const char *const texts[], size_t count, bool framed);

#endif
