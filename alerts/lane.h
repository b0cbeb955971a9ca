/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * A lane: a channel and how it fares. Each channel has its own limit and its
 * own hold, so that none waits for another. Plain record, pure functions.
 */
#ifndef ALERTS_LANE_H
#define ALERTS_LANE_H

#include "alerts/channel.h"
#include "alerts/outbox_rows.h"

#define LANE_AT_ONCE DELIVERY_IDS /* highest concurrency */

struct lane {
	const struct channel *channel; /* kept */
	int64_t hold_until; /* nothing is sent before */
	/*
	 * One at a time until one succeeds; one that fails closes the lane for
	 * a minute at least.
	 */
	bool probing;
	bool disabled;
	bool unread; /* what the store says of it is not known: closed */
	bool fresh; /* of a new config, which enables what filingd disabled */
	bool gave_up; /* an alert, and none was sent since */
	bool attended; /* attention was asked because of an alert */
};

/*
 * What of an earlier lane holds under a new config: all, while the channel
 * still stands for the same address.
 */
void lane_inherit(struct lane *lane, const struct lane *from);
/* How many attempts may start now while busy are in flight. */
size_t lane_room(const struct lane *lane, int64_t now, int busy);
/* What an attempt's end means for those that follow. */
void lane_pace(
    struct lane *lane, const struct schedule_decision *decision, int64_t now);

#endif
