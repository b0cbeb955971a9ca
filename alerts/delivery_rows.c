/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * In: what people ask of deliveries. Out: rows of delivery with the first
 * event of each. The API calls it; alerts/outbox_rows.c is the outbox's.
 */
#include "alerts/delivery_rows.h"

#include <string.h>

/* rule and note: SQL of what they are taken from. */
#define DELIVERY_ROW_OF(rule, note)                                            \
	"SELECT d.id, d.channel, d.recipient, d.state, d.sequence, " rule      \
	", " note                                                              \
	", d.created, d.due_at, d.attempts, coalesce(d.finished, 0),"          \
	" d.last_error, d.late, d.unless_acked,"                               \
	" (SELECT count(*) FROM delivery_event l WHERE l.delivery = d.id),"    \
	" coalesce(e.id, ''), coalesce(e.line, '')"                            \
	" FROM delivery d LEFT JOIN event e ON e.seq ="                        \
	" (SELECT min(l.event) FROM delivery_event l WHERE l.delivery = d.id)"
#define DELIVERY_ROW DELIVERY_ROW_OF("d.rule", "d.note")

/* By the index delivery_due, which the order of ids would else pass over. */
#define DELIVERY_WAITS                                                         \
	" WHERE d.id IN (SELECT w.id FROM delivery w"                          \
	" WHERE w.finished IS NULL)"

#define DELIVERY_FILTER                                                        \
	" AND (? IS NULL OR d.channel = ?) AND d.created >= ? AND d.id < ?"    \
	" ORDER BY d.id DESC LIMIT ?"

static const char delivery_waiting[] = "waiting";

bool
delivery_rows_is_state(const char *word)
{
	static const char *const words[] = {"pending", "leased", "retry",
	    "sent", "dead", "silenced", "canceled", delivery_waiting};

	for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++) {
		if (strcmp(words[i], word) == 0)
			return true;
	}
	return false;
}

static struct delivery_row
delivery_rows_read(struct db_stmt *stmt)
{
	return (struct delivery_row){
	    .id = db_int(stmt, 0),
	    .channel = db_text(stmt, 1),
	    .recipient = db_text(stmt, 2),
	    .state = db_text(stmt, 3),
	    .sequence = db_int(stmt, 4),
	    .rule = db_text(stmt, 5),
	    .note = db_text(stmt, 6),
	    .created = db_int(stmt, 7),
	    .due_at = db_int(stmt, 8),
	    .attempts = (int)db_int(stmt, 9),
	    .finished = db_int(stmt, 10),
	    .why = db_text(stmt, 11),
	    .late = db_int(stmt, 12) != 0,
	    .unless_acked = db_int(stmt, 13) != 0,
	    .event_count = db_int(stmt, 14),
	    .event_id = db_text(stmt, 15),
	    .line = db_text(stmt, 16),
	};
}

static int
delivery_rows_each(
    struct db_stmt *stmt, delivery_row_fn *fn, void *arg, struct err *err)
{
	int r;

	while ((r = db_step(stmt, err)) == 1) {
		struct delivery_row row = delivery_rows_read(stmt);
		if (!fn(&row, arg))
			break;
	}
	db_reset(stmt);
	return r < 0 ? r : 0;
}

/* What waits, and what was not sent, have indexes of their own. */
static struct db_stmt *
delivery_rows_select(struct db *db, const char *state, int *ret_next)
{
	struct db_stmt *stmt;

	*ret_next = 1;
	if (state == NULL)
		return db_prepare(db, DELIVERY_ROW " WHERE 1" DELIVERY_FILTER);
	if (strcmp(state, delivery_waiting) == 0)
		return db_prepare(
		    db, DELIVERY_ROW DELIVERY_WAITS DELIVERY_FILTER);
	if (strcmp(state, "sent") == 0)
		return db_prepare(
		    db, DELIVERY_ROW " WHERE d.state = 'sent'" DELIVERY_FILTER);
	*ret_next = 2;
	if (strcmp(state, "pending") == 0 || strcmp(state, "retry") == 0 ||
	    strcmp(state, "leased") == 0)
		stmt = db_prepare(db, DELIVERY_ROW DELIVERY_WAITS
		    " AND d.state = ?" DELIVERY_FILTER);
	else
		stmt = db_prepare(db, DELIVERY_ROW
		    " WHERE d.finished IS NOT NULL AND d.state <> 'sent'"
		    " AND d.state = ?" DELIVERY_FILTER);
	db_bind_text(stmt, 1, state);
	return stmt;
}

