/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * In: figures of documents and of the ledger. Out: whether and how well they
 * compare. The choice of bases on every axis calls it.
 */
#include "ledger/figure.h"

#include <string.h>

/* Bases of one group may be compared. */
static int
figure_basis_group(enum basis basis)
{
	switch (basis) {
	case BASIS_PARENT:
		return 1;
	case BASIS_ADJUSTED:
		return 2;
	case BASIS_UNKNOWN:
	case BASIS_CONSOLIDATED:
	case BASIS_GAAP:
	case BASIS_COUNT:
		break;
	}
	return 0;
}

int
figure_basis_rank(enum basis basis)
{
	switch (basis) {
	case BASIS_CONSOLIDATED:
	case BASIS_GAAP:
		return 0;
	case BASIS_UNKNOWN:
		return 1;
	case BASIS_ADJUSTED:
		return 2;
	case BASIS_PARENT:
	case BASIS_COUNT:
		break;
	}
	return 3;
}

bool
figure_is_comparable(const struct fact *a, const struct fact *b)
{
	return a->metric == b->metric &&
	       figure_basis_group(a->basis) == figure_basis_group(b->basis) &&
	       strcmp(a->currency, b->currency) == 0;
}

/* The exponent of the last digit that is not zero; 10^exponent. */
static int
figure_exponent(struct decimal d)
{
	int exponent = -d.scale;

	for (__int128 coef = d.coef; coef != 0 && coef % 10 == 0; coef /= 10)
		exponent++;
	return exponent;
}

/* |gap| <= 1 % of |of|. */
static bool
figure_is_slight(struct decimal gap, struct decimal of)
{
	return decimal_scale10(decimal_abs(gap), 2, &gap) == 0 &&
	       decimal_cmp(gap, decimal_abs(of)) <= 0;
}

bool
figure_is_rounded(struct decimal fine, struct decimal coarse)
{
	struct decimal gap, twice, unit;
	int exponent = figure_exponent(coarse);

	if (decimal_cmp(fine, coarse) == 0)
		return true;
	if (decimal_is_zero(coarse) || figure_exponent(fine) >= exponent ||
	    exponent > 18 || exponent < -18)
		return false;
	int r = decimal_sub(fine, coarse, &gap);
	if (r == 0)
		r = decimal_add(gap, gap, &twice);
	if (r == 0)
		r = decimal_scale10(decimal_from_int(1), exponent, &unit);
	return r == 0 && decimal_cmp(decimal_abs(twice), unit) <= 0 &&
	       figure_is_slight(gap, coarse);
}

static bool
figure_is_same_bound(
    struct decimal a, bool a_open, struct decimal b, bool b_open)
{
	if (a_open || b_open)
		return a_open == b_open;
	return figure_is_rounded(a, b) || figure_is_rounded(b, a);
}

bool
figure_is_same(const struct fact *a, const struct fact *b)
{
	return figure_is_same_bound(a->low, a->low_open, b->low, b->low_open) &&
	       figure_is_same_bound(
		   a->high, a->high_open, b->high, b->high_open);
}

static int
figure_digits_of(struct decimal d)
{
	int digits = 0;

	for (__int128 coef = d.coef; coef != 0; coef /= 10) {
		if (digits > 0 || coef % 10 != 0)
			digits++;
	}
	return digits;
}

int
figure_digits(const struct fact *fact)
{
	int low = fact->low_open ? 0 : figure_digits_of(fact->low);
	int high = fact->high_open ? 0 : figure_digits_of(fact->high);

	return low > high ? low : high;
}
