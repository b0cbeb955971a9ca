/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * In: a channel's limit and how its attempts end. Out: how many may start. A
 * receiver that asks for a pause gets it, then one attempt at a time until it
 * takes one. The outbox calls it.
 */
#include "alerts/lane.h"

size_t
lane_room(const struct lane *lane, int64_t now, int busy)
{
	int most = lane->channel->concurrency;

	if (lane->disabled || now < lane->hold_until)
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
	/* What was under way when the pause was asked for ends none. */
	if (decision->next == SCHEDULE_SENT && now >= lane->hold_until)
		lane->probing = false;
	if (decision->hold_ms > 0) {
		lane->probing = true;
		lane->hold_until = now + decision->hold_ms;
	}
}
