/* SPDX-License-Identifier: BSD-2-Clause */
/* The watcher of cninfo against the scripted exchange, in held time. */
#include "lib/base/mem.h"
#include "lib/base/utf8.h"
#include "lib/store/db.h"
#include "tests/lib/rig.h"
#include "watchers/definition.h"
#include "watchers/item_rows.h"
#include "watchers/list_parts.h"

#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <setjmp.h>
#include <cmocka.h>

#define SECOND	 INT64_C(1000)
#define MINUTE	 (60 * SECOND)
#define HOUR	 (60 * MINUTE)
#define DAY	 (24 * HOUR)

/* 2026-01-20 16:00 in Shanghai; the midnight that most filings carry then. */
#define START	 INT64_C(1768896000000)
#define TOMORROW (START + 8 * HOUR)

static struct rig *
rig_at_start(enum catch_up catch_up)
{
	struct rig_options options = {
	    .source = "cninfo", .start = START, .catch_up = catch_up};

	return rig_new(&options);
}

/* A rig whose baseline of one filing is behind it; 20 s have passed. */
static struct rig *
rig_with_baseline(void)
{
	struct rig *rig = rig_at_start(CATCH_UP_NONE);

	rig_show(rig, "1000000001", START, TOMORROW, NULL);
	watcher_start(rig->watcher);
	rig_run(rig, 20 * SECOND);
	assert_int_equal(rig_stored(rig, "baseline"), 1);
	return rig;
}

static void
the_first_poll_is_the_baseline_and_tells_nothing(void **state)
{
	struct rig *rig = rig_at_start(CATCH_UP_NONE);

	(void)state;
	rig_show_many(rig, 1000000001, 45, START, TOMORROW);
	watcher_start(rig->watcher);
	rig_run(rig, 5 * SECOND);
	assert_int_equal(rig->complete, 1);
	assert_int_equal(rig->counts.pages, 2);
	assert_int_equal(rig->counts.baseline, 45);
	assert_int_equal(rig->item_count, 0);
	assert_int_equal(rig_stored(rig, "baseline"), 45);
	rig_free(rig);
}

static void
tune_estimates(struct definition *definition)
{
	definition->kind = SOURCE_ESTIMATES;
}

static void
figures_of_the_first_poll_enter_the_ledger_quietly(void **state)
{
	struct rig_options options = {.source = "cninfo",
	    .start = START,
	    .catch_up = CATCH_UP_NONE,
	    .tune = tune_estimates};
	struct rig *rig = rig_new(&options);
	struct item_times times;

	(void)state;
	rig_show(rig, "1000000001", START, TOMORROW, NULL);
	watcher_start(rig->watcher);
	rig_run(rig, 5 * SECOND);
	assert_int_equal(rig->item_count, 1);
	assert_int_equal(
	    item_rows_times(rig->db, rig->items[0].id, &times, NULL), 0);
	assert_true(times.pending && times.quiet);
	rig_show(rig, "1000000002", START + MINUTE, TOMORROW, NULL);
	rig_run(rig, 10 * MINUTE);
	assert_int_equal(rig->item_count, 2);
	assert_int_equal(
	    item_rows_times(rig->db, rig->items[1].id, &times, NULL), 0);
	assert_true(times.pending && !times.quiet);
	rig_free(rig);
}

static void
what_appears_after_the_baseline_is_told_once(void **state)
{
	struct rig *rig = rig_with_baseline();

	(void)state;
	rig_show(rig, "1000000002", START + MINUTE, TOMORROW, NULL);
	rig_run(rig, 10 * MINUTE);
	assert_int_equal(rig_told(rig, "1000000002"), 1);
	assert_int_equal(rig->item_count, 1);
	assert_int_equal(rig_stored(rig, "pending"), 1);
	rig_free(rig);
}

static void
a_lower_id_and_an_older_date_are_as_new_as_any(void **state)
{
	struct rig *rig = rig_with_baseline();

	(void)state;
	rig_show(rig, "0999999000", START + MINUTE, TOMORROW - DAY, NULL);
	rig_run(rig, 10 * MINUTE);
	assert_int_equal(rig_told(rig, "0999999000"), 1);
	rig_free(rig);
}

