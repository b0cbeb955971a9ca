/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * In: a page of a PDF. Out: its picture. Called by pdf_page.c, and by
 * text_pdf.c to load what drawing needs.
 */
#include "reading/pdf_image.h"

#include "lib/base/mem.h"
#include "reading/pdf_blind.h"

#include <math.h>
#include <string.h>

#define PDF_PIXELS 1700 /* of either side; larger pages are drawn smaller */

static void
pdf_image_init(struct pdf_image *image, int width, int height)
{
	size_t n = (size_t)width * (size_t)height;

	image->width = width;
	image->height = height;
	image->grey = mem_array(n, 1);
	memset(image->grey, PDF_IMAGE_WHITE, n);
	image->inked = mem_array((size_t)height, sizeof(*image->inked));
}

void
pdf_image_done(struct pdf_image *image)
{
	mem_free(image->grey);
	mem_free(image->inked);
}

/* Luminance by ITU-R BT.601, in 1/256. */
static void
pdf_image_take(struct pdf_image *image, cairo_surface_t *surface)
{
	const uint8_t *data = cairo_image_surface_get_data(surface);
	int stride = cairo_image_surface_get_stride(surface);
	uint32_t *white = mem_array((size_t)image->width, sizeof(*white));

	for (int x = 0; x < image->width; x++)
		white[x] = UINT32_MAX;
	for (int y = 0; y < image->height; y++) {
		const uint8_t *row = data + (ptrdiff_t)y * stride;
		uint8_t *to =
		    image->grey + (ptrdiff_t)y * (ptrdiff_t)image->width;
		image->inked[y] =
		    memcmp(row, white, 4 * (size_t)image->width) != 0;
		for (int x = 0; image->inked[y] && x < image->width;
		     x++, row += 4)
			to[x] = (uint8_t)((row[0] * 29 + row[1] * 150 +
					      row[2] * 77) >>
					  8);
	}
	mem_free(white);
}

static bool
pdf_image_draw(
    struct pdf_image *image, PopplerPage *page, const cairo_matrix_t *matrix)
{
	cairo_surface_t *surface = cairo_image_surface_create(
	    CAIRO_FORMAT_RGB24, image->width, image->height);
	cairo_t *cairo = cairo_create(surface);

	cairo_set_source_rgb(cairo, 1, 1, 1);
	cairo_paint(cairo);
	cairo_scale(cairo, image->scale, image->scale);
	cairo_transform(cairo, matrix);
	pdf_blind_render(page, cairo);
	bool good = cairo_status(cairo) == CAIRO_STATUS_SUCCESS;
	cairo_destroy(cairo);
	cairo_surface_flush(surface);
	if (good)
		pdf_image_take(image, surface);
	cairo_surface_destroy(surface);
	return good;
}

bool
pdf_image_make(struct pdf_image *image, PopplerPage *page,
    const cairo_matrix_t *matrix, double width, double height)
{
	*image = (struct pdf_image){.scale = 1};
	if (!(width >= 1 && height >= 1 && width < 1e6 && height < 1e6))
		return false;
	if (fmax(width, height) > PDF_PIXELS)
		image->scale = PDF_PIXELS / fmax(width, height);
	pdf_image_init(image, (int)ceil(width * image->scale),
	    (int)ceil(height * image->scale));
	if (pdf_image_draw(image, page, matrix))
		return true;
	pdf_image_done(image);
	return false;
}

void
pdf_image_turn(const struct pdf_image *image, struct pdf_image *ret)
{
	*ret = (struct pdf_image){.scale = image->scale};
	pdf_image_init(ret, image->height, image->width);
	for (int y = 0; y < image->height; y++) {
		const uint8_t *row = image->grey + (ptrdiff_t)y * image->width;
		for (int x = 0; image->inked[y] && x < image->width; x++) {
			if (row[x] == PDF_IMAGE_WHITE)
				continue;
			ret->grey[(ptrdiff_t)x * ret->width + y] = row[x];
			ret->inked[x] = true;
		}
	}
}

uint8_t
pdf_image_at(const struct pdf_image *image, int x, int y)
{
	if (x < 0 || y < 0 || x >= image->width || y >= image->height)
		return PDF_IMAGE_WHITE;
	return image->grey[(ptrdiff_t)y * image->width + x];
}

int
pdf_image_skip(const uint8_t *row, int i, int n)
{
	uint64_t eight;

	while (i + 8 <= n) {
		memcpy(&eight, row + i, sizeof(eight));
		if (eight != UINT64_MAX)
			break;
		i += 8;
	}
	while (i < n && row[i] == PDF_IMAGE_WHITE)
		i++;
	return i;
}
