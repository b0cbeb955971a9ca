/* SPDX-License-Identifier: BSD-2-Clause */
/* Opening a store: new, locked, damaged, after a crash. */
#include "lib/store/setup.h"
#include "lib/store/schema.h"
#include "tests/unit/lib/db_fixture.h"

#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

static void
new_store_has_the_newest_schema_and_is_private(void **state)
{
	struct fixture *f = *state;
	struct stat st;

	open_store(f);
	assert_int_equal(ask(f, "PRAGMA user_version"), SCHEMA_VERSION);
	assert_int_equal(ask(f, "PRAGMA foreign_keys"), 1);
	assert_int_equal(ask(f, "PRAGMA synchronous"), 2);
	assert_int_equal(stat(f->path, &st), 0);
	assert_int_equal(st.st_mode & 07777, 0600);
	assert_false(db_is_open(f->db));
	assert_true(db_commit_us(f->db) == 0);
}

/* SQLite makes a table for such a list at every write to the indexed table. */
static void
no_index_has_a_list_in_its_condition(void **state)
{
	struct fixture *f = *state;

	open_store(f);
	assert_true(
	    ask(f, "SELECT count(*) FROM sqlite_master"
		   " WHERE type = 'index' AND sql LIKE '% WHERE %'") > 5);
	assert_int_equal(ask(f, "SELECT count(*) FROM sqlite_master"
				" WHERE type = 'index' AND sql LIKE '% IN (%'"),
	    0);
}

static void
store_in_memory_needs_no_file(void **state)
{
	struct fixture *f = *state;

	assert_int_equal(db_open(":memory:", &f->db, &f->err), 0);
	assert_int_equal(put(f, "a", "1"), 0);
	assert_int_equal(db_commit(f->db, &f->err), 0);
	assert_int_equal(ask(f, COUNT), 1);
}

static void
second_filingd_is_refused_with_the_pid_of_the_first(void **state)
{
	struct fixture *f = *state;
	struct db *second = NULL;
	char pid[32];

	open_store(f);
	(void)snprintf(pid, sizeof(pid), "process %ld)", (long)getpid());
	assert_int_equal(db_open(f->path, &second, &f->err), ERR_BUSY);
	assert_null(second);
	assert_non_null(strstr(f->err.text, pid));
	assert_non_null(strstr(f->err.text, f->path));
	close_store(f);
	open_store(f);
}

static void
write_file(const char *path, const void *p, size_t n)
{
	int fd = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);

	assert_true(fd >= 0);
	assert_int_equal(write(fd, p, n), n);
	assert_int_equal(close(fd), 0);
}

static void
refuse_store(struct fixture *f, const char *why)
{
	assert_int_equal(db_open(f->path, &f->db, &f->err), ERR_STORE);
	assert_null(f->db);
	if (strstr(f->err.text, why) == NULL)
		fail_msg("'%s' lacks '%s'", f->err.text, why);
	assert_non_null(strstr(f->err.text, f->path));
}

static void
emptied_store_is_refused_not_started_anew(void **state)
{
	struct fixture *f = *state;

	open_store(f);
	close_store(f);
	write_file(f->path, "", 0);
	refuse_store(f, "emptied");
}

static void
file_that_is_no_store_is_refused(void **state)
{
	struct fixture *f = *state;

	write_file(f->path, "this is a text\n", 15);
	refuse_store(f, "not a database");
}

static void
log_without_its_store_is_refused(void **state)
{
	struct fixture *f = *state;
	char wal[128];

	(void)snprintf(wal, sizeof(wal), "%s-wal", f->path);
	write_file(wal, "x", 1);
	refuse_store(f, "is gone");
}

static void
store_of_a_newer_program_is_refused(void **state)
{
	struct fixture *f = *state;

	open_store(f);
	assert_int_equal(
	    db_run(f->db, db_prepare(f->db, "PRAGMA user_version = 9999"),
		&f->err),
	    0);
	assert_int_equal(db_commit(f->db, &f->err), 0);
	close_store(f);
	refuse_store(f, "newer filingd");
}

