/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * In: an amount and the registers of its clause. Out: a statement, or none
 * when the clause leaves open what the amount is. Called by clause.c.
 */
#include "reading/bind.h"

#include <string.h>

#define BIND_QUOTE 400 /* bytes: longer runs of known words are cut */
#define BIND_LIST  12 /* amounts of a list */
#define BIND_LOOK  4 /* marks after an amount that still speak of it */

/* One amount and what was found out about it. */
struct binding {
	struct clause *clause;
	const struct marks *marks;
	size_t at;
	struct draft draft;
	bool after_prior; /* "in the same period last year" follows it */
	bool after_opening;
	bool after_timed;
	struct period after; /* the period that follows it */
};

static const struct outline *
bind_outline(const struct binding *binding)
{
	return binding->clause->figures->outline;
}

static const struct amount *
bind_amount(const struct binding *binding)
{
	return &binding->marks->list[binding->at].amount;
}

/* English says after the figure whose it was. */
static void
bind_look_after(struct binding *binding)
{
	const struct mark *mark = &binding->marks->list[binding->at + 1];

	for (int i = 0; i < BIND_LOOK; i++, mark++) {
		struct period period;
		if (mark->kind == MARK_GLUE)
			continue;
		if (mark->kind == MARK_ROLE) {
			binding->after_prior = mark->value == TELLS_PRIOR;
			binding->after_opening = mark->value == TELLS_OPENING;
		}
		if (mark->kind == MARK_TIME && i > 0 &&
		    outline_resolve(
			bind_outline(binding), &mark->time, &period) == 0) {
			binding->after_timed = true;
			binding->after = period;
		}
		return;
	}
}

/* Before a bare "loss of 5m" nothing may stand that could have made it. */
static bool
bind_is_bare_loss(const struct binding *binding)
{
	const struct clause *clause = binding->clause;
	const struct amount *amount = bind_amount(binding);
	const struct mark *mark = &binding->marks->list[binding->at];

	if (clause->measured || clause->blocked || clause->wordy ||
	    clause->odd || amount->first.sign == SIGN_NONE ||
	    amount->first.unit != AMOUNT_MONEY || binding->at == 0 ||
	    bind_outline(binding)->lang != LANG_ZH)
		return false;
	switch (mark[-1].kind) {
	case MARK_TIME:
	case MARK_ROLE:
	case MARK_SUBJECT:
	case MARK_GLUE:
	case MARK_COLON:
		return clause->timed || clause->expected ||
		       clause->tells != TELLS_NONE ||
		       mark[-1].kind != MARK_GLUE;
	case MARK_END:
	case MARK_TEXT:
	case MARK_AMOUNT:
	case MARK_MEASURE:
	case MARK_CHANGE:
	case MARK_BASE:
	case MARK_SIGN:
	case MARK_SECTION:
	case MARK_LABEL:
	case MARK_NOUN:
	case MARK_HALT:
	case MARK_UNIT:
	case MARK_TO:
	case MARK_NULL:
	case MARK_LIST:
	case MARK_COMMA:
	case MARK_OPEN:
	case MARK_CLOSE:
	case MARK_CELL:
	case MARK_ITEM:
	case MARK_STOP:
	case MARK_LINE:
		break;
	}
	return false;
}

/* The period and its role follow from each other. */
static struct period
bind_prior_period(const struct binding *binding)
{
	const struct clause *clause = binding->clause;
	struct period period = bind_outline(binding)->period;
	struct period prior = period_prior_year(period);

	if (binding->after_timed)
		return binding->after;
	if (!clause->timed)
		return prior;
	if (period_is_known(period) && period_equal(clause->period, prior))
		return prior;
	return period_prior_year(clause->period);
}

/* A role that was said in words, or by the heading; ROLE_NONE: neither. */
static enum role
bind_told_role(const struct clause *clause)
{
	if (clause->headed && clause->expected)
		return ROLE_FORECAST;
	switch ((int)clause->tells) {
	case TELLS_PRIOR:
	case TELLS_ORIGINAL:
		return ROLE_PRIOR_YEAR;
	case TELLS_RESTATED:
		return ROLE_PRIOR_YEAR_RESTATED;
	case TELLS_PREVIOUS:
		return ROLE_FORECAST_PREVIOUS;
	case TELLS_REVISED:
		return ROLE_FORECAST;
	}
	switch ((int)clause->figures->section) {
	case SECTION_PRIOR:
		return ROLE_PRIOR_YEAR;
	case SECTION_PREVIOUS:
		return ROLE_FORECAST_PREVIOUS;
	case SECTION_REVISED:
		return ROLE_FORECAST;
	}
	return ROLE_NONE;
}

