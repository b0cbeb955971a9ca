/* SPDX-License-Identifier: BSD-2-Clause */
#include "lib/base/date.h"
#include "watchers/window.h"

#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
#include <cmocka.h>

#define SECOND INT64_C(1000)
#define MINUTE (60 * SECOND)
#define ZONE   480 /* Asia/Shanghai */

static const struct poll_window evening[] = {
    {7 * 60, 9 * 60}, {15 * 60 + 30, 22 * 60 + 30}};
static const struct poll_window night[] = {{22 * 60, 2 * 60}};

static const struct zone shanghai = {.standard_min = ZONE};

static struct window_plan
plan_of(const struct poll_window *windows, size_t count)
{
	return (struct window_plan){
	    windows, count, &shanghai, 10 * SECOND, 5 * MINUTE, NULL};
}

/* A moment of 2026-01-20 in the zone. */
static int64_t
at(int hour, int minute, int second)
{
	struct datetime dt = {{2026, 1, 20}, hour, minute, second, 0};

	return datetime_to_wall(dt, ZONE);
}

static void
peak_holds_inside_its_windows_only(void **state)
{
	static const struct {
		int hour, minute, second;
		bool peak;
		int edge_hour, edge_minute;
	} cases[] = {
	    {6, 59, 59, false, 7, 0},
	    {7, 0, 0, true, 9, 0},
	    {8, 59, 59, true, 9, 0},
	    {9, 0, 0, false, 15, 30},
	    {15, 29, 59, false, 15, 30},
	    {15, 30, 0, true, 22, 30},
	    {22, 30, 0, false, 31, 0},
	};
	struct window_plan plan = plan_of(evening, 2);
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		int64_t now =
		    at(cases[i].hour, cases[i].minute, cases[i].second);
		int64_t edge;

		assert_int_equal(
		    window_is_peak(&plan, now, &edge), cases[i].peak);
		assert_int_equal(edge, at(0, 0, 0) + (cases[i].edge_hour * 60 +
							 cases[i].edge_minute) *
							 MINUTE);
	}
}

static void
a_window_may_go_over_midnight(void **state)
{
	struct window_plan plan = plan_of(night, 1);
	int64_t edge;

	(void)state;
	assert_true(window_is_peak(&plan, at(23, 0, 0), &edge));
	assert_int_equal(edge, at(26, 0, 0));
	assert_true(window_is_peak(&plan, at(1, 0, 0), &edge));
	assert_int_equal(edge, at(2, 0, 0));
	assert_false(window_is_peak(&plan, at(2, 0, 0), &edge));
	assert_int_equal(edge, at(22, 0, 0));
}

static void
polls_follow_each_other_at_the_interval_of_the_hour(void **state)
{
	struct window_plan plan = plan_of(evening, 2);
	char why[80];

	(void)state;
	assert_int_equal(
	    window_next(&plan, at(16, 0, 0), at(16, 0, 2), why, sizeof(why)),
	    at(16, 0, 10));
	assert_string_equal(why, "peak until 22:30");
	assert_int_equal(
	    window_next(&plan, at(12, 0, 0), at(12, 0, 2), why, sizeof(why)),
	    at(12, 5, 0));
	assert_string_equal(why, "quiet until 15:30");
}

static void
a_quiet_interval_does_not_reach_into_the_peak(void **state)
{
	struct window_plan plan = plan_of(evening, 2);
	char why[80];

	(void)state;
	assert_int_equal(
	    window_next(&plan, at(15, 28, 0), at(15, 28, 1), why, sizeof(why)),
	    at(15, 30, 0));
}

static void
a_poll_longer_than_the_interval_is_followed_at_once(void **state)
{
	struct window_plan plan = plan_of(evening, 2);
	char why[80];

	(void)state;
	assert_int_equal(
	    window_next(&plan, at(16, 0, 0), at(16, 1, 0), why, sizeof(why)),
	    at(16, 1, 0));
}

static void
without_windows_the_quiet_interval_holds_always(void **state)
{
	struct window_plan plan = plan_of(NULL, 0);
	char why[80];

	(void)state;
	assert_int_equal(
	    window_next(&plan, at(16, 0, 0), at(16, 0, 1), why, sizeof(why)),
	    at(16, 5, 0));
	assert_string_equal(why, "every interval alike");
}

/* New York springs forward on 8 March 2026 and falls back on 1 November. */
static void
windows_follow_the_clock_of_the_zone(void **state)
{
	static const struct poll_window open[] = {{9 * 60, 16 * 60}};
	static const struct poll_window odd[] = {{60, 60 + 45}};
	struct zone zone;
	int64_t edge;
	struct datetime march = {{2026, 3, 7}, 17, 0, 0, 0};
	struct datetime again = {{2026, 11, 1}, 6, 30, 0, 0};

	(void)state;
	assert_int_equal(zone_parse("EST5EDT,M3.2.0,M11.1.0", &zone, NULL), 0);
	struct window_plan plan = {
	    open, 1, &zone, 10 * SECOND, 5 * MINUTE, NULL};
	assert_false(
	    window_is_peak(&plan, datetime_to_wall(march, -300), &edge));
	struct datetime first = {{2026, 3, 8}, 13, 0, 0, 0};
	assert_true(edge == datetime_to_wall(first, 0));
	assert_true(window_is_peak(&plan, edge, &edge));
	/* 01:30 for the second time: the window was over an hour ago */
	plan.windows = odd;
	assert_false(window_is_peak(&plan, datetime_to_wall(again, 0), &edge));
	assert_true(edge > datetime_to_wall(again, 0));
}

