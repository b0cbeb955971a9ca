/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * In: a delivery that is due and its channel. Out: a request or a mail, and
 * the delivery's next state in the store. The outbox starts it and hears of
 * its end.
 */
#include "alerts/attempt.h"

#include "alerts/event_rows.h"
#include "alerts/mail.h"
#include "alerts/webhook.h"
#include "lib/base/line.h"
#include "lib/base/log.h"
#include "lib/base/mem.h"
#include "lib/net/smtp.h"

#include <assert.h>
#include <stdio.h>
#include <string.h>

#define ATTEMPT_DEADLINE_MS 20000
#define ATTEMPT_MAIL_MS	    60000 /* mail servers may be slow on purpose */
#define ATTEMPT_ANSWER_MAX  (16 * KIB)
#define ATTEMPT_PAUSE_MS    1000
#define ATTEMPT_LATE_MS	    600000 /* an alert this old is told as late */
#define ATTEMPT_WHY_MAX	    ERR_TEXT_MAX
#define ATTEMPT_MAIL_MAX    MIB

enum attempt_state {
	ATTEMPT_LEASING,
	ATTEMPT_SENDING,
	ATTEMPT_SETTLING,
	ATTEMPT_PAUSING,
	ATTEMPT_ENDED,
	ATTEMPT_STATES
};

struct attempt {
	struct attempt_parts parts;
	struct attempt_watcher watcher;
	struct channel channel; /* a copy: the config may change meanwhile */
	struct delivery delivery;
	enum attempt_state state;
	struct http_transfer *transfer;
	struct loop_timer *timer;
	struct schedule_answer answer;
	struct attempt_result result;
	char why[ATTEMPT_WHY_MAX];
};

static void attempt_step(struct attempt *attempt, enum attempt_state next);

struct attempt *
attempt_new(const struct attempt_parts *parts, const struct channel *channel,
    struct delivery *delivery, const struct attempt_watcher *watcher)
{
	struct attempt *attempt = mem_new(sizeof(*attempt));

	attempt->parts = *parts;
	attempt->watcher = *watcher;
	channel_copy(&attempt->channel, channel);
	attempt->delivery = *delivery;
	attempt->delivery.attempts++;
	attempt->result.delivery = &attempt->delivery;
	attempt->result.why = attempt->why;
	attempt_step(attempt, ATTEMPT_LEASING);
	return attempt;
}

void
attempt_free(struct attempt *attempt)
{
	if (attempt == NULL)
		return;
	http_forget(attempt->transfer);
	db_forget(attempt->parts.db, attempt);
	loop_undefer(attempt->parts.loop, attempt);
	loop_cancel(attempt->timer);
	channel_done(&attempt->channel);
	delivery_done(&attempt->delivery);
	mem_free(attempt);
}

const char *
attempt_channel(const struct attempt *attempt)
{
	return attempt->delivery.channel;
}

static void
attempt_because(struct attempt *attempt, const char *why)
{
	int n = snprintf(attempt->why, sizeof(attempt->why), "%s", why);

	line_tidy(attempt->why, sizeof(attempt->why), n);
}

static bool
attempt_is_late(const struct attempt *attempt, int64_t now)
{
	return attempt->delivery.late ||
	       now - attempt->delivery.decided > ATTEMPT_LATE_MS;
}

/* Freezes the mail's bytes: every attempt sends the same. */
static int
attempt_write_mail(struct attempt *attempt, struct err *err)
{
	struct delivery *delivery = &attempt->delivery;
	struct event event;

	if (delivery->message.len > 0)
		return 0;
	int r = event_rows_load(
	    attempt->parts.db, delivery->event_seq, &event, err);
	if (r < 0)
		return r;
	int64_t now = loop_now(attempt->parts.loop);
	event.late = attempt_is_late(attempt, now);
	mail_build(&event,
	    &(struct mail_context){
		.instance = attempt->parts.instance,
		.host = attempt->parts.host,
		.rule = delivery->rule,
		.note = delivery->note,
		.from = channel_from(&attempt->channel),
		.to = delivery->recipient,
		.now = now,
		.seen = delivery->seen,
	    },
	    &delivery->message);
	event_done(&event);
	return 0;
}

