/* SPDX-License-Identifier: BSD-2-Clause */
/* What becomes of known filings: revised, withdrawn, late, backdated. */
#include "lib/base/mem.h"
#include "lib/store/db.h"
#include "tests/lib/rig.h"
#include "watchers/definition.h"
#include "watchers/item_rows.h"

#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <setjmp.h>
#include <cmocka.h>
#include <unistd.h>

#define SECOND	  INT64_C(1000)
#define MINUTE	  (60 * SECOND)
#define HOUR	  (60 * MINUTE)
#define DAY	  (24 * HOUR)

/* 2026-01-20 16:00 in Shanghai; the midnight that most filings carry then. */
#define START	  INT64_C(1768896000000)
#define TOMORROW  (START + 8 * HOUR)
#define YESTERDAY (TOMORROW - 2 * DAY)

static void
sweep_every_ten_minutes(struct definition *definition)
{
	definition->sweep_every_ms = 10 * MINUTE;
	definition->sweep_back = 5;
}

/* Forty filings that stay, and one that is shown for a while. */
static struct rig *
rig_that_loses_one(int64_t hidden, bool sweeps)
{
	struct rig_options options = {.source = "cninfo",
	    .start = START,
	    .catch_up = CATCH_UP_ALL,
	    .tune = sweeps ? sweep_every_ten_minutes : NULL};
	struct rig *rig = rig_new(&options);
	struct exchange_filing filing = {.visible = START,
	    .hidden = hidden,
	    .time = TOMORROW - DAY,
	    .code = "603138",
	    .id = "1000000900",
	    .title = "here for a while"};

	rig_show_many(rig, 1000000001, 40, START, TOMORROW);
	exchange_add_filing(rig->exchange, &filing);
	watcher_start(rig->watcher);
	rig_run(rig, 5 * SECOND);
	assert_int_equal(rig_told(rig, "1000000900"), 1);
	return rig;
}

static struct item_times
times_of(struct rig *rig, const char *key)
{
	struct item_times times = {0};
	size_t i = rig->item_count;

	while (i > 0 && strcmp(rig->items[i - 1].key, key) != 0)
		i--;
	assert_true(i > 0);
	assert_int_equal(
	    item_rows_times(rig->db, rig->items[i - 1].id, &times, NULL), 0);
	return times;
}

static void
what_two_sweeps_miss_is_withdrawn_once(void **state)
{
	struct rig *rig = rig_that_loses_one(START + MINUTE, false);

	(void)state;
	rig_run_until(rig, START + 5 * MINUTE);
	assert_int_equal(rig_told(rig, "1000000900"), 1);
	assert_int_equal(times_of(rig, "1000000900").withdrawn, 0);
	rig_run_until(rig, START + 7 * MINUTE);
	assert_int_equal(rig_told(rig, "1000000900"), 2);
	assert_true(times_of(rig, "1000000900").withdrawn > START);
	rig_run(rig, 2 * HOUR);
	assert_int_equal(rig_told(rig, "1000000900"), 2);
	assert_int_equal(rig->item_count, 42);
	assert_int_equal(rig->gaps, 0);
	rig_free(rig);
}

static void
narrow_polls_never_miss_anything(void **state)
{
	struct rig *rig = rig_that_loses_one(START + MINUTE, true);

	(void)state;
	/* one sweep, and dozens of narrow polls */
	rig_run_until(rig, START + 15 * MINUTE);
	assert_true(rig->polls > 20);
	assert_int_equal(rig_told(rig, "1000000900"), 1);
	/* the second sweep */
	rig_run_until(rig, START + 25 * MINUTE);
	assert_int_equal(rig_told(rig, "1000000900"), 2);
	rig_free(rig);
}

