/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * In: a reading. Out: its figures period by period and role by role.
 * ledger/verdict.c and the axes call it.
 */
#include "ledger/statement.h"

#include "ledger/figure.h"
#include "lib/base/listing.h"
#include "lib/base/mem.h"

#include <assert.h>
#include <stdio.h>

const enum metric *
statement_metrics(void)
{
	static const enum metric metrics[STATEMENT_METRICS] = {METRIC_NI_ATTR,
	    METRIC_NI_TOTAL, METRIC_NI_EXNR, METRIC_PBT, METRIC_ORD, METRIC_OP,
	    METRIC_EPS, METRIC_EBITDA, METRIC_REV};

	return metrics;
}

static bool
statement_is_prior_role(enum role role)
{
	return role == ROLE_PRIOR_YEAR || role == ROLE_PRIOR_YEAR_RESTATED;
}

struct period
statement_fact_period(const struct reading *reading, const struct fact *fact)
{
	if (period_is_known(fact->period) || !period_is_known(reading->period))
		return fact->period;
	if (statement_is_prior_role(fact->role))
		return period_prior_year(reading->period);
	return reading->period;
}

void
statement_init(struct statement *statement, const struct filing *filing,
    const struct reading *reading, const struct history *history)
{
	size_t count = reading->fact_count < STATEMENT_FACTS
			   ? reading->fact_count
			   : STATEMENT_FACTS;

	*statement = (struct statement){.filing = filing,
	    .reading = reading,
	    .history = history,
	    .period = reading->period,
	    .claimed_class = reading->claimed_class,
	    .claimed_guidance = reading->claimed_guidance,
	    .count = count};
	statement->facts = mem_array(count, sizeof(struct fact));
	for (size_t i = 0; i < count; i++) {
		statement->facts[i] = reading->facts[i];
		statement->facts[i].period =
		    statement_fact_period(reading, &reading->facts[i]);
	}
}

void
statement_done(struct statement *statement)
{
	mem_free(statement->facts);
	*statement = (struct statement){0};
}

static bool
statement_decides(enum metric metric)
{
	const enum metric *metrics = statement_metrics();

	for (size_t i = 0; i < STATEMENT_METRICS; i++) {
		if (metrics[i] == metric)
			return true;
	}
	return false;
}

/* Figures that make a period one the filing speaks of. */
static bool
statement_is_news(const struct fact *fact)
{
	if (fact->low_open && fact->high_open)
		return false;
	switch (fact->role) {
	case ROLE_FORECAST:
	case ROLE_ACTUAL:
	case ROLE_ACTUAL_FLASH:
	case ROLE_DELTA:
	case ROLE_PCT_CHANGE:
		return statement_decides(fact->metric);
	case ROLE_NONE:
	case ROLE_FORECAST_PREVIOUS:
	case ROLE_PRIOR_YEAR:
	case ROLE_PRIOR_YEAR_RESTATED:
	case ROLE_ESTIMATE:
	case ROLE_COUNT:
		break;
	}
	return false;
}

/* A later period of the same length stands beside it: a look back. */
static bool
statement_is_past(const struct statement *statement, const struct fact *fact)
{
	int months = period_months(fact->period);

	if (fact->role == ROLE_FORECAST)
		return false;
	for (size_t i = 0; i < statement->count; i++) {
		const struct fact *other = &statement->facts[i];
		if (other->role != ROLE_FORECAST && statement_is_news(other) &&
		    other->period.end > fact->period.end &&
		    period_months(other->period) == months)
			return true;
	}
	return false;
}

/* Adds the period in order of end, then start, when it is new. */
static size_t
statement_add_period(struct period *periods, size_t n, struct period period)
{
	size_t at = n;

	for (size_t i = 0; i < n; i++) {
		if (period_equal(periods[i], period))
			return n;
	}
	if (n == STATEMENT_PERIODS)
		return n;
	while (at > 0 && (periods[at - 1].end > period.end ||
			     (periods[at - 1].end == period.end &&
				 periods[at - 1].start > period.start))) {
		periods[at] = periods[at - 1];
		at--;
	}
	periods[at] = period;
	return n + 1;
}

static bool
statement_is_listed(
    const struct period *periods, size_t n, struct period period)
{
	for (size_t i = 0; i < n; i++) {
		if (period_equal(periods[i], period))
			return true;
	}
	return false;
}

size_t
statement_periods(
    const struct statement *statement, struct period ret[STATEMENT_PERIODS])
{
	size_t n = 0;

	for (size_t i = 0; i < statement->count && n < STATEMENT_PERIODS; i++) {
		const struct fact *fact = &statement->facts[i];
		if (!statement_is_news(fact) ||
		    statement_is_listed(ret, n, fact->period) ||
		    statement_is_past(statement, fact))
			continue;
		n = statement_add_period(ret, n, fact->period);
	}
	return n;
}

static bool
statement_is_forecast(const struct statement *statement)
{
	return statement->reading->form == FORM_FORECAST ||
	       statement->reading->form == FORM_FORECAST_REVISION;
}

struct period
statement_span(const struct reading *reading)
{
	struct period span = {DATE_NONE, DATE_NONE};

	for (size_t i = 0; i < reading->fact_count; i++) {
		const struct fact *fact = &reading->facts[i];
		struct period period = statement_fact_period(reading, fact);
		struct period prior = period_prior_year(period);
		if (!statement_is_news(fact) || !period_is_known(prior))
			continue;
		if (span.start == DATE_NONE || prior.start < span.start)
			span.start = prior.start;
		if (period.end > span.end)
			span.end = period.end;
	}
	return span;
}