static void
windows_hold_on_trading_days_and_their_eves(void **state)
{
	static const char text[] =
	    "until: 2026-12-31\nclosed: [ 2026-01-01, 2026-01-02, 2026-01-16 ]\n"
	    "half: [ 2026-01-20 ]\n";
	static const struct {
		int day, hour, minute;
		bool peak;
		int edge_day, edge_hour, edge_minute;
	} cases[] = {
	    {14, 16, 0, true, 14, 22, 30},
	    {15, 23, 0, false, 18, 7, 0}, /* Friday and Saturday are off */
	    {16, 16, 0, false, 18, 7, 0},
	    {18, 16, 0, true, 18, 22, 30}, /* Sunday, before a Monday */
	    {20, 12, 0, true, 20, 22, 30}, /* half: no pause at noon */
	    {20, 6, 0, false, 20, 7, 0},
	};
	struct window_plan plan = plan_of(evening, 2);
	struct calendar *calendar;
	struct yaml *yaml;
	struct buf complaints;
	char why[80];

	(void)state;
	buf_init(&complaints, KIB);
	assert_int_equal(
	    yaml_parse("x", text, sizeof(text) - 1, &yaml, NULL), 0);
	assert_int_equal(calendar_parse(yaml, &calendar, &complaints), 0);
	plan.calendar = calendar;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct datetime now = {{2026, 1, cases[i].day}, cases[i].hour,
		    cases[i].minute, 0, 0};
		struct datetime next = {{2026, 1, cases[i].edge_day},
		    cases[i].edge_hour, cases[i].edge_minute, 0, 0};
		int64_t edge;
		if (window_is_peak(&plan, datetime_to_wall(now, ZONE), &edge) !=
			cases[i].peak ||
		    edge != datetime_to_wall(next, ZONE))
			fail_msg("case %zu", i);
	}
	struct datetime friday = {{2026, 1, 16}, 12, 0, 0, 0};
	int64_t last = datetime_to_wall(friday, ZONE);
	(void)window_next(&plan, last, last, why, sizeof(why));
	assert_string_equal(why, "quiet until Sunday 07:00");
	calendar_free(calendar);
	yaml_free(yaml);
	buf_done(&complaints);
}

static void
the_nominal_window_is_whole_days_of_the_zone(void **state)
{
	struct poll_range range;

	(void)state;
	/* 23:59 there is still the same day, 16:00 UTC of the day before */
	window_days(&shanghai, 2, 3, at(23, 59, 59), &range);
	assert_int_equal(range.from, at(0, 0, 0) - 2 * DAY_MS);
	assert_int_equal(range.to, at(0, 0, 0) + 3 * DAY_MS);
	window_days(&shanghai, 2, 3, at(0, 0, 0), &range);
	assert_int_equal(range.from, at(0, 0, 0) - 2 * DAY_MS);
	window_days(&shanghai, 2, 3, at(0, 0, 0) - 1, &range);
	assert_int_equal(range.from, at(0, 0, 0) - 3 * DAY_MS);
}

static void
the_config_overrides_the_intervals(void **state)
{
	struct definition definition = {.peak_ms = 10, .quiet_ms = 20};
	struct window_plan plan = window_plan_of(&definition, 0, 0);

	(void)state;
	assert_int_equal(plan.peak_ms, 10);
	assert_int_equal(plan.quiet_ms, 20);
	plan = window_plan_of(&definition, 5, 7);
	assert_int_equal(plan.peak_ms, 5);
	assert_int_equal(plan.quiet_ms, 7);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(peak_holds_inside_its_windows_only),
	    cmocka_unit_test(a_window_may_go_over_midnight),
	    cmocka_unit_test(
		polls_follow_each_other_at_the_interval_of_the_hour),
	    cmocka_unit_test(a_quiet_interval_does_not_reach_into_the_peak),
	    cmocka_unit_test(
		a_poll_longer_than_the_interval_is_followed_at_once),
	    cmocka_unit_test(without_windows_the_quiet_interval_holds_always),
	    cmocka_unit_test(windows_follow_the_clock_of_the_zone),
	    cmocka_unit_test(windows_hold_on_trading_days_and_their_eves),
	    cmocka_unit_test(the_nominal_window_is_whole_days_of_the_zone),
	    cmocka_unit_test(the_config_overrides_the_intervals),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
