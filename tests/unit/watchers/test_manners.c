/* SPDX-License-Identifier: BSD-2-Clause */
/* How gently a watcher asks: sweeps, validators, budgets, in held time. */
#include "lib/store/db.h"
#include "tests/lib/rig.h"
#include "watchers/definition.h"

#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>
#include <setjmp.h>
#include <cmocka.h>

#define SECOND	 INT64_C(1000)
#define MINUTE	 (60 * SECOND)
#define HOUR	 (60 * MINUTE)
#define DAY	 (24 * HOUR)

/* 2026-01-20 16:00 in Shanghai; the midnight that most filings carry then. */
#define START	 INT64_C(1768896000000)
#define TOMORROW (START + 8 * HOUR)

static void
sweep_every_ten_minutes(struct definition *definition)
{
	definition->sweep_every_ms = 10 * MINUTE;
	definition->sweep_back = 5;
}

/* A baseline of a hundred filings on four pages, a minute ago. */
static struct rig *
rig_with_sweep(void)
{
	struct rig_options options = {.source = "cninfo",
	    .start = START,
	    .tune = sweep_every_ten_minutes};
	struct rig *rig = rig_new(&options);

	rig_show_many(rig, 1000000001, 100, START, TOMORROW);
	watcher_start(rig->watcher);
	rig_run(rig, MINUTE);
	assert_int_equal(rig_stored(rig, "baseline"), 100);
	return rig;
}

static void
a_narrow_poll_asks_for_what_is_new_alone(void **state)
{
	struct rig *rig = rig_with_sweep();

	(void)state;
	assert_true(rig->counts.complete);
	assert_int_equal(rig->counts.pages, 1);
	/* forty new ones: two pages bring some, the third is known */
	rig_show_many(rig, 1000002001, 40, START + 2 * MINUTE, TOMORROW);
	rig_run_until(rig, START + 2 * MINUTE + 15 * SECOND);
	assert_int_equal(rig->item_count, 40);
	rig_run(rig, 10 * SECOND);
	assert_int_equal(rig->counts.pages, 1);
	rig_free(rig);
}

static void
what_sinks_below_the_known_is_found_by_the_sweep(void **state)
{
	struct rig *rig = rig_with_sweep();
	int64_t asked;

	(void)state;
	/* dated today, it stands behind a hundred of tomorrow */
	rig_show(rig, "0900000001", START + 2 * MINUTE, TOMORROW - DAY, NULL);
	rig_run_until(rig, START + 9 * MINUTE);
	assert_int_equal(rig_told(rig, "0900000001"), 0);
	rig_run_until(rig, START + 11 * MINUTE);
	assert_int_equal(rig_told(rig, "0900000001"), 1);
	/* six narrow polls a minute, and a sweep of four pages in ten */
	asked = exchange_requests(rig->exchange, RIG_LIST);
	rig_run(rig, 10 * MINUTE);
	assert_in_range(
	    exchange_requests(rig->exchange, RIG_LIST) - asked, 55, 70);
	rig_free(rig);
}

static void
after_a_torn_poll_the_next_one_reads_everything(void **state)
{
	struct rig *rig = rig_with_sweep();
	struct exchange_fault torn = {.kind = EXCHANGE_CUT,
	    .from = START + 2 * MINUTE,
	    .until = START + 2 * MINUTE + 20 * SECOND,
	    .page = 2};

	(void)state;
	exchange_add_fault(rig->exchange, &torn);
	rig_show_many(rig, 1000002001, 55, START + 2 * MINUTE, TOMORROW);
	rig_run_until(rig, START + 4 * MINUTE);
	assert_int_equal(rig->item_count, 55);
	assert_int_equal(rig_twice(rig), 0);
	rig_free(rig);
}

static void
one_page_at_a_time(struct definition *definition)
{
	sweep_every_ten_minutes(definition);
	definition->page_cap = 2;
}

