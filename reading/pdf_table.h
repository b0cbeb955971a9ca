/* SPDX-License-Identifier: BSD-2-Clause */
/* The text of a ruled table. */
#ifndef READING_PDF_TABLE_H
#define READING_PDF_TABLE_H

#include "reading/pdf_glyph.h"
#include "reading/pdf_grid.h"

#define PDF_CARRY_COLUMNS 24
#define PDF_CARRY_LABEL	  240 /* bytes */

/* What a table leaves to its part on the next page; starts zeroed. */
struct pdf_carry {
	size_t columns; /* 0: nothing */
	double xs[PDF_CARRY_COLUMNS + 1];
	char head[PDF_CARRY_LABEL]; /* of its first row */
	char label[PDF_CARRY_LABEL]; /* of its last */
};

/* Something stands after the table. */
void pdf_carry_drop(struct pdf_carry *carry);

/*
 * Appends the glyphs, all of which the grid holds, as lines of tab-separated
 * cells. Reorders them. Lines of a cell are joined; a band between two rules
 * that holds several rows of figures gives as many lines; units above the
 * figures of a row are a line of their own. When the columns are those of
 * carry, a first row of figures that has no label takes that of the last row
 * there. Leaves carry for the next table. ERR_TOOBIG.
 */
int pdf_table_print(const struct pdf_grid *grid, struct pdf_glyph *glyphs,
    size_t n, struct pdf_carry *carry, struct buf *out) WARN_UNUSED;

#endif
