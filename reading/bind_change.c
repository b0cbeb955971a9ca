/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * In: an amount that may be a change. Out: its statement, or why it is none.
 * bind.c calls it.
 */
#include "reading/bind_change.h"

#include <string.h>

void
bind_set_currency(struct binding *binding)
{
	const struct amount_term *term = &bind_amount(binding)->first;
	const char *currency =
	    amount_currency(term, bind_outline(binding)->currency);

	memcpy(binding->draft.currency, currency, strlen(currency) + 1);
	binding->draft.per_share = term->per_share;
}

void
bind_add(struct binding *binding)
{
	binding->draft.expected = binding->clause->expected;
	binding->draft.prose = true;
	binding->draft.revised = binding->clause->tells == TELLS_REVISED;
	binding->draft.compared = binding->clause->compared;
	drafts_add(&binding->clause->figures->drafts, &binding->draft);
}

/* Reasons and the parent's own statements tell of parts of the result. */
static bool
bind_is_aside(const struct binding *binding)
{
	const struct clause *clause = binding->clause;
	enum entry_section section = clause->figures->section;

	return section == SECTION_PARENT ||
	       (section == SECTION_OTHER && !clause->expected);
}

/* "적자가 30% 늘었다", "增加亏损3亿元": right before the amount it is a loss. */
static bool
bind_follows_loss(const struct binding *binding)
{
	const struct mark *mark = &binding->marks->list[binding->at];

	if (mark->amount.first.sign == SIGN_LOSS)
		return true;
	if (binding->at > 1 && mark[-1].kind == MARK_GLUE)
		mark--;
	return binding->at > 0 && mark[-1].kind == MARK_SIGN &&
	       mark[-1].value == SIGN_LOSS;
}

/* The change said before the amount or after it; more loss is worse. */
static enum entry_change
bind_change(const struct binding *binding)
{
	const struct clause *clause = binding->clause;
	enum entry_change change = clause->change;

	if (change == CHANGE_NONE)
		change = binding->change;
	if (!clause->measure.loss && !bind_follows_loss(binding))
		return change;
	if (change == CHANGE_UP)
		return CHANGE_WIDER;
	return change == CHANGE_DOWN ? CHANGE_NARROWER : change;
}

/* Changes against other years, of the old forecast, or among reasons. */
static enum reject_why
bind_change_fault(const struct binding *binding)
{
	const struct clause *clause = binding->clause;

	if (clause->base == BASE_OTHER || clause->base == BASE_FORECAST ||
	    (clause->estimate && !bind_outline(binding)->estimates))
		return REJECT_BASE;
	if (bind_told_role(binding->clause) == ROLE_FORECAST_PREVIOUS)
		return REJECT_ROLE;
	return bind_is_aside(binding) ? REJECT_SECTION : REJECT_NONE;
}

/* "增加1亿元": an amount of change, not a level. */
void
bind_delta(struct binding *binding, const struct amount *by)
{
	struct draft *draft = &binding->draft;
	struct amount amount = *by;
	enum entry_change change = bind_change(binding);

	binding->why = bind_change_fault(binding);
	if (binding->why != REJECT_NONE)
		return;
	binding->why = REJECT_SIGN;
	/* The size of a change is read as a percentage's sign is. */
	amount.first.unit = amount.last.unit = AMOUNT_PERCENT;
	if (value_of_change(&amount, change, &draft->value) < 0)
		return;
	draft->role = ROLE_DELTA;
	draft->role_sure = true;
	if (binding->clause->timed)
		draft->period = binding->clause->period;
	bind_set_currency(binding);
	draft->rule = "amount of change";
	bind_add(binding);
}

/* "by 5m to 500m": so far apart they are a move and where it led. */
static bool
bind_leads_far(const struct amount *amount)
{
	const struct amount_term *first = &amount->first, *last = &amount->last;
	struct decimal move, level;

	return amount->range &&
	       amount_scale(first->value, first->scale + 1, &move) == 0 &&
	       amount_scale(last->value, last->scale, &level) == 0 &&
	       decimal_cmp(move, level) <= 0;
}

bool
bind_moved_by(const struct binding *binding, struct amount *level)
{
	const struct clause *clause = binding->clause;
	const struct amount *amount = bind_amount(binding);
	const struct mark *mark = &binding->marks->list[binding->at];

	*level = *amount;
	if (binding->at == 0 || mark[-1].kind != MARK_GLUE ||
	    mark[-1].entry == NULL || mark[-1].entry->kind != KIND_GLUE ||
	    mark[-1].value != GLUE_BY)
		return false;
	if (bind_leads_far(amount)) {
		level->first = amount->last;
		level->range = false;
		return true;
	}
	/* What has happened is no range; what nothing says rose is a forecast. */
	level->bad = clause->change == CHANGE_NONE ||
		     (amount->range && !clause->expected);
	return level->bad;
}

