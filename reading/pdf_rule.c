/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * In: a page of a PDF. Out: the level and upright lines that are seen on it.
 * poppler tells no paths, so the page is drawn, and a run of pixels counts
 * that is darker than what lies two pixels beside it on one side at least:
 * borders of shaded cells are found, large dark areas are not (libraries.md 1).
 */
#include "reading/pdf_rule.h"

#include "lib/base/mem.h"
#include "reading/pdf_blind.h"

#include <math.h>
#include <stdint.h>
#include <string.h>

#define PDF_PIXELS   1700 /* of either side; larger pages are drawn smaller */
#define PDF_RUN	     14 /* pixels that make a rule */
#define PDF_CONTRAST 40 /* of 255 */
#define PDF_THICK    4 /* pixels; wider is no rule */
#define PDF_RULES    4000 /* more: the page is hatched */

#define PDF_WHITE    255

struct pdf_image {
	int width, height;
	double scale; /* pixels per point */
	uint8_t *grey;
	bool *inked; /* by row: holds more than white */
};

static void
pdf_image_init(struct pdf_image *image, int width, int height)
{
	size_t n = (size_t)width * (size_t)height;

	image->width = width;
	image->height = height;
	image->grey = mem_array(n, 1);
	memset(image->grey, PDF_WHITE, n);
	image->inked = mem_array((size_t)height, sizeof(*image->inked));
}

static void
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
pdf_image_draw(struct pdf_image *image, PopplerPage *page)
{
	cairo_surface_t *surface = cairo_image_surface_create(
	    CAIRO_FORMAT_RGB24, image->width, image->height);
	cairo_t *cairo = cairo_create(surface);

	cairo_set_source_rgb(cairo, 1, 1, 1);
	cairo_paint(cairo);
	cairo_scale(cairo, image->scale, image->scale);
	pdf_blind_render(page, cairo);
	bool good = cairo_status(cairo) == CAIRO_STATUS_SUCCESS;
	cairo_destroy(cairo);
	cairo_surface_flush(surface);
	if (good)
		pdf_image_take(image, surface);
	cairo_surface_destroy(surface);
	return good;
}

static bool
pdf_image_make(struct pdf_image *image, PopplerPage *page)
{
	double width, height;

	*image = (struct pdf_image){.scale = 1};
	poppler_page_get_size(page, &width, &height);
	if (!(width >= 1 && height >= 1 && width < 1e6 && height < 1e6))
		return false;
	if (fmax(width, height) > PDF_PIXELS)
		image->scale = PDF_PIXELS / fmax(width, height);
	pdf_image_init(image, (int)ceil(width * image->scale),
	    (int)ceil(height * image->scale));
	if (pdf_image_draw(image, page))
		return true;
	pdf_image_done(image);
	return false;
}

/* A search for rules along the rows of an image. */
struct pdf_scan {
	const struct pdf_image *image;
	bool upright; /* the image is turned */
	const uint8_t *white; /* a row beyond the edge */
	struct pdf_rules *rules;
	size_t *cap;
	size_t recent; /* rules that may grow thicker begin here */
};

/* Row of the image, white beyond its edges. */
static const uint8_t *
pdf_scan_pixels(const struct pdf_scan *scan, int row)
{
	if (row < 0 || row >= scan->image->height)
		return scan->white;
	return scan->image->grey + (ptrdiff_t)row * scan->image->width;
}

/* A rule of the rows just before that this run makes thicker; NULL: none. */
static struct pdf_rule *
pdf_scan_thicken(struct pdf_scan *scan, int row, int from, int to)
{
	struct pdf_rules *rules = scan->rules;

	while (scan->recent < rules->n &&
	       rules->v[scan->recent].at < row - PDF_THICK)
		scan->recent++;
	for (size_t i = scan->recent; i < rules->n; i++) {
		struct pdf_rule *rule = &rules->v[i];
		double shared = fmin(rule->to, to) - fmax(rule->from, from);
		if (rule->upright == scan->upright && rule->at < row &&
		    shared > 0.5 * fmin(rule->to - rule->from, to - from))
			return rule;
	}
	return NULL;
}

