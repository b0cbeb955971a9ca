/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * In: lines of a page, from one that has a gap on. Out: the columns that they
 * share, and their rows. A gutter is a strip that no glyph of the block enters.
 * Called by pdf_page.c.
 */
#include "reading/pdf_block.h"

#include <math.h>

/* In heights of a line. */
#define PDF_APART	4.0 /* lines further apart are of two blocks */
#define PDF_TIGHT	1.8 /* a line in one column goes on the cell above */
#define PDF_SLACK	1.0 /* by which it may stand beside its column */

/*
 * Distances that differ by the one tell rows from lines of a row, which are
 * not further apart than the other, in distances of lines of a cell.
 */
#define PDF_RHYTHM	1.3
#define PDF_PITCH	1.25

/* Lines of one block; longer tables are several. */
#define PDF_BLOCK_LINES 300

/* Columns of words rather than cells. */
#define PDF_PROSE_LINES 8
#define PDF_PROSE_WORDS 12 /* glyphs a line */
#define PDF_PROSE_FULL	0.85

/* True for a line of a table: it has a gap or stands beside the next. */
static bool
pdf_is_tabular(const struct pdf_line *line, const struct pdf_line *next)
{
	return pdf_line_count_runs(line, PDF_GAP) > 1 ||
	       (next != NULL && pdf_line_is_band(line, next));
}

static bool
pdf_is_near(const struct pdf_line *line)
{
	return pdf_line_distance(line) <= PDF_TIGHT * line->height;
}

/*
 * True when a line without a gap is part of a cell: it stands in one column,
 * near the line before or near a row that follows, and is no paragraph that
 * begins beneath the first column.
 */
static bool
pdf_block_goes_on(const struct pdf_block *block, bool more)
{
	const struct pdf_line *line = &block->v[block->n];
	struct pdf_columns columns = block->columns;
	double slack = PDF_SLACK * line->height;
	bool inside =
	    line->x0 > columns.right[0] || line->x1 <= columns.right[0] + slack;

	if (!pdf_columns_fit(&columns, block->v, block->n) ||
	    columns.n > block->columns.n)
		return false;
	if (inside && pdf_is_near(line))
		return true;
	return more && pdf_is_tabular(line + 1, NULL) &&
	       pdf_is_near(line + 1) &&
	       pdf_columns_fit(&columns, block->v, block->n + 1);
}

/* Takes the line behind the block if it fits. more: another follows it. */
static bool
pdf_block_take(struct pdf_block *block, bool more)
{
	const struct pdf_line *line = &block->v[block->n];
	struct pdf_columns columns = block->columns;

	if (pdf_line_distance(line) > PDF_APART * line->height)
		return false;
	if (!pdf_is_tabular(line, more ? line + 1 : NULL) &&
	    !pdf_line_is_band(line - 1, line) &&
	    !pdf_block_goes_on(block, more))
		return false;
	if (!pdf_columns_fit(&columns, block->v, block->n))
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
	if (n > PDF_BLOCK_LINES)
		n = PDF_BLOCK_LINES;
	if (n < 2 || !pdf_is_tabular(v, v + 1) ||
	    !pdf_columns_join(&ret->columns, v))
		return false;
	while (ret->n < n && pdf_block_take(ret, ret->n + 1 < n)) {
		const struct pdf_line *line = &v[ret->n - 1];
		tabular += pdf_is_tabular(line, ret->n < n ? line + 1 : NULL) ||
			   pdf_line_is_band(line - 1, line);
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

/* True when a run begins with words that do not begin the run above it. */
static bool
pdf_run_says_more(const struct pdf_line *line, const struct pdf_run *run,
    const struct pdf_line *last, const struct pdf_run *above)
{
	uint32_t c = line->v[run->from].c;

	return !pdf_is_figure(c) && c != last->v[above->from].c;
}

/* How the lines of a block follow each other, in the columns they share. */
struct pdf_rhythm {
	double pitch; /* lines nearer may be of one row; 0: only bands are */
	bool rows; /* most neighbours are of different rows */
};

/* True when line can be of one row with the n lines before it. */
static bool
pdf_block_may_join(const struct pdf_block *block, const struct pdf_line *line,
    size_t n, const struct pdf_rhythm *rhythm)
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
		    !pdf_run_goes_on(line, &run) &&
		    !(rhythm->rows &&
			pdf_run_says_more(line, &run, last, &above)))
			return false;
	}
	return true;
}

/* Distances of neighbours in the columns of a block. */
struct pdf_distances {
	double least, most;
	double limit;
	size_t near, far; /* on either side of the limit */
};

static void
pdf_distances_add(
    struct pdf_distances *distances, const struct pdf_block *block, size_t c)
{
	const struct pdf_line *last = NULL;

	for (size_t i = 0; i < block->n; i++) {
		const struct pdf_line *line = &block->v[i];
		struct pdf_run run;
		if (!pdf_block_run(block, line, c, &run))
			continue;
		if (last != NULL) {
			double d =
			    pdf_line_middle(line) - pdf_line_middle(last);
			distances->least = fmin(distances->least, d);
			distances->most = fmax(distances->most, d);
			distances->near += d < distances->limit;
			distances->far += d >= distances->limit;
		}
		last = line;
	}
}

static struct pdf_rhythm
pdf_block_rhythm(const struct pdf_block *block)
{
	struct pdf_distances all = {HUGE_VAL, 0, 0, 0, 0}, split = all;

	for (size_t c = 0; c < block->columns.n; c++)
		pdf_distances_add(&all, block, c);
	if (all.most < PDF_RHYTHM * all.least)
		return (struct pdf_rhythm){0, false};
	split.limit = PDF_PITCH * all.least;
	for (size_t c = 0; c < block->columns.n; c++)
		pdf_distances_add(&split, block, c);
	return (struct pdf_rhythm){split.limit, split.far >= split.near};
}

/* How many lines from i on are one row. */
static size_t
pdf_block_row(
    const struct pdf_block *block, size_t i, const struct pdf_rhythm *rhythm)
{
	size_t n = 1;

	for (; i + n < block->n; n++) {
		const struct pdf_line *line = &block->v[i + n];
		if (pdf_line_distance(line) >= rhythm->pitch &&
		    !pdf_line_is_band(line - 1, line))
			break;
		if (!pdf_block_may_join(block, line, n, rhythm))
			break;
	}
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
	struct pdf_rhythm rhythm = pdf_block_rhythm(block);
	int r = 0;

	if (pdf_block_is_prose(block))
		return pdf_block_print_prose(block, out);
	for (size_t i = 0; i < block->n && r == 0;) {
		size_t n = pdf_block_row(block, i, &rhythm);
		if (i > 0)
			r = buf_add_char(out, '\n');
		if (r == 0)
			r = pdf_block_print_row(block, &block->v[i], n, out);
		i += n;
	}
	return r;
}
