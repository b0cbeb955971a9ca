/* SPDX-License-Identifier: BSD-2-Clause */
/* The text of a ruled table. */
#ifndef READING_PDF_TABLE_H
#define READING_PDF_TABLE_H

#include "reading/pdf_glyph.h"
#include "reading/pdf_grid.h"

/*
 * Appends the glyphs, all of which the grid holds, as lines of tab-separated
 * cells. Reorders them. Lines of a cell are joined; a band between two rules
 * that holds several rows of figures gives as many lines. ERR_TOOBIG.
 */
int pdf_table_print(const struct pdf_grid *grid, struct pdf_glyph *glyphs,
    size_t n, struct buf *out) WARN_UNUSED;

#endif
