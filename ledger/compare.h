/* SPDX-License-Identifier: BSD-2-Clause */
/* One metric of a statement, held against the ledger on the four axes. */
#ifndef LEDGER_COMPARE_H
#define LEDGER_COMPARE_H

#include "ledger/change.h"
#include "ledger/classify.h"
#include "ledger/closing.h"
#include "ledger/consensus.h"
#include "ledger/prior.h"
#include "ledger/revision.h"

/* The earlier forecast a figure is compared with. Borrowed. */
struct compare_base {
	const struct fact *fact; /* NULL: none is known */
	const char *source_id; /* NULL: quoted in the same document */
	bool loose; /* quoted as plain net profit, see statement_find_like */
};

struct comparison {
	enum metric metric;
	/*
	 * What the filing says: a level, or else a change; both NULL: it does
	 * not speak of the metric. worked_out is the level that follows from a
	 * change and a known prior; its strings are the change's.
	 */
	const struct fact *level;
	const struct fact *pct, *delta;
	struct fact worked_out;
	bool has_range; /* of the level, printed or worked out */
	struct range range;

	struct prior prior;
	struct classification class_;

	struct compare_base forecast; /* for guidance */
	struct revision revision; /* guidance none: no comparison */

	struct consensus consensus; /* n 0: none */
	struct surprise surprise;

	struct compare_base closed; /* for actual */
	struct closing closing; /* result none: no comparison */
	bool loss_after_profit; /* never corrected before */
	unsigned flags; /* beside those of class and revision */
};

/* The fact that stands for the metric; NULL when it is not spoken of. */
const struct fact *compare_fact(const struct comparison *comparison);

/* What comparison borrows must outlive it: the statement does. */
void compare_metric(const struct statement *statement, enum metric metric,
    struct comparison *ret);

/* Most changes one metric can have: one for each axis. */
#define COMPARE_CHANGES AXIS_COUNT
/* Fills changes (to be done by the caller) in the order of the axes. */
size_t compare_changes(const struct comparison *comparison,
    struct period period, struct change changes[COMPARE_CHANGES]);

#endif
