/* SPDX-License-Identifier: BSD-2-Clause */
/* The store's turns: what is durable when, parts, faults. */
#include "lib/store/db.h"
#include "tests/unit/lib/db_fixture.h"

#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/resource.h>

static void
on_a(int code, void *arg)
{
	note(arg, "a", code);
}

static void
on_b(int code, void *arg)
{
	note(arg, "b", code);
}

static void
what_was_committed_is_there_after_reopening(void **state)
{
	struct fixture *f = *state;

	open_store(f);
	assert_int_equal(put(f, "kept", "1"), 0);
	assert_true(db_is_open(f->db));
	assert_int_equal(db_changes(f->db), 1);
	assert_int_equal(db_commit(f->db, &f->err), 0);
	assert_false(db_is_open(f->db));
	assert_true(db_commit_us(f->db) > 0);
	assert_int_equal(put(f, "lost", "1"), 0);
	close_store(f);
	open_store(f);
	assert_int_equal(ask(f, COUNT), 1);
	assert_int_equal(
	    ask(f, "SELECT count(*) FROM setting WHERE name = 'kept'"), 1);
}

static void
values_come_back_as_they_were_bound(void **state)
{
	struct fixture *f = *state;

	open_store(f);
	struct db_stmt *stmt =
	    db_prepare(f->db, "SELECT ?1, ?2, ?3, ?4, ?5, ?6, ?7");
	db_bind_int(stmt, 1, INT64_MIN);
	db_bind_text(stmt, 2, "海量数据");
	db_bind_text(stmt, 3, NULL);
	db_bind_blob(stmt, 4, "\0\1", 2);
	db_bind_blob(stmt, 5, NULL, 0);
	db_bind_null(stmt, 6);
	assert_int_equal(db_step(stmt, &f->err), 1);
	assert_true(db_int(stmt, 0) == INT64_MIN);
	assert_string_equal(db_text(stmt, 1), "海量数据");
	assert_null(db_text(stmt, 2));
	assert_int_equal(db_blob(stmt, 3).len, 2);
	assert_memory_equal(db_blob(stmt, 3).p, "\0\1", 2);
	assert_false(db_is_null(stmt, 4));
	assert_int_equal(db_blob(stmt, 4).len, 0);
	assert_true(db_is_null(stmt, 5));
	assert_true(db_is_null(stmt, 6));
	assert_int_equal(db_step(stmt, &f->err), 0);
}

static void
prepared_statement_forgets_its_last_values(void **state)
{
	struct fixture *f = *state;
	static const char sql[] = "SELECT ?1";

	open_store(f);
	struct db_stmt *stmt = db_prepare(f->db, sql);
	db_bind_int(stmt, 1, 7);
	assert_int_equal(db_step(stmt, &f->err), 1);
	struct db_stmt *again = db_prepare(f->db, sql);
	assert_ptr_equal(again, stmt);
	assert_int_equal(db_step(again, &f->err), 1);
	assert_true(db_is_null(again, 0));
}

static void
callbacks_run_in_order_once_the_turn_is_durable(void **state)
{
	struct fixture *f = *state;

	open_store(f);
	assert_int_equal(put(f, "a", "1"), 0);
	db_after_commit(f->db, on_a, f);
	db_after_commit(f->db, on_b, f);
	assert_string_equal(f->trace, "");
	assert_int_equal(db_commit(f->db, &f->err), 0);
	assert_string_equal(f->trace, "a 0, b 0");
	assert_int_equal(db_commit(f->db, &f->err), 0);
	assert_string_equal(f->trace, "a 0, b 0");
}

static void
on_write_more(int code, void *arg)
{
	struct fixture *f = arg;

	note(f, "write", code);
	assert_int_equal(put(f, "more", "1"), 0);
	db_after_commit(f->db, on_b, f);
}

static void
what_a_callback_writes_is_committed_before_the_turn_ends(void **state)
{
	struct fixture *f = *state;

	open_store(f);
	assert_int_equal(put(f, "first", "1"), 0);
	db_after_commit(f->db, on_write_more, f);
	assert_int_equal(db_commit(f->db, &f->err), 0);
	assert_string_equal(f->trace, "write 0, b 0");
	assert_false(db_is_open(f->db));
	close_store(f);
	open_store(f);
	assert_int_equal(ask(f, COUNT), 2);
}

static void
on_forget(int code, void *arg)
{
	struct fixture *f = arg;

	note(f, "forget", code);
	db_forget(f->db, f->trace);
}

static void
on_never(int code, void *arg)
{
	(void)arg;
	fail_msg("a forgotten callback ran with %d", code);
}

