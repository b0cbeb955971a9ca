/* SPDX-License-Identifier: BSD-2-Clause */
/* Which lines of a table without rules are one row. */
#ifndef READING_PDF_ROW_H
#define READING_PDF_ROW_H

#include "reading/pdf_block.h"

/* The glyphs of a line that stand in a column. False: none. */
bool pdf_row_run(const struct pdf_block *block, const struct pdf_line *line,
    size_t column, struct pdf_run *ret);

/*
 * The distance below which lines may be of one row; 0: only those are that
 * stand beside each other.
 */
double pdf_row_pitch(const struct pdf_block *block);

/* How many lines from line i on are one row, at least 1. */
size_t pdf_row_lines(const struct pdf_block *block, size_t i, double pitch);

#endif
