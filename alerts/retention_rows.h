/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What the store may forget of alerts, in steps of a bounded number of rows.
 * Nothing that is still to be delivered is touched: an event stays until each
 * of its deliveries has ended and is older than the limit.
 */
#ifndef ALERTS_RETENTION_ROWS_H
#define ALERTS_RETENTION_ROWS_H

#include "lib/store/db.h"

/* Rows looked at in one step. */
#define RETENTION_ROWS 64

/* A walk over a table, oldest first; begins as {.before, .floor}. */
struct retention_walk {
	int64_t before; /* wall ms: what ended earlier goes */
	int64_t at; /* the row looked at last */
	int64_t floor; /* no row up to this one is of interest any more */
	bool stuck; /* the floor stays: an older row must be kept */
	bool done; /* nothing is left to look at */
	int64_t gone; /* rows that went, in all steps */
};

/* One step, within the turn's transaction. */
typedef int retention_rows_fn(
    struct db *db, struct retention_walk *walk, struct err *err);

/*
 * Events whose deliveries have all ended before the limit, with these. The
 * setting events_purged holds the highest seq that went, channel.purged the
 * highest sequence number.
 */
retention_rows_fn retention_rows_events;
/* Of deliveries that have ended: the message and the attempts. */
retention_rows_fn retention_rows_messages;
/*
 * Offers of desktop channels, and cursors that were not moved since in channels
 * that have no offer left.
 */
retention_rows_fn retention_rows_offers;
/* Silences that are over, and acknowledgements of events that are gone. */
retention_rows_fn retention_rows_silences;

/* The highest seq of an event that went; 0: none has. */
int retention_rows_purged(
    struct db *db, int64_t *ret_seq, struct err *err) WARN_UNUSED;

#endif
