/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * In: a page of a PDF. Out: its characters with their boxes. The pages'
 * printers call it.
 */
#include "reading/pdf_glyph.h"

#include "lib/base/mem.h"
#include "reading/pdf_symbol.h"

#include <math.h>
#include <string.h>
#include <utf8proc.h>

#define PDF_GLYPHS     100000 /* of one page */
#define PDF_FAR	       100000.0 /* points; nothing lies there */
#define PDF_FIGURE_MAX 24
#define PDF_SAME_SIZE  0.1 /* points */
#define PDF_SLANT      0.14 /* a rise of 8 degrees */
#define PDF_REACH      0.5 /* heights, to the next glyph of a word */
#define PDF_STEP       0.3 /* of its height, that a glyph stands lower */

static bool
pdf_is_blank(uint32_t c)
{
	return c <= ' ' || (c >= 0x7f && c <= 0xa0) || c == 0x3000 ||
	       (c >= 0x2000 && c <= 0x200f) || c == 0xfeff || c == 0xfffe;
}

static bool
pdf_is_sound(const PopplerRectangle *r)
{
	return isfinite(r->x1) && isfinite(r->x2) && isfinite(r->y1) &&
	       isfinite(r->y2) && fabs(r->x1) < PDF_FAR &&
	       fabs(r->x2) < PDF_FAR && fabs(r->y1) < PDF_FAR &&
	       fabs(r->y2) < PDF_FAR;
}

/* What poppler says of a page's characters, and where it stands in that. */
struct pdf_source {
	char *text;
	const PopplerRectangle *boxes;
	size_t n;
	const GList *run; /* of PopplerTextAttributes */
	const PopplerTextAttributes *faces[PDF_FACES];
	enum pdf_font font; /* of the run */
	uint8_t face;
};

static bool
pdf_is_face(const PopplerTextAttributes *a, const PopplerTextAttributes *b)
{
	return fabs(a->font_size - b->font_size) < PDF_SAME_SIZE &&
	       a->color.red == b->color.red &&
	       a->color.green == b->color.green &&
	       a->color.blue == b->color.blue &&
	       g_strcmp0(a->font_name, b->font_name) == 0;
}

static void
pdf_source_set_run(struct pdf_source *source, struct pdf_glyphs *glyphs)
{
	const PopplerTextAttributes *run = source->run->data;
	size_t i = 0;

	while (i < glyphs->faces && !pdf_is_face(source->faces[i], run))
		i++;
	if (i == glyphs->faces && i < PDF_FACES)
		source->faces[glyphs->faces++] = run;
	source->face = (uint8_t)(i < PDF_FACES ? i : PDF_FACES - 1);
	source->font = pdf_symbol_font(run->font_name);
}

/* Moves to the run that holds character i. */
static void
pdf_source_seek(struct pdf_source *source, struct pdf_glyphs *glyphs, size_t i)
{
	const PopplerTextAttributes *run;

	while (source->run != NULL && (run = source->run->data) != NULL &&
	       run->end_index < (gint)i) {
		source->run = source->run->next;
		if (source->run != NULL)
			pdf_source_set_run(source, glyphs);
	}
}

/* How a word goes on from a to b. */
static enum pdf_way
pdf_way_of(const struct pdf_glyph *a, const struct pdf_glyph *b)
{
	double dx = fabs((a->x0 + a->x1) - (b->x0 + b->x1)) / 2;
	double dy = pdf_glyph_middle(b) - pdf_glyph_middle(a);

	if (a->face == b->face && fabs(dy) > PDF_SLANT * dx && dx > fabs(dy))
		return PDF_ASLANT;
	if (fabs(dy) <= dx || fabs(dy) < PDF_STEP * (a->y1 - a->y0))
		return PDF_LEVEL;
	return dy < 0 ? PDF_UPWARD : PDF_DOWNWARD;
}

/* True when b stands right beside a, whatever way the word runs. */
static bool
pdf_is_beside(const struct pdf_glyph *a, const struct pdf_glyph *b)
{
	double reach = PDF_REACH * fmax(a->y1 - a->y0, a->x1 - a->x0);
	double dx = fmax(a->x0, b->x0) - fmin(a->x1, b->x1);
	double dy = fmax(a->y0, b->y0) - fmin(a->y1, b->y1);

	return dx < reach && dy < reach;
}

/* Appends a glyph; word: poppler has it in the word of the last. */
static void
pdf_glyphs_add_to(struct pdf_glyphs *glyphs, struct pdf_glyph *glyph, bool word)
{
	struct pdf_glyph *last = word ? &glyphs->v[glyphs->n - 1] : NULL;

	if (last != NULL && pdf_is_beside(last, glyph)) {
		glyph->way = (uint8_t)pdf_way_of(last, glyph);
		glyph->joined = true;
		if (!last->joined)
			last->way = glyph->way;
		last->joined = true;
	}
	pdf_glyphs_add(glyphs, glyph);
}

