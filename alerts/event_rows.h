/* SPDX-License-Identifier: BSD-2-Clause */
/* Stored events, for the outbox, the API and filingctl. */
#ifndef ALERTS_EVENT_ROWS_H
#define ALERTS_EVENT_ROWS_H

#include "ledger/event.h"
#include "lib/store/db.h"

struct event_row {
	int64_t seq;
	const char *id;
	const char *type;
	const char *listing; /* "" none */
	int severity;
	const char *line;
	struct span body;
	int64_t seen;
	int64_t created;
	bool late;
};

/*
 * Stores the event with what row says of it (line, body, seen, created) and
 * sets event->seq. ERR_EXISTS when its id is there already (nothing written).
 */
int event_rows_add(struct db *db, struct event *event,
    const struct event_row *row, struct err *err) WARN_UNUSED;

/* What makes an event_row of the table event e, and its reading from a column
 * on; the fields are borrowed until the next step. */
#define EVENT_ROW_COLUMNS                                                      \
	"e.seq, e.id, e.type, e.listing, e.severity, e.line, e.body, e.seen,"  \
	" e.created, e.late"
struct event_row event_rows_read(struct db_stmt *stmt, int from);

/* The row's fields are borrowed during the call; return false to stop. */
typedef bool event_row_fn(const struct event_row *row, void *arg);
/* Events after seq in order, at most limit. */
int event_rows_after(struct db *db, int64_t seq, int limit, event_row_fn *fn,
    void *arg, struct err *err) WARN_UNUSED;
/* Those about warnings, newest first, at most limit. */
int event_rows_warnings(struct db *db, int limit, event_row_fn *fn, void *arg,
    struct err *err) WARN_UNUSED;
/* One by its id. ERR_NOTFOUND. */
int event_rows_get(struct db *db, const char *id, event_row_fn *fn, void *arg,
    struct err *err) WARN_UNUSED;
/* Those that a delivery carries, by seq. */
int event_rows_of_delivery(struct db *db, int64_t delivery, event_row_fn *fn,
    void *arg, struct err *err) WARN_UNUSED;
/* The whole record by seq; event_done it. ERR_NOTFOUND. */
int event_rows_load(
    struct db *db, int64_t seq, struct event *ret, struct err *err) WARN_UNUSED;
/*
 * The line that told the event's warning last before it; NULL when there is
 * none, or the event is of no warning. Gives.
 */
int event_rows_before(struct db *db, const struct event *event, char **ret_line,
    struct err *err) WARN_UNUSED;
/* Newest first, seq alone: of an issuer, at most limit. false: stop. */
typedef bool event_seq_fn(int64_t seq, void *arg);
int event_rows_of_listing(struct db *db, const char *listing, int limit,
    event_seq_fn *fn, void *arg, struct err *err) WARN_UNUSED;

/* A record as it is stored, for who decodes it elsewhere; borrowed. */
typedef bool event_record_fn(
    const struct event_row *row, struct span record, void *arg);
/* As event_rows_after, with the record. */
int event_rows_records(struct db *db, int64_t seq, int limit,
    event_record_fn *fn, void *arg, struct err *err) WARN_UNUSED;
/* Decodes one; event_done it. Its seq stays 0. */
int event_rows_decode(struct span record, struct event *ret) WARN_UNUSED;

/* When system.trouble of this subject was told last; 0: never. */
int event_rows_last_trouble(struct db *db, const char *subject,
    int64_t *ret_created, struct err *err) WARN_UNUSED;
/* The seq after which count events follow; 0: there are no more than these. */
int event_rows_before_last(struct db *db, int64_t count, int64_t *ret_seq,
    struct err *err) WARN_UNUSED;
/* Highest seq, 0 for none. */
int event_rows_last(
    struct db *db, int64_t *ret_seq, struct err *err) WARN_UNUSED;

#endif
