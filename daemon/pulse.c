/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * In: figures of watchers and channels. Out: whether they move. Called by
 * daemon/notify.c.
 */
#include "daemon/pulse.h"

#include "alerts/channel_rows.h"

bool
pulse_source_stands(const struct watcher_stats *stats, int64_t now)
{
	return stats->pause == NULL && stats->next_poll > 0 &&
	       stats->free_at <= now && now - stats->next_poll > PULSE_MS;
}

bool
pulse_channel_stands(const struct pulse_channel *channel)
{
	const struct channel_tally *tally = &channel->tally;

	if (channel->disabled || channel->lane.in_flight > 0 ||
	    channel->lane.hold_until > channel->now || tally->pending == 0)
		return false;
	if (channel->ordered && tally->retry > 0)
		return false;
	return channel->now - tally->oldest_due > PULSE_MS;
}

static bool
pulse_channel_moves(struct service *service, const struct channel *channel)
{
	struct db *db = service_db(service);
	struct pulse_channel pulse = {
	    .ordered = channel->ordered,
	    .now = loop_now(service_loop(service)),
	};
	struct channel_state state = {0};
	struct err err = ERR_NONE;

	/* A store that cannot be read is told of elsewhere. */
	if (channel_rows_load(db, channel->name, &state, &err) < 0 ||
	    tally_rows_channel(
		db, channel->name, pulse.now, &pulse.tally, &err) < 0 ||
	    !outbox_lane(service_outbox(service), channel->name, &pulse.lane)) {
		channel_state_done(&state);
		return true;
	}
	pulse.disabled = state.disabled_since > 0;
	channel_state_done(&state);
	return !pulse_channel_stands(&pulse);
}

bool
pulse_beats(struct service *service, const char **ret_why)
{
	const struct config *config = service_config(service);
	int64_t now = loop_now(service_loop(service));

	for (size_t i = 0; i < service_source_count(service); i++) {
		struct watcher_stats stats;

		service_source_stats(service, i, &stats);
		*ret_why = stats.source;
		if (pulse_source_stands(&stats, now))
			return false;
	}
	for (size_t i = 0;
	     i < config->channel_count && !service_is_ailing(service); i++) {
		*ret_why = config->channels[i].name;
		if (!pulse_channel_moves(service, &config->channels[i]))
			return false;
	}
	return true;
}
