/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * In: how old what is over may become. Out: fewer rows of event, delivery,
 * attempt, offer, cursor, silence and ack. The driver daemon/retention.c calls
 * it.
 */
#include "alerts/retention_rows.h"

#include <inttypes.h>
#include <stdio.h>

struct retention_row {
	int64_t id;
	int64_t created;
};

/* The next rows of the walk into rows; *ret_count of them. */
static int
retention_rows_read(struct db_stmt *stmt, const struct retention_walk *walk,
    struct retention_row rows[RETENTION_ROWS], size_t *ret_count,
    struct err *err)
{
	size_t count = 0;
	int r;

	db_bind_int(stmt, 1, walk->at > walk->floor ? walk->at : walk->floor);
	db_bind_int(stmt, 2, RETENTION_ROWS);
	while ((r = db_step(stmt, err)) == 1)
		rows[count++] =
		    (struct retention_row){db_int(stmt, 0), db_int(stmt, 1)};
	if (r < 0)
		return r;
	*ret_count = count;
	return 0;
}

/* Runs sql with one or two numbers; its only column's first row or 0. */
static int
retention_rows_ask(
    struct db_stmt *stmt, int64_t a, int64_t b, int64_t *ret, struct err *err)
{
	db_bind_int(stmt, 1, a);
	db_bind_int(stmt, 2, b);
	return db_first_int(stmt, ret, err);
}

static int
retention_rows_do(
    struct db *db, struct db_stmt *stmt, int64_t id, struct err *err)
{
	db_bind_int(stmt, 1, id);
	return db_run(db, stmt, err);
}

static int
retention_rows_set_purged(struct db *db, int64_t seq, struct err *err)
{
	struct db_stmt *stmt;
	int64_t old;
	char text[32];
	int r = retention_rows_purged(db, &old, err);

	if (r < 0 || old >= seq)
		return r;
	stmt = db_prepare(db,
	    "INSERT INTO setting (name, value) VALUES ('events_purged', ?)"
	    " ON CONFLICT (name) DO UPDATE SET value = excluded.value");
	(void)snprintf(text, sizeof(text), "%" PRId64, seq);
	db_bind_text(stmt, 1, text);
	return db_run(db, stmt, err);
}

/* The event with the deliveries that carry it alone. */
static int
retention_rows_drop_event(struct db *db, int64_t seq, struct err *err)
{
	struct db_stmt *stmts[] = {
	    db_prepare(db,
		"UPDATE channel SET purged = (SELECT max(d.sequence)"
		" FROM delivery d JOIN delivery_event l ON l.delivery = d.id"
		" WHERE l.event = ?1 AND d.channel = channel.name)"
		" WHERE purged < (SELECT max(d.sequence)"
		" FROM delivery d JOIN delivery_event l ON l.delivery = d.id"
		" WHERE l.event = ?1 AND d.channel = channel.name)"),
	    db_prepare(db,
		"DELETE FROM delivery WHERE id IN"
		" (SELECT delivery FROM delivery_event WHERE event = ?1)"
		" AND NOT EXISTS (SELECT 1 FROM delivery_event o"
		" WHERE o.delivery = delivery.id AND o.event <> ?1)"),
	    db_prepare(db, "DELETE FROM offer WHERE event = ?"),
	    db_prepare(db, "DELETE FROM delivery_event WHERE event = ?"),
	    db_prepare(db, "DELETE FROM event WHERE seq = ?"),
	};
	int r = 0;

	for (size_t i = 0; r == 0 && i < sizeof(stmts) / sizeof(stmts[0]); i++)
		r = retention_rows_do(db, stmts[i], seq, err);
	return r == 0 ? retention_rows_set_purged(db, seq, err) : r;
}

static int
retention_rows_try_event(
    struct db *db, struct retention_walk *walk, int64_t seq, struct err *err)
{
	struct db_stmt *stmt = db_prepare(db,
	    "SELECT count(*) FROM delivery_event l"
	    " JOIN delivery d ON d.id = l.delivery WHERE l.event = ?"
	    " AND (d.state IN ('pending', 'retry', 'leased')"
	    " OR d.finished IS NULL OR d.finished >= ?)");
	int64_t kept;
	int r = retention_rows_ask(stmt, seq, walk->before, &kept, err);

	if (r < 0)
		return r;
	if (kept > 0) {
		walk->stuck = true;
		return 0;
	}
	r = retention_rows_drop_event(db, seq, err);
	walk->gone += r == 0;
	return r;
}

/*
 * SQLite leaves a row that became shorter where it is, with the page half
 * empty; one that goes away and comes back joins its neighbours.
 */
static int
retention_rows_strip(struct db *db, int64_t id, struct err *err)
{
	int r = db_defer_references(db, err);

	if (r == 0)
		r = retention_rows_do(db,
		    db_prepare(db, "UPDATE delivery SET message = NULL,"
				   " id = -id WHERE id = ?"),
		    id, err);
	if (r < 0)
		return r;
	return retention_rows_do(db,
	    db_prepare(db, "UPDATE delivery SET id = -id WHERE id = -?1"), id,
	    err);
}