/* The role by the period that the clause names. */
static enum role
bind_timed_role(const struct binding *binding, struct period period)
{
	const struct outline *outline = bind_outline(binding);

	bool known = period_is_known(outline->period) && !outline->estimates;

	if (known && period_equal(period, period_prior_year(outline->period)))
		return ROLE_PRIOR_YEAR;
	if (binding->clause->expected)
		return !known || period.end >= outline->period.end
			   ? ROLE_FORECAST
			   : ROLE_ACTUAL;
	if (!known)
		return outline->estimates ? ROLE_ACTUAL : ROLE_NONE;
	return period_equal(period, outline->period) ? ROLE_NONE : ROLE_ACTUAL;
}

/* "与上年同期的7亿元相比": the amount is the base itself. */
static bool
bind_is_base(const struct binding *binding)
{
	const struct mark *mark = &binding->marks->list[binding->at];

	if (binding->at < 2 || binding->clause->base != BASE_YOY ||
	    binding->clause->change != CHANGE_NONE)
		return false;
	return mark[-1].kind == MARK_BASE ||
	       (mark[-1].kind == MARK_GLUE && mark[-2].kind == MARK_BASE);
}

/* "compared with B": last year's, or for forecasts the one before. */
static enum role
bind_compared_role(const struct clause *clause, bool range)
{
	const struct outline *outline = clause->figures->outline;

	if (clause->expected || range ||
	    outline->form == FORM_FORECAST_REVISION)
		return ROLE_FORECAST_PREVIOUS;
	return ROLE_PRIOR_YEAR;
}

/* Whose figure it is, by the words around it; ROLE_NONE: the form tells. */
static enum role
bind_role(const struct binding *binding, struct period period, bool timed)
{
	const struct clause *clause = binding->clause;
	bool range =
	    bind_amount(binding)->range && clause->change == CHANGE_NONE;
	enum role told = bind_told_role(clause);

	if (binding->after_prior || bind_is_base(binding))
		return ROLE_PRIOR_YEAR;
	if (clause->compared)
		return bind_compared_role(clause, range);
	if (told == ROLE_NONE && timed)
		told = bind_timed_role(binding, period);
	if (told == ROLE_NONE && clause->expected)
		return ROLE_FORECAST;
	return told;
}

/* A forecast inside a report is of a period that it names. */
static bool
bind_needs_time(const struct outline *outline, enum role role)
{
	return role == ROLE_FORECAST &&
	       (outline->form == FORM_RESULTS || outline->form == FORM_FLASH);
}

/* Sets role and period of a level; false when they are not clear. */
static bool
bind_set_role(struct binding *binding)
{
	const struct clause *clause = binding->clause;
	struct draft *draft = &binding->draft;
	struct period period =
	    binding->after_timed ? binding->after : clause->period;
	bool timed = binding->after_timed || clause->timed;

	if (clause->tells == TELLS_OPENING || binding->after_opening)
		return false;
	draft->role = bind_role(binding, period, timed);
	draft->role_sure = draft->role != ROLE_NONE;
	draft->period = (struct period){DATE_NONE, DATE_NONE};
	if (draft_role_is_prior(draft->role))
		draft->period = bind_prior_period(binding);
	else if (timed)
		draft->period = period;
	return timed || !bind_needs_time(bind_outline(binding), draft->role);
}

/* In its own forecasts and reports a broker's name is the issuer's. */
static bool
bind_is_issuers(const struct outline *outline)
{
	return outline->by_issuer &&
	       (outline->form == FORM_FORECAST ||
		   outline->form == FORM_FORECAST_REVISION ||
		   outline->form == FORM_FLASH ||
		   outline->form == FORM_RESULTS);
}

/* Forecasts by others than the issuer are estimates of a broker. */
static bool
bind_set_broker(struct binding *binding)
{
	const struct clause *clause = binding->clause;
	const struct outline *outline = bind_outline(binding);
	struct draft *draft = &binding->draft;
	const char *broker = NULL;

	if (draft->role != ROLE_FORECAST)
		return true;
	if (!bind_is_issuers(outline) || clause->estimate)
		broker = figures_broker(
		    clause->figures, clause->sentence, draft->from);
	if (!outline->estimates && !clause->estimate && broker == NULL)
		return true;
	if (broker == NULL)
		broker = outline->broker;
	draft->role = ROLE_ESTIMATE;
	draft->broker = broker;
	return broker != NULL && period_is_known(draft->period);
}

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
bind_set_currency(struct binding *binding)
{
	const struct amount_term *term = &bind_amount(binding)->first;

	memcpy(binding->draft.currency, term->currency, CURRENCY_MAX);
	binding->draft.per_share = term->per_share;
}

