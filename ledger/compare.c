/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * In: a statement and a metric. Out: prior, guidance, consensus and actual of
 * it. ledger/judge.c calls it for every metric of a period.
 */
#include "ledger/compare.h"

#include "ledger/figure.h"
#include "lib/base/mem.h"

#include <string.h>

const struct fact *
compare_fact(const struct comparison *comparison)
{
	if (comparison->level != NULL)
		return comparison->level;
	return comparison->pct != NULL ? comparison->pct : comparison->delta;
}

/* The role of a level that a change alone implies. */
static enum role
compare_role(const struct statement *statement)
{
	switch (statement->reading->form) {
	case FORM_RESULTS:
		return ROLE_ACTUAL;
	case FORM_FLASH:
		return ROLE_ACTUAL_FLASH;
	case FORM_OTHER:
	case FORM_FORECAST:
	case FORM_FORECAST_REVISION:
	case FORM_ESTIMATE:
	case FORM_BRIEFING:
	case FORM_NOTICE:
	case FORM_COUNT:
		break;
	}
	return ROLE_FORECAST;
}

/* prior + delta, or prior + pct % of |prior|. */
static int
compare_apply(struct decimal prior, struct decimal change, bool percent,
    struct decimal *ret)
{
	int r = 0;

	if (percent) {
		r = decimal_mul(change, decimal_abs(prior), &change);
		if (r == 0)
			r = decimal_scale10(change, -2, &change);
	}
	return r == 0 ? decimal_add(prior, change, ret) : r;
}

/* A level from a change alone, when the prior year is known. */
static void
compare_work_out(
    const struct statement *statement, struct comparison *comparison)
{
	const struct fact *change =
	    comparison->delta != NULL ? comparison->delta : comparison->pct;
	struct fact *out = &comparison->worked_out;
	bool percent = change == comparison->pct;

	*out = *change;
	out->role = compare_role(statement);
	out->derived = true;
	if (percent)
		statement_currency(
		    statement, comparison->metric, out->currency);
	prior_find(statement, out, &comparison->prior);
	if (!comparison->prior.known)
		return;
	struct decimal prior = comparison->prior.value;
	if (compare_apply(prior, change->low, percent, &out->low) < 0 ||
	    compare_apply(prior, change->high, percent, &out->high) < 0)
		return;
	comparison->range = range_of_fact(out);
	comparison->has_range = true;
}

static void
compare_find(const struct statement *statement, struct comparison *comparison)
{
	enum metric metric = comparison->metric;

	comparison->level = statement_level(statement, metric);
	comparison->pct =
	    statement_find(statement, metric, ROLE_PCT_CHANGE, NULL);
	comparison->delta =
	    statement_find(statement, metric, ROLE_DELTA, comparison->level);
	if (comparison->level != NULL) {
		comparison->range = range_of_fact(comparison->level);
		comparison->has_range = true;
		prior_find(statement, comparison->level, &comparison->prior);
	} else if (comparison->pct != NULL || comparison->delta != NULL) {
		compare_work_out(statement, comparison);
	}
}

/* The level for comparisons, printed or worked out. */
static const struct fact *
compare_level(const struct comparison *comparison)
{
	return comparison->level != NULL ? comparison->level
					 : &comparison->worked_out;
}

/* The prior year's sign where only a percentage is given. */
static int
compare_prior_sign(
    const struct statement *statement, const struct comparison *comparison)
{
	enum verdict_class claimed = statement->claimed_class;
	struct range pct = range_of_fact(comparison->pct);
	int sign = classify_prior_sign(claimed);

	if (sign != 0)
		return sign;
	/* A loss that the percentage alone would call a profit. */
	if (classify_is_loss(claimed) && !pct.low_open &&
	    decimal_cmp(pct.low, decimal_from_int(-100)) > 0)
		return -1;
	return 1;
}

/*
 * The prior year's sign, where level and printed change leave no other: a
 * profit that rose by 100 % at most, or fell, came from a profit, and a loss
 * that did not grow by more than 100 % of it from a loss. 0: either.
 */
