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

/*
 * Stores the filing (sets its id), its facts and verdicts, links a correction
 * to what it supersedes, and hands each event (borrowed, identified, not yet
 * stored: the alerts stage stores it with its body) to fn in period order.
 * now is when we decide. quiet: fill the ledger, tell nothing (backfill).
 */
int ledger_decide(struct db *db, struct filing *filing,
    const struct reading *reading, int64_t now, bool quiet, ledger_event_fn *fn,
    void *arg, struct err *err) WARN_UNUSED;

/*
 * A filing its source has withdrawn: its facts no longer count and warnings
 * it made become warning.retracted events.
 */
int ledger_withdraw(struct db *db, const char *source, const char *source_id,
    int64_t now, ledger_event_fn *fn, void *arg, struct err *err) WARN_UNUSED;

#endif
