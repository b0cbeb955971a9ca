/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * In: deliveries and their states. Out: rows of delivery and delivery_event,
 * written in the turn's transaction. The outbox and its attempts call it.
 */
#include "alerts/outbox_rows.h"

#include "lib/base/mem.h"

#include <assert.h>
#include <string.h>

/* The index delivery_due holds these rows, by channel and time. */
#define OUTBOX_WAITING                                                         \
	" FROM delivery WHERE channel = ?"                                     \
	" AND finished IS NULL AND state <> 'leased'"

/* The channel's next number; the row is made with the first. */
static int
outbox_rows_number(
    struct db *db, const char *channel, int64_t *ret, struct err *err)
{
	struct db_stmt *stmt = db_prepare(db,
	    "INSERT INTO channel (name, sequence) VALUES (?, 1)"
	    " ON CONFLICT (name) DO UPDATE SET sequence = channel.sequence + 1");

	db_bind_text(stmt, 1, channel);
	int r = db_run(db, stmt, err);
	if (r < 0)
		return r;
	stmt = db_prepare(db, "SELECT sequence FROM channel WHERE name = ?");
	db_bind_text(stmt, 1, channel);
	return db_first_int(stmt, ret, err);
}

/* In a batch each event has come by a rule of its own. */
static int
outbox_rows_link(struct db *db, int64_t delivery,
    const struct delivery_spec *spec, struct err *err)
{
	struct db_stmt *stmt = db_prepare(db,
	    "INSERT INTO delivery_event (delivery, event, rule, note)"
	    " VALUES (?, ?, ?, ?)");

	db_bind_int(stmt, 1, delivery);
	db_bind_int(stmt, 2, spec->event);
	db_bind_text(stmt, 3, spec->rule);
	db_bind_text(stmt, 4, spec->note);
	return db_run(db, stmt, err);
}

int
outbox_rows_open(struct db *db, const struct delivery_spec *spec, int64_t *ret,
    struct err *err)
{
	struct db_stmt *stmt = db_prepare(db,
	    "SELECT d.id FROM delivery d WHERE d.channel = ?"
	    " AND d.recipient = ? AND d.batch = ? AND d.batch <> ''"
	    " AND d.state = 'pending' AND d.attempts = 0 AND d.due_at > ?"
	    " AND (SELECT count(*) FROM delivery_event l"
	    " WHERE l.delivery = d.id) < ? LIMIT 1");

	db_bind_text(stmt, 1, spec->channel);
	db_bind_text(stmt, 2, spec->recipient);
	db_bind_text(stmt, 3, spec->batch);
	db_bind_int(stmt, 4, spec->now);
	db_bind_int(stmt, 5, DELIVERY_EVENTS);
	return db_first_int(stmt, ret, err);
}

static int
outbox_rows_insert(
    struct db *db, const struct delivery_spec *spec, struct err *err)
{
	struct db_stmt *stmt = db_prepare(db,
	    "INSERT INTO delivery (channel, recipient, state, sequence, rule,"
	    " note, created, due_at, batch, unless_acked, late, last_error,"
	    " finished, urgent)"
	    " VALUES (?, ?, ?, 0, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)");
	bool silenced = spec->silenced != NULL;

	db_bind_text(stmt, 1, spec->channel);
	db_bind_text(stmt, 2, spec->recipient);
	db_bind_text(stmt, 3, silenced ? "silenced" : "pending");
	db_bind_text(stmt, 4, spec->rule);
	db_bind_text(stmt, 5, spec->note);
	db_bind_int(stmt, 6, spec->now);
	db_bind_int(stmt, 7, spec->due_at);
	db_bind_text(stmt, 8, spec->batch);
	db_bind_int(stmt, 9, spec->unless_acked);
	db_bind_int(stmt, 10, spec->late);
	db_bind_text(stmt, 11, silenced ? spec->silenced : "");
	if (silenced)
		db_bind_int(stmt, 12, spec->now);
	else
		db_bind_null(stmt, 12);
	db_bind_int(stmt, 13, spec->urgent);
	return db_run(db, stmt, err);
}

