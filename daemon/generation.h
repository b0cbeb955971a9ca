/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * A generation: one configuration and its watchers. A reload makes a new one;
 * the old one stops polling at once, its open items stay pending in the store
 * and are handed out again by the new one.
 */
#ifndef DAEMON_GENERATION_H
#define DAEMON_GENERATION_H

#include "daemon/config.h"
#include "daemon/pipeline.h"
#include "lib/net/http.h"
#include "lib/net/pace.h"
#include "watchers/backfill.h"
#include "watchers/websub.h"

struct generation;
struct observer;

struct generation_parts {
	struct loop *loop;
	struct db *db;
	struct http *http;
	struct pace *pace;
	struct pool *pool;
	struct pipeline *pipeline;
	struct observer *observer;
};

/* Takes config. Gives. */
struct generation *generation_new(struct config *config);
const struct config *generation_config(const struct generation *generation);
/* Makes the watchers, hands out pending items, starts polling. Keeps parts. */
int generation_start(struct generation *generation,
    const struct generation_parts *parts, struct err *err) WARN_UNUSED;
/* Ends polling. */
void generation_stop(struct generation *generation);
/* Stops first. NULL does nothing. */
void generation_free(struct generation *generation);

size_t generation_source_count(const struct generation *generation);
void generation_source_stats(
    const struct generation *generation, size_t i, struct watcher_stats *ret);

/* What people ask of a source by its name. ERR_NOTFOUND: there is none. */
int generation_find(const struct generation *generation, const char *name,
    size_t *ret_i, struct err *err) WARN_UNUSED;
const struct config_source *generation_source_config(
    const struct generation *generation, size_t i);
/*
 * Polls on this turn, when the host's rate lets it. ERR_BUSY: a poll runs;
 * ERR_DENIED: paused, or the day's budget is used up. The text says what comes
 * next.
 */
int generation_poll(
    struct generation *generation, size_t i, struct err *err) WARN_UNUSED;
/* Stores the pause within the turn, and obeys it. since 0: ends one. */
int generation_pause(struct generation *generation, size_t i,
    const struct pause *pause, struct err *err) WARN_UNUSED;

/*
 * Reads the past of a source from the first day to the last (watchers/
 * backfill.h), in the place of an earlier one that has ended; stored within
 * the turn. row: since, until, author. ERR_BUSY: one runs.
 */
int generation_backfill(struct generation *generation, size_t i,
    const struct backfill_row *row, struct err *err) WARN_UNUSED;
/* Ends it where it is. ERR_EXISTS: none runs. */
int generation_backfill_stop(
    struct generation *generation, size_t i, struct err *err) WARN_UNUSED;
/* The last one, and what it waits for (""); BACKFILL_NONE. */
void generation_backfill_row(const struct generation *generation, size_t i,
    struct backfill_row *ret, const char **ret_waits_for);

/* How the source stands with its feed's hub; false: it has none. */
bool generation_hub(
    const struct generation *generation, size_t i, struct websub_figures *ret);

#endif