static void
a_narrow_poll_that_meets_its_cap_makes_the_next_one_wide(void **state)
{
	struct rig_options options = {
	    .source = "cninfo", .start = START, .tune = one_page_at_a_time};
	struct rig *rig = rig_new(&options);

	(void)state;
	rig_show_many(rig, 1000000001, 20, START, TOMORROW);
	watcher_start(rig->watcher);
	rig_run(rig, MINUTE);
	assert_int_equal(rig->gaps, 0);
	rig_show_many(rig, 1000002001, 70, START + 2 * MINUTE, TOMORROW);
	rig_run_until(rig, START + 4 * MINUTE);
	/* rows are out of reach, and it is said once */
	assert_int_equal(rig->gaps, 1);
	rig_free(rig);
}

static const char page_one[] = "NAME\nSearch\n"
			       "First notice\n2026-01-20 07:00\nwords\n";
static const char page_two[] = "NAME\nSearch\n"
			       "Second notice\n2026-01-20 08:01\nmore words\n"
			       "First notice\n2026-01-20 07:00\nwords\n";

static void
what_did_not_change_is_not_sent_again(void **state)
{
	struct rig_options options = {.source = "page",
	    .start = START,
	    .path = "/page",
	    .interval_ms = MINUTE};
	struct rig *rig = rig_new(&options);

	(void)state;
	exchange_add_body(rig->exchange, "/page", "text/plain", START,
	    (struct span){page_one, sizeof(page_one) - 1});
	exchange_add_body(rig->exchange, "/page", "text/plain",
	    START + 10 * MINUTE, (struct span){page_two, sizeof(page_two) - 1});
	watcher_start(rig->watcher);
	rig_run(rig, 5 * MINUTE);
	assert_int_equal(rig->bodies_read, 1);
	assert_true(rig->counts.complete);
	assert_int_equal(rig->counts.unchanged, 1);
	rig_run(rig, 10 * MINUTE);
	assert_int_equal(rig->bodies_read, 2);
	assert_int_equal(rig->item_count, 1);
	assert_int_equal(rig->health, HEALTH_OK);
	rig_free(rig);
}

static void
three_hundred_a_day(struct definition *definition)
{
	definition->budget = 300;
}

static void
the_budget_of_a_day_lasts_until_its_end(void **state)
{
	struct rig_options options = {
	    .source = "cninfo", .start = START, .tune = three_hundred_a_day};
	struct rig *rig = rig_new(&options);
	struct watcher_stats stats;
	int64_t asked, latest = 0;

	(void)state;
	rig_show(rig, "1000000001", START, TOMORROW, NULL);
	watcher_start(rig->watcher);
	for (int64_t at = START; at < TOMORROW; at += 30 * MINUTE) {
		rig_run_until(rig, at);
		watcher_stats(rig->watcher, &stats);
		latest = stats.last_poll;
	}
	rig_run_until(rig, TOMORROW - SECOND);
	asked = exchange_requests(rig->exchange, RIG_LIST);
	assert_in_range(asked, 250, 300);
	/* it did not stop in the evening */
	assert_true(latest > TOMORROW - 45 * MINUTE);
	rig_run(rig, DAY);
	assert_in_range(
	    exchange_requests(rig->exchange, RIG_LIST) - asked, 250, 301);
	rig_free(rig);
}

static void
a_tenth_of_jitter(struct definition *definition)
{
	definition->jitter_percent = 10;
}

static void
jitter_spreads_polls_around_their_interval(void **state)
{
	struct rig_options options = {.source = "cninfo",
	    .start = START,
	    .tune = a_tenth_of_jitter,
	    .interval_ms = MINUTE};
	struct rig *rig = rig_new(&options);
	struct watcher_stats stats;
	int64_t last = 0, shortest = DAY, longest = 0;

	(void)state;
	watcher_start(rig->watcher);
	for (int64_t at = START; at < START + HOUR; at += SECOND) {
		rig_run_until(rig, at);
		watcher_stats(rig->watcher, &stats);
		int64_t gap = stats.last_poll - last;
		if (last != 0 && gap != 0 && gap < shortest)
			shortest = gap;
		if (last != 0 && gap > longest)
			longest = gap;
		last = stats.last_poll;
	}
	assert_in_range(shortest, 53 * SECOND, 58 * SECOND);
	assert_in_range(longest, 62 * SECOND, 67 * SECOND);
	rig_free(rig);
}

