/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * In: a sum of money, or a bare number and the units around it. Out: the
 * statement of a level. bind.c calls it.
 */
#include "reading/bind_level.h"

#include "reading/bind_change.h"
#include "reading/bind_outside.h"

/* "from A to B" after a word of change: last year's and this one's. */
static bool
bind_from_to(struct binding *binding)
{
	struct clause *clause = binding->clause;
	const struct amount *amount = bind_amount(binding);
	struct amount half = *amount;

	if (!clause->compared || !amount->range)
		return false;
	if (clause->change == CHANGE_NONE)
		return true;
	half.range = false;
	half.last = half.first;
	if (!bind_set_role(binding) ||
	    value_of_level(&half, false, &binding->draft.value) < 0)
		return true;
	bind_set_currency(binding);
	binding->draft.rule = "from, to";
	bind_add(binding);
	clause->compared = false;
	half.first = half.last = amount->last;
	if (bind_set_role(binding) &&
	    value_of_level(&half, false, &binding->draft.value) == 0 &&
	    bind_set_broker(binding))
		bind_add(binding);
	return true;
}

/* "전분기 7억원": of a period that no role has. */
static bool
bind_is_base_of_other(const struct binding *binding)
{
	const struct mark *mark = &binding->marks->list[binding->at];

	if (binding->at > 1 && mark[-1].kind == MARK_GLUE)
		mark--;
	return binding->at > 0 && mark[-1].kind == MARK_BASE &&
	       mark[-1].value != BASE_YOY;
}

/* "a loss of 12 cents a share instead of 8 cents": both are per share. */
static void
bind_keep_share(const struct binding *binding)
{
	struct clause *clause = binding->clause;
	struct measure *measure = &clause->measure;

	if (!bind_amount(binding)->first.per_share || clause->figured ||
	    !(measure->metric == METRIC_EPS ||
		measure->metric == METRIC_NI_TOTAL ||
		measure->metric == METRIC_NI_ATTR))
		return;
	measure->metric = METRIC_EPS;
	measure->weak = false;
}

/* "revenue of $1.9 zillion": nobody has sales of a few whole dollars. */
static bool
bind_lacks_scale(const struct binding *binding, const struct amount *amount)
{
	const struct amount_term *last = &amount->last;

	return last->prefixed && last->scale == 0 && !last->per_share &&
	       last->value.coef != 0 && last->places > 0 &&
	       binding->draft.measure.metric != METRIC_EPS &&
	       !binding->draft.measure.weak &&
	       decimal_cmp(last->value, decimal_from_int(1000)) < 0;
}

/* "亏损将收窄至1亿元": the loss stands before its change. */
static bool
bind_is_loss(const struct binding *binding)
{
	const struct clause *clause = binding->clause;
	const struct mark *mark = &binding->marks->list[binding->at];
	size_t at = binding->at;

	if (clause->measure.loss || !clause->to || at == 0)
		return clause->measure.loss;
	do {
		mark--;
		at--;
	} while (at > 0 && at + BIND_LOOK > binding->at &&
		 (mark->kind == MARK_CHANGE || mark->kind == MARK_GLUE));
	return mark->kind == MARK_SIGN && mark->value == SIGN_LOSS;
}

/* "25m, 6m below last year": how far, not how much; "of 25m below" is. */
static bool
bind_is_distance(const struct binding *binding)
{
	const struct mark *mark = &binding->marks->list[binding->at];
	const struct entry *after = mark[1].entry;

	if (mark[1].kind != MARK_GLUE || after == NULL ||
	    after->kind != KIND_BOUND || (after->flags & ENTRY_AFTER) != 0 ||
	    (after->value != BOUND_LESS && after->value != BOUND_MORE))
		return false;
	return binding->at == 0 || binding->clause->figured ||
	       mark[-1].kind != MARK_GLUE || mark[-1].entry == NULL ||
	       mark[-1].entry->kind != KIND_GLUE || mark[-1].value != GLUE_OF;
}

/* A level behind a change of the sentence before: of what is not said. */
static bool
bind_is_bare_level(const struct binding *binding)
{
	const struct clause *clause = binding->clause;

	return clause->carried && clause->tells != TELLS_PRIOR &&
	       clause->tells != TELLS_PREVIOUS && !bind_is_base(binding);
}

/* The parent's own statements, and reasons. */
static bool
bind_is_out(const struct binding *binding)
{
	enum entry_section section = binding->clause->figures->section;

	return section == SECTION_PARENT ||
	       (section == SECTION_OTHER && !binding->draft.role_sure);
}

