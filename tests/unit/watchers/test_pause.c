/* SPDX-License-Identifier: BSD-2-Clause */
/* A source that a person paused: not asked, and nothing lost by it. */
#include "lib/store/db.h"
#include "tests/lib/rig.h"
#include "watchers/definition.h"
#include "watchers/pause_rows.h"

#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <setjmp.h>
#include <cmocka.h>

#define SECOND	 INT64_C(1000)
#define MINUTE	 (60 * SECOND)
#define HOUR	 (60 * MINUTE)

/* 2026-01-20 16:00 in Shanghai; the midnight that most filings carry then. */
#define START	 INT64_C(1768896000000)
#define TOMORROW (START + 8 * HOUR)

static const struct pause none;

static struct rig *
rig_at_work(void)
{
	struct rig_options options = {.source = "cninfo", .start = START};
	struct rig *rig = rig_new(&options);

	rig_show_many(rig, 1000000001, 70, START, TOMORROW);
	watcher_start(rig->watcher);
	rig_run(rig, 5 * SECOND);
	assert_int_equal(rig->complete, 1);
	return rig;
}

static struct pause
pause_for(int64_t ms)
{
	struct pause pause = {.since = START, .author = "ann"};

	pause.until = ms > 0 ? START + ms : 0;
	memcpy(pause.reason, "maintenance", sizeof("maintenance"));
	return pause;
}

static void
a_paused_source_is_not_asked_until_it_is_resumed(void **state)
{
	struct rig *rig = rig_at_work();
	struct pause pause = pause_for(0);
	int64_t asked = exchange_requests(rig->exchange, RIG_LIST);
	struct watcher_stats stats;

	(void)state;
	rig_show(rig, "1000000900", START + 10 * MINUTE, TOMORROW, NULL);
	watcher_pause(rig->watcher, &pause);
	rig_run(rig, HOUR);
	assert_int_equal(exchange_requests(rig->exchange, RIG_LIST), asked);
	watcher_stats(rig->watcher, &stats);
	assert_non_null(stats.pause);
	assert_int_equal(stats.next_poll, 0);
	assert_string_equal(stats.next_why, "paused by ann: maintenance");
	watcher_poll_now(rig->watcher);
	rig_run(rig, MINUTE);
	assert_int_equal(exchange_requests(rig->exchange, RIG_LIST), asked);
	watcher_pause(rig->watcher, &none);
	rig_run(rig, 10 * SECOND);
	assert_int_equal(rig_told(rig, "1000000900"), 1);
	watcher_stats(rig->watcher, &stats);
	assert_null(stats.pause);
	rig_free(rig);
}

static void
a_pause_ends_by_itself_at_its_time(void **state)
{
	struct rig *rig = rig_at_work();
	struct pause pause = pause_for(20 * MINUTE);
	int64_t asked = exchange_requests(rig->exchange, RIG_LIST);

	(void)state;
	watcher_pause(rig->watcher, &pause);
	rig_run_until(rig, START + 20 * MINUTE - SECOND);
	assert_int_equal(exchange_requests(rig->exchange, RIG_LIST), asked);
	rig_run_until(rig, START + 20 * MINUTE + 20 * SECOND);
	assert_true(exchange_requests(rig->exchange, RIG_LIST) > asked);
	rig_free(rig);
}

static void
a_pause_amid_a_poll_loses_and_repeats_nothing(void **state)
{
	struct rig_options options = {
	    .source = "cninfo", .start = START, .catch_up = CATCH_UP_ALL};
	int64_t cut;

	(void)state;
	for (cut = 0; cut < 3 * SECOND; cut += 100) {
		struct rig *rig = rig_new(&options);
		struct pause pause = pause_for(0);

		rig_show_many(rig, 1000000001, 70, START, TOMORROW);
		watcher_start(rig->watcher);
		rig_run(rig, cut);
		watcher_pause(rig->watcher, &pause);
		rig_run(rig, HOUR);
		watcher_pause(rig->watcher, &none);
		rig_run(rig, MINUTE);
		assert_int_equal(rig->item_count, 70);
		assert_int_equal(rig_twice(rig), 0);
		assert_int_equal(rig->health, HEALTH_OK);
		rig_free(rig);
	}
}

static void
the_first_poll_after_a_pause_reads_the_whole_window(void **state)
{
	struct rig_options options = {.source = "cninfo", .start = START};
	struct rig *rig = rig_new(&options);
	struct pause pause = pause_for(0);

	(void)state;
	rig->definition->sweep_every_ms = 5 * HOUR;
	rig_show_many(rig, 1000000001, 70, START, TOMORROW);
	watcher_start(rig->watcher);
	rig_run(rig, MINUTE);
	assert_int_equal(rig->counts.pages, 1); /* a narrow one */
	watcher_pause(rig->watcher, &pause);
	rig_run(rig, 10 * SECOND);
	watcher_pause(rig->watcher, &none);
	rig_run(rig, 8 * SECOND);
	assert_int_equal(rig->counts.pages, 3);
	rig_free(rig);
}

static void
a_back_off_is_kept_over_a_pause(void **state)
{
	struct rig *rig = rig_at_work();
	struct pause pause = pause_for(0);
	int64_t asked;

	(void)state;
	rig_fail(rig, EXCHANGE_HTML, START + 6 * SECOND, START + HOUR, 0);
	rig_run(rig, MINUTE);
	assert_int_equal(rig->health, HEALTH_BLOCKED);
	asked = exchange_requests(rig->exchange, RIG_LIST);
	watcher_pause(rig->watcher, &pause);
	watcher_pause(rig->watcher, &none);
	rig_run(rig, 9 * MINUTE);
	assert_int_equal(exchange_requests(rig->exchange, RIG_LIST), asked);
	rig_free(rig);
}

static void
a_pause_is_stored_with_its_author(void **state)
{
	struct rig *rig = rig_at_work();
	struct pause pause = pause_for(HOUR), found;

	(void)state;
	assert_int_equal(pause_rows_load(rig->db, "cninfo", &found, NULL), 0);
	assert_false(pause_holds(&found, START));
	assert_int_equal(pause_rows_save(rig->db, "cninfo", &pause, NULL), 0);
	assert_int_equal(pause_rows_load(rig->db, "cninfo", &found, NULL), 0);
	assert_true(pause_holds(&found, START));
	assert_false(pause_holds(&found, START + HOUR));
	assert_string_equal(found.author, "ann");
	assert_string_equal(found.reason, "maintenance");
	assert_int_equal(pause_rows_end(rig->db, "cninfo", NULL), 0);
	assert_int_equal(pause_rows_load(rig->db, "cninfo", &found, NULL), 0);
	assert_int_equal(found.since, 0);
	rig_free(rig);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(a_paused_source_is_not_asked_until_it_is_resumed),
	    cmocka_unit_test(a_pause_ends_by_itself_at_its_time),
	    cmocka_unit_test(a_pause_amid_a_poll_loses_and_repeats_nothing),
	    cmocka_unit_test(
		the_first_poll_after_a_pause_reads_the_whole_window),
	    cmocka_unit_test(a_back_off_is_kept_over_a_pause),
	    cmocka_unit_test(a_pause_is_stored_with_its_author),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
