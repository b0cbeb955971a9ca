/* SPDX-License-Identifier: BSD-2-Clause */
/* Deliveries as people see them: lists, one with all there is, and retries. */
#ifndef ALERTS_DELIVERY_ROWS_H
#define ALERTS_DELIVERY_ROWS_H

#include "lib/store/db.h"

/* Borrowed members. */
struct delivery_row {
	int64_t id;
	const char *channel;
	const char *recipient;
	const char *state;
	int64_t sequence; /* 0: not yet attempted */
	const char *rule;
	const char *note;
	int64_t created;
	int64_t due_at; /* of one that has ended: when it did */
	int attempts;
	int64_t finished; /* 0: not yet */
	const char *why; /* the last error, or who ended it */
	bool late;
	bool unless_acked;
	int64_t event_count;
	const char *event_id; /* of the first */
	const char *line;
};

struct delivery_query {
	const char *state; /* NULL: all; "waiting": what is to be sent */
	const char *channel; /* NULL: all */
	int64_t since; /* created */
	int64_t before; /* ids below this one */
	int limit;
};

/* "pending", "leased" ... or "waiting". */
bool delivery_rows_is_state(const char *word);

/* The row is borrowed during the call; return false to stop. */
typedef bool delivery_row_fn(const struct delivery_row *row, void *arg);
/* Newest first. */
int delivery_rows_list(struct db *db, const struct delivery_query *query,
    delivery_row_fn *fn, void *arg, struct err *err) WARN_UNUSED;
/* One; ERR_NOTFOUND. */
int delivery_rows_get(struct db *db, int64_t id, delivery_row_fn *fn, void *arg,
    struct err *err) WARN_UNUSED;
/*
 * Those that carry the event, in order of their ids, each with the rule and the
 * note of this event: others of the same message may have come by other rules.
 */
int delivery_rows_of_event(struct db *db, int64_t event, delivery_row_fn *fn,
    void *arg, struct err *err) WARN_UNUSED;

/*
 * Makes it due now, with its whole schedule before it, whatever ended it.
 * ERR_NOTFOUND; ERR_BUSY: an attempt is under way; ERR_EXISTS: it was sent.
 */
int delivery_rows_retry(
    struct db *db, int64_t id, int64_t now, struct err *err) WARN_UNUSED;

struct delivery_waiting {
	int64_t pending, retry, leased;
	int64_t oldest; /* created; 0: nothing waits */
	int64_t next; /* when the next is due; 0 */
};
/* What waits for a channel. */
int delivery_rows_waiting(struct db *db, const char *channel,
    struct delivery_waiting *ret, struct err *err) WARN_UNUSED;

#endif
