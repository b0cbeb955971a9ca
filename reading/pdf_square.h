/* SPDX-License-Identifier: BSD-2-Clause */
/* Tick boxes that are drawn rather than written. */
#ifndef READING_PDF_SQUARE_H
#define READING_PDF_SQUARE_H

#include "reading/pdf_glyph.h"
#include "reading/pdf_image.h"

/*
 * Adds a glyph (PDF_TICKED, PDF_EMPTY or PDF_FILLED) for each small square of
 * the picture that stands alone and holds no glyph. Squares that bound a cell
 * of a table are none.
 */
void pdf_squares_add(const struct pdf_image *image, struct pdf_glyphs *glyphs);

#endif
