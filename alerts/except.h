/* SPDX-License-Identifier: BSD-2-Clause */
/* What quiet hours let through: the `except` conditions of channels. */
#ifndef ALERTS_EXCEPT_H
#define ALERTS_EXCEPT_H

#include "alerts/channel.h"
#include "ledger/event.h"

struct excepts;

/* Compiles those of all channels, which are kept. Gives. */
struct excepts *excepts_new(const struct channel *channels, size_t count);
void excepts_free(struct excepts *excepts);
/* The event to be asked of; kept until the next. */
void excepts_set_event(struct excepts *excepts, const struct event *event);
/*
 * Bit i: window i of the channel lets the event through, as does one whose
 * condition the event leaves undecided.
 */
unsigned excepts_bits(struct excepts *excepts, const struct channel *channel);

#endif
