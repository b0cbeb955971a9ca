/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * In: a forecast and the figure that came true. Out: inside, in line, missed
 * or beaten, and by how much. ledger/compare.c calls it.
 */
#include "ledger/closing.h"

bool
closing_is_met(enum closing_result result)
{
	return result == CLOSING_IN_RANGE || result == CLOSING_IN_LINE ||
	       result == CLOSING_BEAT;
}

/* |actual - bound| <= 5 % of |bound|, without a division. */
static bool
closing_is_near(struct decimal actual, struct decimal bound)
{
	struct decimal gap, slack;
	int r = decimal_sub(actual, bound, &gap);

	if (r == 0)
		r = decimal_scale10(decimal_abs(gap), 2, &gap);
	if (r == 0)
		r = decimal_mul(decimal_abs(bound),
		    decimal_from_int(CLOSING_TOLERANCE), &slack);
	return r == 0 && decimal_cmp(gap, slack) <= 0;
}

static void
closing_outside(struct decimal bound, bool tolerant, struct decimal actual,
    struct closing *ret)
{
	int sign = decimal_cmp(actual, bound);

	ret->has_pct = decimal_change_pct(actual, bound, &ret->diff_pct) == 0;
	if (sign == 0 || (tolerant && closing_is_near(actual, bound)))
		ret->result = CLOSING_IN_LINE;
	else
		ret->result = sign < 0 ? CLOSING_MISS : CLOSING_BEAT;
}

static int
closing_position(
    const struct range *forecast, struct decimal actual, struct decimal *ret)
{
	struct decimal above, width;
	int r = decimal_sub(actual, forecast->low, &above);

	if (r == 0)
		r = decimal_sub(forecast->high, forecast->low, &width);
	if (r == 0)
		r = decimal_scale10(above, 2, &above);
	if (r == 0)
		r = decimal_div(above, width, 2, ret);
	return r;
}

static void
closing_inside(
    const struct range *forecast, struct decimal actual, struct closing *ret)
{
	struct decimal mid;
	int r = range_mid(forecast, &mid);

	ret->result = CLOSING_IN_RANGE;
	if (r == 0)
		r = decimal_change_pct(actual, mid, &ret->diff_pct);
	ret->has_pct = r == 0;
	if (!forecast->low_open && !forecast->high_open)
		ret->has_position =
		    closing_position(forecast, actual, &ret->position_pct) == 0;
}

void
closing_compare(const struct range *forecast, bool approx,
    struct decimal actual, struct closing *ret)
{
	*ret = (struct closing){.result = CLOSING_NONE};
	if (range_is_empty(forecast))
		return;
	if (range_is_point(forecast))
		closing_outside(forecast->low, true, actual, ret);
	else if (!forecast->low_open && decimal_cmp(actual, forecast->low) < 0)
		closing_outside(forecast->low, approx, actual, ret);
	else if (!forecast->high_open &&
		 decimal_cmp(actual, forecast->high) > 0)
		closing_outside(forecast->high, approx, actual, ret);
	else
		closing_inside(forecast, actual, ret);
}
