/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * In: a page of a PDF. Out: its text. Glyphs make lines; a page that seems to
 * hold a table is drawn for its rules, glyphs within ruled cells go to their
 * tables, and of the rest blocks with gutters are tables, too; lines that the
 * width of the page broke become paragraphs. Called by text_pdf.c.
 */
#include "reading/pdf_page.h"

#include "lib/base/mem.h"
#include "reading/pdf_block.h"
#include "reading/pdf_clean.h"
#include "reading/pdf_grid.h"
#include "reading/pdf_square.h"
#include "reading/pdf_tick.h"
#include "reading/pdf_table.h"

#include <math.h>
#include <stdlib.h>

/* In heights of a line. */
#define PDF_CELL_GAP	0.8 /* may part cells: draw the page */
#define PDF_TAB_GAP	1.2 /* parts words of one line */
#define PDF_LEADING	2.2 /* lines further apart are two paragraphs */
#define PDF_INDENT	0.8 /* a line further in begins one */
#define PDF_RAGGED	1.2 /* a full line may end so short of the margin */

#define PDF_FULL	0.6 /* of the page, that a full line reaches at least */
#define PDF_LONG_LINE	15 /* glyphs; such lines tell the margins */
#define PDF_TABLE_LINES 2 /* lines with gaps, for a page to be drawn */

struct pdf_page {
	struct pdf_flow *flow;
	double width, height; /* as the lines run */
	cairo_matrix_t matrix; /* from the page to that */
	struct pdf_glyphs glyphs;
	struct pdf_grids grids;
	size_t *held; /* glyphs of each grid, which come first */
	struct pdf_lines lines; /* of the other glyphs */
	double left, right; /* margins of long lines */
};

/* True when lines look like rows of a table. */
static bool
pdf_lines_want_rules(const struct pdf_lines *lines)
{
	size_t gaps = 0, digits = 0;

	for (size_t i = 0; i < lines->n; i++) {
		const struct pdf_line *line = &lines->v[i];
		if (pdf_line_count_runs(line, PDF_CELL_GAP) < 2)
			continue;
		gaps++;
		digits += pdf_line_has_digit(line);
	}
	return gaps >= PDF_TABLE_LINES && digits > 0;
}

/* A glyph with the grid that holds it, for sorting; the count: none. */
struct pdf_owned {
	struct pdf_glyph glyph;
	size_t owner;
};

static int
pdf_by_owner(const void *a, const void *b)
{
	const struct pdf_owned *oa = a, *ob = b;

	return (oa->owner > ob->owner) - (oa->owner < ob->owner);
}

static size_t
pdf_owner(const struct pdf_grids *grids, const struct pdf_glyph *g)
{
	size_t i = 0;

	while (i < grids->n && !pdf_grid_holds(&grids->v[i],
				   (g->x0 + g->x1) / 2, pdf_glyph_middle(g)))
		i++;
	return i;
}

/* Orders glyphs by the grid that holds them; the free ones come last. */
static void
pdf_page_share(struct pdf_page *page)
{
	struct pdf_glyphs *glyphs = &page->glyphs;
	struct pdf_owned *owned = mem_array(glyphs->n, sizeof(*owned));

	page->held = mem_array(page->grids.n + 1, sizeof(*page->held));
	for (size_t i = 0; i < glyphs->n; i++) {
		owned[i].glyph = glyphs->v[i];
		owned[i].owner = pdf_owner(&page->grids, &glyphs->v[i]);
		page->held[owned[i].owner]++;
	}
	qsort(owned, glyphs->n, sizeof(*owned), pdf_by_owner);
	for (size_t i = 0; i < glyphs->n; i++)
		glyphs->v[i] = owned[i].glyph;
	mem_free(owned);
}

static bool
pdf_page_wants_picture(const struct pdf_page *page)
{
	struct pdf_lines lines;

	pdf_lines_make(page->glyphs.v, page->glyphs.n, &lines);
	bool wanted = pdf_lines_want_rules(&lines);
	pdf_lines_done(&lines);
	return wanted && page->flow->draws > 0;
}

static void
pdf_page_find_grids(struct pdf_page *page, PopplerPage *poppler)
{
	struct pdf_image image;
	struct pdf_rules rules;

	if (!pdf_page_wants_picture(page))
		return;
	page->flow->draws--;
	if (!pdf_image_make(
		&image, poppler, &page->matrix, page->width, page->height))
		return;
	pdf_squares_add(&image, &page->glyphs);
	pdf_rules_find(&image, &rules);
	pdf_image_done(&image);
	pdf_grids_make(&rules, &page->grids);
	pdf_rules_done(&rules);
}

