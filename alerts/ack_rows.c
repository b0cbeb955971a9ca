/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * In: acknowledgements of events. Out: who acknowledged what. The API adds and
 * lists; the outbox asks before it sends what is only for the unacknowledged.
 */
#include "alerts/ack_rows.h"

#include "lib/base/mem.h"

int
ack_rows_author(
    struct db *db, int64_t event, char **ret_author, struct err *err)
{
	struct db_stmt *stmt = db_prepare(db,
	    "SELECT a.author FROM event e JOIN ack a ON a.subject ="
	    " coalesce(nullif(e.warning_id, ''), e.id)"
	    " AND a.version >= coalesce(e.version, 0)"
	    " WHERE e.seq = ? ORDER BY a.version LIMIT 1");

	db_bind_int(stmt, 1, event);
	int r = db_step(stmt, err);
	if (r < 0)
		return r;
	*ret_author = r == 1 ? mem_strdup(db_text(stmt, 0)) : NULL;
	db_reset(stmt);
	return 0;
}

/* Who acknowledged an event by its id; NULL. Gives. */
static int
ack_rows_find(
    struct db *db, const char *event, char **ret_author, struct err *err)
{
	struct db_stmt *stmt =
	    db_prepare(db, "SELECT seq FROM event WHERE id = ?");
	int64_t seq = 0;

	db_bind_text(stmt, 1, event);
	int r = db_first_int(stmt, &seq, err);
	if (r < 0)
		return r;
	if (seq == 0)
		return err_set(err, ERR_NOTFOUND, "no event '%s'", event);
	return ack_rows_author(db, seq, ret_author, err);
}

int
ack_rows_add(struct db *db, const struct ack *ack, struct err *err)
{
	char *author = NULL;
	int r = ack_rows_find(db, ack->event, &author, err);

	if (r == 0 && author != NULL)
		r = err_set(err, ERR_EXISTS,
		    "event '%s' was acknowledged by %s already", ack->event,
		    author);
	mem_free(author);
	if (r < 0)
		return r;
	struct db_stmt *stmt = db_prepare(db,
	    "INSERT INTO ack (subject, version, event, author, note, acked)"
	    " SELECT coalesce(nullif(warning_id, ''), id),"
	    " coalesce(version, 0), id, ?, ?, ? FROM event WHERE id = ?");
	db_bind_text(stmt, 1, ack->author);
	db_bind_text(stmt, 2, ack->note);
	db_bind_int(stmt, 3, ack->acked);
	db_bind_text(stmt, 4, ack->event);
	return db_run(db, stmt, err);
}

int
ack_rows_each(struct db *db, const char *event, ack_row_fn *fn, void *arg,
    struct err *err)
{
	struct db_stmt *stmt = db_prepare(db,
	    "SELECT a.event, a.version, a.author, a.note, a.acked FROM event e"
	    " JOIN ack a ON a.subject = coalesce(nullif(e.warning_id, ''),"
	    " e.id) WHERE e.id = ? ORDER BY a.version");
	int r;

	db_bind_text(stmt, 1, event);
	while ((r = db_step(stmt, err)) == 1)
		fn(&(struct ack){db_text(stmt, 0), (int)db_int(stmt, 1),
		       db_text(stmt, 2), db_text(stmt, 3), db_int(stmt, 4)},
		    arg);
	return r;
}
