/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * In: lines of a page, from one that has a gap on. Out: the columns that they
 * share, and their rows. A gutter is a strip that no glyph of the block enters.
 * Called by pdf_page.c.
 */
#include "reading/pdf_block.h"

#include <math.h>
#include <string.h>

/* In heights of a line. */
#define PDF_GAP		0.8 /* makes a line part of a table */
#define PDF_GUTTER	0.5 /* parts columns */
#define PDF_APART	4.0 /* lines further apart are of two blocks */
#define PDF_TIGHT	1.8 /* a line in one column goes on the cell above */
#define PDF_SLACK	1.0 /* by which it may stand beside its column */

/* Distances of lines that differ by this tell rows from lines of a row. */
#define PDF_RHYTHM	1.3

/* Columns of words rather than cells. */
#define PDF_PROSE_LINES 8
#define PDF_PROSE_WORDS 12 /* glyphs a line */
#define PDF_PROSE_FULL	0.85

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

static double
pdf_run_left(const struct pdf_line *line, const struct pdf_run *run)
{
	return line->v[run->from].x0;
}

static double
pdf_run_right(const struct pdf_line *line, const struct pdf_run *run)
{
	double right = line->v[run->from].x1;

	for (size_t i = run->from; i < run->to; i++)
		right = fmax(right, line->v[i].x1);
	return right;
}

/* Columns with those of one more line. */
static bool
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

static double
pdf_distance(const struct pdf_line *line)
{
	return pdf_line_middle(line) - pdf_line_middle(line - 1);
}

static bool
pdf_is_tabular(const struct pdf_line *line)
{
	return pdf_line_count_runs(line, PDF_GAP) > 1;
}

/* Columns with one more line; false when it would unite some of them. */
static bool
pdf_columns_fit(struct pdf_columns *columns, const struct pdf_line *line)
{
	size_t n = columns->n;

	return pdf_columns_join(columns, line) && columns->n >= n;
}

static bool
pdf_is_near(const struct pdf_line *line)
{
	return pdf_distance(line) <= PDF_TIGHT * line->height;
}

/*
 * True when a line without a gap is part of a cell: it stands in one column,
 * near the line before or near a row that follows, and is no paragraph that
 * begins beneath the first column.
 */
static bool
pdf_block_goes_on(const struct pdf_block *block, const struct pdf_line *line,
    const struct pdf_line *next)
{
	struct pdf_columns columns = block->columns;
	double slack = PDF_SLACK * line->height;
	bool inside =
	    line->x0 > columns.right[0] || line->x1 <= columns.right[0] + slack;

	if (!pdf_columns_fit(&columns, line) || columns.n > block->columns.n)
		return false;
	if (inside && pdf_is_near(line))
		return true;
	return next != NULL && pdf_is_tabular(next) && pdf_is_near(next) &&
	       pdf_columns_fit(&columns, next);
}

/* Takes one more line into the block if it fits; next follows it or is NULL. */
static bool
pdf_block_take(struct pdf_block *block, const struct pdf_line *line,
    const struct pdf_line *next)
{
	struct pdf_columns columns = block->columns;

	if (pdf_distance(line) > PDF_APART * line->height)
		return false;
	if (!pdf_is_tabular(line) && !pdf_block_goes_on(block, line, next))
		return false;
	if (!pdf_columns_fit(&columns, line))
		return false;
	block->columns = columns;
	block->n++;
	return true;
}

bool
pdf_block_find(const struct pdf_line *v, size_t n, struct pdf_block *ret)
{
	size_t tabular = 1;

	*ret = (struct pdf_block){.v = v, .n = 1};
	if (!pdf_is_tabular(v) || !pdf_columns_join(&ret->columns, v))
		return false;
	while (ret->n < n) {
		const struct pdf_line *line = &v[ret->n];
		const struct pdf_line *next = ret->n + 1 < n ? line + 1 : NULL;
		if (!pdf_block_take(ret, line, next))
			break;
		tabular += pdf_is_tabular(line);
	}
	return tabular > 1 && ret->columns.n > 1;
}