bool
statement_has_forecast(const struct statement *statement)
{
	for (size_t i = 0; i < statement->count; i++) {
		if (statement->facts[i].role == ROLE_FORECAST &&
		    statement_is_news(&statement->facts[i]))
			return true;
	}
	return false;
}

static bool
statement_forecasts(const struct statement *statement, struct period period)
{
	for (size_t i = 0; i < statement->count; i++) {
		const struct fact *fact = &statement->facts[i];
		if (fact->role == ROLE_FORECAST &&
		    period_equal(fact->period, period))
			return true;
	}
	return false;
}

/* Index of the period that a claimed class speaks of. */
static size_t
statement_class_period(const struct statement *statement,
    const struct period *periods, size_t count)
{
	bool forecast = statement_is_forecast(statement);
	size_t found = count - 1;

	for (size_t i = count; i-- > 0;) {
		if (period_equal(periods[i], statement->reading->period))
			return i;
	}
	for (size_t i = count; i-- > 0;) {
		if (statement_forecasts(statement, periods[i]) == forecast) {
			found = i;
			if (!forecast)
				break;
		}
	}
	return found;
}

static size_t
statement_guidance_period(const struct statement *statement,
    const struct period *periods, size_t count)
{
	for (size_t i = count; i-- > 0;) {
		if (statement_forecasts(statement, periods[i]))
			return i;
	}
	return statement_class_period(statement, periods, count);
}

void
statement_select(struct statement *statement, const struct period *periods,
    size_t count, size_t index)
{
	const struct reading *reading = statement->reading;

	assert(index < count);
	statement->period = periods[index];
	statement->claimed_class = CLASS_NONE;
	statement->claimed_guidance = GUIDANCE_NONE;
	if (statement_class_period(statement, periods, count) == index)
		statement->claimed_class = reading->claimed_class;
	if (statement_guidance_period(statement, periods, count) == index)
		statement->claimed_guidance = reading->claimed_guidance;
}

bool
statement_has(const struct statement *statement, const struct fact *fact)
{
	struct period period = statement->period;

	if (period_equal(fact->period, period))
		return true;
	if (statement_is_prior_role(fact->role))
		return period_is_known(period) &&
		       period_equal(fact->period, period_prior_year(period));
	/* Balance sheets name a day. */
	return fact->metric == METRIC_EQUITY && period_is_known(period) &&
	       fact->period.end == period.end;
}

/* Lower is better; 0: no level. */
static int
statement_role_rank(const struct statement *statement, enum role role)
{
	bool forecast = statement_is_forecast(statement);

	if (role == ROLE_ACTUAL)
		return forecast ? 3 : 1;
	if (role == ROLE_ACTUAL_FLASH)
		return 2;
	if (role == ROLE_FORECAST)
		return forecast ? 1 : 3;
	return 0;
}

static bool
statement_is_better(const struct statement *statement, const struct fact *a,
    const struct fact *b)
{
	int role_a = statement_role_rank(statement, a->role);
	int role_b = statement_role_rank(statement, b->role);

	if (role_a != role_b)
		return role_a < role_b;
	int basis_a = figure_basis_rank(a->basis);
	int basis_b = figure_basis_rank(b->basis);
	if (basis_a != basis_b)
		return basis_a < basis_b;
	return figure_is_same(a, b) && figure_digits(a) > figure_digits(b);
}

const struct fact *
statement_level(const struct statement *statement, enum metric metric)
{
	const struct fact *best = NULL;

	for (size_t i = 0; i < statement->count; i++) {
		const struct fact *fact = &statement->facts[i];
		if (fact->metric != metric ||
		    statement_role_rank(statement, fact->role) == 0 ||
		    (fact->low_open && fact->high_open) ||
		    !period_equal(fact->period, statement->period))
			continue;
		if (best == NULL || statement_is_better(statement, fact, best))
			best = fact;
	}
	return best;
}

const struct fact *
statement_find(const struct statement *statement, enum metric metric,
    enum role role, const struct fact *like)
{
	for (size_t i = 0; i < statement->count; i++) {
		const struct fact *fact = &statement->facts[i];
		if (fact->metric == metric && fact->role == role &&
		    statement_has(statement, fact) &&
		    (like == NULL || figure_is_comparable(fact, like)))
			return fact;
	}
	return NULL;
}

/* Metrics that texts call by one name. */
static enum metric
statement_sibling(enum metric metric)
{
	if (metric == METRIC_NI_ATTR)
		return METRIC_NI_TOTAL;
	return metric == METRIC_NI_TOTAL ? METRIC_NI_ATTR : METRIC_NONE;
}

const struct fact *
statement_find_like(const struct statement *statement, enum role role,
    const struct fact *like, bool *ret_loose)
{
	const struct fact *found =
	    statement_find(statement, like->metric, role, like);
	struct fact other = *like;

	*ret_loose = false;
	other.metric = statement_sibling(like->metric);
	if (found != NULL || other.metric == METRIC_NONE ||
	    statement_level(statement, other.metric) != NULL)
		return found;
	found = statement_find(statement, other.metric, role, &other);
	*ret_loose = found != NULL;
	return found;
}

void
statement_currency(const struct statement *statement, enum metric metric,
    char ret[CURRENCY_MAX])
{
	const char *listing = statement->filing->listing;
	const char *currency = listing != NULL ? listing_currency(listing) : "";

	for (size_t i = 0; i < statement->count; i++) {
		const struct fact *fact = &statement->facts[i];
		if (fact->metric == metric && fact->currency[0] != '\0') {
			currency = fact->currency;
			break;
		}
	}
	(void)snprintf(ret, CURRENCY_MAX, "%s", currency);
}