static void
catch_up_tells_the_whole_first_poll(void **state)
{
	struct rig *rig = rig_at_start(CATCH_UP_ALL);

	(void)state;
	rig_show_many(rig, 1000000001, 70, START, TOMORROW);
	watcher_start(rig->watcher);
	rig_run(rig, 10 * SECOND);
	assert_int_equal(rig->item_count, 70);
	assert_int_equal(rig_stored(rig, "pending"), 70);
	rig_free(rig);
}

static void
catch_up_by_hours_tells_the_recent_part(void **state)
{
	struct rig_options options = {.source = "cninfo",
	    .start = START,
	    .catch_up = CATCH_UP_HOURS,
	    .catch_up_hours = 24};
	struct rig *rig = rig_new(&options);

	(void)state;
	rig_show(rig, "1000000001", START, START - 2 * HOUR, NULL);
	rig_show(rig, "1000000002", START, START - 25 * HOUR, NULL);
	watcher_start(rig->watcher);
	rig_run(rig, 5 * SECOND);
	assert_int_equal(rig->item_count, 1);
	assert_int_equal(rig_told(rig, "1000000001"), 1);
	assert_int_equal(rig_stored(rig, "baseline"), 1);
	rig_free(rig);
}

static void
a_changed_title_is_revised_and_not_new(void **state)
{
	struct rig *rig = rig_at_start(CATCH_UP_ALL);
	struct exchange_filing filing = {.visible = START,
	    .hidden = START + MINUTE,
	    .time = TOMORROW,
	    .id = "1000000001",
	    .code = "603138",
	    .title = "before"};

	(void)state;
	exchange_add_filing(rig->exchange, &filing);
	filing.visible = START + MINUTE;
	filing.hidden = 0;
	filing.title = "after";
	exchange_add_filing(rig->exchange, &filing);
	watcher_start(rig->watcher);
	rig_run(rig, MINUTE + 5 * SECOND);
	assert_int_equal(rig->counts.revised, 1);
	rig_run(rig, 10 * MINUTE);
	assert_int_equal(rig->counts.revised, 0);
	assert_int_equal(rig->item_count, 2);
	assert_string_equal(rig->items[0].title, "before");
	assert_string_equal(rig->items[1].title, "after");
	assert_int_equal(rig->items[1].id, rig->items[0].id);
	assert_int_equal(rig_stored(rig, NULL), 1);
	rig_free(rig);
}

static void
pages_of_the_same_bytes_are_not_read_again(void **state)
{
	struct rig *rig = rig_at_start(CATCH_UP_NONE);
	int read;

	(void)state;
	rig_show_many(rig, 1000000001, 95, START, TOMORROW);
	watcher_start(rig->watcher);
	rig_run(rig, 5 * SECOND);
	read = rig->bodies_read;
	assert_int_equal(read, 4);
	rig_run(rig, MINUTE);
	assert_true(rig->polls > 4);
	assert_int_equal(rig->bodies_read, read);
	assert_int_equal(rig->counts.unchanged, 4);
	assert_int_equal(rig->counts.rows, 95);
	rig_free(rig);
}

static void
a_restart_hands_out_what_was_not_decided(void **state)
{
	char store[] = "/tmp/filingd-test-XXXXXX";
	int fd = mkstemp(store);
	struct rig_options options = {.source = "cninfo",
	    .start = START,
	    .store = store,
	    .catch_up = CATCH_UP_ALL};
	struct rig *rig;

	(void)state;
	assert_true(fd >= 0);
	assert_int_equal(remove(store), 0);
	rig = rig_new(&options);
	rig_show_many(rig, 1000000001, 40, START, TOMORROW);
	watcher_start(rig->watcher);
	rig_run(rig, 5 * SECOND);
	assert_int_equal(rig->item_count, 40);
	rig_restart(rig);
	assert_int_equal(rig->item_count, 80);
	watcher_start(rig->watcher);
	rig_run(rig, MINUTE);
	assert_int_equal(rig->item_count, 80);
	assert_int_equal(rig_stored(rig, NULL), 40);
	rig_free(rig);
	assert_int_equal(remove(store), 0);
}

