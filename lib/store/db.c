/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * In: statements of the *_rows.c files. Out: rows, and one durable transaction
 * per loop turn with the callbacks that waited for it. The service calls
 * db_commit at the end of each turn.
 */
#include "lib/store/db.h"

#include "lib/base/clock.h"
#include "lib/base/mem.h"
#include "lib/store/fault.h"
#include "lib/store/lock.h"
#include "lib/store/setup.h"

#include <assert.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/queue.h>
#include <sqlite3.h>

#define DB_BUCKETS 256

struct db_stmt {
	struct db *db;
	const char *sql;
	sqlite3_stmt *stmt; /* NULL when it could not be prepared */
	int fault; /* result code that the next step reports; SQLITE_OK */
	bool writes;
	LIST_ENTRY(db_stmt) entry;
};

/* A callback that waits for the commit. */
struct db_wait {
	db_commit_fn *fn;
	void *arg;
	bool dropped; /* its part of the turn was undone */
	uint64_t seq;
	TAILQ_ENTRY(db_wait) entry;
};

TAILQ_HEAD(db_waits, db_wait);

struct db {
	sqlite3 *sqlite;
	char *what; /* "store '<path>'", before each error */
	int lock_fd;
	LIST_HEAD(, db_stmt) stmts[DB_BUCKETS];
	bool open; /* a transaction was begun in this turn */
	bool marked; /* between db_mark and db_keep or db_drop */
	struct err doom; /* why the turn was given up; code 0: it was not */
	bool ailing;
	int64_t commit_us;
	db_sync_fn *sync_fn;
	void *sync_arg;
	struct db_waits waiting; /* for the next commit */
	struct db_waits running; /* of the commit whose callbacks run */
	uint64_t next_seq;
	uint64_t mark_seq; /* of the first callback after db_mark */
};

static int
db_lock(const char *path, int *ret_fd, struct err *err)
{
	*ret_fd = -1;
	if (strcmp(path, ":memory:") == 0)
		return 0;
	char *file = mem_printf("%s.lock", path);
	int code = lock_take(file, ret_fd, err);
	mem_free(file);
	return code;
}

int
db_open(const char *path, struct db **ret, struct err *err)
{
	sqlite3 *sqlite = NULL;
	int fd = -1;

	assert(path[0] != '\0');
	int code = db_lock(path, &fd, err);
	if (code == 0)
		code = setup_open(path, &sqlite, err);
	if (code < 0) {
		lock_release(fd);
		(void)err_wrap(err, "store '%s'", path);
		return code;
	}
	struct db *db = mem_new(sizeof(*db));
	db->sqlite = sqlite;
	db->what = mem_printf("store '%s'", path);
	db->lock_fd = fd;
	TAILQ_INIT(&db->waiting);
	TAILQ_INIT(&db->running);
	for (int i = 0; i < DB_BUCKETS; i++)
		LIST_INIT(&db->stmts[i]);
	*ret = db;
	return 0;
}

static void
db_free_stmts(struct db *db)
{
	struct db_stmt *stmt;

	for (int i = 0; i < DB_BUCKETS; i++) {
		while ((stmt = LIST_FIRST(&db->stmts[i])) != NULL) {
			LIST_REMOVE(stmt, entry);
			(void)sqlite3_finalize(stmt->stmt);
			mem_free(stmt);
		}
	}
}

static void
db_free_waits(struct db_waits *waits)
{
	struct db_wait *wait;

	while ((wait = TAILQ_FIRST(waits)) != NULL) {
		TAILQ_REMOVE(waits, wait, entry);
		mem_free(wait);
	}
}

void
db_close(struct db *db)
{
	if (db == NULL)
		return;
	db_free_waits(&db->waiting);
	db_free_waits(&db->running);
	db_free_stmts(db);
	int rc = sqlite3_close(db->sqlite); /* rolls back what is open */
	assert(rc == SQLITE_OK);
	lock_release(db->lock_fd);
	mem_free(db->what);
	mem_free(db);
}

/* Notes a fault: sets err, and gives the turn up when the store is at fault. */
static int
db_fail(struct db *db, int rc, struct err *err)
{
	struct err why = ERR_NONE;
	int code = fault_set(&why, db->sqlite, rc, db->what);

	if (code == ERR_STORE || code == ERR_FULL) {
		db->ailing = true;
		if (db->doom.code == 0)
			db->doom = why;
	}
	return err_set(err, code, "%s", why.text);
}

static int
db_refuse(const struct db *db, struct err *err)
{
	return err_set(err, db->doom.code, "%s", db->doom.text);
}

static void
db_prepare_now(struct db_stmt *stmt)
{
	sqlite3 *sqlite = stmt->db->sqlite;
	const char *tail = "";
	int rc = sqlite3_prepare_v3(sqlite, stmt->sql, -1,
	    SQLITE_PREPARE_PERSISTENT, &stmt->stmt, &tail);

	if ((rc & 0xff) == SQLITE_ERROR) {
		(void)fprintf(stderr, "wrong sql: %s: %s\n",
		    sqlite3_errmsg(sqlite), stmt->sql);
		abort();
	}
	assert(rc != SQLITE_OK || *tail == '\0');
	stmt->fault = rc;
	stmt->writes = rc == SQLITE_OK && !sqlite3_stmt_readonly(stmt->stmt);
}

