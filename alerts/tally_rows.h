/* SPDX-License-Identifier: BSD-2-Clause */
/* What a channel still has to send, counted for people and for metrics. */
#ifndef ALERTS_TALLY_ROWS_H
#define ALERTS_TALLY_ROWS_H

#include "lib/store/db.h"

struct channel_tally {
	int64_t held; /* due later: digests, quiet hours */
	int64_t pending; /* due, not tried yet */
	int64_t leased;
	int64_t retry;
	int64_t oldest; /* of those that are not held: due or tried since; 0 */
	int64_t oldest_due; /* of those pending; 0: none */
};

/* Reads only what is not finished. */
int tally_rows_channel(struct db *db, const char *channel, int64_t now,
    struct channel_tally *ret, struct err *err) WARN_UNUSED;

#endif
