/* SPDX-License-Identifier: BSD-2-Clause */
/* One row of a table: its label and what its cells hold, in order. */
#ifndef READING_ROW_H
#define READING_ROW_H

#include "reading/head.h"
#include "reading/mark.h"

#include <stdbool.h>
#include <stddef.h>

#define ROW_CELLS 24

struct row_cell {
	struct amount amount;
	bool blank; /* nothing in it */
	enum entry_change change; /* said before the amount */
	bool compared; /* a change against last year, in words */
	int cell; /* of the row, from 0 */
	uint32_t from, to; /* bytes of the normal text */
};

struct row {
	struct measure measure;
	enum entry_role tells; /* CURRENT, TO_DATE: said in its label */
	struct period period; /* printed in its label; unknown: none */
	bool changes; /* a row of changes of the row before */
	enum entry_change change; /* what its label says of them */
	bool has_unit;
	struct mark_unit unit;
	int cells; /* of the row */
	size_t count;
	struct row_cell list[ROW_CELLS];
	bool full;
};

/*
 * The row of a measure at i; the place after it, i when it is none. years:
 * columns of years, after which a row of changes may follow on the same line;
 * 0: changes in words belong to the row.
 */
size_t row_read(
    struct row *row, const struct marks *marks, size_t i, size_t years);
/*
 * What a line without a label holds of the row before it, from the first mark
 * of its second cell; as above.
 */
size_t row_read_more(struct row *row, const struct marks *marks, size_t i);
/* The row of changes ("同比(%)") at i; as above. */
size_t row_read_changes(struct row *row, const struct marks *marks, size_t i);

#endif
