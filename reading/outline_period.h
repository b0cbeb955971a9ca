/* SPDX-License-Identifier: BSD-2-Clause */
/* The period of a text, by the words around the periods it names. */
#ifndef READING_OUTLINE_PERIOD_H
#define READING_OUTLINE_PERIOD_H

#include "reading/mark.h"

/* Under its label, of its forecast, or the first; NULL: none. Borrowed. */
const struct mark *outline_find_period(const struct marks *text);
/* A word of a forecast. */
bool outline_is_expected(const struct mark *mark);
/* Such a word stands beside mark i: "outlook for 2025", "2025 guidance". */
bool outline_is_foreseen(const struct marks *text, size_t i);
/*
 * "Third-quarter sales were A, compared to B in the third quarter of 2025":
 * the one after what is compared with; unknown for none.
 */
struct period outline_find_after(const struct marks *text);

#endif
