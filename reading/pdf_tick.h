/* SPDX-License-Identifier: BSD-2-Clause */
/* Tick boxes whose character the file does not tell. */
#ifndef READING_PDF_TICK_H
#define READING_PDF_TICK_H

#include "reading/pdf_glyph.h"

/*
 * Adds the tick of a list of choices that lost it: a line with at least two
 * empty boxes and none that is ticked, where one choice has a gap in the place
 * of a box. Sorts the glyphs by lines.
 */
void pdf_ticks_restore(struct pdf_glyphs *glyphs);

#endif
