/* SPDX-License-Identifier: BSD-2-Clause */
/* When two figures may be compared, and which of two is the better print. */
#ifndef LEDGER_FIGURE_H
#define LEDGER_FIGURE_H

#include "reading/reading.h"

/*
 * Same metric, same currency, and bases that do not contradict: consolidated,
 * gaap and unknown go together; parent and adjusted only with themselves. The
 * period is the caller's affair.
 */
bool figure_is_comparable(const struct fact *a, const struct fact *b);

/* Of two bases for one figure the more telling: a lower rank is better. */
int figure_basis_rank(enum basis basis);

/*
 * coarse is fine as printed with fewer digits: -81 m for -81.18 m, but not
 * -100 m for -140 m: they are within 1 % of each other. True for equal ones.
 */
bool figure_is_rounded(struct decimal fine, struct decimal coarse);

/* Equal ranges, or one the rounded print of the other. */
bool figure_is_same(const struct fact *a, const struct fact *b);

/* Digits before the trailing zeros: the finer print has more. */
int figure_digits(const struct fact *fact);

#endif
