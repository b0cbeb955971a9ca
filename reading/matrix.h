/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Tables with a metric per column and a role or period per row, as Japanese
 * revisions print them: a heading of measures, then rows such as "previous
 * forecast (A)", "new forecast (B)", "change (B-A)", "prior year". They come
 * as cells or flattened, one word or figure per line. Rows count only when
 * their figures fill the columns; printed differences and percentages must
 * agree with the rows they compare, column by column.
 */
#ifndef READING_MATRIX_H
#define READING_MATRIX_H

#include "reading/amount.h"
#include "reading/mark.h"

#include <stdbool.h>
#include <stddef.h>

#define MATRIX_COLUMNS 12
#define MATRIX_ROWS    10

struct matrix_column {
	struct measure measure; /* METRIC_NONE: a line item of no use */
	int cell; /* of its row, from 0 */
};

struct matrix_cell {
	struct amount amount;
	bool filled; /* false: blank or a dash */
	int cell; /* of its row, from 0 */
	uint32_t from, to; /* bytes of the normal text */
};

enum matrix_kind {
	MATRIX_OTHER, /* of no use, or its figures do not fit */
	MATRIX_PREVIOUS,
	MATRIX_REVISED,
	MATRIX_CURRENT, /* this year's forecast, as it stands */
	MATRIX_ACTUAL,
	MATRIX_PRIOR,
	MATRIX_CHANGE,
	MATRIX_PERIOD /* only a period is said */
};

struct matrix_row {
	enum matrix_kind kind;
	bool timed;
	bool expected; /* the label speaks of a forecast */
	struct timespan time; /* the label's period */
	const struct mark *label; /* where it begins; borrowed */
	size_t count; /* of cells before they are put under columns */
	bool paired; /* a percentage stands beside each */
	struct matrix_cell cells[MATRIX_COLUMNS]; /* one per column */
	struct matrix_cell changes[MATRIX_COLUMNS]; /* % columns beside them */
};

struct matrix {
	size_t column_count, row_count;
	struct matrix_column columns[MATRIX_COLUMNS];
	struct matrix_row rows[MATRIX_ROWS];
	size_t percents; /* columns of changes in percent in the heading */
	int cells; /* of the heading's row; 0: it was not printed as cells */
	bool has_unit;
	struct mark_unit unit;
};

/*
 * Reads the table whose heading begins at mark i; returns the place after its
 * last row, i when there is no heading or no row that fits it.
 */
size_t matrix_read(struct matrix *matrix, const struct marks *marks, size_t i);
/* The first row of a kind; NULL for none. */
const struct matrix_row *matrix_find(
    const struct matrix *matrix, enum matrix_kind kind);

#endif
