/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * In: the path of a store. Out: what is in it and what is wrong with it.
 * filingctl db calls it.
 */
#include "lib/store/inspect.h"

#include "lib/base/mem.h"
#include "lib/store/fault.h"
#include "lib/store/setup.h"

#include <errno.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>
#include <sqlite3.h>

#define INSPECT_BUSY_MS 5000

struct inspect {
	char *path;
	sqlite3 *sqlite;
	int version;
};

/*
 * What filingd promises of its rows, from the schema on that has the columns.
 * Each row of the answer is a fault.
 */
static const struct {
	int since;
	const char *sql;
} inspect_promises[] = {
    {1, "SELECT 'delivery ' || d.id || ' to ' || d.channel ||"
	" ' carries no event' FROM delivery d WHERE NOT EXISTS"
	" (SELECT 1 FROM delivery_event l WHERE l.delivery = d.id) LIMIT 100"},
    {1, "SELECT 'delivery ' || id || ' to ' || channel || ' is ' || state ||"
	" ' but has no time of its end' FROM delivery WHERE state NOT IN"
	" ('pending', 'retry', 'leased') AND finished IS NULL LIMIT 100"},
    {1, "SELECT 'event ' || id || ': its body is no JSON' FROM event"
	" WHERE NOT json_valid(CAST(body AS TEXT)) LIMIT 100"},
    {1, "SELECT 'verdict ' || v.id || ' names the event ' || v.event ||"
	" ', which is not stored' FROM verdict v WHERE v.event IS NOT NULL"
	" AND NOT EXISTS (SELECT 1 FROM event e WHERE e.id = v.event)"
	" AND NOT EXISTS (SELECT 1 FROM setting"
	" WHERE name = 'events_purged') LIMIT 100"},
    {1, "SELECT 'channel ' || channel || ': number ' || sequence ||"
	" ' was given ' || count(*) || ' times' FROM delivery"
	" WHERE sequence > 0 GROUP BY channel, sequence HAVING count(*) > 1"
	" LIMIT 100"},
    {9, "SELECT 'channel ' || c.name || ': ' || (c.sequence - c.purged) ||"
	" ' numbers were given since ' || c.purged || ', ' || count(d.id) ||"
	" ' deliveries have one' FROM channel c LEFT JOIN delivery d"
	" ON d.channel = c.name AND d.sequence > c.purged"
	" GROUP BY c.name, c.sequence, c.purged"
	" HAVING count(d.id) <> c.sequence - c.purged LIMIT 100"},
};

static int
inspect_exec(sqlite3 *sqlite, const char *sql, struct err *err)
{
	int rc = sqlite3_exec(sqlite, sql, NULL, NULL, NULL);

	return rc == SQLITE_OK ? 0 : fault_set(err, sqlite, rc, "reading");
}

typedef void inspect_row_fn(sqlite3_stmt *row, void *arg);

static int
inspect_each(sqlite3 *sqlite, const char *sql, inspect_row_fn *fn, void *arg,
    struct err *err)
{
	sqlite3_stmt *stmt = NULL;
	int rc = sqlite3_prepare_v2(sqlite, sql, -1, &stmt, NULL);

	while (rc == SQLITE_OK || rc == SQLITE_ROW) {
		rc = sqlite3_step(stmt);
		if (rc == SQLITE_ROW)
			fn(stmt, arg);
	}
	int code =
	    rc == SQLITE_DONE ? 0 : fault_set(err, sqlite, rc, "reading");
	(void)sqlite3_finalize(stmt); /* repeats the error of the step */
	return code;
}

static void
inspect_on_int(sqlite3_stmt *row, void *arg)
{
	*(int64_t *)arg = sqlite3_column_int64(row, 0);
}

static int
inspect_int(sqlite3 *sqlite, const char *sql, int64_t *ret, struct err *err)
{
	*ret = 0;
	return inspect_each(sqlite, sql, inspect_on_int, ret, err);
}

static int
inspect_reach(const char *path, struct err *err)
{
	if (access(path, R_OK) == 0)
		return 0;
	if (errno == EACCES || errno == EPERM)
		return err_set(err, ERR_DENIED,
		    "'%s': permission denied; ask as root or as the user "
		    "filingd",
		    path);
	return err_set_errno(err, errno == ENOENT ? ERR_NOTFOUND : ERR_IO,
	    errno, "store '%s'", path);
}

static int
inspect_begin(struct inspect *inspect, struct err *err)
{
	int code = inspect_exec(inspect->sqlite, "BEGIN", err);

	if (code == 0)
		code =
		    setup_check_owner(inspect->sqlite, &inspect->version, err);
	return code;
}

int
inspect_open(const char *path, struct inspect **ret, struct err *err)
{
	int code = inspect_reach(path, err);

	if (code != 0)
		return code;
	struct inspect *inspect = mem_new(sizeof(*inspect));
	inspect->path = mem_strdup(path);
	int rc = sqlite3_open_v2(path, &inspect->sqlite,
	    SQLITE_OPEN_READONLY | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE,
	    NULL);
	if (rc != SQLITE_OK) {
		code = fault_set(err, inspect->sqlite, rc, "opening");
	} else {
		(void)sqlite3_busy_timeout(inspect->sqlite, INSPECT_BUSY_MS);
		code = inspect_begin(inspect, err);
	}
	if (code != 0) {
		(void)err_wrap(err, "store '%s'", path);
		inspect_close(inspect);
		return code;
	}
	*ret = inspect;
	return 0;
}

void
inspect_close(struct inspect *inspect)
{
	if (inspect == NULL)
		return;
	(void)sqlite3_close(inspect->sqlite);
	mem_free(inspect->path);
	mem_free(inspect);
}

