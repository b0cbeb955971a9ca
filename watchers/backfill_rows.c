/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Comes in: how far a backfill has come. Goes out: its row, and back; items of
 * the baseline that it recalls. Called by watchers/backfill.c and
 * watchers/intake.c.
 */
#include "watchers/backfill_rows.h"

#include "lib/store/db.h"

#include <stdio.h>
#include <string.h>

static const char *const backfill_words[BACKFILL_STATES] = {
    "none", "running", "done", "stopped"};

const char *
backfill_word(enum backfill_state state)
{
	return backfill_words[state];
}

static enum backfill_state
backfill_from_word(const char *word)
{
	for (int i = 0; i < BACKFILL_STATES; i++)
		if (strcmp(backfill_words[i], word) == 0)
			return (enum backfill_state)i;
	return BACKFILL_NONE;
}

static void
backfill_rows_fill(struct db_stmt *stmt, struct backfill_row *row)
{
	row->state = backfill_from_word(db_text(stmt, 0));
	row->since = (int32_t)db_int(stmt, 1);
	row->until = (int32_t)db_int(stmt, 2);
	row->next = (int32_t)db_int(stmt, 3);
	(void)snprintf(
	    row->author, sizeof(row->author), "%s", db_text(stmt, 4));
	row->started = db_int(stmt, 5);
	row->ended = db_int(stmt, 6);
	row->requests = db_int(stmt, 7);
	row->rows = db_int(stmt, 8);
	row->items = db_int(stmt, 9);
	(void)snprintf(row->why, sizeof(row->why), "%s", db_text(stmt, 10));
}

int
backfill_rows_load(struct db *db, const char *source, struct backfill_row *ret,
    struct err *err)
{
	struct db_stmt *stmt = db_prepare(db,
	    "SELECT state, since, until, next, author, started, ended,"
	    " requests, rows, items, why FROM backfill WHERE source = ?");
	struct backfill_row row = {.state = BACKFILL_NONE};
	int rc;

	db_bind_text(stmt, 1, source);
	rc = db_step(stmt, err);
	if (rc < 0)
		return rc;
	if (rc > 0)
		backfill_rows_fill(stmt, &row);
	db_reset(stmt);
	*ret = row;
	return 0;
}

int
backfill_rows_save(struct db *db, const char *source,
    const struct backfill_row *row, struct err *err)
{
	struct db_stmt *stmt = db_prepare(db,
	    "INSERT INTO backfill (source, state, since, until, next, author,"
	    " started, ended, requests, rows, items, why)"
	    " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
	    " ON CONFLICT (source) DO UPDATE SET state = excluded.state,"
	    " since = excluded.since, until = excluded.until,"
	    " next = excluded.next, author = excluded.author,"
	    " started = excluded.started, ended = excluded.ended,"
	    " requests = excluded.requests, rows = excluded.rows,"
	    " items = excluded.items, why = excluded.why");

	db_bind_text(stmt, 1, source);
	db_bind_text(stmt, 2, backfill_word(row->state));
	db_bind_int(stmt, 3, row->since);
	db_bind_int(stmt, 4, row->until);
	db_bind_int(stmt, 5, row->next);
	db_bind_text(stmt, 6, row->author);
	db_bind_int(stmt, 7, row->started);
	db_bind_int(stmt, 8, row->ended);
	db_bind_int(stmt, 9, row->requests);
	db_bind_int(stmt, 10, row->rows);
	db_bind_int(stmt, 11, row->items);
	db_bind_text(stmt, 12, row->why);
	return db_run(db, stmt, err);
}

int
backfill_rows_recall(struct db *db, const char *source, const char *key,
    int64_t *ret_id, struct err *err)
{
	struct db_stmt *stmt = db_prepare(db,
	    "SELECT id, state = 'baseline' FROM item WHERE source = ?"
	    " AND key = ?");
	bool baseline;
	int64_t id;
	int rc;

	db_bind_text(stmt, 1, source);
	db_bind_text(stmt, 2, key);
	rc = db_step(stmt, err);
	if (rc == 0)
		return ERR_NOTFOUND;
	if (rc < 0)
		return rc;
	id = db_int(stmt, 0);
	baseline = db_int(stmt, 1) != 0;
	db_reset(stmt);
	*ret_id = 0;
	if (!baseline)
		return 0;
	stmt = db_prepare(
	    db, "UPDATE item SET state = 'pending', quiet = 1 WHERE id = ?");
	db_bind_int(stmt, 1, id);
	rc = db_run(db, stmt, err);
	if (rc == 0)
		*ret_id = id;
	return rc;
}
