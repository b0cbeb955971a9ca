/* SPDX-License-Identifier: BSD-2-Clause */
/* What a new forecast does to an earlier one of the same figure. */
#ifndef LEDGER_REVISION_H
#define LEDGER_REVISION_H

#include "ledger/range.h"

struct revision {
	enum guidance guidance; /* none: one of the two says nothing */
	unsigned flags; /* verdict_flag */
	bool has_pct; /* the old middle is neither zero nor too big */
	/* New low, high and middle against the old middle. */
	struct decimal low_pct, high_pct, mid_pct;
	bool has_gap; /* disjoint: nearest new bound against the old one */
	struct decimal gap_pct;
};

/*
 * Total: exactly one guidance word for every pair. Sides open in both are left
 * out, so that "at least 120" after "at least 100" is raised.
 */
void revision_compare(const struct range *earlier, const struct range *later,
    struct revision *ret);

enum direction revision_direction(enum guidance guidance);

#endif
