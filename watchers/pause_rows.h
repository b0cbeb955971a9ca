/* SPDX-License-Identifier: BSD-2-Clause */
/* The table source_pause: who has said that a source is not to be asked. */
#ifndef WATCHERS_PAUSE_ROWS_H
#define WATCHERS_PAUSE_ROWS_H

#include "lib/base/err.h"

#include <stdbool.h>
#include <stdint.h>

/* Both fit into WATCHER_WHY_MAX with what is said around them. */
#define PAUSE_AUTHOR_MAX 64
#define PAUSE_REASON_MAX 120

struct db;

struct pause {
	int64_t since; /* wall ms; 0: not paused */
	int64_t until; /* wall ms; 0: until a person ends it */
	char author[PAUSE_AUTHOR_MAX]; /* the user's name */
	char reason[PAUSE_REASON_MAX]; /* ""; one line */
};

/* True while the pause holds. */
bool pause_holds(const struct pause *pause, int64_t now);

/* The pause of a source, since 0 when there is none. */
int pause_rows_load(struct db *db, const char *source, struct pause *ret,
    struct err *err) WARN_UNUSED;
/* In the place of an earlier one. */
int pause_rows_save(struct db *db, const char *source,
    const struct pause *pause, struct err *err) WARN_UNUSED;
int pause_rows_end(
    struct db *db, const char *source, struct err *err) WARN_UNUSED;

#endif
