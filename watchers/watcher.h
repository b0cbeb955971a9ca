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
#include "watchers/source_config.h"

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

struct watcher_counts {
	bool complete; /* every page was good and is durable */
	int pages; /* asked */
	int unchanged; /* of these, the same bytes as the last time */
	int64_t rows; /* on them */
	int64_t new_items; /* pending from now on */
	int64_t baseline; /* stored without telling */
	int64_t revised; /* known items whose title, url or time changed */
	int64_t faulty; /* rows that did not fit */
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
	 * A new item: its row id is written as pending in the turn's open
	 * transaction, so work on it starts after that commit
	 * (db_after_commit). When the commit fails the row is gone and the
	 * item comes again with the next poll. Also for each row that
	 * watcher_resume finds (then it is durable already).
	 */
	void (*item)(
	    void *arg, const char *source, int64_t id, const struct item *item);
	/* The health changed, or there is news of it. May be NULL. */
	void (*health)(void *arg, const struct watcher_health *health);
	/* Rows are out of reach (page cap, a list that repeats). May be NULL */
	void (*gap)(void *arg, const char *source, const char *why);
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

#define WATCHER_WHY_MAX 200

struct watcher_stats {
	const char *source; /* borrowed from the watcher */
	const char *doing; /* "idle", "polling", "reading", ... */
	enum health_state health;
	char health_why[WATCHER_WHY_MAX]; /* "" when ok */
	int64_t health_since;
	int failures; /* in a row */
	int64_t last_poll; /* wall ms; 0: never */
	int64_t last_success; /* complete poll; 0: never */
	int64_t next_poll; /* 0: a poll runs, or stopped */
	char next_why[WATCHER_WHY_MAX]; /* "peak", "quiet until 15:30", ... */
	int64_t newest; /* newest time of publication; 0 */
	int64_t items_seen; /* new since the start of the program */
	int64_t polls, polls_failed; /* since the start of the program */
};

void watcher_stats(const struct watcher *watcher, struct watcher_stats *ret);

#endif
