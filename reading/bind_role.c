/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * In: an amount and the registers of its clause. Out: its role and period,
 * or none when the clause leaves them open. Called by bind.c.
 */
#include "reading/bind_role.h"

#include "reading/bind_outside.h"

#include <stdlib.h>

const struct outline *
bind_outline(const struct binding *binding)
{
	return binding->clause->figures->outline;
}

const struct amount *
bind_amount(const struct binding *binding)
{
	return &binding->marks->list[binding->at].amount;
}

#define BIND_CONSENSUS "Consensus" /* the broker that many are */
#define BIND_NEAR      7 /* days by which years of 52 weeks shift */
#define BIND_LONGER    10 /* days by which parts of a year differ in length */
#define BIND_QUARTER   95 /* days by which the calendar may mislead */

/* The same quarter or year, though its last Saturday is another day. */
static bool
bind_is_same_time(struct period a, struct period b)
{
	return period_is_known(a) && period_is_known(b) &&
	       abs(a.start - b.start) <= BIND_NEAR &&
	       abs(a.end - b.end) <= BIND_NEAR;
}

/*
 * "H1 2025" beside the half-year to September 2026: as long, and a year before
 * by a calendar that is not the issuer's.
 */
static bool
bind_names_prior(struct period name, struct period own)
{
	if (!period_is_known(own))
		return false;
	int apart = own.end - name.end;
	int longer = (own.end - own.start) - (name.end - name.start);

	return abs(longer) <= BIND_LONGER && abs(apart - 365) <= BIND_QUARTER;
}

/* The time that brackets give their amount, "(2024/25: 5m)"; NULL: none. */
static const struct timespan *
bind_time_inside(const struct binding *binding)
{
	const struct mark *mark = &binding->marks->list[binding->at];

	if (!bind_is_dated_inside(binding))
		return NULL;
	mark -= mark[-1].kind == MARK_COLON ? 2 : 1;
	return &mark->time;
}

/* "EUR 45m (Q2 2024: 50)": of the year before what is told. */
static bool
bind_is_dated_prior(const struct binding *binding)
{
	const struct clause *clause = binding->clause;
	const struct clause_when *outer = &clause->outer.when;
	struct period own =
	    outer->timed ? outer->period : bind_outline(binding)->period;

	if (!clause->timed || !bind_is_dated_inside(binding) ||
	    bind_outline(binding)->estimates)
		return false;
	return !period_is_known(own) ||
	       bind_is_same_time(clause->period, period_prior_year(own)) ||
	       bind_names_prior(clause->period, own);
}

/* The period and its role follow from each other; unknown: none is named. */
static struct period
bind_prior_period(const struct binding *binding)
{
	const struct clause *clause = binding->clause;
	struct period period = bind_outline(binding)->period;
	struct period prior = period_prior_year(period);

	if (binding->after_timed)
		return bind_is_same_time(binding->after, prior)
			   ? prior
			   : binding->after;
	if (!clause->timed)
		return (struct period){DATE_NONE, DATE_NONE};
	if (bind_is_same_time(clause->period, prior))
		return prior;
	if (!bind_is_dated_prior(binding))
		return period_prior_year(clause->period);
	return bind_names_prior(clause->period, period) ? prior
							: clause->period;
}

/* Results are corrected, not a forecast. */
static bool
bind_corrects_results(const struct clause *clause)
{
	return !clause->expected &&
	       outline_corrects_results(clause->figures->outline);
}

