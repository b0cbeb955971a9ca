/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * In: statements in the order of the text. Out: facts. read_text.c settles
 * them once all pieces were read.
 */
#include "reading/draft.h"

#include "lib/base/mem.h"
#include "reading/draft_merge.h"
#include "reading/draft_period.h"
#include "reading/explain.h"

#include <string.h>

#define DRAFT_LIMIT	2048 /* of one text */
#define DRAFT_SHARE_MAX 1000 /* no result per share is larger */
#define DRAFT_FALL_MAX	(-100) /* percent: all of it */

bool
draft_is_change(const struct draft *draft)
{
	return draft->role == ROLE_PCT_CHANGE || draft->role == ROLE_DELTA;
}

/* Revenue that falls by more than all of it. */
static bool
draft_is_absurd_change(const struct draft *draft)
{
	const struct value *value = &draft->value;
	struct decimal limit = decimal_from_int(DRAFT_FALL_MAX);

	if (draft->role != ROLE_PCT_CHANGE ||
	    draft->measure.metric != METRIC_REV)
		return false;
	return (!value->low_open && decimal_cmp(value->low, limit) < 0) ||
	       (!value->high_open && decimal_cmp(value->high, limit) < 0);
}

/* True for figures that no issuer reports. */
static bool
draft_is_absurd(const struct draft *draft)
{
	const struct value *value = &draft->value;
	struct decimal limit = decimal_from_int(DRAFT_SHARE_MAX);

	if (draft_is_change(draft))
		return draft_is_absurd_change(draft);
	switch ((int)draft->measure.metric) {
	case METRIC_EPS:
		return decimal_cmp(decimal_abs(value->low), limit) > 0 ||
		       decimal_cmp(decimal_abs(value->high), limit) > 0;
	case METRIC_REV:
		return draft->per_share ||
		       (!value->low_open && decimal_sign(value->low) < 0);
	}
	return draft->per_share;
}

/* "A net loss of 12 cents a share" is a result per share. */
static void
draft_settle_share(struct draft *draft)
{
	enum metric metric = draft->measure.metric;

	if (draft->per_share &&
	    (metric == METRIC_NI_TOTAL || metric == METRIC_NI_ATTR))
		draft->measure.metric = METRIC_EPS;
	/* "Earnings" are per share only when the figure says so. */
	if (draft->measure.weak && metric == METRIC_EPS && !draft->per_share)
		draft->measure.metric = METRIC_NONE;
}

/* What is not taken is noted with what it was thought to measure. */
static void
draft_note(
    const struct drafts *drafts, const struct draft *draft, enum reject_why why)
{
	reject_note(drafts->rejects, why,
	    vocab_word(VOCAB_METRICS, (int)draft->measure.metric), draft->from,
	    draft->to);
}

void
draft_drop(
    const struct drafts *drafts, struct draft *draft, enum reject_why why)
{
	draft_note(drafts, draft, why);
	draft->measure.metric = METRIC_NONE;
}

static enum reject_why
draft_fault(const struct drafts *drafts, const struct draft *draft)
{
	if (draft->measure.metric == METRIC_NONE)
		return REJECT_NO_METRIC;
	if (drafts->count >= DRAFT_LIMIT)
		return REJECT_LIMIT;
	return draft_is_absurd(draft) ? REJECT_ABSURD : REJECT_NONE;
}

void
drafts_add(struct drafts *drafts, const struct draft *draft)
{
	struct draft copy = *draft;

	draft_settle_share(&copy);
	enum reject_why why = draft_fault(drafts, &copy);
	if (why != REJECT_NONE) {
		draft_note(drafts, &copy, why);
		return;
	}
	copy.group = drafts->group;
	copy.heading = drafts->headed ? drafts->heading
				      : (struct period){DATE_NONE, DATE_NONE};
	copy.period_sure = period_is_known(copy.period);
	drafts->list = mem_grow(
	    drafts->list, drafts->count, &drafts->cap, sizeof drafts->list[0]);
	drafts->expected |= copy.expected;
	drafts->list[drafts->count++] = copy;
}

void
drafts_done(struct drafts *drafts)
{
	mem_free(drafts->list);
	*drafts = (struct drafts){0};
}

enum role
draft_role_of(enum form form)
{
	switch (form) {
	case FORM_FORECAST:
	case FORM_FORECAST_REVISION:
		return ROLE_FORECAST;
	case FORM_FLASH:
		return ROLE_ACTUAL_FLASH;
	case FORM_OTHER:
	case FORM_RESULTS:
	case FORM_ESTIMATE:
	case FORM_BRIEFING:
	case FORM_NOTICE:
	case FORM_COUNT:
		break;
	}
	return ROLE_ACTUAL;
}

