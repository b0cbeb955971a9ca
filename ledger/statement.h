/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What one filing says of one period, and how it is asked: the reading's facts
 * with their periods filled in, beside the history. Borrows all three.
 */
#ifndef LEDGER_STATEMENT_H
#define LEDGER_STATEMENT_H

#include "ledger/filing.h"
#include "ledger/history.h"

/* Periods of one filing that get a verdict; further ones are left out. */
#define STATEMENT_PERIODS 12
/* Facts of one filing that are looked at. */
#define STATEMENT_FACTS	  4096

struct statement {
	const struct filing *filing;
	const struct reading *reading;
	const struct history *history;
	struct period period; /* the one that is asked about */
	/* The issuer's own words, where they speak of that period. */
	enum verdict_class claimed_class;
	enum guidance claimed_guidance;
	size_t count;
	struct fact *facts; /* their strings are the reading's */
};

void statement_init(struct statement *statement, const struct filing *filing,
    const struct reading *reading, const struct history *history);
void statement_done(struct statement *statement);

/*
 * A fact's period, from the document's own where the figure does not say: that
 * of the title, or the year before it for prior-year figures.
 */
struct period statement_fact_period(
    const struct reading *reading, const struct fact *fact);

/*
 * Periods the filing reports on or looks ahead to, in order of their end. Of
 * actual figures only the newest period of each length: the years and quarters
 * that a report repeats are no news.
 */
size_t statement_periods(
    const struct statement *statement, struct period ret[STATEMENT_PERIODS]);

/*
 * From the first day of the year before what the reading speaks of to the last
 * day of it: periods outside have no part in its verdict. Unknown: it gives no
 * figure of its issuer.
 */
struct period statement_span(const struct reading *reading);

/* Something is forecast, whatever the text calls itself. */
bool statement_has_forecast(const struct statement *statement);

/*
 * Asks about one of the periods. A claimed class goes with the period of the
 * title, or else with the first that is forecast (in reports the last
 * reported); claimed guidance with the last that is forecast.
 */
void statement_select(struct statement *statement, const struct period *periods,
    size_t count, size_t index);

/* The fact is of the period, or the period's prior-year figure. */
bool statement_has(const struct statement *statement, const struct fact *fact);

/*
 * The level the filing states for the metric: the actual before the flash
 * before the forecast (in forecasts the other way round), the group before the
 * parent, the finer print before the rounded. NULL for none.
 */
const struct fact *statement_level(
    const struct statement *statement, enum metric metric);
/* The first fact of the period in a role, comparable with like if not NULL. */
const struct fact *statement_find(const struct statement *statement,
    enum metric metric, enum role role, const struct fact *like);

/*
 * As statement_find for one of like's kind. A text that gives "net profit"
 * beside the attributable one, but only one of them now, means the same by
 * both: then the other serves, and ret_loose is true.
 */
const struct fact *statement_find_like(const struct statement *statement,
    enum role role, const struct fact *like, bool *ret_loose);

/*
 * The currency in which the filing gives the metric, or that of the listing's
 * market, for changes that come without one.
 */
void statement_currency(const struct statement *statement, enum metric metric,
    char ret[CURRENCY_MAX]);

/* Metrics that decide a class, the most telling first. Borrowed. */
#define STATEMENT_METRICS 9
const enum metric *statement_metrics(void);

#endif
