/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * In: the picture of a page. Out: the level and upright lines that are seen on
 * it. A run of pixels counts that is darker than what lies two pixels beside
 * it on one side at least: borders of shaded cells are found, large dark areas
 * are not (libraries.md 1). Called by pdf_page.c.
 */
#include "reading/pdf_rule.h"

#include "lib/base/mem.h"

#include <math.h>
#include <stdint.h>
#include <string.h>

#define PDF_RUN	  14 /* pixels that make a rule */
#define PDF_THICK 4 /* pixels; wider is no rule */
#define PDF_RULES 4000 /* more: the page is hatched */

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

static void
pdf_scan_row(struct pdf_scan *scan, int row)
{
	const uint8_t *here = pdf_scan_pixels(scan, row);
	const uint8_t *above = pdf_scan_pixels(scan, row - 2);
	const uint8_t *below = pdf_scan_pixels(scan, row + 2);
	int n = scan->image->width, i = 0;

	while ((i = pdf_image_skip(here, i, n)) < n) {
		int from = i;
		while (i < n && (here[i] + PDF_IMAGE_INK <= above[i] ||
				    here[i] + PDF_IMAGE_INK <= below[i]))
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

	memset(white, PDF_IMAGE_WHITE, (size_t)image->width);
	for (int row = 0; row < image->height && rules->n < PDF_RULES; row++) {
		if (image->inked[row])
			pdf_scan_row(&scan, row);
	}
	mem_free(white);
}

void
pdf_rules_find(const struct pdf_image *image, struct pdf_rules *ret)
{
	struct pdf_image turned;
	size_t cap = 0;

	*ret = (struct pdf_rules){0};
	pdf_scan_all(image, false, ret, &cap);
	pdf_image_turn(image, &turned);
	pdf_scan_all(&turned, true, ret, &cap);
	pdf_image_done(&turned);
	if (ret->n >= PDF_RULES)
		ret->n = 0;
	for (size_t i = 0; i < ret->n; i++) {
		struct pdf_rule *rule = &ret->v[i];
		rule->at = (rule->at + 0.5) / image->scale;
		rule->from /= image->scale;
		rule->to /= image->scale;
	}
}

void
pdf_rules_done(struct pdf_rules *rules)
{
	mem_free(rules->v);
	*rules = (struct pdf_rules){0};
}