/* A forecast of the metric stands elsewhere in words, with other figures. */
static bool
draft_has_forecast(const struct drafts *drafts, const struct draft *draft)
{
	for (size_t i = 0; i < drafts->count; i++) {
		const struct draft *other = &drafts->list[i];
		if (other->role_sure && other->role == ROLE_FORECAST &&
		    other->measure.metric == draft->measure.metric &&
		    !value_equal(&other->value, &draft->value))
			return true;
	}
	return false;
}

/* A headline without a verb gives the very figure that the text forecasts. */
static bool
draft_is_forecast_of(const struct drafts *drafts, const struct draft *draft)
{
	for (size_t i = 0; i < drafts->count; i++) {
		const struct draft *other = &drafts->list[i];
		if (other->role_sure && other->role == ROLE_FORECAST &&
		    other->measure.metric == draft->measure.metric &&
		    (!period_is_known(draft->period) ||
			period_equal(other->period, draft->period)) &&
		    value_equal(&other->value, &draft->value))
			return true;
	}
	return false;
}

static bool
draft_is_range(const struct draft *draft)
{
	const struct value *value = &draft->value;

	return !value->low_open && !value->high_open &&
	       decimal_cmp(value->low, value->high) != 0;
}

/* "at least 5m", "up to 5m": a result has no bounds, but "over 5m" it may be. */
static bool
draft_is_bound(const struct draft *draft)
{
	const struct value *value = &draft->value;

	return !draft_is_change(draft) && value->low_open != value->high_open &&
	       !value->low_excl && !value->high_excl;
}

/*
 * What was said of the same metric and period before is replaced by this: no
 * result is known of a period that is being forecast.
 */
static bool
draft_replaces(const struct drafts *drafts, const struct draft *draft)
{
	for (size_t i = 0; i < drafts->count; i++) {
		const struct draft *other = &drafts->list[i];
		if (draft->expected && other->role_sure &&
		    other->role == ROLE_FORECAST_PREVIOUS &&
		    other->group == draft->group &&
		    other->measure.metric == draft->measure.metric &&
		    period_equal(other->period, draft->period))
			return true;
	}
	return false;
}

/* The figure of a parent's table. */
static bool
draft_is_of_parent(const struct drafts *drafts, const struct draft *draft)
{
	for (size_t i = 0; i < drafts->count; i++) {
		const struct draft *other = &drafts->list[i];
		if (other->told_basis && other->role == draft->role &&
		    other->measure.metric == draft->measure.metric &&
		    value_equal(&other->value, &draft->value))
			return true;
	}
	return false;
}

/* Where all tables are the parent's, so are the sentences that repeat them. */
static void
drafts_spread_basis(struct drafts *drafts)
{
	size_t told = 0;

	for (size_t i = 0; i < drafts->count; i++) {
		const struct draft *draft = &drafts->list[i];
		if (draft->told_basis && draft->measure.basis != BASIS_PARENT)
			return;
		told += draft->told_basis;
	}
	for (size_t i = 0; told > 0 && i < drafts->count; i++) {
		struct draft *draft = &drafts->list[i];
		if (draft->measure.basis == BASIS_UNKNOWN &&
		    draft_is_of_parent(drafts, draft)) {
			draft->measure.basis = BASIS_PARENT;
			draft->told_basis = true;
		}
	}
}

/* The parent's own figures count where none of the group's are told. */
static void
drafts_settle_basis(struct drafts *drafts)
{
	unsigned group = 0;

	for (size_t i = 0; i < drafts->count; i++)
		if (drafts->list[i].measure.basis != BASIS_PARENT)
			group |= 1U << (unsigned)drafts->list[i].measure.metric;
	for (size_t i = 0; i < drafts->count; i++) {
		struct draft *draft = &drafts->list[i];
		unsigned metric = 1U << (unsigned)draft->measure.metric;
		if (draft->measure.basis == BASIS_PARENT &&
		    !draft->told_basis && (group & metric) != 0)
			draft_drop(drafts, draft, REJECT_PARENT);
	}
}

/*
 * A bare item of a forecast, "(一)...净利润:-5,902.04万元。", beside forecasts
 * in words: what the exchanges' templates list under the prior year, whose
 * heading was lost.
 */
