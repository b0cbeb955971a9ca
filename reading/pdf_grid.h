/* SPDX-License-Identifier: BSD-2-Clause */
/* Rules that cross each other, as tables of cells. */
#ifndef READING_PDF_GRID_H
#define READING_PDF_GRID_H

#include "reading/pdf_rule.h"

struct pdf_grid {
	size_t columns, rows;
	double *xs; /* columns + 1 edges, from the left */
	double *ys; /* rows + 1 edges, from the top */
	/*
	 * rows * columns: the number of the cell that holds this place, which
	 * is that of its upper left place.
	 */
	size_t *cells;
};

struct pdf_grids {
	struct pdf_grid *v; /* from the top down */
	size_t n;
};

/* Tables of at least two columns. Gives. */
void pdf_grids_make(const struct pdf_rules *rules, struct pdf_grids *ret);
void pdf_grids_done(struct pdf_grids *grids);

bool pdf_grid_holds(const struct pdf_grid *grid, double x, double y);
/* The cell at a point that the grid holds. */
size_t pdf_grid_cell(const struct pdf_grid *grid, double x, double y);

#endif