static void
pdf_glyphs_fill(struct pdf_glyphs *glyphs, struct pdf_source *source)
{
	char *p = source->text;
	bool word = false; /* the glyph before is of the same word */

	if (source->run != NULL)
		pdf_source_set_run(source, glyphs);
	for (size_t i = 0; i < source->n && *p != '\0'; i++) {
		const PopplerRectangle *box = &source->boxes[i];
		uint32_t c = g_utf8_get_char(p);
		p = g_utf8_next_char(p);
		pdf_source_seek(source, glyphs, i);
		if (pdf_is_blank(c) || !pdf_is_sound(box)) {
			word = false;
			continue;
		}
		struct pdf_glyph glyph = {fmin(box->x1, box->x2),
		    fmin(box->y1, box->y2), fmax(box->x1, box->x2),
		    fmax(box->y1, box->y2), pdf_symbol(source->font, c),
		    source->face, PDF_LEVEL, false};
		pdf_glyphs_add_to(glyphs, &glyph, word);
		word = true;
	}
}

void
pdf_glyphs_read(PopplerPage *page, struct pdf_glyphs *ret)
{
	PopplerRectangle *boxes = NULL;
	guint n = 0;

	*ret = (struct pdf_glyphs){0};
	char *text = poppler_page_get_text(page);
	/* On an empty page it leaves its results untouched. */
	if (text == NULL || !poppler_page_get_text_layout(page, &boxes, &n))
		n = 0;
	if (n > PDF_GLYPHS)
		n = PDF_GLYPHS;
	if (n > 0) {
		GList *runs = poppler_page_get_text_attributes(page);
		struct pdf_source source = {
		    .text = text, .boxes = boxes, .n = n, .run = runs};
		pdf_glyphs_fill(ret, &source);
		poppler_page_free_text_attributes(runs);
	}
	g_free(boxes);
	g_free(text);
}

void
pdf_glyphs_add(struct pdf_glyphs *glyphs, const struct pdf_glyph *glyph)
{
	glyphs->v =
	    mem_grow(glyphs->v, glyphs->n, &glyphs->size, sizeof(*glyphs->v));
	glyphs->v[glyphs->n++] = *glyph;
}

void
pdf_glyphs_done(struct pdf_glyphs *glyphs)
{
	mem_free(glyphs->v);
	*glyphs = (struct pdf_glyphs){0};
}

double
pdf_glyph_middle(const struct pdf_glyph *glyph)
{
	return (glyph->y0 + glyph->y1) / 2;
}

bool
pdf_is_digit(uint32_t c)
{
	return (c >= '0' && c <= '9') || (c >= 0xff10 && c <= 0xff19);
}

bool
pdf_is_wide(uint32_t c)
{
	return (c >= 0x2e80 && c <= 0xd7ff) || (c >= 0xf900 && c <= 0xfaff) ||
	       (c >= 0xfe30 && c <= 0xfe4f) || (c >= 0xff00 && c <= 0xffef) ||
	       (c >= 0x20000 && c <= 0x3ffff) || (c >= 0x2018 && c <= 0x201d);
}

bool
pdf_is_hangul(uint32_t c)
{
	return c >= 0xac00 && c <= 0xd7a3;
}

bool
pdf_is_money(uint32_t c)
{
	return c == '$' || c == 0xa3 || c == 0xa5 || c == 0x20ac || c == 0xffe5;
}

/* The ASCII form of a full-width sign. */
static uint32_t
pdf_fold(uint32_t c)
{
	return c >= 0xff01 && c <= 0xff5e ? c - 0xff00 + ' ' : c;
}

bool
pdf_is_figure(uint32_t c)
{
	uint32_t folded = pdf_fold(c);

	return pdf_is_digit(c) || c == 0x2212 || c == 0x2013 || c == 0x2014 ||
	       (folded < 0x80 && strchr("+-.,%()", (int)folded) != NULL);
}

bool
pdf_figure_is_cut(const struct pdf_glyph *end, size_t n)
{
	size_t group = 0; /* digits after the last separator */
	size_t max = n < PDF_FIGURE_MAX ? n : PDF_FIGURE_MAX;

	while (group < max && pdf_is_digit(end[-1 - (ptrdiff_t)group].c))
		group++;
	if (group + 1 >= max)
		return false;
	uint32_t mark = end[-1 - (ptrdiff_t)group].c;
	bool after_digit = pdf_is_digit(end[-2 - (ptrdiff_t)group].c);
	if (!after_digit || (pdf_fold(mark) != ',' && pdf_fold(mark) != '.'))
		return false;
	if (group == 0) /* a full-width comma also ends words */
		return mark < 0x80;
	return pdf_fold(mark) == ',' && group < 3;
}

bool
pdf_needs_blank(
    const struct pdf_glyph *last, size_t n, const struct pdf_glyph *next)
{
	uint32_t a = last->c, b = next->c;

	if (pdf_is_digit(a) && pdf_is_digit(b))
		return !pdf_figure_is_cut(last + 1, n);
	if (pdf_is_wide(a) || pdf_is_wide(b))
		return false;
	if (pdf_is_digit(b) && (a == ',' || a == '.'))
		return !pdf_figure_is_cut(last + 1, n);
	if (a < 0x80 && strchr("-/([", (int)a) != NULL)
		return false;
	return b >= 0x80 || strchr("%)],.;:", (int)b) == NULL;
}

int
pdf_glyph_add(uint32_t c, struct buf *out)
{
	utf8proc_uint8_t bytes[4];

	utf8proc_ssize_t n = utf8proc_encode_char((utf8proc_int32_t)c, bytes);
	return buf_add(out, bytes, n > 0 ? (size_t)n : 0);
}
