/* SPDX-License-Identifier: BSD-2-Clause */
/* Columns of a table that has no rules. */
#ifndef READING_PDF_COLUMNS_H
#define READING_PDF_COLUMNS_H

#include "reading/pdf_line.h"

/* In heights of a line. */
#define PDF_GAP	    0.8 /* between runs: cells, perhaps */
#define PDF_GUTTER  0.5 /* between columns */

#define PDF_COLUMNS 48

struct pdf_columns {
	size_t n;
	double left[PDF_COLUMNS], right[PDF_COLUMNS];
};

double pdf_run_left(const struct pdf_line *line, const struct pdf_run *run);
double pdf_run_right(const struct pdf_line *line, const struct pdf_run *run);

/* From the line before (which must be there) to this, middle to middle. */
double pdf_line_distance(const struct pdf_line *line);

/*
 * True when line and next are of cells side by side whose words are centred:
 * half a line apart, and none above the other.
 */
bool pdf_line_is_band(const struct pdf_line *line, const struct pdf_line *next);

/*
 * As pdf_line_next_run, and figures side by side are two runs, however narrow
 * the gap ("71,986 70,242").
 */
bool pdf_columns_next_run(
    const struct pdf_line *line, double gap, struct pdf_run *run);

/* Adds the runs of a line. False: too many columns. */
bool pdf_columns_join(struct pdf_columns *columns, const struct pdf_line *line);

/*
 * Adds line v[n] to the columns of the n lines before it. False: it would
 * unite columns that are parted in one of the lines.
 */
bool pdf_columns_fit(
    struct pdf_columns *columns, const struct pdf_line *v, size_t n);

/*
 * Unites neighbours that no line of n holds both of when one of them is in the
 * head only: "2024" centred above figures on the right.
 */
void pdf_columns_settle(
    struct pdf_columns *columns, const struct pdf_line *v, size_t n);

#endif