int
inspect_version(const struct inspect *inspect)
{
	return inspect->version;
}

struct sqlite3 *
inspect_handle(struct inspect *inspect)
{
	return inspect->sqlite;
}

struct inspect_faults {
	inspect_fault_fn *fn;
	void *arg;
	int count;
};

static void
inspect_tell(struct inspect_faults *faults, const char *text)
{
	faults->count++;
	faults->fn(text != NULL ? text : "unknown", faults->arg);
}

static void
inspect_on_fault(sqlite3_stmt *row, void *arg)
{
	const char *text = (const char *)sqlite3_column_text(row, 0);

	if (text == NULL || strcmp(text, "ok") != 0)
		inspect_tell(arg, text);
}

/* Table, row and the table that it refers to. */
static void
inspect_on_reference(sqlite3_stmt *row, void *arg)
{
	char *text = mem_printf("row %lld of %s refers to a row of %s that is "
				"not there",
	    (long long)sqlite3_column_int64(row, 1),
	    (const char *)sqlite3_column_text(row, 0),
	    (const char *)sqlite3_column_text(row, 2));

	inspect_tell(arg, text);
	mem_free(text);
}

int
inspect_check(struct inspect *inspect, inspect_fault_fn *fn, void *arg,
    int *ret_faults, struct err *err)
{
	struct inspect_faults faults = {fn, arg, 0};
	size_t n = sizeof(inspect_promises) / sizeof(inspect_promises[0]);
	int code = inspect_each(inspect->sqlite, "PRAGMA integrity_check(100)",
	    inspect_on_fault, &faults, err);

	if (code == 0)
		code = inspect_each(inspect->sqlite,
		    "SELECT \"table\", rowid, parent"
		    " FROM pragma_foreign_key_check LIMIT 100",
		    inspect_on_reference, &faults, err);
	for (size_t i = 0; code == 0 && i < n; i++) {
		if (inspect_promises[i].since <= inspect->version)
			code = inspect_each(inspect->sqlite,
			    inspect_promises[i].sql, inspect_on_fault, &faults,
			    err);
	}
	/* Where it is damaged, some questions find no answer. */
	if (code != 0 && faults.count > 0)
		inspect_tell(&faults, err->text);
	else if (code != 0)
		return code;
	*ret_faults = faults.count;
	return 0;
}

struct inspect_names {
	char **names;
	size_t count;
};

static void
inspect_on_name(sqlite3_stmt *row, void *arg)
{
	struct inspect_names *names = arg;

	names->names =
	    mem_resize(names->names, names->count + 1, sizeof(*names->names));
	names->names[names->count++] =
	    mem_strdup((const char *)sqlite3_column_text(row, 0));
}

static int
inspect_table(struct inspect *inspect, const char *name, inspect_table_fn *fn,
    void *arg, struct err *err)
{
	struct inspect_table table = {.name = name};
	char *sql = mem_printf("SELECT count(*) FROM \"%s\"", name);
	int code = inspect_int(inspect->sqlite, sql, &table.rows, err);

	mem_free(sql);
	if (code != 0)
		return code;
	sql = mem_printf("SELECT sum(pgsize) FROM dbstat WHERE name IN"
			 " (SELECT name FROM sqlite_master"
			 " WHERE tbl_name = '%s')",
	    name);
	if (inspect_int(inspect->sqlite, sql, &table.bytes, NULL) != 0)
		table.bytes = -1;
	mem_free(sql);
	fn(&table, arg);
	return 0;
}

int
inspect_tables(
    struct inspect *inspect, inspect_table_fn *fn, void *arg, struct err *err)
{
	struct inspect_names names = {0};
	int code = inspect_each(inspect->sqlite,
	    "SELECT name FROM sqlite_master WHERE type = 'table'"
	    " AND name NOT LIKE 'sqlite_%' ORDER BY name",
	    inspect_on_name, &names, err);

	for (size_t i = 0; i < names.count; i++) {
		if (code == 0)
			code = inspect_table(
			    inspect, names.names[i], fn, arg, err);
		mem_free(names.names[i]);
	}
	mem_free(names.names);
	return code;
}

static int64_t
inspect_log_bytes(const char *path)
{
	char *log = mem_printf("%s-wal", path);
	struct stat st;
	int64_t bytes = stat(log, &st) == 0 ? st.st_size : 0;

	mem_free(log);
	return bytes;
}

int
inspect_size(struct inspect *inspect, struct inspect_size *ret, struct err *err)
{
	struct inspect_size size = {0};
	const struct {
		const char *sql;
		int64_t *value;
	} asks[] = {
	    {"PRAGMA page_size", &size.page_size},
	    {"PRAGMA page_count", &size.pages},
	    {"PRAGMA freelist_count", &size.free_pages},
	    {"SELECT min(created) FROM event", &size.first_event},
	    {"SELECT max(created) FROM event", &size.last_event},
	    {"SELECT CAST(value AS INTEGER) FROM setting"
	     " WHERE name = 'events_purged'",
		&size.purged},
	    {"SELECT count(*) FROM delivery"
	     " WHERE state IN ('pending', 'retry', 'leased')",
		&size.waiting},
	};
	int code = 0;

	for (size_t i = 0; code == 0 && i < sizeof(asks) / sizeof(asks[0]); i++)
		code = inspect_int(
		    inspect->sqlite, asks[i].sql, asks[i].value, err);
	size.log_bytes = inspect_log_bytes(inspect->path);
	if (code == 0)
		*ret = size;
	return code;
}
