/* SPDX-License-Identifier: BSD-2-Clause */
/* Silences in the store. */
#ifndef ALERTS_SILENCE_ROWS_H
#define ALERTS_SILENCE_ROWS_H

#include "lib/store/db.h"

/* Who wants not to hear of what, and why. Its strings are borrowed. */
struct silence {
	int64_t id;
	const char *condition; /* as of a rule; "" all */
	const char *channel; /* "" all */
	const char *rule; /* "" all */
	const char *author;
	const char *reason;
	int64_t created;
	int64_t until;
	int64_t ended; /* before its time; 0: it was not */
	const char *ended_by;
};

/* Of silence: all but id, ended and ended_by. */
int silence_rows_add(struct db *db, const struct silence *silence,
    int64_t *ret_id, struct err *err) WARN_UNUSED;
/* Ends one before its time. ERR_NOTFOUND; ERR_EXISTS: it has ended. */
int silence_rows_end(struct db *db, int64_t id, const char *by, int64_t now,
    struct err *err) WARN_UNUSED;

typedef void silence_row_fn(const struct silence *silence, void *arg);
/* Those that hold at now or, since, have ended since then; oldest first. */
int silence_rows_each(struct db *db, int64_t since, silence_row_fn *fn,
    void *arg, struct err *err) WARN_UNUSED;

/* A delivery that was made or waits, for previews. */
struct silence_heard {
	int64_t event; /* seq */
	const char *channel;
	const char *rule;
};
/* Return false to stop. */
typedef bool silence_heard_fn(const struct silence_heard *heard, void *arg);
/* Of events decided since then, newest first. */
int silence_rows_heard(struct db *db, int64_t since, silence_heard_fn *fn,
    void *arg, struct err *err) WARN_UNUSED;

#endif