static void
attempt_on_leased(int code, void *arg)
{
	struct attempt *attempt = arg;

	if (code != 0)
		attempt_step(attempt, ATTEMPT_ENDED);
	else if (attempt->answer.error != 0)
		attempt_step(attempt, ATTEMPT_SETTLING);
	else
		attempt_step(attempt, ATTEMPT_SENDING);
}

static void
attempt_on_unleased(void *arg)
{
	attempt_step(arg, ATTEMPT_ENDED);
}

static void
attempt_do_lease(struct attempt *attempt)
{
	struct err err = ERR_NONE;

	attempt->answer.retry_after_ms = SCHEDULE_NONE;
	attempt->answer.mail = attempt->channel.kind == CHANNEL_MAIL;
	if (attempt->answer.mail && attempt_write_mail(attempt, &err) < 0) {
		attempt->answer.error = err.code;
		attempt_because(attempt, err.text);
	}
	if (outbox_rows_lease(attempt->parts.db, &attempt->delivery, &err) ==
	    0) {
		db_after_commit(attempt->parts.db, attempt_on_leased, attempt);
		return;
	}
	log_error("delivery '%lld' to '%s': %s, tried again",
	    (long long)attempt->delivery.id, attempt->delivery.channel,
	    err.text);
	loop_defer(attempt->parts.loop, attempt_on_unleased, attempt);
}

static void
attempt_on_http(struct http_response *response, void *arg)
{
	struct attempt *attempt = arg;
	const char *after = http_header_get(response, "retry-after");
	int64_t now = loop_now(attempt->parts.loop);

	attempt->transfer = NULL;
	attempt->answer.status = response->status;
	attempt->answer.error = response->error.code;
	if (after != NULL &&
	    http_retry_after(after, now, &attempt->answer.retry_after_ms) < 0)
		attempt->answer.retry_after_ms = SCHEDULE_NONE;
	if (response->error.code != 0)
		attempt_because(attempt, response->error.text);
	else
		(void)snprintf(attempt->why, sizeof(attempt->why), "http %d",
		    response->status); /* fits */
	attempt_step(attempt, ATTEMPT_SETTLING);
}

static void
attempt_on_smtp(const struct smtp_response *response, void *arg)
{
	struct attempt *attempt = arg;

	attempt->transfer = NULL;
	attempt->answer.status = response->code;
	attempt->answer.error = response->error.code;
	attempt_because(attempt, response->error.text);
	attempt_step(attempt, ATTEMPT_SETTLING);
}

static void
attempt_send_webhook(struct attempt *attempt)
{
	const struct delivery *delivery = &attempt->delivery;
	int64_t now = loop_now(attempt->parts.loop);
	struct webhook_header headers[WEBHOOK_HEADERS];
	struct http_header lines[WEBHOOK_HEADERS];
	size_t count = webhook_headers(&attempt->channel,
	    &(struct webhook_attempt){
		.event_id = delivery->event_id,
		.body = {delivery->body.data, delivery->body.len},
		.instance = attempt->parts.instance,
		.attempt = delivery->attempts,
		.sequence = delivery->sequence,
		.now = now,
		.seen = delivery->seen,
		.decided = delivery->decided,
		.late = attempt_is_late(attempt, now),
	    },
	    headers);

	for (size_t i = 0; i < count; i++)
		lines[i] =
		    (struct http_header){headers[i].name, headers[i].value};
	attempt->transfer = http_send(attempt->parts.http,
	    &(struct http_request){
		.method = "POST",
		.url = attempt->channel.url,
		.headers = lines,
		.header_count = count,
		.body = delivery->body.data,
		.body_len = delivery->body.len,
		.limit = ATTEMPT_ANSWER_MAX,
		.cut_at_limit = true,
		.deadline_ms = ATTEMPT_DEADLINE_MS,
		.https_only = !attempt->channel.allow_insecure,
		.guard = &attempt->channel.guard,
	    },
	    attempt_on_http, attempt);
}

static void
attempt_send_mail(struct attempt *attempt)
{
	const struct channel *channel = &attempt->channel;

	attempt->transfer = smtp_send(attempt->parts.http,
	    &(struct smtp_request){
		.url = channel->smtp,
		.user = channel->user,
		.password = channel->password,
		.from = channel_from(channel),
		.to = attempt->delivery.recipient,
		.message = attempt->delivery.message.data,
		.message_len = attempt->delivery.message.len,
		.deadline_ms = ATTEMPT_MAIL_MS,
		.starttls = channel->starttls,
		.guard = &channel->guard,
	    },
	    attempt_on_smtp, attempt);
}