static void
a_host_that_says_to_wait_is_left_alone(void **state)
{
	struct rig_options options = {.source = "cninfo", .start = START};
	struct rig *rig = rig_new(&options);
	int64_t asked;

	(void)state;
	watcher_start(rig->watcher);
	rig_run(rig, MINUTE);
	rig_fail(rig, EXCHANGE_RETRY_AFTER, START + MINUTE,
	    START + MINUTE + 15 * SECOND, 900);
	rig_run(rig, 20 * SECOND);
	asked = exchange_requests(rig->exchange, RIG_LIST);
	watcher_poll_now(rig->watcher);
	rig_run_until(rig, START + 14 * MINUTE);
	assert_int_equal(exchange_requests(rig->exchange, RIG_LIST), asked);
	rig_run_until(rig, START + 17 * MINUTE);
	assert_true(exchange_requests(rig->exchange, RIG_LIST) > asked);
	rig_free(rig);
}

static void
sixty_an_hour(struct definition *definition)
{
	definition->expect.known = true;
	for (int i = 0; i < EXPECT_HOURS; i++)
		definition->expect.weekday[i] = i >= 16 && i < 20 ? 60 : 0;
}

static void
a_list_that_stands_still_is_frozen_and_thaws(void **state)
{
	struct rig_options options = {
	    .source = "cninfo", .start = START, .tune = sixty_an_hour};
	struct rig *rig = rig_new(&options);

	(void)state;
	rig_show(rig, "1000000001", START, TOMORROW, NULL);
	rig_show(rig, "1000000002", START + 8 * MINUTE, TOMORROW, NULL);
	rig_show(rig, "1000000003", START + 30 * MINUTE, TOMORROW, NULL);
	watcher_start(rig->watcher);
	rig_run(rig, 19 * MINUTE);
	assert_int_equal(rig->health, HEALTH_OK);
	rig_run_until(rig, START + 21 * MINUTE);
	assert_int_equal(rig->health, HEALTH_FROZEN);
	assert_int_equal(rig->degraded, 1);
	assert_string_equal(rig->why,
	    "nothing new for 12 minutes, when about 12 filings are usual");
	rig_run_until(rig, START + 31 * MINUTE);
	assert_int_equal(rig->health, HEALTH_OK);
	assert_int_equal(rig->recovered, 1);
	assert_int_equal(rig_told(rig, "1000000003"), 1);
	rig_free(rig);
}

static void
a_frozen_list_stays_frozen_over_a_restart(void **state)
{
	char store[] = "/tmp/filingd-test-XXXXXX";
	int fd = mkstemp(store);
	struct rig_options options = {.source = "cninfo",
	    .start = START,
	    .store = store,
	    .tune = sixty_an_hour};
	struct rig *rig;

	(void)state;
	assert_true(fd >= 0);
	assert_int_equal(remove(store), 0);
	rig = rig_new(&options);
	rig_show(rig, "1000000001", START, TOMORROW, NULL);
	rig_show(rig, "1000000002", START + HOUR, TOMORROW, NULL);
	watcher_start(rig->watcher);
	rig_run_until(rig, START + 20 * MINUTE);
	assert_int_equal(rig->health, HEALTH_FROZEN);
	watcher_stop(rig->watcher);
	rig_run_until(rig, START + 30 * MINUTE);
	rig_restart(rig);
	watcher_start(rig->watcher);
	rig_run_until(rig, START + 59 * MINUTE);
	assert_int_equal(rig->degraded, 1);
	assert_int_equal(rig->recovered, 0);
	rig_run_until(rig, START + 62 * MINUTE);
	assert_int_equal(rig->degraded, 1);
	assert_int_equal(rig->recovered, 1);
	assert_int_equal(rig_told(rig, "1000000002"), 1);
	rig_free(rig);
	assert_int_equal(remove(store), 0);
	assert_int_equal(close(fd), 0);
}

