/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Takes the items of a good page in: tells new from known and revised ones,
 * stores them and hands on what is to be worked on.
 */
#ifndef WATCHERS_INTAKE_H
#define WATCHERS_INTAKE_H

#include "lib/base/err.h"
#include "watchers/definition_parts.h"
#include "watchers/watcher.h"

#include <stdbool.h>
#include <stdint.h>

struct key_set;
struct list_answer;

/* Only what was published in [from, until), and that quietly (backfill). */
struct intake_past {
	int64_t from, until; /* wall ms */
	int64_t live_from; /* unknown ones from here on are left alone */
};

struct intake {
	struct db *db;
	const char *source;
	enum source_kind kind;
	const struct watcher_calls *calls;
	void *arg;
	enum catch_up catch_up;
	int catch_up_hours;
	const struct intake_past *past; /* NULL: a live source */
};

struct intake_page {
	int64_t now; /* first seen, of new items */
	bool baseline; /* the source's first complete poll is behind us */
	const struct key_set *met; /* on the pages before of this poll */
	bool late; /* new items may have been there for a while, unseen */
};

/*
 * Stores the answer's items within the turn's transaction and calls calls.item
 * for those that are new, revised or back again, and to be worked on. Adds to
 * counts and moves *newest. An item without key or title is counted as faulty;
 * one without a time is dated as it is first seen. A page of which so much is
 * revised that the list itself must have changed (intake_is_redated) is kept,
 * but nothing of it is worked on again.
 */
int intake_add(const struct intake *intake, const struct intake_page *page,
    struct list_answer *answer, struct watcher_counts *counts, int64_t *newest,
    struct err *err) WARN_UNUSED;

/* So many of the rows are revised at once that it is no news of filings. */
bool intake_is_redated(int64_t revised, int64_t rows);

#endif
