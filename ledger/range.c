/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * In: the bounds of figures. Out: their middle and their order, open bounds
 * being infinite. classify, revision, closing and consensus call it.
 */
#include "ledger/range.h"

struct range
range_of_fact(const struct fact *fact)
{
	return (struct range){
	    fact->low, fact->high, fact->low_open, fact->high_open};
}

struct range
range_of_point(struct decimal value)
{
	return (struct range){value, value, false, false};
}

bool
range_is_point(const struct range *range)
{
	return !range->low_open && !range->high_open &&
	       decimal_cmp(range->low, range->high) == 0;
}

bool
range_is_empty(const struct range *range)
{
	return range->low_open && range->high_open;
}

int
range_mid(const struct range *range, struct decimal *ret)
{
	struct decimal sum;

	if (range_is_empty(range))
		return ERR_INVALID;
	if (range->low_open || range->high_open) {
		*ret = range->low_open ? range->high : range->low;
		return 0;
	}
	int r = decimal_add(range->low, range->high, &sum);
	if (r == 0)
		r = decimal_mul(sum, (struct decimal){5, 1}, ret);
	return r;
}

int
range_cmp_low(const struct range *a, const struct range *b)
{
	if (a->low_open || b->low_open)
		return (int)b->low_open - (int)a->low_open;
	return decimal_cmp(a->low, b->low);
}

int
range_cmp_high(const struct range *a, const struct range *b)
{
	if (a->high_open || b->high_open)
		return (int)a->high_open - (int)b->high_open;
	return decimal_cmp(a->high, b->high);
}

bool
range_straddles_zero(const struct range *range)
{
	return (range->low_open || decimal_sign(range->low) < 0) &&
	       (range->high_open || decimal_sign(range->high) > 0);
}

bool
range_is_below_zero(const struct range *range)
{
	return !range->high_open && decimal_sign(range->high) < 0;
}

bool
range_is_above_zero(const struct range *range)
{
	return !range->low_open && decimal_sign(range->low) > 0;
}
