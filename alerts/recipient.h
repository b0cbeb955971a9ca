/* SPDX-License-Identifier: BSD-2-Clause */
/* Mailboxes that a channel no longer has. */
#ifndef ALERTS_RECIPIENT_H
#define ALERTS_RECIPIENT_H

#include "alerts/channel.h"
#include "alerts/delivery.h"

struct db;

/*
 * Within the turn, before a lease: what waited for a mailbox that was taken out
 * of its channel goes to the first one that has no delivery of the same event,
 * as a new message; it is canceled (*ret_spared) when all have theirs.
 */
int recipient_check(struct db *db, const struct channel *channel,
    struct delivery *delivery, int64_t now, bool *ret_spared,
    struct err *err) WARN_UNUSED;

#endif
