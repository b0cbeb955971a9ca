/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Offers in the store: what the users of a desktop channel are to be shown, in
 * order, and the cursors: how far each of them has seen it.
 */
#ifndef ALERTS_OFFER_ROWS_H
#define ALERTS_OFFER_ROWS_H

#include "alerts/delivery.h"
#include "alerts/event_rows.h"

/* Offers each event of a sent delivery, inside the turn. */
int offer_rows_add(struct db *db, const struct delivery *delivery, int64_t now,
    struct err *err) WARN_UNUSED;

struct offer_row {
	int64_t seq;
	int64_t offered; /* wall ms */
	const char *rule;
	const char *note;
	bool late; /* told as a backlog, a replay */
	bool urgent; /* the rule says so */
	struct event_row event;
};

/* The row's fields are borrowed during the call; return false to stop. */
typedef bool offer_row_fn(const struct offer_row *row, void *arg);
/* A channel's offers after a seq in order, at most limit. */
struct offer_range {
	const char *channel;
	int64_t after;
	int limit;
};
int offer_rows_list(struct db *db, const struct offer_range *range,
    offer_row_fn *fn, void *arg, struct err *err) WARN_UNUSED;
/* The channel's newest seq that was offered before a moment; 0: none. */
int offer_rows_newest(struct db *db, const char *channel, int64_t before,
    int64_t *ret_seq, struct err *err) WARN_UNUSED;

struct offer_user {
	const char *channel;
	int64_t uid;
};

/* How far a user has seen a channel's offers; 0: not at all. */
int offer_rows_cursor(struct db *db, const struct offer_user *user,
    int64_t *ret_seq, struct err *err) WARN_UNUSED;
/*
 * Moves it to *seq: never backwards, never past the newest offer. *seq becomes
 * where it stands then.
 */
int offer_rows_move(struct db *db, const struct offer_user *user, int64_t now,
    int64_t *seq, struct err *err) WARN_UNUSED;

#endif
