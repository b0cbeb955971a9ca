/* SPDX-License-Identifier: BSD-2-Clause */
/* Lanes: how many attempts may start, and what their ends change. */
#include "alerts/lane.h"

#include <setjmp.h>
#include <cmocka.h>

#define S INT64_C(1000)

static const struct schedule_decision sent = {.next = SCHEDULE_SENT};
static const struct schedule_decision failed = {
    .next = SCHEDULE_RETRY, .wait_ms = 5 * S};
static const struct schedule_decision slow = {
    .next = SCHEDULE_RETRY, .wait_ms = 90 * S, .hold_ms = 60 * S};

static void
a_lane_bears_what_its_channel_bears(void **state)
{
	static const int rows[][3] = {{4, 0, 4}, {4, 3, 1}, {4, 4, 0},
	    {4, 9, 0}, {0, 0, 1}, {-1, 0, 1}, {500, 0, LANE_AT_ONCE}};

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct channel channel = {.concurrency = rows[i][0]};
		struct lane lane = {.channel = &channel};
		assert_int_equal(lane_room(&lane, 0, rows[i][1]), rows[i][2]);
		lane.disabled = true;
		assert_int_equal(lane_room(&lane, 0, rows[i][1]), 0);
		lane = (struct lane){.channel = &channel, .unread = true};
		assert_int_equal(lane_room(&lane, 0, rows[i][1]), 0);
	}
}

static void
a_pause_is_kept_then_one_probe_goes(void **state)
{
	struct channel channel = {.concurrency = 4};
	struct lane lane = {.channel = &channel};

	(void)state;
	lane_pace(&lane, &slow, 100 * S);
	assert_int_equal(lane_room(&lane, 159 * S, 0), 0);
	assert_int_equal(lane_room(&lane, 160 * S, 0), 1);
	assert_int_equal(lane_room(&lane, 160 * S, 1), 0);
	lane_pace(&lane, &sent, 162 * S);
	assert_int_equal(lane_room(&lane, 162 * S, 0), 4);
}

static void
a_probe_that_fails_closes_the_lane_again(void **state)
{
	struct channel channel = {.concurrency = 4};
	struct lane lane = {.channel = &channel, .probing = true};

	(void)state;
	assert_int_equal(lane_room(&lane, 100 * S, 0), 1);
	lane_pace(&lane, &failed, 100 * S);
	assert_int_equal(lane_room(&lane, 159 * S, 0), 0);
	assert_int_equal(lane_room(&lane, 160 * S, 0), 1);
}

static void
an_ordered_lane_bears_one(void **state)
{
	struct channel channel = {.concurrency = 4, .ordered = true};
	struct lane lane = {.channel = &channel};

	(void)state;
	assert_int_equal(lane_room(&lane, 0, 0), 1);
	assert_int_equal(lane_room(&lane, 0, 1), 0);
}

/* A reload does not end a pause, a new address does. */
static void
a_new_config_keeps_the_pauses_of_an_address(void **state)
{
	char here[] = "https://a.example/", there[] = "https://b.example/";
	struct channel old = {.url = here}, new = {.url = here};
	struct lane from = {.channel = &old, .hold_until = 9, .probing = true};
	struct lane lane = {.channel = &new};

	(void)state;
	lane_inherit(&lane, &from);
	assert_int_equal(lane.hold_until, 9);
	assert_true(lane.probing);
	assert_ptr_equal(lane.channel, &new);
	new.url = there;
	lane = (struct lane){.channel = &new};
	lane_inherit(&lane, &from);
	assert_int_equal(lane.hold_until, 0);
	assert_false(lane.probing);
}

static void
what_was_under_way_does_not_end_a_pause(void **state)
{
	struct channel channel = {.concurrency = 4};
	struct lane lane = {.channel = &channel};

	(void)state;
	lane_pace(&lane, &slow, 100 * S);
	lane_pace(&lane, &sent, 101 * S);
	assert_int_equal(lane_room(&lane, 102 * S, 0), 0);
	assert_int_equal(lane_room(&lane, 160 * S, 0), 1);
}

static void
ordinary_failures_slow_nothing(void **state)
{
	struct channel channel = {.concurrency = 4};
	struct lane lane = {.channel = &channel};

	(void)state;
	lane_pace(&lane, &failed, 100 * S);
	assert_int_equal(lane_room(&lane, 100 * S, 0), 4);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(a_lane_bears_what_its_channel_bears),
	    cmocka_unit_test(a_pause_is_kept_then_one_probe_goes),
	    cmocka_unit_test(a_probe_that_fails_closes_the_lane_again),
	    cmocka_unit_test(an_ordered_lane_bears_one),
	    cmocka_unit_test(a_new_config_keeps_the_pauses_of_an_address),
	    cmocka_unit_test(what_was_under_way_does_not_end_a_pause),
	    cmocka_unit_test(ordinary_failures_slow_nothing),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