static void
attempt_do_send(struct attempt *attempt)
{
	switch (attempt->channel.kind) {
	case CHANNEL_WEBHOOK:
		attempt_send_webhook(attempt);
		return;
	case CHANNEL_MAIL:
		attempt_send_mail(attempt);
		return;
	}
}

static void
attempt_on_settled(int code, void *arg)
{
	attempt_step(arg, code == 0 ? ATTEMPT_ENDED : ATTEMPT_PAUSING);
}

/* Once: what is written again after a failed commit is the same. */
static void
attempt_decide(struct attempt *attempt)
{
	struct attempt_result *result = &attempt->result;

	if (result->made)
		return;
	attempt->answer.delivery = attempt->delivery.id;
	attempt->answer.attempt = attempt->delivery.attempts;
	result->made = true;
	result->now = loop_now(attempt->parts.loop);
	result->decision = schedule_decide(&attempt->answer);
	if (result->decision.next == SCHEDULE_SENT)
		attempt->why[0] = '\0';
}

static void
attempt_do_settle(struct attempt *attempt)
{
	struct attempt_result *result = &attempt->result;
	struct err err = ERR_NONE;

	attempt_decide(attempt);
	int r = outbox_rows_settle(attempt->parts.db,
	    &(struct delivery_settling){
		.id = attempt->delivery.id,
		.next = result->decision.next,
		.attempts = attempt->delivery.attempts,
		.now = result->now,
		.due_at = result->now + result->decision.wait_ms,
		.why = attempt->why,
	    },
	    &err);
	if (r < 0) {
		log_error("delivery '%lld' to '%s': %s, written again in %d s",
		    (long long)attempt->delivery.id, attempt->delivery.channel,
		    err.text, ATTEMPT_PAUSE_MS / 1000);
		attempt_step(attempt, ATTEMPT_PAUSING);
		return;
	}
	attempt->watcher.settle(result, attempt->watcher.arg);
	db_after_commit(attempt->parts.db, attempt_on_settled, attempt);
}

static void
attempt_on_timer(void *arg)
{
	struct attempt *attempt = arg;

	attempt->timer = NULL;
	attempt_step(attempt, ATTEMPT_SETTLING);
}

static void
attempt_do_pause(struct attempt *attempt)
{
	attempt->timer = loop_after(
	    attempt->parts.loop, ATTEMPT_PAUSE_MS, attempt_on_timer, attempt);
}

static void
attempt_do_end(struct attempt *attempt)
{
	attempt->watcher.end(attempt, &attempt->result, attempt->watcher.arg);
}

#define NEXT(state) (1U << (state))

static const struct {
	const char *name;
	unsigned next; /* allowed states */
	void (*run)(struct attempt *attempt);
} attempt_states[ATTEMPT_STATES] = {
    [ATTEMPT_LEASING] = {"leasing",
	NEXT(ATTEMPT_LEASING) | NEXT(ATTEMPT_SENDING) | NEXT(ATTEMPT_SETTLING) |
	    NEXT(ATTEMPT_ENDED),
	attempt_do_lease},
    [ATTEMPT_SENDING] = {"sending", NEXT(ATTEMPT_SETTLING), attempt_do_send},
    [ATTEMPT_SETTLING] = {"settling",
	NEXT(ATTEMPT_ENDED) | NEXT(ATTEMPT_PAUSING), attempt_do_settle},
    [ATTEMPT_PAUSING] = {"pausing", NEXT(ATTEMPT_SETTLING), attempt_do_pause},
    [ATTEMPT_ENDED] = {"ended", 0, attempt_do_end},
};

static void
attempt_step(struct attempt *attempt, enum attempt_state next)
{
	assert((attempt_states[attempt->state].next & NEXT(next)) != 0);
	log_debug("delivery '%lld': %s -> %s", (long long)attempt->delivery.id,
	    attempt_states[attempt->state].name, attempt_states[next].name);
	attempt->state = next;
	attempt_states[next].run(attempt);
}