static void
what_is_back_in_time_was_never_gone(void **state)
{
	struct rig *rig = rig_that_loses_one(START + MINUTE, false);
	struct exchange_filing again = {.visible = START + 4 * MINUTE,
	    .hidden = START + 5 * MINUTE,
	    .time = TOMORROW - DAY,
	    .code = "603138",
	    .id = "1000000900",
	    .title = "here for a while"};

	(void)state;
	exchange_add_filing(rig->exchange, &again);
	/* missing for three minutes, shown, then missing for four */
	rig_run_until(rig, START + 9 * MINUTE);
	assert_int_equal(rig_told(rig, "1000000900"), 1);
	rig_run_until(rig, START + 12 * MINUTE);
	assert_int_equal(rig_told(rig, "1000000900"), 2);
	rig_free(rig);
}

static void
a_withdrawn_filing_that_returns_is_handed_out_again(void **state)
{
	struct rig *rig = rig_that_loses_one(START + MINUTE, false);
	struct exchange_filing again = {.visible = START + HOUR,
	    .time = TOMORROW - DAY,
	    .code = "603138",
	    .id = "1000000900",
	    .title = "here for a while"};

	(void)state;
	exchange_add_filing(rig->exchange, &again);
	rig_run_until(rig, START + HOUR - SECOND);
	assert_int_equal(rig_told(rig, "1000000900"), 2);
	rig_run(rig, HOUR);
	assert_int_equal(rig_told(rig, "1000000900"), 3);
	assert_int_equal(times_of(rig, "1000000900").withdrawn, 0);
	rig_free(rig);
}

static void
a_list_that_fails_withdraws_nothing(void **state)
{
	static const struct {
		enum exchange_fault_kind kind;
		int64_t value;
	} trouble[] = {{EXCHANGE_STATUS, 503}, {EXCHANGE_EMPTY, 0},
	    {EXCHANGE_NULL, 0}, {EXCHANGE_DRIFT, 0}, {EXCHANGE_HTML, 0},
	    {EXCHANGE_CUT, 0}, {EXCHANGE_REPEAT, 2}};

	(void)state;
	for (size_t i = 0; i < sizeof(trouble) / sizeof(trouble[0]); i++) {
		struct rig *rig = rig_that_loses_one(0, false);

		rig_fail(rig, trouble[i].kind, START + MINUTE, START + HOUR,
		    trouble[i].value);
		rig_run_until(rig, START + 2 * HOUR);
		assert_int_equal(rig->item_count, 41);
		rig_free(rig);
	}
}

static void
many_that_vanish_at_once_are_a_gap_and_not_withdrawn(void **state)
{
	struct rig_options options = {
	    .source = "cninfo", .start = START, .catch_up = CATCH_UP_ALL};
	struct rig *rig = rig_new(&options);
	char id[32];

	(void)state;
	rig_show_many(rig, 1000000001, 60, START, TOMORROW);
	for (int i = 0; i < 20; i++) {
		struct exchange_filing filing = {.visible = START,
		    .hidden = START + MINUTE,
		    .time = TOMORROW,
		    .code = "603138",
		    .id = id,
		    .title = "of a board that goes"};

		(void)snprintf(id, sizeof(id), "10000001%02d", i);
		exchange_add_filing(rig->exchange, &filing);
	}
	watcher_start(rig->watcher);
	rig_run(rig, HOUR);
	assert_int_equal(rig->gaps, 1);
	assert_string_equal(
	    rig->gap, "20 of 80 known filings are missing at once");
	assert_int_equal(rig->item_count, 80);
	rig_free(rig);
}

