/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * In: a statement and one of its levels. Out: what that figure was a year
 * before, and where it is written. ledger/compare.c calls it.
 */
#include "ledger/prior.h"

#include "ledger/classify.h"
#include "ledger/figure.h"

/* Two ends must lead to priors this near each other, in percent. */
#define PRIOR_AGREE_PCT 3

static struct prior
prior_of_fact(const struct fact *fact)
{
	return (struct prior){.known = true,
	    .value = fact->low,
	    .own = true,
	    .restated = fact->role == ROLE_PRIOR_YEAR_RESTATED,
	    .derived = fact->derived,
	    .quote = fact->quote};
}

static const struct fact *
prior_own(const struct statement *statement, const struct fact *level)
{
	static const enum role roles[] = {
	    ROLE_PRIOR_YEAR_RESTATED, ROLE_PRIOR_YEAR};
	const struct fact *best = NULL;

	for (size_t r = 0; r < 2 && best == NULL; r++) {
		for (size_t i = 0; i < statement->count; i++) {
			const struct fact *fact = &statement->facts[i];
			if (fact->role != roles[r] ||
			    !statement_has(statement, fact) ||
			    !figure_is_comparable(fact, level) ||
			    decimal_cmp(fact->low, fact->high) != 0)
				continue;
			if (best == NULL ||
			    (figure_is_rounded(fact->low, best->low) &&
				figure_digits(fact) > figure_digits(best)))
				best = fact;
		}
	}
	return best;
}

/* |a - b| > pct % of |b|. */
static bool
prior_differs(struct decimal a, struct decimal b, int pct)
{
	struct decimal change = DECIMAL_ZERO;

	if (decimal_is_zero(b))
		return !decimal_is_zero(a);
	return decimal_change_pct(a, b, &change) < 0 ||
	       decimal_cmp(decimal_abs(change), decimal_from_int(pct)) > 0;
}

static const struct ledger_fact *
prior_of_ledger(const struct statement *statement, const struct fact *level)
{
	return history_level(
	    statement->history, level, period_prior_year(statement->period));
}

/* p = x / (1 + g) for a profit before, x / (1 - g) for a loss before. */
static int
prior_solve(struct decimal x, struct decimal pct, int sign, struct decimal *ret)
{
	struct decimal share = DECIMAL_ZERO, scaled = DECIMAL_ZERO;
	struct decimal hundred = decimal_from_int(100);
	int r = sign > 0 ? decimal_add(hundred, pct, &share)
			 : decimal_sub(hundred, pct, &share);

	if (r == 0)
		r = decimal_scale10(x, 2, &scaled);
	if (r == 0)
		r = decimal_div(scaled, share, 4, ret);
	if (r == 0 && decimal_sign(*ret) != sign)
		r = ERR_RANGE;
	return r;
}

/* The prior of one sign that both ends lead to; the middle of the two. */
static bool
prior_solve_range(const struct range *range, const struct range *pct, int sign,
    struct decimal *ret)
{
	struct decimal low = DECIMAL_ZERO, high = DECIMAL_ZERO;

	if (prior_solve(range->low, pct->low, sign, &low) < 0 ||
	    prior_solve(range->high, pct->high, sign, &high) < 0 ||
	    prior_differs(low, high, PRIOR_AGREE_PCT))
		return false;
	struct range both = {low, high, false, false};
	return range_mid(&both, ret) == 0;
}

bool
prior_from_percent(const struct range *range, const struct range *pct, int sign,
    struct decimal *ret)
{
	struct decimal profit, loss;

	if (range->low_open || range->high_open || pct->low_open ||
	    pct->high_open)
		return false;
	bool after_profit = prior_solve_range(range, pct, 1, &profit);
	bool after_loss = prior_solve_range(range, pct, -1, &loss);

	if (after_profit == after_loss && (!after_profit || sign == 0))
		return false;
	if (after_profit && after_loss)
		after_profit = sign > 0;
	*ret = after_profit ? profit : loss;
	return true;
}

static bool
prior_from_delta(
    const struct range *range, const struct range *delta, struct decimal *ret)
{
	struct decimal low = DECIMAL_ZERO, high = DECIMAL_ZERO;

	if (range->low_open || range->high_open || delta->low_open ||
	    delta->high_open)
		return false;
	if (decimal_sub(range->low, delta->low, &low) < 0 ||
	    decimal_sub(range->high, delta->high, &high) < 0 ||
	    prior_differs(low, high, PRIOR_AGREE_PCT))
		return false;
	struct range both = {low, high, false, false};
	return range_mid(&both, ret) == 0;
}

/*
 * What the issuer's word implies of the year before. Nobody prints a growth
 * beyond 100 % for a turnaround without saying so.
 */
static int
prior_sign(const struct statement *statement, const struct range *range)
{
	int sign = classify_prior_sign(statement->claimed_class);

	return sign == 0 && range_is_above_zero(range) ? 1 : sign;
}

/* The document's own, under the wider name; NULL for none. */
static const struct fact *
prior_loose(const struct statement *statement, const struct fact *level)
{
	bool loose;
	const struct fact *fact =
	    statement_find_like(statement, ROLE_PRIOR_YEAR, level, &loose);

	return loose && decimal_cmp(fact->low, fact->high) == 0 ? fact : NULL;
}

static bool
prior_derive(const struct statement *statement, const struct fact *level,
    struct decimal *ret)
{
	struct range range = range_of_fact(level);
	const struct fact *delta =
	    statement_find(statement, level->metric, ROLE_DELTA, level);
	const struct fact *pct =
	    statement_find(statement, level->metric, ROLE_PCT_CHANGE, NULL);

	if (delta != NULL) {
		struct range change = range_of_fact(delta);
		if (prior_from_delta(&range, &change, ret))
			return true;
	}
	if (pct == NULL)
		return false;
	struct range change = range_of_fact(pct);
	return prior_from_percent(
	    &range, &change, prior_sign(statement, &range), ret);
}

void
prior_find(const struct statement *statement, const struct fact *level,
    struct prior *ret)
{
	const struct fact *own = prior_own(statement, level);
	const struct ledger_fact *known = prior_of_ledger(statement, level);
	const struct fact *loose = prior_loose(statement, level);
	struct decimal derived;

	*ret = (struct prior){0};
	if (own != NULL) {
		*ret = prior_of_fact(own);
		if (known != NULL && prior_differs(own->low, known->fact.low,
					 PRIOR_MISMATCH_PCT))
			ret->flags |= FLAG_PRIOR_MISMATCH;
	} else if (known != NULL) {
		*ret = prior_of_fact(&known->fact);
		ret->own = false;
		ret->source_id = known->source_id;
	} else if (loose != NULL) {
		*ret = prior_of_fact(loose);
		ret->derived = true;
	} else if (!level->derived &&
		   prior_derive(statement, level, &derived)) {
		*ret = (struct prior){.known = true,
		    .value = derived,
		    .own = true,
		    .derived = true};
	}
}
