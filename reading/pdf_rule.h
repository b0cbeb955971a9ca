/* SPDX-License-Identifier: BSD-2-Clause */
/* Ruling lines of a PDF page, whatever drew them. */
#ifndef READING_PDF_RULE_H
#define READING_PDF_RULE_H

#include "reading/pdf_image.h"

#include <stddef.h>

/* Level or upright; points from the upper left corner. */
struct pdf_rule {
	bool upright;
	double at; /* its y when level, its x when upright */
	double from, to; /* along it */
};

struct pdf_rules {
	struct pdf_rule *v;
	size_t n;
};

/* Takes thin dark runs for rules. None when the page is hatched. Gives. */
void pdf_rules_find(const struct pdf_image *image, struct pdf_rules *ret);
void pdf_rules_done(struct pdf_rules *rules);

#endif
