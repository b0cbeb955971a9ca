/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Years of a store in held time: what is over goes, what is still to be
 * delivered stays, however old it is.
 */
#include "daemon/retention.h"

#include "alerts/retention_rows.h"
#include "lib/base/mem.h"
#include "lib/store/db.h"
#include "lib/store/space.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define DAY   INT64_C(86400000)
#define HOUR  INT64_C(3600000)
#define START INT64_C(1700000000000)
#define BODY  2000 /* bytes, of an event and of a message */

struct keep {
	char folder[64];
	char path[96];
	struct clock *clock;
	struct loop *loop;
	struct db *db;
	struct retention *retention;
	int64_t longest; /* rows that one turn changed */
	bool busy;
};

static bool
is_quiet(void *arg)
{
	return !((struct keep *)arg)->busy;
}

static void
on_turn(void *arg)
{
	struct keep *keep = arg;

	if (db_is_open(keep->db))
		assert_int_equal(db_commit(keep->db, NULL), 0);
}

static int
setup(void **state)
{
	struct keep *keep = mem_new(sizeof(*keep));
	struct err err = ERR_NONE;

	(void)snprintf(
	    keep->folder, sizeof(keep->folder), "/tmp/filingd-keep-XXXXXX");
	assert_non_null(mkdtemp(keep->folder));
	(void)snprintf(
	    keep->path, sizeof(keep->path), "%s/store.db", keep->folder);
	assert_int_equal(db_open(keep->path, &keep->db, &err), 0);
	keep->clock = clock_new_held(START);
	keep->loop = loop_new(keep->clock);
	loop_on_turn(keep->loop, on_turn, keep);
	keep->retention = retention_new(keep->loop, keep->db, is_quiet, keep);
	retention_configure(
	    keep->retention, &(struct config_retention){.events = 730 * DAY,
				 .deliveries = 90 * DAY,
				 .samples = 30 * DAY});
	*state = keep;
	return 0;
}

static int
teardown(void **state)
{
	static const char *const tails[] = {"", "-wal", "-shm", ".lock"};
	struct keep *keep = *state;

	retention_free(keep->retention);
	db_close(keep->db);
	loop_free(keep->loop);
	clock_free(keep->clock);
	for (size_t i = 0; i < sizeof(tails) / sizeof(tails[0]); i++) {
		char *file = mem_printf("%s%s", keep->path, tails[i]);
		(void)unlink(file); /* some are not there */
		mem_free(file);
	}
	assert_int_equal(rmdir(keep->folder), 0);
	mem_free(keep);
	return 0;
}

static int64_t
ask(struct keep *keep, const char *sql)
{
	int64_t n = -1;

	assert_int_equal(db_first_int(db_prepare(keep->db, sql), &n, NULL), 0);
	return n;
}

static void
run(struct keep *keep, struct db_stmt *stmt)
{
	struct err err = ERR_NONE;

	if (db_run(keep->db, stmt, &err) != 0)
		fail_msg("%s", err.text);
}

/* An event of a day, "evt_<n>"; its seq. */
static int64_t
add_event(struct keep *keep, int n, int64_t created)
{
	struct db_stmt *stmt = db_prepare(keep->db,
	    "INSERT INTO event (id, type, line, body, record, seen, created)"
	    " VALUES ('evt_' || ?1, 'warning.detected', 'a line',"
	    " zeroblob(?2), zeroblob(200), ?3, ?3)");

	db_bind_int(stmt, 1, n);
	db_bind_int(stmt, 2, BODY);
	db_bind_int(stmt, 3, created);
	run(keep, stmt);
	return db_last_id(keep->db);
}

