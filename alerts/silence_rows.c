/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * In: silences. Out: the same, and what they could have hidden. silence.c and
 * the API call it.
 */
#include "alerts/silence_rows.h"

int
silence_rows_add(struct db *db, const struct silence *silence, int64_t *ret_id,
    struct err *err)
{
	struct db_stmt *stmt = db_prepare(db,
	    "INSERT INTO silence (condition, channel, rule, author, reason,"
	    " created, starts, until) VALUES (?, ?, ?, ?, ?, ?, ?, ?)");

	db_bind_text(stmt, 1, silence->condition);
	db_bind_text(stmt, 2, silence->channel);
	db_bind_text(stmt, 3, silence->rule);
	db_bind_text(stmt, 4, silence->author);
	db_bind_text(stmt, 5, silence->reason);
	db_bind_int(stmt, 6, silence->created);
	db_bind_int(stmt, 7, silence->created);
	db_bind_int(stmt, 8, silence->until);
	int r = db_run(db, stmt, err);
	if (r == 0)
		*ret_id = db_last_id(db);
	return r;
}

/* Why nothing was ended. */
static int
silence_rows_why(struct db *db, int64_t id, struct err *err)
{
	struct db_stmt *stmt =
	    db_prepare(db, "SELECT count(*) FROM silence WHERE id = ?");
	int64_t count = 0;

	db_bind_int(stmt, 1, id);
	int r = db_first_int(stmt, &count, err);
	if (r < 0)
		return r;
	if (count == 0)
		return err_set(err, ERR_NOTFOUND,
		    "no silence %lld, see filingctl silence list",
		    (long long)id);
	return err_set(
	    err, ERR_EXISTS, "silence %lld has ended already", (long long)id);
}

int
silence_rows_end(
    struct db *db, int64_t id, const char *by, int64_t now, struct err *err)
{
	struct db_stmt *stmt =
	    db_prepare(db, "UPDATE silence SET ended = ?, ended_by = ?"
			   " WHERE id = ? AND ended = 0 AND until > ?");

	db_bind_int(stmt, 1, now);
	db_bind_text(stmt, 2, by);
	db_bind_int(stmt, 3, id);
	db_bind_int(stmt, 4, now);
	int r = db_run(db, stmt, err);
	if (r == 0 && db_changes(db) == 0)
		r = silence_rows_why(db, id, err);
	return r;
}

int
silence_rows_each(struct db *db, int64_t since, silence_row_fn *fn, void *arg,
    struct err *err)
{
	struct db_stmt *stmt = db_prepare(db,
	    "SELECT id, condition, channel, rule, author, reason, created,"
	    " until, ended, ended_by FROM silence"
	    " WHERE until > ? AND (ended = 0 OR ended > ?) ORDER BY id");
	int r;

	db_bind_int(stmt, 1, since);
	db_bind_int(stmt, 2, since);
	while ((r = db_step(stmt, err)) == 1)
		fn(&(struct silence){.id = db_int(stmt, 0),
		       .condition = db_text(stmt, 1),
		       .channel = db_text(stmt, 2),
		       .rule = db_text(stmt, 3),
		       .author = db_text(stmt, 4),
		       .reason = db_text(stmt, 5),
		       .created = db_int(stmt, 6),
		       .until = db_int(stmt, 7),
		       .ended = db_int(stmt, 8),
		       .ended_by = db_text(stmt, 9)},
		    arg);
	return r;
}

/* The last event decided before; their order is that of their numbers. */
static int
silence_rows_before(
    struct db *db, int64_t since, int64_t *ret_seq, struct err *err)
{
	struct db_stmt *stmt =
	    db_prepare(db, "SELECT seq FROM event WHERE created < ?"
			   " ORDER BY seq DESC LIMIT 1");

	db_bind_int(stmt, 1, since);
	return db_first_int(stmt, ret_seq, err);
}

int
silence_rows_heard(struct db *db, int64_t since, silence_heard_fn *fn,
    void *arg, struct err *err)
{
	struct db_stmt *stmt = db_prepare(db,
	    "SELECT e.seq, d.channel, coalesce(nullif(l.rule, ''), d.rule)"
	    " FROM event e CROSS JOIN delivery_event l CROSS JOIN delivery d"
	    " WHERE l.event = e.seq AND d.id = l.delivery AND e.seq > ?"
	    " AND d.state <> 'silenced' ORDER BY e.seq DESC");
	int64_t before = 0;
	int r = silence_rows_before(db, since, &before, err);

	if (r < 0)
		return r;
	db_bind_int(stmt, 1, before);
	while ((r = db_step(stmt, err)) == 1) {
		if (fn(&(struct silence_heard){db_int(stmt, 0),
			   db_text(stmt, 1), db_text(stmt, 2)},
			arg))
			continue;
		db_reset(stmt);
		return 0;
	}
	return r;
}
