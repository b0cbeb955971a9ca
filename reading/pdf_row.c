/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * In: the lines of a table without rules. Out: its rows. To join too little
 * costs words; to join too much makes false figures, so in doubt lines stay
 * apart. Called by pdf_block.c.
 */
#include "reading/pdf_row.h"

#include "lib/base/mem.h"

#include <math.h>
#include <stdlib.h>

/* Distances of rows are so many times those of lines in a cell, at least. */
#define PDF_RHYTHM 1.3
/* A line is full when it ends so near the edge of its column, in heights. */
#define PDF_EDGE   0.3

bool
pdf_row_run(const struct pdf_block *block, const struct pdf_line *line,
    size_t column, struct pdf_run *ret)
{
	struct pdf_run run = {0, 0};
	bool found = false;

	while (pdf_columns_next_run(line, PDF_GUTTER, &run)) {
		double left = pdf_run_left(line, &run);
		if (left < block->columns.left[column] ||
		    left > block->columns.right[column])
			continue;
		if (!found)
			ret->from = run.from;
		ret->to = run.to;
		found = true;
	}
	return found;
}

/* A run of a line, and the column that it stands in. */
struct pdf_cell {
	const struct pdf_line *line;
	struct pdf_run run;
	double width; /* of the column */
};

static uint32_t
pdf_cell_first(const struct pdf_cell *cell)
{
	return cell->line->v[cell->run.from].c;
}

/* True when it holds a digit, or a dash for one. */
static bool
pdf_cell_is_figure(const struct pdf_cell *cell)
{
	bool signs = true;

	for (size_t i = cell->run.from; i < cell->run.to; i++) {
		if (pdf_is_digit(cell->line->v[i].c))
			return true;
		signs &= pdf_is_figure(cell->line->v[i].c);
	}
	return signs;
}

static bool
pdf_is_among(uint32_t c, const uint32_t *set, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		if (set[i] == c)
			return true;
	}
	return false;
}

/* True when its end asks for more: ranges, open brackets, cut figures. */
static bool
pdf_cell_is_open(const struct pdf_cell *cell)
{
	static const uint32_t open[] = {0x81f3 /* to */, 0x5230 /* to */, '~',
	    '(', 0x2013, 0x2014, 0x3001, 0xff08, 0xff1a, 0xff5e};
	const struct pdf_glyph *end = cell->line->v + cell->run.to;
	size_t n = cell->run.to - cell->run.from;

	return n > 1 && (pdf_figure_is_cut(end, n) ||
			    pdf_is_among(end[-1].c, open,
				sizeof(open) / sizeof(open[0])));
}

/* True when it cannot begin a cell: units, closing signs. */
static bool
pdf_cell_goes_on(const struct pdf_cell *cell)
{
	static const uint32_t on[] = {0x4e07 /* 10^4 */, 0x4ebf /* 10^8 */,
	    0x5143 /* yuan */, 0x81f3, 0x5230, '%', ')', '~', 0xff05, 0xff09,
	    0xff5e};

	return pdf_is_among(
	    pdf_cell_first(cell), on, sizeof(on) / sizeof(on[0]));
}

/* True when the first word of next did not fit into the line of cell. */
static bool
pdf_cell_is_full(const struct pdf_cell *cell, const struct pdf_cell *next)
{
	double width = pdf_run_right(cell->line, &cell->run) -
		       pdf_run_left(cell->line, &cell->run);
	double word = pdf_line_first_word(next->line, next->run.from);

	return width + word > cell->width - PDF_EDGE * cell->line->height;
}

/* True when next can go on what cell says. pitch: there is a rhythm. */
static bool
pdf_cell_joins(
    const struct pdf_cell *cell, const struct pdf_cell *next, double pitch)
{
	if (pdf_cell_is_open(cell) || pdf_cell_goes_on(next))
		return true;
	if (!pdf_cell_is_figure(cell) || !pdf_cell_is_figure(next))
		return pdf_cell_is_full(cell, next);
	return pitch > 0 && !pdf_is_figure(pdf_cell_first(next)) &&
	       pdf_cell_first(next) != pdf_cell_first(cell);
}

/* What line i holds in a column. */
static bool
pdf_cell_find(const struct pdf_block *block, size_t i, size_t column,
    struct pdf_cell *ret)
{
	const struct pdf_columns *columns = &block->columns;

	ret->line = &block->v[i];
	ret->width = columns->right[column] - columns->left[column];
	return pdf_row_run(block, ret->line, column, &ret->run);
}

/* True when line i can be of one row with those from first on. */
static bool
pdf_row_takes(
    const struct pdf_block *block, size_t first, size_t i, double pitch)
{
	for (size_t c = 0; c < block->columns.n; c++) {
		struct pdf_cell above, cell;
		size_t j = i;
		if (!pdf_cell_find(block, i, c, &cell))
			continue;
		while (j > first && !pdf_cell_find(block, j - 1, c, &above))
			j--;
		if (j > first && !pdf_cell_joins(&above, &cell, pitch))
			return false;
	}
	return true;
}

size_t
pdf_row_lines(const struct pdf_block *block, size_t i, double pitch)
{
	size_t n = 1;

	for (; i + n < block->n; n++) {
		const struct pdf_line *line = &block->v[i + n];
		if (pdf_line_distance(line) >= pitch &&
		    !pdf_line_is_band(line - 1, line))
			break;
		if (!pdf_row_takes(block, i, i + n, pitch))
			break;
	}
	return n;
}

/* Distances of neighbours in one column. */
struct pdf_distances {
	double *v;
	size_t n, cap;
};

static void
pdf_distances_add(
    struct pdf_distances *distances, const struct pdf_block *block, size_t c)
{
	const struct pdf_line *last = NULL;
	struct pdf_run run;

	for (size_t i = 0; i < block->n; i++) {
		const struct pdf_line *line = &block->v[i];
		if (!pdf_row_run(block, line, c, &run))
			continue;
		if (last != NULL) {
			distances->v = mem_grow(distances->v, distances->n,
			    &distances->cap, sizeof(*distances->v));
			distances->v[distances->n++] =
			    pdf_line_middle(line) - pdf_line_middle(last);
		}
		last = line;
	}
}

static int
pdf_by_size(const void *a, const void *b)
{
	double da = *(const double *)a, db = *(const double *)b;

	return (da > db) - (da < db);
}

/*
 * Where the distances jump, the short ones are of lines in a cell and the long
 * ones of rows, provided that there are at least as many of these.
 */
double
pdf_row_pitch(const struct pdf_block *block)
{
	struct pdf_distances all = {0};
	double pitch = 0;

	for (size_t c = 0; c < block->columns.n; c++)
		pdf_distances_add(&all, block, c);
	if (all.n > 1)
		qsort(all.v, all.n, sizeof(*all.v), pdf_by_size);
	for (size_t i = 1; i < all.n && pitch <= 0 && 2 * i <= all.n; i++) {
		if (all.v[i] >= PDF_RHYTHM * all.v[i - 1])
			pitch = sqrt(all.v[i] * all.v[i - 1]);
	}
	mem_free(all.v);
	return pitch;
}