static int64_t
add_delivery(struct keep *keep, const char *channel, const char *state,
    int64_t at, int64_t event)
{
	bool over = strcmp(state, "sent") == 0 || strcmp(state, "dead") == 0;
	struct db_stmt *stmt = db_prepare(keep->db,
	    "INSERT INTO channel (name, sequence) VALUES (?, 1) ON CONFLICT"
	    " (name) DO UPDATE SET sequence = channel.sequence + 1");
	int64_t id;

	db_bind_text(stmt, 1, channel);
	run(keep, stmt);
	stmt = db_prepare(keep->db,
	    "INSERT INTO delivery (channel, recipient, state, sequence, rule,"
	    " created, due_at, finished, message) SELECT name, '', ?2,"
	    " sequence, 'core', ?3, ?3, ?4, zeroblob(?5) FROM channel"
	    " WHERE name = ?1");
	db_bind_text(stmt, 1, channel);
	db_bind_text(stmt, 2, state);
	db_bind_int(stmt, 3, at);
	if (over)
		db_bind_int(stmt, 4, at + HOUR);
	else
		db_bind_null(stmt, 4);
	db_bind_int(stmt, 5, BODY);
	run(keep, stmt);
	id = db_last_id(keep->db);
	stmt = db_prepare(keep->db, "INSERT INTO attempt VALUES"
				    " (?, 1, ?, 80, 200, '', NULL)");
	db_bind_int(stmt, 1, id);
	db_bind_int(stmt, 2, at);
	run(keep, stmt);
	stmt = db_prepare(keep->db,
	    "INSERT INTO delivery_event (delivery, event) VALUES (?, ?)");
	db_bind_int(stmt, 1, id);
	db_bind_int(stmt, 2, event);
	run(keep, stmt);
	return id;
}

static void
link_event(struct keep *keep, int64_t delivery, int64_t event)
{
	struct db_stmt *stmt = db_prepare(keep->db,
	    "INSERT INTO delivery_event (delivery, event) VALUES (?, ?)");

	db_bind_int(stmt, 1, delivery);
	db_bind_int(stmt, 2, event);
	run(keep, stmt);
}

/* So many days of events before now, each sent to a hook and a mailbox. */
static void
fill_days(struct keep *keep, int days, int a_day)
{
	int64_t now = loop_now(keep->loop);

	for (int i = 0; i < days * a_day; i++) {
		int64_t at = now - days * DAY + i * (DAY / a_day);
		int64_t seq = add_event(keep, i, at);

		(void)add_delivery(keep, "hook", "sent", at, seq);
		(void)add_delivery(keep, "desk", "sent", at, seq);
	}
	assert_int_equal(db_commit(keep->db, NULL), 0);
}

static void
pass(struct keep *keep, int64_t ms)
{
	loop_run_until(keep->loop, loop_now(keep->loop) + ms);
}

static void
what_is_over_goes_and_what_waits_stays(void **state)
{
	struct keep *keep = *state;
	int64_t old = START - 1500 * DAY;
	int64_t stuck = add_event(keep, -1, old);
	int64_t waiting = add_event(keep, -2, old + 1);
	int64_t gone = add_event(keep, -3, old + 2);
	int64_t digest = add_delivery(keep, "desk", "sent", old + 2, gone);

	run(keep, db_prepare(keep->db,
		      "INSERT INTO offer (channel, delivery, event, offered)"
		      " VALUES ('desk', 1, 3, 1699999999999)"));
	(void)add_delivery(keep, "hook", "retry", old, stuck);
	(void)add_delivery(keep, "desk", "sent", old, stuck);
	(void)add_delivery(keep, "removed", "pending", old, waiting);
	fill_days(keep, 800, 2);
	link_event(keep, digest, ask(keep, "SELECT max(seq) FROM event"));
	pass(keep, HOUR);
	assert_int_equal(
	    ask(keep, "SELECT count(*) FROM event WHERE seq < 3"), 2);
	assert_int_equal(ask(keep, "SELECT count(*) FROM event"), 2 + 730 * 2);
	assert_int_equal(
	    ask(keep, "SELECT count(*) FROM delivery"), 4 + 2 * 730 * 2);
	assert_int_equal(ask(keep, "SELECT count(*) FROM delivery"
				   " WHERE state IN ('retry', 'pending')"
				   " AND message IS NOT NULL"),
	    2);
	assert_int_equal(
	    ask(keep, "SELECT count(*) FROM delivery_event WHERE delivery = 1"),
	    1);
	/* Of the young the bytes, of the others the state alone. */
	assert_int_equal(ask(keep, "SELECT count(*) FROM delivery"
				   " WHERE message IS NOT NULL"),
	    2 + 2 * 90 * 2);
	assert_int_equal(
	    ask(keep, "SELECT count(*) FROM attempt"), 2 + 2 * 90 * 2);
	assert_int_equal(ask(keep, "SELECT CAST(value AS INTEGER) FROM setting"
				   " WHERE name = 'events_purged'"),
	    3 + 70 * 2);
	assert_int_equal(ask(keep, "SELECT purged FROM channel"
				   " WHERE name = 'hook'"),
	    1 + 70 * 2);
	assert_int_equal(ask(keep, "SELECT purged FROM channel"
				   " WHERE name = 'removed'"),
	    0);
}

