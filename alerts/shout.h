/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Mails that go out at once, past the store: how the operator hears that the
 * store itself has failed (design 10). Nothing here is durable or repeated.
 */
#ifndef ALERTS_SHOUT_H
#define ALERTS_SHOUT_H

#include "alerts/carrier.h"
#include "ledger/event.h"

struct shouts;

/* Keeps parts. Gives. */
struct shouts *shouts_new(const struct carrier_parts *parts);
/* Drops what is in flight. */
void shouts_free(struct shouts *shouts);

/* Sends the event to each recipient of a mail channel; how it ends is logged. */
void shouts_send(struct shouts *shouts, const struct channel *channel,
    const struct event *event);

#endif