static int
compare_implied_sign(const struct range *level, const struct range *pct)
{
	const struct decimal hundred = decimal_from_int(100);

	if (!level->low_open && decimal_sign(level->low) >= 0 &&
	    !pct->high_open && decimal_cmp(pct->high, hundred) <= 0)
		return 1;
	if (!level->high_open && decimal_sign(level->high) <= 0 &&
	    !pct->low_open && decimal_cmp(pct->low, decimal_neg(hundred)) > 0)
		return -1;
	return 0;
}

/* A level without a prior, beside its printed change. */
static void
compare_class_beside(struct comparison *comparison)
{
	struct range pct = range_of_fact(comparison->pct);
	struct classification *class_ = &comparison->class_;
	int sign = compare_implied_sign(&comparison->range, &pct);
	struct classification printed;

	classify_percent(&pct, sign >= 0 ? 1 : -1, &printed);
	class_->has_pct = printed.has_pct;
	class_->low_pct = printed.low_pct;
	class_->high_pct = printed.high_pct;
	class_->mid_pct = printed.mid_pct;
	class_->low_open = printed.low_open;
	class_->high_open = printed.high_open;
	if (sign != 0 && classify_is_loss(printed.class_) == (sign < 0)) {
		class_->class_ = printed.class_;
		class_->flags |= printed.flags;
	}
}

/* A bound of the change alone, "down by 60 % or more": no level follows. */
static bool
compare_is_bound(const struct comparison *comparison)
{
	return comparison->level == NULL && comparison->pct != NULL &&
	       (comparison->range.low_open || comparison->range.high_open);
}

static void
compare_class(const struct statement *statement, struct comparison *comparison)
{
	const struct prior *prior = &comparison->prior;
	struct classification *class_ = &comparison->class_;

	if (comparison->has_range && compare_is_bound(comparison)) {
		struct range pct = range_of_fact(comparison->pct);
		classify_percent(&pct, decimal_sign(prior->value), class_);
	} else if (comparison->has_range) {
		classify_levels(&comparison->range,
		    prior->known ? &prior->value : NULL, class_);
		if (!prior->known && comparison->level != NULL &&
		    comparison->pct != NULL)
			compare_class_beside(comparison);
	} else if (comparison->pct != NULL) {
		struct range pct = range_of_fact(comparison->pct);
		classify_percent(
		    &pct, compare_prior_sign(statement, comparison), class_);
	}
	comparison->flags |= prior->flags;
}

static struct compare_base
compare_quoted(const struct statement *statement, const struct fact *like)
{
	struct compare_base base = {0};

	base.fact = statement_find_like(
	    statement, ROLE_FORECAST_PREVIOUS, like, &base.loose);
	return base;
}

/* The forecast before: as the document quotes it, else as the ledger has it. */
static struct compare_base
compare_forecast(const struct statement *statement, const struct fact *like,
    bool flash, unsigned *flags)
{
	struct compare_base base = compare_quoted(statement, like);
	const struct ledger_fact *known = history_forecast(
	    statement->history, like, statement->period, flash);

	if (base.fact != NULL && known != NULL &&
	    known->fact.role == ROLE_FORECAST && !base.loose &&
	    !figure_is_same(base.fact, &known->fact))
		*flags |= FLAG_FORECAST_MISMATCH;
	if (known != NULL && (base.fact == NULL || base.loose))
		base = (struct compare_base){
		    &known->fact, known->source_id, false};
	return base;
}

/* A new forecast; or a correction that brings the figure itself. */
static bool
compare_is_guided(
    const struct statement *statement, const struct comparison *comparison)
{
	return comparison->has_range &&
	       (compare_level(comparison)->role == ROLE_FORECAST ||
		   statement->reading->form == FORM_FORECAST_REVISION);
}

static void
compare_guidance(
    const struct statement *statement, struct comparison *comparison)
{
	const struct fact *level = compare_level(comparison);

	comparison->forecast =
	    compare_forecast(statement, level, false, &comparison->flags);
	if (comparison->forecast.fact != NULL) {
		struct range earlier = range_of_fact(comparison->forecast.fact);
		struct range later = comparison->range;
		/* Another print of the same forecast is no revision. */
		if (figure_is_same(comparison->forecast.fact, level))
			later = earlier;
		revision_compare(&earlier, &later, &comparison->revision);
	} else if (statement->reading->form == FORM_FORECAST &&
		   statement->claimed_guidance == GUIDANCE_NONE) {
		comparison->revision.guidance = GUIDANCE_INITIATED;
	}
}

