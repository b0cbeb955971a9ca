/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Comes in: a pause. Goes out: its row of the table source_pause, and back.
 * Called by daemon/generation.c.
 */
#include "watchers/pause_rows.h"

#include "lib/store/db.h"

#include <stdio.h>

bool
pause_holds(const struct pause *pause, int64_t now)
{
	return pause != NULL && pause->since > 0 &&
	       (pause->until == 0 || pause->until > now);
}

int
pause_rows_load(
    struct db *db, const char *source, struct pause *ret, struct err *err)
{
	struct db_stmt *stmt = db_prepare(db,
	    "SELECT since, until, author, reason FROM source_pause"
	    " WHERE name = ?");
	struct pause pause = {0};
	int rc;

	db_bind_text(stmt, 1, source);
	rc = db_step(stmt, err);
	if (rc < 0)
		return rc;
	if (rc > 0) {
		pause.since = db_int(stmt, 0);
		pause.until = db_int(stmt, 1);
		(void)snprintf(
		    pause.author, sizeof(pause.author), "%s", db_text(stmt, 2));
		(void)snprintf(
		    pause.reason, sizeof(pause.reason), "%s", db_text(stmt, 3));
	}
	db_reset(stmt);
	*ret = pause;
	return 0;
}

int
pause_rows_save(struct db *db, const char *source, const struct pause *pause,
    struct err *err)
{
	struct db_stmt *stmt = db_prepare(db,
	    "INSERT INTO source_pause (name, since, until, author, reason)"
	    " VALUES (?, ?, ?, ?, ?) ON CONFLICT (name) DO UPDATE SET"
	    " since = excluded.since, until = excluded.until,"
	    " author = excluded.author, reason = excluded.reason");

	db_bind_text(stmt, 1, source);
	db_bind_int(stmt, 2, pause->since);
	db_bind_int(stmt, 3, pause->until);
	db_bind_text(stmt, 4, pause->author);
	db_bind_text(stmt, 5, pause->reason);
	return db_run(db, stmt, err);
}

int
pause_rows_end(struct db *db, const char *source, struct err *err)
{
	struct db_stmt *stmt =
	    db_prepare(db, "DELETE FROM source_pause WHERE name = ?");

	db_bind_text(stmt, 1, source);
	return db_run(db, stmt, err);
}