void
bind_level(struct binding *binding, const struct amount *amount)
{
	struct clause *clause = binding->clause;
	struct draft *draft = &binding->draft;

	if (bind_is_bare_level(binding))
		return;
	binding->why = REJECT_BASE;
	if (bind_is_base_of_other(binding) || bind_is_distance(binding))
		return;
	binding->why = REJECT_UNIT;
	if (bind_lacks_scale(binding, amount))
		return;
	binding->why = REJECT_ROLE;
	if (!bind_set_role(binding))
		return;
	binding->why = REJECT_SIGN;
	if (value_of_level(amount, bind_is_loss(binding), &draft->value) < 0)
		return;
	binding->why = REJECT_SECTION;
	if (bind_is_out(binding))
		return;
	binding->why = REJECT_BROKER;
	clause->levelled |= !draft_role_is_prior(draft->role);
	bind_set_currency(binding);
	draft->item = clause->item && !clause->timed && !clause->expected;
	draft->rule = "sentence";
	if (bind_set_broker(binding))
		bind_add(binding);
	bind_keep_share(binding);
}

static bool
bind_is_delta(const struct binding *binding)
{
	const struct clause *clause = binding->clause;

	if (clause->change != CHANGE_NONE)
		return !clause->to && !clause->compared;
	return binding->change != CHANGE_NONE && !binding->change_to &&
	       !binding->left;
}

/* A word for whose figure it is, or the arrow of a revision. */
static bool
bind_tells(const struct mark *mark)
{
	if (mark->kind == MARK_TO)
		return mark->value == RANGE_FROM;
	return mark->kind == MARK_ROLE && (mark->flags & ENTRY_AFTER) == 0 &&
	       (mark->value == TELLS_PREVIOUS || mark->value == TELLS_REVISED ||
		   mark->value == TELLS_PRIOR);
}

static bool
bind_is_row_role(const struct binding *binding)
{
	switch ((int)binding->clause->tells) {
	case TELLS_PREVIOUS:
	case TELLS_REVISED:
	case TELLS_PRIOR:
		return true;
	}
	return false;
}

/* "前回予想 800", or "前期実績 売上高 800 営業利益 70". */
static bool
bind_is_told(const struct binding *binding)
{
	const struct mark *mark = &binding->marks->list[binding->at];
	size_t at = binding->at;

	if (at > 1 && mark[-1].kind == MARK_ROLE &&
	    (mark[-1].value == TELLS_EXPECTED ||
		mark[-1].value == TELLS_ACTUAL) &&
	    bind_tells(mark - 2))
		return true;
	if (at > 0 && bind_tells(mark - 1))
		return true;
	return at > 0 && mark[-1].kind == MARK_MEASURE &&
	       bind_is_row_role(binding);
}

/*
 * "(百万円) 営業利益 前回800 今回750", "800→750": bare numbers beside words of
 * a table take the unit that was declared for tables.
 */
bool
bind_lend_unit(const struct binding *binding, struct amount *amount)
{
	const struct figures *figures = binding->clause->figures;
	const struct mark *mark = &binding->marks->list[binding->at];
	bool eps = binding->draft.measure.metric == METRIC_EPS;
	bool told = bind_is_told(binding) ||
		    (mark[1].kind == MARK_TO && bind_tells(mark + 1));

	const struct mark_unit *unit = figures_unit(figures);
	if (!told || unit == NULL || unit->scale == 0)
		return bind_lend_outside(binding, amount);
	amount_set_unit(amount, eps ? 0 : unit->scale, unit->currency);
	return true;
}

/* "fell by 5m to 500m": both the change and where it led. */
static void
bind_moved(struct binding *binding, const struct amount *level)
{
	struct amount by = *bind_amount(binding);

	if (level->bad)
		return;
	by.last = by.first;
	by.range = false;
	if (binding->clause->change != CHANGE_NONE)
		bind_delta(binding, &by);
	bind_level(binding, level);
}

void
bind_money(struct binding *binding)
{
	struct amount level;

	if (bind_moved_by(binding, &level)) {
		bind_moved(binding, &level);
		return;
	}
	if (binding->clause->change != CHANGE_NONE && bind_from_to(binding))
		return;
	if (bind_is_delta(binding))
		bind_delta(binding, &level);
	else
		bind_level(binding, &level);
}
