/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * A range of amounts or percentages, either side of which may be open. What
 * classes, revisions and closings compare.
 */
#ifndef LEDGER_RANGE_H
#define LEDGER_RANGE_H

#include "reading/reading.h"

#include <stdbool.h>

struct range {
	struct decimal low, high;
	bool low_open, high_open; /* no bound there; the value is ignored */
};

struct range range_of_fact(const struct fact *fact);
struct range range_of_point(struct decimal value);
bool range_is_point(const struct range *range);
/* Neither side is bounded: it says nothing. */
bool range_is_empty(const struct range *range);

/*
 * The middle; of a range with one bound that bound. ERR_INVALID when it has
 * none, ERR_RANGE when the sum does not fit.
 */
int range_mid(const struct range *range, struct decimal *ret) WARN_UNUSED;

/* Compare bounds; an open low is below, an open high above every number. */
int range_cmp_low(const struct range *a, const struct range *b);
int range_cmp_high(const struct range *a, const struct range *b);

/* low < 0 < high: the sign is not known. */
bool range_straddles_zero(const struct range *range);
bool range_is_below_zero(const struct range *range); /* high < 0 */
bool range_is_above_zero(const struct range *range); /* low > 0 */

#endif
