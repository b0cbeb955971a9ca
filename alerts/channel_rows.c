/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * In: how attempts of a channel end. Out: rows of channel, which deliveries
 * made (alerts/outbox_rows.c). The outbox calls it.
 */
#include "alerts/channel_rows.h"

/* Longer than any wait of the schedule: a later failure is a new story. */
#define CHANNEL_STORY_MS (INT64_C(48) * 3600 * 1000)

int
channel_rows_failed(struct db *db, const char *name, int64_t now,
    int64_t *ret_first, struct err *err)
{
	struct db_stmt *stmt = db_prepare(db,
	    "UPDATE channel SET last_failure = ?, first_failure ="
	    " CASE WHEN last_failure >= ? THEN first_failure ELSE ? END"
	    " WHERE name = ? RETURNING first_failure");

	db_bind_int(stmt, 1, now);
	db_bind_int(stmt, 2, now - CHANNEL_STORY_MS);
	db_bind_int(stmt, 3, now);
	db_bind_text(stmt, 4, name);
	int r = db_step(stmt, err);
	if (r < 0)
		return r;
	*ret_first = r == 1 ? db_int(stmt, 0) : now;
	return r == 1 ? db_run(db, stmt, err) : 0;
}

int
channel_rows_worked(struct db *db, const char *name, struct err *err)
{
	struct db_stmt *stmt = db_prepare(db,
	    "UPDATE channel SET first_failure = NULL, last_failure = NULL"
	    " WHERE name = ? AND first_failure IS NOT NULL");

	db_bind_text(stmt, 1, name);
	return db_run(db, stmt, err);
}

int
channel_rows_disable(struct db *db, const char *name, const char *why,
    int64_t now, struct err *err)
{
	struct db_stmt *stmt = db_prepare(db,
	    "UPDATE channel SET disabled_since = ?, disabled_why = ?"
	    " WHERE name = ? AND disabled_since IS NULL");

	db_bind_int(stmt, 1, now);
	db_bind_text(stmt, 2, why);
	db_bind_text(stmt, 3, name);
	int r = db_run(db, stmt, err);
	if (r == 0 && db_changes(db) == 0)
		r = err_set(
		    err, ERR_EXISTS, "channel '%s' is disabled already", name);
	return r;
}

int
channel_rows_enable_all(struct db *db, struct err *err)
{
	return db_run(db,
	    db_prepare(db,
		"UPDATE channel SET disabled_since = NULL, disabled_why = NULL,"
		" first_failure = NULL, last_failure = NULL"
		" WHERE disabled_since IS NOT NULL"),
	    err);
}