static void
what_was_stuck_goes_once_it_has_ended_for_long(void **state)
{
	struct keep *keep = *state;
	int64_t stuck = add_event(keep, -1, START - 1500 * DAY);

	(void)add_delivery(keep, "hook", "retry", START - 1500 * DAY, stuck);
	fill_days(keep, 100, 1);
	pass(keep, HOUR);
	assert_int_equal(ask(keep, "SELECT min(seq) FROM event"), stuck);
	run(keep,
	    db_prepare(keep->db,
		"UPDATE delivery SET state = 'sent', finished = 1700000000000"
		" WHERE state = 'retry'"));
	assert_int_equal(db_commit(keep->db, NULL), 0);
	pass(keep, 729 * DAY);
	assert_int_equal(ask(keep, "SELECT min(seq) FROM event"), stuck);
	pass(keep, 2 * DAY);
	assert_int_equal(ask(keep, "SELECT count(*) FROM event"), 0);
	assert_int_equal(ask(keep, "SELECT count(*) FROM delivery"), 0);
	assert_int_equal(ask(keep, "SELECT CAST(value AS INTEGER) FROM setting"
				   " WHERE name = 'events_purged'"),
	    101);
}

/* Counts what each turn changes, by the database's own count. */
static void
on_counted_turn(void *arg)
{
	struct keep *keep = arg;
	int64_t before = ask(keep, "SELECT total_changes()");

	on_turn(arg);
	static int64_t last;
	if (last > 0 && before - last > keep->longest)
		keep->longest = before - last;
	last = before;
}

static void
no_turn_changes_more_than_a_few_hundred_rows(void **state)
{
	struct keep *keep = *state;

	fill_days(keep, 1500, 2);
	assert_int_equal(ask(keep, "SELECT count(*) FROM event"), 3000);
	loop_on_turn(keep->loop, on_counted_turn, keep);
	(void)ask(keep, "SELECT 1");
	pass(keep, HOUR);
	assert_int_equal(ask(keep, "SELECT count(*) FROM event"), 730 * 2);
	assert_in_range(keep->longest, 1, 10 * RETENTION_ROWS);
}

static void
a_busy_filingd_is_left_alone_for_a_day_at_most(void **state)
{
	struct keep *keep = *state;

	fill_days(keep, 1000, 1);
	keep->busy = true;
	pass(keep, 23 * HOUR);
	assert_int_equal(ask(keep, "SELECT count(*) FROM event"), 1000);
	pass(keep, 2 * HOUR);
	assert_int_equal(ask(keep, "SELECT count(*) FROM event"), 730);
}

static void
never_keeps_all(void **state)
{
	struct keep *keep = *state;

	fill_days(keep, 1000, 1);
	retention_configure(keep->retention, &(struct config_retention){0});
	pass(keep, 10 * DAY);
	assert_int_equal(ask(keep, "SELECT count(*) FROM event"), 1000);
	assert_int_equal(ask(keep, "SELECT count(*) FROM attempt"), 2000);
}