/* The run of a line that stands in a column; false: none. */
static bool
pdf_block_run(const struct pdf_block *block, const struct pdf_line *line,
    size_t column, struct pdf_run *ret)
{
	struct pdf_run run = {0, 0};
	bool found = false;

	while (pdf_line_next_run(line, PDF_GUTTER, &run)) {
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

static bool
pdf_run_has_digit(const struct pdf_line *line, const struct pdf_run *run)
{
	for (size_t i = run->from; i < run->to; i++) {
		if (pdf_is_digit(line->v[i].c))
			return true;
	}
	return false;
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

/* True when the words of a run ask for more: ranges, open brackets. */
static bool
pdf_run_is_open(const struct pdf_line *line, const struct pdf_run *run)
{
	static const uint32_t open[] = {0x81f3 /* to */, 0x5230 /* to */, '-',
	    '~', '(', ':', 0x2013, 0x2014, 0x2212, 0x3001, 0xff08, 0xff0d,
	    0xff1a, 0xff5e};
	const struct pdf_glyph *end = line->v + run->to;

	return pdf_figure_is_cut(end, run->to - run->from) ||
	       pdf_is_among(end[-1].c, open, sizeof(open) / sizeof(open[0]));
}

/* True when a run cannot begin a cell: units, closing signs. */
static bool
pdf_run_goes_on(const struct pdf_line *line, const struct pdf_run *run)
{
	static const uint32_t on[] = {0x4e07 /* 10^4 */, 0x4ebf /* 10^8 */,
	    0x5143 /* yuan */, 0x81f3, 0x5230, '%', ')', '~', 0x2013, 0x2014,
	    0xff05, 0xff09, 0xff5e};

	return pdf_is_among(
	    line->v[run->from].c, on, sizeof(on) / sizeof(on[0]));
}

/* True when line can be of one row with the n lines before it. */
static bool
pdf_block_may_join(
    const struct pdf_block *block, const struct pdf_line *line, size_t n)
{
	for (size_t c = 0; c < block->columns.n; c++) {
		struct pdf_run above, run;
		bool found = false;
		if (!pdf_block_run(block, line, c, &run) ||
		    !pdf_run_has_digit(line, &run))
			continue;
		const struct pdf_line *last = line;
		for (size_t i = 0; i < n && !found; i++) {
			last--;
			found = pdf_block_run(block, last, c, &above);
		}
		if (found && pdf_run_has_digit(last, &above) &&
		    !pdf_run_is_open(last, &above) &&
		    !pdf_run_goes_on(line, &run))
			return false;
	}
	return true;
}

/* Lines closer than this are of one row; 0: each line is a row. */
static double
pdf_block_pitch(const struct pdf_block *block)
{
	double least = HUGE_VAL, most = 0;

	for (size_t i = 1; i < block->n; i++) {
		least = fmin(least, pdf_distance(&block->v[i]));
		most = fmax(most, pdf_distance(&block->v[i]));
	}
	return most < PDF_RHYTHM * least ? 0 : sqrt(least * most);
}

/* How many lines from i on are one row. */
static size_t
pdf_block_row(const struct pdf_block *block, size_t i, double pitch)
{
	size_t n = 1;

	while (i + n < block->n && pdf_distance(&block->v[i + n]) < pitch &&
	       pdf_block_may_join(block, &block->v[i + n], n))
		n++;
	return n;
}

/* Appends what n lines hold in a column, joined. */
static int
pdf_block_print_cell(const struct pdf_block *block, const struct pdf_line *v,
    size_t n, size_t column, struct buf *out)
{
	const struct pdf_glyph *last = NULL;
	size_t count = 0;
	int r = 0;

	for (size_t i = 0; i < n && r == 0; i++) {
		struct pdf_run run;
		if (!pdf_block_run(block, &v[i], column, &run))
			continue;
		if (last != NULL &&
		    pdf_needs_blank(last, count, &v[i].v[run.from]))
			r = buf_add_char(out, ' ');
		if (r == 0)
			r = pdf_line_print(&v[i], run.from, run.to, out);
		last = &v[i].v[run.to - 1];
		count = run.to - run.from;
	}
	return r;
}

static int
pdf_block_print_row(const struct pdf_block *block, const struct pdf_line *v,
    size_t n, struct buf *out)
{
	size_t filled = out->len;
	int r = 0;

	for (size_t c = 0; c < block->columns.n && r == 0; c++) {
		if (c > 0)
			r = buf_add_char(out, '\t');
		size_t before = out->len;
		if (r == 0)
			r = pdf_block_print_cell(block, v, n, c, out);
		if (out->len > before)
			filled = out->len;
	}
	if (out->len > filled) {
		out->len = filled;
		out->data[filled] = '\0';
	}
	return r;
}

/* True when the column is full of words in most lines. */
static bool
pdf_column_is_prose(const struct pdf_block *block, size_t column)
{
	double width =
	    block->columns.right[column] - block->columns.left[column];
	size_t full = 0, glyphs = 0;

	for (size_t i = 0; i < block->n; i++) {
		const struct pdf_line *line = &block->v[i];
		struct pdf_run run;
		if (!pdf_block_run(block, line, column, &run))
			continue;
		glyphs += run.to - run.from;
		full += pdf_run_right(line, &run) - pdf_run_left(line, &run) >
			PDF_PROSE_FULL * width;
	}
	return glyphs >= PDF_PROSE_WORDS * block->n && 2 * full > block->n;
}

static bool
pdf_block_is_prose(const struct pdf_block *block)
{
	if (block->n < PDF_PROSE_LINES)
		return false;
	for (size_t c = 0; c < block->columns.n; c++) {
		if (!pdf_column_is_prose(block, c))
			return false;
	}
	return true;
}

static int
pdf_block_print_prose(const struct pdf_block *block, struct buf *out)
{
	int r = 0;

	for (size_t c = 0; c < block->columns.n && r == 0; c++) {
		if (c > 0)
			r = buf_add_char(out, '\n');
		if (r == 0)
			r = pdf_block_print_cell(
			    block, block->v, block->n, c, out);
	}
	return r;
}

int
pdf_block_print(const struct pdf_block *block, struct buf *out)
{
	double pitch = pdf_block_pitch(block);
	int r = 0;

	if (pdf_block_is_prose(block))
		return pdf_block_print_prose(block, out);
	for (size_t i = 0; i < block->n && r == 0;) {
		size_t n = pdf_block_row(block, i, pitch);
		if (i > 0)
			r = buf_add_char(out, '\n');
		if (r == 0)
			r = pdf_block_print_row(block, &block->v[i], n, out);
		i += n;
	}
	return r;
}
