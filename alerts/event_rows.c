/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * In: events with their bodies. Out: the same, by sequence or id, as long as
 * the store keeps them. The alerts driver writes them, the outbox, the API and
 * filingctl read them.
 */
#include "alerts/event_rows.h"

#include "lib/base/mem.h"

#include <assert.h>

#define EVENT_RECORD_MAX (64 * MIB) /* twice what a reader may answer */

static void
event_rows_bind(
    struct db_stmt *stmt, const struct event *event, const char *line)
{
	db_bind_text(stmt, 1, event->id);
	db_bind_text(stmt, 2, vocab_word(VOCAB_EVENTS, (int)event->type));
	db_bind_text(stmt, 3,
	    event->subject != NULL ? event->subject : event->filing.source);
	db_bind_text(stmt, 4, event->filing.listing);
	db_bind_text(
	    stmt, 5, *event->warning_id != '\0' ? event->warning_id : NULL);
	db_bind_int(stmt, 6, event->version);
	if (event->has_verdict)
		db_bind_int(stmt, 7, event->verdict.severity);
	else
		db_bind_null(stmt, 7);
	db_bind_text(stmt, 8, line);
}

int
event_rows_add(struct db *db, struct event *event, const struct event_row *row,
    struct err *err)
{
	struct db_stmt *stmt = db_prepare(db,
	    "INSERT INTO event (id, type, source, listing, warning_id,"
	    " version, severity, line, body, record, seen, created, late)"
	    " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)");
	struct buf record;

	buf_init(&record, EVENT_RECORD_MAX);
	event_put(&record, event);
	if (wire_put_failed(&record)) {
		buf_done(&record);
		return err_set(err, ERR_TOOBIG,
		    "event '%s': its record is too big", event->id);
	}
	event_rows_bind(stmt, event, row->line);
	db_bind_blob(stmt, 9, row->body.p, row->body.len);
	db_bind_blob(stmt, 10, record.data, record.len);
	db_bind_int(stmt, 11, row->seen);
	db_bind_int(stmt, 12, row->created);
	db_bind_int(stmt, 13, event->late);
	buf_done(&record);
	int r = db_run(db, stmt, err);
	if (r == 0)
		event->seq = db_last_id(db);
	return r;
}

struct event_row
event_rows_read(struct db_stmt *stmt, int from)
{
	const char *listing = db_text(stmt, from + 3);

	return (struct event_row){
	    .seq = db_int(stmt, from),
	    .id = db_text(stmt, from + 1),
	    .type = db_text(stmt, from + 2),
	    .listing = listing != NULL ? listing : "",
	    .severity = (int)db_int(stmt, from + 4),
	    .line = db_text(stmt, from + 5),
	    .body = db_blob(stmt, from + 6),
	    .seen = db_int(stmt, from + 7),
	    .created = db_int(stmt, from + 8),
	    .late = db_int(stmt, from + 9) != 0,
	};
}

static int
event_rows_each(
    struct db_stmt *stmt, event_row_fn *fn, void *arg, struct err *err)
{
	int r;

	while ((r = db_step(stmt, err)) == 1) {
		struct event_row row = event_rows_read(stmt, 0);
		if (!fn(&row, arg))
			break;
	}
	db_reset(stmt);
	return r < 0 ? r : 0;
}

int
event_rows_after(struct db *db, int64_t seq, int limit, event_row_fn *fn,
    void *arg, struct err *err)
{
	struct db_stmt *stmt =
	    db_prepare(db, "SELECT " EVENT_ROW_COLUMNS " FROM event e"
			   " WHERE e.seq > ? ORDER BY e.seq LIMIT ?");

	db_bind_int(stmt, 1, seq);
	db_bind_int(stmt, 2, limit);
	return event_rows_each(stmt, fn, arg, err);
}

int
event_rows_of_delivery(struct db *db, int64_t delivery, event_row_fn *fn,
    void *arg, struct err *err)
{
	struct db_stmt *stmt = db_prepare(db,
	    "SELECT " EVENT_ROW_COLUMNS " FROM delivery_event l"
	    " JOIN event e ON e.seq = l.event WHERE l.delivery = ?"
	    " ORDER BY e.seq");

	db_bind_int(stmt, 1, delivery);
	return event_rows_each(stmt, fn, arg, err);
}

int
event_rows_warnings(
    struct db *db, int limit, event_row_fn *fn, void *arg, struct err *err)
{
	struct db_stmt *stmt = db_prepare(db,
	    "SELECT " EVENT_ROW_COLUMNS " FROM event e WHERE e.seq IN"
	    " (SELECT seq FROM event WHERE type LIKE 'warning.%'"
	    " ORDER BY seq DESC LIMIT ?) ORDER BY e.seq DESC");

	db_bind_int(stmt, 1, limit);
	return event_rows_each(stmt, fn, arg, err);
}

