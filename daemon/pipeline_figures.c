/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * In: an item whose row states figures, and the reading of its title. Out: the
 * reading that the ledger judges like that of a document. daemon/pipeline.c
 * calls it.
 */
#include "daemon/pipeline_figures.h"

#include "lib/base/mem.h"
#include "lib/base/utf8.h"

#include <string.h>

bool
pipeline_figures_are(const struct definition *definition)
{
	return definition->kind != SOURCE_LIVE &&
	       definition->spec.fact_count > 0;
}

/* Older than this a period is history: prospectuses print such forecasts. */
#define FIGURES_AGE 400 /* days */

/* What others expect is never the issuer's word, and the other way round. */
static bool
figures_belong(enum source_kind kind, enum role role)
{
	switch (role) {
	case ROLE_ESTIMATE:
		return kind == SOURCE_ESTIMATES;
	case ROLE_FORECAST:
	case ROLE_FORECAST_PREVIOUS:
	case ROLE_DELTA:
	case ROLE_PCT_CHANGE:
		return kind == SOURCE_FACTS;
	case ROLE_PRIOR_YEAR:
	case ROLE_PRIOR_YEAR_RESTATED:
	case ROLE_ACTUAL:
	case ROLE_ACTUAL_FLASH:
		return true;
	case ROLE_NONE:
	case ROLE_COUNT:
		break;
	}
	return false;
}

static bool
figures_is_history(const struct item *item, const struct item_fact *fact)
{
	return (fact->role == ROLE_FORECAST ||
		   fact->role == ROLE_FORECAST_PREVIOUS ||
		   fact->role == ROLE_PCT_CHANGE) &&
	       item->published / DAY_MS - fact->period.end > FIGURES_AGE;
}

static bool
figures_has(
    const struct item *item, const struct item_fact *like, enum role role)
{
	for (size_t i = 0; i < item->fact_count; i++) {
		const struct item_fact *fact = &item->facts[i];
		if (fact->role == role && fact->metric == like->metric &&
		    fact->basis == like->basis &&
		    period_equal(fact->period, like->period))
			return true;
	}
	return false;
}

static enum role
figures_role(const struct item *item, const struct item_fact *fact)
{
	if (fact->role == ROLE_FORECAST_PREVIOUS &&
	    !figures_has(item, fact, ROLE_FORECAST))
		return ROLE_FORECAST;
	return fact->role;
}

/* Quotes stand one after the other, as if they were the text. */
static void
figures_add(
    const struct item *item, const struct item_fact *from, struct reading *to)
{
	struct fact *fact = reading_add_fact(to);

	fact->metric = from->metric;
	fact->basis = from->basis;
	fact->role = figures_role(item, from);
	fact->period = from->period;
	fact->low = from->low;
	fact->high = from->high;
	fact->low_open = from->low_open;
	fact->high_open = from->high_open;
	if (strlen(from->currency) == CURRENCY_MAX - 1)
		memcpy(fact->currency, from->currency, CURRENCY_MAX);
	fact->quote = mem_strdup(from->quote);
	fact->offset = to->text_len;
	fact->broker = mem_strdup(from->broker);
	to->text_len += (int64_t)utf8_count(from->quote, strlen(from->quote));
}

/* The form of a filing by what its figures are. */
static enum form
figures_form(enum source_kind kind, const struct reading *reading)
{
	enum form form = FORM_OTHER;

	if (kind == SOURCE_ESTIMATES)
		return FORM_ESTIMATE;
	for (size_t i = 0; i < reading->fact_count; i++) {
		enum role role = reading->facts[i].role;
		if (role == ROLE_ACTUAL)
			return FORM_RESULTS;
		if (role == ROLE_ACTUAL_FLASH)
			form = FORM_FLASH;
		else if (role == ROLE_FORECAST && form == FORM_OTHER)
			form = FORM_FORECAST;
	}
	return form;
}

static struct period
figures_period(const struct reading *reading)
{
	for (size_t i = 0; i < reading->fact_count; i++) {
		enum role role = reading->facts[i].role;
		if (role != ROLE_PRIOR_YEAR && role != ROLE_PRIOR_YEAR_RESTATED)
			return reading->facts[i].period;
	}
	return (struct period){DATE_NONE, DATE_NONE};
}

static void
figures_clear(struct reading *reading)
{
	for (size_t i = 0; i < reading->fact_count; i++)
		fact_done(&reading->facts[i]);
	reading->fact_count = 0;
	reading->text_len = 0;
	mem_set(&reading->unreadable_why, NULL);
}

void
pipeline_figures_fill(
    const struct item *item, enum source_kind kind, struct reading *reading)
{
	enum form title = reading->form;

	figures_clear(reading);
	for (size_t i = 0; i < item->fact_count; i++)
		if (figures_belong(kind, item->facts[i].role) &&
		    !figures_is_history(item, &item->facts[i]))
			figures_add(item, &item->facts[i], reading);
	reading->form = figures_form(kind, reading);
	if (reading->form == FORM_OTHER ||
	    (reading->form == FORM_FORECAST && title == FORM_FORECAST_REVISION))
		reading->form = title;
	reading->period = figures_period(reading);
	reading->readable = true;
	reading->from_row = true;
	reading->by_issuer = kind == SOURCE_FACTS && item->publisher == NULL;
	if (kind == SOURCE_ESTIMATES && item->publisher != NULL)
		mem_set(&reading->publisher, item->publisher);
}