static void
trouble_that_was_told_is_remembered_over_a_restart(void **state)
{
	char store[] = "/tmp/filingd-test-XXXXXX";
	int fd = mkstemp(store);
	struct rig_options options = {
	    .source = "cninfo", .start = START, .store = store};
	struct rig *rig;

	(void)state;
	assert_true(fd >= 0);
	assert_int_equal(remove(store), 0);
	rig = rig_new(&options);
	rig_show(rig, "1000000001", START, TOMORROW, NULL);
	rig_fail(rig, EXCHANGE_STATUS, START + MINUTE, START + HOUR, 500);
	watcher_start(rig->watcher);
	rig_run(rig, 30 * MINUTE);
	assert_int_equal(rig->degraded, 1);
	rig_restart(rig);
	watcher_start(rig->watcher);
	rig_run(rig, HOUR);
	assert_int_equal(rig->degraded, 1);
	assert_int_equal(rig->recovered, 1);
	rig_free(rig);
	assert_int_equal(remove(store), 0);
}

static void
a_watcher_may_be_freed_at_any_moment(void **state)
{
	int64_t ms;

	(void)state;
	for (ms = 0; ms < 3000; ms += 250) {
		struct rig *rig = rig_at_start(CATCH_UP_ALL);

		rig_show_many(rig, 1000000001, 100, START, TOMORROW);
		watcher_start(rig->watcher);
		/* the transfer and the reader's job are in flight */
		rig_fail(rig, EXCHANGE_SLOW, START + 1000, START + HOUR, 4000);
		rig_run(rig, ms);
		watcher_free(rig->watcher);
		rig->watcher = NULL;
		rig_run(rig, HOUR);
		assert_int_equal(rig_twice(rig), 0);
		rig_free(rig);
	}
}

static void
a_watcher_that_was_stopped_goes_on_where_it_was(void **state)
{
	struct rig *rig = rig_with_baseline();
	struct watcher_stats stats;

	(void)state;
	watcher_stop(rig->watcher);
	watcher_stats(rig->watcher, &stats);
	assert_string_equal(stats.doing, "stopped");
	rig_show(rig, "1000000002", START + MINUTE, TOMORROW, NULL);
	rig_run(rig, HOUR);
	assert_int_equal(rig->item_count, 0);
	watcher_start(rig->watcher);
	rig_run(rig, MINUTE);
	assert_int_equal(rig_told(rig, "1000000002"), 1);
	rig_free(rig);
}

static void
a_poll_can_be_asked_for(void **state)
{
	struct rig *rig = rig_with_baseline();
	struct watcher_stats stats;
	int polls;

	(void)state;
	rig_run_until(rig, START + 11 * HOUR); /* three at night: quiet */
	polls = rig->polls;
	rig_run(rig, 2 * MINUTE);
	assert_int_equal(rig->polls, polls);
	watcher_poll_now(rig->watcher);
	rig_run(rig, SECOND);
	assert_int_equal(rig->polls, polls + 1);
	watcher_stats(rig->watcher, &stats);
	assert_string_equal(stats.doing, "idle");
	assert_string_equal(stats.next_why, "quiet until 07:00");
	assert_int_equal(stats.health, HEALTH_OK);
	assert_int_equal(stats.last_success, stats.last_poll);
	assert_int_equal(stats.next_poll, stats.last_poll + 5 * MINUTE);
	assert_int_equal(stats.newest, TOMORROW);
	rig_free(rig);
}

static void
peak_and_quiet_hours_set_the_pace(void **state)
{
	struct rig *rig = rig_with_baseline();
	int before;

	(void)state;
	before = rig->polls;
	rig_run(rig, HOUR);
	assert_in_range(rig->polls - before, 359, 361);
	rig_run_until(rig, START + 7 * HOUR); /* 23:00 */
	before = rig->polls;
	rig_run(rig, HOUR);
	assert_in_range(rig->polls - before, 11, 13);
	rig_free(rig);
}

/* As if the disk had no more room than now; 0: as much as it likes. */
static void
limit_store(struct rig *rig, bool full)
{
	struct db_stmt *stmt =
	    db_prepare(rig->db, full ? "PRAGMA max_page_count = 1"
				     : "PRAGMA max_page_count = 1000000");

	assert_int_equal(db_step(stmt, NULL), 1);
	db_reset(stmt);
}

