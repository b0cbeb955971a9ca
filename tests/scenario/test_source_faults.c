/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Whatever an exchange does for half an hour: no filing is made up, none is
 * lost, the operator hears of it once and of its end once.
 */
#include "tests/lib/rig.h"
#include "watchers/sample_rows.h"

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
#define BASELINE 70

static const struct {
	enum exchange_fault_kind kind;
	int64_t value;
	enum health_state health;
	const char *sample; /* in what is kept of it; NULL: nothing came */
} trouble[] = {
    {EXCHANGE_STATUS, 503, HEALTH_RETRYING, ""},
    {EXCHANGE_STATUS, 404, HEALTH_RETRYING, ""},
    {EXCHANGE_STATUS, 403, HEALTH_BLOCKED, ""},
    {EXCHANGE_RETRY_AFTER, 120, HEALTH_RETRYING, ""},
    {EXCHANGE_HANG, 0, HEALTH_RETRYING, NULL},
    {EXCHANGE_DROP, 0, HEALTH_RETRYING, NULL},
    {EXCHANGE_TRUNCATED, 0, HEALTH_RETRYING, NULL},
    {EXCHANGE_CUT, 0, HEALTH_TORN, "\"announcements\":[{"},
    {EXCHANGE_HTML, 0, HEALTH_BLOCKED, "acw_sc__v2"},
    {EXCHANGE_HUGE, 200, HEALTH_RETRYING, NULL},
    {EXCHANGE_SLOW, 100, HEALTH_RETRYING, NULL},
    {EXCHANGE_REDIRECT, 0, HEALTH_DRIFT, ""},
    {EXCHANGE_EMPTY, 0, HEALTH_EMPTIED, "\"announcements\":null"},
    {EXCHANGE_NULL, 0, HEALTH_RETRYING, "\"announcements\":null"},
    {EXCHANGE_DRIFT, 0, HEALTH_DRIFT, "\"announcementList\""},
    {EXCHANGE_DEEP, 100000, HEALTH_DRIFT, "{\"announcements\":[{"},
    {EXCHANGE_GARBAGE, 0, HEALTH_DRIFT, ""},
};
#define TROUBLES (sizeof(trouble) / sizeof(trouble[0]))

/* A rig that has polled a baseline of three pages. */
static struct rig *
rig_at_work(void)
{
	struct rig_options options = {.source = "cninfo", .start = START};
	struct rig *rig = rig_new(&options);

	rig_show_many(rig, 1000000001, BASELINE, START, TOMORROW);
	watcher_start(rig->watcher);
	rig_run(rig, 5 * SECOND);
	assert_int_equal(rig->complete, 1);
	return rig;
}

/* Nothing but the filings of these keys was told, each once. */
static void
told_exactly(const struct rig *rig, const char *const keys[], size_t count)
{
	size_t i;

	for (i = 0; i < count; i++)
		if (rig_told(rig, keys[i]) != 1)
			fail_msg("%s was told %d times", keys[i],
			    rig_told(rig, keys[i]));
	assert_int_equal(rig->item_count, count);
}

/* The answer that showed the trouble is kept for people. */
static void
kept_a_sample(struct rig *rig, size_t i)
{
	struct sample sample;
	struct err err = ERR_NONE;
	int rc = sample_rows_load(
	    rig->db, "cninfo", trouble[i].health, &sample, &err);

	if (trouble[i].sample == NULL) {
		assert_int_equal(rc, ERR_NOTFOUND);
	} else {
		assert_int_equal(rc, 0);
		assert_true(sample.taken > START + MINUTE - 1 &&
			    sample.taken < START + 2 * MINUTE);
		assert_int_equal(sample.page, 1);
		if (memmem(sample.bytes.data, sample.bytes.len,
			trouble[i].sample, strlen(trouble[i].sample)) == NULL)
			fail_msg("trouble %zu: the sample is %.80s", i,
			    sample.bytes.data);
	}
	sample_done(&sample);
}

static void
half_an_hour_of_trouble_loses_and_invents_nothing(void **state)
{
	static const char *const keys[] = {
	    "1000000900", "1000000901", "1000000902"};
	size_t i;

	(void)state;
	for (i = 0; i < TROUBLES; i++) {
		struct rig *rig = rig_at_work();

		rig_fail(rig, trouble[i].kind, START + MINUTE,
		    START + 31 * MINUTE, trouble[i].value);
		rig_show(rig, keys[0], START + 2 * MINUTE, TOMORROW, NULL);
		rig_show(rig, keys[1], START + 20 * MINUTE, TOMORROW, NULL);
		rig_show(rig, keys[2], START + 45 * MINUTE, TOMORROW, NULL);
		rig_run_until(rig, START + 31 * MINUTE - 1);
		if (rig->health != trouble[i].health)
			fail_msg("trouble %zu: health %d, why %s", i,
			    (int)rig->health, rig->why);
		if (rig->degraded != 1 || rig->recovered != 0)
			fail_msg("trouble %zu: %d degraded, %d recovered", i,
			    rig->degraded, rig->recovered);
		assert_int_equal(rig->item_count, 0);
		/* within ten minutes, and the poll that shows it */
		assert_in_range(
		    rig->degraded_at, START + MINUTE, START + 12 * MINUTE);
		kept_a_sample(rig, i);
		rig_run_until(rig, START + HOUR);
		assert_int_equal(rig->health, HEALTH_OK);
		assert_int_equal(rig->degraded, 1);
		assert_int_equal(rig->recovered, 1);
		/* the longest wait between two tries, and a poll */
		assert_in_range(rig->recovered_at, START + 31 * MINUTE,
		    START + 42 * MINUTE);
		told_exactly(rig, keys, 3);
		assert_int_equal(rig_stored(rig, NULL), BASELINE + 3);
		rig_free(rig);
	}
}

