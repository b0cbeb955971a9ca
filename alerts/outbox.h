/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The outbox: deliveries and their states. Rows are written in the turn's
 * transaction; nothing is sent before its commit; a lease is committed before
 * an attempt starts, so that a crash repeats at most that attempt.
 *
 *   pending --lease--> leased --2xx/250--> sent
 *      |                 ^  |  \--refused for good, exhausted--> dead
 *      |                 |  v
 *      |       due ---- retry
 *      \--acknowledged, by a person--> canceled      (silenced: at once)
 *
 * Schedule (peers 5.1): 12 attempts at 0, 5 s, 30 s, 2 m, 10 m, 30 m, 2 h,
 * 5 h, 10 h, 14 h, 20 h, 24 h after one another, jitter +-20 %, never before
 * Retry-After (obeyed up to 24 h); 429/502/503/504 and time-outs wait >= 60 s.
 */
#ifndef ALERTS_OUTBOX_H
#define ALERTS_OUTBOX_H

#include "alerts/channel.h"
#include "ledger/event.h"
#include "lib/net/loop.h"

struct db;
struct http;
struct outbox;

/* A delivery that has ended or will be retried; for logs, demo and tests. */
struct outbox_result {
	int64_t delivery;
	const char *rule;
	const char *channel;
	const char *recipient;
	const char *event_id;
	const char *line;
	int attempt;
	int64_t decided; /* the first of its events */
	int64_t began; /* sending; 0: nothing was sent */
	int64_t ended;
	bool sent;
	bool dead;
	int64_t retry_ms; /* when neither */
	int status; /* of HTTP, SMTP or the program; 0 none */
	int error; /* ERR_*; 0: an answer came, or it was taken */
	const char *why; /* "http 503"; "" when sent */
};
typedef void outbox_result_fn(const struct outbox_result *result, void *arg);

/* Keeps loop, db, http. Leases of a crashed run become due at once. Gives. */
struct outbox *outbox_new(
    struct loop *loop, struct db *db, struct http *http, const char *instance);
void outbox_free(struct outbox *outbox);
void outbox_on_result(struct outbox *outbox, outbox_result_fn *fn, void *arg);

/*
 * What a person must hear of: a channel was disabled, a delivery was given up.
 * Told inside the turn, in the transaction that settles the attempt, and once
 * more with the same moment when its commit failed.
 */
struct outbox_trouble {
	const char *channel;
	const char *text; /* one line */
	enum event_type type; /* channel.disabled or system.trouble */
	enum event_type about; /* of the event that was to be delivered */
	int64_t moment;
};
typedef void outbox_trouble_fn(const struct outbox_trouble *trouble, void *arg);
void outbox_on_trouble(struct outbox *outbox, outbox_trouble_fn *fn, void *arg);

/*
 * The channels of a new config generation; kept until the next call. Attempts
 * in flight end as they are; deliveries of a channel that is gone wait. A
 * channel that filingd disabled (410, or 120 h of failures alone) gets another
 * chance: who loads a config has looked at it. What a person disabled stays.
 */
void outbox_set_channels(
    struct outbox *outbox, const struct channel *channels, size_t count);

/* A stored event that a channel is to hear. Borrowed strings. */
struct outbox_message {
	const char *channel;
	int64_t event; /* seq */
	const char *rule;
	const char *note;
	int64_t due_at; /* 0: now */
	const char *batch; /* as of struct delivery_spec; NULL: alone */
	const char *silenced;
	bool unless_acked;
	bool late;
	bool urgent; /* the message is, when it joins others: all of them */
};

/*
 * One delivery per recipient of the channel. Writes in the turn's transaction
 * and wakes the outbox after the commit. ERR_NOTFOUND: no such channel.
 */
int outbox_add(struct outbox *outbox, const struct outbox_message *message,
    struct err *err) WARN_UNUSED;

/* Looks at all channels once what this turn wrote is committed. */
void outbox_wake_after(struct outbox *outbox);

/*
 * A person's word, within the turn: the channel collects and nothing is sent,
 * until it is enabled. Enabled, it gets what waited, oldest first, marked late,
 * one at a time until it takes one. ERR_NOTFOUND; ERR_EXISTS: it is so.
 */
int outbox_disable(struct outbox *outbox, const char *channel, const char *by,
    const char *why, struct err *err) WARN_UNUSED;
int outbox_enable(
    struct outbox *outbox, const char *channel, struct err *err) WARN_UNUSED;

/* How a channel fares that the store does not know. */
struct outbox_lane {
	int64_t hold_until; /* a pause that it asked for; 0: none */
	bool probing; /* one at a time, until it takes one */
	int in_flight;
};
/* False: no such channel. */
bool outbox_lane(
    const struct outbox *outbox, const char *channel, struct outbox_lane *ret);

/*
 * Sends an event's mail to a mail channel at once, past the store: for the one
 * thing that cannot be stored, that the store has failed. Tried once, how it
 * ends is logged. False: not a mail channel of the config.
 */
bool outbox_shout(
    struct outbox *outbox, const char *channel, const struct event *event);

/* Starts no new attempt from now on; fn fires when none is in flight. */
void outbox_drain(struct outbox *outbox, loop_fn *fn, void *arg);

struct outbox_stats {
	int64_t pending, retry, sent, dead;
	int in_flight;
	int64_t oldest; /* created, of the oldest unfinished; 0: none */
};
int outbox_stats(struct outbox *outbox, struct outbox_stats *ret,
    struct err *err) WARN_UNUSED;

#endif
