/* SPDX-License-Identifier: BSD-2-Clause */
/* The watcher of cninfo against the scripted exchange, in held time. */
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <setjmp.h>
#include <cmocka.h>

#include "tests/lib/rig.h"

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
	assert_int_equal(rig->item_count, 1);
	assert_string_equal(rig->items[0].title, "before");
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

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(the_first_poll_is_the_baseline_and_tells_nothing),
	    cmocka_unit_test(what_appears_after_the_baseline_is_told_once),
	    cmocka_unit_test(a_lower_id_and_an_older_date_are_as_new_as_any),
	    cmocka_unit_test(catch_up_tells_the_whole_first_poll),
	    cmocka_unit_test(catch_up_by_hours_tells_the_recent_part),
	    cmocka_unit_test(a_changed_title_is_revised_and_not_new),
	    cmocka_unit_test(pages_of_the_same_bytes_are_not_read_again),
	    cmocka_unit_test(a_restart_hands_out_what_was_not_decided),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
