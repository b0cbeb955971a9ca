/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Fonts are for the eye. Characters and their places come from a font's
 * widths and maps, so nobody needs the shapes of glyphs: without them a page
 * is drawn in a sixth of the time, the rules stand alone in the picture, and no
 * font from outside reaches the font library.
 */
#ifndef READING_PDF_BLIND_H
#define READING_PDF_BLIND_H

#include "lib/base/buf.h"

#include <cairo.h>
#include <poppler.h>

/*
 * Takes the fonts of the system from this process: an empty configuration
 * instead of that of fontconfig. Before the first document; may be repeated.
 */
void pdf_blind_system(void);

/*
 * Draws the page; text that has no font leaves no ink. poppler tells standard
 * error of each word that it cannot draw: it is hushed meanwhile.
 */
void pdf_blind_render(PopplerPage *page, cairo_t *cairo);

/*
 * Makes plain objects of the streams that hold TrueType and CID fonts, in
 * place and without moving a byte. Type 1 fonts stay: poppler takes encodings
 * from them. Linear.
 */
void pdf_blind(char *p, size_t n);

#endif
