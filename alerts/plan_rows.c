/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * In: a channel, or a warning. Out: which messages to it wait or were told.
 * alerts.c and route.c ask.
 */
#include "alerts/plan_rows.h"

#include "alerts/outbox_rows.h"
#include "lib/base/mem.h"

static bool
plan_rows_is_open(void *arg, const char *batch)
{
	const struct plan_rows *rows = arg;
	struct delivery_spec spec = {
	    .channel = rows->channel,
	    .recipient = rows->recipient,
	    .batch = batch,
	    .now = rows->now,
	};
	int64_t id = 0;

	return outbox_rows_open(rows->db, &spec, &id, NULL) == 0 && id != 0;
}

static int64_t
plan_rows_oldest(void *arg, int64_t from, int64_t to, int count)
{
	const struct plan_rows *rows = arg;
	struct db_stmt *stmt = db_prepare(rows->db,
	    "SELECT due_at FROM delivery WHERE channel = ? AND recipient = ?"
	    " AND due_at > ? AND due_at <= ?"
	    " AND state <> 'dead' AND state <> 'silenced'"
	    " AND state <> 'canceled'"
	    " ORDER BY due_at DESC LIMIT 1 OFFSET ?");
	int64_t moment = 0;

	db_bind_text(stmt, 1, rows->channel);
	db_bind_text(stmt, 2, rows->recipient);
	db_bind_int(stmt, 3, from);
	db_bind_int(stmt, 4, to);
	db_bind_int(stmt, 5, count - 1);
	return db_first_int(stmt, &moment, NULL) == 0 ? moment : 0;
}

struct plan_store
plan_rows_store(struct plan_rows *rows)
{
	return (struct plan_store){plan_rows_is_open, plan_rows_oldest, rows};
}

int
plan_rows_told(struct db *db, const char *warning_id, int64_t seq,
    plan_told_fn *fn, void *arg, struct err *err)
{
	struct db_stmt *stmt = db_prepare(db,
	    "SELECT d.channel, coalesce(nullif(l.rule, ''), d.rule), d.state = 'sent',"
	    " coalesce(d.finished, d.created),"
	    " d.state = 'pending' AND d.unless_acked <> 0 FROM event e"
	    " JOIN delivery_event l ON l.event = e.seq"
	    " JOIN delivery d ON d.id = l.delivery"
	    " WHERE e.warning_id = ? AND e.warning_id <> '' AND e.seq <> ?"
	    " AND d.state IN ('sent', 'pending', 'retry', 'leased')"
	    " ORDER BY 5, d.channel, d.id");
	int r;

	db_bind_text(stmt, 1, warning_id);
	db_bind_int(stmt, 2, seq);
	while ((r = db_step(stmt, err)) == 1) {
		struct plan_told told = {db_text(stmt, 0), db_text(stmt, 1),
		    db_int(stmt, 2) != 0, db_int(stmt, 3),
		    db_int(stmt, 4) != 0};
		fn(&told, arg);
	}
	return r;
}