static void
forgotten_callbacks_never_run_even_when_their_turn_has_come(void **state)
{
	struct fixture *f = *state;

	open_store(f);
	db_after_commit(f->db, on_never, f->path);
	db_after_commit(f->db, on_forget, f);
	db_after_commit(f->db, on_never, f->trace);
	db_after_commit(f->db, on_b, f);
	db_forget(f->db, f->path);
	assert_int_equal(db_commit(f->db, &f->err), 0);
	assert_string_equal(f->trace, "forget 0, b 0");
}

static void
part_that_is_dropped_leaves_the_rest_of_the_turn(void **state)
{
	struct fixture *f = *state;

	open_store(f);
	assert_int_equal(put(f, "before", "1"), 0);
	db_after_commit(f->db, on_a, f);
	assert_int_equal(db_mark(f->db, &f->err), 0);
	assert_int_equal(put(f, "part", "1"), 0);
	db_after_commit(f->db, on_b, f);
	db_drop(f->db);
	assert_int_equal(db_mark(f->db, &f->err), 0);
	assert_int_equal(put(f, "after", "1"), 0);
	assert_int_equal(db_keep(f->db, &f->err), 0);
	assert_int_equal(db_commit(f->db, &f->err), 0);
	assert_int_equal(ask(f, COUNT), 2);
	assert_int_equal(
	    ask(f, "SELECT count(*) FROM setting WHERE name = 'part'"), 0);
	note(f, "canceled is", ERR_CANCELED);
	assert_string_equal(f->trace, "a 0, b -8, canceled is -8");
}

static void
row_that_exists_undoes_only_its_statement(void **state)
{
	struct fixture *f = *state;

	open_store(f);
	assert_int_equal(put(f, "a", "1"), 0);
	assert_int_equal(put(f, "a", "2"), ERR_EXISTS);
	assert_non_null(strstr(f->err.text, f->path));
	assert_int_equal(put(f, "b", NULL), ERR_INVALID);
	assert_false(db_is_ailing(f->db));
	assert_int_equal(put(f, "c", "3"), 0);
	assert_int_equal(db_commit(f->db, &f->err), 0);
	assert_int_equal(ask(f, COUNT), 2);
}

static void
first_int_is_that_of_the_first_row_or_0(void **state)
{
	struct fixture *f = *state;
	int64_t n = -1;

	open_store(f);
	for (int rows = 0; rows <= 2; rows++) {
		struct db_stmt *stmt = db_prepare(
		    f->db, "SELECT length(name) FROM setting ORDER BY name");
		assert_int_equal(db_first_int(stmt, &n, &f->err), 0);
		assert_int_equal(n, rows > 0 ? 2 : 0);
		assert_int_equal(put(f, rows == 0 ? "aa" : "bbb", "1"),
		    rows < 2 ? 0 : ERR_EXISTS);
	}
}

static void
foreign_keys_are_enforced(void **state)
{
	struct fixture *f = *state;

	open_store(f);
	struct db_stmt *stmt = db_prepare(f->db,
	    "INSERT INTO item_issuer (item, position) VALUES (12345, 0)");
	assert_int_equal(db_run(f->db, stmt, &f->err), ERR_INVALID);
}

static void
last_id_and_returning_are_of_the_turn(void **state)
{
	struct fixture *f = *state;

	open_store(f);
	struct db_stmt *stmt = db_prepare(f->db,
	    "INSERT INTO event (id, type, line, body, record, seen, created)"
	    " VALUES ('evt_a', 'system.test', '', '', '', 0, 0)"
	    " RETURNING seq");
	assert_int_equal(db_step(stmt, &f->err), 1);
	assert_true(db_int(stmt, 0) == db_last_id(f->db));
	assert_int_equal(db_step(stmt, &f->err), 0);
	assert_true(db_is_open(f->db));
	assert_int_equal(db_commit(f->db, &f->err), 0);
	assert_int_equal(ask(f, "SELECT count(*) FROM event"), 1);
}

/* Lets the store grow by pages more and no further. */
static void
allow_pages(struct fixture *f, int64_t pages)
{
	char sql[64];

	pages += ask(f, "PRAGMA page_count");
	(void)snprintf(
	    sql, sizeof(sql), "PRAGMA max_page_count = %lld", (long long)pages);
	assert_true(ask(f, sql) == pages);
}

static void
full_store_gives_the_whole_turn_up_and_recovers(void **state)
{
	struct fixture *f = *state;
	static char big[40000];

	open_store(f);
	allow_pages(f, 3);
	memset(big, 'x', sizeof(big) - 1);
	assert_int_equal(put(f, "small", "1"), 0);
	db_after_commit(f->db, on_a, f);
	assert_int_equal(put(f, "big", big), ERR_FULL);
	assert_true(db_is_ailing(f->db));
	assert_true(db_is_open(f->db));
	assert_int_equal(put(f, "later", "1"), ERR_FULL);
	assert_int_equal(db_mark(f->db, &f->err), ERR_FULL);
	assert_int_equal(db_commit(f->db, &f->err), ERR_FULL);
	assert_non_null(strstr(f->err.text, "full"));
	assert_string_equal(f->trace, "a -12");
	assert_int_equal(ask(f, COUNT), 0);
	assert_true(db_is_ailing(f->db));
	allow_pages(f, 100);
	assert_int_equal(put(f, "big", big), 0);
	assert_int_equal(db_commit(f->db, &f->err), 0);
	assert_false(db_is_ailing(f->db));
	assert_int_equal(ask(f, COUNT), 1);
}

