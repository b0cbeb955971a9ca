/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * In: lines of a page that may be rows of a table. Out: the columns that they
 * share: strips that are parted by gutters which no glyph enters. Called by
 * pdf_block.c.
 */
#include "reading/pdf_columns.h"

#include <math.h>

/* In heights of a line. */
#define PDF_BAND  0.8 /* lines nearer than this stand beside each other */
#define PDF_STRIP 0.2 /* free of glyphs between two columns */
#define PDF_PAIR  0.25 /* between figures of two columns */

/* Lines of a head, whose words may stand beside the figures below. */
#define PDF_HEAD  2

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

/* A figure in a line: glyphs from..to. */
struct pdf_figure {
	size_t from, to;
	bool plain; /* digits alone */
};

static struct pdf_figure
pdf_figure_at(const struct pdf_line *line, size_t from, size_t to)
{
	struct pdf_figure figure = {from, to, true};

	for (size_t i = from; i < to; i++)
		figure.plain &= pdf_is_digit(line->v[i].c);
	return figure;
}

/* True when there is no blank between glyph i and the one before it. */
static bool
pdf_is_close(const struct pdf_line *line, size_t i)
{
	return line->v[i].x0 - line->v[i - 1].x1 < PDF_PAIR * line->height;
}

static struct pdf_figure
pdf_figure_before(const struct pdf_line *line, size_t i)
{
	size_t from = i - 1;

	while (from > 0 && pdf_is_close(line, from) &&
	       pdf_is_figure(line->v[from - 1].c))
		from--;
	return pdf_figure_at(line, from, i);
}

static struct pdf_figure
pdf_figure_after(const struct pdf_line *line, size_t i)
{
	size_t to = i + 1;

	while (to < line->n && pdf_is_close(line, to) &&
	       pdf_is_figure(line->v[to].c))
		to++;
	return pdf_figure_at(line, i, to);
}

/* "Q3" and "FY24" are no figures. */
static bool
pdf_follows_letter(const struct pdf_line *line, size_t i)
{
	uint32_t c = i > 0 ? line->v[i - 1].c : 0;

	return i > 0 && pdf_is_close(line, i) &&
	       ((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'));
}

/* True for "1 234" and "31 2024": thousands, or a date. */
static bool
pdf_is_spaced(const struct pdf_figure *a, const struct pdf_figure *b)
{
	size_t na = a->to - a->from, nb = b->to - b->from;

	return a->plain && b->plain &&
	       ((na <= 3 && nb == 3) || (na <= 2 && nb == 4));
}

/* True when a figure begins at glyph i; "(1)" is a note. */
static bool
pdf_begins_figure(const struct pdf_line *line, const struct pdf_figure *figure)
{
	uint32_t c = line->v[figure->from].c;
	size_t n = figure->to - figure->from;

	if (pdf_is_digit(c))
		return true;
	return (c == '(' || c == '-') && n >= 5 &&
	       pdf_is_digit(line->v[figure->from + 1].c);
}

/* True when a figure ends before glyph i and one of another column begins. */
static bool
pdf_is_pair(const struct pdf_line *line, size_t i)
{
	uint32_t last = line->v[i - 1].c;

	if (pdf_is_close(line, i) ||
	    (!pdf_is_digit(last) && last != ')' && last != '%'))
		return false;
	if (pdf_is_money(line->v[i].c))
		return true;
	struct pdf_figure a = pdf_figure_before(line, i);
	struct pdf_figure b = pdf_figure_after(line, i);
	return !pdf_follows_letter(line, a.from) &&
	       pdf_begins_figure(line, &b) && !pdf_is_spaced(&a, &b);
}

bool
pdf_columns_next_run(
    const struct pdf_line *line, double gap, struct pdf_run *run)
{
	if (!pdf_line_next_run(line, gap, run))
		return false;
	for (size_t i = run->from + 1; i < run->to; i++) {
		if (pdf_is_pair(line, i))
			run->to = i;
	}
	return true;
}

bool
pdf_columns_join(struct pdf_columns *columns, const struct pdf_line *line)
{
	struct pdf_run run = {0, 0};

	while (pdf_columns_next_run(line, PDF_GUTTER, &run)) {
		if (!pdf_columns_add(columns, pdf_run_left(line, &run),
			pdf_run_right(line, &run)))
			return false;
	}
	pdf_columns_tidy(columns, PDF_STRIP * line->height);
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

	while (pdf_columns_next_run(line, PDF_GAP, &run)) {
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

/* How many of n lines have a run in the column. */
static size_t
pdf_columns_count(const struct pdf_columns *columns, size_t column,
    const struct pdf_line *v, size_t n)
{
	size_t count = 0;

	for (size_t i = 0; i < n; i++) {
		bool marks[PDF_COLUMNS] = {false};
		(void)pdf_columns_mark(columns, &v[i], marks);
		count += marks[column];
	}
	return count;
}

void
pdf_columns_settle(
    struct pdf_columns *columns, const struct pdf_line *v, size_t n)
{
	for (size_t i = 0; i + 1 < columns->n;) {
		struct pdf_columns merged = *columns;
		merged.left[i + 1] = merged.left[i];
		pdf_columns_tidy(&merged, 0);
		size_t a = pdf_columns_count(columns, i, v, n);
		size_t b = pdf_columns_count(columns, i + 1, v, n);
		if ((a <= PDF_HEAD || b <= PDF_HEAD) && n > 2 * PDF_HEAD &&
		    pdf_columns_part(&merged, v, n))
			*columns = merged;
		else
			i++;
	}
}

bool
pdf_columns_fit(struct pdf_columns *columns, const struct pdf_line *v, size_t n)
{
	size_t before = columns->n;

	if (!pdf_columns_join(columns, &v[n]))
		return false;
	return columns->n >= before || pdf_columns_part(columns, v, n + 1);
}