/* To a delivery that waits. */
static int
outbox_rows_join(struct db *db, int64_t delivery,
    const struct delivery_spec *spec, struct err *err)
{
	int r = outbox_rows_link(db, delivery, spec, err);

	if (r < 0 || !spec->urgent)
		return r;
	struct db_stmt *stmt =
	    db_prepare(db, "UPDATE delivery SET urgent = 1 WHERE id = ?");
	db_bind_int(stmt, 1, delivery);
	return db_run(db, stmt, err);
}

int
outbox_rows_add(
    struct db *db, const struct delivery_spec *spec, struct err *err)
{
	int64_t id = 0;
	int r = 0;

	if (spec->silenced == NULL && *spec->batch != '\0')
		r = outbox_rows_open(db, spec, &id, err);
	if (r < 0 || id != 0)
		return r < 0 ? r : outbox_rows_join(db, id, spec, err);
	r = outbox_rows_insert(db, spec, err);
	if (r < 0)
		return r;
	return outbox_rows_link(db, db_last_id(db), spec, err);
}

int
outbox_rows_due(struct db *db, const char *channel, int64_t now,
    struct delivery_ids *ret, struct err *err)
{
	struct db_stmt *stmt =
	    db_prepare(db, "SELECT id" OUTBOX_WAITING
			   " AND due_at <= ? ORDER BY due_at, id LIMIT ?");
	size_t count = 0;
	int r;

	assert(ret->count <= DELIVERY_IDS);
	db_bind_text(stmt, 1, channel);
	db_bind_int(stmt, 2, now);
	db_bind_int(stmt, 3, (int64_t)ret->count);
	while ((r = db_step(stmt, err)) == 1)
		ret->ids[count++] = db_int(stmt, 0);
	if (r < 0)
		return r;
	ret->count = count;
	return 0;
}

int
outbox_rows_next(
    struct db *db, const char *channel, int64_t *ret_due, struct err *err)
{
	struct db_stmt *stmt = db_prepare(
	    db, "SELECT due_at" OUTBOX_WAITING " ORDER BY due_at, id LIMIT 1");

	db_bind_text(stmt, 1, channel);
	int r = db_step(stmt, err);
	if (r < 0)
		return r;
	*ret_due = r == 1 ? db_int(stmt, 0) : -1;
	db_reset(stmt);
	return 0;
}

int
outbox_rows_head(struct db *db, const char *channel, int64_t *ret_id,
    int64_t *ret_due, struct err *err)
{
	struct db_stmt *stmt =
	    db_prepare(db, "SELECT id, due_at FROM delivery WHERE channel = ?"
			   " AND state = 'retry' ORDER BY sequence LIMIT 1");

	db_bind_text(stmt, 1, channel);
	int r = db_step(stmt, err);
	if (r < 0)
		return r;
	*ret_id = r == 1 ? db_int(stmt, 0) : 0;
	*ret_due = r == 1 ? db_int(stmt, 1) : -1;
	db_reset(stmt);
	return 0;
}

static int
outbox_rows_blob(struct db_stmt *stmt, int col, size_t limit, struct buf *ret)
{
	struct span blob = db_blob(stmt, col);

	buf_init(ret, limit);
	return buf_add(ret, blob.p, blob.len);
}

static int
outbox_rows_read_event(struct db_stmt *stmt, struct delivery *ret)
{
	struct delivery_event *event;

	ret->events =
	    mem_resize(ret->events, ret->event_count + 1, sizeof(*ret->events));
	event = &ret->events[ret->event_count++];
	*event = (struct delivery_event){
	    .seq = db_int(stmt, 0),
	    .id = mem_strdup(db_text(stmt, 1)),
	    .type =
		(enum event_type)vocab_value(VOCAB_EVENTS, db_text(stmt, 2)),
	    .line = mem_strdup(db_text(stmt, 3)),
	    .seen = db_int(stmt, 4),
	    .decided = db_int(stmt, 5),
	    .late = db_int(stmt, 6) != 0,
	    .source = mem_strdup(db_text(stmt, 7)),
	    .rule = mem_strdup(db_text(stmt, 8)),
	    .note = mem_strdup(db_text(stmt, 9)),
	};
	return outbox_rows_blob(stmt, 10, DELIVERY_BODY_MAX, &event->body);
}

