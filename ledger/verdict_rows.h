/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The table verdict: what was decided, and how each warning stands. A warning
 * stands at its highest version; a row of that version that warns keeps it
 * active. All return 0 or a negative ERR_* with err set.
 */
#ifndef LEDGER_VERDICT_ROWS_H
#define LEDGER_VERDICT_ROWS_H

#include "ledger/event_id.h"

struct db;

struct verdict_standing {
	bool active;
	bool own; /* the filing itself made it, and it was taken back */
	int version; /* 0: never made */
	int severity;
	enum grade grade;
	char digest[SHA256_HEX_SIZE]; /* event_verdict_digest */
};

/* How the warning stands at the filing's position, with the filing itself. */
int verdict_rows_standing(struct db *db, const struct filing *filing,
    const char *warning_id, struct verdict_standing *ret,
    struct err *err) WARN_UNUSED;

/* What the next filing after this one made of it; inactive: there is none. */
int verdict_rows_next(struct db *db, const struct filing *filing,
    const char *warning_id, struct verdict_standing *ret,
    struct err *err) WARN_UNUSED;

struct verdict_row {
	const struct filing *filing; /* stored: id is set */
	const struct verdict *verdict;
	const char *warning_id;
	const char *digest;
	int version;
	bool warns; /* severity 2 and above, of either family */
	const char *event; /* id of the event it made; NULL */
};
/* In place of what the filing said of the same matter before. */
int verdict_rows_store(
    struct db *db, const struct verdict_row *row, struct err *err) WARN_UNUSED;

/* A stored verdict that warns, without its facts and reasons. */
struct verdict_warning {
	int64_t row;
	char *listing;
	char *warning_id;
	int version;
	struct verdict verdict;
};
struct verdict_warnings {
	size_t count;
	struct verdict_warning *items;
};
/* Those of a filing (row), by listing and period. Done them, also on error. */
int verdict_rows_warnings(struct db *db, int64_t filing,
    struct verdict_warnings *ret, struct err *err) WARN_UNUSED;
void verdict_warnings_done(struct verdict_warnings *warnings);

/* Row that made the warning's highest version and keeps it active; 0: none. */
int verdict_rows_maker(struct db *db, const char *warning_id, int64_t *ret_row,
    struct err *err) WARN_UNUSED;
/* The verdict warns no longer; version and event are its retraction's. */
int verdict_rows_end(struct db *db, int64_t row, int version, const char *event,
    struct err *err) WARN_UNUSED;
/* Whether an event of this id is stored with a lower version. */
int verdict_rows_was_told(struct db *db, const char *event, int version,
    bool *ret_told, struct err *err) WARN_UNUSED;

#endif