/* "上年的", of the year before that of the document. */
static bool
bind_is_last_year(const struct binding *binding)
{
	const struct clause *clause = binding->clause;
	struct period year = bind_outline(binding)->period;

	if (clause->tells == TELLS_PRIOR)
		return true;
	return clause->timed && clause->time_local && period_is_known(year) &&
	       period_equal(clause->period, period_prior_year(year));
}

/* "为上年同期的三成", "前期の7割": so much of what was. */
static bool
bind_is_part(const struct binding *binding)
{
	const struct mark *mark = &binding->marks->list[binding->at];

	return binding->at > 1 && mark[-1].kind == MARK_GLUE &&
	       mark[-1].entry != NULL && mark[-1].entry->kind == KIND_GLUE &&
	       (mark[-1].value == GLUE_OF ||
		   (mark[-1].flags & ENTRY_OF) != 0) &&
	       (mark[-2].kind == MARK_ROLE || mark[-2].kind == MARK_TIME) &&
	       mark[1].kind != MARK_CHANGE &&
	       binding->clause->change == CHANGE_NONE &&
	       !binding->clause->compared;
}

/* "为上年同期的1.5倍", "增长到上年的1.5倍", "2배로 늘었다". */
static bool
bind_is_multiple(const struct binding *binding)
{
	const struct clause *clause = binding->clause;
	bool part = bind_is_part(binding);

	if ((bind_amount(binding)->first.unit != AMOUNT_TIMES && !part) ||
	    (clause->change != CHANGE_NONE && !clause->to))
		return false;
	return binding->change == CHANGE_NONE ? bind_is_last_year(binding)
					      : binding->change_to;
}

/* "净亏损5亿元,同比下降30%": of the loss, or of the result? */
static bool
bind_is_ambiguous(const struct binding *binding)
{
	const struct clause *clause = binding->clause;

	return clause->measure.loss && clause->levelled &&
	       (clause->change == CHANGE_UP || clause->change == CHANGE_DOWN);
}

/* "매출 전망 30% 축소": a change of the forecast, not of what it forecasts. */
static bool
bind_is_of_forecast(const struct binding *binding)
{
	const struct mark *mark = &binding->marks->list[binding->at];

	return binding->change != CHANGE_NONE && binding->at > 0 &&
	       binding->clause->base == BASE_NONE && !binding->bounded &&
	       mark[-1].kind == MARK_ROLE && mark[-1].value == TELLS_EXPECTED;
}

/* "2배 늘었다" is twice or three times as much: nobody knows. */
static bool
bind_is_vague(const struct binding *binding)
{
	bool times = bind_amount(binding)->first.unit == AMOUNT_TIMES;

	if (binding->change == CHANGE_NONE)
		return false;
	return times != binding->change_to;
}

/* A loss that grows or shrinks is a loss, whatever its size. */
static void
bind_set_class(const struct binding *binding, enum entry_change change)
{
	struct drafts *drafts = &binding->clause->figures->drafts;
	enum metric metric = binding->draft.measure.metric;

	if (drafts->class != CLASS_NONE ||
	    (metric != METRIC_NI_ATTR && metric != METRIC_NI_TOTAL))
		return;
	if (change == CHANGE_NARROWER)
		drafts->class = CLASS_LOSS_NARROWER;
	else if (change == CHANGE_WIDER)
		drafts->class = CLASS_LOSS_WIDER;
}

/* "前回予想比10%減": what a revision does to the forecast; sales count less. */
static void
bind_set_guidance(const struct binding *binding, enum entry_change change)
{
	static const enum guidance ways[CHANGE_COUNT] = {
	    [CHANGE_UP] = GUIDANCE_RAISED,
	    [CHANGE_DOWN] = GUIDANCE_CUT,
	    [CHANGE_NARROWER] = GUIDANCE_RAISED,
	    [CHANGE_WIDER] = GUIDANCE_CUT,
	};
	struct drafts *drafts = &binding->clause->figures->drafts;
	bool income = binding->draft.measure.metric != METRIC_REV;

	if (binding->clause->base != BASE_FORECAST ||
	    ways[change] == GUIDANCE_NONE || binding->clause->estimate ||
	    bind_outline(binding)->form != FORM_FORECAST_REVISION ||
	    (drafts->guidance != GUIDANCE_NONE &&
		(drafts->guided_income || !income)))
		return;
	drafts->guidance = ways[change];
	drafts->guided_income = income;
}

