/* SPDX-License-Identifier: BSD-2-Clause */
/* In: nothing. Out: an empty folder, and the store in it when asked. */
#include "tests/unit/lib/db_fixture.h"

#include "lib/base/mem.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

void
note(struct fixture *f, const char *word, int code)
{
	size_t len = strlen(f->trace);

	(void)snprintf(f->trace + len, sizeof(f->trace) - len, "%s%s %d",
	    len > 0 ? ", " : "", word, code);
}

int
setup(void **state)
{
	struct fixture *f = mem_new(sizeof(*f));

	(void)snprintf(f->folder, sizeof(f->folder), "/tmp/test_db.XXXXXX");
	assert_non_null(mkdtemp(f->folder));
	(void)snprintf(f->path, sizeof(f->path), "%s/store.db", f->folder);
	*state = f;
	return 0;
}

int
teardown(void **state)
{
	static const char *const tails[] = {
	    "", "-wal", "-shm", ".lock", ".new", ".new-journal"};
	struct fixture *f = *state;
	char path[128];

	db_close(f->db);
	for (size_t i = 0; i < sizeof(tails) / sizeof(tails[0]); i++) {
		(void)snprintf(path, sizeof(path), "%s%s", f->path, tails[i]);
		(void)unlink(path);
	}
	assert_int_equal(rmdir(f->folder), 0);
	mem_free(f);
	return 0;
}

void
open_store(struct fixture *f)
{
	int r = db_open(f->path, &f->db, &f->err);

	if (r != 0)
		fail_msg("%s", f->err.text);
}

void
close_store(struct fixture *f)
{
	db_close(f->db);
	f->db = NULL;
}

int
put(struct fixture *f, const char *name, const char *value)
{
	struct db_stmt *stmt = db_prepare(
	    f->db, "INSERT INTO setting (name, value) VALUES (?, ?)");

	db_bind_text(stmt, 1, name);
	db_bind_text(stmt, 2, value);
	return db_run(f->db, stmt, &f->err);
}

int64_t
ask(struct fixture *f, const char *sql)
{
	struct db_stmt *stmt = db_prepare(f->db, sql);

	assert_int_equal(db_step(stmt, &f->err), 1);
	int64_t n = db_int(stmt, 0);
	db_reset(stmt);
	return n;
}
