/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * In: the path of a store and the migrations (lib/store/schema.c). Out: an
 * SQLite handle that is fit for use, or the reason why not. lib/store/db.c
 * calls it.
 */
#include "lib/store/setup.h"

#include "lib/base/mem.h"
#include "lib/store/fault.h"
#include "lib/store/schema.h"

#include <assert.h>
#include <errno.h>
#include <fcntl.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>
#include <sqlite3.h>

#define SETUP_BUSY_MS 2000 /* an operator's sqlite3 shell may hold a lock */

static int
setup_exec(sqlite3 *sqlite, const char *sql, struct err *err)
{
	int rc = sqlite3_exec(sqlite, sql, NULL, NULL, NULL);

	return rc == SQLITE_OK ? 0 : fault_set(err, sqlite, rc, "setting up");
}

/* The single value that sql yields, as text. Gives. */
static int
setup_ask(sqlite3 *sqlite, const char *sql, char **ret, struct err *err)
{
	sqlite3_stmt *stmt = NULL;
	int rc = sqlite3_prepare_v2(sqlite, sql, -1, &stmt, NULL);
	int code = 0;

	if (rc == SQLITE_OK)
		rc = sqlite3_step(stmt);
	if (rc == SQLITE_ROW)
		*ret = mem_strdup((const char *)sqlite3_column_text(stmt, 0));
	else
		code = fault_set(err, sqlite, rc, "checking");
	(void)sqlite3_finalize(stmt); /* repeats the error of the step */
	return code;
}

static int
setup_ask_int(sqlite3 *sqlite, const char *sql, int *ret, struct err *err)
{
	char *text = NULL;
	int code = setup_ask(sqlite, sql, &text, err);

	if (code == 0 && sscanf(text != NULL ? text : "", "%d", ret) != 1)
		code = err_set(err, ERR_STORE, "no answer to %s", sql);
	mem_free(text);
	return code;
}

static int
setup_handle(const char *path, int flags, sqlite3 **ret, struct err *err)
{
	sqlite3 *sqlite = NULL;
	int rc = sqlite3_open_v2(path, &sqlite,
	    flags | SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX |
		SQLITE_OPEN_EXRESCODE,
	    NULL);

	assert(sqlite != NULL);
	if (rc != SQLITE_OK) {
		int code = fault_set(err, sqlite, rc, "opening");
		(void)sqlite3_close(sqlite);
		return code;
	}
	(void)sqlite3_busy_timeout(sqlite, SETUP_BUSY_MS);
	(void)sqlite3_db_config(sqlite, SQLITE_DBCONFIG_DQS_DML, 0, NULL);
	(void)sqlite3_db_config(sqlite, SQLITE_DBCONFIG_DQS_DDL, 0, NULL);
	(void)sqlite3_db_config(sqlite, SQLITE_DBCONFIG_DEFENSIVE, 1, NULL);
	(void)sqlite3_db_config(
	    sqlite, SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0, NULL);
	*ret = sqlite;
	return 0;
}

static int
setup_migrate_to(sqlite3 *sqlite, int version, struct err *err)
{
	char pragma[96];
	int code = setup_exec(sqlite, "BEGIN IMMEDIATE", err);

	if (code < 0)
		return code;
	(void)snprintf(pragma, sizeof(pragma),
	    "PRAGMA application_id = %d; PRAGMA user_version = %d",
	    SETUP_APPLICATION_ID, version);
	code = setup_exec(sqlite, schema_migration(version), err);
	if (code == 0)
		code = setup_exec(sqlite, pragma, err);
	if (code == 0)
		code = setup_exec(sqlite, "COMMIT", err);
	if (code < 0) {
		(void)err_wrap(err, "migration %d", version);
		if (!sqlite3_get_autocommit(sqlite))
			(void)sqlite3_exec(
			    sqlite, "ROLLBACK", NULL, NULL, NULL);
	}
	return code;
}