static void
pdf_page_measure(struct pdf_page *page)
{
	page->left = HUGE_VAL;
	page->right = PDF_FULL * page->width;
	for (size_t i = 0; i < page->lines.n; i++) {
		const struct pdf_line *line = &page->lines.v[i];
		if (line->n < PDF_LONG_LINE)
			continue;
		page->left = fmin(page->left, line->x0);
		page->right = fmax(page->right, line->x1);
	}
}

/* True when the line goes to the right margin, but for what comes next. */
static bool
pdf_line_is_full(const struct pdf_page *page, const struct pdf_line *line,
    const struct pdf_line *next)
{
	double word = next != NULL ? pdf_line_first_word(next, 0) : 0;

	return line->x1 + word + PDF_RAGGED * line->height > page->right;
}

/* True when next goes on the paragraph of line. */
static bool
pdf_page_joins(const struct pdf_page *page, const struct pdf_line *line,
    const struct pdf_line *next)
{
	double distance = pdf_line_middle(next) - pdf_line_middle(line);
	double ratio = next->height / line->height;

	if (pdf_line_count_runs(line, PDF_TAB_GAP) > 1 ||
	    pdf_line_count_runs(next, PDF_TAB_GAP) > 1)
		return false;
	return pdf_line_is_full(page, line, next) &&
	       next->x0 < line->x0 + PDF_INDENT * line->height &&
	       distance < PDF_LEADING * line->height && ratio > 0.8 &&
	       ratio < 1.25;
}

static bool
pdf_ends_sentence(uint32_t c)
{
	static const uint32_t ends[] = {
	    '.', '!', '?', ':', ';', 0x3002, 0xff01, 0xff1a, 0xff1b, 0xff1f};

	for (size_t i = 0; i < sizeof(ends) / sizeof(ends[0]); i++) {
		if (ends[i] == c)
			return true;
	}
	return false;
}

/* Ends the open line before something that is a line of its own. */
static int
pdf_flow_break(struct pdf_flow *flow)
{
	bool line = flow->line;

	flow->line = false;
	flow->open = false;
	return line ? buf_add_char(flow->out, '\n') : 0;
}

int
pdf_flow_end(struct pdf_flow *flow)
{
	return pdf_flow_break(flow);
}

static int
pdf_flow_print_line(struct pdf_flow *flow, const struct pdf_line *line)
{
	struct pdf_run run = {0, 0};
	int r = 0;

	while (r == 0 && pdf_line_next_run(line, PDF_TAB_GAP, &run)) {
		if (run.from > 0)
			r = buf_add_char(flow->out, '\t');
		if (r == 0)
			r = pdf_line_print(line, run.from, run.to, flow->out);
	}
	flow->line = true;
	return r;
}

/* Appends a line, to the paragraph of the line before if it goes on. */
static int
pdf_page_print_line(struct pdf_page *page, size_t i, bool goes_on)
{
	struct pdf_flow *flow = page->flow;
	const struct pdf_line *line = &page->lines.v[i];
	const struct pdf_line *last = i > 0 ? line - 1 : NULL;
	int r = 0;

	if (!goes_on)
		r = pdf_flow_break(flow);
	else if (last != NULL && flow->line &&
		 pdf_needs_blank(&last->v[last->n - 1], last->n, &line->v[0]))
		r = buf_add_char(flow->out, ' ');
	if (r == 0)
		r = pdf_flow_print_line(flow, line);
	flow->open = pdf_line_is_full(page, line, NULL) &&
		     !pdf_ends_sentence(line->v[line->n - 1].c);
	return r;
}

/* Appends grid k, whose glyphs begin at *from. */
static int
pdf_page_print_grid(struct pdf_page *page, size_t k, size_t *from)
{
	size_t n = page->held[k];
	int r = pdf_flow_break(page->flow);

	if (r == 0 && n > 0)
		r = pdf_table_print(&page->grids.v[k], page->glyphs.v + *from,
		    n, &page->flow->carry, page->flow->out);
	*from += n;
	return r;
}

/* Appends lines from..to, which no ruled table parts. */
static int
pdf_page_print_lines(struct pdf_page *page, size_t from, size_t to, bool open)
{
	const struct pdf_line *v = page->lines.v;
	bool plain = false; /* the line before was no table */
	int r = 0;

	if (from < to)
		pdf_carry_drop(&page->flow->carry);
	for (size_t i = from; i < to && r == 0;) {
		struct pdf_block block;
		if (pdf_block_find(&v[i], to - i, &block)) {
			r = pdf_flow_break(page->flow);
			if (r == 0)
				r = pdf_block_print(&block, page->flow->out);
			page->flow->line = true;
			i += block.n;
			plain = false;
			continue;
		}
		bool first = i == 0 && open &&
			     v[i].x0 < page->left + PDF_INDENT * v[i].height;
		bool goes_on =
		    first || (plain && pdf_page_joins(page, &v[i - 1], &v[i]));
		r = pdf_page_print_line(page, i++, goes_on);
		plain = true;
	}
	return r;
}

