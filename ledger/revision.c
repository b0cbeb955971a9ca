/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * In: two ranges of one figure, the earlier and the later forecast. Out: the
 * guidance change, its flags and its size. ledger/compare.c calls it.
 */
#include "ledger/revision.h"

#include <stddef.h>

/* Three of a kind by the way the middle went. */
static enum guidance
revision_by_sign(
    int sign, enum guidance up, enum guidance down, enum guidance neutral)
{
	return sign > 0 ? up : sign < 0 ? down : neutral;
}

/* 1: the middle rose, -1: it fell, 0: neither, or it cannot be said. */
static int
revision_mid_sign(const struct range *earlier, const struct range *later)
{
	struct decimal a, b;

	if (range_mid(earlier, &a) < 0 || range_mid(later, &b) < 0)
		return 0;
	return decimal_cmp(b, a);
}

static enum guidance
revision_kind(const struct range *earlier, const struct range *later)
{
	int low = range_cmp_low(later, earlier);
	int high = range_cmp_high(later, earlier);

	if (earlier->low_open && later->low_open)
		low = high;
	if (earlier->high_open && later->high_open)
		high = low;
	if (low == 0 && high == 0)
		return GUIDANCE_REITERATED;
	if (low > 0 && high > 0)
		return GUIDANCE_RAISED;
	if (low < 0 && high < 0)
		return GUIDANCE_CUT;
	int sign = revision_mid_sign(earlier, later);
	if (low >= 0 && high <= 0)
		return revision_by_sign(sign, GUIDANCE_NARROWED_UP,
		    GUIDANCE_NARROWED_DOWN, GUIDANCE_NARROWED_NEUTRAL);
	return revision_by_sign(sign, GUIDANCE_WIDENED_UP,
	    GUIDANCE_WIDENED_DOWN, GUIDANCE_WIDENED_NEUTRAL);
}

static unsigned
revision_flags(const struct range *earlier, const struct range *later)
{
	bool open_before = range_straddles_zero(earlier);

	if (range_straddles_zero(later))
		return open_before ? 0 : FLAG_TO_UNCERTAIN;
	if (range_is_below_zero(later)) {
		if (range_is_above_zero(earlier))
			return FLAG_FLIP_TO_LOSS;
		return open_before ? FLAG_RESOLVED_TO_LOSS : 0;
	}
	if (range_is_above_zero(later)) {
		if (range_is_below_zero(earlier))
			return FLAG_FLIP_TO_PROFIT;
		return open_before ? FLAG_RESOLVED_TO_PROFIT : 0;
	}
	return 0;
}

static void
revision_gap(const struct range *earlier, const struct range *later,
    struct revision *ret)
{
	const struct decimal *from = NULL;
	const struct decimal *to = NULL;

	if (!later->high_open && !earlier->low_open &&
	    decimal_cmp(later->high, earlier->low) < 0) {
		from = &earlier->low;
		to = &later->high;
	} else if (!later->low_open && !earlier->high_open &&
		   decimal_cmp(later->low, earlier->high) > 0) {
		from = &earlier->high;
		to = &later->low;
	}
	if (from == NULL)
		return;
	ret->flags |= FLAG_DISJOINT;
	ret->has_gap = decimal_change_pct(*to, *from, &ret->gap_pct) == 0;
}

static void
revision_percentages(const struct range *earlier, const struct range *later,
    struct revision *ret)
{
	struct decimal base, mid;
	int r = range_mid(earlier, &base);

	if (r == 0)
		r = range_mid(later, &mid);
	if (r == 0)
		r = decimal_change_pct(mid, base, &ret->mid_pct);
	if (r == 0 && !later->low_open)
		r = decimal_change_pct(later->low, base, &ret->low_pct);
	if (r == 0 && !later->high_open)
		r = decimal_change_pct(later->high, base, &ret->high_pct);
	ret->has_pct = r == 0;
}

void
revision_compare(const struct range *earlier, const struct range *later,
    struct revision *ret)
{
	*ret = (struct revision){.guidance = GUIDANCE_NONE};
	if (range_is_empty(earlier) || range_is_empty(later))
		return;
	ret->guidance = revision_kind(earlier, later);
	ret->flags = revision_flags(earlier, later);
	revision_gap(earlier, later, ret);
	revision_percentages(earlier, later, ret);
}

static const enum direction revision_directions[GUIDANCE_COUNT] = {
    [GUIDANCE_NONE] = DIRECTION_NONE,
    [GUIDANCE_INITIATED] = DIRECTION_NONE,
    [GUIDANCE_REITERATED] = DIRECTION_NONE,
    [GUIDANCE_RAISED] = DIRECTION_UP,
    [GUIDANCE_CUT] = DIRECTION_DOWN,
    [GUIDANCE_NARROWED_UP] = DIRECTION_UP,
    [GUIDANCE_NARROWED_DOWN] = DIRECTION_DOWN,
    [GUIDANCE_NARROWED_NEUTRAL] = DIRECTION_NONE,
    [GUIDANCE_WIDENED_UP] = DIRECTION_UP,
    [GUIDANCE_WIDENED_DOWN] = DIRECTION_DOWN,
    [GUIDANCE_WIDENED_NEUTRAL] = DIRECTION_NONE,
    [GUIDANCE_WITHDRAWN] = DIRECTION_DOWN,
};

enum direction
revision_direction(enum guidance guidance)
{
	return revision_directions[guidance];
}
