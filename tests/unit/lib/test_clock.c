/* SPDX-License-Identifier: BSD-2-Clause */
/* Held clocks by value; the real ones only by what must always hold. */
#include "lib/base/clock.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

static void
held_clock_stands_until_it_is_moved(void **state)
{
	struct clock *clock = clock_new_held(1700000000000);
	int64_t start = clock_mono(clock);

	(void)state;
	assert_true(clock_is_held(clock));
	assert_true(clock_wall(clock) == 1700000000000);
	clock_advance(clock, 0);
	assert_true(clock_wall(clock) == 1700000000000);
	clock_advance(clock, 1500);
	assert_true(clock_wall(clock) == 1700000001500);
	assert_true(clock_mono(clock) == start + 1500);
	clock_free(clock);
}

static void
real_clock_never_runs_backwards(void **state)
{
	struct clock *clock = clock_new_real();

	(void)state;
	assert_false(clock_is_held(clock));
	int64_t before = clock_mono(clock);
	assert_true(clock_mono(clock) >= before);
	assert_true(clock_wall(clock) > 1600000000000);
	assert_true(clock_real_ms(clock, 250) == 250);
	clock_free(clock);
}

static void
rated_clock_runs_rate_times_as_fast(void **state)
{
	struct clock *real = clock_new_real();
	int64_t before = clock_mono(real);
	struct clock *clock = clock_new_rated(1000, 60000);

	(void)state;
	while (clock_wall(clock) == 1000)
		continue;
	int64_t ran = clock_wall(clock) - 1000;
	int64_t real_ran = clock_mono(real) - before;
	assert_true(ran % 60000 == 0);
	assert_true(ran <= real_ran * 60000);
	clock_free(clock);
	clock_free(real);
}

static void
real_time_of_a_rated_wait_is_rounded_up(void **state)
{
	struct clock *clock = clock_new_rated(0, 60);

	(void)state;
	assert_true(clock_real_ms(clock, 0) == 0);
	assert_true(clock_real_ms(clock, 60) == 1);
	assert_true(clock_real_ms(clock, 61) == 2);
	clock_free(clock);
}

static void
work_of_others_takes_its_real_time_on_a_rated_clock(void **state)
{
	struct clock *rated = clock_new_rated(0, 60);
	struct clock *held = clock_new_held(0);

	(void)state;
	assert_true(clock_work_ms(rated, 1000) == 60000);
	assert_true(clock_real_ms(rated, clock_work_ms(rated, 1001)) == 1001);
	assert_true(clock_work_ms(held, 1000) == 1000);
	clock_free(rated);
	clock_free(held);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(held_clock_stands_until_it_is_moved),
	    cmocka_unit_test(real_clock_never_runs_backwards),
	    cmocka_unit_test(rated_clock_runs_rate_times_as_fast),
	    cmocka_unit_test(real_time_of_a_rated_wait_is_rounded_up),
	    cmocka_unit_test(
		work_of_others_takes_its_real_time_on_a_rated_clock),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