static int
outbox_rows_load_events(struct db *db, struct delivery *ret, struct err *err)
{
	struct db_stmt *stmt = db_prepare(db,
	    "SELECT e.seq, e.id, e.type, e.line, e.seen, e.created, e.late,"
	    " coalesce(e.source, ''), l.rule, l.note, e.body"
	    " FROM delivery_event l JOIN event e ON e.seq = l.event"
	    " WHERE l.delivery = ? ORDER BY e.seq");
	int r, code = 0;

	db_bind_int(stmt, 1, ret->id);
	while (code == 0 && (r = db_step(stmt, err)) == 1)
		code = outbox_rows_read_event(stmt, ret);
	if (code < 0) {
		db_reset(stmt);
		return err_set(err, code, "delivery %lld", (long long)ret->id);
	}
	if (r == 0 && ret->event_count == 0)
		r = err_set(err, ERR_NOTFOUND, "delivery %lld has no event",
		    (long long)ret->id);
	return r;
}

static int
outbox_rows_read(struct db_stmt *stmt, struct delivery *ret)
{
	*ret = (struct delivery){
	    .id = db_int(stmt, 0),
	    .channel = mem_strdup(db_text(stmt, 1)),
	    .recipient = mem_strdup(db_text(stmt, 2)),
	    .sequence = db_int(stmt, 3),
	    .rule = mem_strdup(db_text(stmt, 4)),
	    .note = mem_strdup(db_text(stmt, 5)),
	    .attempts = (int)db_int(stmt, 6),
	    .late = db_int(stmt, 7) != 0,
	    .forgiven = (int)db_int(stmt, 8),
	    .unless_acked = db_int(stmt, 9) != 0,
	    .urgent = db_int(stmt, 10) != 0,
	    .due_at = db_int(stmt, 11),
	};
	return outbox_rows_blob(stmt, 12, DELIVERY_MESSAGE_MAX, &ret->message);
}

int
outbox_rows_load(
    struct db *db, int64_t id, struct delivery *ret, struct err *err)
{
	struct db_stmt *stmt = db_prepare(db,
	    "SELECT id, channel, recipient, sequence, rule, note, attempts,"
	    " late, forgiven, unless_acked, urgent, due_at, message FROM delivery"
	    " WHERE id = ?");

	db_bind_int(stmt, 1, id);
	int r = db_step(stmt, err);
	if (r == 0)
		return err_set(
		    err, ERR_NOTFOUND, "no delivery %lld", (long long)id);
	if (r < 0)
		return r;
	r = outbox_rows_read(stmt, ret);
	db_reset(stmt);
	if (r < 0)
		err_drop(err_set(err, r, "delivery %lld", (long long)id));
	else
		r = outbox_rows_load_events(db, ret, err);
	if (r < 0)
		delivery_done(ret);
	return r;
}

int
outbox_rows_lease(struct db *db, struct delivery *delivery, struct err *err)
{
	struct db_stmt *stmt;
	int r = 0;

	if (delivery->sequence == 0)
		r = outbox_rows_number(
		    db, delivery->channel, &delivery->sequence, err);
	if (r < 0)
		return r;
	stmt = db_prepare(db,
	    "UPDATE delivery SET state = 'leased', message = ?, sequence = ?"
	    " WHERE id = ?");
	if (delivery->message.len > 0)
		db_bind_blob(
		    stmt, 1, delivery->message.data, delivery->message.len);
	else
		db_bind_null(stmt, 1);
	db_bind_int(stmt, 2, delivery->sequence);
	db_bind_int(stmt, 3, delivery->id);
	return db_run(db, stmt, err);
}

static const char *
outbox_rows_state(enum schedule_next next)
{
	switch (next) {
	case SCHEDULE_SENT:
		return "sent";
	case SCHEDULE_RETRY:
		return "retry";
	case SCHEDULE_DEAD:
		return "dead";
	}
	return "dead";
}

int
outbox_rows_settle(
    struct db *db, const struct delivery_settling *settling, struct err *err)
{
	struct db_stmt *stmt = db_prepare(db,
	    "UPDATE delivery SET state = ?, attempts = ?, due_at = ?,"
	    " last_error = ?, finished = ? WHERE id = ?");
	bool retry = settling->next == SCHEDULE_RETRY;

