/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * In: the glyphs of a page. Out: a tick more for each list of choices whose
 * ticked box is of a font without a map: it is drawn, and its text is nothing.
 * Called by pdf_page.c.
 */
#include "reading/pdf_tick.h"

#include "reading/pdf_line.h"
#include "reading/pdf_symbol.h"

/* In heights of a line. */
#define PDF_BOX_LEAST 0.7 /* room for a box */
#define PDF_BOX_MOST  2.0 /* more parts cells */

#define PDF_BOXES     2 /* empty ones, that make a line a list of choices */

/* What a line has of boxes, and the glyph before which one is lost. */
struct pdf_choices {
	size_t empty, ticked, lost;
	size_t at;
};

static bool
pdf_is_empty_box(uint32_t c)
{
	return c == PDF_EMPTY || c == 0x25a1 || c == 0x25fb || c == 0xf0a3 ||
	       c == 0xf0a8 || c == 0xf06f;
}

static bool
pdf_is_ticked_box(uint32_t c)
{
	return c == PDF_TICKED || c == PDF_FILLED || c == 0x2612 ||
	       c == 0x221a || c == 0x2713 || c == 0x2714 || c == 0xf052 ||
	       c == 0xf0fe || c == 0xf0fc;
}

/* True when there is room for a box before glyph i, and words after it. */
static bool
pdf_lacks_box(const struct pdf_line *line, size_t i)
{
	double gap = line->v[i].x0 - line->v[i - 1].x1;

	return gap > PDF_BOX_LEAST * line->height &&
	       gap < PDF_BOX_MOST * line->height && pdf_is_wide(line->v[i].c) &&
	       !pdf_is_empty_box(line->v[i - 1].c);
}

static struct pdf_choices
pdf_choices_of(const struct pdf_line *line)
{
	struct pdf_choices choices = {0, 0, 0, 0};

	for (size_t i = 0; i < line->n; i++) {
		uint32_t c = line->v[i].c;
		choices.empty += pdf_is_empty_box(c);
		choices.ticked += pdf_is_ticked_box(c);
		if (i > 0 && !pdf_is_empty_box(c) && pdf_lacks_box(line, i)) {
			choices.lost++;
			choices.at = i;
		}
	}
	return choices;
}

void
pdf_ticks_restore(struct pdf_glyphs *glyphs)
{
	struct pdf_glyphs lost = {0};
	struct pdf_lines lines;

	pdf_lines_make(glyphs->v, glyphs->n, &lines);
	for (size_t i = 0; i < lines.n; i++) {
		const struct pdf_line *line = &lines.v[i];
		struct pdf_choices choices = pdf_choices_of(line);
		if (choices.empty < PDF_BOXES || choices.ticked > 0 ||
		    choices.lost != 1)
			continue;
		struct pdf_glyph tick = line->v[choices.at];
		tick.x1 = tick.x0;
		tick.x0 -= PDF_BOX_LEAST * line->height;
		tick.c = PDF_TICKED;
		pdf_glyphs_add(&lost, &tick);
	}
	pdf_lines_done(&lines);
	for (size_t i = 0; i < lost.n; i++)
		pdf_glyphs_add(glyphs, &lost.v[i]);
	pdf_glyphs_done(&lost);
}