static bool
db_is_text(const struct db_stmt *stmt, const char *sql)
{
	return stmt->stmt == NULL || strcmp(sqlite3_sql(stmt->stmt), sql) == 0;
}

static struct db_stmt *
db_find_stmt(struct db *db, const char *sql)
{
	size_t bucket = ((uintptr_t)sql >> 3) % DB_BUCKETS;
	struct db_stmt *stmt;

	LIST_FOREACH(stmt, &db->stmts[bucket], entry)
	{
		if (stmt->sql == sql && db_is_text(stmt, sql))
			return stmt;
	}
	stmt = mem_new(sizeof(*stmt));
	stmt->db = db;
	stmt->sql = sql;
	LIST_INSERT_HEAD(&db->stmts[bucket], stmt, entry);
	return stmt;
}

struct db_stmt *
db_prepare(struct db *db, const char *sql)
{
	struct db_stmt *stmt = db_find_stmt(db, sql);

	if (stmt->stmt != NULL) {
		db_reset(stmt);
		(void)sqlite3_clear_bindings(stmt->stmt);
	} else {
		db_prepare_now(stmt);
	}
	return stmt;
}

/* Keeps the first fault of a bind for the step; a wrong index is a bug. */
static void
db_bound(struct db_stmt *stmt, int rc)
{
	assert(rc != SQLITE_RANGE && rc != SQLITE_MISUSE);
	if (stmt->fault == SQLITE_OK)
		stmt->fault = rc;
}

void
db_bind_int(struct db_stmt *stmt, int i, int64_t v)
{
	if (stmt->stmt != NULL)
		db_bound(stmt, sqlite3_bind_int64(stmt->stmt, i, v));
}

void
db_bind_text(struct db_stmt *stmt, int i, const char *s)
{
	if (stmt->stmt != NULL)
		db_bound(stmt, sqlite3_bind_text64(stmt->stmt, i, s,
				   s != NULL ? strlen(s) : 0, SQLITE_TRANSIENT,
				   SQLITE_UTF8));
}

void
db_bind_blob(struct db_stmt *stmt, int i, const void *p, size_t n)
{
	if (stmt->stmt != NULL)
		db_bound(stmt, sqlite3_bind_blob64(stmt->stmt, i,
				   n > 0 ? p : "", n, SQLITE_TRANSIENT));
}

void
db_bind_null(struct db_stmt *stmt, int i)
{
	if (stmt->stmt != NULL)
		db_bound(stmt, sqlite3_bind_null(stmt->stmt, i));
}

void
db_reset(struct db_stmt *stmt)
{
	if (stmt->stmt == NULL)
		return;
	stmt->fault = SQLITE_OK;
	(void)sqlite3_reset(stmt->stmt); /* repeats the step's error */
}

/* Runs sql, which has no parameters and no rows, outside the turn's rules. */
static int
db_exec(struct db *db, const char *sql, struct err *err)
{
	struct db_stmt *stmt = db_prepare(db, sql);
	int rc = stmt->fault;

	if (rc == SQLITE_OK)
		rc = sqlite3_step(stmt->stmt);
	int code = rc == SQLITE_DONE ? 0 : db_fail(db, rc, err);
	db_reset(stmt);
	return code;
}

static int
db_begin(struct db *db, struct err *err)
{
	if (db->doom.code != 0)
		return db_refuse(db, err);
	if (db->open)
		return 0;
	int code = db_exec(db, "BEGIN IMMEDIATE", err);
	db->open = code == 0;
	return code;
}

int
db_step(struct db_stmt *stmt, struct err *err)
{
	int code = stmt->writes ? db_begin(stmt->db, err) : 0;
	int rc = stmt->fault;

	if (code == 0 && rc == SQLITE_OK)
		rc = sqlite3_step(stmt->stmt);
	if (code == 0 && rc == SQLITE_ROW)
		return 1;
	if (code == 0 && rc != SQLITE_DONE)
		code = db_fail(stmt->db, rc, err);
	db_reset(stmt);
	return code;
}

int
db_run(struct db *db, struct db_stmt *stmt, struct err *err)
{
	int code;

	assert(stmt->db == db);
	do
		code = db_step(stmt, err);
	while (code == 1);
	return code;
}

int64_t
db_int(struct db_stmt *stmt, int col)
{
	return sqlite3_column_int64(stmt->stmt, col);
}

int
db_first_int(struct db_stmt *stmt, int64_t *ret, struct err *err)
{
	int code = db_step(stmt, err);

	if (code < 0)
		return code;
	*ret = code == 1 ? db_int(stmt, 0) : 0;
	db_reset(stmt);
	return 0;
}

const char *
db_text(struct db_stmt *stmt, int col)
{
	return (const char *)sqlite3_column_text(stmt->stmt, col);
}

struct span
db_blob(struct db_stmt *stmt, int col)
{
	const char *p = sqlite3_column_blob(stmt->stmt, col);

	return (struct span){
	    p != NULL ? p : "",
	    (size_t)sqlite3_column_bytes(stmt->stmt, col),
	};
}

