/* SPDX-License-Identifier: BSD-2-Clause */
/* Changes that a row prints, in columns, in words or as a row of their own. */
#ifndef READING_TABLE_CHANGE_H
#define READING_TABLE_CHANGE_H

#include "reading/table_fact.h"

/* The percentage in cell i, a change of the figure of that period. */
void table_add_change(struct table_row *t, size_t i, struct period period,
    const struct mark *label);
/* The same of a cell in a column of changes, if it is one. */
void table_add_beside(struct table_row *t, size_t i, const struct mark *label);
/* Changes in words in the cells of figures. */
void table_add_remarks(struct table_row *t, const struct mark *label);

#endif
