/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * In: a full-year forecast, the reported part of the year and the same of the
 * year before. Out: what is left, and how it compares. ledger/severity.c
 * calls it.
 */
#include "ledger/remainder.h"

#include <string.h>

static bool
remainder_subtract(
    const struct range *whole, struct decimal part, struct range *ret)
{
	*ret = *whole;
	return (whole->low_open ||
		   decimal_sub(whole->low, part, &ret->low) == 0) &&
	       (whole->high_open ||
		   decimal_sub(whole->high, part, &ret->high) == 0);
}

static bool
remainder_compare(struct remainder *remainder)
{
	struct decimal mid;

	return range_mid(&remainder->range, &mid) == 0 &&
	       decimal_change_pct(mid, remainder->prior, &remainder->mid_pct) ==
		   0;
}

bool
remainder_find(const struct statement *statement, const struct fact *level,
    const struct prior *prior, struct remainder *ret)
{
	const struct history *history = statement->history;
	struct range whole = range_of_fact(level);

	if (level->role != ROLE_FORECAST || !prior->known ||
	    period_months(statement->period) != 12)
		return false;
	const struct ledger_fact *part =
	    history_part(history, level, statement->period);
	if (part == NULL)
		return false;
	const struct ledger_fact *before =
	    history_level(history, level, period_prior_year(part->fact.period));
	if (before == NULL)
		return false;
	ret->period =
	    (struct period){part->fact.period.end + 1, statement->period.end};
	return remainder_subtract(&whole, part->fact.low, &ret->range) &&
	       decimal_sub(prior->value, before->fact.low, &ret->prior) == 0 &&
	       remainder_compare(ret);
}

int
remainder_threshold(const char *listing)
{
	static const struct {
		const char *mic;
		int pct;
	} markets[] = {
	    {"XHKG:", 20}, /* usual practice, no rule */
	    {"XTKS:", 30}, /* TSE Securities Listing Regulations 405 */
	    {"XKRX:", 30}, /* KRX, 15 for large companies */
	    {"XKOS:", 30},
	    {"XASX:", 15}, /* ASX Guidance Note 8 */
	    {"XTAI:", 20},
	};

	for (size_t i = 0; i < sizeof(markets) / sizeof(markets[0]); i++) {
		if (strncmp(listing, markets[i].mic, 5) == 0)
			return markets[i].pct;
	}
	return 50; /* the mainland's trigger, elsewhere plainly much worse */
}
