/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The table sample: what was in quarantine of a source. When a source gets into
 * trouble, the answer that showed it is kept for people: one of each kind of
 * trouble, replaced when that kind begins again. It is never read as content.
 */
#ifndef WATCHERS_SAMPLE_ROWS_H
#define WATCHERS_SAMPLE_ROWS_H

#include "lib/base/buf.h"
#include "lib/base/err.h"
#include "watchers/health.h"

#include <stdint.h>

/* Of a longer body the beginning is kept. */
#define SAMPLE_LIMIT (64 * KIB)

struct db;

struct sample {
	int64_t taken; /* wall ms; 0: none */
	int page; /* of the poll, from 1 */
	int status;
	char *content_type; /* NULL: none */
	char *why; /* one line for people, of those that are stored */
	int64_t size; /* of the whole body */
	struct buf bytes;
};

/*
 * Keeps the beginning of a body, taken at now; what was kept before is dropped,
 * the rest is the caller's to fill.
 */
void sample_take(struct sample *sample, const struct buf *body, int64_t now);
/* Frees what it holds; there is none then. */
void sample_done(struct sample *sample);

/* Stores it as the source's sample of a state; why: one line for people. */
int sample_rows_save(struct db *db, const char *source, enum health_state state,
    const struct sample *sample, const char *why, struct err *err) WARN_UNUSED;
/*
 * The source's sample of a state; sample_done is right after. ERR_NOTFOUND:
 * there is none.
 */
int sample_rows_load(struct db *db, const char *source, enum health_state state,
    struct sample *ret, struct err *err) WARN_UNUSED;
/* Drops those taken before a moment (wall ms). */
int sample_rows_purge(
    struct db *db, int64_t before, struct err *err) WARN_UNUSED;

#endif