/* Foreign keys are off meanwhile: a migration may rebuild a table. */
static int
setup_migrate(sqlite3 *sqlite, int version, struct err *err)
{
	int code = setup_exec(sqlite,
	    "PRAGMA synchronous = FULL; PRAGMA foreign_keys = OFF", err);

	while (code == 0 && schema_migration(version + 1) != NULL)
		code = setup_migrate_to(sqlite, ++version, err);
	if (code == 0)
		code = setup_exec(sqlite, "PRAGMA foreign_keys = ON", err);
	return code;
}

static int
setup_newest(void)
{
	int version = 0;

	while (schema_migration(version + 1) != NULL)
		version++;
	return version;
}

int
setup_check_owner(struct sqlite3 *sqlite, int *ret_version, struct err *err)
{
	int id = 0;
	int version = 0;
	int code = setup_ask_int(sqlite, "PRAGMA application_id", &id, err);

	if (code == 0)
		code =
		    setup_ask_int(sqlite, "PRAGMA user_version", &version, err);
	if (code < 0)
		return code;
	if (id != SETUP_APPLICATION_ID || version < 1)
		return err_set(err, ERR_STORE,
		    "not a store of filingd, or emptied; " SETUP_ADVICE);
	if (version > setup_newest())
		return err_set(err, ERR_STORE,
		    "written by a newer filingd (schema %d, this one knows "
		    "%d); install that one, or put a backup back: filingctl "
		    "db restore",
		    version, setup_newest());
	*ret_version = version;
	return 0;
}

int
setup_check_pages(struct sqlite3 *sqlite, struct err *err)
{
	char *verdict = NULL;
	int code = setup_ask(sqlite, "PRAGMA quick_check(1)", &verdict, err);

	if (code == 0 && (verdict == NULL || strcmp(verdict, "ok") != 0))
		code = err_set(err, ERR_STORE, "damaged (%s); " SETUP_ADVICE,
		    verdict != NULL ? verdict : "no verdict");
	mem_free(verdict);
	return code;
}

/*
 * SQLite reads what lacks at the end of the last page as zeros. While a log is
 * there the file may be shorter.
 */
static int
setup_check_size(sqlite3 *sqlite, const char *path, struct err *err)
{
	struct stat st;
	int size = 0;
	int pages = 0;
	int code = setup_ask_int(sqlite, "PRAGMA page_size", &size, err);

	if (code == 0)
		code = setup_ask_int(sqlite, "PRAGMA page_count", &pages, err);
	if (code == 0 && stat(path, &st) == 0 &&
	    st.st_size < (off_t)size * pages)
		code = err_set(err, ERR_STORE,
		    "damaged (%lld of %lld bytes are there); " SETUP_ADVICE,
		    (long long)st.st_size, (long long)size * pages);
	return code;
}

/* In words for an operator: SQLite would say "readonly database". */
static int
setup_check_rights(const char *path, struct err *err)
{
	char *folder = setup_folder(path);
	int code = 0;

	if (access(path, R_OK | W_OK) != 0)
		code = err_set_errno(err, ERR_STORE, errno,
		    "the file may not be written by this user; give it to the "
		    "user that filingd runs as");
	else if (access(folder, W_OK) != 0)
		code = err_set_errno(err, ERR_STORE, errno,
		    "its folder may not be written by this user, and the log "
		    "lies beside the store; give it to the user that filingd "
		    "runs as");
	mem_free(folder);
	return code;
}

static int
setup_set_wal(sqlite3 *sqlite, struct err *err)
{
	char *mode = NULL;
	int code = setup_ask(sqlite, "PRAGMA journal_mode = WAL", &mode, err);

	if (code == 0 && (mode == NULL || strcmp(mode, "wal") != 0))
		code = err_set(err, ERR_STORE,
		    "no write-ahead log can be kept on this file system");
	mem_free(mode);
	if (code == 0)
		code = setup_exec(
		    sqlite, "PRAGMA journal_size_limit = 67108864", err);
	return code;
}