static void
a_baseline_s_other_date_is_no_news_but_its_other_title_is(void **state)
{
	struct rig_options options = {.source = "cninfo", .start = START};
	struct rig *rig = rig_new(&options);
	struct exchange_filing filing = {.visible = START,
	    .hidden = START + MINUTE,
	    .time = TOMORROW,
	    .code = "603138",
	    .id = "1000000900",
	    .title = "before"};

	(void)state;
	exchange_add_filing(rig->exchange, &filing);
	filing.visible = filing.hidden;
	filing.hidden = START + 2 * MINUTE;
	filing.time = TOMORROW - DAY;
	exchange_add_filing(rig->exchange, &filing);
	filing.visible = filing.hidden;
	filing.hidden = 0;
	filing.title = "after";
	exchange_add_filing(rig->exchange, &filing);
	watcher_start(rig->watcher);
	rig_run_until(rig, START + 2 * MINUTE - SECOND);
	assert_int_equal(rig->item_count, 0);
	rig_run(rig, MINUTE);
	assert_int_equal(rig->item_count, 1);
	assert_string_equal(rig->items[0].title, "after");
	rig_free(rig);
}

static void
a_filing_that_appeared_while_filingd_was_down_is_late(void **state)
{
	struct rig_options options = {.source = "cninfo", .start = START};
	char store[] = "/tmp/filingd-test-diff-XXXXXX";
	int fd = mkstemp(store);
	struct rig *rig;

	(void)state;
	assert_true(fd >= 0);
	close(fd);
	assert_int_equal(unlink(store), 0);
	options.store = store;
	rig = rig_new(&options);
	rig_show(rig, "1000000001", START, TOMORROW, NULL);
	watcher_start(rig->watcher);
	rig_run(rig, MINUTE);
	watcher_stop(rig->watcher);
	rig_show(rig, "1000000002", START + 30 * MINUTE, TOMORROW, NULL);
	rig_run(rig, HOUR);
	rig_restart(rig);
	watcher_start(rig->watcher);
	rig_run(rig, MINUTE);
	assert_true(times_of(rig, "1000000002").late);
	/* what comes now is not */
	rig_show(rig, "1000000003", START + HOUR + 3 * MINUTE, TOMORROW, NULL);
	rig_run(rig, 5 * MINUTE);
	assert_false(times_of(rig, "1000000003").late);
	/* an hour that the exchange was out of sight is no other */
	rig_fail(rig, EXCHANGE_STATUS, START + 2 * HOUR, START + 3 * HOUR, 503);
	rig_show(rig, "1000000004", START + 2 * HOUR, TOMORROW, NULL);
	rig_run_until(rig, START + 4 * HOUR);
	assert_true(times_of(rig, "1000000004").late);
	rig_free(rig);
	assert_int_equal(unlink(store), 0);
}

static void
a_filing_dated_days_ago_is_backdated(void **state)
{
	struct rig_options options = {.source = "cninfo", .start = START};
	struct rig *rig = rig_new(&options);

	(void)state;
	rig_show(rig, "1000000001", START, TOMORROW, NULL);
	watcher_start(rig->watcher);
	rig_run(rig, MINUTE);
	/* of the day before yesterday; of yesterday's label */
	rig_show(rig, "1000000002", START + MINUTE, YESTERDAY - DAY, NULL);
	rig_show(rig, "1000000003", START + MINUTE, YESTERDAY, NULL);
	rig_run(rig, MINUTE);
	assert_true(times_of(rig, "1000000002").backdated);
	assert_false(times_of(rig, "1000000003").backdated);
	assert_false(times_of(rig, "1000000002").late);
	rig_free(rig);
}

static void
ask_for_another_column(struct definition *definition)
{
	mem_set(&definition->list.form[2].value, "another");
}

