/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * In: a delivery to a mailbox. Out: its message, sent by SMTP, and what the
 * server said. Attempts call it.
 */
#include "alerts/carrier_mail.h"

#include "alerts/event_rows.h"
#include "alerts/mail.h"
#include "alerts/schedule.h"
#include "lib/base/mem.h"
#include "lib/net/smtp.h"

#include <string.h>

#define CARRIER_LATE_MS 600000
#define CARRIER_MAIL_MS 60000 /* mail servers may be slow on purpose */

struct carrier_letter {
	struct http_transfer *transfer;
	carrier_fn *fn;
	void *arg;
};

/* What a mail tells, as it is stored. */
struct carrier_post {
	size_t count;
	struct event *events;
	struct mail_entry *entries;
	char **before; /* lines that entries borrow */
};

/* What is told once for all is not told of each. */
static const char *
carrier_own(const char *own, const char *common)
{
	return strcmp(own, common) == 0 ? NULL : own;
}

static int
carrier_load(
    const struct carriage *carriage, struct carrier_post *post, struct err *err)
{
	struct db *db = carriage->parts->db;
	const struct delivery *delivery = carriage->delivery;

	for (size_t i = 0; i < delivery->event_count; i++) {
		const struct delivery_event *row = &delivery->events[i];
		struct event *event = &post->events[i];
		int r = event_rows_load(db, row->seq, event, err);
		if (r < 0)
			return r;
		post->count++;
		r = event_rows_before(db, event, &post->before[i], err);
		if (r < 0)
			return r;
		post->entries[i] = (struct mail_entry){event, post->before[i],
		    row->seen, carrier_own(row->rule, delivery->rule),
		    carrier_own(row->note, delivery->note)};
	}
	return 0;
}

static void
carrier_post_done(struct carrier_post *post)
{
	for (size_t i = 0; i < post->count; i++) {
		event_done(&post->events[i]);
		mem_free(post->before[i]);
	}
	mem_free(post->events);
	mem_free(post->entries);
	mem_free(post->before);
}

static void
carrier_build(const struct carriage *carriage, const struct carrier_post *post,
    struct buf *out)
{
	const struct delivery *delivery = carriage->delivery;
	const struct channel *channel = carriage->channel;
	const struct mail_context context = {
	    .instance = carriage->parts->instance,
	    .host = carriage->parts->host,
	    .rule = delivery->rule,
	    .note = delivery->note,
	    .from = channel_from(channel),
	    .to = delivery->recipient,
	    .unsubscribe = channel->unsubscribe,
	    .urgent = delivery->urgent,
	    .delivery = delivery->id,
	    .now = carriage->now,
	};

	if (post->count == 1)
		mail_build(&post->entries[0], &context, out);
	else
		mail_build_digest(post->entries, post->count, &context, out);
}

/* What was held on purpose is in time when it is sent as it was planned. */
static bool
carrier_is_late(const struct carriage *carriage, const struct event *event)
{
	const struct delivery *delivery = carriage->delivery;

	return event->late || delivery->late ||
	       carriage->now - delivery->due_at > CARRIER_LATE_MS;
}

static int
carrier_write_mail(
    const struct carriage *carriage, struct buf *out, struct err *err)
{
	size_t count = carriage->delivery->event_count;
	struct carrier_post post = {
	    .events = mem_array(count, sizeof(post.events[0])),
	    .entries = mem_array(count, sizeof(post.entries[0])),
	    .before = mem_array(count, sizeof(post.before[0])),
	};
	int r = carrier_load(carriage, &post, err);

	if (r == 0) {
		for (size_t i = 0; i < count; i++)
			post.events[i].late =
			    carrier_is_late(carriage, &post.events[i]);
		carrier_build(carriage, &post, out);
	}
	carrier_post_done(&post);
	return r;
}

static void
carrier_on_smtp(const struct smtp_response *response, void *arg)
{
	struct carrier_letter letter = *(struct carrier_letter *)arg;

	mem_free(arg);
	letter.fn(
	    &(struct carrier_answer){
		.status = response->code,
		.error = response->error.code,
		.retry_after_ms = SCHEDULE_NONE,
		.why = response->error.text,
		.excerpt = {response->reply, strlen(response->reply)},
	    },
	    letter.arg);
}

static void *
carrier_post_letter(const struct carriage *carriage, carrier_fn *fn, void *arg)
{
	const struct channel *channel = carriage->channel;
	const struct delivery *delivery = carriage->delivery;
	struct carrier_letter *letter = mem_new(sizeof(*letter));

	*letter = (struct carrier_letter){NULL, fn, arg};
	letter->transfer = smtp_send(carriage->parts->http,
	    &(struct smtp_request){
		.url = channel->smtp,
		.user = channel->user,
		.password = channel->password,
		.from = channel_from(channel),
		.to = delivery->recipient,
		.message = delivery->message.data,
		.message_len = delivery->message.len,
		.deadline_ms = CARRIER_MAIL_MS,
		.starttls = channel->starttls,
		.guard = &channel->guard,
	    },
	    carrier_on_smtp, letter);
	return letter;
}

static void
carrier_forget_letter(void *sending)
{
	struct carrier_letter *letter = sending;

	http_forget(letter->transfer);
	mem_free(letter);
}

const struct carrier carrier_mail = {
    .write = carrier_write_mail,
    .send = carrier_post_letter,
    .forget = carrier_forget_letter,
};
