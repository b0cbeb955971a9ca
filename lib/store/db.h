/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The store: one SQLite database (WAL, synchronous=FULL), locked by this
 * process. Work of one loop turn joins one transaction: the first write opens
 * it, db_commit (called by the service at the end of the turn) closes it and
 * then runs the after-commit callbacks in order. When the commit fails the
 * transaction is rolled back, the callbacks run with the error and nothing
 * that waited on it is done.
 */
#ifndef LIB_STORE_DB_H
#define LIB_STORE_DB_H

#include "lib/base/buf.h"
#include "lib/base/err.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct db;
struct db_stmt;

/*
 * Opens or makes the store at path (":memory:" for backtests), migrates it
 * (lib/store/schema.c) and locks it. ERR_BUSY: another filingd has it;
 * ERR_STORE: damaged or newer than this program (never started empty).
 */
int db_open(const char *path, struct db **ret, struct err *err) WARN_UNUSED;
/* Commits nothing: an open transaction is rolled back, its callbacks dropped.
 * NULL does nothing. */
void db_close(struct db *db);

/*
 * A cached statement, reset and ready to bind. sql must be a string literal:
 * the cache is keyed by its address and text. NULL only for wrong SQL, which
 * is a programmer's error and aborts.
 */
struct db_stmt *db_prepare(struct db *db, const char *sql)
    __attribute__((returns_nonnull));

/* Bind parameter i (from 1). Text and blobs are copied. NULL text: NULL. */
void db_bind_int(struct db_stmt *stmt, int i, int64_t v);
void db_bind_text(struct db_stmt *stmt, int i, const char *s);
void db_bind_blob(struct db_stmt *stmt, int i, const void *p, size_t n);
void db_bind_null(struct db_stmt *stmt, int i);

/*
 * 1: a row. 0: done (and reset). Failed (and reset): ERR_EXISTS (unique),
 * ERR_INVALID (another constraint), ERR_TOOBIG: only this statement is undone;
 * ERR_STORE, ERR_FULL: the whole turn is given up, each further write of it
 * fails alike and db_commit rolls it back. A statement that writes opens the
 * turn's transaction. One that is left before its end needs db_reset.
 */
int db_step(struct db_stmt *stmt, struct err *err) WARN_UNUSED;
/*
 * Runs a writing statement to its end within the turn's transaction (opened
 * when none is). 0 or an error as db_step. Resets.
 */
int db_run(struct db *db, struct db_stmt *stmt, struct err *err) WARN_UNUSED;
void db_reset(struct db_stmt *stmt);
/*
 * The first column of the first row, 0 when there is none. 0 or an error as
 * db_step. Resets.
 */
int db_first_int(
    struct db_stmt *stmt, int64_t *ret, struct err *err) WARN_UNUSED;

/* Columns of the current row, from 0. Borrowed until the next step. */
int64_t db_int(struct db_stmt *stmt, int col);
const char *db_text(struct db_stmt *stmt, int col); /* NULL for NULL */
struct span db_blob(struct db_stmt *stmt, int col);
bool db_is_null(struct db_stmt *stmt, int col);
int64_t db_last_id(struct db *db);
int db_changes(struct db *db);

/* True while the turn has a transaction, or one that was given up. */
bool db_is_open(const struct db *db);
/*
 * A part of the turn's work that must be whole: db_mark before it, then
 * db_keep, or db_drop to undo just that part (SAVEPOINT). May not nest. When
 * db_mark fails there is no part; when db_keep fails the part is undone. The
 * callbacks that a dropped part registered get ERR_CANCELED.
 */
int db_mark(struct db *db, struct err *err) WARN_UNUSED;
int db_keep(struct db *db, struct err *err) WARN_UNUSED;
void db_drop(struct db *db);

/*
 * Until the turn's commit references may be broken (PRAGMA
 * defer_foreign_keys); it fails when they still are then.
 */
int db_defer_references(struct db *db, struct err *err) WARN_UNUSED;

typedef void db_commit_fn(int code, void *arg);
/*
 * Runs fn(0, arg) once the turn's transaction is durable, or fn(ERR_*, arg):
 * exactly once, from db_commit. What fn writes is committed by the same
 * db_commit; fn may register again.
 */
void db_after_commit(struct db *db, db_commit_fn *fn, void *arg);
/* Drops waiting callbacks with this arg (before their owner is freed). */
void db_forget(struct db *db, void *arg);
/*
 * Ends the turn: commits what is open and runs the callbacks, again when these
 * wrote something. 0, or the error of a commit that failed (the callbacks got
 * it too; what they wrote then waits for the next turn). Costs nothing when
 * nothing was written.
 */
int db_commit(struct db *db, struct err *err) WARN_UNUSED;
/* Microseconds (monotonic, real) that the last commit took; 0 before it. */
int64_t db_commit_us(const struct db *db);

/*
 * fn hears of every commit, as it ends: 0 or why it failed, and how many
 * microseconds (monotonic, real) it took. One, NULL: nobody.
 */
typedef void db_sync_fn(int code, int64_t us, void *arg);
void db_on_sync(struct db *db, db_sync_fn *fn, void *arg);

/* Version of the library below. */
const char *db_library(void);

/* True after ERR_STORE or ERR_FULL until a commit succeeds again. */
bool db_is_ailing(const struct db *db);

#endif
