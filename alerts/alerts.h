/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The stage's door: an event in, deliveries out. Builds the body, stores the
 * event once (by id), asks the rules and fills the outbox, all in the turn's
 * transaction.
 */
#ifndef ALERTS_ALERTS_H
#define ALERTS_ALERTS_H

#include "alerts/outbox.h"
#include "alerts/rule.h"

struct alerts_config {
	const char *instance;
	size_t watch_count;
	const struct watch *watches;
	struct rules *rules;
	size_t channel_count;
	const struct channel *channels;
	size_t operator_count;
	const char *const *operators; /* channels that hear of trouble */
};

struct alerts;
struct silences;

/* Keeps db and outbox (NULL in backtests: nothing is sent). Gives. */
struct alerts *alerts_new(struct db *db, struct outbox *outbox);
void alerts_free(struct alerts *alerts);
/* A new generation; config and what it points to are kept until the next. */
void alerts_configure(
    struct alerts *alerts, const struct alerts_config *config);

/* Called for every event that was stored anew, inside the turn. */
typedef void alerts_event_fn(
    const struct event *event, const char *line, struct span body, void *arg);
void alerts_on_event(struct alerts *alerts, alerts_event_fn *fn, void *arg);

/* What becomes of events; each may be NULL. */
struct alerts_watcher {
	/* All rules were asked of an event, in us microseconds. */
	void (*asked)(int64_t us, void *arg);
	/* A rule wants it. */
	void (*matched)(const char *rule, void *arg);
	/* It goes to a channel, now, later or not at all. */
	void (*routed)(const struct outbox_message *message, void *arg);
	void *arg;
};
/* Copies. */
void alerts_watch(struct alerts *alerts, const struct alerts_watcher *watcher);

/* What is not told now; tell it (silences_forget) of changes. Borrowed. */
struct silences *alerts_silences(struct alerts *alerts);

/*
 * Tells an event: fills watch, label, ref and seq. An event whose id is
 * stored already is told no second time (0). seen: when we first saw it;
 * now: when we decided.
 */
int alerts_tell(struct alerts *alerts, struct event *event, int64_t seen,
    int64_t now, struct err *err) WARN_UNUSED;

/*
 * Tells the operators' mail channels of trouble with the store itself, past
 * the store: the one path that is not durable (design 10). Elsewhere use
 * alerts_tell. Logs where it could not go.
 */
void alerts_shout(struct alerts *alerts, const struct event *event);

#endif
