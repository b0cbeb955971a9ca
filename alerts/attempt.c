/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * In: a delivery that is due and its channel. Out: a request or a mail, and
 * the delivery's next state in the store. The outbox starts it and hears of
 * its end.
 */
#include "alerts/attempt.h"

#include "alerts/attempt_rows.h"
#include "lib/base/line.h"
#include "lib/base/log.h"
#include "lib/base/mem.h"
#include "lib/net/loop.h"

#include <assert.h>
#include <stdio.h>
#include <string.h>

#define ATTEMPT_PAUSE_MS 1000
#define ATTEMPT_LATE_MS	 600000 /* an alert this old is told as late */
#define ATTEMPT_WHY_MAX	 ERR_TEXT_MAX

enum attempt_state {
	ATTEMPT_LEASING,
	ATTEMPT_SENDING,
	ATTEMPT_SETTLING,
	ATTEMPT_PAUSING,
	ATTEMPT_ENDED,
	ATTEMPT_STATES
};

struct attempt {
	const struct carrier_parts *parts;
	const struct carrier *carrier;
	struct attempt_watcher watcher;
	struct channel channel; /* a copy: the config may change meanwhile */
	struct delivery delivery;
	struct carriage carriage;
	enum attempt_state state;
	void *sending;
	struct loop_timer *timer;
	struct schedule_answer answer;
	struct attempt_result result;
	struct buf excerpt; /* of what was answered */
	char why[ATTEMPT_WHY_MAX];
};

static void attempt_step(struct attempt *attempt, enum attempt_state next);

struct attempt *
attempt_new(const struct carrier_parts *parts, const struct channel *channel,
    struct delivery *delivery, const struct attempt_watcher *watcher)
{
	struct attempt *attempt = mem_new(sizeof(*attempt));

	attempt->parts = parts;
	attempt->carrier = carrier_of(channel->kind);
	attempt->watcher = *watcher;
	channel_copy(&attempt->channel, channel);
	attempt->delivery = *delivery;
	attempt->delivery.attempts++;
	attempt->result.delivery = &attempt->delivery;
	attempt->result.why = attempt->why;
	buf_init(&attempt->excerpt, CARRIER_EXCERPT_MAX);
	attempt_step(attempt, ATTEMPT_LEASING);
	return attempt;
}

void
attempt_free(struct attempt *attempt)
{
	if (attempt == NULL)
		return;
	if (attempt->sending != NULL)
		attempt->carrier->forget(attempt->sending);
	db_forget(attempt->parts->db, attempt);
	loop_undefer(attempt->parts->loop, attempt);
	loop_cancel(attempt->timer);
	channel_done(&attempt->channel);
	delivery_done(&attempt->delivery);
	buf_done(&attempt->excerpt);
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
	const struct delivery *delivery = &attempt->delivery;

	for (size_t i = 0; i < delivery->event_count; i++) {
		if (delivery->events[i].late ||
		    now - delivery->events[i].decided > ATTEMPT_LATE_MS)
			return true;
	}
	return delivery->late;
}

static void
attempt_load(struct attempt *attempt)
{
	int64_t now = loop_now(attempt->parts->loop);

	attempt->carriage = (struct carriage){
	    .parts = attempt->parts,
	    .channel = &attempt->channel,
	    .delivery = &attempt->delivery,
	    .now = now,
	    .late = attempt_is_late(attempt, now),
	};
}

/* Freezes the message's bytes: every attempt sends the same. */
static int
attempt_write(struct attempt *attempt, struct err *err)
{
	struct buf *message = &attempt->delivery.message;

	attempt_load(attempt);
	if (attempt->carrier->write == NULL || message->len > 0)
		return 0;
	return attempt->carrier->write(&attempt->carriage, message, err);
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
	attempt->answer.kind = attempt->channel.kind;
	if (attempt_write(attempt, &err) < 0) {
		attempt->answer.error = err.code;
		attempt_because(attempt, err.text);
	}
	if (outbox_rows_lease(attempt->parts->db, &attempt->delivery, &err) ==
	    0) {
		db_after_commit(attempt->parts->db, attempt_on_leased, attempt);
		return;
	}
	log_error("delivery '%lld' to '%s': %s, tried again",
	    (long long)attempt->delivery.id, attempt->delivery.channel,
	    err.text);
	loop_defer(attempt->parts->loop, attempt_on_unleased, attempt);
}

