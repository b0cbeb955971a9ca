/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The tables filing and fact. A filing's position in an issuer's history is
 * (published, source, source_id); "before" means that. All return 0 or a
 * negative ERR_* with err set.
 */
#ifndef LEDGER_LEDGER_ROWS_H
#define LEDGER_LEDGER_ROWS_H

#include "ledger/filing.h"
#include "ledger/history.h"

struct db;

/*
 * Stores the filing, or brings its row up to date when it was decided before,
 * and sets its id; revised when it was there with another title or other
 * bytes. supersedes: row, 0 none.
 */
int ledger_rows_store_filing(struct db *db, struct filing *filing,
    int64_t supersedes, int64_t now, struct err *err) WARN_UNUSED;
/* The listing that a stored filing is about, "" when unknown. Gives. */
int ledger_rows_listing(
    struct db *db, int64_t filing, char **ret, struct err *err) WARN_UNUSED;
/* Row of a stored filing. ERR_NOTFOUND. */
int ledger_rows_find_filing(struct db *db, const char *source,
    const char *source_id, int64_t *ret_id, struct err *err) WARN_UNUSED;
/*
 * A stored filing, seen from one of its listings, with the name that its item
 * gives that. ERR_NOTFOUND. filing_done it.
 */
int ledger_rows_load_filing(struct db *db, int64_t id, const char *listing,
    struct filing *ret, struct err *err) WARN_UNUSED;

/* The facts of a reading, in place of those the filing had for its listing. */
int ledger_rows_store_facts(struct db *db, const struct filing *filing,
    const struct reading *reading, int64_t now, struct err *err) WARN_UNUSED;

/*
 * What is known of the filing's listing before it: figures of periods that end
 * within the span (unknown: none), but no estimates too old to count.
 * history_done it, also on an error.
 */
int ledger_rows_history(struct db *db, const struct filing *filing,
    struct period span, struct history *ret, struct err *err) WARN_UNUSED;

/*
 * Another filing (row) of the listing that has the same bytes and gave figures;
 * 0: none.
 */
int ledger_rows_repost(struct db *db, const struct filing *filing, int64_t *ret,
    struct err *err) WARN_UNUSED;

/*
 * The latest filing before of the same form, listing and period that nothing
 * supersedes; where filing->supersedes is set, that filing of its source.
 * ret_id 0: none. ret_source_id is given.
 */
int ledger_rows_earlier(struct db *db, const struct filing *filing,
    struct period period, int64_t *ret_id, char **ret_source_id,
    struct err *err) WARN_UNUSED;

/* When its source took a filing (row) back; 0: it did not. */
int ledger_rows_withdrawn(
    struct db *db, int64_t filing, int64_t *ret, struct err *err) WARN_UNUSED;
/* It did so at now: its facts no longer count. */
int ledger_rows_withdraw(
    struct db *db, int64_t filing, int64_t now, struct err *err) WARN_UNUSED;

/* Facts of a filing (row) no longer count. */
int ledger_rows_supersede(
    struct db *db, int64_t filing, struct err *err) WARN_UNUSED;

#endif
