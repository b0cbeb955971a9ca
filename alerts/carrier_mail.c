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

#define CARRIER_MAIL_MS 60000 /* mail servers may be slow on purpose */

struct carrier_letter {
	struct http_transfer *transfer;
	carrier_fn *fn;
	void *arg;
};

static int
carrier_write_mail(
    const struct carriage *carriage, struct buf *out, struct err *err)
{
	const struct delivery *delivery = carriage->delivery;
	struct event event;
	int r = event_rows_load(
	    carriage->parts->db, delivery->events[0].seq, &event, err);

	if (r < 0)
		return r;
	event.late = carriage->late;
	mail_build(&event,
	    &(struct mail_context){
		.instance = carriage->parts->instance,
		.host = carriage->parts->host,
		.rule = delivery->rule,
		.note = delivery->note,
		.from = channel_from(carriage->channel),
		.to = delivery->recipient,
		.now = carriage->now,
		.seen = delivery->events[0].seen,
	    },
	    out);
	event_done(&event);
	return 0;
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