static void
draft_settle_role(const struct drafts *drafts, const struct outline *outline,
    struct draft *draft)
{
	if (draft->role != ROLE_NONE)
		return;
	draft->role = draft_role_of(outline->form);
	/* News says "full-year EPS of 5.35 to 5.45": no result is a range. */
	if (outline->form == FORM_OTHER &&
	    (draft_is_range(draft) || draft_is_bound(draft) ||
		draft_replaces(drafts, draft)))
		draft->role = ROLE_FORECAST;
	if (draft->role == ROLE_ACTUAL && draft_is_forecast_of(drafts, draft))
		draft->role = ROLE_FORECAST;
	if (draft->role == ROLE_FORECAST && draft->item &&
	    !draft->value.approx && !draft_is_range(draft) &&
	    draft_has_forecast(drafts, draft)) {
		draft->role = ROLE_PRIOR_YEAR;
		draft->rule = "item without forecast words";
	}
}

/*
 * It is forecast anew, in figures of the same metric; or two figures were
 * forecast before, and nobody can say which of them still stands.
 */
static bool
draft_is_replaced(const struct drafts *drafts, const struct draft *draft)
{
	for (size_t i = 0; i < drafts->count; i++) {
		const struct draft *other = &drafts->list[i];
		bool before = other->role == ROLE_FORECAST_PREVIOUS &&
			      (value_equal(&other->value, &draft->value) ||
				  !period_equal(other->period, draft->period));
		if (!before && !draft_role_is_prior(other->role) &&
		    !draft_is_change(other) &&
		    other->measure.metric == draft->measure.metric)
			return true;
	}
	return false;
}

/* A figure of the same thing is said to be the corrected one. */
static bool
draft_is_corrected(const struct drafts *drafts, const struct draft *draft)
{
	for (size_t i = 0; i < drafts->count; i++) {
		const struct draft *other = &drafts->list[i];
		if (other->revised && other->role == ROLE_FORECAST &&
		    other->measure.metric == draft->measure.metric &&
		    period_equal(other->period, draft->period) &&
		    !value_equal(&other->value, &draft->value))
			return true;
	}
	return false;
}

/* "预计A。更正后预计B": what a correction only repeats was said before. */
static void
drafts_settle_corrected(struct drafts *drafts)
{
	if (!drafts->corrects)
		return;
	for (size_t i = 0; i < drafts->count; i++) {
		struct draft *draft = &drafts->list[i];
		if (draft->role == ROLE_FORECAST && !draft->revised &&
		    draft_is_corrected(drafts, draft)) {
			draft->role = ROLE_FORECAST_PREVIOUS;
			draft->rule = "corrected elsewhere";
		}
	}
}

/* Forecasts of one period, all of which are withdrawn. */
static void
drafts_settle_withdrawn(struct drafts *drafts, const struct reading *reading)
{
	const struct draft *first = NULL;

	if (reading->claimed_guidance != GUIDANCE_WITHDRAWN)
		return;
	for (size_t i = 0; i < drafts->count; i++) {
		const struct draft *draft = &drafts->list[i];
		/* What replaces an earlier one was not withdrawn. */
		if (draft->role == ROLE_FORECAST_PREVIOUS)
			return;
		if (draft->role != ROLE_FORECAST && draft->role != ROLE_NONE)
			continue;
		if (first != NULL &&
		    !period_equal(first->period, draft->period))
			return;
		first = draft;
	}
	for (size_t i = 0; i < drafts->count; i++)
		if (drafts->list[i].role == ROLE_FORECAST)
			drafts->list[i].role = ROLE_FORECAST_PREVIOUS;
}

/* What was forecast before still stands where nothing takes its place. */
static void
drafts_settle_previous(struct drafts *drafts, const struct outline *outline,
    const struct reading *reading)
{
	if (outline->form == FORM_FORECAST_REVISION ||
	    reading->claimed_guidance != GUIDANCE_NONE)
		return;
	for (size_t i = 0; i < drafts->count; i++) {
		struct draft *draft = &drafts->list[i];
		if (draft->role != ROLE_FORECAST_PREVIOUS || draft->compared ||
		    draft_is_replaced(drafts, draft))
			continue;
		draft->role = ROLE_FORECAST;
		draft->rule = "forecast before, not replaced";
	}
}

/* "... expected for 2026. In 2025 it was A": last year's of that forecast. */
static bool
draft_is_before_forecast(const struct drafts *drafts, const struct draft *draft)
{
	for (size_t i = 0; i < drafts->count; i++) {
		const struct draft *other = &drafts->list[i];
		if (other->role == ROLE_FORECAST &&
		    other->measure.metric == draft->measure.metric &&
		    period_is_known(draft->period) &&
		    period_equal(
			draft->period, period_prior_year(other->period)))
			return true;
	}
	return false;
}

