/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * In: stored events and the channels they go to. Out: attempts, as many at
 * once as each channel bears, and their results. The alerts driver adds, the
 * service drains. Channels never wait for one another: each has a lane of its
 * own with its own queue, limit and hold.
 */
#include "alerts/outbox.h"

#include "alerts/aftermath.h"
#include "alerts/attempt.h"
#include "alerts/escalation.h"
#include "alerts/lanes.h"
#include "alerts/mail.h"
#include "alerts/outbox_rows.h"
#include "alerts/recipient.h"
#include "alerts/shout.h"
#include "alerts/view.h"
#include "lib/base/log.h"
#include "lib/base/mem.h"

#include <assert.h>
#include <string.h>
#include <sys/queue.h>

#define OUTBOX_STORE_MS 1000 /* the store failed: look again */

struct outbox_flight {
	struct attempt *attempt;
	int64_t delivery;
	bool answered; /* its place is free, though the store may not know */
	TAILQ_ENTRY(outbox_flight) entry;
};

struct outbox {
	struct carrier_parts parts;
	struct shouts *shouts;
	struct aftermath aftermath;
	struct lanes lanes;
	TAILQ_HEAD(, outbox_flight) flights;
	int in_flight;
	struct loop_timer *timer;
	bool woken;
	bool recovered;
	bool draining;
	int64_t sent;
	int64_t dead;
	outbox_result_fn *result_fn;
	void *result_arg;
	loop_fn *drain_fn;
	void *drain_arg;
};

static void outbox_on_wake(void *arg);

/* Looks at all lanes once, on this turn. */
static void
outbox_wake(struct outbox *outbox)
{
	if (outbox->woken)
		return;
	outbox->woken = true;
	loop_defer(outbox->parts.loop, outbox_on_wake, outbox);
}

static void
outbox_on_timer(void *arg)
{
	struct outbox *outbox = arg;

	outbox->timer = NULL;
	outbox_wake(outbox);
}

static void
outbox_wake_at(struct outbox *outbox, int64_t when)
{
	int64_t wait = when - loop_now(outbox->parts.loop);

	loop_cancel(outbox->timer);
	outbox->timer = loop_after(
	    outbox->parts.loop, wait > 0 ? wait : 0, outbox_on_timer, outbox);
}

static int
outbox_lane_flights(const struct outbox *outbox, const char *name)
{
	const struct outbox_flight *flight;
	int count = 0;

	TAILQ_FOREACH(flight, &outbox->flights, entry)
	{
		if (!flight->answered &&
		    strcmp(attempt_channel(flight->attempt), name) == 0)
			count++;
	}
	return count;
}

static size_t
outbox_room(const struct outbox *outbox, const struct lane *lane)
{
	return lane_room(lane, loop_now(outbox->parts.loop),
	    outbox_lane_flights(outbox, lane->channel->name));
}

/* The answer is in the store: now it counts. */
static void
outbox_count(struct outbox *outbox, const struct attempt_result *result)
{
	struct lane *lane =
	    lanes_find(&outbox->lanes, result->delivery->channel);
	enum schedule_next next = result->decision.next;

	outbox->sent += next == SCHEDULE_SENT;
	outbox->dead += next == SCHEDULE_DEAD;
	/* Of what is not about a filing nobody was told that it is dead. */
	if (lane != NULL &&
	    (next == SCHEDULE_SENT ||
		(next == SCHEDULE_DEAD &&
		    view_is_about_filing(result->delivery->events[0].type))))
		lane->gave_up = next == SCHEDULE_DEAD;
}

static void
outbox_report(struct outbox *outbox, const struct attempt_result *result)
{
	const struct delivery *delivery = result->delivery;
	enum schedule_next next = result->decision.next;

	if (outbox->result_fn == NULL)
		return;
	outbox->result_fn(
	    &(struct outbox_result){
		.delivery = delivery->id,
		.rule = delivery->rule,
		.channel = delivery->channel,
		.recipient = delivery->recipient,
		.event_id = delivery->events[0].id,
		.line = delivery->events[0].line,
		.attempt = delivery->attempts,
		.decided = delivery->events[0].decided,
		.began = result->began,
		.ended = result->now,
		.status = result->status,
		.error = result->error,
		.sent = next == SCHEDULE_SENT,
		.dead = next == SCHEDULE_DEAD,
		.retry_ms = result->decision.wait_ms,
		.why = result->why,
	    },
	    outbox->result_arg);
}

static void
outbox_on_drained(void *arg)
{
	struct outbox *outbox = arg;

	if (outbox->drain_fn != NULL && outbox->in_flight == 0)
		outbox->drain_fn(outbox->drain_arg);
}

