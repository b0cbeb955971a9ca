/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * A delivery: one message to one recipient of one channel. It carries one
 * event or, when several wait for the same moment, a batch of them in order.
 */
#ifndef ALERTS_DELIVERY_H
#define ALERTS_DELIVERY_H

#include "lib/base/buf.h"
#include "lib/base/vocab.h"

#define DELIVERY_EVENTS	     200 /* a batch has no more; a new one begins */
#define DELIVERY_BODY_MAX    (64 * KIB)
#define DELIVERY_MESSAGE_MAX MIB

/* An event as it was stored; members are owned. */
struct delivery_event {
	int64_t seq;
	char *id;
	enum event_type type;
	char *line;
	char *source; /* what it is of: a source, a channel */
	char *rule; /* by which it came; "" that of the delivery */
	char *note;
	int64_t seen;
	int64_t decided;
	bool late;
	struct buf body;
};

/* Members are owned. */
struct delivery {
	int64_t id;
	char *channel;
	char *recipient; /* "" for all but mail */
	int64_t sequence; /* gap-free in the channel; 0: not yet attempted */
	char *rule;
	char *note;
	int attempts; /* made and settled */
	int forgiven; /* of these, before its schedule began anew */
	bool unless_acked; /* not sent once its events are acknowledged */
	int64_t due_at; /* of this attempt */
	bool urgent; /* a rule says so of an event at least */
	bool late; /* told long after it was decided: a backlog, a replay */
	size_t event_count; /* 1 at least */
	struct delivery_event *events; /* by seq */
	struct buf message; /* frozen at the first attempt; empty: none yet */
};

void delivery_done(struct delivery *delivery);

#endif