static void
attempt_on_answer(const struct carrier_answer *answer, void *arg)
{
	struct attempt *attempt = arg;

	attempt->sending = NULL;
	attempt->answer.status = answer->status;
	attempt->answer.error = answer->error;
	attempt->answer.retry_after_ms = answer->retry_after_ms;
	/* What does not fit is not kept. */
	err_drop(
	    buf_add(&attempt->excerpt, answer->excerpt.p, answer->excerpt.len));
	attempt_because(attempt, answer->why);
	attempt_step(attempt, ATTEMPT_SETTLING);
}

static void
attempt_do_send(struct attempt *attempt)
{
	attempt_load(attempt);
	attempt->result.began = attempt->carriage.now;
	attempt->sending = attempt->carrier->send(
	    &attempt->carriage, attempt_on_answer, attempt);
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
	attempt->answer.attempt =
	    attempt->delivery.attempts - attempt->delivery.forgiven;
	result->made = true;
	result->now = loop_now(attempt->parts->loop);
	result->status = attempt->answer.status;
	result->error = attempt->answer.error;
	result->decision = schedule_decide(&attempt->answer);
	if (result->decision.next == SCHEDULE_SENT)
		attempt->why[0] = '\0';
}

/* What the carrier writes of a delivery that was sent. */
static int
attempt_store_sent(const struct attempt *attempt, struct err *err)
{
	if (attempt->carrier->settle == NULL ||
	    attempt->result.decision.next != SCHEDULE_SENT)
		return 0;
	return attempt->carrier->settle(&attempt->carriage, err);
}

static int
attempt_store(struct attempt *attempt, struct err *err)
{
	const struct attempt_result *result = &attempt->result;
	int64_t begun = result->began > 0 ? result->began : result->now;
	int r = attempt_rows_add(attempt->parts->db,
	    &(struct attempt_row){
		.delivery = attempt->delivery.id,
		.number = attempt->delivery.attempts,
		.ended = result->now,
		.elapsed_ms = result->now - begun,
		.status = attempt->answer.status,
		.why = attempt->why,
		.answer = {attempt->excerpt.data, attempt->excerpt.len},
	    },
	    err);

	if (r == 0)
		r = attempt_store_sent(attempt, err);
	if (r < 0)
		return r;
	return outbox_rows_settle(attempt->parts->db,
	    &(struct delivery_settling){
		.id = attempt->delivery.id,
		.next = result->decision.next,
		.attempts = attempt->delivery.attempts,
		.now = result->now,
		.due_at = result->now + result->decision.wait_ms,
		.why = attempt->why,
	    },
	    err);
}

static void
attempt_do_settle(struct attempt *attempt)
{
	struct attempt_result *result = &attempt->result;
	struct err err = ERR_NONE;

	attempt_decide(attempt);
	if (attempt_store(attempt, &err) < 0) {
		log_error("delivery '%lld' to '%s': %s, written again in %d s",
		    (long long)attempt->delivery.id, attempt->delivery.channel,
		    err.text, ATTEMPT_PAUSE_MS / 1000);
		attempt_step(attempt, ATTEMPT_PAUSING);
		return;
	}
	attempt->watcher.settle(result, attempt->watcher.arg);
	db_after_commit(attempt->parts->db, attempt_on_settled, attempt);
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
	    attempt->parts->loop, ATTEMPT_PAUSE_MS, attempt_on_timer, attempt);
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
