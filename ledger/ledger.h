/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The stage's door: a filing and its reading in, events out, everything
 * written in the turn's transaction. Call in (published, source, source_id)
 * order per issuer.
 */
#ifndef LEDGER_LEDGER_H
#define LEDGER_LEDGER_H

#include "ledger/event.h"

struct db;

typedef void ledger_event_fn(struct event *event, void *arg);

/* The ledger, and where its events go. */
struct ledger {
	struct db *db;
	int64_t now; /* when we decide, wall ms */
	bool quiet; /* fill the ledger, tell nothing (backfill) */
	ledger_event_fn *fn;
	void *arg;
};

/*
 * Stores the filing (sets its id), its facts and verdicts, links a correction
 * to what it supersedes, and hands each event (borrowed, identified, not yet
 * stored: the alerts stage stores it with its body) to fn in period order.
 * What the reading knows better (form, readable) is set in the filing.
 */
int ledger_decide(const struct ledger *ledger, struct filing *filing,
    const struct reading *reading, struct err *err) WARN_UNUSED;

/*
 * A filing its source has withdrawn: its facts no longer count and warnings
 * it made become warning.retracted events; where there are none, one quiet
 * filing.withdrawn. ERR_NOTFOUND: never decided.
 */
int ledger_withdraw(const struct ledger *ledger, const char *source,
    const char *source_id, struct err *err) WARN_UNUSED;

#endif