bool
db_is_null(struct db_stmt *stmt, int col)
{
	return sqlite3_column_type(stmt->stmt, col) == SQLITE_NULL;
}

int64_t
db_last_id(struct db *db)
{
	return sqlite3_last_insert_rowid(db->sqlite);
}

int
db_changes(struct db *db)
{
	return sqlite3_changes(db->sqlite);
}

bool
db_is_open(const struct db *db)
{
	return db->open || db->doom.code != 0;
}

int
db_mark(struct db *db, struct err *err)
{
	assert(!db->marked);
	int code = db_begin(db, err);
	if (code == 0)
		code = db_exec(db, "SAVEPOINT part", err);
	db->marked = code == 0;
	db->mark_seq = db->next_seq;
	return code;
}

int
db_keep(struct db *db, struct err *err)
{
	assert(db->marked);
	db->marked = false;
	if (db->doom.code != 0)
		return db_refuse(db, err);
	return db_exec(db, "RELEASE part", err);
}

int
db_defer_references(struct db *db, struct err *err)
{
	int code = db_begin(db, err);

	if (code != 0)
		return code;
	/* A prepared one would do it when it is prepared, not when it runs. */
	int rc = sqlite3_exec(
	    db->sqlite, "PRAGMA defer_foreign_keys = ON", NULL, NULL, NULL);
	return rc == SQLITE_OK ? 0 : db_fail(db, rc, err);
}

static void
db_drop_waits(struct db *db)
{
	struct db_wait *wait;

	TAILQ_FOREACH(wait, &db->waiting, entry)
	{
		if (wait->seq >= db->mark_seq)
			wait->dropped = true;
	}
}

void
db_drop(struct db *db)
{
	assert(db->marked);
	db->marked = false;
	db_drop_waits(db);
	if (db->doom.code != 0)
		return;
	/* A failure gives the turn up, which undoes the part as well. */
	if (db_exec(db, "ROLLBACK TO part", NULL) == 0)
		(void)db_exec(db, "RELEASE part", NULL);
}

void
db_after_commit(struct db *db, db_commit_fn *fn, void *arg)
{
	struct db_wait *wait = mem_new(sizeof(*wait));

	wait->fn = fn;
	wait->arg = arg;
	wait->seq = db->next_seq++;
	TAILQ_INSERT_TAIL(&db->waiting, wait, entry);
}

static void
db_forget_in(struct db_waits *waits, const void *arg)
{
	struct db_wait *wait = TAILQ_FIRST(waits);

	while (wait != NULL) {
		struct db_wait *next = TAILQ_NEXT(wait, entry);
		if (wait->arg == arg) {
			TAILQ_REMOVE(waits, wait, entry);
			mem_free(wait);
		}
		wait = next;
	}
}

void
db_forget(struct db *db, void *arg)
{
	db_forget_in(&db->waiting, arg);
	db_forget_in(&db->running, arg);
}

/* Tells those who waited so far; new ones wait for the next commit. */
static void
db_tell(struct db *db, int code)
{
	struct db_wait *wait;

	TAILQ_CONCAT(&db->running, &db->waiting, entry);
	while ((wait = TAILQ_FIRST(&db->running)) != NULL) {
		struct db_wait told = *wait;
		TAILQ_REMOVE(&db->running, wait, entry);
		mem_free(wait);
		if (told.dropped && code == 0)
			told.fn(ERR_CANCELED, told.arg);
		else
			told.fn(code, told.arg);
	}
}

/* Commits what is open, or rolls the turn back: 0 or why. */
static int
db_end(struct db *db, struct err *err)
{
	if (db->open && db->doom.code == 0) {
		struct err why = ERR_NONE;
		int64_t start = clock_stamp_us();
		if (db_exec(db, "COMMIT", &why) == 0)
			db->ailing = false;
		db->doom = why;
		db->commit_us = clock_stamp_us() - start;
		if (db->sync_fn != NULL)
			db->sync_fn(why.code, db->commit_us, db->sync_arg);
	}
	if (!sqlite3_get_autocommit(db->sqlite))
		(void)db_exec(db, "ROLLBACK", NULL); /* SQLite lets go anyway */
	int code = db->doom.code != 0 ? db_refuse(db, err) : 0;
	db->open = false;
	db->doom = (struct err)ERR_NONE;
	return code;
}

int
db_commit(struct db *db, struct err *err)
{
	int code;

	assert(!db->marked);
	do {
		code = db_end(db, err);
		db_tell(db, code);
	} while (code == 0 && (db_is_open(db) || !TAILQ_EMPTY(&db->waiting)));
	return code;
}

int64_t
db_commit_us(const struct db *db)
{
	return db->commit_us;
}

void
db_on_sync(struct db *db, db_sync_fn *fn, void *arg)
{
	db->sync_fn = fn;
	db->sync_arg = arg;
}

const char *
db_library(void)
{
	return sqlite3_libversion();
}

bool
db_is_ailing(const struct db *db)
{
	return db->ailing;
}