static void
a_full_store_loses_nothing(void **state)
{
	struct rig *rig = rig_with_baseline();

	(void)state;
	limit_store(rig, true);
	rig_show_many(rig, 1000001000, 300, START + MINUTE, TOMORROW);
	rig_run_until(rig, START + 20 * MINUTE);
	assert_true(rig_stored(rig, NULL) < 301);
	assert_false(rig->counts.complete);
	limit_store(rig, false);
	rig_run(rig, 20 * MINUTE);
	assert_true(rig->counts.complete);
	assert_int_equal(rig_stored(rig, NULL), 301);
	assert_int_equal(rig_stored(rig, "pending"), 300);
	rig_free(rig);
}

static void
a_list_that_shrinks_by_half_is_emptied(void **state)
{
	struct rig *rig = rig_at_start(CATCH_UP_NONE);
	struct exchange_filing filing = {.visible = START,
	    .hidden = START + MINUTE,
	    .time = TOMORROW,
	    .code = "603138",
	    .title = "here for a minute"};
	char id[32];
	int i;

	(void)state;
	rig_show_many(rig, 1000000001, 40, START, TOMORROW);
	for (i = 0; i < 50; i++) {
		(void)snprintf(id, sizeof(id), "1000001%03d", i);
		filing.id = id;
		exchange_add_filing(rig->exchange, &filing);
	}
	watcher_start(rig->watcher);
	rig_run(rig, 2 * MINUTE);
	assert_int_equal(rig->health, HEALTH_EMPTIED);
	assert_string_equal(
	    rig->why, "the list shows 40 rows, but 90 filings of it are known");
	/* it is told, and in some days the window has moved on */
	rig_run_until(rig, START + 5 * 24 * HOUR);
	assert_int_equal(rig->degraded, 1);
	assert_int_equal(rig->recovered, 1);
	rig_free(rig);
}

static const char page_one[] = "NAME\nSearch\n"
			       "First notice\n2026-01-20 07:00\nwords\n";
static const char page_two[] = "NAME\nSearch\n"
			       "Second notice\n2026-01-20 08:01\nmore words\n"
			       "First notice\n2026-01-20 07:00\nwords\n";

static void
a_page_of_text_is_watched_the_same_way(void **state)
{
	struct rig_options options = {.source = "page",
	    .start = START,
	    .path = "/page",
	    .catch_up = CATCH_UP_NONE};
	struct rig *rig = rig_new(&options);

	(void)state;
	exchange_add_body(
	    rig->exchange, "/page", "text/plain", START, span_of(page_one));
	exchange_add_body(rig->exchange, "/page", "text/plain",
	    START + 10 * MINUTE, span_of(page_two));
	exchange_add_body(rig->exchange, "/page", "text/plain",
	    START + 20 * MINUTE, span_of("NAME\nSearch\n"));
	watcher_start(rig->watcher);
	rig_run(rig, 19 * MINUTE);
	assert_int_equal(rig->item_count, 1);
	assert_string_equal(rig->items[0].title, "Second notice");
	assert_int_equal(rig->bodies_read, 2);
	assert_int_equal(rig->health, HEALTH_OK);
	/* it loses all its entries: no news, but trouble */
	rig_run(rig, 20 * MINUTE);
	assert_int_equal(rig->health, HEALTH_EMPTIED);
	assert_int_equal(rig->item_count, 1);
	rig_free(rig);
}

/* An exchange that sends us elsewhere, and repeats our key. */
static void
what_is_told_of_a_source_holds_no_secret(void **state)
{
	static char key[] = "key", secret[] = "s3cret/key";
	const struct list_pair credentials[] = {{key, secret}};
	struct rig_options options = {.source = "cninfo",
	    .start = START,
	    .credential_count = 1,
	    .credentials = credentials};
	struct exchange_fault fault = {.kind = EXCHANGE_REDIRECT,
	    .text = "https://x.test/login?key=s3cret%2Fkey&a=s3cret/key"};
	struct rig *rig = rig_new(&options);

	(void)state;
	exchange_add_fault(rig->exchange, &fault);
	watcher_start(rig->watcher);
	rig_run(rig, 10 * MINUTE);
	assert_string_equal(
	    rig->why, "http 302 to https://x.test/login?key=***&a=***");
	rig_free(rig);
}

