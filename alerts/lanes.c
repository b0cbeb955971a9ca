/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * In: the channels of a config, and what people decide of them. Out: lanes
 * that agree with the store. The outbox calls it.
 */
#include "alerts/lanes.h"

#include "lib/base/log.h"
#include "lib/base/mem.h"

#include <string.h>

struct lane *
lanes_find(const struct lanes *lanes, const char *name)
{
	for (size_t i = 0; i < lanes->count; i++) {
		if (strcmp(lanes->items[i].channel->name, name) == 0)
			return &lanes->items[i];
	}
	return NULL;
}

/* What waited begins with one: the receiver may be as it was. */
static int
lanes_reopen(
    struct lanes *lanes, struct lane *lane, int64_t now, struct err *err)
{
	const char *name = lane->channel->name;
	int r = channel_rows_enable(lanes->db, name, err);

	if (r == 0)
		r = outbox_rows_replay(lanes->db, name, now, err);
	if (r < 0)
		return r;
	*lane = (struct lane){
	    .channel = lane->channel,
	    .probing = true,
	    .fresh = lane->fresh,
	};
	return 0;
}

static int
lanes_load(struct lanes *lanes, struct lane *lane, int64_t now, struct err *err)
{
	const char *name = lane->channel->name;
	struct channel_state state;
	int r = channel_rows_load(lanes->db, name, &state, err);

	if (r < 0)
		return r;
	lane->disabled = state.disabled_since != 0;
	lane->probing |= state.first_failure != 0;
	if (lane->disabled && *state.disabled_by == '\0' && lane->fresh) {
		r = lanes_reopen(lanes, lane, now, err);
		if (r == 0)
			log_warning("channel '%s': enabled again by the "
				    "configuration, what waited is replayed",
			    name);
	} else if (lane->disabled && lane->fresh) {
		log_warning("channel '%s': stays disabled by %s, until "
			    "'filingctl channels enable %s'",
		    name, state.disabled_by, name);
	}
	channel_state_done(&state);
	lane->unread = r < 0;
	return r;
}

/* What was decided holds once it is stored, and else is decided again. */
static void
lanes_on_stored(int code, void *arg)
{
	struct lanes *lanes = arg;

	for (size_t i = 0; i < lanes->count; i++) {
		if (code == 0)
			lanes->items[i].fresh = lanes->items[i].unread;
		else
			lanes->items[i].unread = true;
	}
}

int
lanes_read(struct lanes *lanes, struct lane *lane, int64_t now, struct err *err)
{
	if (!lane->unread)
		return 0;
	db_after_commit(lanes->db, lanes_on_stored, lanes);
	return lanes_load(lanes, lane, now, err);
}

void
lanes_set(struct lanes *lanes, const struct channel *channels, size_t count,
    int64_t now)
{
	struct lanes before = *lanes;

	lanes->count = count;
	lanes->items = mem_array(count, sizeof(*lanes->items));
	for (size_t i = 0; i < count; i++) {
		struct lane *lane = &lanes->items[i];
		const struct lane *from = lanes_find(&before, channels[i].name);
		struct err err = ERR_NONE;

		lane->channel = &channels[i];
		if (from != NULL)
			lane_inherit(lane, from);
		lane->unread = true;
		lane->fresh = true;
		if (lanes_read(lanes, lane, now, &err) < 0)
			log_error("channel '%s': %s, closed until the store "
				  "can be read",
			    channels[i].name, err.text);
	}
	mem_free(before.items);
}

void
lanes_done(struct lanes *lanes)
{
	db_forget(lanes->db, lanes);
	mem_free(lanes->items);
}

static struct lane *
lanes_need(const struct lanes *lanes, const char *name, struct err *err)
{
	struct lane *lane = lanes_find(lanes, name);

	if (lane == NULL)
		(void)err_set(err, ERR_NOTFOUND, "no channel '%s'", name);
	return lane;
}

int
lanes_disable(struct lanes *lanes, const char *name,
    const struct channel_disabling *disabling, struct err *err)
{
	struct lane *lane = lanes_need(lanes, name, err);

	if (lane == NULL)
		return ERR_NOTFOUND;
	int r = channel_rows_disable(lanes->db, name, disabling, err);
	if (r < 0)
		return r;
	lane->disabled = true;
	db_after_commit(lanes->db, lanes_on_stored, lanes);
	return 0;
}

int
lanes_enable(
    struct lanes *lanes, const char *name, int64_t now, struct err *err)
{
	struct lane *lane = lanes_need(lanes, name, err);

	if (lane == NULL)
		return ERR_NOTFOUND;
	db_after_commit(lanes->db, lanes_on_stored, lanes);
	return lanes_reopen(lanes, lane, now, err);
}
