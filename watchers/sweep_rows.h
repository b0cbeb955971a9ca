/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What a complete sweep no longer shows: stored items of its days are held
 * against the keys that it met.
 */
#ifndef WATCHERS_SWEEP_ROWS_H
#define WATCHERS_SWEEP_ROWS_H

#include "lib/base/err.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct db;
struct key_set;

struct sweep {
	const char *source;
	int64_t from, to; /* published, wall ms, both included */
	int64_t now;
	bool anew; /* the list is asked or read otherwise than before */
	const struct key_set *keys; /* that it met */
};

struct sweep_found {
	int64_t known; /* items of these days */
	int64_t missing; /* of these not met */
	bool doubtful; /* so many that the list is the trouble: none is gone */
	size_t gone_count;
	int64_t *gone; /* rows: missed by this sweep and one before it */
};

/*
 * Compares and remembers since when each item is missing. An item is gone when
 * a sweep at least SWEEP_APART_MS ago missed it too: a cache that lags behind
 * shows a list of that age. Items without a time of their own are not judged,
 * nor are those that the first sweep of a list anew does not meet, until they
 * are met again: the definition leaves them out now.
 * sweep_found_done is right after, also on an error.
 */
#define SWEEP_APART_MS INT64_C(300000)
int sweep_rows_compare(struct db *db, const struct sweep *sweep,
    struct sweep_found *ret, struct err *err) WARN_UNUSED;
void sweep_found_done(struct sweep_found *found);

/*
 * How the list was asked and read when it was compared last, in a word of the
 * caller's: *ret_anew when that was another. Remembers shape.
 */
int sweep_rows_reshape(struct db *db, const char *source, const char *shape,
    bool *ret_anew, struct err *err) WARN_UNUSED;

#endif
