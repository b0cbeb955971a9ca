/* SPDX-License-Identifier: BSD-2-Clause */
/* The figures of one row of a matrix (matrix.h) put under its columns. */
#ifndef READING_MATRIX_PLACE_H
#define READING_MATRIX_PLACE_H

#include "reading/matrix.h"

#define MATRIX_FIGURE (2 * MATRIX_COLUMNS + 2)

/* The figures of a row in the order of the text. */
struct matrix_line {
	size_t count;
	struct matrix_cell list[MATRIX_FIGURE];
	int cells;
	bool full;
};

/*
 * Gives the row's cells and changes their figures; false when these do not fit
 * the columns.
 */
bool matrix_place(const struct matrix *matrix, struct matrix_line *line,
    struct matrix_row *row);

#endif
