/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Tables: rows of a measure and its figures under a heading. Rows come as
 * cells or run into one line; a row whose figures do not fit the columns gives
 * no statement.
 */
#ifndef READING_TABLE_H
#define READING_TABLE_H

#include "reading/clause.h"
#include "reading/head.h"

struct table {
	struct figures *figures;
	bool active; /* a heading was read and is not over yet */
	struct head head;
	struct measure last; /* of the row before, for a row of changes */
	bool has_last;
	uint32_t filled; /* its cells with figures, a bit each */
	size_t row_end;
};

void table_init(struct table *table, struct figures *figures);
/*
 * Takes the heading or row that begins at mark i; returns the place after it,
 * i when there is none.
 */
size_t table_take(struct table *table, const struct marks *marks, size_t i);
/* A mark that the table did not take may end it. */
void table_pass(struct table *table, const struct marks *marks, size_t i);

#endif