/* A definition that was changed to leave rows out withdraws none of them. */
static void
what_a_new_definition_leaves_out_is_not_withdrawn(void **state)
{
	struct rig_options options = {
	    .source = "cninfo", .start = START, .catch_up = CATCH_UP_ALL};
	char store[] = "/tmp/filingd-test-diff-XXXXXX";
	int fd = mkstemp(store);
	struct rig *rig;
	struct exchange_filing filing = {.visible = START,
	    .hidden = START + HOUR,
	    .time = TOMORROW,
	    .code = "603138",
	    .id = "1000000900",
	    .title = "left out from now on"};

	(void)state;
	assert_true(fd >= 0);
	close(fd);
	assert_int_equal(unlink(store), 0);
	options.store = store;
	rig = rig_new(&options);
	rig_show_many(rig, 1000000001, 40, START, TOMORROW);
	exchange_add_filing(rig->exchange, &filing);
	watcher_start(rig->watcher);
	rig_run_until(rig, START + HOUR - MINUTE);
	assert_int_equal(rig->item_count, 41);
	watcher_stop(rig->watcher);
	ask_for_another_column(rig->definition);
	rig_run_until(rig, START + HOUR);
	rig_restart(rig);
	watcher_start(rig->watcher);
	rig_run(rig, HOUR);
	assert_true(rig->counts.complete);
	assert_int_equal(times_of(rig, "1000000900").withdrawn, 0);
	/* what it loses from then on is withdrawn */
	filing.id = "1000000901";
	filing.visible = START + 2 * HOUR;
	filing.hidden = START + 3 * HOUR;
	exchange_add_filing(rig->exchange, &filing);
	rig_run(rig, 2 * HOUR);
	assert_int_equal(rig_told(rig, "1000000901"), 2);
	assert_int_equal(times_of(rig, "1000000900").withdrawn, 0);
	rig_free(rig);
	assert_int_equal(unlink(store), 0);
}

static const char page_full[] = "NAME\nSearch\n"
				"Third notice\n2026-01-20 07:30\nwords\n"
				"Second notice\n2026-01-20 07:20\nwords\n"
				"First notice\n2026-01-20 07:10\nwords\n";
/* The first has made room, the second was taken away. */
static const char page_less[] = "NAME\nSearch\n"
				"Fourth notice\n2026-01-20 07:40\nwords\n"
				"Third notice\n2026-01-20 07:30\nwords\n"
				"Early notice\n2026-01-20 07:15\nwords\n";

static void
what_scrolls_off_a_list_without_dates_is_not_withdrawn(void **state)
{
	struct rig_options options = {.source = "page",
	    .start = START,
	    .path = "/page",
	    .catch_up = CATCH_UP_ALL};
	struct rig *rig = rig_new(&options);
	int64_t withdrawn = 0;

	(void)state;
	exchange_add_body(
	    rig->exchange, "/page", "text/plain", START, span_of(page_full));
	exchange_add_body(rig->exchange, "/page", "text/plain",
	    START + 10 * MINUTE, span_of(page_less));
	watcher_start(rig->watcher);
	rig_run(rig, HOUR);
	assert_int_equal(rig->item_count, 6);
	for (size_t i = 0; i < rig->item_count; i++) {
		struct item_times times = {0};

		assert_int_equal(
		    item_rows_times(rig->db, rig->items[i].id, &times, NULL),
		    0);
		if (times.withdrawn == 0)
			continue;
		withdrawn++;
		assert_string_equal(rig->items[i].title, "Second notice");
	}
	/* handed out twice: as new and as withdrawn */
	assert_int_equal(withdrawn, 2);
	rig_free(rig);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(what_two_sweeps_miss_is_withdrawn_once),
	    cmocka_unit_test(narrow_polls_never_miss_anything),
	    cmocka_unit_test(what_is_back_in_time_was_never_gone),
	    cmocka_unit_test(
		a_withdrawn_filing_that_returns_is_handed_out_again),
	    cmocka_unit_test(a_list_that_fails_withdraws_nothing),
	    cmocka_unit_test(
		many_that_vanish_at_once_are_a_gap_and_not_withdrawn),
	    cmocka_unit_test(
		a_baseline_s_other_date_is_no_news_but_its_other_title_is),
	    cmocka_unit_test(
		a_filing_that_appeared_while_filingd_was_down_is_late),
	    cmocka_unit_test(a_filing_dated_days_ago_is_backdated),
	    cmocka_unit_test(what_a_new_definition_leaves_out_is_not_withdrawn),
	    cmocka_unit_test(
		what_scrolls_off_a_list_without_dates_is_not_withdrawn),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