	db_bind_text(stmt, 1, outbox_rows_state(settling->next));
	db_bind_int(stmt, 2, settling->attempts);
	db_bind_int(stmt, 3, retry ? settling->due_at : settling->now);
	db_bind_text(stmt, 4, settling->why);
	if (retry)
		db_bind_null(stmt, 5);
	else
		db_bind_int(stmt, 5, settling->now);
	db_bind_int(stmt, 6, settling->id);
	return db_run(db, stmt, err);
}

int
outbox_rows_cancel(
    struct db *db, int64_t id, const char *why, int64_t now, struct err *err)
{
	struct db_stmt *stmt = db_prepare(db,
	    "UPDATE delivery SET state = 'canceled', last_error = ?,"
	    " finished = ? WHERE id = ? AND state IN ('pending', 'retry')");

	db_bind_text(stmt, 1, why);
	db_bind_int(stmt, 2, now);
	db_bind_int(stmt, 3, id);
	int r = db_run(db, stmt, err);
	if (r == 0 && db_changes(db) == 0)
		r = err_set(err, ERR_BUSY, "delivery %lld does not wait",
		    (long long)id);
	return r;
}

int
outbox_rows_heard(struct db *db, const struct delivery_spec *spec, int64_t *ret,
    struct err *err)
{
	struct db_stmt *stmt = db_prepare(db,
	    "SELECT count(*) FROM delivery_event l JOIN delivery d"
	    " ON d.id = l.delivery WHERE l.event = ? AND d.channel = ?"
	    " AND d.recipient = ?");

	db_bind_int(stmt, 1, spec->event);
	db_bind_text(stmt, 2, spec->channel);
	db_bind_text(stmt, 3, spec->recipient);
	return db_first_int(stmt, ret, err);
}

int
outbox_rows_readdress(
    struct db *db, int64_t id, const char *recipient, struct err *err)
{
	struct db_stmt *stmt = db_prepare(db,
	    "UPDATE delivery SET recipient = ?, message = NULL WHERE id = ?");

	db_bind_text(stmt, 1, recipient);
	db_bind_int(stmt, 2, id);
	return db_run(db, stmt, err);
}

int
outbox_rows_replay(
    struct db *db, const char *channel, int64_t now, struct err *err)
{
	struct db_stmt *stmt = db_prepare(db,
	    "UPDATE delivery SET due_at = ?, late = 1, forgiven = attempts"
	    " WHERE channel = ? AND finished IS NULL"
	    " AND (state = 'retry' OR (state = 'pending' AND due_at <= ?))");

	db_bind_int(stmt, 1, now);
	db_bind_text(stmt, 2, channel);
	db_bind_int(stmt, 3, now);
	return db_run(db, stmt, err);
}

int
outbox_rows_recover(struct db *db, struct err *err)
{
	return db_run(db,
	    db_prepare(db, "UPDATE delivery SET state = 'retry'"
			   " WHERE finished IS NULL AND state = 'leased'"),
	    err);
}

static void
outbox_rows_count_state(struct db_stmt *stmt, struct delivery_counts *ret)
{
	const char *state = db_text(stmt, 0);
	int64_t n = db_int(stmt, 1);
	int64_t oldest = db_int(stmt, 2);

	if (strcmp(state, "sent") == 0)
		ret->sent = n;
	else if (strcmp(state, "dead") == 0)
		ret->dead = n;
	else if (ret->oldest == 0 || oldest < ret->oldest)
		ret->oldest = oldest;
	if (strcmp(state, "pending") == 0)
		ret->pending = n;
	else if (strcmp(state, "leased") == 0)
		ret->leased = n;
	else if (strcmp(state, "retry") == 0)
		ret->retry = n;
}

int
outbox_rows_count(
    struct db *db, bool finished, struct delivery_counts *ret, struct err *err)
{
	struct db_stmt *stmt =
	    finished ? db_prepare(db,
			   "SELECT state, count(*), min(created) FROM delivery"
			   " GROUP BY state")
		     : db_prepare(db,
			   "SELECT state, count(*), min(created) FROM delivery"
			   " WHERE finished IS NULL GROUP BY state");
	struct delivery_counts counts = {0};
	int r;

	while ((r = db_step(stmt, err)) == 1)
		outbox_rows_count_state(stmt, &counts);
	if (r < 0)
		return r;
	*ret = counts;
	return 0;
}
