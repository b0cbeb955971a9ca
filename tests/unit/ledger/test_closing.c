/* SPDX-License-Identifier: BSD-2-Clause */
/* Closings: inside, in line, missed, beaten. */
#include "ledger/closing.h"
#include "tests/unit/ledger/figures.h"

#include <setjmp.h>
#include <stdarg.h>
#include <string.h>
#include <cmocka.h>

static const struct {
	const char *forecast;
	bool approx;
	const char *actual;
	enum closing_result result;
	const char *diff_pct; /* "" none */
	const char *position_pct; /* "" none */
} closings[] = {
    /* A loss of about 25 m that came out at 24.1 m is in line. */
    {"-25000000", true, "-24119061.04", CLOSING_IN_LINE, "3.52", ""},
    {"100", false, "95", CLOSING_IN_LINE, "-5.00", ""},
    {"100", false, "94.99", CLOSING_MISS, "-5.01", ""},
    {"100", false, "105.01", CLOSING_BEAT, "5.01", ""},
    {"100..120", false, "100", CLOSING_IN_RANGE, "-9.09", "0.00"},
    {"100..120", false, "115", CLOSING_IN_RANGE, "4.55", "75.00"},
    {"100..120", false, "99", CLOSING_MISS, "-1.00", ""},
    {"100..120", true, "99", CLOSING_IN_LINE, "-1.00", ""},
    {"100..120", false, "150", CLOSING_BEAT, "25.00", ""},
    {"-71..-55", false, "-80", CLOSING_MISS, "-12.68", ""},
    {"-71..-55", false, "-40", CLOSING_BEAT, "27.27", ""},
    {"-71..-55", false, "10", CLOSING_BEAT, "118.18", ""},
    {"100..", false, "99", CLOSING_MISS, "-1.00", ""},
    {"100..", false, "400", CLOSING_IN_RANGE, "300.00", ""},
    {"..-50", false, "-60", CLOSING_IN_RANGE, "-20.00", ""},
    {"..-50", false, "-40", CLOSING_BEAT, "20.00", ""},
    {"0", false, "0", CLOSING_IN_LINE, "", ""},
    {"0", false, "-1", CLOSING_MISS, "", ""},
    {"..", false, "1", CLOSING_NONE, "", ""},
};

static void
an_actual_meets_or_misses_its_forecast(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(closings) / sizeof(closings[0]); i++) {
		struct range forecast = figures(closings[i].forecast);
		struct closing got;

		print_message("%s came out at %s\n", closings[i].forecast,
		    closings[i].actual);
		closing_compare(&forecast, closings[i].approx,
		    figure(closings[i].actual), &got);
		assert_int_equal(got.result, closings[i].result);
		assert_int_equal(got.has_pct, closings[i].diff_pct[0] != '\0');
		if (got.has_pct)
			assert_true(
			    figure_prints(got.diff_pct, closings[i].diff_pct));
		assert_int_equal(
		    got.has_position, closings[i].position_pct[0] != '\0');
		if (got.has_position)
			assert_true(figure_prints(
			    got.position_pct, closings[i].position_pct));
	}
}

static void
every_actual_closes_one_way_and_more_is_never_worse(void **state)
{
	uint64_t seed = 99;

	(void)state;
	for (int i = 0; i < 100000; i++) {
		struct range forecast = dice_range(&seed);
		struct decimal actual = dice_figure(&seed);
		struct decimal more = actual;
		struct closing a, b;

		assert_int_equal(
		    decimal_add(actual, decimal_from_int(1), &more), 0);
		closing_compare(&forecast, false, actual, &a);
		closing_compare(&forecast, false, more, &b);
		assert_int_equal(
		    a.result == CLOSING_NONE, range_is_empty(&forecast));
		if (closing_is_met(a.result))
			assert_true(closing_is_met(b.result));
		if (a.result == CLOSING_BEAT)
			assert_int_equal(b.result, CLOSING_BEAT);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(an_actual_meets_or_misses_its_forecast),
	    cmocka_unit_test(
		every_actual_closes_one_way_and_more_is_never_worse),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
