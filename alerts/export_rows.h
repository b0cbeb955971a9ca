/* SPDX-License-Identifier: BSD-2-Clause */
/* What channels were told, for those who missed some of it. */
#ifndef ALERTS_EXPORT_ROWS_H
#define ALERTS_EXPORT_ROWS_H

#include "alerts/event_rows.h"

/* An event as a channel was to hear of it. Borrowed members. */
struct export_row {
	struct event_row event;
	int64_t sequence; /* the channel's number */
	const char *state; /* of the delivery */
	const char *why;
};

typedef bool export_row_fn(const struct export_row *row, void *arg);
/*
 * The events of a channel's deliveries after a number, in order of these: of
 * limit deliveries at most. A delivery of several events has one number.
 */
struct export_query {
	const char *channel;
	int64_t after;
	int limit;
};
int export_rows_each(struct db *db, const struct export_query *query,
    export_row_fn *fn, void *arg, struct err *err) WARN_UNUSED;

/*
 * The number up to which a channel's deliveries, or with NULL the seq up to
 * which events, may have been purged; 0: none.
 */
int export_rows_purged(struct db *db, const char *channel, int64_t *ret,
    struct err *err) WARN_UNUSED;

#define EXPORT_CHANNELS 64

/* Names are owned. */
struct export_channels {
	size_t count;
	char *names[EXPORT_CHANNELS];
};
/*
 * The channels that an event went to and where it no longer waits;
 * export_channels_done them.
 */
int export_rows_channels(struct db *db, int64_t event,
    struct export_channels *ret, struct err *err) WARN_UNUSED;
void export_channels_done(struct export_channels *channels);

/* The seq of an event; 0: there is none. */
int export_rows_seq(
    struct db *db, const char *id, int64_t *ret, struct err *err) WARN_UNUSED;

#define EXPORT_EVENTS 100

struct export_window {
	int64_t since, until; /* created: from, before */
	int64_t after; /* seq */
	size_t count;
	int64_t seqs[EXPORT_EVENTS];
};
/* Fills in the next events of the window, in order. */
int export_rows_window(
    struct db *db, struct export_window *window, struct err *err) WARN_UNUSED;

#endif
