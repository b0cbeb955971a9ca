/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * In: deliveries to desktops, and what their users have seen. Out: offers in
 * order, cursors. The desktop's carrier writes offers, daemon/api_desktop.c
 * reads them and moves the cursors.
 */
#include "alerts/offer_rows.h"

#define OFFER_EVENT 6 /* the first column of the event */

int
offer_rows_add(struct db *db, const struct delivery *delivery, int64_t now,
    struct err *err)
{
	int r = 0;

	for (size_t i = 0; r == 0 && i < delivery->event_count; i++) {
		struct db_stmt *stmt = db_prepare(db,
		    "INSERT INTO offer (channel, delivery, event, offered)"
		    " VALUES (?, ?, ?, ?)");

		db_bind_text(stmt, 1, delivery->channel);
		db_bind_int(stmt, 2, delivery->id);
		db_bind_int(stmt, 3, delivery->events[i].seq);
		db_bind_int(stmt, 4, now);
		r = db_run(db, stmt, err);
	}
	return r;
}

int
offer_rows_list(struct db *db, const struct offer_range *range,
    offer_row_fn *fn, void *arg, struct err *err)
{
	struct db_stmt *stmt = db_prepare(db,
	    "SELECT o.seq, o.offered, d.rule, d.note, d.late, d.urgent,"
	    " " EVENT_ROW_COLUMNS " FROM offer o"
	    " JOIN delivery d ON d.id = o.delivery"
	    " JOIN event e ON e.seq = o.event"
	    " WHERE o.channel = ? AND o.seq > ? ORDER BY o.seq LIMIT ?");
	int r;

	db_bind_text(stmt, 1, range->channel);
	db_bind_int(stmt, 2, range->after);
	db_bind_int(stmt, 3, range->limit);
	while ((r = db_step(stmt, err)) == 1) {
		struct offer_row row = {
		    .seq = db_int(stmt, 0),
		    .offered = db_int(stmt, 1),
		    .rule = db_text(stmt, 2),
		    .note = db_text(stmt, 3),
		    .late = db_int(stmt, 4) != 0,
		    .urgent = db_int(stmt, 5) != 0,
		    .event = event_rows_read(stmt, OFFER_EVENT),
		};

		if (!fn(&row, arg))
			break;
	}
	db_reset(stmt);
	return r < 0 ? r : 0;
}

int
offer_rows_newest(struct db *db, const char *channel, int64_t before,
    int64_t *ret_seq, struct err *err)
{
	struct db_stmt *stmt = db_prepare(db,
	    "SELECT seq FROM offer WHERE channel = ? AND offered < ?"
	    " ORDER BY seq DESC LIMIT 1");

	db_bind_text(stmt, 1, channel);
	db_bind_int(stmt, 2, before);
	return db_first_int(stmt, ret_seq, err);
}

int
offer_rows_cursor(struct db *db, const struct offer_user *user,
    int64_t *ret_seq, struct err *err)
{
	struct db_stmt *stmt = db_prepare(
	    db, "SELECT seq FROM cursor WHERE channel = ? AND uid = ?");

	db_bind_text(stmt, 1, user->channel);
	db_bind_int(stmt, 2, user->uid);
	return db_first_int(stmt, ret_seq, err);
}

static int
offer_rows_put_cursor(struct db *db, const struct offer_user *user, int64_t seq,
    int64_t now, struct err *err)
{
	struct db_stmt *stmt = db_prepare(db,
	    "INSERT INTO cursor (channel, uid, seq, moved) VALUES (?, ?, ?, ?)"
	    " ON CONFLICT (channel, uid) DO UPDATE SET seq = excluded.seq,"
	    " moved = excluded.moved");

	db_bind_text(stmt, 1, user->channel);
	db_bind_int(stmt, 2, user->uid);
	db_bind_int(stmt, 3, seq);
	db_bind_int(stmt, 4, now);
	return db_run(db, stmt, err);
}

int
offer_rows_move(struct db *db, const struct offer_user *user, int64_t now,
    int64_t *seq, struct err *err)
{
	int64_t stands = 0, newest = 0, to = *seq;
	int r = offer_rows_cursor(db, user, &stands, err);

	if (r == 0)
		r = offer_rows_newest(
		    db, user->channel, INT64_MAX, &newest, err);
	if (to > newest)
		to = newest;
	if (r == 0 && to > stands)
		r = offer_rows_put_cursor(db, user, to, now, err);
	if (r == 0)
		*seq = to > stands ? to : stands;
	return r;
}
