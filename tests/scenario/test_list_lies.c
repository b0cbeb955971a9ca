/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * A list that answers well, but not with the truth: no filing is made up, none
 * is lost, and the operator hears of it once and of its end once.
 */
#include "lib/base/mem.h"
#include "tests/lib/rig.h"
#include "watchers/definition.h"
#include "watchers/sample_rows.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <cmocka.h>

#define SECOND	 INT64_C(1000)
#define MINUTE	 (60 * SECOND)
#define HOUR	 (60 * MINUTE)
#define DAY	 (24 * HOUR)

/* 2026-01-20 16:00 in Shanghai; the midnight that most filings carry then. */
#define START	 INT64_C(1768896000000)
#define TOMORROW (START + 8 * HOUR)
#define BASELINE 70
#define RUSH	 200
#define FIRST	 1000002000

/* The narrow poll and the sweep as the definition has them. */
static void
with_sweeps(struct definition *definition)
{
	definition->sweep_every_ms = 5 * MINUTE;
}

static void
with_expectation(struct definition *definition)
{
	with_sweeps(definition);
	definition->expect.known = true;
	for (int i = 0; i < EXPECT_HOURS; i++)
		definition->expect.weekday[i] = i >= 16 && i < 20 ? 60 : 0;
}

static struct rig *
rig_at_work(void (*tune)(struct definition *definition))
{
	struct rig_options options = {
	    .source = "cninfo", .start = START, .tune = tune};
	struct rig *rig = rig_new(&options);

	rig_show_many(rig, 1000000001, BASELINE, START, TOMORROW);
	watcher_start(rig->watcher);
	rig_run(rig, 5 * SECOND);
	assert_int_equal(rig->complete, 1);
	return rig;
}

/* A rush of filings at visible, and nothing else, was told, each once. */
static void
told_the_rush(struct rig *rig, int count)
{
	assert_int_equal(rig->item_count, count);
	assert_int_equal(rig_twice(rig), 0);
	assert_int_equal(rig_stored(rig, NULL), BASELINE + count);
}

static void
told_of_one_trouble(const struct rig *rig)
{
	assert_int_equal(rig->degraded, 1);
	assert_int_equal(rig->recovered, 1);
	assert_int_equal(rig->health, HEALTH_OK);
}

static void
rows_that_pages_repeat_push_none_out_of_sight(void **state)
{
	static const int64_t overlaps[] = {1, 5, 29};

	(void)state;
	for (size_t i = 0; i < 3; i++) {
		struct rig *rig = rig_at_work(with_sweeps);

		rig_show_many(rig, FIRST, RUSH, START + MINUTE, TOMORROW);
		rig_fail(rig, EXCHANGE_OVERLAP, START + MINUTE, START + HOUR,
		    overlaps[i]);
		rig_run_until(rig, START + 20 * MINUTE);
		told_the_rush(rig, RUSH);
		assert_int_equal(rig->degraded, 0);
		assert_int_equal(rig->gaps, 0);
		rig_free(rig);
	}
}

static void
a_total_that_is_too_low_hides_nothing(void **state)
{
	struct rig *rig = rig_at_work(with_sweeps);

	(void)state;
	rig_show_many(rig, FIRST, RUSH, START + MINUTE, TOMORROW);
	rig_fail(rig, EXCHANGE_TOTAL, START + MINUTE, START + HOUR, -150);
	rig_run_until(rig, START + 10 * MINUTE);
	told_the_rush(rig, RUSH);
	assert_int_equal(rig->degraded, 0);
	rig_free(rig);
}

/* Nothing but the total tells where the list ends. */
static void
without_more(struct definition *definition)
{
	mem_set(&definition->spec.more, NULL);
}

static void
a_total_that_is_too_high_is_trouble_and_loses_nothing(void **state)
{
	struct rig *rig = rig_at_work(without_more);

	(void)state;
	rig_fail(rig, EXCHANGE_TOTAL, START + MINUTE, START + HOUR, 5);
	rig_show_many(rig, FIRST, RUSH, START + 2 * MINUTE, TOMORROW);
	rig_run_until(rig, START + 12 * MINUTE);
	assert_int_equal(rig->health, HEALTH_RETRYING);
	assert_int_equal(rig->degraded, 1);
	told_the_rush(rig, RUSH);
	rig_run_until(rig, START + HOUR + 10 * MINUTE);
	told_of_one_trouble(rig);
	told_the_rush(rig, RUSH);
	rig_free(rig);
}

static void
a_capped_list_that_hid_filings_is_a_gap_and_they_come_after_it(void **state)
{
	struct rig *rig = rig_at_work(with_sweeps);

	(void)state;
	rig_fail(rig, EXCHANGE_CAPPED, START + MINUTE, START + HOUR, 100);
	rig_run_until(rig, START + 10 * MINUTE);
	assert_int_equal(rig->gaps, 0);
	/* between two polls */
	rig_show_many(
	    rig, FIRST, RUSH, START + 10 * MINUTE + 5 * SECOND, TOMORROW);
	rig_run_until(rig, START + 50 * MINUTE);
	assert_int_equal(rig->gaps, 1);
	assert_non_null(strstr(rig->gap, "the list shows 100 new filings"));
	told_the_rush(rig, 100);
	rig_run_until(rig, START + HOUR + 10 * MINUTE);
	told_the_rush(rig, RUSH);
	assert_int_equal(rig->gaps, 1);
	rig_free(rig);
}

