/* SPDX-License-Identifier: BSD-2-Clause */
/* Periods of statements that name none. */
#ifndef READING_DRAFT_PERIOD_H
#define READING_DRAFT_PERIOD_H

#include "reading/draft.h"

/* What the statements before one have told. */
struct draft_times {
	struct period results; /* of the last results; unknown: none */
	uint32_t outlook; /* the sentence of the last forecast */
	bool foreseen; /* there was one */
};

/* Before the first statement. */
void draft_times_init(struct draft_times *times, const struct outline *outline);
/*
 * Gives a statement the period of what it goes on from: results that of the
 * results before them where the document's is an outlook's, all others the
 * document's. Roles are settled. Call it for all statements in their order.
 */
void draft_settle_period(const struct outline *outline, struct draft *draft,
    struct draft_times *times);

#endif