static void
outbox_on_end(
    struct attempt *attempt, const struct attempt_result *result, void *arg)
{
	struct outbox *outbox = arg;
	struct outbox_flight *flight;

	if (result->made) {
		outbox_count(outbox, result);
		outbox_report(outbox, result);
	}
	TAILQ_FOREACH(flight, &outbox->flights, entry)
	{
		if (flight->attempt == attempt)
			break;
	}
	assert(flight != NULL);
	TAILQ_REMOVE(&outbox->flights, flight, entry);
	outbox->in_flight--;
	mem_free(flight);
	bool made = result->made;
	attempt_free(attempt);
	if (outbox->draining && outbox->in_flight == 0)
		loop_defer(outbox->parts.loop, outbox_on_drained, outbox);
	if (made)
		outbox_wake(outbox);
	else
		outbox_wake_at(
		    outbox, loop_now(outbox->parts.loop) + OUTBOX_STORE_MS);
}

static void
outbox_on_settle(const struct attempt_result *result, void *arg)
{
	struct outbox *outbox = arg;
	struct outbox_flight *flight;

	aftermath_settle(&outbox->aftermath,
	    lanes_find(&outbox->lanes, result->delivery->channel), result);
	TAILQ_FOREACH(flight, &outbox->flights, entry)
	{
		if (flight->delivery == result->delivery->id)
			flight->answered = true;
	}
	outbox_wake(outbox); /* the next lease joins this commit */
}

static void
outbox_fly(
    struct outbox *outbox, const struct lane *lane, struct delivery *delivery)
{
	struct outbox_flight *flight = mem_new(sizeof(*flight));

	flight->delivery = delivery->id;
	flight->attempt = attempt_new(&outbox->parts, lane->channel, delivery,
	    &(struct attempt_watcher){outbox_on_settle, outbox_on_end, outbox});
	TAILQ_INSERT_TAIL(&outbox->flights, flight, entry);
	outbox->in_flight++;
}

/* A delivery whose event is gone can never be made: it must not hold others. */
static int
outbox_bury(struct outbox *outbox, int64_t id, struct err *err)
{
	struct delivery_settling settling = {.id = id,
	    .next = SCHEDULE_DEAD,
	    .now = loop_now(outbox->parts.loop),
	    .why = err->text};

	log_error("%s, given up", err->text);
	return outbox_rows_settle(outbox->parts.db, &settling, err);
}

static int
outbox_start(
    struct outbox *outbox, const struct lane *lane, int64_t id, struct err *err)
{
	struct db *db = outbox->parts.db;
	int64_t now = loop_now(outbox->parts.loop);
	struct delivery delivery;
	bool spared;
	int r = outbox_rows_load(db, id, &delivery, err);

	if (r == ERR_NOTFOUND || r == ERR_TOOBIG)
		return outbox_bury(outbox, id, err);
	if (r < 0)
		return r;
	r = escalation_spare(db, &delivery, now, &spared, err);
	if (r == 0 && !spared)
		r = recipient_check(
		    db, lane->channel, &delivery, now, &spared, err);
	if (r < 0 || spared)
		delivery_done(&delivery);
	else
		outbox_fly(outbox, lane, &delivery);
	return r;
}

/* In an ordered channel all wait for the one that is tried again. */
static int
outbox_due(struct outbox *outbox, const struct lane *lane,
    struct delivery_ids *ret, struct err *err)
{
	const char *name = lane->channel->name;
	int64_t now = loop_now(outbox->parts.loop);
	int64_t id = 0;
	int64_t due;
	int r = 0;

	if (lane->channel->ordered)
		r = outbox_rows_head(outbox->parts.db, name, &id, &due, err);
	if (r < 0)
		return r;
	if (id == 0)
		return outbox_rows_due(outbox->parts.db, name, now, ret, err);
	*ret = (struct delivery_ids){due <= now ? 1 : 0, {id}};
	return 0;
}

/* Starts what is due to one channel. */
static int
outbox_fill(struct outbox *outbox, const struct lane *lane, struct err *err)
{
	struct delivery_ids due = {.count = outbox_room(outbox, lane)};
	int r = 0;

	if (due.count > 0)
		r = outbox_due(outbox, lane, &due, err);
	for (size_t i = 0; r == 0 && i < due.count; i++)
		r = outbox_start(outbox, lane, due.ids[i], err);
	return r;
}

/*
 * When a channel wants to be looked at again, -1: not before something else
 * happens, the end of an attempt or a new configuration.
 */