/* A feed of the newest entries only, count of them up to number last. */
static void
show_feed(struct rig *rig, int64_t visible, int last, int count)
{
	struct buf body;
	int rc;

	buf_init(&body, 64 * KIB);
	rc = buf_add_str(&body, "<rss version='2.0'><channel><title>Notices"
				"</title>");
	for (int i = last; i > last - count && rc == 0; i--)
		rc = buf_addf(&body,
		    "<item><guid>%d</guid><title>Notice %d</title></item>", i,
		    i);
	assert_int_equal(rc, 0);
	assert_int_equal(buf_add_str(&body, "</channel></rss>"), 0);
	exchange_add_body(rig->exchange, "/feed", "application/rss+xml",
	    visible, (struct span){body.data, body.len});
	buf_done(&body);
}

static void
a_feed_that_rolled_over_between_two_polls_is_a_gap(void **state)
{
	static const struct {
		int last; /* of ten entries, ten minutes after the first ten */
		int gaps;
	} cases[] = {{11, 0}, {19, 0}, {20, 1}, {50, 1}};

	(void)state;
	for (size_t i = 0; i < 4; i++) {
		struct rig_options options = {.source = "feed",
		    .start = START,
		    .path = "/feed",
		    .interval_ms = 5 * MINUTE};
		struct rig *rig = rig_new(&options);

		show_feed(rig, START, 10, 10);
		show_feed(rig, START + 11 * MINUTE, cases[i].last, 10);
		/* a single one that is new, and then all of them again */
		show_feed(rig, START + 21 * MINUTE, cases[i].last + 1, 10);
		watcher_start(rig->watcher);
		rig_run_until(rig, START + 40 * MINUTE);
		if (rig->gaps != cases[i].gaps)
			fail_msg("up to %d: %d gaps", cases[i].last, rig->gaps);
		assert_int_equal(rig->degraded, 0);
		rig_free(rig);
	}
}

static void
a_frozen_list_is_told_when_filings_are_due_and_catches_up(void **state)
{
	struct rig *rig = rig_at_work(with_expectation);

	(void)state;
	for (int i = 0; i < 90; i++)
		rig_show_many(rig, FIRST + i, 1, START + i * MINUTE, TOMORROW);
	/* an error meanwhile does not thaw it */
	rig_fail(rig, EXCHANGE_STATUS, START + 40 * MINUTE, START + 41 * MINUTE,
	    503);
	rig_fail(
	    rig, EXCHANGE_FROZEN, START + 20 * MINUTE, START + 80 * MINUTE, 0);
	rig_run_until(rig, START + 20 * MINUTE + 9 * MINUTE);
	assert_int_equal(rig->degraded, 0);
	rig_run_until(rig, START + 20 * MINUTE + 13 * MINUTE);
	assert_int_equal(rig->health, HEALTH_FROZEN);
	assert_int_equal(rig->degraded, 1);
	rig_run_until(rig, START + 79 * MINUTE);
	assert_int_equal(rig->health, HEALTH_FROZEN);
	assert_int_equal(rig->recovered, 0);
	rig_run_until(rig, START + 81 * MINUTE);
	told_of_one_trouble(rig);
	rig_run_until(rig, START + 95 * MINUTE);
	told_of_one_trouble(rig);
	told_the_rush(rig, 90);
	rig_free(rig);
}

static void
a_frozen_list_is_asked_no_more_than_a_live_one(void **state)
{
	struct rig *live = rig_at_work(with_sweeps);
	struct rig *frozen = rig_at_work(with_expectation);

	(void)state;
	rig_run_until(live, START + 2 * HOUR);
	rig_run_until(frozen, START + 2 * HOUR);
	assert_int_equal(frozen->health, HEALTH_FROZEN);
	assert_int_equal(exchange_requests(frozen->exchange, RIG_LIST),
	    exchange_requests(live->exchange, RIG_LIST));
	rig_free(live);
	rig_free(frozen);
}

static void
a_redated_list_is_one_trouble_and_its_new_filings_are_told(void **state)
{
	struct rig *rig = rig_at_work(with_sweeps);

	(void)state;
	rig_fail(rig, EXCHANGE_REDATED, START + 10 * MINUTE,
	    START + 30 * MINUTE, DAY);
	rig_show_many(rig, FIRST, 3, START + 20 * MINUTE, TOMORROW);
	rig_run_until(rig, START + 19 * MINUTE);
	assert_int_equal(rig->health, HEALTH_REDATED);
	assert_int_equal(rig->degraded, 1);
	assert_int_equal(rig->item_count, 0);
	rig_run_until(rig, START + 21 * MINUTE);
	told_the_rush(rig, 3);
	rig_run_until(rig, START + 2 * HOUR);
	told_of_one_trouble(rig);
	/* these three were given other dates after they were told: revised */
	assert_int_equal(rig->item_count, 6);
	assert_int_equal(rig_twice(rig), 3);
	assert_int_equal(rig_stored(rig, NULL), BASELINE + 3);
	rig_free(rig);
}

