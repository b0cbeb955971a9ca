/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * In: a channel's limit and how its attempts end. Out: how many may start. A
 * receiver that asks for a pause gets it, then one attempt at a time until it
 * takes one. The outbox calls it.
 */
#include "alerts/lane.h"

#include <string.h>

#define LANE_PROBE_MS (INT64_C(60) * 1000)

static const char *
lane_address(const struct channel *channel)
{
	const char *address =
	    channel->kind == CHANNEL_MAIL ? channel->smtp : channel->url;

	return address != NULL ? address : "";
}

void
lane_inherit(struct lane *lane, const struct lane *from)
{
	const struct channel *channel = lane->channel;

	if (channel->kind != from->channel->kind ||
	    strcmp(lane_address(channel), lane_address(from->channel)) != 0)
		return;
	*lane = *from;
	lane->channel = channel;
}

size_t
lane_room(const struct lane *lane, int64_t now, int busy)
{
	int most = lane->channel->ordered ? 1 : lane->channel->concurrency;

	if (lane->unread || lane->disabled || now < lane->hold_until)
		return 0;
	if (most < 1 || lane->probing)
		most = 1;
	if (most > LANE_AT_ONCE)
		most = LANE_AT_ONCE;
	return busy < most ? (size_t)(most - busy) : 0;
}

void
lane_pace(
    struct lane *lane, const struct schedule_decision *decision, int64_t now)
{
	int64_t hold = decision->hold_ms;

	/* What was under way when the pause was asked for ends none. */
	if (decision->next == SCHEDULE_SENT) {
		if (now >= lane->hold_until)
			lane->probing = false;
		return;
	}
	if (lane->probing && hold < LANE_PROBE_MS)
		hold = LANE_PROBE_MS;
	if (hold == 0)
		return;
	lane->probing = true;
	if (lane->hold_until < now + hold)
		lane->hold_until = now + hold;
}