static int
outbox_next(struct outbox *outbox, const struct lane *lane, int64_t *ret_next,
    struct err *err)
{
	bool held = loop_now(outbox->parts.loop) < lane->hold_until;
	const char *name = lane->channel->name;
	int64_t id = 0;
	int r = 0;

	*ret_next = -1;
	if (lane->disabled || (!held && outbox_room(outbox, lane) == 0))
		return 0;
	if (lane->channel->ordered)
		r = outbox_rows_head(
		    outbox->parts.db, name, &id, ret_next, err);
	if (r == 0 && id == 0)
		r = outbox_rows_next(outbox->parts.db, name, ret_next, err);
	if (r == 0 && *ret_next >= 0 && *ret_next < lane->hold_until)
		*ret_next = lane->hold_until;
	return r;
}

static void
outbox_on_recovered(int code, void *arg)
{
	struct outbox *outbox = arg;

	outbox->recovered = code == 0;
	if (code != 0)
		outbox_wake_at(
		    outbox, loop_now(outbox->parts.loop) + OUTBOX_STORE_MS);
}

/* Before anything is leased. */
static int
outbox_recover(struct outbox *outbox, struct err *err)
{
	struct delivery_counts counts = {0};

	if (outbox->recovered)
		return 0;
	int r = outbox_rows_recover(outbox->parts.db, err);
	if (r == 0)
		r = outbox_rows_count(outbox->parts.db, true, &counts, err);
	if (r < 0)
		return r;
	outbox->recovered = true;
	outbox->sent = counts.sent;
	outbox->dead = counts.dead;
	db_after_commit(outbox->parts.db, outbox_on_recovered, outbox);
	return 0;
}

/* One lane; what fails in it is tried again without holding the others. */
static int64_t
outbox_serve(struct outbox *outbox, struct lane *lane)
{
	struct err err = ERR_NONE;
	int64_t next;
	int r = lanes_read(
	    &outbox->lanes, lane, loop_now(outbox->parts.loop), &err);

	if (r == 0)
		r = outbox_fill(outbox, lane, &err);
	if (r == 0)
		r = outbox_next(outbox, lane, &next, &err);
	if (r == 0)
		return next;
	log_error("channel '%s': %s, looked at again in %d s",
	    lane->channel->name, err.text, OUTBOX_STORE_MS / 1000);
	return loop_now(outbox->parts.loop) + OUTBOX_STORE_MS;
}

static void
outbox_on_wake(void *arg)
{
	struct outbox *outbox = arg;
	struct err err = ERR_NONE;
	int64_t next = -1;

	outbox->woken = false;
	if (outbox->draining)
		return;
	loop_cancel(outbox->timer);
	outbox->timer = NULL;
	if (outbox_recover(outbox, &err) < 0) {
		log_error("outbox: %s, looked at again in %d s", err.text,
		    OUTBOX_STORE_MS / 1000);
		outbox_wake_at(
		    outbox, loop_now(outbox->parts.loop) + OUTBOX_STORE_MS);
		return;
	}
	for (size_t i = 0; i < outbox->lanes.count; i++) {
		int64_t lane_next =
		    outbox_serve(outbox, &outbox->lanes.items[i]);
		if (lane_next >= 0 && (next < 0 || lane_next < next))
			next = lane_next;
	}
	if (next >= 0)
		outbox_wake_at(outbox, next);
}

struct outbox *
outbox_new(
    struct loop *loop, struct db *db, struct http *http, const char *instance)
{
	struct outbox *outbox = mem_new(sizeof(*outbox));

	outbox->parts = (struct carrier_parts){
	    .loop = loop,
	    .db = db,
	    .http = http,
	    .instance = mem_strdup(instance),
	    .host = mail_host(instance),
	};
	outbox->aftermath.db = db;
	outbox->lanes.db = db;
	outbox->shouts = shouts_new(&outbox->parts);
	TAILQ_INIT(&outbox->flights);
	outbox_wake(outbox);
	return outbox;
}

void
outbox_free(struct outbox *outbox)
{
	struct outbox_flight *flight;

	if (outbox == NULL)
		return;
	while ((flight = TAILQ_FIRST(&outbox->flights)) != NULL) {
		TAILQ_REMOVE(&outbox->flights, flight, entry);
		attempt_free(flight->attempt);
		mem_free(flight);
	}
	shouts_free(outbox->shouts);
	db_forget(outbox->parts.db, outbox);
	loop_undefer(outbox->parts.loop, outbox);
	loop_cancel(outbox->timer);
	lanes_done(&outbox->lanes);
	mem_free(outbox->parts.instance);
	mem_free(outbox->parts.host);
	mem_free(outbox);
}