/*
 * Growth guided in percent: the words hold, but a percentage of percentages
 * and a sign of growth say nothing.
 */
static void
compare_growth_guidance(
    const struct statement *statement, struct comparison *comparison)
{
	struct compare_base base = compare_quoted(statement, comparison->pct);

	if (base.fact == NULL)
		return;
	struct range earlier = range_of_fact(base.fact);
	struct range later = range_of_fact(comparison->pct);
	revision_compare(&earlier, &later, &comparison->revision);
	comparison->forecast = base;
	comparison->revision.has_pct = false;
	comparison->revision.flags &= FLAG_DISJOINT;
}

static void
compare_consensus(
    const struct statement *statement, struct comparison *comparison)
{
	const struct prior *prior = &comparison->prior;
	const struct fact *level = compare_level(comparison);
	const struct fact *quoted =
	    statement_find(statement, level->metric, ROLE_ESTIMATE, level);

	if (quoted != NULL)
		consensus_quote(quoted, &comparison->consensus);
	else
		consensus_collect(statement->history, level, statement->period,
		    statement->filing->published, &comparison->consensus);
	if (comparison->consensus.n > 0)
		consensus_compare(&comparison->consensus, &comparison->range,
		    prior->known ? &prior->value : NULL, &comparison->surprise);
}

static void
compare_actual(const struct statement *statement, struct comparison *comparison)
{
	const struct fact *level = compare_level(comparison);
	struct decimal actual;

	if (level->role != ROLE_ACTUAL && level->role != ROLE_ACTUAL_FLASH)
		return;
	comparison->closed = compare_forecast(
	    statement, level, level->role == ROLE_ACTUAL, &comparison->flags);
	if (comparison->closed.fact == NULL ||
	    range_mid(&comparison->range, &actual) < 0)
		return;
	struct range forecast = range_of_fact(comparison->closed.fact);
	closing_compare(&forecast, comparison->closed.fact->approx, actual,
	    &comparison->closing);
	comparison->loss_after_profit =
	    decimal_sign(actual) < 0 && range_is_above_zero(&forecast);
}

void
compare_metric(const struct statement *statement, enum metric metric,
    struct comparison *ret)
{
	*ret = (struct comparison){.metric = metric};
	compare_find(statement, ret);
	compare_class(statement, ret);
	if (!ret->has_range) {
		if (ret->pct != NULL)
			compare_growth_guidance(statement, ret);
		return;
	}
	if (compare_is_guided(statement, ret))
		compare_guidance(statement, ret);
	compare_consensus(statement, ret);
	compare_actual(statement, ret);
}

static struct change
compare_change(
    const struct comparison *comparison, enum axis axis, struct period period)
{
	struct change change = {.axis = axis,
	    .metric = comparison->metric,
	    .period = period,
	    .base_low_open = true,
	    .base_high_open = true};
	const struct fact *fact = comparison->has_range
				      ? compare_level(comparison)
				      : compare_fact(comparison);

	memcpy(change.currency, fact->currency, CURRENCY_MAX);
	return change;
}

static void
compare_set_pct(struct change *change, struct decimal low, struct decimal high,
    struct decimal mid)
{
	change->has_pct = true;
	change->low_pct = low;
	change->high_pct = high;
	change->mid_pct = mid;
}

static void
compare_set_base(struct change *change, const struct range *base)
{
	change->base_low = base->low;
	change->base_high = base->high;
	change->base_low_open = base->low_open;
	change->base_high_open = base->high_open;
}

static void
compare_set_fact(struct change *change, const struct compare_base *base)
{
	struct range range = range_of_fact(base->fact);

	compare_set_base(change, &range);
	change->base_quote = mem_strdup(base->fact->quote);
	change->base_source = mem_strdup(base->source_id);
}