static void
filings_whose_ids_go_backwards_are_told(void **state)
{
	struct rig *rig = rig_at_work(with_sweeps);

	(void)state;
	for (int i = 0; i < 30; i++)
		rig_show_many(rig, 999000000 - i * 97, 1,
		    START + (i + 1) * MINUTE,
		    i % 2 ? TOMORROW : TOMORROW - DAY);
	rig_run_until(rig, START + 40 * MINUTE);
	told_the_rush(rig, 30);
	rig_free(rig);
}

static const struct {
	const char *text;
	enum health_state health;
} pages[] = {
    {"<html><body><form action=\"/verify\"><img src=\"captcha.png\"></form>"
     "</body></html>",
	HEALTH_BLOCKED},
    {"<html><head><script>var arg1='5F3A';document.cookie='acw_sc__v2='+arg1"
     "</script></head></html>",
	HEALTH_BLOCKED},
    {"<!doctype html><html><body><h1>Under maintenance</h1></body></html>",
	HEALTH_PAGE},
    {"{\"announcements\":[{\"announcementId\":\"1000002000\",\"annou",
	HEALTH_TORN},
    {"{\"code\":500,\"message\":\"busy\"}", HEALTH_DRIFT},
    {"[]", HEALTH_DRIFT},
    {"null", HEALTH_DRIFT},
};

static void
another_answer_of_the_right_type_is_never_the_list(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(pages) / sizeof(pages[0]); i++) {
		struct rig *rig = rig_at_work(with_sweeps);
		struct exchange_fault fault = {.kind = EXCHANGE_TEXT,
		    .from = START + MINUTE,
		    .until = START + 31 * MINUTE,
		    .text = pages[i].text};
		struct sample sample;
		struct err err = ERR_NONE;

		exchange_add_fault(rig->exchange, &fault);
		rig_show_many(rig, FIRST, 3, START + 2 * MINUTE, TOMORROW);
		rig_run_until(rig, START + 12 * MINUTE);
		if (rig->health != pages[i].health || rig->degraded != 1)
			fail_msg("page %zu: %s, %d degraded, %s", i,
			    health_word(rig->health), rig->degraded, rig->why);
		assert_int_equal(rig->item_count, 0);
		assert_int_equal(sample_rows_load(rig->db, "cninfo",
				     pages[i].health, &sample, &err),
		    0);
		assert_string_equal(sample.bytes.data, pages[i].text);
		sample_done(&sample);
		rig_run_until(rig, START + HOUR);
		told_of_one_trouble(rig);
		told_the_rush(rig, 3);
		rig_free(rig);
	}
}

static void
a_source_that_is_busy_is_left_alone_as_long_as_it_says(void **state)
{
	struct rig *rig = rig_at_work(with_sweeps);
	int64_t before;

	(void)state;
	rig_fail(rig, EXCHANGE_BUSY, START + MINUTE, START + 20 * MINUTE, 600);
	rig_show_many(rig, FIRST, 3, START + 2 * MINUTE, TOMORROW);
	rig_run_until(rig, START + 90 * SECOND);
	before = exchange_requests(rig->exchange, RIG_LIST);
	rig_run_until(rig, START + 10 * MINUTE + 50 * SECOND);
	assert_int_equal(exchange_requests(rig->exchange, RIG_LIST), before);
	rig_run_until(rig, START + 32 * MINUTE);
	assert_int_equal(
	    exchange_requests(rig->exchange, RIG_LIST) > before, 1);
	assert_int_equal(rig->health, HEALTH_OK);
	told_the_rush(rig, 3);
	rig_free(rig);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(rows_that_pages_repeat_push_none_out_of_sight),
	    cmocka_unit_test(a_total_that_is_too_low_hides_nothing),
	    cmocka_unit_test(
		a_total_that_is_too_high_is_trouble_and_loses_nothing),
	    cmocka_unit_test(
		a_capped_list_that_hid_filings_is_a_gap_and_they_come_after_it),
	    cmocka_unit_test(
		a_feed_that_rolled_over_between_two_polls_is_a_gap),
	    cmocka_unit_test(
		a_frozen_list_is_told_when_filings_are_due_and_catches_up),
	    cmocka_unit_test(a_frozen_list_is_asked_no_more_than_a_live_one),
	    cmocka_unit_test(
		a_redated_list_is_one_trouble_and_its_new_filings_are_told),
	    cmocka_unit_test(filings_whose_ids_go_backwards_are_told),
	    cmocka_unit_test(
		another_answer_of_the_right_type_is_never_the_list),
	    cmocka_unit_test(
		a_source_that_is_busy_is_left_alone_as_long_as_it_says),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
