/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Years alone in a heading: below "six months to June 2025", or in a report of
 * a fiscal year that ends in March, 2025 and 2024 are no calendar years.
 */
#ifndef READING_HEAD_YEAR_H
#define READING_HEAD_YEAR_H

#include "reading/head.h"

/* Base, or the same some years before, whichever ends then; else period. */
struct period head_year_of(struct period base, int year, struct period period);
/*
 * "Three months to September, nine months to September / 2025 2024 2025 2024":
 * the columns are those of the second row, each of its parent's period.
 */
void head_spread(struct head *head);

#endif
