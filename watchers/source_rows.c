/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Comes in: the state of a source. Goes out: its row of the table source, and
 * back. Called by watchers/watcher.c.
 */
#include "watchers/source_rows.h"

#include "lib/base/mem.h"
#include "lib/store/db.h"

void
source_row_done(struct source_row *row)
{
	mem_free(row->why);
	mem_free(row->gap);
	*row = (struct source_row){0};
}

void
source_row_copy(struct source_row *to, const struct source_row *from)
{
	source_row_done(to);
	*to = *from;
	to->why = mem_strdup(from->why);
	to->gap = mem_strdup(from->gap);
}

/* The column has "" for none. */
static void
source_row_take(char **text, const char *column)
{
	mem_set(text, column[0] != '\0' ? column : NULL);
}

int
source_rows_load(
    struct db *db, const char *name, struct source_row *ret, struct err *err)
{
	struct source_row row = {0};
	struct db_stmt *stmt = db_prepare(db,
	    "SELECT baseline, state, state_since, state_why, failures,"
	    " first_failure, told, last_poll, last_success, newest,"
	    " complete_until, last_sweep, next_due, day_end, requests,"
	    " day_items, gap, gap_at FROM source WHERE name = ?");
	int rc;

	db_bind_text(stmt, 1, name);
	rc = db_step(stmt, err);
	if (rc < 0)
		return rc;
	if (rc > 0) {
		row.baseline = db_int(stmt, 0) != 0;
		row.health.state = health_from_word(db_text(stmt, 1));
		row.health.since = db_int(stmt, 2);
		source_row_take(&row.why, db_text(stmt, 3));
		row.health.failures = (int)db_int(stmt, 4);
		row.health.first_failure = db_int(stmt, 5);
		row.health.told = db_int(stmt, 6) != 0;
		row.last_poll = db_int(stmt, 7);
		row.last_success = db_int(stmt, 8);
		row.newest = db_int(stmt, 9);
		row.complete_until = db_int(stmt, 10);
		row.last_sweep = db_int(stmt, 11);
		row.next_due = db_int(stmt, 12);
		row.day_end = db_int(stmt, 13);
		row.requests = db_int(stmt, 14);
		row.day_items = db_int(stmt, 15);
		source_row_take(&row.gap, db_text(stmt, 16));
		row.gap_at = db_int(stmt, 17);
	}
	db_reset(stmt);
	*ret = row;
	return 0;
}

int
source_rows_save(struct db *db, const char *name, const struct source_row *row,
    struct err *err)
{
	struct db_stmt *stmt = db_prepare(db,
	    "INSERT INTO source (name, baseline, state, state_since, state_why,"
	    " failures, first_failure, told, last_poll, last_success, newest,"
	    " complete_until, last_sweep, next_due, day_end, requests,"
	    " day_items, gap, gap_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?,"
	    " ?, ?, ?, ?, ?, ?, ?, ?)"
	    " ON CONFLICT (name) DO UPDATE SET baseline = excluded.baseline,"
	    " state = excluded.state, state_since = excluded.state_since,"
	    " state_why = excluded.state_why, failures = excluded.failures,"
	    " first_failure = excluded.first_failure, told = excluded.told,"
	    " last_poll = excluded.last_poll,"
	    " last_success = excluded.last_success,"
	    " newest = excluded.newest,"
	    " complete_until = excluded.complete_until,"
	    " last_sweep = excluded.last_sweep,"
	    " next_due = excluded.next_due, day_end = excluded.day_end,"
	    " requests = excluded.requests, day_items = excluded.day_items,"
	    " gap = excluded.gap, gap_at = excluded.gap_at");

	db_bind_text(stmt, 1, name);
	db_bind_int(stmt, 2, row->baseline);
	db_bind_text(stmt, 3, health_word(row->health.state));
	db_bind_int(stmt, 4, row->health.since);
	db_bind_text(stmt, 5, row->why ? row->why : "");
	db_bind_int(stmt, 6, row->health.failures);
	db_bind_int(stmt, 7, row->health.first_failure);
	db_bind_int(stmt, 8, row->health.told);
	db_bind_int(stmt, 9, row->last_poll);
	db_bind_int(stmt, 10, row->last_success);
	db_bind_int(stmt, 11, row->newest);
	db_bind_int(stmt, 12, row->complete_until);
	db_bind_int(stmt, 13, row->last_sweep);
	db_bind_int(stmt, 14, row->next_due);
	db_bind_int(stmt, 15, row->day_end);
	db_bind_int(stmt, 16, row->requests);
	db_bind_int(stmt, 17, row->day_items);
	db_bind_text(stmt, 18, row->gap ? row->gap : "");
	db_bind_int(stmt, 19, row->gap_at);
	return db_run(db, stmt, err);
}

bool
source_rows_when_durable(struct db *db, source_rows_fn *fn, void *arg)
{
	if (!db_is_open(db))
		return false;
	db_after_commit(db, fn, arg);
	return true;
}

void
source_rows_forget(struct db *db, void *arg)
{
	db_forget(db, arg);
}
