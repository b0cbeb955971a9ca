/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * In: a channel and a number, or a span of time. Out: the events that it was
 * told. The API calls it for exports and replays.
 */
#include "alerts/export_rows.h"

#include "alerts/retention_rows.h"
#include "lib/base/mem.h"

#define EXPORT_COLUMNS 10 /* of EVENT_ROW_COLUMNS */

int
export_rows_each(struct db *db, const struct export_query *query,
    export_row_fn *fn, void *arg, struct err *err)
{
	struct db_stmt *stmt = db_prepare(db,
	    "SELECT " EVENT_ROW_COLUMNS ", d.sequence, d.state, d.last_error"
	    " FROM (SELECT id, sequence, state, last_error FROM delivery"
	    " WHERE channel = ? AND sequence > 0 AND sequence > ?"
	    " ORDER BY sequence LIMIT ?) d"
	    " JOIN delivery_event l ON l.delivery = d.id"
	    " JOIN event e ON e.seq = l.event ORDER BY d.sequence, e.seq");
	int r;

	db_bind_text(stmt, 1, query->channel);
	db_bind_int(stmt, 2, query->after);
	db_bind_int(stmt, 3, query->limit);
	while ((r = db_step(stmt, err)) == 1) {
		struct export_row row = {
		    .event = event_rows_read(stmt, 0),
		    .sequence = db_int(stmt, EXPORT_COLUMNS),
		    .state = db_text(stmt, EXPORT_COLUMNS + 1),
		    .why = db_text(stmt, EXPORT_COLUMNS + 2),
		};
		if (!fn(&row, arg))
			break;
	}
	db_reset(stmt);
	return r < 0 ? r : 0;
}

int
export_rows_purged(
    struct db *db, const char *channel, int64_t *ret, struct err *err)
{
	struct db_stmt *stmt;

	if (channel == NULL)
		return retention_rows_purged(db, ret, err);
	stmt = db_prepare(db, "SELECT purged FROM channel WHERE name = ?");
	db_bind_text(stmt, 1, channel);
	return db_first_int(stmt, ret, err);
}

int
export_rows_channels(
    struct db *db, int64_t event, struct export_channels *ret, struct err *err)
{
	struct db_stmt *stmt = db_prepare(db,
	    "SELECT d.channel FROM delivery_event l"
	    " JOIN delivery d ON d.id = l.delivery"
	    " WHERE l.event = ? AND d.state <> 'silenced' GROUP BY d.channel"
	    " HAVING count(CASE WHEN d.state IN ('pending', 'retry', 'leased')"
	    " THEN 1 END) = 0 ORDER BY d.channel LIMIT ?");
	int r;

	ret->count = 0;
	db_bind_int(stmt, 1, event);
	db_bind_int(stmt, 2, EXPORT_CHANNELS);
	while ((r = db_step(stmt, err)) == 1)
		ret->names[ret->count++] = mem_strdup(db_text(stmt, 0));
	if (r < 0)
		export_channels_done(ret);
	return r;
}

void
export_channels_done(struct export_channels *channels)
{
	for (size_t i = 0; i < channels->count; i++)
		mem_free(channels->names[i]);
	channels->count = 0;
}

int
export_rows_seq(struct db *db, const char *id, int64_t *ret, struct err *err)
{
	struct db_stmt *stmt =
	    db_prepare(db, "SELECT seq FROM event WHERE id = ?");

	db_bind_text(stmt, 1, id);
	return db_first_int(stmt, ret, err);
}

int
export_rows_window(struct db *db, struct export_window *window, struct err *err)
{
	struct db_stmt *stmt = db_prepare(db,
	    "SELECT seq FROM event WHERE seq > ? AND created >= ?"
	    " AND created < ? ORDER BY seq LIMIT ?");
	int r;

	window->count = 0;
	db_bind_int(stmt, 1, window->after);
	db_bind_int(stmt, 2, window->since);
	db_bind_int(stmt, 3, window->until);
	db_bind_int(stmt, 4, EXPORT_EVENTS);
	while ((r = db_step(stmt, err)) == 1)
		window->seqs[window->count++] = db_int(stmt, 0);
	return r;
}
