/* SPDX-License-Identifier: BSD-2-Clause */
/* Glyphs that stand on one line. */
#ifndef READING_PDF_LINE_H
#define READING_PDF_LINE_H

#include "reading/pdf_glyph.h"

struct pdf_line {
	const struct pdf_glyph *v; /* from left to right, at least one */
	size_t n;
	double x0, y0, x1, y1;
	double height; /* of its glyphs, mean */
};

struct pdf_lines {
	struct pdf_line *v; /* from the top down */
	size_t n;
};

/* A part of a line: glyphs from..to. */
struct pdf_run {
	size_t from, to;
};

/* Sorts glyphs into lines, which borrow them. Gives. */
void pdf_lines_make(struct pdf_glyph *glyphs, size_t n, struct pdf_lines *ret);
void pdf_lines_done(struct pdf_lines *lines);

double pdf_line_middle(const struct pdf_line *line);
bool pdf_line_has_digit(const struct pdf_line *line);

/*
 * The next run of the line, runs being parted by gaps wider than gap times the
 * line's height; a sign of money is never parted from its figure. Starts with
 * *run {0, 0}. False: no more.
 */
bool pdf_line_next_run(
    const struct pdf_line *line, double gap, struct pdf_run *run);
size_t pdf_line_count_runs(const struct pdf_line *line, double gap);

/* The width of the word that begins at glyph from; a wide glyph is a word. */
double pdf_line_first_word(const struct pdf_line *line, size_t from);

/* Appends glyphs from..to, blanks where there is room for one. ERR_TOOBIG. */
int pdf_line_print(const struct pdf_line *line, size_t from, size_t to,
    struct buf *out) WARN_UNUSED;

#endif