/* Begins the page. *ret_open: a paragraph of the last one may go on. */
static int
pdf_page_begin(struct pdf_page *page, bool *ret_open)
{
	struct pdf_flow *flow = page->flow;
	bool first =
	    page->grids.n == 0 || page->lines.n == 0 ||
	    pdf_line_middle(&page->lines.v[0]) < page->grids.v[0].ys[0];
	bool open = flow->open && first && page->lines.n > 0 &&
		    page->lines.v[0].x0 <
			page->left + PDF_INDENT * page->lines.v[0].height;
	int r = 0;

	if (flow->pages > 0 && !open)
		r = pdf_flow_break(flow);
	if (r == 0 && flow->pages > 0)
		r = buf_add_char(flow->out, '\f');
	flow->pages++;
	*ret_open = open;
	return r;
}

static int
pdf_page_print_all(struct pdf_page *page)
{
	size_t line = 0, glyph = 0;
	bool open;

	int r = pdf_page_begin(page, &open);
	for (size_t k = 0; k <= page->grids.n && r == 0; k++) {
		size_t end = line;
		double top =
		    k < page->grids.n ? page->grids.v[k].ys[0] : HUGE_VAL;
		while (end < page->lines.n &&
		       pdf_line_middle(&page->lines.v[end]) < top)
			end++;
		r = pdf_page_print_lines(page, line, end, open);
		line = end;
		if (r == 0 && k < page->grids.n)
			r = pdf_page_print_grid(page, k, &glyph);
	}
	return r;
}

/* Lines of the glyphs that no grid holds, without those of the margins. */
static void
pdf_page_make_lines(struct pdf_page *page)
{
	size_t held = 0, n = 0;

	pdf_margins_turn(&page->flow->margins);
	for (size_t k = 0; k < page->grids.n; k++)
		held += page->held[k];
	/* An empty page has no array of glyphs to count from. */
	pdf_lines_make(page->glyphs.n > 0 ? page->glyphs.v + held : NULL,
	    page->glyphs.n - held, &page->lines);
	for (size_t i = 0; i < page->lines.n; i++) {
		if (!pdf_margins_drop(
			&page->flow->margins, &page->lines.v[i], page->height))
			page->lines.v[n++] = page->lines.v[i];
	}
	page->lines.n = n;
}

/* Counts glyphs whose font does not tell what they mean. */
static void
pdf_flow_count(struct pdf_flow *flow, const struct pdf_glyphs *glyphs)
{
	flow->glyphs += glyphs->n;
	for (size_t i = 0; i < glyphs->n; i++) {
		uint32_t c = glyphs->v[i].c;
		flow->strange += c == 0xfffd || (c >= 0xe000 && c <= 0xf8ff) ||
				 (c < 0xa0 && c > 0x7e);
	}
}

/* Drops what belongs to no line and makes the lines level. */
static void
pdf_page_turn(struct pdf_page *page, PopplerPage *poppler)
{
	double width, height;

	poppler_page_get_size(poppler, &width, &height);
	enum pdf_way way = pdf_clean(&page->glyphs);
	page->width = way == PDF_LEVEL ? width : height;
	page->height = way == PDF_LEVEL ? height : width;
	pdf_clean_turn(way, width, height, &page->matrix);
	for (size_t i = 0; way != PDF_LEVEL && i < page->glyphs.n; i++) {
		struct pdf_glyph *g = &page->glyphs.v[i];
		double x0 = g->x0, y0 = g->y0, x1 = g->x1, y1 = g->y1;
		cairo_matrix_transform_point(&page->matrix, &x0, &y0);
		cairo_matrix_transform_point(&page->matrix, &x1, &y1);
		g->x0 = fmin(x0, x1);
		g->x1 = fmax(x0, x1);
		g->y0 = fmin(y0, y1);
		g->y1 = fmax(y0, y1);
	}
}

int
pdf_page_print(struct pdf_flow *flow, PopplerPage *poppler)
{
	struct pdf_page page = {.flow = flow};
	bool open;

	if (poppler == NULL) {
		flow->missing++;
		return pdf_page_begin(&page, &open);
	}
	pdf_glyphs_read(poppler, &page.glyphs);
	pdf_flow_count(flow, &page.glyphs);
	pdf_page_turn(&page, poppler);
	pdf_page_find_grids(&page, poppler);
	pdf_ticks_restore(&page.glyphs);
	pdf_page_share(&page);
	pdf_page_make_lines(&page);
	pdf_page_measure(&page);
	int r = pdf_page_print_all(&page);
	pdf_lines_done(&page.lines);
	pdf_grids_done(&page.grids);
	mem_free(page.held);
	pdf_glyphs_done(&page.glyphs);
	return r;
}