int
event_rows_get(
    struct db *db, const char *id, event_row_fn *fn, void *arg, struct err *err)
{
	struct db_stmt *stmt =
	    db_prepare(db, "SELECT " EVENT_ROW_COLUMNS " FROM event e"
			   " WHERE e.id = ?");

	db_bind_text(stmt, 1, id);
	int r = db_step(stmt, err);
	if (r == 1) {
		struct event_row row = event_rows_read(stmt, 0);
		(void)fn(&row, arg); /* there is only one */
	}
	db_reset(stmt);
	if (r == 0)
		return err_set(err, ERR_NOTFOUND, "no event '%s'", id);
	return r < 0 ? r : 0;
}

int
event_rows_decode(struct span record, struct event *ret)
{
	struct wire wire = wire_init(record.p, record.len);

	event_init(ret);
	event_get(&wire, ret);
	int r = wire_get_end(&wire);
	if (r < 0)
		event_done(ret);
	return r;
}

int
event_rows_load(struct db *db, int64_t seq, struct event *ret, struct err *err)
{
	struct db_stmt *stmt =
	    db_prepare(db, "SELECT record FROM event WHERE seq = ?");

	db_bind_int(stmt, 1, seq);
	int r = db_step(stmt, err);
	if (r == 0)
		r = err_set(err, ERR_NOTFOUND, "no event %lld", (long long)seq);
	if (r == 1 && (r = event_rows_decode(db_blob(stmt, 0), ret)) < 0)
		(void)err_set(err, r, "event %lld: its record is damaged",
		    (long long)seq);
	db_reset(stmt);
	if (r == 0)
		ret->seq = seq;
	return r;
}

int
event_rows_before(
    struct db *db, const struct event *event, char **ret_line, struct err *err)
{
	char *line = NULL;

	if (*event->warning_id == '\0') {
		*ret_line = NULL;
		return 0;
	}
	struct db_stmt *stmt = db_prepare(db,
	    "SELECT line FROM event WHERE warning_id = ? AND seq < ?"
	    " ORDER BY seq DESC LIMIT 1");
	db_bind_text(stmt, 1, event->warning_id);
	db_bind_int(stmt, 2, event->seq);
	int r = db_step(stmt, err);
	if (r == 1)
		line = mem_strdup(db_text(stmt, 0));
	db_reset(stmt);
	if (r < 0)
		return r;
	*ret_line = line;
	return 0;
}

int
event_rows_before_last(
    struct db *db, int64_t count, int64_t *ret_seq, struct err *err)
{
	struct db_stmt *stmt = db_prepare(
	    db, "SELECT seq FROM event ORDER BY seq DESC LIMIT 1 OFFSET ?");

	db_bind_int(stmt, 1, count);
	return db_first_int(stmt, ret_seq, err);
}

int
event_rows_last(struct db *db, int64_t *ret_seq, struct err *err)
{
	struct db_stmt *stmt =
	    db_prepare(db, "SELECT seq FROM event ORDER BY seq DESC LIMIT 1");

	return db_first_int(stmt, ret_seq, err);
}

int
event_rows_of_listing(struct db *db, const char *listing, int limit,
    event_seq_fn *fn, void *arg, struct err *err)
{
	struct db_stmt *stmt = db_prepare(db,
	    "SELECT seq FROM event WHERE listing = ? ORDER BY seq DESC"
	    " LIMIT ?");
	int r;

	db_bind_text(stmt, 1, listing);
	db_bind_int(stmt, 2, limit);
	while ((r = db_step(stmt, err)) == 1) {
		if (!fn(db_int(stmt, 0), arg))
			break;
	}
	db_reset(stmt);
	return r < 0 ? r : 0;
}

int
event_rows_records(struct db *db, int64_t seq, int limit, event_record_fn *fn,
    void *arg, struct err *err)
{
	struct db_stmt *stmt =
	    db_prepare(db, "SELECT " EVENT_ROW_COLUMNS ", e.record FROM event e"
			   " WHERE e.seq > ? ORDER BY e.seq LIMIT ?");
	int r;

	db_bind_int(stmt, 1, seq);
	db_bind_int(stmt, 2, limit);
	while ((r = db_step(stmt, err)) == 1) {
		struct event_row row = event_rows_read(stmt, 0);
		if (!fn(&row, db_blob(stmt, 10), arg))
			break;
	}
	db_reset(stmt);
	return r < 0 ? r : 0;
}

int
event_rows_last_trouble(
    struct db *db, const char *subject, int64_t *ret_created, struct err *err)
{
	struct db_stmt *stmt = db_prepare(db,
	    "SELECT created FROM event WHERE type = 'system.trouble'"
	    " AND source = ? ORDER BY created DESC LIMIT 1");

	db_bind_text(stmt, 1, subject);
	return db_first_int(stmt, ret_created, err);
}