static void
pdf_scan_add(struct pdf_scan *scan, int row, int from, int to)
{
	struct pdf_rules *rules = scan->rules;
	struct pdf_rule *rule = pdf_scan_thicken(scan, row, from, to);

	if (rule != NULL) {
		rule->from = fmin(rule->from, from);
		rule->to = fmax(rule->to, to);
		return;
	}
	rules->v = mem_grow(rules->v, rules->n, scan->cap, sizeof(*rules->v));
	rules->v[rules->n++] = (struct pdf_rule){scan->upright, row, from, to};
}

/* The first of n pixels from i on that is not white, eight at a stride. */
static int
pdf_skip_white(const uint8_t *v, int i, int n)
{
	uint64_t eight;

	while (i + 8 <= n) {
		memcpy(&eight, v + i, sizeof(eight));
		if (eight != UINT64_MAX)
			break;
		i += 8;
	}
	while (i < n && v[i] == PDF_WHITE)
		i++;
	return i;
}

static void
pdf_scan_row(struct pdf_scan *scan, int row)
{
	const uint8_t *here = pdf_scan_pixels(scan, row);
	const uint8_t *above = pdf_scan_pixels(scan, row - 2);
	const uint8_t *below = pdf_scan_pixels(scan, row + 2);
	int n = scan->image->width, i = 0;

	while ((i = pdf_skip_white(here, i, n)) < n) {
		int from = i;
		while (i < n && (here[i] + PDF_CONTRAST <= above[i] ||
				    here[i] + PDF_CONTRAST <= below[i]))
			i++;
		if (i - from >= PDF_RUN)
			pdf_scan_add(scan, row, from, i);
		i += i == from;
	}
}

static void
pdf_scan_all(const struct pdf_image *image, bool upright,
    struct pdf_rules *rules, size_t *cap)
{
	uint8_t *white = mem_array((size_t)image->width, 1);
	struct pdf_scan scan = {image, upright, white, rules, cap, rules->n};

	memset(white, PDF_WHITE, (size_t)image->width);
	for (int row = 0; row < image->height && rules->n < PDF_RULES; row++) {
		if (image->inked[row])
			pdf_scan_row(&scan, row);
	}
	mem_free(white);
}

/* Columns become rows. */
static void
pdf_image_turn(struct pdf_image *image)
{
	struct pdf_image turned = {.scale = image->scale};

	pdf_image_init(&turned, image->height, image->width);
	for (int y = 0; y < image->height; y++) {
		const uint8_t *row = image->grey + (ptrdiff_t)y * image->width;
		for (int x = 0; image->inked[y] && x < image->width; x++) {
			if (row[x] == PDF_WHITE)
				continue;
			turned.grey[(ptrdiff_t)x * turned.width + y] = row[x];
			turned.inked[x] = true;
		}
	}
	pdf_image_done(image);
	*image = turned;
}

void
pdf_rules_find(PopplerPage *page, struct pdf_rules *ret)
{
	struct pdf_image image;
	size_t cap = 0;

	*ret = (struct pdf_rules){0};
	if (!pdf_image_make(&image, page))
		return;
	pdf_scan_all(&image, false, ret, &cap);
	pdf_image_turn(&image);
	pdf_scan_all(&image, true, ret, &cap);
	pdf_image_done(&image);
	if (ret->n >= PDF_RULES)
		ret->n = 0;
	for (size_t i = 0; i < ret->n; i++) {
		struct pdf_rule *rule = &ret->v[i];
		rule->at = (rule->at + 0.5) / image.scale;
		rule->from /= image.scale;
		rule->to /= image.scale;
	}
}

void
pdf_rules_done(struct pdf_rules *rules)
{
	mem_free(rules->v);
	*rules = (struct pdf_rules){0};
}
