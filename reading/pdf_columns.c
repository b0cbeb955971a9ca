/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * In: lines of a page that may be rows of a table. Out: the columns that they
 * share: strips that are parted by gutters which no glyph enters. Called by
 * pdf_block.c.
 */
#include "reading/pdf_columns.h"

#include <math.h>

/* In heights of a line. */
#define PDF_BAND 0.8 /* lines nearer than this stand beside each other */

static bool
pdf_columns_add(struct pdf_columns *columns, double left, double right)
{
	size_t at = columns->n;

	if (columns->n >= PDF_COLUMNS)
		return false;
	while (at > 0 && columns->left[at - 1] > left) {
		columns->left[at] = columns->left[at - 1];
		columns->right[at] = columns->right[at - 1];
		at--;
	}
	columns->left[at] = left;
	columns->right[at] = right;
	columns->n++;
	return true;
}

/* Unites columns that no gutter of this width parts. */
static void
pdf_columns_tidy(struct pdf_columns *columns, double gutter)
{
	size_t n = 0;

	for (size_t i = 0; i < columns->n; i++) {
		if (n > 0 &&
		    columns->left[i] - columns->right[n - 1] < gutter) {
			columns->right[n - 1] =
			    fmax(columns->right[n - 1], columns->right[i]);
			continue;
		}
		columns->left[n] = columns->left[i];
		columns->right[n++] = columns->right[i];
	}
	columns->n = n;
}

double
pdf_run_left(const struct pdf_line *line, const struct pdf_run *run)
{
	return line->v[run->from].x0;
}

double
pdf_run_right(const struct pdf_line *line, const struct pdf_run *run)
{
	double right = line->v[run->from].x1;

	for (size_t i = run->from; i < run->to; i++)
		right = fmax(right, line->v[i].x1);
	return right;
}

bool
pdf_columns_join(struct pdf_columns *columns, const struct pdf_line *line)
{
	struct pdf_run run = {0, 0};

	while (pdf_line_next_run(line, PDF_GUTTER, &run)) {
		if (!pdf_columns_add(columns, pdf_run_left(line, &run),
			pdf_run_right(line, &run)))
			return false;
	}
	pdf_columns_tidy(columns, PDF_GUTTER * line->height);
	return true;
}

double
pdf_line_distance(const struct pdf_line *line)
{
	return pdf_line_middle(line) - pdf_line_middle(line - 1);
}

/* True when a run of one line stands above or below one of the other. */
static bool
pdf_lines_share(const struct pdf_line *a, const struct pdf_line *b)
{
	struct pdf_run ra = {0, 0};

	while (pdf_line_next_run(a, PDF_GUTTER, &ra)) {
		struct pdf_run rb = {0, 0};
		while (pdf_line_next_run(b, PDF_GUTTER, &rb)) {
			if (pdf_run_left(a, &ra) < pdf_run_right(b, &rb) &&
			    pdf_run_left(b, &rb) < pdf_run_right(a, &ra))
				return true;
		}
	}
	return false;
}

bool
pdf_line_is_band(const struct pdf_line *line, const struct pdf_line *next)
{
	return pdf_line_distance(next) <
		   PDF_BAND * fmin(line->height, next->height) &&
	       !pdf_lines_share(line, next);
}

/* The column that a run stands in. */
static size_t
pdf_columns_at(const struct pdf_columns *columns, double left)
{
	size_t i = 0;

	while (i + 1 < columns->n && left > columns->right[i])
		i++;
	return i;
}

/*
 * Marks the columns where the line has a run; false when one is marked before,
 * so that columns would unite what stands side by side.
 */
static bool
pdf_columns_mark(const struct pdf_columns *columns, const struct pdf_line *line,
    bool marks[PDF_COLUMNS])
{
	struct pdf_run run = {0, 0};

	while (pdf_line_next_run(line, PDF_GAP, &run)) {
		size_t at = pdf_columns_at(columns, pdf_run_left(line, &run));
		if (marks[at])
			return false;
		marks[at] = true;
	}
	return true;
}

/* True when no two runs side by side in n lines stand in one column. */
static bool
pdf_columns_part(
    const struct pdf_columns *columns, const struct pdf_line *v, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		bool marks[PDF_COLUMNS] = {false};
		if (i > 0 && pdf_line_is_band(&v[i - 1], &v[i]) &&
		    !pdf_columns_mark(columns, &v[i - 1], marks))
			return false;
		if (!pdf_columns_mark(columns, &v[i], marks))
			return false;
	}
	return true;
}

bool
pdf_columns_fit(struct pdf_columns *columns, const struct pdf_line *v, size_t n)
{
	size_t before = columns->n;

	if (!pdf_columns_join(columns, &v[n]))
		return false;
	return columns->n >= before || pdf_columns_part(columns, v, n + 1);
}
