/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * In: a delivery that is due and the channel as the configuration has it now.
 * Out: whose it is. A person who was taken out of a channel hears nothing more,
 * who took the place misses nothing. The outbox calls it.
 */
#include "alerts/recipient.h"

#include "alerts/outbox_rows.h"
#include "lib/base/log.h"
#include "lib/base/mem.h"

#include <string.h>

static bool
recipient_is_of(const struct channel *channel, const char *recipient)
{
	for (size_t i = 0; i < channel->recipient_count; i++) {
		if (strcmp(channel->recipients[i], recipient) == 0)
			return true;
	}
	return false;
}

/* The first mailbox that the event does not go to; NULL: it goes to all. */
static int
recipient_find(struct db *db, const struct channel *channel, int64_t event,
    const char **ret, struct err *err)
{
	int64_t count = 1;
	int r = 0;

	*ret = NULL;
	for (size_t i = 0; r == 0 && i < channel->recipient_count; i++) {
		r = outbox_rows_heard(db,
		    &(struct delivery_spec){.channel = channel->name,
			.recipient = channel->recipients[i],
			.event = event},
		    &count, err);
		if (r < 0 || count > 0)
			continue;
		*ret = channel->recipients[i];
		break;
	}
	return r;
}

static int
recipient_cancel(struct db *db, const struct delivery *delivery, int64_t now,
    struct err *err)
{
	char *why = mem_printf(
	    "%s is no recipient of the channel any more", delivery->recipient);
	int r = outbox_rows_cancel(db, delivery->id, why, now, err);

	if (r == 0)
		log_info("delivery '%s' to '%s': not sent, %s",
		    delivery->events[0].id, delivery->channel, why);
	mem_free(why);
	return r;
}

int
recipient_check(struct db *db, const struct channel *channel,
    struct delivery *delivery, int64_t now, bool *ret_spared, struct err *err)
{
	const char *next;

	*ret_spared = false;
	if (channel->kind != CHANNEL_MAIL || channel->recipient_count == 0 ||
	    recipient_is_of(channel, delivery->recipient))
		return 0;
	int r =
	    recipient_find(db, channel, delivery->events[0].seq, &next, err);
	if (r < 0)
		return r;
	if (next == NULL) {
		r = recipient_cancel(db, delivery, now, err);
		*ret_spared = r == 0;
		return r;
	}
	r = outbox_rows_readdress(db, delivery->id, next, err);
	if (r < 0)
		return r;
	log_info("delivery '%s' to '%s': goes to %s, which has taken the place "
		 "of %s",
	    delivery->events[0].id, delivery->channel, next,
	    delivery->recipient);
	mem_set(&delivery->recipient, next);
	buf_clear(&delivery->message);
	return 0;
}
