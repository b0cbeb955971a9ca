/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What a page shows and its text does not say: watermarks, notes turned at the
 * edge, print too small to see. A digit of these within a row is a false
 * figure.
 */
#ifndef READING_PDF_CLEAN_H
#define READING_PDF_CLEAN_H

#include "reading/pdf_glyph.h"

#include <cairo.h>

/*
 * Drops glyphs that run aslant or are tiny, and those that are turned unlike
 * the most of the page. Returns how those that stay run.
 */
enum pdf_way pdf_clean(struct pdf_glyphs *glyphs);

/* The matrix that makes lines level which run this way on a page. */
void pdf_clean_turn(
    enum pdf_way way, double width, double height, cairo_matrix_t *ret);

#endif
