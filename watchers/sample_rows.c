/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Comes in: an answer that was none. Goes out: its row of the table sample, and
 * back. Called by watchers/machine_page.c and watchers/machine_end.c.
 */
#include "watchers/sample_rows.h"

#include "lib/base/mem.h"
#include "lib/store/db.h"

void
sample_take(struct sample *sample, const struct buf *body, int64_t now)
{
	size_t n = body->len < SAMPLE_LIMIT ? body->len : SAMPLE_LIMIT;

	sample_done(sample);
	sample->taken = now;
	sample->size = (int64_t)body->len;
	buf_init(&sample->bytes, SAMPLE_LIMIT);
	err_drop(buf_add(&sample->bytes, body->data, n)); /* it fits */
}

void
sample_done(struct sample *sample)
{
	mem_free(sample->content_type);
	mem_free(sample->why);
	buf_done(&sample->bytes);
	*sample = (struct sample){0};
}

int
sample_rows_save(struct db *db, const char *source, enum health_state state,
    const struct sample *sample, const char *why, struct err *err)
{
	struct db_stmt *stmt = db_prepare(db,
	    "INSERT INTO sample (source, state, taken, why, page, status,"
	    " content_type, size, bytes) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)"
	    " ON CONFLICT (source, state) DO UPDATE SET"
	    " taken = excluded.taken, why = excluded.why,"
	    " page = excluded.page, status = excluded.status,"
	    " content_type = excluded.content_type, size = excluded.size,"
	    " bytes = excluded.bytes");

	db_bind_text(stmt, 1, source);
	db_bind_text(stmt, 2, health_word(state));
	db_bind_int(stmt, 3, sample->taken);
	db_bind_text(stmt, 4, why);
	db_bind_int(stmt, 5, sample->page);
	db_bind_int(stmt, 6, sample->status);
	db_bind_text(stmt, 7, sample->content_type);
	db_bind_int(stmt, 8, sample->size);
	db_bind_blob(stmt, 9, sample->bytes.data, sample->bytes.len);
	return db_run(db, stmt, err);
}

int
sample_rows_load(struct db *db, const char *source, enum health_state state,
    struct sample *ret, struct err *err)
{
	struct db_stmt *stmt = db_prepare(db,
	    "SELECT taken, page, status, content_type, size, bytes, why"
	    " FROM sample WHERE source = ? AND state = ?");
	int rc;

	*ret = (struct sample){0};
	db_bind_text(stmt, 1, source);
	db_bind_text(stmt, 2, health_word(state));
	rc = db_step(stmt, err);
	if (rc > 0) {
		struct span bytes = db_blob(stmt, 5);

		ret->taken = db_int(stmt, 0);
		ret->page = (int)db_int(stmt, 1);
		ret->status = (int)db_int(stmt, 2);
		ret->content_type = mem_strdup(db_text(stmt, 3));
		ret->size = db_int(stmt, 4);
		ret->why = mem_strdup(db_text(stmt, 6));
		buf_init(&ret->bytes, SAMPLE_LIMIT);
		rc = buf_add(&ret->bytes, bytes.p, bytes.len);
	} else if (rc == 0) {
		rc = err_set(err, ERR_NOTFOUND, "no sample of '%s' of '%s'",
		    health_word(state), source);
	}
	db_reset(stmt);
	return rc;
}

int
sample_rows_purge(struct db *db, int64_t before, struct err *err)
{
	struct db_stmt *stmt =
	    db_prepare(db, "DELETE FROM sample WHERE taken < ?");

	db_bind_int(stmt, 1, before);
	return db_run(db, stmt, err);
}
