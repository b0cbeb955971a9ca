/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * In: lines of a page, and what stood at the edges of the page before. Out:
 * whether a line is of the text. Called by pdf_page.c.
 */
#include "reading/pdf_margin.h"

#include <math.h>
#include <string.h>

/* Of the page's height. */
#define PDF_MARGIN	   0.1 /* where its number stands */
#define PDF_MARGIN_RUNNING 0.08 /* and lines that run through */

#define PDF_NUMBER_MAX	   12 /* glyphs of "page 3 of 12" */

void
pdf_margins_turn(struct pdf_margins *margins)
{
	memcpy(margins->last, margins->now, sizeof(margins->last));
	margins->last_n = margins->now_n;
	margins->now_n = 0;
}

static bool
pdf_is_at_edge(const struct pdf_line *line, double height, double margin)
{
	double middle = pdf_line_middle(line) / fmax(height, 1);

	return middle < margin || middle > 1 - margin;
}

/* True for "3", "- 3 -", "3/12" and the like. */
static bool
pdf_line_is_number(const struct pdf_line *line)
{
	static const uint32_t words[] = {'-', '/', 0x2013, 0x2014, 0x7b2c,
	    0x9875, 0x5171}; /* ... "page number", "page", "in all" */
	bool digits = false;

	if (line->n > PDF_NUMBER_MAX)
		return false;
	for (size_t i = 0; i < line->n; i++) {
		uint32_t c = line->v[i].c;
		bool known = pdf_is_digit(c);
		digits |= known;
		for (size_t w = 0; w < sizeof(words) / sizeof(words[0]); w++)
			known |= words[w] == c;
		if (!known)
			return false;
	}
	return digits;
}

/* FNV-1a of the characters; figures of any length are one. */
static uint64_t
pdf_line_hash(const struct pdf_line *line)
{
	uint64_t hash = 0xcbf29ce484222325;
	bool digit = false;

	for (size_t i = 0; i < line->n; i++) {
		bool before = digit;
		digit = pdf_is_digit(line->v[i].c);
		if (digit && before)
			continue;
		hash ^= digit ? '0' : line->v[i].c;
		hash *= 0x100000001b3;
	}
	return hash;
}

bool
pdf_margins_drop(
    struct pdf_margins *margins, const struct pdf_line *line, double height)
{
	if (pdf_is_at_edge(line, height, PDF_MARGIN) &&
	    pdf_line_is_number(line))
		return true;
	if (!pdf_is_at_edge(line, height, PDF_MARGIN_RUNNING))
		return false;
	uint64_t hash = pdf_line_hash(line);
	if (margins->now_n < PDF_MARGIN_LINES)
		margins->now[margins->now_n++] = hash;
	for (size_t i = 0; i < margins->last_n; i++) {
		if (margins->last[i] == hash)
			return true;
	}
	return false;
}