/* Of what, of when or of whose it is a change is said clearly enough. */
static enum reject_why
bind_vague_fault(const struct binding *binding, enum entry_change change)
{
	const struct clause *clause = binding->clause;

	if (clause->to || bind_is_ambiguous(binding))
		return REJECT_UNCLEAR;
	if (draft_role_is_prior(bind_told_role(clause)))
		return REJECT_BASE;
	return change == CHANGE_NONE && clause->base != BASE_YOY ? REJECT_CHANGE
								 : REJECT_NONE;
}

/* "10% below budget": below what nobody can compare with. */
static bool
bind_is_below_other(const struct binding *binding)
{
	return binding->bounded && !binding->after_prior &&
	       !bind_is_after_prior(binding) &&
	       binding->clause->base != BASE_YOY;
}

/* Why a proportion is no change against last year; REJECT_NONE: it is one. */
static enum reject_why
bind_percent_fault(
    const struct binding *binding, bool multiple, enum entry_change change)
{
	enum reject_why why = bind_change_fault(binding);

	if (why != REJECT_NONE)
		return why;
	if (binding->tells == TELLS_REVISED)
		return REJECT_BASE;
	if (bind_is_of_forecast(binding) || bind_is_vague(binding))
		return REJECT_UNCLEAR;
	if (bind_is_below_other(binding))
		return REJECT_BASE;
	return multiple ? REJECT_NONE : bind_vague_fault(binding, change);
}

/* A growth without a word for its way goes that of the one before it. */
static enum entry_change
bind_same_way(enum entry_change change, const struct value *last)
{
	if (change != CHANGE_NONE)
		return change;
	if (!last->low_open && decimal_sign(last->low) >= 0)
		return CHANGE_UP;
	return !last->high_open && decimal_sign(last->high) <= 0 ? CHANGE_DOWN
								 : CHANGE_NONE;
}

static bool
bind_has_growth(const struct binding *binding, const struct draft *last)
{
	const struct drafts *drafts = &binding->clause->figures->drafts;

	return bind_told_role(binding->clause) == ROLE_FORECAST_PREVIOUS &&
	       last->role == ROLE_PCT_CHANGE && last->expected &&
	       last->group == drafts->group &&
	       last->measure.metric == binding->draft.measure.metric;
}

/* "to grow by 2% (previously 5%)": the growth that was forecast is cut. */
static void
bind_set_growth(const struct binding *binding, enum entry_change change)
{
	struct drafts *drafts = &binding->clause->figures->drafts;
	struct value before;

	if (drafts->count == 0 || drafts->guidance != GUIDANCE_NONE)
		return;
	const struct draft *last = &drafts->list[drafts->count - 1];
	const struct value *now = &last->value;
	change = bind_same_way(change, now);
	if (!bind_has_growth(binding, last) || change == CHANGE_NONE ||
	    value_of_change(bind_amount(binding), change, &before) < 0 ||
	    before.low_open || before.high_open || now->low_open ||
	    now->high_open)
		return;
	int low = decimal_cmp(now->low, before.low);
	int high = decimal_cmp(now->high, before.high);
	if (low < 0 && high < 0)
		drafts->guidance = GUIDANCE_CUT;
	else if (low > 0 && high > 0)
		drafts->guidance = GUIDANCE_RAISED;
	drafts->guided_income = last->measure.metric != METRIC_REV;
}

void
bind_percent(struct binding *binding)
{
	struct clause *clause = binding->clause;
	struct draft *draft = &binding->draft;
	const struct amount *amount = bind_amount(binding);
	bool multiple = bind_is_multiple(binding);
	enum entry_change change = bind_change(binding);

	bind_set_guidance(binding, change);
	bind_set_growth(binding, change);
	binding->why = bind_percent_fault(binding, multiple, change);
	if (binding->why != REJECT_NONE)
		return;
	binding->why = REJECT_SIGN;
	int r = multiple ? value_of_multiple(amount, &draft->value)
			 : value_of_change(amount, change, &draft->value);
	if (r < 0)
		return;
	draft->role = ROLE_PCT_CHANGE;
	draft->role_sure = true;
	if (clause->timed && !multiple)
		draft->period = clause->period;
	draft->rule = multiple ? "multiple of last year's" : "change";
	bind_set_class(binding, change);
	clause->moved = true;
	bind_add(binding);
}
