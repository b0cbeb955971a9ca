/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * In: glyphs in any order. Out: lines of them, and their text. The printers of
 * pages and tables call it.
 */
#include "reading/pdf_line.h"

#include "lib/base/mem.h"

#include <assert.h>
#include <math.h>
#include <stdlib.h>

/* Gaps that read as a blank, in heights of the line. */
#define PDF_BLANK_LATIN	 0.15
#define PDF_BLANK_MIXED	 0.30
#define PDF_BLANK_HANGUL 0.20 /* its words are parted, unlike those of Han */
#define PDF_BLANK_WIDE	 0.50

static int
pdf_compare(double a, double b)
{
	return (a > b) - (a < b);
}

static int
pdf_by_middle(const void *a, const void *b)
{
	return pdf_compare(pdf_glyph_middle(a), pdf_glyph_middle(b));
}

static int
pdf_by_left(const void *a, const void *b)
{
	const struct pdf_glyph *ga = a, *gb = b;

	return pdf_compare(ga->x0, gb->x0);
}

/* How many glyphs from the first on stand on its line. */
static size_t
pdf_line_extent(const struct pdf_glyph *v, size_t n)
{
	double middle = pdf_glyph_middle(v), height = v->y1 - v->y0;
	size_t i = 1;

	for (; i < n; i++) {
		double h = v[i].y1 - v[i].y0;
		double m = pdf_glyph_middle(&v[i]);
		if (m - middle > 0.5 * fmin(h, height))
			break;
		double share = 1.0 / (double)(i + 1);
		middle += (m - middle) * share;
		height += (h - height) * share;
	}
	return i;
}

static void
pdf_line_init(struct pdf_line *line, struct pdf_glyph *v, size_t n)
{
	double height = 0;

	qsort(v, n, sizeof(*v), pdf_by_left);
	*line = (struct pdf_line){v, n, v->x0, v->y0, v->x1, v->y1, 0};
	for (size_t i = 0; i < n; i++) {
		line->y0 = fmin(line->y0, v[i].y0);
		line->y1 = fmax(line->y1, v[i].y1);
		line->x1 = fmax(line->x1, v[i].x1);
		height += v[i].y1 - v[i].y0;
	}
	line->height = fmax(height / (double)n, 1.0);
}

void
pdf_lines_make(struct pdf_glyph *glyphs, size_t n, struct pdf_lines *ret)
{
	size_t cap = 0;

	*ret = (struct pdf_lines){0};
	if (n == 0)
		return;
	qsort(glyphs, n, sizeof(*glyphs), pdf_by_middle);
	for (size_t i = 0; i < n;) {
		size_t count = pdf_line_extent(glyphs + i, n - i);
		ret->v = mem_grow(ret->v, ret->n, &cap, sizeof(*ret->v));
		pdf_line_init(&ret->v[ret->n++], glyphs + i, count);
		i += count;
	}
}

void
pdf_lines_done(struct pdf_lines *lines)
{
	mem_free(lines->v);
	*lines = (struct pdf_lines){0};
}

double
pdf_line_middle(const struct pdf_line *line)
{
	return (line->y0 + line->y1) / 2;
}

bool
pdf_line_has_digit(const struct pdf_line *line)
{
	for (size_t i = 0; i < line->n; i++) {
		if (pdf_is_digit(line->v[i].c))
			return true;
	}
	return false;
}

/* True for a sign of money before its figure, however far that is. */
static bool
pdf_holds_figure(const struct pdf_glyph *g, const struct pdf_glyph *next)
{
	return pdf_is_money(g->c) && (pdf_is_digit(next->c) || next->c == '(');
}

bool
pdf_line_next_run(const struct pdf_line *line, double gap, struct pdf_run *run)
{
	size_t i = run->to;

	if (i >= line->n)
		return false;
	run->from = i;
	double right = line->v[i].x1;
	for (i++; i < line->n; i++) {
		if (line->v[i].x0 - right > gap * line->height &&
		    !pdf_holds_figure(&line->v[i - 1], &line->v[i]))
			break;
		right = fmax(right, line->v[i].x1);
	}
	run->to = i;
	return true;
}

size_t
pdf_line_count_runs(const struct pdf_line *line, double gap)
{
	struct pdf_run run = {0, 0};
	size_t n = 0;

	while (pdf_line_next_run(line, gap, &run))
		n++;
	return n;
}

double
pdf_line_first_word(const struct pdf_line *line, size_t from)
{
	size_t i = from;

	while (
	    i + 1 < line->n && !pdf_is_wide(line->v[i].c) &&
	    !pdf_is_wide(line->v[i + 1].c) &&
	    line->v[i + 1].x0 - line->v[i].x1 < PDF_BLANK_LATIN * line->height)
		i++;
	return line->v[i].x1 - line->v[from].x0;
}

static bool
pdf_has_blank(const struct pdf_line *line, size_t i)
{
	const struct pdf_glyph *a = &line->v[i - 1], *b = &line->v[i];
	bool wide_a = pdf_is_wide(a->c), wide_b = pdf_is_wide(b->c);
	bool hangul = pdf_is_hangul(a->c) || pdf_is_hangul(b->c);
	double gap = PDF_BLANK_MIXED;

	if (hangul)
		gap = PDF_BLANK_HANGUL;
	else if (wide_a && wide_b)
		gap = PDF_BLANK_WIDE;
	else if (!wide_a && !wide_b)
		gap = PDF_BLANK_LATIN;
	return b->x0 - a->x1 > gap * line->height;
}

int
pdf_line_print(
    const struct pdf_line *line, size_t from, size_t to, struct buf *out)
{
	int r = 0;

	assert(to <= line->n);
	for (size_t i = from; i < to && r == 0; i++) {
		if (i > from && pdf_has_blank(line, i))
			r = buf_add_char(out, ' ');
		if (r == 0)
			r = pdf_glyph_add(line->v[i].c, out);
	}
	return r;
}
