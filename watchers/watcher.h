/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The watcher of one source: polls its list on the loop's clock, hands each
 * body to the reader, keeps the seen-set and says which items are new. It never
 * uses a watermark or an id as a cursor: every poll pages the whole window of
 * nominal dates and an item is new when its key was never stored.
 *
 * What it writes joins the transaction of the turn (lib/store/db.h). A poll
 * counts as complete only after every page was good and its items are durable;
 * items of good pages are kept also when another page failed.
 */
#ifndef WATCHERS_WATCHER_H
#define WATCHERS_WATCHER_H

#include "lib/base/err.h"
#include "watchers/health.h"
#include "watchers/pause_rows.h"
#include "watchers/source_config.h"
#include "watchers/watcher_stats.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct db;
struct http;
struct item;
struct list_answer;
struct list_spec;
struct loop;
struct pace;
struct span;
struct watcher;

/*
 * The reader's answer to read_list, exactly once and never from inside. On
 * code 0 the watcher may take the answer's members; else answer is NULL.
 */
typedef void watcher_answer_fn(int code, struct list_answer *answer, void *arg);

/* How the source's health changed; borrowed strings. */
struct watcher_health {
	const char *source;
	enum health_state old_state;
	enum health_state new_state;
	enum health_news news; /* degraded, recovered: an event is due */
	const char *why; /* one line for people */
	int64_t since; /* wall ms: failing since, or ok since */
	int failures; /* in a row */
};

/*
 * What the watcher needs of the stages above it, and tells them. None of these
 * may free the watcher. All run on the loop, never from inside a call of
 * watcher.h, but for item during watcher_resume.
 */
struct watcher_calls {
	/*
	 * Starts reading a list body (spec and body are borrowed until return)
	 * and returns a handle for cancel_list, which makes fn fire with
	 * ERR_CANCELED.
	 */
	void *(*read_list)(void *arg, const struct list_spec *spec,
	    struct span body, watcher_answer_fn *fn, void *fn_arg);
	void (*cancel_list)(void *arg, void *handle);
	/*
	 * An item to be worked on: new, or known and revised, back again or
	 * withdrawn (item_rows_times). Its row is pending in the turn's open
	 * transaction, so work on it starts after that commit
	 * (db_after_commit). When that fails the row is as before and the item
	 * comes with the next poll. Also for each that watcher_resume finds.
	 */
	void (*item)(
	    void *arg, const char *source, int64_t id, const struct item *item);
	/* The health changed, or there is news of it. May be NULL. */
	void (*health)(void *arg, const struct watcher_health *health);
	/* Rows are out of reach (page cap, a list that repeats). May be NULL */
	void (*gap)(void *arg, const char *source, const char *why);
	/* Filings of a backfill that are still being read. May be NULL. */
	size_t (*open)(void *arg, const char *source);
	/*
	 * A complete poll of a source that subscribes: the hub that its feed
	 * names, and its own address; NULL: none. May be NULL.
	 */
	void (*hub)(
	    void *arg, const char *source, const char *hub, const char *topic);
	/* A request for a list was answered, or was not. May be NULL. */
	void (*answered)(
	    void *arg, const char *source, const struct watcher_answer *answer);
	/* A poll ended, complete or not. May be NULL. */
	void (*poll_done)(
	    void *arg, const char *source, const struct watcher_counts *counts);
};

/* What a watcher works with; all kept. */
struct watcher_parts {
	struct loop *loop;
	struct http *http;
	struct pace *pace; /* NULL: hosts are asked without a limit */
	struct db *db;
	const struct watcher_calls *calls;
	void *arg; /* of calls */
};

/*
 * Loads what the store knows of the source. Copies parts. ERR_CONFIG: neither
 * config nor definition has a url; ERR_STORE. Gives.
 */
int watcher_new(const struct watcher_parts *parts,
    const struct source_config *config, struct watcher **ret,
    struct err *err) WARN_UNUSED;
/* Stops first. NULL does nothing. */
void watcher_free(struct watcher *watcher);

/*
 * Hands out (calls.item) the items that the store still holds as pending, in
 * the order of publication, source and key. Once, before watcher_start.
 */
int watcher_resume(struct watcher *watcher, struct err *err) WARN_UNUSED;

/* Polls now, and from then on by its windows. */
void watcher_start(struct watcher *watcher);
/*
 * Ends polling: what is in flight is canceled, its answers ignored. Nothing is
 * called after that.
 */
void watcher_stop(struct watcher *watcher);
/* Polls on this turn unless a poll runs; ends a back-off. */
void watcher_poll_now(struct watcher *watcher);
/*
 * Does not poll while the pause holds: a poll that runs is given up, nothing of
 * it is lost. A pause that does not hold (since 0) ends one: the next poll comes
 * when it is due, and reads the whole window. Not stored here.
 */
void watcher_pause(struct watcher *watcher, const struct pause *pause);

void watcher_stats(const struct watcher *watcher, struct watcher_stats *ret);

#endif
