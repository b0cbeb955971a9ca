/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * In: an amount and the registers of its clause. Out: a statement, or none
 * when the clause leaves open what the amount is. Called by clause.c.
 */
#include "reading/bind.h"

#include "reading/bare.h"
#include "reading/bind_after.h"
#include "reading/bind_change.h"
#include "reading/bind_level.h"

#include <string.h>

#define BIND_QUOTE 400 /* bytes: longer runs of known words are cut */
#define BIND_LIST  12 /* amounts of a list */

static void
bind_set_place(struct binding *binding)
{
	const struct mark *mark = &binding->marks->list[binding->at];
	struct draft *draft = &binding->draft;

	draft->to = mark->to;
	draft->from = binding->clause->run;
	if (draft->from > mark->from || mark->to - draft->from > BIND_QUOTE)
		draft->from = mark->from;
}

static void
bind_one(struct binding *binding)
{
	const struct amount *amount = bind_amount(binding);
	struct amount lent = *amount;

	binding->why = amount->bad ? REJECT_NUMBER : REJECT_CUT;
	if (amount->bad || (amount->cut && amount->first.unit == AMOUNT_BARE))
		return;
	binding->why = REJECT_UNCLEAR;
	switch (amount->first.unit) {
	case AMOUNT_MONEY:
		bind_money(binding);
		break;
	case AMOUNT_PERCENT:
	case AMOUNT_TIMES:
		bind_percent(binding);
		break;
	case AMOUNT_BARE:
		if (bind_lend_unit(binding, &lent))
			bind_level(binding, &lent);
		else
			binding->why = REJECT_UNIT;
		break;
	case AMOUNT_OTHER:
		binding->why = REJECT_NOUN;
		break;
	}
}

/* Why the clause leaves the amount alone; REJECT_NONE: it takes it. */
static enum reject_why
bind_clause_fault(const struct binding *binding)
{
	const struct clause *clause = binding->clause;

	if (clause->blocked)
		return REJECT_SUBJECT;
	if (!clause->measured)
		return REJECT_NO_METRIC;
	if (clause->broken)
		return REJECT_WORDS;
	if (clause->paired)
		return REJECT_SHARED;
	if (clause->odd)
		return REJECT_TIME;
	return binding->alien ? REJECT_NOUN : REJECT_NONE;
}

/* Numbers that measure nothing, such as days, are no news to anybody. */
static void
bind_note(const struct binding *binding)
{
	const struct clause *clause = binding->clause;
	const struct mark *mark = &binding->marks->list[binding->at];
	enum amount_unit unit = mark->amount.first.unit;

	if (unit == AMOUNT_OTHER ||
	    (unit == AMOUNT_BARE && binding->why != REJECT_UNIT))
		return;
	reject_note(clause->figures->drafts.rejects, binding->why,
	    clause->measured
		? vocab_word(VOCAB_METRICS, (int)binding->draft.measure.metric)
		: NULL,
	    mark->from, mark->to);
}

/* Ends of the list of amounts at i: how many, and the place after them. */
static size_t
bind_count_list(const struct marks *marks, size_t i, size_t places[BIND_LIST],
    size_t *ret_end)
{
	size_t n = 0;

	while (marks->list[i].kind == MARK_AMOUNT && n < BIND_LIST) {
		places[n++] = i++;
		*ret_end = i;
		while (marks->list[i].kind == MARK_LIST ||
		       marks->list[i].kind == MARK_COMMA)
			i++;
	}
	return n;
}

/* Years that follow the list: "... for 2024-2026, respectively". */
static void
bind_find_years(struct clause *clause, const struct marks *marks, size_t end)
{
	const struct mark *mark = &marks->list[end];

	for (int i = 0; i < BIND_LOOK; i++, mark++) {
		if (mark->kind == MARK_TIME &&
		    mark->time.kind == TIMESPAN_YEARS) {
			clause->year = mark->time.year;
			clause->last_year = mark->time.last_year;
			return;
		}
		if (mark->kind != MARK_GLUE && mark->kind != MARK_COMMA)
			return;
	}
}

/* Members of a slash list have their unit once, at the end. */
static void
bind_share_unit(const struct amount *last, struct amount *amount)
{
	if (amount->first.unit != AMOUNT_BARE)
		return;
	amount->first.unit = amount->last.unit = last->first.unit;
	amount->first.scale = amount->last.scale = last->first.scale;
	amount->first.per_share = last->first.per_share;
	memcpy(amount->first.currency, last->first.currency, CURRENCY_MAX);
}

