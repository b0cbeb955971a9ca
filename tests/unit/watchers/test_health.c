/* SPDX-License-Identifier: BSD-2-Clause */
#include "watchers/health.h"

#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
#include <cmocka.h>

#define SECOND INT64_C(1000)
#define MINUTE (60 * SECOND)

static void
one_failure_is_no_news(void **state)
{
	struct health health = {0};

	(void)state;
	assert_int_equal(
	    health_feed(&health, HEALTH_RETRYING, MINUTE), HEALTH_NO_NEWS);
	assert_int_equal(health.state, HEALTH_RETRYING);
	assert_int_equal(
	    health_feed(&health, HEALTH_OK, 2 * MINUTE), HEALTH_NO_NEWS);
	assert_int_equal(health.state, HEALTH_OK);
	assert_int_equal(health.failures, 0);
}

static void
many_failures_in_a_short_time_are_no_news(void **state)
{
	struct health health = {0};
	int i;

	(void)state;
	for (i = 0; i < 50; i++)
		assert_int_equal(
		    health_feed(&health, HEALTH_DRIFT, MINUTE + i * SECOND),
		    HEALTH_NO_NEWS);
	assert_int_equal(health.failures, 50);
}

static void
two_failures_in_a_long_time_are_no_news(void **state)
{
	struct health health = {0};

	(void)state;
	(void)health_feed(&health, HEALTH_RETRYING, MINUTE);
	assert_int_equal(health_feed(&health, HEALTH_RETRYING, 100 * MINUTE),
	    HEALTH_NO_NEWS);
}

static void
degraded_and_recovered_are_told_once_each(void **state)
{
	struct health health = {0};

	(void)state;
	(void)health_feed(&health, HEALTH_RETRYING, MINUTE);
	(void)health_feed(&health, HEALTH_RETRYING, 2 * MINUTE);
	assert_int_equal(
	    health_feed(&health, HEALTH_RETRYING, 6 * MINUTE), HEALTH_DEGRADED);
	assert_int_equal(
	    health_feed(&health, HEALTH_RETRYING, 11 * MINUTE), HEALTH_NO_NEWS);
	assert_int_equal(
	    health_feed(&health, HEALTH_OK, 16 * MINUTE), HEALTH_RECOVERED);
	assert_int_equal(health.since, 16 * MINUTE);
	assert_int_equal(
	    health_feed(&health, HEALTH_OK, 17 * MINUTE), HEALTH_NO_NEWS);
	assert_int_equal(health.since, 16 * MINUTE);
}

static void
a_success_in_between_starts_the_count_anew(void **state)
{
	struct health health = {0};

	(void)state;
	(void)health_feed(&health, HEALTH_RETRYING, MINUTE);
	(void)health_feed(&health, HEALTH_RETRYING, 3 * MINUTE);
	(void)health_feed(&health, HEALTH_OK, 4 * MINUTE);
	assert_int_equal(
	    health_feed(&health, HEALTH_RETRYING, 20 * MINUTE), HEALTH_NO_NEWS);
	assert_int_equal(health.first_failure, 20 * MINUTE);
}

static void
the_kind_of_trouble_may_change_without_new_news(void **state)
{
	struct health health = {0};

	(void)state;
	(void)health_feed(&health, HEALTH_RETRYING, MINUTE);
	(void)health_feed(&health, HEALTH_RETRYING, 2 * MINUTE);
	assert_int_equal(
	    health_feed(&health, HEALTH_DRIFT, 10 * MINUTE), HEALTH_DEGRADED);
	assert_int_equal(health.state, HEALTH_DRIFT);
	assert_int_equal(health.since, 10 * MINUTE);
	assert_int_equal(
	    health_feed(&health, HEALTH_BLOCKED, 11 * MINUTE), HEALTH_NO_NEWS);
	assert_int_equal(
	    health_feed(&health, HEALTH_OK, 12 * MINUTE), HEALTH_RECOVERED);
}

static void
a_second_challenge_page_is_told(void **state)
{
	struct health health = {0};

	(void)state;
	assert_int_equal(
	    health_feed(&health, HEALTH_BLOCKED, MINUTE), HEALTH_NO_NEWS);
	assert_int_equal(
	    health_feed(&health, HEALTH_BLOCKED, 11 * MINUTE), HEALTH_DEGRADED);
}

static void
the_wait_grows_to_five_minutes_and_stays(void **state)
{
	static const int64_t wait[] = {
	    5 * SECOND, 15 * SECOND, MINUTE, 5 * MINUTE, 5 * MINUTE};
	struct health health = {0};
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(wait) / sizeof(wait[0]); i++) {
		(void)health_feed(&health, HEALTH_RETRYING, MINUTE);
		assert_int_equal(health_wait(&health, -1), wait[i]);
	}
	for (i = 0; i < 100000; i++)
		(void)health_feed(&health, HEALTH_RETRYING, MINUTE);
	assert_int_equal(health_wait(&health, -1), 5 * MINUTE);
}

static void
a_blocked_source_is_left_alone_for_ten_minutes(void **state)
{
	struct health health = {0};

	(void)state;
	(void)health_feed(&health, HEALTH_BLOCKED, MINUTE);
	assert_int_equal(health_wait(&health, -1), 10 * MINUTE);
}

static void
the_source_may_ask_for_longer_but_not_for_days(void **state)
{
	struct health health = {0};

	(void)state;
	(void)health_feed(&health, HEALTH_RETRYING, MINUTE);
	assert_int_equal(health_wait(&health, 1), 5 * SECOND);
	assert_int_equal(health_wait(&health, 2 * MINUTE), 2 * MINUTE);
	assert_int_equal(health_wait(&health, INT64_MAX), 60 * MINUTE);
}

static void
words_and_states_agree(void **state)
{
	int i;

	(void)state;
	for (i = 0; i < HEALTH_STATES; i++)
		assert_int_equal(
		    health_from_word(health_word((enum health_state)i)), i);
	assert_int_equal(health_from_word("no such word"), HEALTH_OK);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(one_failure_is_no_news),
	    cmocka_unit_test(many_failures_in_a_short_time_are_no_news),
	    cmocka_unit_test(two_failures_in_a_long_time_are_no_news),
	    cmocka_unit_test(degraded_and_recovered_are_told_once_each),
	    cmocka_unit_test(a_success_in_between_starts_the_count_anew),
	    cmocka_unit_test(the_kind_of_trouble_may_change_without_new_news),
	    cmocka_unit_test(a_second_challenge_page_is_told),
	    cmocka_unit_test(the_wait_grows_to_five_minutes_and_stays),
	    cmocka_unit_test(a_blocked_source_is_left_alone_for_ten_minutes),
	    cmocka_unit_test(the_source_may_ask_for_longer_but_not_for_days),
	    cmocka_unit_test(words_and_states_agree),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
