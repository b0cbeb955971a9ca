/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * A watcher in held time: a loop on a held clock, a store in memory, the
 * scripted exchange, and a reader that runs in this process. What the watcher
 * says is recorded.
 */
#ifndef TESTS_LIB_RIG_H
#define TESTS_LIB_RIG_H

#include "tests/lib/exchange.h"
#include "watchers/watcher.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define RIG_LIST "/new/hisAnnouncement/query"

struct rig_item {
	int64_t id;
	char *key;
	char *title;
};

struct rig_options {
	const char *source; /* a shipped definition */
	int64_t start; /* wall ms of the held clock */
	const char *store; /* path; NULL: in memory */
	const char *path; /* of the list; NULL: RIG_LIST */
	const char *folder; /* of a source of kind directory; NULL */
	enum catch_up catch_up;
	int catch_up_hours;
	size_t credential_count;
	const struct list_pair *credentials;
	int64_t interval_ms; /* peak and quiet; 0: the definition's */
	void (*tune)(struct definition *definition); /* NULL: as shipped */
};

struct rig {
	struct clock *clock;
	struct loop *loop;
	struct http *http;
	struct pace *pace;
	struct db *db;
	struct exchange *exchange;
	struct definition *definition;
	struct guard *guard;
	struct watcher *watcher;
	char *url;
	struct rig_options options;
	/* what was said, in order */
	size_t item_count, item_cap;
	struct rig_item *items;
	int degraded, recovered, gaps;
	int64_t degraded_at, recovered_at; /* wall ms, the last time */
	int polls, complete;
	int bodies_read;
	char why[200]; /* of the last health */
	char gap[200];
	enum health_state health;
	struct watcher_counts counts; /* of the last poll */
};

/* Makes all of it, but does not start the watcher. Asserts. Gives. */
struct rig *rig_new(const struct rig_options *options);
void rig_free(struct rig *rig);
/* Frees the watcher and the store and makes both anew: a restart. */
void rig_restart(struct rig *rig);
/* Runs until wall ms, or for some milliseconds. */
void rig_run_until(struct rig *rig, int64_t wall);
void rig_run(struct rig *rig, int64_t ms);

/* Shows a filing on the list from visible on; title NULL: made from the id. */
void rig_show(struct rig *rig, const char *id, int64_t visible, int64_t time,
    const char *title);
/* Shows count filings with ids from first on, dated time. */
void rig_show_many(
    struct rig *rig, int64_t first, int count, int64_t visible, int64_t time);
void rig_fail(struct rig *rig, enum exchange_fault_kind kind, int64_t from,
    int64_t until, int64_t value);
/* How often the watcher handed out the key. */
int rig_told(const struct rig *rig, const char *key);
/* Rows of the table item in this state (NULL: any). */
int64_t rig_stored(struct rig *rig, const char *state);
/* Items handed out more than once, by key. */
int rig_twice(const struct rig *rig);

#endif
