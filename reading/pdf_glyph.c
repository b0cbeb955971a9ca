/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * In: a page of a PDF. Out: its characters with their boxes. The pages'
 * printers call it.
 */
#include "reading/pdf_glyph.h"

#include "lib/base/mem.h"

#include <math.h>
#include <string.h>
#include <utf8proc.h>

#define PDF_GLYPHS     100000 /* of one page */
#define PDF_FAR	       100000.0 /* points; nothing lies there */
#define PDF_FIGURE_MAX 24

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

static void
pdf_glyphs_fill(struct pdf_glyphs *glyphs, char *text,
    const PopplerRectangle *boxes, size_t n)
{
	char *p = text;

	for (size_t i = 0; i < n && *p != '\0'; i++) {
		const PopplerRectangle *box = &boxes[i];
		uint32_t c = g_utf8_get_char(p);
		p = g_utf8_next_char(p);
		if (pdf_is_blank(c) || !pdf_is_sound(box))
			continue;
		glyphs->v[glyphs->n++] = (struct pdf_glyph){
		    fmin(box->x1, box->x2), fmin(box->y1, box->y2),
		    fmax(box->x1, box->x2), fmax(box->y1, box->y2), c};
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
	ret->v = mem_array(n, sizeof(*ret->v));
	if (n > 0)
		pdf_glyphs_fill(ret, text, boxes, n);
	g_free(boxes);
	g_free(text);
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
