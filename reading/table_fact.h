/* SPDX-License-Identifier: BSD-2-Clause */
/* The cells of a row made into statements by the columns they stand in. */
#ifndef READING_TABLE_FACT_H
#define READING_TABLE_FACT_H

#include "reading/row.h"
#include "reading/table.h"

/* One row with the columns that its figures belong to. */
struct table_row {
	struct table *table;
	struct row row;
	const struct column *of[ROW_CELLS]; /* NULL: to none */
	bool cut; /* the text ends in it */
};

/* A change in words, "比上年同期增长:5%", is no column's figure. */
bool table_is_remark(const struct row_cell *cell);
/* The cells that are not. */
size_t table_count_figures(const struct row *row);

/* The period of a column's figures, as the row's label narrows it. */
struct period table_period(
    const struct table_row *t, const struct column *column);
/* The draft's quote: from the row's label to the cell, unless that is long. */
void table_set_place(
    struct draft *draft, const struct row_cell *cell, const struct mark *label);
/* Why cell i gives no statement. */
void table_note(const struct table_row *t, size_t i, enum reject_why why);
/* Statements of the row; label is its measure's mark. */
void table_add_row(struct table_row *t, const struct mark *label);
/* None of its figures has a column. */
void table_note_all(const struct table_row *t);

#endif
