/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * In: a range and the prior year's figure. Out: the class, its flags and the
 * change in percent. ledger/compare.c and ledger/verdict.c call it.
 *
 * Thresholds are tested on exact sums, never on rounded percentages.
 */
#include "ledger/classify.h"

/*
 * Twice the distances from the prior year, so that 50 per cent of it is the
 * prior year's magnitude. high is unused when the range is open there.
 */
struct classify_gap {
	struct decimal low, high, mid, half, minus_half;
	bool high_open;
};

static int
classify_twice_gap(struct decimal x, struct decimal prior, struct decimal *ret)
{
	int r = decimal_sub(x, prior, ret);

	return r == 0 ? decimal_add(*ret, *ret, ret) : r;
}

static int
classify_measure(
    const struct range *range, struct decimal prior, struct classify_gap *ret)
{
	struct decimal mid = DECIMAL_ZERO;
	int r = range_mid(range, &mid);

	ret->high_open = range->high_open;
	ret->half = decimal_abs(prior);
	ret->minus_half = decimal_neg(ret->half);
	ret->low = DECIMAL_ZERO;
	ret->high = DECIMAL_ZERO;
	if (r == 0)
		r = classify_twice_gap(mid, prior, &ret->mid);
	if (r == 0 && !range->low_open)
		r = classify_twice_gap(range->low, prior, &ret->low);
	if (r == 0 && !range->high_open)
		r = classify_twice_gap(range->high, prior, &ret->high);
	return r;
}

static void
classify_loss(const struct range *range, const struct decimal *prior,
    struct classification *ret)
{
	if (prior == NULL) {
		ret->class_ = CLASS_LOSS;
	} else if (decimal_sign(*prior) >= 0) {
		ret->class_ = CLASS_FIRST_LOSS;
		if (decimal_is_zero(*prior))
			ret->flags |= FLAG_ZERO_BASE;
	} else if (!range->low_open && decimal_cmp(range->low, *prior) > 0) {
		ret->class_ = CLASS_LOSS_NARROWER;
	} else if (decimal_cmp(range->high, *prior) < 0) {
		ret->class_ = CLASS_LOSS_WIDER;
	} else {
		ret->class_ = CLASS_LOSS_CONT;
		ret->flags |= FLAG_STRADDLES_PRIOR;
	}
}

static void
classify_up(const struct classify_gap *gap, struct classification *ret)
{
	if (!gap->high_open && decimal_is_zero(gap->high)) {
		ret->class_ = CLASS_MIXED_PROFIT;
		ret->flags |= FLAG_UNCHANGED;
		return;
	}
	ret->class_ = decimal_cmp(gap->mid, gap->half) >= 0 ? CLASS_UP_BIG
							    : CLASS_UP_SMALL;
	if (gap->high_open || decimal_cmp(gap->high, gap->half) >= 0)
		ret->flags |= FLAG_TOUCHES_50;
}

static void
classify_down(const struct classify_gap *gap, struct classification *ret)
{
	ret->class_ = decimal_cmp(gap->mid, gap->minus_half) <= 0
			  ? CLASS_DOWN_BIG
			  : CLASS_DOWN_SMALL;
	if (decimal_cmp(gap->low, gap->minus_half) <= 0)
		ret->flags |= FLAG_TOUCHES_50;
}

/* A profit after a profit. */
static void
classify_change(const struct classify_gap *gap, struct classification *ret)
{
	if (decimal_cmp(gap->low, gap->half) >= 0) {
		ret->class_ = CLASS_UP_BIG;
	} else if (!gap->high_open &&
		   decimal_cmp(gap->high, gap->minus_half) <= 0) {
		ret->class_ = CLASS_DOWN_BIG;
	} else if (decimal_sign(gap->low) >= 0) {
		classify_up(gap, ret);
	} else if (!gap->high_open && decimal_sign(gap->high) <= 0) {
		classify_down(gap, ret);
	} else {
		ret->class_ = CLASS_MIXED_PROFIT;
		ret->flags |= FLAG_DIRECTION_OPEN;
	}
}