int
delivery_rows_list(struct db *db, const struct delivery_query *query,
    delivery_row_fn *fn, void *arg, struct err *err)
{
	int i;
	struct db_stmt *stmt = delivery_rows_select(db, query->state, &i);

	db_bind_text(stmt, i, query->channel);
	db_bind_text(stmt, i + 1, query->channel);
	db_bind_int(stmt, i + 2, query->since);
	db_bind_int(stmt, i + 3, query->before);
	db_bind_int(stmt, i + 4, query->limit);
	return delivery_rows_each(stmt, fn, arg, err);
}

int
delivery_rows_get(
    struct db *db, int64_t id, delivery_row_fn *fn, void *arg, struct err *err)
{
	struct db_stmt *stmt = db_prepare(db, DELIVERY_ROW " WHERE d.id = ?");

	db_bind_int(stmt, 1, id);
	int r = db_step(stmt, err);
	if (r == 0)
		return err_set(
		    err, ERR_NOTFOUND, "no delivery %lld", (long long)id);
	if (r < 0)
		return r;
	struct delivery_row row = delivery_rows_read(stmt);
	(void)fn(&row, arg); /* there is only one */
	db_reset(stmt);
	return 0;
}

int
delivery_rows_of_event(struct db *db, int64_t event, delivery_row_fn *fn,
    void *arg, struct err *err)
{
	struct db_stmt *stmt = db_prepare(db,
	    DELIVERY_ROW_OF("coalesce(nullif(x.rule, ''), d.rule)",
		"coalesce(nullif(x.note, ''), d.note)") " JOIN delivery_event x ON x.delivery = d.id AND x.event = ?"
							" ORDER BY d.id");

	db_bind_int(stmt, 1, event);
	return delivery_rows_each(stmt, fn, arg, err);
}

static bool
delivery_rows_on_state(const struct delivery_row *row, void *arg)
{
	int *code = arg;

	if (strcmp(row->state, "leased") == 0)
		*code = ERR_BUSY;
	else if (strcmp(row->state, "sent") == 0)
		*code = ERR_EXISTS;
	return false;
}

int
delivery_rows_retry(struct db *db, int64_t id, int64_t now, struct err *err)
{
	struct db_stmt *stmt;
	int code = 0;
	int r = delivery_rows_get(db, id, delivery_rows_on_state, &code, err);

	if (r < 0)
		return r;
	if (code == ERR_BUSY)
		return err_set(err, code,
		    "delivery %lld: an attempt is under way", (long long)id);
	if (code == ERR_EXISTS)
		return err_set(err, code,
		    "delivery %lld was sent; 'filingctl events replay' sends "
		    "its event once more",
		    (long long)id);
	stmt = db_prepare(db,
	    "UPDATE delivery SET state = CASE WHEN attempts > 0 THEN 'retry'"
	    " ELSE 'pending' END, due_at = ?, forgiven = attempts,"
	    " unless_acked = 0, batch = '', last_error = '', finished = NULL"
	    " WHERE id = ?");
	db_bind_int(stmt, 1, now);
	db_bind_int(stmt, 2, id);
	return db_run(db, stmt, err);
}

static void
delivery_rows_sum(struct db_stmt *stmt, struct delivery_waiting *sum)
{
	const char *state = db_text(stmt, 0);
	int64_t oldest = db_int(stmt, 2);
	int64_t next = db_int(stmt, 3);

	if (sum->oldest == 0 || oldest < sum->oldest)
		sum->oldest = oldest;
	if (strcmp(state, "leased") == 0) {
		sum->leased = db_int(stmt, 1);
		return;
	}
	if (strcmp(state, "retry") == 0)
		sum->retry = db_int(stmt, 1);
	else
		sum->pending = db_int(stmt, 1);
	if (sum->next == 0 || next < sum->next)
		sum->next = next;
}

int
delivery_rows_waiting(struct db *db, const char *channel,
    struct delivery_waiting *ret, struct err *err)
{
	struct db_stmt *stmt = db_prepare(db,
	    "SELECT state, count(*), min(created), min(due_at) FROM delivery"
	    " WHERE channel = ? AND finished IS NULL"
	    " GROUP BY state");
	struct delivery_waiting sum = {0};
	int r;

	db_bind_text(stmt, 1, channel);
	while ((r = db_step(stmt, err)) == 1)
		delivery_rows_sum(stmt, &sum);
	if (r == 0)
		*ret = sum;
	return r;
}