static void
bind_add(struct binding *binding)
{
	binding->draft.expected = binding->clause->expected;
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

/* "增加1亿元": an amount of change, not a level. */
static void
bind_delta(struct binding *binding)
{
	struct draft *draft = &binding->draft;
	struct amount amount = *bind_amount(binding);
	enum entry_change change = binding->clause->change;

	if (binding->clause->base == BASE_OTHER || bind_is_aside(binding) ||
	    bind_told_role(binding->clause) == ROLE_FORECAST_PREVIOUS)
		return;
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

static void
bind_level(struct binding *binding, const struct amount *amount)
{
	struct clause *clause = binding->clause;
	struct draft *draft = &binding->draft;
	enum entry_section section = clause->figures->section;

	if (clause->carried && clause->tells != TELLS_PRIOR)
		return;
	if (!bind_set_role(binding) ||
	    value_of_level(amount, clause->measure.loss, &draft->value) < 0)
		return;
	if (section == SECTION_PARENT ||
	    (section == SECTION_OTHER && !draft->role_sure))
		return;
	bind_set_currency(binding);
	draft->item = clause->item && !clause->timed && !clause->expected;
	draft->rule = "sentence";
	if (bind_set_broker(binding))
		bind_add(binding);
}

/* "为上年同期的1.5倍". */
static bool
bind_is_multiple(const struct binding *binding)
{
	return bind_amount(binding)->first.unit == AMOUNT_TIMES &&
	       binding->clause->tells == TELLS_PRIOR &&
	       binding->clause->change == CHANGE_NONE;
}

static void
bind_percent(struct binding *binding)
{
	struct clause *clause = binding->clause;
	struct draft *draft = &binding->draft;
	const struct amount *amount = bind_amount(binding);
	enum role told = bind_told_role(clause);
	bool multiple = bind_is_multiple(binding);

	if (clause->base == BASE_OTHER || told == ROLE_FORECAST_PREVIOUS ||
	    clause->to || bind_is_aside(binding))
		return;
	if (!multiple &&
	    (draft_role_is_prior(told) ||
		(clause->change == CHANGE_NONE && clause->base != BASE_YOY)))
		return;
	int r = multiple
		    ? value_of_multiple(amount, &draft->value)
		    : value_of_change(amount, clause->change, &draft->value);
	if (r < 0)
		return;
	draft->role = ROLE_PCT_CHANGE;
	draft->role_sure = true;
	if (clause->timed)
		draft->period = clause->period;
	draft->rule = multiple ? "multiple of last year's" : "change";
	bind_add(binding);
}

static void
bind_one(struct binding *binding)
{
	struct clause *clause = binding->clause;
	const struct amount *amount = bind_amount(binding);

	if (amount->bad || (amount->cut && amount->first.unit == AMOUNT_BARE))
		return;
	switch (amount->first.unit) {
	case AMOUNT_MONEY:
		bind_look_after(binding);
		if (clause->change != CHANGE_NONE && bind_from_to(binding))
			break;
		if (clause->change != CHANGE_NONE && !clause->to &&
		    !clause->compared)
			bind_delta(binding);
		else
			bind_level(binding, amount);
		break;
	case AMOUNT_PERCENT:
	case AMOUNT_TIMES:
		bind_percent(binding);
		break;
	case AMOUNT_BARE:
	case AMOUNT_OTHER:
		break;
	}
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

static void
bind_single(struct clause *clause, const struct marks *marks, size_t i)
{
	struct binding binding = {
	    .clause = clause,
	    .marks = marks,
	    .at = i,
	    .draft.measure = clause->measure,
	    .draft.period = {DATE_NONE, DATE_NONE},
	};

	if (bind_is_bare_loss(&binding)) {
		clause->measured = true;
		clause->broken = false;
		clause->measure = (struct measure){.metric = METRIC_NI_TOTAL};
		binding.draft.measure = clause->measure;
	}
	if (!clause->measured || clause->blocked || clause->broken ||
	    clause->paired || clause->odd)
		return;
	bind_set_place(&binding);
	bind_one(&binding);
	clause->figured = true;
}

/* What was said for one amount is used up. */
static void
bind_forget(struct clause *clause)
{
	clause->change = CHANGE_NONE;
	clause->to = false;
	clause->base = BASE_NONE;
	clause->compared = false;
	clause->tells_fresh = false;
	clause->time_fresh = false;
}

size_t
bind_amounts(struct clause *clause, const struct marks *marks, size_t i)
{
	size_t places[BIND_LIST], end = i + 1;
	size_t n = bind_count_list(marks, i, places, &end);
	bool sound = clause->measured && !clause->blocked && !clause->broken &&
		     !clause->paired;

	if (n > 1 && sound) {
		bind_find_years(clause, marks, end);
		if (clause->year != 0 &&
		    (size_t)(clause->last_year - clause->year) + 1 == n)
			bind_years(clause, marks, places, n);
		else if (marks->list[places[0] + 1].kind == MARK_COMMA)
			n = 1;
	}
	if (n == 1) {
		bind_single(clause, marks, i);
		end = i + 1;
	}
	bind_forget(clause);
	return end;
}