static void
classify_profit(const struct classify_gap *gap, const struct decimal *prior,
    struct classification *ret)
{
	if (prior == NULL) {
		ret->class_ = CLASS_PROFIT;
	} else if (decimal_sign(*prior) <= 0) {
		ret->class_ = CLASS_TURNAROUND;
		if (decimal_is_zero(*prior))
			ret->flags |= FLAG_ZERO_BASE;
	} else {
		classify_change(gap, ret);
	}
}

/* The sign is open: breakeven, or a loss as well as a profit. */
static void
classify_uncertain(const struct range *range, const struct decimal *prior,
    struct classification *ret)
{
	ret->class_ = CLASS_UNCERTAIN;
	if (range_is_point(range))
		ret->flags |= FLAG_BREAKEVEN;
	if (prior != NULL && decimal_sign(*prior) > 0)
		ret->flags |= FLAG_PRIOR_PROFIT;
	if (prior != NULL && decimal_sign(*prior) < 0)
		ret->flags |= FLAG_PRIOR_LOSS;
	if (prior != NULL && decimal_is_zero(*prior))
		ret->flags |= FLAG_ZERO_BASE;
}

static void
classify_percentages(
    const struct range *range, struct decimal prior, struct classification *ret)
{
	struct decimal mid;
	int r = range_mid(range, &mid);

	if (r == 0)
		r = decimal_change_pct(mid, prior, &ret->mid_pct);
	if (r == 0 && !range->low_open)
		r = decimal_change_pct(range->low, prior, &ret->low_pct);
	if (r == 0 && !range->high_open)
		r = decimal_change_pct(range->high, prior, &ret->high_pct);
	ret->has_pct = r == 0;
}

static bool
classify_touches_zero(const struct range *range)
{
	return !range_is_point(range) &&
	       ((!range->low_open && decimal_is_zero(range->low)) ||
		   (!range->high_open && decimal_is_zero(range->high)));
}

void
classify_levels(const struct range *range, const struct decimal *prior,
    struct classification *ret)
{
	struct classify_gap gap = {0};
	bool loss = !range->high_open && decimal_sign(range->high) <= 0;

	*ret = (struct classification){
	    .low_open = range->low_open, .high_open = range->high_open};
	if (range_is_empty(range))
		return;
	if (prior != NULL && classify_measure(range, *prior, &gap) < 0)
		prior = NULL;
	if (range_straddles_zero(range) ||
	    (range_is_point(range) && decimal_is_zero(range->low)))
		classify_uncertain(range, prior, ret);
	else if (loss)
		classify_loss(range, prior, ret);
	else
		classify_profit(&gap, prior, ret);
	if (classify_touches_zero(range))
		ret->flags |= FLAG_TOUCHES_ZERO;
	if (prior != NULL)
		classify_percentages(range, *prior, ret);
}

void
classify_percent(
    const struct range *pct, int prior_sign, struct classification *ret)
{
	struct decimal prior = decimal_from_int(prior_sign < 0 ? -100 : 100);
	struct range levels = *pct;
	struct decimal mid;
	int r = 0;

	*ret = (struct classification){
	    .low_open = pct->low_open, .high_open = pct->high_open};
	if (!pct->low_open)
		r = decimal_add(prior, pct->low, &levels.low);
	if (r == 0 && !pct->high_open)
		r = decimal_add(prior, pct->high, &levels.high);
	if (r < 0 || range_mid(pct, &mid) < 0)
		return;
	/* A fall of more than so much: what is printed decides. */
	if (prior_sign >= 0 && pct->low_open && !pct->high_open &&
	    decimal_sign(pct->high) < 0 && decimal_sign(levels.high) > 0) {
		levels.low = levels.high;
		levels.low_open = false;
	}
	classify_levels(&levels, &prior, ret);
	ret->has_pct = true;
	ret->low_open = pct->low_open;
	ret->high_open = pct->high_open;
	ret->low_pct = decimal_round(pct->low, 2);
	ret->high_pct = decimal_round(pct->high, 2);
	ret->mid_pct = decimal_round(mid, 2);
}

enum classify_sign { SIGN_NONE, SIGN_LOSS, SIGN_PROFIT, SIGN_OPEN };