enum retention_message { RETENTION_KEEP, RETENTION_BARE, RETENTION_STRIP };

static int
retention_rows_try_message(
    struct db *db, struct retention_walk *walk, int64_t id, struct err *err)
{
	struct db_stmt *stmt = db_prepare(db,
	    "SELECT CASE WHEN state IN ('pending', 'retry', 'leased')"
	    " OR finished IS NULL OR finished >= ?2 THEN 0"
	    " WHEN message IS NULL AND NOT EXISTS"
	    " (SELECT 1 FROM attempt WHERE delivery = ?1) THEN 1"
	    " ELSE 2 END FROM delivery WHERE id = ?1");
	int64_t found = RETENTION_KEEP;
	int r = retention_rows_ask(stmt, id, walk->before, &found, err);

	if (r < 0 || found != RETENTION_STRIP) {
		walk->stuck = walk->stuck || found == RETENTION_KEEP;
		return r;
	}
	walk->gone++;
	r = retention_rows_do(db,
	    db_prepare(db, "DELETE FROM attempt WHERE delivery = ?"), id, err);
	return r < 0 ? r : retention_rows_strip(db, id, err);
}

typedef int retention_rows_try_fn(
    struct db *db, struct retention_walk *walk, int64_t id, struct err *err);

/* Ids grow with the time of their making: the first young one is the end. */
static int
retention_rows_walk(struct db *db, struct db_stmt *stmt,
    struct retention_walk *walk, retention_rows_try_fn *try, struct err *err)
{
	struct retention_row rows[RETENTION_ROWS];
	size_t count = 0;
	int r = retention_rows_read(stmt, walk, rows, &count, err);

	for (size_t i = 0; r == 0 && i < count && !walk->done; i++) {
		walk->done = rows[i].created >= walk->before;
		if (walk->done)
			break;
		r = try(db, walk, rows[i].id, err);
		walk->at = rows[i].id;
		if (!walk->stuck)
			walk->floor = rows[i].id;
	}
	walk->done = walk->done || count < RETENTION_ROWS;
	return r;
}

int
retention_rows_events(
    struct db *db, struct retention_walk *walk, struct err *err)
{
	return retention_rows_walk(db,
	    db_prepare(db, "SELECT seq, created FROM event WHERE seq > ?"
			   " ORDER BY seq LIMIT ?"),
	    walk, retention_rows_try_event, err);
}

int
retention_rows_messages(
    struct db *db, struct retention_walk *walk, struct err *err)
{
	return retention_rows_walk(db,
	    db_prepare(db, "SELECT id, created FROM delivery WHERE id > ?"
			   " ORDER BY id LIMIT ?"),
	    walk, retention_rows_try_message, err);
}

/* A delete of at most RETENTION_ROWS rows of a table that stays small. */
static int
retention_rows_some(struct db *db, struct db_stmt *stmt,
    struct retention_walk *walk, struct err *err)
{
	db_bind_int(stmt, 1, walk->before);
	db_bind_int(stmt, 2, RETENTION_ROWS);
	int r = db_run(db, stmt, err);
	if (r < 0)
		return r;
	walk->gone += db_changes(db);
	walk->done = walk->done && db_changes(db) < RETENTION_ROWS;
	return 0;
}

int
retention_rows_offers(
    struct db *db, struct retention_walk *walk, struct err *err)
{
	walk->done = true;
	int r = retention_rows_some(db,
	    db_prepare(db, "DELETE FROM offer WHERE seq IN (SELECT seq"
			   " FROM offer WHERE offered < ?"
			   " ORDER BY seq LIMIT ?)"),
	    walk, err);
	if (r < 0 || !walk->done)
		return r;
	return retention_rows_some(db,
	    db_prepare(db,
		"DELETE FROM cursor WHERE (channel, uid) IN (SELECT c.channel,"
		" c.uid FROM cursor c WHERE c.moved < ? AND NOT EXISTS"
		" (SELECT 1 FROM offer o WHERE o.channel = c.channel)"
		" LIMIT ?)"),
	    walk, err);
}

int
retention_rows_silences(
    struct db *db, struct retention_walk *walk, struct err *err)
{
	walk->done = true;
	int r = retention_rows_some(db,
	    db_prepare(db,
		"DELETE FROM silence WHERE id IN (SELECT id FROM silence"
		" WHERE CASE WHEN ended > 0 THEN ended ELSE until END < ?"
		" ORDER BY id LIMIT ?)"),
	    walk, err);
	if (r < 0)
		return r;
	return retention_rows_some(db,
	    db_prepare(db,
		"DELETE FROM ack WHERE (subject, version) IN (SELECT a.subject,"
		" a.version FROM ack a WHERE a.acked < ? AND NOT EXISTS"
		" (SELECT 1 FROM event e WHERE e.id = a.event) LIMIT ?)"),
	    walk, err);
}

int
retention_rows_purged(struct db *db, int64_t *ret_seq, struct err *err)
{
	return db_first_int(
	    db_prepare(db, "SELECT CAST(value AS INTEGER) FROM setting"
			   " WHERE name = 'events_purged'"),
	    ret_seq, err);
}
