/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * In: how attempts of a channel end, and what people decide of it. Out: rows
 * of channel. The outbox calls it, the API reads them.
 */
#include "alerts/channel_rows.h"

#include "lib/base/mem.h"

/* Longer than any wait of the schedule: a later failure is a new story, */
#define CHANNEL_STORY_MS (INT64_C(48) * 3600 * 1000)
/* unless the story was no blip. */
#define CHANNEL_BLIP_MS	 (INT64_C(12) * 3600 * 1000)

int
channel_rows_load(
    struct db *db, const char *name, struct channel_state *ret, struct err *err)
{
	struct db_stmt *stmt = db_prepare(db,
	    "SELECT sequence, coalesce(disabled_since, 0),"
	    " coalesce(disabled_why, ''), disabled_by,"
	    " coalesce(first_failure, 0), coalesce(last_failure, 0), attention"
	    " FROM channel WHERE name = ?");

	db_bind_text(stmt, 1, name);
	int r = db_step(stmt, err);
	if (r < 0)
		return r;
	bool found = r == 1;
	*ret = (struct channel_state){
	    .sequence = found ? db_int(stmt, 0) : 0,
	    .disabled_since = found ? db_int(stmt, 1) : 0,
	    .disabled_why = mem_strdup(found ? db_text(stmt, 2) : ""),
	    .disabled_by = mem_strdup(found ? db_text(stmt, 3) : ""),
	    .first_failure = found ? db_int(stmt, 4) : 0,
	    .last_failure = found ? db_int(stmt, 5) : 0,
	    .attention = mem_strdup(found ? db_text(stmt, 6) : ""),
	};
	db_reset(stmt);
	return 0;
}

void
channel_state_done(struct channel_state *state)
{
	mem_free(state->disabled_why);
	mem_free(state->disabled_by);
	mem_free(state->attention);
}

int
channel_rows_failed(struct db *db, const char *name, int64_t now,
    int64_t *ret_first, struct err *err)
{
	struct db_stmt *stmt = db_prepare(db,
	    "UPDATE channel SET last_failure = ?, first_failure ="
	    " CASE WHEN last_failure >= ? OR last_failure - first_failure >= ?"
	    " THEN first_failure ELSE ? END"
	    " WHERE name = ? RETURNING first_failure");

	db_bind_int(stmt, 1, now);
	db_bind_int(stmt, 2, now - CHANNEL_STORY_MS);
	db_bind_int(stmt, 3, CHANNEL_BLIP_MS);
	db_bind_int(stmt, 4, now);
	db_bind_text(stmt, 5, name);
	int r = db_step(stmt, err);
	if (r < 0)
		return r;
	*ret_first = r == 1 ? db_int(stmt, 0) : now;
	return r == 1 ? db_run(db, stmt, err) : 0;
}

int
channel_rows_attend(
    struct db *db, const char *name, const char *why, struct err *err)
{
	struct db_stmt *stmt =
	    db_prepare(db, "UPDATE channel SET attention = ?"
			   " WHERE name = ? AND attention = ''");

	db_bind_text(stmt, 1, why);
	db_bind_text(stmt, 2, name);
	int r = db_run(db, stmt, err);
	if (r == 0 && db_changes(db) == 0)
		r = err_set(
		    err, ERR_EXISTS, "channel '%s': attention is asked", name);
	return r;
}

int
channel_rows_worked(struct db *db, const char *name, struct err *err)
{
	struct db_stmt *stmt = db_prepare(db,
	    "UPDATE channel SET first_failure = NULL, last_failure = NULL,"
	    " attention = '' WHERE name = ? AND first_failure IS NOT NULL");

	db_bind_text(stmt, 1, name);
	return db_run(db, stmt, err);
}

int
channel_rows_disable(struct db *db, const char *name,
    const struct channel_disabling *disabling, struct err *err)
{
	struct db_stmt *stmt = db_prepare(db,
	    "INSERT INTO channel (name, disabled_since, disabled_why,"
	    " disabled_by) VALUES (?, ?, ?, ?)"
	    " ON CONFLICT (name) DO UPDATE SET"
	    " disabled_since = excluded.disabled_since,"
	    " disabled_why = excluded.disabled_why,"
	    " disabled_by = excluded.disabled_by"
	    " WHERE channel.disabled_since IS NULL"
	    " OR (channel.disabled_by = '' AND excluded.disabled_by <> '')");

	db_bind_text(stmt, 1, name);
	db_bind_int(stmt, 2, disabling->now);
	db_bind_text(stmt, 3, disabling->why);
	db_bind_text(stmt, 4, disabling->by);
	int r = db_run(db, stmt, err);
	if (r == 0 && db_changes(db) == 0)
		r = err_set(
		    err, ERR_EXISTS, "channel '%s' is disabled already", name);
	return r;
}

int
channel_rows_enable(struct db *db, const char *name, struct err *err)
{
	struct db_stmt *stmt = db_prepare(db,
	    "UPDATE channel SET disabled_since = NULL, disabled_why = NULL,"
	    " disabled_by = '', first_failure = NULL, last_failure = NULL,"
	    " attention = '' WHERE name = ? AND disabled_since IS NOT NULL");

	db_bind_text(stmt, 1, name);
	int r = db_run(db, stmt, err);
	if (r == 0 && db_changes(db) == 0)
		r = err_set(
		    err, ERR_EXISTS, "channel '%s' is not disabled", name);
	return r;
}
