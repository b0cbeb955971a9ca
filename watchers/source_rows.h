/* SPDX-License-Identifier: BSD-2-Clause */
/* The table source: what is remembered of a source between runs. */
#ifndef WATCHERS_SOURCE_ROWS_H
#define WATCHERS_SOURCE_ROWS_H

#include "lib/base/err.h"
#include "watchers/health.h"

#include <stdbool.h>
#include <stdint.h>

struct db;

struct source_row {
	bool baseline; /* a first poll has completed */
	struct health health;
	char *why; /* one line; NULL when ok */
	int64_t last_poll;
	int64_t last_success;
	int64_t newest; /* published, of the newest item */
	int64_t complete_until; /* wall ms: all until then was seen */
	int64_t last_sweep; /* start of the last complete one; 0: never */
	int64_t next_due; /* as it was planned; 0: at once */
	int64_t day_end; /* of the day that requests counts; 0 */
	int64_t requests; /* sent that day */
	int64_t day_items; /* new that day */
	char *gap; /* the last one; NULL: none yet */
	int64_t gap_at; /* when it was found */
};

/* Frees what to holds and makes it the same as from. */
void source_row_copy(struct source_row *to, const struct source_row *from);
void source_row_done(struct source_row *row);

/* All zero and ok when the store does not know the source. Gives. */
int source_rows_load(struct db *db, const char *name, struct source_row *ret,
    struct err *err) WARN_UNUSED;
int source_rows_save(struct db *db, const char *name,
    const struct source_row *row, struct err *err) WARN_UNUSED;

/*
 * When the turn has written something: true, and fn(code, arg) fires once it
 * is durable (0) or was rolled back (ERR_*). Else false: nothing to wait for.
 */
typedef void source_rows_fn(int code, void *arg);
bool source_rows_when_durable(struct db *db, source_rows_fn *fn, void *arg);
/* Drops what waits with this arg. */
void source_rows_forget(struct db *db, void *arg);

#endif