static struct change
compare_prior_change(const struct comparison *comparison, struct period period)
{
	struct change change = compare_change(comparison, AXIS_PRIOR, period);
	const struct classification *class_ = &comparison->class_;
	const struct prior *prior = &comparison->prior;

	change.class_ = class_->class_;
	change.flags = class_->flags | prior->flags;
	if (class_->has_pct)
		compare_set_pct(&change, class_->low_pct, class_->high_pct,
		    class_->mid_pct);
	change.low_open = class_->low_open;
	change.high_open = class_->high_open;
	if (prior->known) {
		struct range base = range_of_point(prior->value);
		compare_set_base(&change, &base);
		change.base_quote = mem_strdup(prior->quote);
		change.base_source = mem_strdup(prior->source_id);
		change.base_restated = prior->restated;
		change.derived = prior->derived;
	}
	return change;
}

static struct change
compare_guidance_change(
    const struct comparison *comparison, struct period period)
{
	struct change change =
	    compare_change(comparison, AXIS_GUIDANCE, period);
	const struct revision *revision = &comparison->revision;
	struct range later = comparison->range;

	if (!comparison->has_range)
		later = range_of_fact(comparison->pct);
	change.guidance = revision->guidance;
	change.flags =
	    revision->flags | (comparison->flags & FLAG_FORECAST_MISMATCH);
	change.low_open = later.low_open;
	change.high_open = later.high_open;
	if (revision->has_pct)
		compare_set_pct(&change, revision->low_pct, revision->high_pct,
		    revision->mid_pct);
	change.derived = comparison->forecast.loose;
	compare_set_fact(&change, &comparison->forecast);
	return change;
}

static struct change
compare_consensus_change(
    const struct comparison *comparison, struct period period)
{
	struct change change =
	    compare_change(comparison, AXIS_CONSENSUS, period);
	const struct consensus *consensus = &comparison->consensus;
	const struct surprise *surprise = &comparison->surprise;
	struct range mean = range_of_point(consensus->mean);

	change.n = consensus->n;
	change.mean = consensus->mean;
	change.median = consensus->median;
	change.min = consensus->min;
	change.max = consensus->max;
	change.stale = consensus->stale;
	change.low_open = comparison->range.low_open;
	change.high_open = comparison->range.high_open;
	compare_set_base(&change, &mean);
	change.derived = true;
	if (surprise->has_pct)
		compare_set_pct(&change, surprise->low_pct, surprise->high_pct,
		    surprise->mid_pct);
	if (surprise->has_below)
		change.below_pct = surprise->below_pct;
	if (surprise->below_all)
		change.flags |= FLAG_RANGE_BELOW_ALL;
	return change;
}

static struct change
compare_actual_change(const struct comparison *comparison, struct period period)
{
	struct change change = compare_change(comparison, AXIS_ACTUAL, period);
	const struct closing *closing = &comparison->closing;

	if (closing->has_pct)
		compare_set_pct(&change, closing->diff_pct, closing->diff_pct,
		    closing->diff_pct);
	if (closing->has_position)
		change.position_pct = closing->position_pct;
	if (closing->result == CLOSING_IN_LINE ||
	    closing->result == CLOSING_IN_RANGE)
		change.flags |= FLAG_IN_LINE;
	compare_set_fact(&change, &comparison->closed);
	return change;
}

size_t
compare_changes(const struct comparison *comparison, struct period period,
    struct change changes[COMPARE_CHANGES])
{
	size_t n = 0;

	if (compare_fact(comparison) == NULL)
		return 0;
	if (comparison->class_.has_pct || comparison->prior.known)
		changes[n++] = compare_prior_change(comparison, period);
	if (comparison->forecast.fact != NULL &&
	    comparison->revision.guidance != GUIDANCE_NONE)
		changes[n++] = compare_guidance_change(comparison, period);
	if (comparison->consensus.n > 0)
		changes[n++] = compare_consensus_change(comparison, period);
	if (comparison->closing.result != CLOSING_NONE)
		changes[n++] = compare_actual_change(comparison, period);
	return n;
}