void
outbox_on_result(struct outbox *outbox, outbox_result_fn *fn, void *arg)
{
	outbox->result_fn = fn;
	outbox->result_arg = arg;
}

void
outbox_on_trouble(struct outbox *outbox, outbox_trouble_fn *fn, void *arg)
{
	outbox->aftermath = (struct aftermath){outbox->parts.db, fn, arg};
}

void
outbox_set_channels(
    struct outbox *outbox, const struct channel *channels, size_t count)
{
	lanes_set(
	    &outbox->lanes, channels, count, loop_now(outbox->parts.loop));
	outbox_wake(outbox);
}

/* Also when it could not be stored: lanes may stand otherwise then. */
static void
outbox_on_stored(int code, void *arg)
{
	(void)code;
	outbox_wake(arg);
}

void
outbox_wake_after(struct outbox *outbox)
{
	db_after_commit(outbox->parts.db, outbox_on_stored, outbox);
}

int
outbox_disable(struct outbox *outbox, const char *channel, const char *by,
    const char *why, struct err *err)
{
	int r = lanes_disable(&outbox->lanes, channel,
	    &(struct channel_disabling){why, by, loop_now(outbox->parts.loop)},
	    err);

	if (r == 0)
		outbox_wake_after(outbox);
	return r;
}

int
outbox_enable(struct outbox *outbox, const char *channel, struct err *err)
{
	int r = lanes_enable(
	    &outbox->lanes, channel, loop_now(outbox->parts.loop), err);

	if (r == 0)
		outbox_wake_after(outbox);
	return r;
}

bool
outbox_lane(
    const struct outbox *outbox, const char *channel, struct outbox_lane *ret)
{
	const struct lane *lane = lanes_find(&outbox->lanes, channel);

	if (lane == NULL)
		return false;
	*ret = (struct outbox_lane){
	    .hold_until = lane->hold_until > loop_now(outbox->parts.loop)
			      ? lane->hold_until
			      : 0,
	    .probing = lane->probing,
	    .in_flight = outbox_lane_flights(outbox, channel),
	};
	return true;
}

int
outbox_add(struct outbox *outbox, const struct outbox_message *message,
    struct err *err)
{
	const struct lane *lane = lanes_find(&outbox->lanes, message->channel);
	int64_t now = loop_now(outbox->parts.loop);
	struct delivery_spec spec = {
	    .channel = message->channel,
	    .recipient = "",
	    .event = message->event,
	    .rule = message->rule,
	    .note = message->note,
	    .now = now,
	    .due_at = message->due_at > now ? message->due_at : now,
	    .batch = message->batch != NULL ? message->batch : "",
	    .silenced = message->silenced,
	    .unless_acked = message->unless_acked,
	    .late = message->late,
	    .urgent = message->urgent,
	};
	int r = 0;

	if (lane == NULL)
		return err_set(
		    err, ERR_NOTFOUND, "no channel '%s'", message->channel);
	if (lane->channel->recipient_count == 0)
		r = outbox_rows_add(outbox->parts.db, &spec, err);
	for (size_t i = 0; r == 0 && i < lane->channel->recipient_count; i++) {
		spec.recipient = lane->channel->recipients[i];
		r = outbox_rows_add(outbox->parts.db, &spec, err);
	}
	if (r == 0)
		outbox_wake_after(outbox);
	return r;
}

bool
outbox_shout(
    struct outbox *outbox, const char *channel, const struct event *event)
{
	const struct lane *lane = lanes_find(&outbox->lanes, channel);

	if (lane == NULL || lane->channel->kind != CHANNEL_MAIL)
		return false;
	shouts_send(outbox->shouts, lane->channel, event);
	return true;
}

void
outbox_drain(struct outbox *outbox, loop_fn *fn, void *arg)
{
	outbox->draining = true;
	outbox->drain_fn = fn;
	outbox->drain_arg = arg;
	if (outbox->in_flight == 0)
		loop_defer(outbox->parts.loop, outbox_on_drained, outbox);
}

int
outbox_stats(struct outbox *outbox, struct outbox_stats *ret, struct err *err)
{
	struct delivery_counts counts = {0};
	int r = outbox_rows_count(outbox->parts.db, false, &counts, err);

	if (r < 0)
		return r;
	*ret = (struct outbox_stats){
	    .pending = counts.pending,
	    .retry = counts.retry,
	    .sent = outbox->sent,
	    .dead = outbox->dead,
	    .in_flight = outbox->in_flight,
	    .oldest = counts.oldest,
	};
	return 0;
}