static void
one_bad_answer_is_no_news_and_is_made_good_at_once(void **state)
{
	static const char *const keys[] = {"1000000900"};
	size_t i;

	(void)state;
	for (i = 0; i < TROUBLES; i++) {
		struct rig *rig = rig_at_work();
		struct exchange_fault fault = {.kind = trouble[i].kind,
		    .from = START + MINUTE,
		    .count = 1,
		    .value = trouble[i].value};
		struct watcher_stats stats;

		exchange_add_fault(rig->exchange, &fault);
		rig_show(rig, keys[0], START + MINUTE, TOMORROW, NULL);
		rig_run_until(rig, START + 13 * MINUTE);
		watcher_stats(rig->watcher, &stats);
		/* a dropped connection is tried once more by libcurl itself */
		if (trouble[i].kind != EXCHANGE_DROP)
			assert_int_equal(stats.polls_failed, 1);
		assert_int_equal(stats.health, HEALTH_OK);
		assert_int_equal(rig->degraded, 0);
		told_exactly(rig, keys, 1);
		rig_free(rig);
	}
}

static void
a_bad_page_does_not_hold_back_the_good_ones(void **state)
{
	static const char *const keys[] = {"1000000900", "0900000000"};
	struct rig *rig = rig_at_work();
	struct exchange_fault fault = {.kind = EXCHANGE_GARBAGE,
	    .from = START + MINUTE,
	    .until = START + 30 * MINUTE,
	    .page = 2};

	(void)state;
	exchange_add_fault(rig->exchange, &fault);
	/* one on the first page, one on the last */
	rig_show(rig, keys[0], START + MINUTE, TOMORROW, NULL);
	rig_show(rig, keys[1], START + MINUTE, TOMORROW - 24 * HOUR, NULL);
	rig_run_until(rig, START + 2 * MINUTE);
	told_exactly(rig, keys, 2);
	assert_int_equal(rig->health, HEALTH_DRIFT);
	assert_false(rig->counts.complete);
	rig_run_until(rig, START + HOUR);
	told_exactly(rig, keys, 2);
	assert_int_equal(rig->recovered, 1);
	rig_free(rig);
}

static void
a_list_that_repeats_itself_is_a_gap(void **state)
{
	struct rig *rig = rig_at_work();

	(void)state;
	rig_show_many(rig, 1000002000, 200, START + MINUTE, TOMORROW);
	rig_fail(rig, EXCHANGE_REPEAT, START + MINUTE, START + HOUR, 2);
	rig_run_until(rig, START + 30 * MINUTE);
	assert_int_equal(rig->gaps, 1);
	assert_int_equal(rig->item_count, 60);
	rig_run_until(rig, START + HOUR + 10 * MINUTE);
	assert_int_equal(rig->gaps, 1);
	assert_int_equal(rig->item_count, 200);
	assert_int_equal(rig_twice(rig), 0);
	rig_free(rig);
}

static void
trouble_at_the_very_first_poll_tells_no_backlog(void **state)
{
	struct rig_options options = {.source = "cninfo", .start = START};
	struct rig *rig = rig_new(&options);

	(void)state;
	rig_show_many(rig, 1000000001, BASELINE, START, TOMORROW);
	rig_fail(rig, EXCHANGE_GARBAGE, START, START + 8 * MINUTE, 0);
	watcher_start(rig->watcher);
	rig_run(rig, 30 * MINUTE);
	assert_int_equal(rig->item_count, 0);
	assert_int_equal(rig_stored(rig, "baseline"), BASELINE);
	rig_free(rig);
}

static void
a_source_is_asked_no_faster_than_it_asks_for(void **state)
{
	struct rig *rig = rig_at_work();
	int64_t before;

	(void)state;
	rig_fail(rig, EXCHANGE_RETRY_AFTER, START + MINUTE, START + 2 * MINUTE,
	    1200);
	rig_run_until(rig, START + 2 * MINUTE);
	before = exchange_requests(rig->exchange, RIG_LIST);
	rig_run_until(rig, START + 20 * MINUTE);
	assert_int_equal(exchange_requests(rig->exchange, RIG_LIST), before);
	rig_run_until(rig, START + 22 * MINUTE);
	assert_true(exchange_requests(rig->exchange, RIG_LIST) > before);
	rig_free(rig);
}

static void
one_connection_is_enough_for_a_list(void **state)
{
	struct rig *rig = rig_at_work();

	(void)state;
	rig_run(rig, HOUR);
	assert_true(rig->polls > 100);
	assert_int_equal(exchange_connections_max(rig->exchange), 1);
	rig_free(rig);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(half_an_hour_of_trouble_loses_and_invents_nothing),
	    cmocka_unit_test(
		one_bad_answer_is_no_news_and_is_made_good_at_once),
	    cmocka_unit_test(a_bad_page_does_not_hold_back_the_good_ones),
	    cmocka_unit_test(a_list_that_repeats_itself_is_a_gap),
	    cmocka_unit_test(trouble_at_the_very_first_poll_tells_no_backlog),
	    cmocka_unit_test(a_source_is_asked_no_faster_than_it_asks_for),
	    cmocka_unit_test(one_connection_is_enough_for_a_list),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
