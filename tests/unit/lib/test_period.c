/* SPDX-License-Identifier: BSD-2-Clause */
/* Periods: their days, their labels, and the year before. */
#include "lib/base/period.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <cmocka.h>

static struct period
of(const char *start, const char *end)
{
	struct period p = {DATE_NONE, DATE_NONE};

	if (start[0] != '\0')
		assert_int_equal(date_parse(start, &p.start), 0);
	if (end[0] != '\0')
		assert_int_equal(date_parse(end, &p.end), 0);
	return p;
}

static void
assert_days(struct period p, const char *start, const char *end)
{
	char text[DATE_STR_MAX];

	assert_string_equal(date_print(p.start, text), start);
	assert_string_equal(date_print(p.end, text), end);
}

static void
constructors_give_first_and_last_day(void **state)
{
	(void)state;
	assert_days(period_cumulative(2024, 12), "2024-01-01", "2024-12-31");
	assert_days(period_cumulative(2024, 9), "2024-01-01", "2024-09-30");
	assert_days(period_cumulative(2024, 6), "2024-01-01", "2024-06-30");
	assert_days(period_cumulative(2024, 3), "2024-01-01", "2024-03-31");
	assert_days(period_quarter(2024, 1), "2024-01-01", "2024-03-31");
	assert_days(period_quarter(2024, 4), "2024-10-01", "2024-12-31");
}

static void
labels_say_what_a_person_would(void **state)
{
	static const struct {
		const char *start;
		const char *end;
		int months;
		const char *label;
	} cases[] = {
	    {"2024-01-01", "2024-12-31", 12, "FY2024"},
	    {"2024-01-01", "2024-06-30", 6, "H1 2024"},
	    {"2024-01-01", "2024-09-30", 9, "9M 2024"},
	    {"2024-01-01", "2024-03-31", 3, "Q1 2024"},
	    {"2024-07-01", "2024-09-30", 3, "Q3 2024"},
	    {"2024-10-01", "2024-12-31", 3, "Q4 2024"},
	    {"2023-04-01", "2024-03-31", 12, "FY3/2024"},
	    {"2023-12-01", "2024-11-30", 12, "FY11/2024"},
	    {"2023-03-01", "2024-02-29", 12, "FY2/2024"},
	    {"2024-04-01", "2024-09-30", 6, "2024-04-01..2024-09-30"},
	    {"2024-02-01", "2024-04-30", 3, "2024-02-01..2024-04-30"},
	    {"2024-01-01", "2024-12-30", 0, "2024-01-01..2024-12-30"},
	    {"2024-01-02", "2024-12-31", 0, "2024-01-02..2024-12-31"},
	    {"2023-01-01", "2024-12-31", 24, "2023-01-01..2024-12-31"},
	    {"2024-12-31", "2024-01-01", 0, "2024-12-31..2024-01-01"},
	    {"2024-12-01", "2024-12-31", 1, "2024-12-01..2024-12-31"},
	    {"", "2024-12-31", 0, "..2024-12-31"},
	    {"2024-01-01", "", 0, "2024-01-01.."},
	    {"", "", 0, ""},
	};
	char label[PERIOD_LABEL_MAX];

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct period p = of(cases[i].start, cases[i].end);
		assert_string_equal(period_label(p, label), cases[i].label);
		assert_int_equal(period_months(p), cases[i].months);
	}
}

static void
prior_year_follows_the_end_of_february(void **state)
{
	static const struct {
		const char *start;
		const char *end;
		const char *prior_start;
		const char *prior_end;
	} cases[] = {
	    {"2024-01-01", "2024-12-31", "2023-01-01", "2023-12-31"},
	    {"2024-04-01", "2024-09-30", "2023-04-01", "2023-09-30"},
	    {"2024-03-01", "2025-02-28", "2023-03-01", "2024-02-29"},
	    {"2023-03-01", "2024-02-29", "2022-03-01", "2023-02-28"},
	    {"2022-03-01", "2023-02-28", "2021-03-01", "2022-02-28"},
	    {"2024-02-29", "2024-03-31", "2023-02-28", "2023-03-31"},
	    {"", "2024-12-31", "", "2023-12-31"},
	    {"", "", "", ""},
	    {"0001-01-01", "0001-12-31", "", ""},
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct period p = of(cases[i].start, cases[i].end);
		assert_days(period_prior_year(p), cases[i].prior_start,
		    cases[i].prior_end);
	}
}

static void
periods_are_equal_by_both_days(void **state)
{
	struct period year = period_cumulative(2024, 12);

	(void)state;
	assert_true(period_equal(year, of("2024-01-01", "2024-12-31")));
	assert_false(period_equal(year, period_quarter(2024, 4)));
	assert_false(period_equal(year, period_cumulative(2024, 9)));
	assert_true(period_is_known(year));
	assert_false(period_is_known(of("", "2024-12-31")));
	assert_false(period_is_known(of("2024-01-01", "")));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(constructors_give_first_and_last_day),
	    cmocka_unit_test(labels_say_what_a_person_would),
	    cmocka_unit_test(prior_year_follows_the_end_of_february),
	    cmocka_unit_test(periods_are_equal_by_both_days),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
