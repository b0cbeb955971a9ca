/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * In: attempts that have ended. Out: rows of attempt, written in the turn that
 * settles the delivery. Attempts write them, the API reads them.
 */
#include "alerts/attempt_rows.h"

int
attempt_rows_add(struct db *db, const struct attempt_row *row, struct err *err)
{
	struct db_stmt *stmt = db_prepare(db,
	    "INSERT INTO attempt (delivery, number, ended, elapsed_ms, status,"
	    " why, answer) VALUES (?, ?, ?, ?, ?, ?, ?)"
	    " ON CONFLICT (delivery, number) DO UPDATE SET"
	    " ended = excluded.ended, elapsed_ms = excluded.elapsed_ms,"
	    " status = excluded.status, why = excluded.why,"
	    " answer = excluded.answer");

	db_bind_int(stmt, 1, row->delivery);
	db_bind_int(stmt, 2, row->number);
	db_bind_int(stmt, 3, row->ended);
	db_bind_int(stmt, 4, row->elapsed_ms);
	db_bind_int(stmt, 5, row->status);
	db_bind_text(stmt, 6, row->why);
	if (row->answer.len > 0)
		db_bind_blob(stmt, 7, row->answer.p, row->answer.len);
	else
		db_bind_null(stmt, 7);
	return db_run(db, stmt, err);
}

int
attempt_rows_each(struct db *db, int64_t delivery, attempt_row_fn *fn,
    void *arg, struct err *err)
{
	struct db_stmt *stmt = db_prepare(db,
	    "SELECT delivery, number, ended, elapsed_ms, status, why, answer"
	    " FROM attempt WHERE delivery = ? ORDER BY number");
	int r;

	db_bind_int(stmt, 1, delivery);
	while ((r = db_step(stmt, err)) == 1) {
		fn(
		    &(struct attempt_row){
			.delivery = db_int(stmt, 0),
			.number = (int)db_int(stmt, 1),
			.ended = db_int(stmt, 2),
			.elapsed_ms = db_int(stmt, 3),
			.status = (int)db_int(stmt, 4),
			.why = db_text(stmt, 5),
			.answer = db_blob(stmt, 6),
		    },
		    arg);
	}
	return r;
}
