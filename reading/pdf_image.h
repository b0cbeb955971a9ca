/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * A page drawn small and grey, without its text: poppler tells no paths, so
 * what is ruled and boxed is looked for in a picture, whatever drew it.
 */
#ifndef READING_PDF_IMAGE_H
#define READING_PDF_IMAGE_H

#include <cairo.h>
#include <poppler.h>
#include <stdbool.h>
#include <stdint.h>

#define PDF_IMAGE_WHITE 255
#define PDF_IMAGE_INK	40 /* so much darker than what is beside it */

struct pdf_image {
	int width, height;
	double scale; /* pixels per point, at most 1 */
	uint8_t *grey; /* row by row from the top */
	bool *inked; /* by row: holds more than white */
};

/*
 * Draws a page of this size at 72 dpi, larger ones smaller, its points moved
 * by the matrix. False: there is nothing to draw, or no memory. Gives.
 */
bool pdf_image_make(struct pdf_image *image, PopplerPage *page,
    const cairo_matrix_t *matrix, double width, double height);
/* The same with columns for rows. Gives. */
void pdf_image_turn(const struct pdf_image *image, struct pdf_image *ret);
void pdf_image_done(struct pdf_image *image);

/* A pixel; white beyond the edges. */
uint8_t pdf_image_at(const struct pdf_image *image, int x, int y);
/* The first of n pixels of a row, from i on, that is not white; n: none. */
int pdf_image_skip(const uint8_t *row, int i, int n);

#endif
