/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * In: the glyphs of a page. Out: those that belong to its lines. poppler tells
 * no angles, but in a slanting word the next glyph stands beside and above,
 * and each word has one font, size and colour. Called by pdf_page.c.
 */
#include "reading/pdf_clean.h"

#include "lib/base/mem.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#define PDF_TINY       2.0 /* points */
#define PDF_SLANT_MIN  4 /* glyphs of a face, to judge it */
#define PDF_SLANT_MAX  600 /* more are no watermark */
#define PDF_SLANT_LOW  0.14 /* tangents: 8 and 82 degrees */
#define PDF_SLANT_HIGH 7.1
#define PDF_SLANT_NEAR 2.0 /* heights, to the next glyph of a word */
#define PDF_SLANT_MOST 0.5 /* of the face are aslant or turned */
#define PDF_SLANT_SOME 0.2 /* of it are aslant */

static double
pdf_center(const struct pdf_glyph *glyph)
{
	return (glyph->x0 + glyph->x1) / 2;
}

/* Squared. */
static double
pdf_distance(const struct pdf_glyph *a, const struct pdf_glyph *b)
{
	double dx = pdf_center(a) - pdf_center(b);
	double dy = pdf_glyph_middle(a) - pdf_glyph_middle(b);

	return dx * dx + dy * dy;
}

static double
pdf_extent_of(const struct pdf_glyph *glyph)
{
	return fmax(glyph->x1 - glyph->x0, glyph->y1 - glyph->y0);
}

/* True when the glyph nearest to v[i] stands aslant of it. */
static bool
pdf_is_aslant(struct pdf_glyph *const *v, size_t n, size_t i)
{
	const struct pdf_glyph *best = NULL;
	double least = PDF_SLANT_NEAR * pdf_extent_of(v[i]);

	least *= least;
	for (size_t k = 0; k < n; k++) {
		double distance = pdf_distance(v[i], v[k]);
		if (k == i || distance > least)
			continue;
		best = v[k];
		least = distance;
	}
	if (best == NULL)
		return false;
	double dx = fabs(pdf_center(v[i]) - pdf_center(best));
	double dy = fabs(pdf_glyph_middle(v[i]) - pdf_glyph_middle(best));
	return dy > PDF_SLANT_LOW * dx && dy < PDF_SLANT_HIGH * dx;
}

/* Whether most glyphs of a face run aslant or are turned. */
static bool
pdf_face_is_aslant(struct pdf_glyph *const *v, size_t n)
{
	size_t aslant = 0, turned = 0, alone = 0;
	double most = PDF_SLANT_MOST * (double)n;
	double some = PDF_SLANT_SOME * (double)n;

	if (n < PDF_SLANT_MIN || n > PDF_SLANT_MAX)
		return false;
	for (size_t i = 0; i < n; i++) {
		aslant += v[i]->way == PDF_ASLANT;
		turned += v[i]->way == PDF_UPWARD || v[i]->way == PDF_DOWNWARD;
		alone += !v[i]->joined;
	}
	if ((double)(aslant + turned + alone) < most)
		return false;
	for (size_t i = 0; i < n; i++)
		aslant += !v[i]->joined && pdf_is_aslant(v, n, i);
	return (double)aslant >= some && (double)(aslant + turned) >= most;
}

static void
pdf_mark_faces(const struct pdf_glyphs *glyphs, bool *aslant)
{
	struct pdf_glyph **v = mem_array(glyphs->n, sizeof(struct pdf_glyph *));

	for (size_t f = 0; f < glyphs->faces; f++) {
		size_t n = 0;
		for (size_t i = 0; i < glyphs->n; i++) {
			if (glyphs->v[i].face == f)
				v[n++] = &glyphs->v[i];
		}
		aslant[f] = pdf_face_is_aslant(v, n);
	}
	mem_free(v);
}

/* How more than half of the glyphs run. */
static enum pdf_way
pdf_way_of_most(const struct pdf_glyphs *glyphs)
{
	size_t counts[PDF_WAYS] = {0};

	for (size_t i = 0; i < glyphs->n; i++)
		counts[glyphs->v[i].way]++;
	if (2 * counts[PDF_UPWARD] > glyphs->n)
		return PDF_UPWARD;
	return 2 * counts[PDF_DOWNWARD] > glyphs->n ? PDF_DOWNWARD : PDF_LEVEL;
}

/* A glyph that is alone in its word runs as the page does. */
static bool
pdf_is_turned(enum pdf_way way, const struct pdf_glyph *glyph)
{
	return glyph->joined && glyph->way != PDF_ASLANT && glyph->way != way;
}

enum pdf_way
pdf_clean(struct pdf_glyphs *glyphs)
{
	bool aslant[PDF_FACES] = {false};
	enum pdf_way way = pdf_way_of_most(glyphs);
	size_t n = 0;

	pdf_mark_faces(glyphs, aslant);
	for (size_t i = 0; i < glyphs->n; i++) {
		const struct pdf_glyph *glyph = &glyphs->v[i];
		if (!aslant[glyph->face] && !pdf_is_turned(way, glyph) &&
		    pdf_extent_of(glyph) >= PDF_TINY)
			glyphs->v[n++] = *glyph;
	}
	glyphs->n = n;
	return way;
}

void
pdf_clean_turn(
    enum pdf_way way, double width, double height, cairo_matrix_t *ret)
{
	switch (way) {
	case PDF_LEVEL:
	case PDF_ASLANT:
	case PDF_WAYS:
		cairo_matrix_init_identity(ret);
		return;
	case PDF_UPWARD:
		cairo_matrix_init(ret, 0, 1, -1, 0, height, 0);
		return;
	case PDF_DOWNWARD:
		cairo_matrix_init(ret, 0, -1, 1, 0, 0, width);
		return;
	}
}
