/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * In: the issuer's facts in publication order. Out: the one that serves as
 * base of a comparison. The axes (prior, compare, remainder) call it.
 */
#include "ledger/history.h"

#include "ledger/figure.h"
#include "lib/base/mem.h"

void
history_init(struct history *history)
{
	*history = (struct history){0};
}

void
history_done(struct history *history)
{
	for (size_t i = 0; i < history->count; i++) {
		struct ledger_fact *known = &history->facts[i];
		fact_done(&known->fact);
		mem_free(known->source_id);
		mem_free(known->source);
	}
	mem_free(history->facts);
	history_init(history);
}

struct ledger_fact *
history_add(struct history *history)
{
	size_t n = history->count++;

	/* Doubles at each power of two, so no capacity need be kept. */
	if ((n & (n - 1)) == 0)
		history->facts = mem_resize(
		    history->facts, n > 0 ? 2 * n : 1, sizeof(*history->facts));
	history->facts[n] = (struct ledger_fact){0};
	history->facts[n].fact.period = (struct period){DATE_NONE, DATE_NONE};
	return &history->facts[n];
}

static bool
history_matches(const struct ledger_fact *known, const struct fact *like,
    struct period period)
{
	return !known->superseded && period_is_known(period) &&
	       period_equal(known->fact.period, period) &&
	       figure_is_comparable(&known->fact, like);
}

const struct ledger_fact *
history_forecast(const struct history *history, const struct fact *like,
    struct period period, bool flash)
{
	for (size_t i = history->count; i-- > 0;) {
		const struct ledger_fact *known = &history->facts[i];
		enum role role = known->fact.role;
		if (known->secondhand || !history_matches(known, like, period))
			continue;
		if (role == ROLE_FORECAST ||
		    (flash && role == ROLE_ACTUAL_FLASH))
			return known;
	}
	return NULL;
}

/* Trust in a level that was said in this role; 0: it is none. */
static int
history_level_rank(const struct ledger_fact *known)
{
	enum role role = known->fact.role;

	if (known->secondhand)
		return role == ROLE_PRIOR_YEAR || role == ROLE_ACTUAL ? 1 : 0;
	if (role == ROLE_PRIOR_YEAR_RESTATED)
		return 5;
	if (role == ROLE_ACTUAL)
		return 4;
	if (role == ROLE_PRIOR_YEAR)
		return 3;
	return role == ROLE_ACTUAL_FLASH ? 2 : 0;
}

const struct ledger_fact *
history_level(const struct history *history, const struct fact *like,
    struct period period)
{
	const struct ledger_fact *best = NULL;
	int best_rank = 0;

	for (size_t i = 0; i < history->count; i++) {
		const struct ledger_fact *known = &history->facts[i];
		int rank = history_level_rank(known);
		if (rank == 0 || rank < best_rank ||
		    decimal_cmp(known->fact.low, known->fact.high) != 0 ||
		    !history_matches(known, like, period))
			continue;
		if (rank == best_rank &&
		    figure_is_rounded(best->fact.low, known->fact.low))
			continue;
		best = known;
		best_rank = rank;
	}
	return best;
}

const struct ledger_fact *
history_part(const struct history *history, const struct fact *like,
    struct period period)
{
	const struct ledger_fact *best = NULL;

	for (size_t i = 0; i < history->count; i++) {
		const struct ledger_fact *known = &history->facts[i];
		struct period part = known->fact.period;
		if (known->secondhand ||
		    (known->fact.role != ROLE_ACTUAL &&
			known->fact.role != ROLE_ACTUAL_FLASH))
			continue;
		if (part.start != period.start || part.end >= period.end ||
		    !history_matches(known, like, part))
			continue;
		if (best == NULL || part.end > best->fact.period.end ||
		    (part.end == best->fact.period.end &&
			!figure_is_rounded(best->fact.low, known->fact.low)))
			best = known;
	}
	return best;
}

int64_t
history_last_results(const struct history *history)
{
	for (size_t i = history->count; i-- > 0;) {
		const struct ledger_fact *known = &history->facts[i];
		if (!known->secondhand && !known->superseded &&
		    (known->form == FORM_RESULTS || known->form == FORM_FLASH))
			return known->published;
	}
	return 0;
}
