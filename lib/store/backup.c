/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * In: the path of a store, or of a copy of one. Out: the other. filingctl db
 * calls it.
 */
#include "lib/store/backup.h"

#include "lib/base/date.h"
#include "lib/base/mem.h"
#include "lib/store/fault.h"
#include "lib/store/inspect.h"
#include "lib/store/lock.h"
#include "lib/store/setup.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>
#include <sqlite3.h>

#define BACKUP_PAGES 4096 /* copied at a time */

const char *
backup_name(int64_t now, char name[BACKUP_NAME_MAX])
{
	char when[DATE_STR_MAX];
	size_t n = 0;

	(void)datetime_print_utc(now, when);
	for (const char *p = when; *p != '\0' && *p != '.'; p++)
		if (*p != '-' && *p != ':' && *p != 'Z')
			when[n++] = *p;
	when[n] = '\0';
	(void)snprintf(name, BACKUP_NAME_MAX, "filingd-%sZ.db", when);
	return name;
}

static int
backup_copy_pages(sqlite3 *from, sqlite3 *to, struct err *err)
{
	sqlite3_backup *copy = sqlite3_backup_init(to, "main", from, "main");
	int rc = SQLITE_OK;

	if (copy == NULL)
		return fault_set(err, to, sqlite3_errcode(to), "copying");
	while (rc == SQLITE_OK)
		rc = sqlite3_backup_step(copy, BACKUP_PAGES);
	(void)sqlite3_backup_finish(copy); /* rc says it */
	return rc == SQLITE_DONE ? 0 : fault_set(err, to, rc, "copying");
}

/* One file without a log, which is read and moved by itself. */
static int
backup_seal(sqlite3 *sqlite, struct err *err)
{
	int rc = sqlite3_exec(
	    sqlite, "PRAGMA journal_mode = DELETE", NULL, NULL, NULL);

	if (rc != SQLITE_OK)
		return fault_set(err, sqlite, rc, "sealing");
	return setup_check_pages(sqlite, err);
}

static int
backup_fill(struct inspect *from, const char *target, struct err *err)
{
	sqlite3 *to = NULL;
	int rc = sqlite3_open_v2(target, &to,
	    SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE,
	    NULL);
	int code = rc == SQLITE_OK ? 0 : fault_set(err, to, rc, "opening");

	if (code == 0)
		code = backup_copy_pages(inspect_handle(from), to, err);
	if (code == 0)
		code = backup_seal(to, err);
	if (sqlite3_close(to) != SQLITE_OK && code == 0)
		code = err_set(err, ERR_IO, "closing '%s'", target);
	return code;
}

/* An empty file for this user alone. */
static int
backup_make_file(const char *path, struct err *err)
{
	int fd = open(path, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0600);

	if (fd < 0)
		return err_set_errno(err, errno == EEXIST ? ERR_EXISTS : ERR_IO,
		    errno, "making '%s'", path);
	(void)close(fd);
	return 0;
}

static int
backup_sync(const char *path, struct err *err)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC);
	int code = 0;

	if (fd < 0 || fsync(fd) != 0)
		code = err_set_errno(err, ERR_IO, errno, "writing '%s'", path);
	if (fd >= 0)
		(void)close(fd);
	return code;
}

/* Fills a file of another name, then gives it its own: whole or not there. */
static int
backup_write(struct inspect *from, const char *target, struct err *err)
{
	char *part = mem_printf("%s.part", target);
	int code;

	(void)unlink(part); /* of one that was cut off */
	code = backup_make_file(part, err);
	if (code == 0)
		code = backup_fill(from, part, err);
	if (code == 0)
		code = backup_sync(part, err);
	if (code == 0 && link(part, target) != 0)
		code = err_set_errno(err, errno == EEXIST ? ERR_EXISTS : ERR_IO,
		    errno, "making '%s'", target);
	(void)unlink(part);
	mem_free(part);
	return code == 0 ? setup_sync_folder(target, err) : code;
}

int
backup_make(const char *path, const char *target, struct err *err)
{
	struct inspect *from = NULL;
	int code = inspect_open(path, &from, err);

	if (code != 0)
		return code;
	code = backup_write(from, target, err);
	inspect_close(from);
	return code;
}

static bool
backup_is_name(const char *name)
{
	size_t n = strlen(name);

	return strncmp(name, "filingd-", 8) == 0 && n > 3 &&
	       strcmp(name + n - 3, ".db") == 0;
}

int
backup_newest(const char *folder, char **ret, struct err *err)
{
	DIR *dir = opendir(folder);
	const struct dirent *entry;
	char *newest = NULL;

	if (dir == NULL)
		return err_set_errno(
		    err, ERR_NOTFOUND, errno, "folder '%s'", folder);
	while ((entry = readdir(dir)) != NULL) {
		if (backup_is_name(entry->d_name) &&
		    (newest == NULL || strcmp(newest, entry->d_name) < 0))
			mem_set(&newest, entry->d_name);
	}
	(void)closedir(dir);
	if (newest == NULL)
		return err_set(err, ERR_NOTFOUND,
		    "folder '%s' has no backup, no file filingd-*.db", folder);
	*ret = mem_printf("%s/%s", folder, newest);
	mem_free(newest);
	return 0;
}

