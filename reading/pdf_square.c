/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * In: the picture of a page. Out: its tick boxes, as glyphs among the others.
 * A box is a level run of ink as long as a letter is wide, with its like so far
 * below and ink down both sides; what is inside tells whether it is ticked.
 * Called by pdf_page.c.
 */
#include "reading/pdf_square.h"

#include "reading/pdf_symbol.h"

#define PDF_SIDE_MIN 5 /* pixels */
#define PDF_SIDE_MAX 15
#define PDF_CROOKED  2 /* by which width and height may differ */
#define PDF_TICK     8 /* in 100 pixels of the inside that are ink */
#define PDF_FULL     85
#define PDF_SQUARES  200 /* of a page; more are a pattern */

struct pdf_square {
	int x, y, width, height; /* of the outer edges */
};

static bool
pdf_is_ink(const struct pdf_image *image, int x, int y)
{
	return pdf_image_at(image, x, y) <= PDF_IMAGE_WHITE - PDF_IMAGE_INK;
}

/* Ink at a pixel of an edge, which may lie between two rows of pixels. */
static bool
pdf_is_edge(const struct pdf_image *image, int x, int y, int dx, int dy)
{
	return pdf_is_ink(image, x, y) || pdf_is_ink(image, x + dx, y + dy);
}

static bool
pdf_is_level_edge(const struct pdf_image *image, int x, int y, int length)
{
	for (int i = 1; i < length - 1; i++) {
		if (!pdf_is_edge(image, x + i, y, 0, 1))
			return false;
	}
	return true;
}

static bool
pdf_is_upright_edge(const struct pdf_image *image, int x, int y, int length)
{
	for (int i = 1; i < length - 1; i++) {
		if (!pdf_is_edge(image, x, y + i, 1, 0))
			return false;
	}
	return true;
}

/* True when nothing goes on from the corners: no cell of a table. */
static bool
pdf_is_apart(const struct pdf_image *image, const struct pdf_square *s)
{
	for (int i = -1; i <= s->width; i++) {
		if (pdf_is_ink(image, s->x + i, s->y - 2) ||
		    pdf_is_ink(image, s->x + i, s->y + s->height + 1))
			return false;
	}
	for (int i = -1; i <= s->height; i++) {
		if (pdf_is_ink(image, s->x - 2, s->y + i) ||
		    pdf_is_ink(image, s->x + s->width + 1, s->y + i))
			return false;
	}
	return true;
}

/* Completes a square that has a level run at its top. */
static bool
pdf_square_close(const struct pdf_image *image, struct pdf_square *s)
{
	int least = s->width - PDF_CROOKED, most = s->width + PDF_CROOKED;

	for (s->height = most; s->height >= least; s->height--) {
		int foot = s->y + s->height - 2;
		int right = s->x + s->width - 2;
		if (pdf_is_level_edge(image, s->x, foot, s->width) &&
		    pdf_is_upright_edge(image, s->x, s->y, s->height) &&
		    pdf_is_upright_edge(image, right, s->y, s->height))
			return pdf_is_apart(image, s);
	}
	return false;
}

static uint32_t
pdf_square_sign(const struct pdf_image *image, const struct pdf_square *s)
{
	int ink = 0, all = 0;

	for (int y = s->y + 2; y < s->y + s->height - 2; y++) {
		for (int x = s->x + 2; x < s->x + s->width - 2; x++) {
			ink += pdf_is_ink(image, x, y);
			all++;
		}
	}
	if (100 * ink >= PDF_FULL * all)
		return PDF_FILLED;
	return 100 * ink >= PDF_TICK * all ? PDF_TICKED : PDF_EMPTY;
}

static bool
pdf_square_holds(const struct pdf_glyph *box, const struct pdf_glyphs *glyphs)
{
	for (size_t i = 0; i < glyphs->n; i++) {
		const struct pdf_glyph *g = &glyphs->v[i];
		double x = (g->x0 + g->x1) / 2, y = pdf_glyph_middle(g);
		if (x > box->x0 && x < box->x1 && y > box->y0 && y < box->y1)
			return true;
	}
	return false;
}

static void
pdf_square_add(const struct pdf_image *image, const struct pdf_square *s,
    struct pdf_glyphs *glyphs)
{
	struct pdf_glyph box = {s->x / image->scale, s->y / image->scale,
	    (s->x + s->width) / image->scale, (s->y + s->height) / image->scale,
	    pdf_square_sign(image, s), 0, PDF_LEVEL, false};

	if (!pdf_square_holds(&box, glyphs))
		pdf_glyphs_add(glyphs, &box);
}

/* Takes the squares whose upper edge lies in a row. */
static int
pdf_squares_of_row(
    const struct pdf_image *image, int y, struct pdf_glyphs *glyphs)
{
	const uint8_t *row = image->grey + (ptrdiff_t)y * image->width;
	int found = 0, n = image->width, x = 0;

	while ((x = pdf_image_skip(row, x, n)) < n) {
		struct pdf_square s = {x, y, 0, 0};
		while (x < n && row[x] <= PDF_IMAGE_WHITE - PDF_IMAGE_INK)
			x++;
		s.width = x - s.x;
		x += s.width == 0;
		if (s.width < PDF_SIDE_MIN || s.width > PDF_SIDE_MAX ||
		    !pdf_square_close(image, &s))
			continue;
		pdf_square_add(image, &s, glyphs);
		found++;
	}
	return found;
}

void
pdf_squares_add(const struct pdf_image *image, struct pdf_glyphs *glyphs)
{
	int found = 0;

	for (int y = 0; y < image->height && found < PDF_SQUARES; y++) {
		if (image->inked[y])
			found += pdf_squares_of_row(image, y, glyphs);
	}
}
