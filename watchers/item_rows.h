/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The tables item, item_issuer and item_revision: the seen-set, and the queue
 * of items that wait for a decision.
 */
#ifndef WATCHERS_ITEM_ROWS_H
#define WATCHERS_ITEM_ROWS_H

#include "lib/base/err.h"
#include "watchers/item.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct db;

enum item_known {
	ITEM_NEW,
	ITEM_SAME,
	ITEM_REVISED,
	ITEM_RETURNED /* as it was, but it had been withdrawn */
};

struct item_times {
	int64_t first_seen;
	bool pending; /* false: part of the baseline */
	bool late;
	bool quiet; /* enters the ledger, tells nothing */
	bool backdated; /* dated more than a day before it was first seen */
	int64_t withdrawn; /* its source shows it no more since; 0: it does */
};

struct item_added {
	enum item_known known;
	int64_t id; /* its row */
	int64_t published; /* of its row */
	int64_t revised; /* when it was last, before; 0: never */
	bool baseline; /* known, and never worked on */
	bool content; /* revised in more than its times */
	bool fresh; /* revised to what it never said before */
};

/*
 * Stores the item unless its key is known. A known item whose title, url,
 * text, figures or times differ is ITEM_REVISED: the row says what it says now,
 * and what it said before is kept in item_revision; figures join those that the
 * store has. A known item without a time keeps that of its first sight. times
 * are those of a new item; first_seen is now.
 *
 * What goes back to earlier words within ITEM_SWING_MS is ITEM_SAME: lists that
 * come from several servers swing.
 */
#define ITEM_SWING_MS INT64_C(3600000)
int item_rows_add(struct db *db, const char *source, const struct item *item,
    const struct item_times *times, struct item_added *ret,
    struct err *err) WARN_UNUSED;

/*
 * Another row of an item that the store has: only its issuers are new. They
 * join those that are known, and it is ITEM_REVISED when there is one.
 */
int item_rows_join_issuers(struct db *db, const char *source,
    const struct item *item, struct item_added *ret,
    struct err *err) WARN_UNUSED;

/* A known item is to be worked on again: pending. */
int item_rows_reopen(struct db *db, int64_t id, struct err *err) WARN_UNUSED;

/*
 * The source shows it no more: withdrawn at now, and pending unless nobody
 * was told of it (*ret_pending).
 */
int item_rows_withdraw(struct db *db, int64_t id, int64_t now,
    bool *ret_pending, struct err *err) WARN_UNUSED;

/* The item at a row. ERR_NOTFOUND. item_done it. */
int item_rows_load(
    struct db *db, int64_t id, struct item *ret, struct err *err) WARN_UNUSED;

/* When an item was seen, and how. ERR_NOTFOUND. */
int item_rows_times(struct db *db, int64_t id, struct item_times *ret,
    struct err *err) WARN_UNUSED;

/* pending -> decided at now. Deciding twice changes nothing. */
int item_rows_decide(
    struct db *db, int64_t id, int64_t now, struct err *err) WARN_UNUSED;

/*
 * Ids of pending items of source (NULL: all) in the order of publication,
 * source and key. Gives *ret_ids (mem_free).
 */
int item_rows_pending(struct db *db, const char *source, int64_t **ret_ids,
    size_t *ret_count, struct err *err) WARN_UNUSED;

/*
 * Items of source published in [from, to] (wall ms) that its list should show:
 * neither withdrawn nor left out by a new definition.
 */
int item_rows_count(struct db *db, const char *source, int64_t from, int64_t to,
    int64_t *ret_count, struct err *err) WARN_UNUSED;

#endif