static bool
setup_was_left_open(const char *path)
{
	char *wal = mem_printf("%s-wal", path);
	struct stat st;
	bool left = stat(wal, &st) == 0 && st.st_size > 0;

	mem_free(wal);
	return left;
}

char *
setup_folder(const char *path)
{
	const char *slash = strrchr(path, '/');

	if (slash == NULL)
		return mem_strdup(".");
	return mem_strndup(path, (size_t)(slash - path) + 1);
}

int
setup_sync_folder(const char *path, struct err *err)
{
	char *folder = setup_folder(path);
	int fd = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	int code = 0;

	if (fd < 0 || fsync(fd) != 0)
		code = err_set_errno(
		    err, ERR_STORE, errno, "writing folder '%s'", folder);
	if (fd >= 0)
		(void)close(fd);
	mem_free(folder);
	return code;
}

/* Builds a whole store at path, readable by this user alone. */
static int
setup_build(const char *path, struct err *err)
{
	sqlite3 *sqlite = NULL;
	int fd = open(path, O_RDWR | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);

	if (fd < 0)
		return err_set_errno(
		    err, ERR_STORE, errno, "making '%s'", path);
	(void)close(fd);
	int code = setup_handle(path, 0, &sqlite, err);
	if (code < 0)
		return code;
	/* Before the first table: lib/store/space.c gives pages back. */
	code = setup_exec(sqlite, "PRAGMA auto_vacuum = INCREMENTAL", err);
	if (code == 0)
		code = setup_migrate(sqlite, 0, err);
	if (sqlite3_close(sqlite) != SQLITE_OK && code == 0)
		code = err_set(err, ERR_STORE, "closing '%s'", path);
	return code;
}

static int
setup_make(const char *path, bool left_open, struct err *err)
{
	if (left_open)
		return err_set(err, ERR_STORE,
		    "the store is gone but its log '%s-wal' is there; put the "
		    "store or a backup back (filingctl db restore), or remove "
		    "the log to start a new one",
		    path);
	char *fresh = mem_printf("%s.new", path);
	char *journal = mem_printf("%s.new-journal", path);

	(void)unlink(journal); /* of an attempt that was cut off */
	int code = setup_build(fresh, err);
	if (code == 0 && rename(fresh, path) != 0)
		code = err_set_errno(
		    err, ERR_STORE, errno, "moving '%s' to its place", fresh);
	if (code == 0)
		code = setup_sync_folder(path, err);
	if (code < 0)
		(void)unlink(fresh);
	mem_free(journal);
	mem_free(fresh);
	return code;
}

/* Checks and migrates what was there. */
static int
setup_existing(
    sqlite3 *sqlite, const char *path, bool left_open, struct err *err)
{
	int version = 0;
	int code = setup_check_owner(sqlite, &version, err);

	if (code == 0)
		code = left_open ? setup_check_pages(sqlite, err)
				 : setup_check_size(sqlite, path, err);
	if (code == 0)
		code = setup_set_wal(sqlite, err);
	if (code == 0)
		code = setup_migrate(sqlite, version, err);
	return code;
}

int
setup_open(const char *path, struct sqlite3 **ret, struct err *err)
{
	bool in_memory = strcmp(path, ":memory:") == 0;
	sqlite3 *sqlite = NULL;
	int code = 0;

	bool left_open = !in_memory && setup_was_left_open(path);
	if (!in_memory && access(path, F_OK) != 0 && errno == ENOENT)
		code = setup_make(path, left_open, err);
	else if (!in_memory)
		code = setup_check_rights(path, err);
	if (code < 0)
		return code;
	code = setup_handle(
	    path, in_memory ? SQLITE_OPEN_CREATE : 0, &sqlite, err);
	if (code < 0)
		return code;
	code = in_memory ? setup_migrate(sqlite, 0, err)
			 : setup_existing(sqlite, path, left_open, err);
	if (code < 0) {
		(void)sqlite3_close(sqlite);
		return code;
	}
	*ret = sqlite;
	return 0;
}