/* One figure per year: "EPS分别为-0.06/0.33/0.83元". */
static void
bind_years(struct clause *clause, const struct marks *marks,
    const size_t *places, size_t n)
{
	const struct amount *last = &marks->list[places[n - 1]].amount;

	for (size_t k = 0; k < n; k++) {
		struct mark mark = marks->list[places[k]];
		struct marks one = {.count = 1, .list = (struct mark[2]){mark}};
		struct binding binding = {.clause = clause, .marks = &one};
		bind_share_unit(last, &one.list[0].amount);
		clause->period = timespan_part(clause->year + (int)k, TIME_FY);
		clause->timed = true;
		clause->time_local = true;
		binding.draft.measure = clause->measure;
		binding.draft.period = (struct period){DATE_NONE, DATE_NONE};
		bind_set_place(&binding);
		bind_one(&binding);
	}
}

/* The measure behind the amount becomes that of the clause. */
static void
bind_adopt(struct binding *binding)
{
	struct clause *clause = binding->clause;

	if (!binding->named || clause->paired)
		return;
	if (clause->figured && !clause->tells_fresh && !clause->headed)
		clause->tells = TELLS_NONE;
	clause->measure = binding->measure;
	clause->measured = binding->measure.metric != METRIC_NONE;
	clause->broken = false;
	clause->carried = false;
	binding->draft.measure = clause->measure;
}

/* A change stands behind it: "B로 줄었고", "B로 6% 줄었고". */
static bool
bind_is_changed(const struct binding *binding)
{
	const struct mark *mark = &binding->marks->list[binding->at + 1];

	if (binding->change != CHANGE_NONE)
		return true;
	while (mark->kind == MARK_GLUE)
		mark++;
	return mark->kind == MARK_AMOUNT &&
	       mark->amount.first.unit == AMOUNT_PERCENT &&
	       mark[1].kind == MARK_CHANGE &&
	       (mark[1].flags & ENTRY_AFTER) != 0;
}

/* Binds the amount at i; returns the place after what belongs to it. */
static size_t
bind_single(struct clause *clause, const struct marks *marks, size_t i,
    enum entry_change change)
{
	struct binding binding = {
	    .clause = clause,
	    .marks = marks,
	    .at = i,
	    .draft.measure = clause->measure,
	    .draft.period = {DATE_NONE, DATE_NONE},
	};
	enum entry_role tells = clause->tells;
	bool expected = clause->expected;

	bind_look_after(&binding);
	bind_adopt(&binding);
	if (bare_take_amount(clause, marks, i))
		binding.draft.measure = clause->measure;
	binding.why = bind_clause_fault(&binding);
	if (binding.why != REJECT_NONE) {
		bind_note(&binding);
		return binding.end;
	}
	if (binding.change == CHANGE_NONE)
		binding.change = change;
	/* "전년 영업이익은 A. 매출은 B로 6% 줄었고": of this year again. */
	if (clause->headed && clause->heading == TELLS_NONE &&
	    bind_is_changed(&binding)) {
		clause->tells = tells = TELLS_NONE;
		clause->headed = false;
	}
	if (binding.tells != TELLS_NONE)
		clause->tells = binding.tells;
	clause->expected |= binding.expected;
	bind_set_place(&binding);
	size_t before = clause->figures->drafts.count;
	bind_one(&binding);
	if (clause->figures->drafts.count == before)
		bind_note(&binding);
	if (binding.tells != TELLS_NONE)
		clause->tells = tells;
	clause->expected = expected;
	clause->tells_used |= bind_amount(&binding)->first.unit == AMOUNT_MONEY;
	clause->figured = true;
	/* "A, against B in 2025, down 5%": 2025 is the time of B alone. */
	if (draft_role_is_prior(binding.draft.role) &&
	    binding.after_end > binding.end)
		return binding.after_end;
	return binding.end;
}

/* The change that follows the last of a list is that of all. */
static enum entry_change
bind_find_change(struct clause *clause, const struct marks *marks, size_t last)
{
	struct binding binding = {.clause = clause, .marks = marks, .at = last};

	bind_look_after(&binding);
	return binding.change;
}

