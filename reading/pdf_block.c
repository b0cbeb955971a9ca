/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * In: lines of a page, from one that has a gap on. Out: the block of lines that
 * share its columns, and its text. Called by pdf_page.c.
 */
#include "reading/pdf_block.h"

#include "reading/pdf_row.h"

/* In heights of a line. */
#define PDF_APART	4.0 /* lines further apart are of two blocks */
#define PDF_TIGHT	1.8 /* a line in one column goes on the cell above */
#define PDF_SLACK	1.0 /* by which it may stand beside its column */
#define PDF_SIZE	1.1 /* times the height: words of another size */

/* Lines of one block; longer tables are several. */
#define PDF_BLOCK_LINES 300

/* Columns of words rather than cells. */
#define PDF_PROSE_LINES 8
#define PDF_PROSE_FEW	5
#define PDF_PROSE_WORDS 12 /* glyphs a line */
#define PDF_PROSE_MANY	16
#define PDF_PROSE_FULL	0.85

/* True for a line of a table: it has a gap or stands beside the next. */
static bool
pdf_is_tabular(const struct pdf_line *line, const struct pdf_line *next)
{
	return pdf_line_count_runs(line, PDF_GAP) > 1 ||
	       (next != NULL && pdf_line_is_band(line, next));
}

/* Mean height of a line's glyphs between two places; 0: none is there. */
static double
pdf_height_between(const struct pdf_line *line, double from, double to)
{
	double height = 0;
	size_t n = 0;

	for (size_t i = 0; i < line->n; i++) {
		const struct pdf_glyph *g = &line->v[i];
		if (g->x1 <= from || g->x0 >= to)
			continue;
		height += g->y1 - g->y0;
		n++;
	}
	return n > 0 ? height / (double)n : 0;
}

/* True when the line is near the one before and as tall as what it has above. */
static bool
pdf_is_near(const struct pdf_line *line)
{
	double above = pdf_height_between(line - 1, line->x0, line->x1);
	double ratio = line->height / (above > 0 ? above : line[-1].height);

	return pdf_line_distance(line) <= PDF_TIGHT * line->height &&
	       ratio > 1 / PDF_SIZE && ratio < PDF_SIZE;
}

/*
 * True when a line without a gap is part of a cell: it stands in one column,
 * near the line before or near a row that follows, and is no paragraph that
 * begins beneath the first column. A label left of all columns is, too, when a
 * row follows: the head of a table has none.
 */
static bool
pdf_block_goes_on(const struct pdf_block *block, bool more)
{
	const struct pdf_line *line = &block->v[block->n];
	struct pdf_columns columns = block->columns;
	double slack = PDF_SLACK * line->height;
	bool inside =
	    line->x0 > columns.right[0] || line->x1 <= columns.right[0] + slack;
	bool label = line->x1 < columns.left[0];

	if (!pdf_columns_fit(&columns, block->v, block->n) ||
	    columns.n > block->columns.n + label)
		return false;
	if (inside && !label && pdf_is_near(line))
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
	pdf_columns_settle(&ret->columns, v, ret->n);
	return tabular > 1 && ret->columns.n > 1;
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
		if (!pdf_row_run(block, &v[i], column, &run))
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
pdf_column_is_prose(const struct pdf_block *block, size_t column, size_t words)
{
	double width =
	    block->columns.right[column] - block->columns.left[column];
	size_t full = 0, glyphs = 0, lines = 0;

	for (size_t i = 0; i < block->n; i++) {
		const struct pdf_line *line = &block->v[i];
		struct pdf_run run;
		if (!pdf_row_run(block, line, column, &run))
			continue;
		lines++;
		glyphs += run.to - run.from;
		full += pdf_run_right(line, &run) - pdf_run_left(line, &run) >
			PDF_PROSE_FULL * width;
	}
	return 2 * lines > block->n && glyphs >= words * lines &&
	       2 * full > lines;
}

/* Few lines are prose only when no distance of rows parts them. */
static bool
pdf_block_is_prose(const struct pdf_block *block, double pitch)
{
	bool few = block->n < PDF_PROSE_LINES;

	if (few &&
	    (block->n < PDF_PROSE_FEW || pitch > 0 || block->columns.n != 2))
		return false;
	for (size_t c = 0; c < block->columns.n; c++) {
		if (!pdf_column_is_prose(
			block, c, few ? PDF_PROSE_MANY : PDF_PROSE_WORDS))
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
	double pitch = pdf_row_pitch(block);
	int r = 0;

	if (pdf_block_is_prose(block, pitch))
		return pdf_block_print_prose(block, out);
	for (size_t i = 0; i < block->n && r == 0;) {
		size_t n = pdf_row_lines(block, i, pitch);
		if (i > 0)
			r = buf_add_char(out, '\n');
		if (r == 0)
			r = pdf_block_print_row(block, &block->v[i], n, out);
		i += n;
	}
	return r;
}
