/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * In: an event that cannot be stored and a mail channel. Out: mails, tried
 * once. The outbox calls it for the alerts driver.
 */
#include "alerts/shout.h"

#include "alerts/mail.h"
#include "lib/base/log.h"
#include "lib/base/mem.h"
#include "lib/net/smtp.h"

#include <sys/queue.h>

#define SHOUT_DEADLINE_MS 60000

struct shout {
	struct shouts *shouts;
	struct http_transfer *transfer;
	struct channel channel; /* a copy: the config may change meanwhile */
	char *to;
	TAILQ_ENTRY(shout) entry;
};

struct shouts {
	const struct carrier_parts *parts;
	TAILQ_HEAD(, shout) list;
};

struct shouts *
shouts_new(const struct carrier_parts *parts)
{
	struct shouts *shouts = mem_new(sizeof(*shouts));

	shouts->parts = parts;
	TAILQ_INIT(&shouts->list);
	return shouts;
}

static void
shout_free(struct shout *shout)
{
	http_forget(shout->transfer);
	TAILQ_REMOVE(&shout->shouts->list, shout, entry);
	channel_done(&shout->channel);
	mem_free(shout->to);
	mem_free(shout);
}

void
shouts_free(struct shouts *shouts)
{
	if (shouts == NULL)
		return;
	while (!TAILQ_EMPTY(&shouts->list))
		shout_free(TAILQ_FIRST(&shouts->list));
	mem_free(shouts);
}

static void
shout_on_smtp(const struct smtp_response *response, void *arg)
{
	struct shout *shout = arg;

	shout->transfer = NULL;
	if (response->error.code == 0)
		log_info("mail to '%s': sent past the store", shout->to);
	else
		log_error("mail to '%s': %s, not sent again", shout->to,
		    response->error.text);
	shout_free(shout);
}

static void
shout_write(
    const struct shout *shout, const struct event *event, struct buf *message)
{
	const struct carrier_parts *parts = shout->shouts->parts;
	int64_t now = loop_now(parts->loop);

	mail_build(&(struct mail_entry){.event = event, .seen = now},
	    &(struct mail_context){
		.instance = parts->instance,
		.host = parts->host,
		.rule = "operator",
		.note = "Sent past the store, which failed: not repeated.",
		.from = channel_from(&shout->channel),
		.to = shout->to,
		.unsubscribe = shout->channel.unsubscribe,
		.now = now,
	    },
	    message);
}

static void
shout_send(struct shout *shout, const struct buf *message)
{
	const struct channel *channel = &shout->channel;

	shout->transfer = smtp_send(shout->shouts->parts->http,
	    &(struct smtp_request){
		.url = channel->smtp,
		.user = channel->user,
		.password = channel->password,
		.from = channel_from(channel),
		.to = shout->to,
		.message = message->data,
		.message_len = message->len,
		.deadline_ms = SHOUT_DEADLINE_MS,
		.starttls = channel->starttls,
		.guard = &channel->guard,
	    },
	    shout_on_smtp, shout);
}

void
shouts_send(struct shouts *shouts, const struct channel *channel,
    const struct event *event)
{
	for (size_t i = 0; i < channel->recipient_count; i++) {
		struct shout *shout = mem_new(sizeof(*shout));
		struct buf message;
		shout->shouts = shouts;
		shout->to = mem_strdup(channel->recipients[i]);
		channel_copy(&shout->channel, channel);
		TAILQ_INSERT_TAIL(&shouts->list, shout, entry);
		buf_init(&message, MIB);
		shout_write(shout, event, &message);
		shout_send(shout, &message);
		buf_done(&message);
	}
}
