/* SPDX-License-Identifier: BSD-2-Clause */
/* Deliveries in the store: what is to be sent to whom, and how far it is. */
#ifndef ALERTS_OUTBOX_ROWS_H
#define ALERTS_OUTBOX_ROWS_H

#include "alerts/delivery.h"
#include "alerts/schedule.h"
#include "lib/store/db.h"

/* A message to be: an event for one recipient. */
struct delivery_spec {
	const char *channel;
	const char *recipient;
	int64_t event;
	const char *rule;
	const char *note;
	int64_t now;
	int64_t due_at;
	/*
	 * Joins the delivery of this batch that waits; it stays due as it was
	 * and keeps its rule and note. "": always one of its own.
	 */
	const char *batch;
	const char *silenced; /* why nobody hears it; NULL: it is sent */
	bool
	    unless_acked; /* dropped when it is acknowledged before it is due */
	bool late;
	bool urgent; /* so is what it joins */
};

/* Adds one; one that is silenced is done at once. */
int outbox_rows_add(struct db *db, const struct delivery_spec *spec,
    struct err *err) WARN_UNUSED;

/*
 * The delivery to this channel and recipient that waits at now, with room, for
 * more of the batch; 0: none does.
 */
int outbox_rows_open(struct db *db, const struct delivery_spec *spec,
    int64_t *ret, struct err *err) WARN_UNUSED;

#define DELIVERY_IDS 32

struct delivery_ids {
	size_t count;
	int64_t ids[DELIVERY_IDS];
};

/* Ids of what is due to a channel, oldest first: ret->count of them at most,
 * which is then how many there are. */
int outbox_rows_due(struct db *db, const char *channel, int64_t now,
    struct delivery_ids *ret, struct err *err) WARN_UNUSED;
/* When the channel's next delivery is due; -1: nothing waits. */
int outbox_rows_next(struct db *db, const char *channel, int64_t *ret_due,
    struct err *err) WARN_UNUSED;
/*
 * The delivery in retry with the channel's lowest number and when it is due:
 * in an ordered channel all others wait for it. *ret_id 0: none.
 */
int outbox_rows_head(struct db *db, const char *channel, int64_t *ret_id,
    int64_t *ret_due, struct err *err) WARN_UNUSED;

/* The whole record; delivery_done it. ERR_NOTFOUND. */
int outbox_rows_load(struct db *db, int64_t id, struct delivery *ret,
    struct err *err) WARN_UNUSED;
/*
 * Leases it and freezes its message (empty: none). With the first lease it
 * takes the channel's next number, so that what is never tried leaves no gap.
 */
int outbox_rows_lease(
    struct db *db, struct delivery *delivery, struct err *err) WARN_UNUSED;

struct delivery_settling {
	int64_t id;
	enum schedule_next next;
	int attempts;
	int64_t now;
	int64_t due_at; /* SCHEDULE_RETRY */
	const char *why;
};
int outbox_rows_settle(struct db *db, const struct delivery_settling *settling,
    struct err *err) WARN_UNUSED;

/* Ends one that waits, unsent. ERR_BUSY: it does not wait. */
int outbox_rows_cancel(struct db *db, int64_t id, const char *why, int64_t now,
    struct err *err) WARN_UNUSED;
/* How many deliveries of the channel carry the event to the recipient. */
int outbox_rows_heard(struct db *db, const struct delivery_spec *spec,
    int64_t *ret, struct err *err) WARN_UNUSED;
/* It goes to another recipient, by a message that is written anew. */
int outbox_rows_readdress(struct db *db, int64_t id, const char *recipient,
    struct err *err) WARN_UNUSED;
/*
 * A disabled channel works again: what waited for it is due now, oldest first,
 * marked late, with its whole schedule before it.
 */
int outbox_rows_replay(struct db *db, const char *channel, int64_t now,
    struct err *err) WARN_UNUSED;

/* Leases of a run that ended without settling them become due at once. */
int outbox_rows_recover(struct db *db, struct err *err) WARN_UNUSED;

struct delivery_counts {
	int64_t pending, leased, retry, sent, dead;
	int64_t oldest; /* created, of the oldest that is not done; 0 none */
};
/* finished: count sent and dead too, which reads the whole table. */
int outbox_rows_count(struct db *db, bool finished, struct delivery_counts *ret,
    struct err *err) WARN_UNUSED;

#endif
