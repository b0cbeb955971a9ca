/* SPDX-License-Identifier: BSD-2-Clause */
/* A test of a channel: an event like any other, to that channel alone. */
#ifndef ALERTS_TRIAL_H
#define ALERTS_TRIAL_H

#include "alerts/outbox.h"

struct trial {
	const char *instance;
	const char *channel;
	const char *author; /* who asks */
	int64_t now;
};

/*
 * Stores a system.test event within the turn and gives it to the channel's
 * deliveries, past rules, silences and quiet hours. ERR_NOTFOUND: no such
 * channel; ERR_BUSY: one was asked for in this very moment.
 */
int trial_send(struct db *db, struct outbox *outbox, const struct trial *trial,
    int64_t *ret_event, struct err *err) WARN_UNUSED;

#endif
