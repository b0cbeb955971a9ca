/* SPDX-License-Identifier: BSD-2-Clause */
/* The table backfill: how far a source's past was read. */
#ifndef WATCHERS_BACKFILL_ROWS_H
#define WATCHERS_BACKFILL_ROWS_H

#include "lib/base/err.h"

#include <stdint.h>

#define BACKFILL_AUTHOR_MAX 64
#define BACKFILL_WHY_MAX    240

struct db;

enum backfill_state {
	BACKFILL_NONE, /* there was never one */
	BACKFILL_RUNNING,
	BACKFILL_DONE,
	BACKFILL_STOPPED, /* by a person */
	BACKFILL_STATES
};

struct backfill_row {
	enum backfill_state state;
	int32_t since, until; /* first and last day, in the source's zone */
	int32_t next; /* the first day that is still to be asked */
	char author[BACKFILL_AUTHOR_MAX];
	int64_t started, ended; /* wall ms; 0: not yet */
	int64_t requests, rows;
	int64_t items; /* handed to the ledger */
	char why[BACKFILL_WHY_MAX]; /* trouble, or what it may have missed */
};

/* BACKFILL_NONE when the store knows of none. */
int backfill_rows_load(struct db *db, const char *source,
    struct backfill_row *ret, struct err *err) WARN_UNUSED;
int backfill_rows_save(struct db *db, const char *source,
    const struct backfill_row *row, struct err *err) WARN_UNUSED;
/*
 * A known item of the baseline becomes pending and quiet: *ret_id, else 0.
 * ERR_NOTFOUND: the key is not known at all.
 */
int backfill_rows_recall(struct db *db, const char *source, const char *key,
    int64_t *ret_id, struct err *err) WARN_UNUSED;

/* "running"; the words of the store and the API. */
const char *backfill_word(enum backfill_state state);

#endif
