/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Periods that the head of a table tells in several rows:
 *
 *		Three Months Ended	Nine Months Ended
 *		September 30,		September 30,
 *		2025	2024		2025	2024
 */
#ifndef READING_MARK_CAPTION_H
#define READING_MARK_CAPTION_H

#include "reading/mark.h"

/*
 * Puts lengths, days and years of neighbouring rows together: dates and
 * captions become the periods of the first year below them. Years below a
 * length whose end is not told say nothing any more.
 */
void marks_read_captions(struct marks *marks);

#endif