static void
take_503_for_not_yet(struct definition *definition)
{
	struct list_rule *rule = &definition->spec.rules[0];

	rule->look = LOOK_STATUS;
	mem_set(&rule->words[0], "503");
	rule->outcome = OUTCOME_NOT_YET;
}

static void
a_list_that_is_not_there_yet_is_no_failure_for_a_day(void **state)
{
	struct rig *rig = rig_new(&(struct rig_options){
	    .source = "cninfo", .start = START, .tune = take_503_for_not_yet});
	int polls;

	(void)state;
	watcher_start(rig->watcher);
	rig_show(rig, "1225000001", START, START, NULL);
	rig_run(rig, MINUTE);
	polls = rig->complete;
	rig_fail(rig, EXCHANGE_STATUS, START + MINUTE, 0, 503);
	rig_run(rig, HOUR);
	assert_int_equal(rig->complete, polls);
	assert_int_equal(rig->health, HEALTH_OK);
	assert_true(rig->polls > polls + 10); /* at the usual pace */
	rig_run(rig, 25 * HOUR);
	assert_int_equal(rig->degraded, 1);
	rig_free(rig);
}

/* An address in Latin-1, and one that is cut amid a character. */
static void
what_a_source_is_quoted_with_is_always_text(void **state)
{
	static const char *const addresses[] = {"http://x.test/\xe9\xff",
	    "http://x.test/"
	    "公告公告公告公告公告公告公告公告公告公告公告公告公告公告公告公告"
	    "公告公告公告公告公告公告公告公告公告公告公告公告公告公告公告公告"};

	(void)state;
	for (size_t i = 0; i < 2; i++) {
		struct rig *rig = rig_with_baseline();
		const struct exchange_fault fault = {
		    .kind = EXCHANGE_REDIRECT, .text = addresses[i]};
		struct watcher_stats stats;

		exchange_add_fault(rig->exchange, &fault);
		rig_run(rig, MINUTE);
		watcher_stats(rig->watcher, &stats);
		assert_int_equal(stats.health, HEALTH_DRIFT);
		assert_true(utf8_is_text(stats.health_why));
		assert_true(utf8_is_text(rig->why));
		rig_free(rig);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(the_first_poll_is_the_baseline_and_tells_nothing),
	    cmocka_unit_test(
		figures_of_the_first_poll_enter_the_ledger_quietly),
	    cmocka_unit_test(what_appears_after_the_baseline_is_told_once),
	    cmocka_unit_test(a_lower_id_and_an_older_date_are_as_new_as_any),
	    cmocka_unit_test(catch_up_tells_the_whole_first_poll),
	    cmocka_unit_test(catch_up_by_hours_tells_the_recent_part),
	    cmocka_unit_test(a_changed_title_is_revised_and_not_new),
	    cmocka_unit_test(pages_of_the_same_bytes_are_not_read_again),
	    cmocka_unit_test(a_restart_hands_out_what_was_not_decided),
	    cmocka_unit_test(
		trouble_that_was_told_is_remembered_over_a_restart),
	    cmocka_unit_test(a_watcher_may_be_freed_at_any_moment),
	    cmocka_unit_test(a_watcher_that_was_stopped_goes_on_where_it_was),
	    cmocka_unit_test(a_poll_can_be_asked_for),
	    cmocka_unit_test(peak_and_quiet_hours_set_the_pace),
	    cmocka_unit_test(a_full_store_loses_nothing),
	    cmocka_unit_test(a_list_that_shrinks_by_half_is_emptied),
	    cmocka_unit_test(a_page_of_text_is_watched_the_same_way),
	    cmocka_unit_test(what_is_told_of_a_source_holds_no_secret),
	    cmocka_unit_test(
		a_list_that_is_not_there_yet_is_no_failure_for_a_day),
	    cmocka_unit_test(what_a_source_is_quoted_with_is_always_text),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
