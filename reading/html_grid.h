/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The rows of an HTML table, kept until it ends: only then is it known which
 * of its columns are spacers, or hold the sign of money for the next one.
 */
#ifndef READING_HTML_GRID_H
#define READING_HTML_GRID_H

#include "lib/base/buf.h"

#include <stdbool.h>

#define HTML_GRID_COLUMNS 128

struct html_grid;

/* Empty; holds up to limit bytes of text. Gives. */
struct html_grid *html_grid_new(size_t limit);
void html_grid_free(struct html_grid *grid);

/* A cell of the row at hand; one without text is not needed. ERR_TOOBIG. */
int html_grid_add_cell(struct html_grid *grid, const char *text, int column,
    int columns) WARN_UNUSED;
/* Ends the row, unless it has no cell. */
void html_grid_end_row(struct html_grid *grid);
bool html_grid_is_empty(const struct html_grid *grid);
/* Its columns stay as they are: what it lays out is no table of figures. */
void html_grid_set_plain(struct html_grid *grid);

/*
 * Appends a line per row, cells between tabs, and forgets the rows. Columns
 * that no row fills beside each other are one when a cell spans both, or when
 * one of them is empty. ERR_TOOBIG.
 */
int html_grid_print(struct html_grid *grid, struct buf *out) WARN_UNUSED;

#endif
