/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What a full-year forecast implies for the months that are not reported yet:
 * forecast less reported part, against the same months a year before. It finds
 * warnings that nobody wrote down.
 */
#ifndef LEDGER_REMAINDER_H
#define LEDGER_REMAINDER_H

#include "ledger/prior.h"

struct remainder {
	struct period period; /* the months not reported yet */
	struct range range; /* implied */
	struct decimal prior; /* the same months a year before */
	struct decimal mid_pct;
};

/*
 * False when a part is missing: the reported months, their year before, or the
 * full prior year.
 */
bool remainder_find(const struct statement *statement, const struct fact *level,
    const struct prior *prior, struct remainder *ret);

/*
 * How much worse, in percent, counts as a warning on the listing's market:
 * the market's own forecast threshold where it has one.
 */
int remainder_threshold(const char *listing);

#endif