/* A result of another period than the document's own, beside a forecast. */
static void
drafts_settle_before(struct drafts *drafts, const struct outline *outline)
{
	for (size_t i = 0; i < drafts->count; i++) {
		struct draft *draft = &drafts->list[i];
		if (draft->role != ROLE_ACTUAL || outline->estimates ||
		    period_equal(draft->period, outline->period) ||
		    !draft_is_before_forecast(drafts, draft))
			continue;
		draft->role = ROLE_PRIOR_YEAR;
		draft->rule = "the year before the forecast";
	}
}

bool
draft_role_is_prior(enum role role)
{
	return role == ROLE_PRIOR_YEAR || role == ROLE_PRIOR_YEAR_RESTATED;
}

/* Brokers and digests say "net profit" and mean the owners' share. */
static void
draft_settle_metric(const struct outline *outline, struct draft *draft)
{
	if (outline->estimates && outline->china &&
	    draft->measure.metric == METRIC_NI_TOTAL)
		draft->measure.metric = METRIC_NI_ATTR;
}

/* Whose net assets? Outside of reports of an issuer nobody says. */
static bool
draft_is_stray(const struct draft *draft, enum form form)
{
	return form == FORM_OTHER &&
	       (draft->measure.metric == METRIC_EQUITY ||
		   draft->measure.metric == METRIC_CASH_FLOW);
}

/* What has happened is one figure; a range is a forecast's. */
static bool
draft_is_vague(const struct draft *draft)
{
	switch (draft->role) {
	case ROLE_PRIOR_YEAR:
	case ROLE_PRIOR_YEAR_RESTATED:
	case ROLE_ACTUAL:
	case ROLE_ACTUAL_FLASH:
		return draft_is_range(draft);
	case ROLE_NONE:
	case ROLE_FORECAST:
	case ROLE_FORECAST_PREVIOUS:
	case ROLE_ESTIMATE:
	case ROLE_DELTA:
	case ROLE_PCT_CHANGE:
	case ROLE_COUNT:
		break;
	}
	return false;
}

static void
draft_set_fact(const struct draft *draft, const struct normal *normal,
    const struct outline *outline, struct fact *fact)
{
	struct span quote = normal_quote(normal, draft->from, draft->to);
	const char *currency =
	    draft->currency[0] != '\0' ? draft->currency : outline->currency;

	fact->metric = draft->measure.metric;
	fact->basis = draft->measure.basis;
	fact->role = draft->role;
	fact->period = draft->period;
	fact->low = draft->value.low;
	fact->high = draft->value.high;
	fact->low_open = draft->value.low_open;
	fact->high_open = draft->value.high_open;
	fact->low_excl = draft->value.low_excl;
	fact->high_excl = draft->value.high_excl;
	fact->approx = draft->value.approx;
	fact->double_negative = draft->value.double_negative;
	if (draft->role != ROLE_PCT_CHANGE)
		memcpy(fact->currency, currency, strlen(currency) + 1);
	fact->quote = mem_strndup(quote.p, quote.len);
	fact->offset =
	    normal_points(normal, (size_t)(quote.p - normal->source.p));
	fact->broker = mem_strdup(draft->broker);
	fact->why = mem_strdup(draft->rule);
}

void
drafts_settle(struct drafts *drafts, const struct outline *outline,
    const struct normal *normal, struct reading *reading)
{
	struct draft_times times;

	draft_times_init(&times, outline);
	drafts_spread_basis(drafts);
	drafts_settle_basis(drafts);
	drafts->corrects = outline->form == FORM_FORECAST_REVISION;
	drafts_settle_corrected(drafts);
	drafts_settle_withdrawn(drafts, reading);
	drafts_settle_previous(drafts, outline, reading);
	drafts_settle_before(drafts, outline);
	for (size_t i = 0; i < drafts->count; i++) {
		struct draft *draft = &drafts->list[i];
		draft_settle_metric(outline, draft);
		draft_settle_role(drafts, outline, draft);
		draft_settle_period(outline, draft, &times);
		if (draft_is_vague(draft))
			draft_drop(drafts, draft, REJECT_VAGUE);
		else if (draft_is_stray(draft, outline->form))
			draft_drop(drafts, draft, REJECT_STRAY);
	}
	drafts_merge(drafts);
	for (size_t i = 0; i < drafts->count; i++) {
		const struct draft *draft = &drafts->list[i];
		if (draft->measure.metric == METRIC_NONE)
			continue;
		struct fact *fact = reading_add_fact(reading);
		draft_set_fact(draft, normal, outline, fact);
		draft_note(drafts, draft, REJECT_NONE);
		if (drafts->lexicon != NULL)
			explain_draft(
			    drafts->lexicon, draft, outline, normal, fact);
	}
}
