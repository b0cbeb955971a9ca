/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What the ledger knows of one issuer before a filing, and how it is asked. A
 * plain record that ledger_rows fills; empty for `filingctl read`.
 */
#ifndef LEDGER_HISTORY_H
#define LEDGER_HISTORY_H

#include "reading/reading.h"

/* A fact of the ledger, with where and when it was said. */
struct ledger_fact {
	struct fact fact;
	int64_t filing; /* row */
	char *source_id;
	char *source;
	enum form form;
	int64_t published;
	int64_t known;
	bool superseded;
	bool secondhand; /* not said by or for the issuer */
	bool digest; /* an estimate retold by somebody else */
};

/* Everything the ledger knows of an issuer before this filing. */
struct history {
	size_t count;
	struct ledger_fact *facts; /* by (published, source, source_id) */
	int64_t since; /* ledger_since: oldest known, or 0 for empty */
};

void history_init(struct history *history);
void history_done(struct history *history);
/* A new zeroed fact at the end. Borrowed until the next. */
struct ledger_fact *history_add(struct history *history);

/*
 * Finders skip what is superseded. like gives metric, basis and currency;
 * they return NULL for none. Borrowed.
 */

/*
 * The issuer's latest forecast of the period; with flash also its unaudited
 * actual, whichever is later.
 */
const struct ledger_fact *history_forecast(const struct history *history,
    const struct fact *like, struct period period, bool flash);

/*
 * The level of a past period: the issuer's restated figure, its actual, what
 * it printed as prior year, its flash, then a broker's print. Of one rank the
 * latest; where that is an older print rounded, the finer one.
 */
const struct ledger_fact *history_level(const struct history *history,
    const struct fact *like, struct period period);

/*
 * The issuer's latest actual since the period's start over a shorter time
 * (half year before the full-year forecast), the longest such.
 */
const struct ledger_fact *history_part(const struct history *history,
    const struct fact *like, struct period period);

/* When the issuer last published results, wall ms; 0: never. */
int64_t history_last_results(const struct history *history);

#endif