/* "매출과 영업이익은 각각 A, B": one figure for each measure. */
static void
bind_each(struct clause *clause, const struct marks *marks,
    const size_t *places, size_t n)
{
	enum entry_change change =
	    bind_find_change(clause, marks, places[n - 1]);
	enum entry_base base = clause->base;

	for (size_t k = 0; k < n; k++) {
		clause->measure = clause->pairs[k];
		clause->paired = false;
		clause->measured = clause->measure.metric != METRIC_NONE;
		clause->base = base;
		(void)bind_single(clause, marks, places[k], change);
	}
	clause->paired = true;
}

/* "翻番以上": a bound behind what takes the place of a number. */
static enum entry_bound
bind_bound_after(const struct mark *mark)
{
	if (mark->kind != MARK_GLUE || mark->entry == NULL ||
	    mark->entry->kind != KIND_BOUND || (mark->flags & ENTRY_AFTER) == 0)
		return BOUND_NONE;
	return (enum entry_bound)mark->value;
}

/* "翻番" and "腰斩" say how much without a number. */
void
bind_doubled(struct clause *clause, const struct marks *marks, size_t i)
{
	struct mark list[2] = {marks->list[i]};
	struct marks one = {.count = 1, .list = list};
	struct amount_term *term = &list[0].amount.first;
	int percent = clause->change == CHANGE_DOWN ? 50 : 100;

	list[0].kind = MARK_AMOUNT;
	list[0].amount.bound = bind_bound_after(&marks->list[i + 1]);
	list[0].amount.approx = list[0].amount.bound == BOUND_NONE;
	term->unit = AMOUNT_PERCENT;
	term->value = decimal_from_int(percent);
	list[0].amount.last = *term;
	(void)bind_single(clause, &one, 0, CHANGE_NONE);
}

/* What was said for one amount is used up. */
static void
bind_forget(struct clause *clause)
{
	if (clause->compared || clause->against != BASE_NONE)
		clause_go_back(clause, &clause->from);
	clause->change = CHANGE_NONE;
	clause->to = false;
	clause->base = BASE_NONE;
	clause->against = BASE_NONE;
	clause->compared = false;
	clause->consensus = false;
	clause->tells_fresh = false;
	clause->time_fresh = false;
}

/* "A and B, respectively": English says it after the list. */
static bool
bind_is_said_each(const struct clause *clause, const struct mark *after)
{
	if (after->kind == MARK_COMMA)
		after++;
	return clause->each ||
	       (after->kind == MARK_GLUE && after->entry != NULL &&
		   after->value == GLUE_EACH);
}

/* The list before `after` belongs to as many measures. */
static bool
bind_is_each(const struct clause *clause, const struct mark *after, size_t n)
{
	return clause->pair_count > 1 && clause->pair_count == n &&
	       bind_is_said_each(clause, after) && !clause->blocked &&
	       !clause->broken;
}

/* "不低于3亿元不超过4亿元": two bounds of one figure. */
static bool
bind_is_bounded(const struct marks *marks, const size_t *places, size_t n)
{
	for (size_t k = 0; k < n; k++)
		if (marks->list[places[k]].amount.bound == BOUND_NONE ||
		    places[k] != places[0] + k)
			return false;
	return true;
}

/* Amounts of one measure that follow each other, but list nothing. */
static bool
bind_is_no_list(const struct clause *clause, const struct marks *marks,
    const size_t *places, size_t n)
{
	if (marks->list[places[0] + 1].kind == MARK_COMMA && !clause->each)
		return true;
	return bind_is_bounded(marks, places, n);
}

size_t
bind_amounts(struct clause *clause, const struct marks *marks, size_t i)
{
	size_t places[BIND_LIST], end = i + 1;
	size_t n = bind_count_list(marks, i, places, &end);
	bool sound = clause->measured && !clause->blocked && !clause->broken &&
		     !clause->paired;

	if (bind_is_each(clause, &marks->list[end], n)) {
		bind_each(clause, marks, places, n);
	} else if (n > 1 && sound) {
		bind_find_years(clause, marks, end);
		if (clause->year != 0 &&
		    (size_t)(clause->last_year - clause->year) + 1 == n)
			bind_years(clause, marks, places, n);
		else if (bind_is_no_list(clause, marks, places, n))
			n = 1;
	} else if (n > 1 && !clause->measured) {
		n = 1; /* "亏损不超过5亿元,..." names its measure itself */
	}
	if (n == 1)
		end = bind_single(clause, marks, i, CHANGE_NONE);
	clause->each = false;
	if (!clause_is_alternative(&marks->list[end]))
		bind_forget(clause);
	return end;
}
