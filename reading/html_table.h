/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * An HTML table on its way to tab-separated lines: cells come in one by one,
 * spans are kept until their rows are out.
 */
#ifndef READING_HTML_TABLE_H
#define READING_HTML_TABLE_H

#include "lib/base/buf.h"

struct html_table;

/* An empty table within parent (borrowed, NULL: none), its text bounded. Gives. */
struct html_table *html_table_new(struct html_table *parent, size_t limit);
/* Returns the parent. */
struct html_table *html_table_free(struct html_table *table);

/*
 * The next cell of the row, over so many columns and rows (at least 1 each;
 * bounded inside). Beyond the last column that is kept, text joins that.
 */
void html_table_add_cell(
    struct html_table *table, const char *text, int columns, int rows);

/*
 * Ends the row. Marks of money and sign that stand in cells of their own join
 * their figure. ERR_TOOBIG.
 */
int html_table_end_row(struct html_table *table) WARN_UNUSED;
/* Appends the lines of the rows so far, which end it. ERR_TOOBIG. */
int html_table_print(struct html_table *table, struct buf *out) WARN_UNUSED;
/* As above; something else follows within the table, which goes on. */
int html_table_interrupt(struct html_table *table, struct buf *out) WARN_UNUSED;

#endif
