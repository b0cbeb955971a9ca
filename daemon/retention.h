/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Lets go what is over, in small steps: one step a turn, a few dozen rows a
 * step, only while nothing is on its way (but never put off for longer than a
 * day). Each table row below is walked once a pass; then free pages go back to
 * the system.
 *
 *   resting --6 hours--> walking --all walked--> shrinking --> resting
 */
#ifndef DAEMON_RETENTION_H
#define DAEMON_RETENTION_H

#include "daemon/config.h"
#include "lib/net/loop.h"

struct db;
struct retention;

/* True while nothing is on its way. */
typedef bool retention_quiet_fn(void *arg);

/* Keeps loop and db; the first pass comes after a while. Gives. */
struct retention *retention_new(
    struct loop *loop, struct db *db, retention_quiet_fn *quiet, void *arg);
void retention_free(struct retention *retention);
/* The limits of a new configuration, from the next pass on. */
void retention_configure(
    struct retention *retention, const struct config_retention *limits);
/* A pass at once, which gives all free pages back. */
void retention_compact(struct retention *retention);

struct retention_stats {
	int64_t last_pass; /* wall ms of its end; 0: none yet */
	int64_t gone; /* rows, since the start */
	bool running;
};
void retention_stats(
    const struct retention *retention, struct retention_stats *ret);

#endif
