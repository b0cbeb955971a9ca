/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The heading of a table: which column holds whose figures. Headings come as
 * rows of cells, or run into one line as PDF extraction flattens them, nested
 * ones row by row.
 */
#ifndef READING_HEAD_H
#define READING_HEAD_H

#include "reading/mark.h"
#include "reading/outline.h"

#include <stdbool.h>
#include <stddef.h>

#define HEAD_COLUMNS 16

enum column_kind { COLUMN_VALUE, COLUMN_CHANGE, COLUMN_SKIP };

struct column {
	enum column_kind kind;
	enum entry_role tells; /* TELLS_NONE: the period tells */
	struct period period; /* unknown: none printed */
	char mark; /* 'A' or 'E' after its year, else 0 */
	int year; /* of a year alone; else 0 */
	int cell; /* of its row, from 0 */
	bool expected; /* it speaks of a forecast */
	bool percent; /* its head has a percent sign */
	enum entry_head end; /* HEAD_LOW, HEAD_HIGH: one end of ranges */
	enum basis basis; /* GAAP, adjusted */
};

struct head {
	size_t count;
	struct column columns[HEAD_COLUMNS];
	int cells; /* of its row; 0: not printed as cells */
	bool tabs; /* between them: empty ones at a row's end are left out */
	bool to_date; /* has a column from the year's beginning on */
	bool expected; /* its corner speaks of forecasts */
	bool has_unit;
	struct mark_unit unit;
};

/* Number of columns of a kind. */
size_t head_count(const struct head *head, enum column_kind kind);
/* The column that says so, or NULL. */
const struct column *head_find(const struct head *head, enum entry_role tells);
/* The column is last year's by its words; false for NULL. */
bool head_is_prior(const struct column *column);
/* It is last year's by its words, or of the year before another column's. */
bool head_is_last_year(const struct head *head, const struct column *column);
/*
 * Reads the heading that begins at mark i; returns the place after it, i when
 * there is none (fewer than two columns of figures).
 */
size_t head_read(struct head *head, const struct marks *marks, size_t i,
    const struct outline *outline);

#endif