/* What root makes in a folder belongs to whom the folder belongs. */
static int
backup_own(const char *path, struct err *err)
{
	char *folder = setup_folder(path);
	struct stat st;
	int code = 0;

	if (geteuid() == 0 &&
	    (stat(folder, &st) != 0 || chown(path, st.st_uid, st.st_gid) != 0))
		code = err_set_errno(
		    err, ERR_IO, errno, "giving '%s' its owner", path);
	mem_free(folder);
	return code;
}

/* The lock of a store that nobody uses. */
static int
backup_lock(const char *path, int *ret_fd, struct err *err)
{
	char *file = mem_printf("%s.lock", path);
	int code = lock_take(file, ret_fd, err);

	if (code == 0 && (code = backup_own(file, err)) != 0)
		lock_release(*ret_fd);
	mem_free(file);
	if (code == ERR_BUSY)
		code = err_set(err, ERR_BUSY,
		    "filingd is running on '%s'; stop it first: systemctl stop "
		    "filingd",
		    path);
	return code;
}

/* Moves its log into a store that is fit for it; another keeps it beside. */
static void
backup_settle_log(const char *path)
{
	sqlite3 *sqlite = NULL;

	if (sqlite3_open_v2(path, &sqlite, SQLITE_OPEN_READWRITE, NULL) ==
	    SQLITE_OK)
		(void)sqlite3_exec(sqlite, "PRAGMA wal_checkpoint(TRUNCATE)",
		    NULL, NULL, NULL);
	(void)sqlite3_close(sqlite);
}

static int
backup_move_log(const char *path, const char *aside, struct err *err)
{
	char *log = mem_printf("%s-wal", path);
	char *shared = mem_printf("%s-shm", path);
	char *aside_log = mem_printf("%s-wal", aside);
	int code = 0;

	if (rename(log, aside_log) != 0 && errno != ENOENT)
		code =
		    err_set_errno(err, ERR_IO, errno, "moving '%s' aside", log);
	(void)unlink(shared);
	mem_free(aside_log);
	mem_free(shared);
	mem_free(log);
	return code;
}

/* SQLite would write the log of a store that is gone into the new one. */
static int
backup_keep_orphan(const char *path, const char *aside, struct err *err)
{
	char *own = mem_printf("%s.gone", path);
	int code = backup_move_log(path, aside != NULL ? aside : own, err);

	mem_free(own);
	return code;
}

/* What was there stays under its old name until the new one replaces it. */
static int
backup_keep_old(const char *path, const char *aside, struct err *err)
{
	if (access(path, F_OK) != 0)
		return backup_keep_orphan(path, aside, err);
	if (aside == NULL)
		return err_set(err, ERR_EXISTS,
		    "a store is at '%s' already; --force keeps it beside and "
		    "puts the backup in its place",
		    path);
	backup_settle_log(path);
	if (link(path, aside) != 0)
		return err_set_errno(
		    err, ERR_IO, errno, "keeping the old store as '%s'", aside);
	return backup_move_log(path, aside, err);
}

static int
backup_put(
    const char *source, const char *path, const char *aside, struct err *err)
{
	char *fresh = mem_printf("%s.restored", path);
	int code;

	(void)unlink(fresh); /* of one that was cut off */
	code = backup_make(source, fresh, err);
	if (code == 0)
		code = backup_own(fresh, err);
	if (code == 0)
		code = backup_keep_old(path, aside, err);
	if (code == 0 && rename(fresh, path) != 0)
		code = err_set_errno(
		    err, ERR_IO, errno, "moving '%s' to its place", fresh);
	if (code == 0)
		code = setup_sync_folder(path, err);
	if (code != 0)
		(void)unlink(fresh);
	mem_free(fresh);
	return code;
}

int
backup_restore(
    const char *source, const char *path, const char *aside, struct err *err)
{
	int fd;
	int code = backup_lock(path, &fd, err);

	if (code != 0)
		return code;
	code = backup_put(source, path, aside, err);
	lock_release(fd);
	return code;
}

int
backup_compact(const char *path, struct err *err)
{
	sqlite3 *sqlite = NULL;
	int fd;
	int code = backup_lock(path, &fd, err);

	if (code != 0)
		return code;
	code = setup_open(path, &sqlite, err);
	if (code == 0) {
		int rc = sqlite3_exec(sqlite,
		    "PRAGMA auto_vacuum = INCREMENTAL; VACUUM", NULL, NULL,
		    NULL);
		if (rc != SQLITE_OK)
			code = fault_set(err, sqlite, rc, "compacting");
		(void)sqlite3_close(sqlite);
	}
	lock_release(fd);
	return code != 0 ? err_wrap(err, "store '%s'", path) : 0;
}