/* What each class says of the figure, of the prior year and of the way. */
static const struct {
	enum classify_sign sign;
	int prior;
	enum direction direction;
} classify_meaning[CLASS_COUNT] = {
    [CLASS_NONE] = {SIGN_NONE, 0, DIRECTION_NONE},
    [CLASS_FIRST_LOSS] = {SIGN_LOSS, 1, DIRECTION_DOWN},
    [CLASS_LOSS_WIDER] = {SIGN_LOSS, -1, DIRECTION_DOWN},
    [CLASS_LOSS_CONT] = {SIGN_LOSS, -1, DIRECTION_DOWN},
    [CLASS_LOSS_NARROWER] = {SIGN_LOSS, -1, DIRECTION_MIXED},
    [CLASS_LOSS] = {SIGN_LOSS, 0, DIRECTION_DOWN},
    [CLASS_DOWN_BIG] = {SIGN_PROFIT, 1, DIRECTION_DOWN},
    [CLASS_DOWN_SMALL] = {SIGN_PROFIT, 1, DIRECTION_DOWN},
    [CLASS_MIXED_PROFIT] = {SIGN_PROFIT, 1, DIRECTION_MIXED},
    [CLASS_UP_SMALL] = {SIGN_PROFIT, 1, DIRECTION_UP},
    [CLASS_UP_BIG] = {SIGN_PROFIT, 1, DIRECTION_UP},
    [CLASS_TURNAROUND] = {SIGN_PROFIT, -1, DIRECTION_UP},
    [CLASS_PROFIT] = {SIGN_PROFIT, 0, DIRECTION_UP},
    [CLASS_UNCERTAIN] = {SIGN_OPEN, 0, DIRECTION_MIXED},
};

bool
classify_is_loss(enum verdict_class class_)
{
	return classify_meaning[class_].sign == SIGN_LOSS;
}

bool
classify_is_profit(enum verdict_class class_)
{
	return classify_meaning[class_].sign == SIGN_PROFIT;
}

int
classify_prior_sign(enum verdict_class class_)
{
	return classify_meaning[class_].prior;
}

enum direction
classify_direction(enum verdict_class class_, unsigned flags)
{
	if ((flags & FLAG_UNCHANGED) != 0)
		return DIRECTION_NONE;
	if (class_ == CLASS_UNCERTAIN && (flags & FLAG_PRIOR_PROFIT) != 0)
		return DIRECTION_DOWN;
	return classify_meaning[class_].direction;
}

static bool
classify_is_small_or_big(enum verdict_class a, enum verdict_class b)
{
	return (a == CLASS_UP_SMALL && b == CLASS_UP_BIG) ||
	       (a == CLASS_DOWN_SMALL && b == CLASS_DOWN_BIG);
}

/* Same sign. One may be the general word of the other. */
static bool
classify_agrees(const struct classification *computed, enum verdict_class claim)
{
	enum verdict_class class_ = computed->class_;
	int prior = classify_prior_sign(class_);

	if (class_ == claim || prior == 0 || classify_prior_sign(claim) == 0)
		return true;
	if (class_ == CLASS_LOSS_CONT || claim == CLASS_LOSS_CONT)
		return prior == classify_prior_sign(claim);
	return (computed->flags & FLAG_TOUCHES_50) != 0 &&
	       (classify_is_small_or_big(class_, claim) ||
		   classify_is_small_or_big(claim, class_));
}

enum verdict_class
classify_settle(const struct classification *computed,
    enum verdict_class claimed, bool own_prior, unsigned *flags)
{
	enum verdict_class class_ = computed->class_;

	if (class_ == CLASS_NONE || claimed == CLASS_NONE)
		return class_ == CLASS_NONE ? claimed : class_;
	if (classify_meaning[class_].sign != classify_meaning[claimed].sign) {
		*flags |= FLAG_CLASS_CONFLICT;
		return class_;
	}
	if (classify_agrees(computed, claimed))
		return classify_prior_sign(class_) == 0 ? claimed : class_;
	*flags |= FLAG_CLASS_CONFLICT;
	return own_prior ? class_ : claimed;
}
