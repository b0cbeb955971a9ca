/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Reads the past of a source: the ledger is filled, nothing is told. A walker
 * (a watcher of its own) asks the list day by day, from the oldest on, behind
 * everything else: it waits while the live watcher is paused, in trouble, or
 * before its first complete poll; while filings of the day before are still
 * being read; and once half of the day's budget is used. A list that knows no
 * dates is read once, as far as it goes.
 *
 * What the live watcher will come to itself is left to it: an unknown filing
 * of the days that its sweeps read is not taken quietly.
 *
 * How far it came is stored with each day, so it goes on after a restart.
 */
#ifndef WATCHERS_BACKFILL_H
#define WATCHERS_BACKFILL_H

#include "watchers/backfill_rows.h"
#include "watchers/watcher.h"

struct backfill;

/*
 * For the source of the live watcher, which is kept, with the same parts and
 * config. parts->calls->open tells how many of its filings are being read.
 * Takes up what row says. Gives.
 */
int backfill_new(const struct watcher_parts *parts,
    const struct source_config *config, struct watcher *live,
    const struct backfill_row *row, struct backfill **ret,
    struct err *err) WARN_UNUSED;
/* Stops; it can be taken up again from its row. NULL does nothing. */
void backfill_free(struct backfill *backfill);
/* Goes on from row.next. */
void backfill_start(struct backfill *backfill);

/* How far it is, borrowed; and what it waits for ("": it reads). */
const struct backfill_row *backfill_row(const struct backfill *backfill);
const char *backfill_waits_for(const struct backfill *backfill);

/* Called by the machine of its walker. */
struct poll_range;
void backfill_window(struct backfill *backfill, struct poll_range *ret);
void backfill_do_idle(struct backfill *backfill);
void backfill_on_request(struct backfill *backfill);
/* A day's poll ended: writes how far it came; then, once it is durable. */
int backfill_end(struct backfill *backfill, struct err *err) WARN_UNUSED;
void backfill_on_ended(struct backfill *backfill, int code);

#endif
