/* SPDX-License-Identifier: BSD-2-Clause */
/* The lanes of all channels: which are closed, and by whom. */
#ifndef ALERTS_LANES_H
#define ALERTS_LANES_H

#include "alerts/channel_rows.h"
#include "alerts/lane.h"

/* Its address is kept until lanes_done. */
struct lanes {
	struct db *db;
	size_t count;
	struct lane *items;
};

/*
 * Takes up the channels of a new config: pauses that receivers asked for hold
 * on, channels that filingd disabled are enabled, those that a person disabled
 * are not. Keeps channels.
 */
void lanes_set(struct lanes *lanes, const struct channel *channels,
    size_t count, int64_t now);
void lanes_done(struct lanes *lanes);

/*
 * Makes a lane agree with the store when it does not; until then it is closed.
 * What could not be committed is read again.
 */
int lanes_read(struct lanes *lanes, struct lane *lane, int64_t now,
    struct err *err) WARN_UNUSED;
/* By its channel's name; NULL. */
struct lane *lanes_find(const struct lanes *lanes, const char *name);

/*
 * Within the turn: closes a channel, or opens it again, what waited for it
 * being replayed. ERR_NOTFOUND; ERR_EXISTS: it is as it should be.
 */
int lanes_disable(struct lanes *lanes, const char *name,
    const struct channel_disabling *disabling, struct err *err) WARN_UNUSED;
int lanes_enable(struct lanes *lanes, const char *name, int64_t now,
    struct err *err) WARN_UNUSED;

#endif