enum role
bind_told_role(const struct clause *clause)
{
	if (clause->headed && clause->expected &&
	    clause->heading != TELLS_PREVIOUS)
		return ROLE_FORECAST;
	if (clause->tells == TELLS_REVISED && bind_corrects_results(clause))
		return ROLE_NONE;
	switch ((int)clause->tells) {
	case TELLS_PRIOR:
	case TELLS_ORIGINAL:
		return ROLE_PRIOR_YEAR;
	case TELLS_RESTATED:
		return ROLE_PRIOR_YEAR_RESTATED;
	case TELLS_PREVIOUS:
		return ROLE_FORECAST_PREVIOUS;
	case TELLS_REVISED:
		return clause->figures->section == SECTION_PREVIOUS
			   ? ROLE_FORECAST_PREVIOUS
			   : ROLE_FORECAST;
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

	if (known &&
	    bind_is_same_time(period, period_prior_year(outline->period)))
		return ROLE_PRIOR_YEAR;
	if (binding->clause->expected)
		return !known || period.end >= outline->period.end ||
			       period.start >= outline->period.start
			   ? ROLE_FORECAST
			   : ROLE_ACTUAL;
	if (!known)
		return outline->estimates ? ROLE_ACTUAL : ROLE_NONE;
	return period_equal(period, outline->period) ? ROLE_NONE : ROLE_ACTUAL;
}

bool
bind_is_base(const struct binding *binding)
{
	const struct mark *mark = &binding->marks->list[binding->at];

	if (binding->at < 2 || binding->clause->base != BASE_YOY ||
	    binding->clause->change != CHANGE_NONE)
		return false;
	return mark[-1].kind == MARK_BASE ||
	       ((mark[-1].kind == MARK_GLUE || mark[-1].kind == MARK_OPEN) &&
		   mark[-2].kind == MARK_BASE);
}

/* "from A down to B": what moves has been. */
static bool
bind_is_moved(const struct binding *binding)
{
	const struct mark *mark = &binding->marks->list[binding->at + 1];

	return mark->kind == MARK_CHANGE && (mark->flags & ENTRY_TO) != 0;
}

/* "to drop by 60% from A": what changes from year to year was a result. */
static bool
bind_is_yearly(const struct binding *binding)
{
	const struct clause *clause = binding->clause;

	return clause->moved && !bind_amount(binding)->range &&
	       clause->figures->outline->form != FORM_FORECAST_REVISION;
}

/* "compared with B": last year's, or for forecasts the one before. */
static enum role
bind_compared_role(const struct binding *binding, bool range)
{
	const struct clause *clause = binding->clause;
	const struct outline *outline = clause->figures->outline;

	if (bind_is_moved(binding) || bind_is_yearly(binding))
		return ROLE_PRIOR_YEAR;
	if (clause->expected || range ||
	    outline->form == FORM_FORECAST_REVISION)
		return ROLE_FORECAST_PREVIOUS;
	return ROLE_PRIOR_YEAR;
}

/* "from A", "than A": last year's by its words, else what was compared. */
static enum role
bind_left_role(const struct binding *binding, struct period period, bool timed)
{
	const struct clause *clause = binding->clause;
	bool range =
	    bind_amount(binding)->range && clause->change == CHANGE_NONE;
	enum role told = bind_told_role(clause);

	if (told == ROLE_NONE && timed &&
	    (clause->time_local || binding->after_timed))
		told = bind_timed_role(binding, period);
	if (draft_role_is_prior(told) || told == ROLE_FORECAST_PREVIOUS)
		return told;
	if (binding->unsaid ||
	    (binding->revised && bind_outline(binding)->form == FORM_FORECAST))
		return ROLE_FORECAST_PREVIOUS;
	if (binding->changed)
		return ROLE_PRIOR_YEAR;
	return bind_compared_role(binding, range && !binding->left);
}

bool
bind_is_after_prior(const struct binding *binding)
{
	const struct clause *clause = binding->clause;
	struct period own = bind_outline(binding)->period;

	if (!binding->after_timed || bind_outline(binding)->estimates)
		return false;
	if (clause->timed && bind_is_same_time(binding->after,
				 period_prior_year(clause->period)))
		return true;
	return bind_is_same_time(binding->after, period_prior_year(own));
}

/* The day that brackets give their amount, "(30 June 2025: 5m)"; or none. */
static int32_t
bind_day_inside(const struct binding *binding)
{
	const struct timespan *time = bind_time_inside(binding);

	return time != NULL && time->kind == TIMESPAN_DATE ? time->period.end
							   : DATE_NONE;
}

/* It is the last of the year before, or of the half or quarter. */
static bool
bind_ends_prior(const struct binding *binding, int32_t day)
{
	const struct clause *clause = binding->clause;
	struct period own =
	    clause->timed ? clause->period : bind_outline(binding)->period;

	return day != DATE_NONE && period_is_known(own) &&
	       abs(day - period_prior_year(own).end) <= BIND_NEAR;
}

/* The words behind it, or around it, say that it is last year's. */
static bool
bind_is_prior(const struct binding *binding, enum role told)
{
	if (bind_ends_prior(binding, bind_day_inside(binding)))
		return true;

	return binding->after_prior || bind_is_base(binding) ||
	       bind_is_after_prior(binding) ||
	       binding->clause->against == BASE_YOY ||
	       bind_is_alone_inside(binding) ||
	       (told == ROLE_NONE && bind_is_dated_prior(binding));
}

/* Whose figure it is, by the words around it; ROLE_NONE: the form tells. */
static enum role
bind_role(const struct binding *binding, struct period period, bool timed)
{
	const struct clause *clause = binding->clause;
	enum role told = bind_told_role(clause);

	if (clause->consensus && !bind_outline(binding)->estimates)
		return ROLE_FORECAST;
	if (binding->tells == TELLS_RESTATED)
		return told;
	if (bind_is_prior(binding, told))
		return ROLE_PRIOR_YEAR;
	if (binding->left || clause->compared)
		return bind_left_role(binding, period, timed);
	if (told == ROLE_NONE && timed)
		told = bind_timed_role(binding, period);
	if (told == ROLE_NONE && clause->expected)
		return ROLE_FORECAST;
	/* A result that a forecast reports beside itself. */
	if (told == ROLE_NONE && binding->past &&
	    draft_role_of(clause->figures->outline->form) == ROLE_FORECAST)
		return ROLE_ACTUAL;
	return told;
}

/* "(Q1 2025/26: 5m)" where nothing tells when the issuer's years end. */
static bool
bind_is_undated_inside(const struct binding *binding)
{
	const struct timespan *time = bind_time_inside(binding);
	struct period period;

	return time != NULL && time->split &&
	       outline_resolve(bind_outline(binding), time, &period) < 0;
}

/*
 * "revenue of $95m ($105m) is expected": of last year, or as forecast before?
 * A number without a unit, as the north of Europe prints it, is last year's.
 */
static bool
bind_is_open_aside(const struct binding *binding)
{
	const struct clause *clause = binding->clause;
	bool bare = bind_amount(binding)->first.unit == AMOUNT_BARE;
	bool forecast =
	    clause->expected ||
	    draft_role_of(bind_outline(binding)->form) == ROLE_FORECAST;

	int32_t day = bind_day_inside(binding);

	if (day != DATE_NONE && !bind_ends_prior(binding, day))
		return true;
	if (bind_is_undated_inside(binding))
		return true;
	return bind_is_alone_inside(binding) &&
	       (clause->compared || bind_told_role(clause) != ROLE_NONE ||
		   (forecast && !bare));
}

/* What was left is of a quarter before, of others, or of nobody knows whom. */
static bool
bind_is_left_open(const struct binding *binding, struct period period)
{
	const struct clause *clause = binding->clause;
	struct period own = bind_outline(binding)->period;

	if (!binding->left)
		return false;
	if (clause->estimate || clause->base == BASE_OTHER ||
	    clause->base == BASE_FORECAST)
		return true;
	return clause->timed && clause->time_local && period_is_known(own) &&
	       !period_equal(period, period_prior_year(own)) &&
	       !period_equal(period, own);
}

/* A forecast inside a report is of a period that it names. */
static bool
bind_needs_time(const struct outline *outline, enum role role)
{
	return role == ROLE_FORECAST && period_is_known(outline->period) &&
	       (outline->form == FORM_RESULTS || outline->form == FORM_FLASH);
}

bool
bind_set_role(struct binding *binding)
{
	const struct clause *clause = binding->clause;
	struct draft *draft = &binding->draft;
	struct period period =
	    binding->after_timed ? binding->after : clause->period;
	bool timed = binding->after_timed || clause->timed;

	if (clause->tells == TELLS_OPENING || binding->after_opening ||
	    (clause->tells == TELLS_PREVIOUS &&
		bind_corrects_results(clause)) ||
	    bind_is_open_aside(binding) || clause->against == BASE_OTHER ||
	    bind_is_left_open(binding, period))
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

bool
bind_set_broker(struct binding *binding)
{
	const struct clause *clause = binding->clause;
	const struct outline *outline = bind_outline(binding);
	struct draft *draft = &binding->draft;
	const char *broker = NULL;

	/* What others had expected before is nothing to keep. */
	if (clause->estimate && draft->role == ROLE_FORECAST_PREVIOUS)
		return false;
	if (draft->role != ROLE_FORECAST)
		return true;
	if (!bind_is_issuers(outline) || clause->estimate)
		broker = figures_broker(
		    clause->figures, clause->sentence, draft->to);
	if (!outline->estimates && !clause->estimate && broker == NULL)
		return true;
	/* "with a range of A to B": of the single estimates, no mean. */
	if (!outline->estimates && bind_amount(binding)->range)
		return false;
	if (broker == NULL)
		broker = clause->consensus ? BIND_CONSENSUS : outline->broker;
	draft->role = ROLE_ESTIMATE;
	draft->broker = broker;
	return broker != NULL && period_is_known(draft->period);
}