static void
folder_that_is_missing_is_an_error_with_its_name(void **state)
{
	struct fixture *f = *state;
	struct db *db = NULL;
	char path[128];

	(void)snprintf(path, sizeof(path), "%s/none/store.db", f->folder);
	assert_int_equal(db_open(path, &db, &f->err), ERR_STORE);
	assert_non_null(strstr(f->err.text, "none/store.db"));
	assert_non_null(strstr(f->err.text, "No such file"));
}

/* A child writes, commits some, and dies by SIGKILL without closing. */
static void
die_after_writing(struct fixture *f, int committed, int uncommitted)
{
	pid_t pid = fork();
	int status = 0;

	assert_true(pid >= 0);
	if (pid == 0) {
		char name[16];
		if (db_open(f->path, &f->db, &f->err) != 0)
			_exit(1);
		for (int i = 0; i < committed + uncommitted; i++) {
			(void)snprintf(name, sizeof(name), "row %d", i);
			if (put(f, name, "x") != 0)
				_exit(2);
			if (i < committed && db_commit(f->db, &f->err) != 0)
				_exit(3);
		}
		(void)kill(getpid(), SIGKILL);
	}
	assert_int_equal(waitpid(pid, &status, 0), pid);
	assert_true(WIFSIGNALED(status) && WTERMSIG(status) == SIGKILL);
}

static void
killed_process_leaves_exactly_what_it_committed(void **state)
{
	struct fixture *f = *state;

	die_after_writing(f, 5, 3);
	open_store(f);
	assert_int_equal(ask(f, COUNT), 5);
}

static void
damaged_page_is_found_after_a_crash(void **state)
{
	struct fixture *f = *state;
	static char junk[4096];
	struct stat st;

	open_store(f);
	for (int i = 0; i < 100; i++) {
		char name[1000];
		(void)snprintf(name, sizeof(name), "%0999d", i);
		assert_int_equal(put(f, name, "x"), 0);
	}
	assert_int_equal(db_commit(f->db, &f->err), 0);
	close_store(f);
	die_after_writing(f, 1, 0);
	memset(junk, 0xa5, sizeof(junk));
	assert_int_equal(stat(f->path, &st), 0);
	int fd = open(f->path, O_WRONLY | O_CLOEXEC);
	assert_true(fd >= 0);
	for (off_t at = st.st_size / 2 / 4096 * 4096; at < st.st_size;
	     at += 4096)
		assert_int_equal(pwrite(fd, junk, 4096, at), 4096);
	assert_int_equal(close(fd), 0);
	refuse_store(f, "damaged");
}

static void
store_is_whole_wherever_its_making_was_cut_off(void **state)
{
	struct fixture *f = *state;
	char fresh[128];

	(void)snprintf(fresh, sizeof(fresh), "%s.new", f->path);
	write_file(fresh, "SQLite format 3", 16);
	open_store(f);
	assert_int_equal(put(f, "a", "1"), 0);
	assert_int_equal(db_commit(f->db, &f->err), 0);
}

static void
close_of_nothing_is_allowed(void **state)
{
	(void)state;
	db_close(NULL);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    TEST(new_store_has_the_newest_schema_and_is_private),
	    TEST(no_index_has_a_list_in_its_condition),
	    TEST(store_in_memory_needs_no_file),
	    TEST(second_filingd_is_refused_with_the_pid_of_the_first),
	    TEST(emptied_store_is_refused_not_started_anew),
	    TEST(file_that_is_no_store_is_refused),
	    TEST(log_without_its_store_is_refused),
	    TEST(store_of_a_newer_program_is_refused),
	    TEST(folder_that_is_missing_is_an_error_with_its_name),
	    TEST(killed_process_leaves_exactly_what_it_committed),
	    TEST(damaged_page_is_found_after_a_crash),
	    TEST(store_is_whole_wherever_its_making_was_cut_off),
	    TEST(close_of_nothing_is_allowed),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