static void
a_list_with_other_dates_is_redated_and_tells_nothing(void **state)
{
	struct rig_options options = {.source = "cninfo", .start = START};
	struct rig *rig = rig_new(&options);
	char id[32];

	(void)state;
	for (int i = 0; i < 40; i++) {
		struct exchange_filing filing = {.visible = START,
		    .hidden = START + MINUTE,
		    .time = TOMORROW,
		    .code = "603138",
		    .title = "the same",
		    .id = id};
		(void)snprintf(id, sizeof(id), "10000001%02d", i);
		exchange_add_filing(rig->exchange, &filing);
		filing.visible = START + MINUTE;
		filing.hidden = 0;
		filing.time = TOMORROW + DAY;
		exchange_add_filing(rig->exchange, &filing);
	}
	watcher_start(rig->watcher);
	rig_run(rig, MINUTE + 10 * SECOND);
	assert_int_equal(rig->health, HEALTH_REDATED);
	assert_int_equal(rig->degraded, 1);
	assert_int_equal(rig->item_count, 0);
	rig_run(rig, 29 * MINUTE);
	assert_int_equal(rig->health, HEALTH_REDATED);
	rig_run(rig, MINUTE);
	assert_int_equal(rig->health, HEALTH_OK);
	assert_int_equal(rig->degraded, 1);
	assert_int_equal(rig->recovered, 1);
	assert_int_equal(rig->item_count, 0);
	rig_free(rig);
}

static void
a_restart_keeps_to_the_plan(void **state)
{
	char store[] = "/tmp/filingd-test-XXXXXX";
	int fd = mkstemp(store);
	struct rig_options options = {.source = "page",
	    .start = START,
	    .store = store,
	    .path = "/page",
	    .interval_ms = HOUR};
	struct rig *rig;
	int64_t asked;

	(void)state;
	assert_true(fd >= 0);
	assert_int_equal(remove(store), 0);
	rig = rig_new(&options);
	exchange_add_body(rig->exchange, "/page", "text/plain", START,
	    (struct span){page_one, sizeof(page_one) - 1});
	watcher_start(rig->watcher);
	rig_run(rig, 2 * HOUR + MINUTE);
	asked = exchange_requests(rig->exchange, "/page");
	rig_restart(rig);
	watcher_start(rig->watcher);
	rig_run(rig, 30 * MINUTE);
	assert_int_equal(exchange_requests(rig->exchange, "/page"), asked);
	rig_run(rig, HOUR);
	assert_true(exchange_requests(rig->exchange, "/page") > asked);
	rig_free(rig);
	assert_int_equal(remove(store), 0);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(a_narrow_poll_asks_for_what_is_new_alone),
	    cmocka_unit_test(what_sinks_below_the_known_is_found_by_the_sweep),
	    cmocka_unit_test(after_a_torn_poll_the_next_one_reads_everything),
	    cmocka_unit_test(
		a_narrow_poll_that_meets_its_cap_makes_the_next_one_wide),
	    cmocka_unit_test(what_did_not_change_is_not_sent_again),
	    cmocka_unit_test(the_budget_of_a_day_lasts_until_its_end),
	    cmocka_unit_test(jitter_spreads_polls_around_their_interval),
	    cmocka_unit_test(a_host_that_says_to_wait_is_left_alone),
	    cmocka_unit_test(a_list_that_stands_still_is_frozen_and_thaws),
	    cmocka_unit_test(a_frozen_list_stays_frozen_over_a_restart),
	    cmocka_unit_test(
		a_list_with_other_dates_is_redated_and_tells_nothing),
	    cmocka_unit_test(a_restart_keeps_to_the_plan),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
