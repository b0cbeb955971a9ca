/* SPDX-License-Identifier: BSD-2-Clause */
/* What the store knows of messages that were told or wait, for planning. */
#ifndef ALERTS_PLAN_ROWS_H
#define ALERTS_PLAN_ROWS_H

#include "alerts/plan.h"
#include "lib/store/db.h"

/* Whose messages a plan_store looks at; kept by it. */
struct plan_rows {
	struct db *db;
	const char *channel;
	const char *recipient; /* one of them; "" for all but mail */
	int64_t now;
};

/*
 * Answers from the store. One that fails answers as if nothing were there: what
 * is planned then is told too soon rather than not at all.
 */
struct plan_store plan_rows_store(struct plan_rows *rows);

/* A channel that was told of a warning, or waits to be. */
struct plan_told {
	const char *channel;
	const char *rule;
	bool sent;
	int64_t moment; /* of the sending */
	bool escalation; /* it waits for nobody to acknowledge the warning */
};
typedef void plan_told_fn(const struct plan_told *told, void *arg);
/*
 * Each delivery of another version than the event with this seq; of a channel
 * the first first, and escalations that still wait after all others.
 */
int plan_rows_told(struct db *db, const char *warning_id, int64_t seq,
    plan_told_fn *fn, void *arg, struct err *err) WARN_UNUSED;

#endif