static void
full_store_inside_a_part_gives_the_whole_turn_up(void **state)
{
	struct fixture *f = *state;
	static char big[40000];

	open_store(f);
	allow_pages(f, 3);
	memset(big, 'x', sizeof(big) - 1);
	assert_int_equal(put(f, "small", "1"), 0);
	assert_int_equal(db_mark(f->db, &f->err), 0);
	assert_int_equal(put(f, "big", big), ERR_FULL);
	assert_int_equal(db_keep(f->db, &f->err), ERR_FULL);
	assert_int_equal(db_commit(f->db, &f->err), ERR_FULL);
	assert_int_equal(put(f, "small", "1"), 0);
	assert_int_equal(db_mark(f->db, &f->err), 0);
	assert_int_equal(put(f, "big", big), ERR_FULL);
	db_drop(f->db);
	assert_int_equal(db_commit(f->db, &f->err), ERR_FULL);
	assert_int_equal(ask(f, COUNT), 0);
}

/* A file size limit makes the write-ahead log's own write fail. */
static void
commit_that_fails_undoes_the_turn_and_tells_who_waited(void **state)
{
	struct fixture *f = *state;
	struct rlimit old, low;

	open_store(f);
	assert_int_equal(getrlimit(RLIMIT_FSIZE, &old), 0);
	low = old;
	low.rlim_cur = 8192;
	(void)signal(SIGXFSZ, SIG_IGN);
	assert_int_equal(put(f, "a", "1"), 0);
	db_after_commit(f->db, on_a, f);
	assert_int_equal(setrlimit(RLIMIT_FSIZE, &low), 0);
	int code = db_commit(f->db, &f->err);
	assert_int_equal(setrlimit(RLIMIT_FSIZE, &old), 0);
	assert_int_equal(code, ERR_STORE);
	assert_true(db_is_ailing(f->db));
	assert_false(db_is_open(f->db));
	assert_string_equal(f->trace, "a -11");
	assert_int_equal(ask(f, COUNT), 0);
	assert_int_equal(put(f, "a", "1"), 0);
	assert_int_equal(db_commit(f->db, &f->err), 0);
	assert_false(db_is_ailing(f->db));
	close_store(f);
	open_store(f);
	assert_int_equal(ask(f, COUNT), 1);
}

static void
constraint_that_only_the_commit_sees_is_not_taken_for_success(void **state)
{
	struct fixture *f = *state;

	open_store(f);
	assert_int_equal(
	    db_run(f->db, db_prepare(f->db, "PRAGMA defer_foreign_keys = ON"),
		&f->err),
	    0);
	struct db_stmt *stmt = db_prepare(f->db,
	    "CREATE TABLE late (x INTEGER REFERENCES item (id)"
	    " DEFERRABLE INITIALLY DEFERRED)");
	assert_int_equal(db_run(f->db, stmt, &f->err), 0);
	stmt = db_prepare(f->db, "INSERT INTO late VALUES (99)");
	assert_int_equal(db_run(f->db, stmt, &f->err), 0);
	db_after_commit(f->db, on_a, f);
	assert_int_equal(db_commit(f->db, &f->err), ERR_INVALID);
	assert_string_equal(f->trace, "a -1");
	assert_false(db_is_open(f->db));
	assert_int_equal(put(f, "a", "1"), 0);
	assert_int_equal(db_commit(f->db, &f->err), 0);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    TEST(what_was_committed_is_there_after_reopening),
	    TEST(values_come_back_as_they_were_bound),
	    TEST(prepared_statement_forgets_its_last_values),
	    TEST(callbacks_run_in_order_once_the_turn_is_durable),
	    TEST(what_a_callback_writes_is_committed_before_the_turn_ends),
	    TEST(forgotten_callbacks_never_run_even_when_their_turn_has_come),
	    TEST(part_that_is_dropped_leaves_the_rest_of_the_turn),
	    TEST(row_that_exists_undoes_only_its_statement),
	    TEST(first_int_is_that_of_the_first_row_or_0),
	    TEST(foreign_keys_are_enforced),
	    TEST(last_id_and_returning_are_of_the_turn),
	    TEST(full_store_gives_the_whole_turn_up_and_recovers),
	    TEST(full_store_inside_a_part_gives_the_whole_turn_up),
	    TEST(commit_that_fails_undoes_the_turn_and_tells_who_waited),
	    TEST(constraint_that_only_the_commit_sees_is_not_taken_for_success),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