static void
room_is_given_back(void **state)
{
	struct keep *keep = *state;
	struct space before, after;

	fill_days(keep, 2000, 1);
	assert_int_equal(space_ask(keep->db, &before, NULL), 0);
	assert_true(before.shrinks);
	retention_compact(keep->retention);
	pass(keep, HOUR);
	assert_int_equal(space_ask(keep->db, &after, NULL), 0);
	assert_int_equal(after.free_pages, 0);
	assert_true(after.pages < before.pages / 2);
	/* A page for each event, none for the bytes of old deliveries. */
	assert_in_range(after.pages, 730, 730 + 2 * 90 + 150);
	assert_int_equal(
	    ask(keep, "SELECT count(*) FROM pragma_foreign_key_check"), 0);
	assert_int_equal(ask(keep, "SELECT count(*) FROM delivery d JOIN"
				   " delivery_event l ON l.delivery = d.id"
				   " WHERE d.id > 0"),
	    2 * 730);
}

static void
what_desks_and_people_left_goes_too(void **state)
{
	struct keep *keep = *state;
	int64_t seq = add_event(keep, 1, START - 10 * DAY);

	(void)add_delivery(keep, "screens", "sent", START - 10 * DAY, seq);
	run(keep,
	    db_prepare(keep->db,
		"INSERT INTO offer (channel, delivery, event, offered) VALUES"
		" ('screens', 1, 1, 1600000000000),"
		" ('screens', 1, 1, 1699999999999)"));
	run(keep,
	    db_prepare(keep->db,
		"INSERT INTO cursor VALUES ('screens', 1000, 1, 1600000000000),"
		" ('gone', 1000, 7, 1600000000000),"
		" ('gone', 1001, 7, 1699999999999)"));
	run(keep,
	    db_prepare(keep->db,
		"INSERT INTO silence (condition, author, reason, created,"
		" starts, until, ended) VALUES"
		" ('1', 'a', 'over', 1, 1, 1600000000000, 0),"
		" ('1', 'a', 'ended', 1, 1, 1800000000000, 1600000000000),"
		" ('1', 'a', 'ahead', 1, 1, 1800000000000, 0)"));
	run(keep, db_prepare(keep->db,
		      "INSERT INTO ack VALUES ('w1', 1, 'evt_1', 'a', '', 1),"
		      " ('w0', 1, 'evt_0', 'a', '', 1)"));
	run(keep,
	    db_prepare(keep->db,
		"INSERT INTO sample VALUES ('a', 'drift', 1600000000000, '',"
		" 1, 200, NULL, 1, x'00'), ('a', 'blocked', 1699999999999, '',"
		" 1, 200, NULL, 1, x'00')"));
	assert_int_equal(db_commit(keep->db, NULL), 0);
	pass(keep, HOUR);
	assert_int_equal(ask(keep, "SELECT count(*) FROM offer"), 1);
	assert_int_equal(ask(keep, "SELECT count(*) FROM cursor"), 2);
	assert_int_equal(
	    ask(keep, "SELECT count(*) FROM cursor WHERE channel = 'gone'"), 1);
	assert_int_equal(ask(keep, "SELECT count(*) FROM silence"), 1);
	assert_int_equal(
	    ask(keep, "SELECT count(*) FROM ack WHERE subject = 'w1'"), 1);
	assert_int_equal(ask(keep, "SELECT count(*) FROM ack"), 1);
	assert_int_equal(ask(keep, "SELECT count(*) FROM sample"), 1);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    TEST(what_is_over_goes_and_what_waits_stays),
	    TEST(what_was_stuck_goes_once_it_has_ended_for_long),
	    TEST(no_turn_changes_more_than_a_few_hundred_rows),
	    TEST(a_busy_filingd_is_left_alone_for_a_day_at_most),
	    TEST(never_keeps_all),
	    TEST(room_is_given_back),
	    TEST(what_desks_and_people_left_goes_too),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
