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
	lane_pace(&lane, &failed, 161 * S);
	assert_int_equal(lane_room(&lane, 161 * S, 0), 1);
	lane_pace(&lane, &sent, 162 * S);
	assert_int_equal(lane_room(&lane, 162 * S, 0), 4);
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
	    cmocka_unit_test(what_was_under_way_does_not_end_a_pause),
	    cmocka_unit_test(ordinary_failures_slow_nothing),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
