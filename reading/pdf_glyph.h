/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The characters of a PDF page with their boxes, and what can be told of
 * neighbours. Points, from the upper left corner.
 */
#ifndef READING_PDF_GLYPH_H
#define READING_PDF_GLYPH_H

#include "lib/base/buf.h"

#include <poppler.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* How a line of glyphs runs. */
enum pdf_way { PDF_LEVEL, PDF_UPWARD, PDF_DOWNWARD, PDF_ASLANT, PDF_WAYS };

struct pdf_glyph {
	double x0, y0, x1, y1;
	uint32_t c; /* a code point, no white space */
	uint8_t face; /* glyphs of one font, size and colour share it */
	uint8_t way; /* enum pdf_way */
	bool joined; /* poppler has it in a word of several */
};

#define PDF_FACES 100 /* of a page; the rest share the last */

struct pdf_glyphs {
	struct pdf_glyph *v;
	size_t n, size;
	size_t faces;
};

/* The glyphs of a page in the order of its words, bounded. Gives. */
void pdf_glyphs_read(PopplerPage *page, struct pdf_glyphs *ret);
void pdf_glyphs_add(struct pdf_glyphs *glyphs, const struct pdf_glyph *glyph);
void pdf_glyphs_done(struct pdf_glyphs *glyphs);

double pdf_glyph_middle(const struct pdf_glyph *glyph); /* of y0 and y1 */
bool pdf_is_digit(uint32_t c); /* of either width */
bool pdf_is_hangul(uint32_t c);
bool pdf_is_wide(uint32_t c); /* Han, kana, hangul, full-width signs */
bool pdf_is_money(uint32_t c); /* a sign of dollar, pound, yen, euro */
/* Part of a figure: digits, signs, separators, percent, brackets. */
bool pdf_is_figure(uint32_t c);

/* True when the n glyphs before end stop within a figure ("1,23" "5."). */
bool pdf_figure_is_cut(const struct pdf_glyph *end, size_t n);
/*
 * True when a blank belongs between the end of one line and the begin of the
 * next. n: glyphs before and including last.
 */
bool pdf_needs_blank(
    const struct pdf_glyph *last, size_t n, const struct pdf_glyph *next);

int pdf_glyph_add(uint32_t c, struct buf *out) WARN_UNUSED;

#endif
