/* SPDX-License-Identifier: BSD-2-Clause */
/* The prior year's figure that a statement is held against. */
#ifndef LEDGER_PRIOR_H
#define LEDGER_PRIOR_H

#include "ledger/range.h"
#include "ledger/statement.h"

/* A printed prior further than this from the ledger's is flagged, percent. */
#define PRIOR_MISMATCH_PCT 1

struct prior {
	bool known;
	struct decimal value;
	bool own; /* from the same document */
	bool restated;
	bool derived; /* worked out, or printed as plain net profit only */
	const char *quote; /* borrowed; NULL when derived */
	const char *source_id; /* of another filing, borrowed; NULL: same */
	unsigned flags; /* FLAG_PRIOR_MISMATCH */
};

/*
 * The document's restated figure, else its own, else the ledger's, else its
 * own under the wider name (statement_find_like), else the one that follows from a level and its printed change (only when both ends of
 * a range lead to the same figure, or its sign is beyond doubt).
 */
void prior_find(const struct statement *statement, const struct fact *level,
    struct prior *ret);

/*
 * The level p for which range is a change of pct against |p|. Where a profit
 * and a loss both fit, the one of that sign; false when sign is 0 then, or
 * when none fits.
 */
bool prior_from_percent(const struct range *range, const struct range *pct,
    int sign, struct decimal *ret);

#endif
