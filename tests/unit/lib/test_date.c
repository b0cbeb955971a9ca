/* SPDX-License-Identifier: BSD-2-Clause */
/* The calendar and the closed set of formats. */
#include "lib/base/date.h"

#include <setjmp.h>
#include <stdarg.h>
#include <string.h>
#include <cmocka.h>

#define MOMENT INT64_C(1737013560000) /* 2025-01-16T07:46:00Z */

static void
every_day_leads_back_to_itself(void **state)
{
	int32_t day = date_to_day((struct date){1, 1, 1});
	int32_t last = date_to_day((struct date){9999, 12, 31});
	int weekday = 0; /* 0001-01-01 is a Monday */

	(void)state;
	assert_int_equal(last - day + 1, 3652059);
	for (; day <= last; day++) {
		struct date d = date_from_day(day);
		if (!date_is_valid(d) || date_to_day(d) != day)
			fail_msg("day %d", day);
		if (date_weekday(day) != weekday)
			fail_msg("weekday of day %d", day);
		weekday = (weekday + 1) % 7;
	}
}

static void
known_days_have_their_numbers(void **state)
{
	static const struct {
		struct date date;
		int32_t day;
		int weekday;
	} cases[] = {
	    {{1970, 1, 1}, 0, 3},
	    {{1969, 12, 31}, -1, 2},
	    {{2000, 2, 29}, 11016, 1},
	    {{2025, 1, 16}, 20104, 3},
	    {{2026, 11, 22}, 20779, 6},
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		assert_int_equal(date_to_day(cases[i].date), cases[i].day);
		assert_int_equal(date_weekday(cases[i].day), cases[i].weekday);
	}
}

static void
only_real_days_are_valid(void **state)
{
	(void)state;
	assert_true(date_is_valid((struct date){2024, 2, 29}));
	assert_true(date_is_valid((struct date){2000, 2, 29}));
	assert_false(date_is_valid((struct date){1900, 2, 29}));
	assert_false(date_is_valid((struct date){2025, 2, 29}));
	assert_false(date_is_valid((struct date){2025, 4, 31}));
	assert_false(date_is_valid((struct date){2025, 13, 1}));
	assert_false(date_is_valid((struct date){2025, 0, 1}));
	assert_false(date_is_valid((struct date){2025, 1, 0}));
	assert_false(date_is_valid((struct date){0, 1, 1}));
	assert_false(date_is_valid((struct date){10000, 1, 1}));
}

static void
dates_parse_in_one_form_alone(void **state)
{
	static const struct {
		const char *in;
		int want;
	} cases[] = {
	    {"2025-01-16", 0},
	    {"2025-02-29", ERR_RANGE},
	    {"2025-00-10", ERR_RANGE},
	    {"0000-01-01", ERR_RANGE},
	    {"2025-1-16", ERR_SYNTAX},
	    {"2025-01-16 ", ERR_SYNTAX},
	    {"2025/01/16", ERR_SYNTAX},
	    {"2025-01-1", ERR_SYNTAX},
	    {"", ERR_SYNTAX},
	    {"-025-01-16", ERR_SYNTAX},
	};
	int32_t day = 7;

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++)
		assert_int_equal(date_parse(cases[i].in, &day), cases[i].want);
	assert_int_equal(day, 20104);
}

static void
days_print_and_none_prints_nothing(void **state)
{
	char text[DATE_STR_MAX];

	(void)state;
	assert_string_equal(date_print(20104, text), "2025-01-16");
	assert_string_equal(date_print(DATE_NONE, text), "");
	assert_string_equal(date_print(INT32_MAX, text), "9999-12-31");
	assert_string_equal(date_print(INT32_MIN + 1, text), "0001-01-01");
}

static void
moments_print_in_every_form(void **state)
{
	char text[DATE_STR_MAX];

	(void)state;
	assert_string_equal(
	    datetime_print_utc(MOMENT, text), "2025-01-16T07:46:00Z");
	assert_string_equal(
	    datetime_print_at(MOMENT, 480, text), "2025-01-16T15:46:00+08:00");
	assert_string_equal(
	    datetime_print_at(MOMENT, -570, text), "2025-01-15T22:16:00-09:30");
	assert_string_equal(datetime_print_mail(MOMENT, text),
	    "Thu, 16 Jan 2025 07:46:00 +0000");
	assert_string_equal(
	    datetime_print_utc(-1, text), "1969-12-31T23:59:59Z");
	assert_string_equal(
	    datetime_print_utc(INT64_MAX, text), "9999-12-31T23:59:59Z");
	assert_string_equal(datetime_print_at(INT64_MIN, -840, text),
	    "0001-01-01T00:00:00-14:00");
}

static void
civil_time_and_wall_time_are_inverse(void **state)
{
	static const int64_t walls[] = {0, -1, MOMENT, MOMENT + 999,
	    INT64_C(951782399999), INT64_C(-62000000000000)};

	(void)state;
	for (size_t i = 0; i < sizeof(walls) / sizeof(walls[0]); i++) {
		struct datetime dt = datetime_at(walls[i], 330);
		assert_true(datetime_to_wall(dt, 330) == walls[i]);
	}
	struct datetime dt = datetime_at(MOMENT + 123, 540);
	assert_int_equal(dt.hour, 16);
	assert_int_equal(dt.minute, 46);
	assert_int_equal(dt.ms, 123);
}

static void
times_parse_by_their_format(void **state)
{
	static const struct {
		const char *s;
		const char *format;
		int want;
		int64_t wall; /* printed at +08:00 */
		int has; /* 1 an hour, 2 a zone */
	} cases[] = {
	    {"2025-01-16 15:46", "%Y-%m-%d %H:%M", 0, MOMENT, 1},
	    {"2025-01-16  \t15:46", "%Y-%m-%d %H:%M", 0, MOMENT, 1},
	    {"2025/1/16 15:46:00", "%Y/%m/%d %H:%M:%S", 0, MOMENT, 1},
	    {"20250116154600", "%Y%m%d%H%M%S", 0, MOMENT, 1},
	    {"2025-01-16T07:46:00Z", "%Y-%m-%dT%H:%M:%S%z", 0, MOMENT, 3},
	    {"2025-01-16T02:46:00-0500", "%Y-%m-%dT%H:%M:%S%z", 0, MOMENT, 3},
	    {"2025-01-16T16:46:00.5+09:00", "%Y-%m-%dT%H:%M:%S.%f%z", 0,
		MOMENT + 500, 3},
	    {"2025-01-16 15:46:00.123456", "%Y-%m-%d %H:%M:%S.%f", 0,
		MOMENT + 123, 1},
	    {"2025年01月16日", "%Y年%m月%d日", 0, INT64_C(1736956800000), 0},
	    {"100% 2025-01-16", "100%% %Y-%m-%d", 0, INT64_C(1736956800000), 0},
	    {"2025-01-16 15:46:00", "%Y-%m-%d %H:%M", ERR_SYNTAX, 0, 0},
	    {"2025-01-16", "%Y-%m-%d %H:%M", ERR_SYNTAX, 0, 0},
	    {"25-01-16", "%Y-%m-%d", ERR_SYNTAX, 0, 0},
	    {"2025-01-16T07:46+8", "%Y-%m-%dT%H:%M%z", ERR_SYNTAX, 0, 0},
	    {"2025-01-16T07:46+15:00", "%Y-%m-%dT%H:%M%z", ERR_RANGE, 0, 0},
	    {"2025-02-30", "%Y-%m-%d", ERR_RANGE, 0, 0},
	    {"2025-01-16 24:00", "%Y-%m-%d %H:%M", ERR_RANGE, 0, 0},
	    {"2025-01-16 23:60", "%Y-%m-%d %H:%M", ERR_RANGE, 0, 0},
	    {"2025-01-16 23:59:60", "%Y-%m-%d %H:%M:%S", ERR_RANGE, 0, 0},
	    {"2025-01", "%Y-%m", ERR_INVALID, 0, 0},
	    {"2025-01-16", "%Y-%m-%q", ERR_INVALID, 0, 0},
	    {"2025-01-16", "%Y-%m-%d%", ERR_INVALID, 0, 0},
	    {"", "", ERR_INVALID, 0, 0},
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		int64_t wall = 0;
		bool time = false, zone = false;
		int r = datetime_parse(
		    cases[i].s, cases[i].format, 480, &wall, &time, &zone);
		if (r != cases[i].want || wall != cases[i].wall)
			fail_msg(
			    "'%s': %d, %lld", cases[i].s, r, (long long)wall);
		if (time + 2 * zone != cases[i].has)
			fail_msg("'%s': has %d %d", cases[i].s, time, zone);
	}
}

static void
times_print_by_their_format(void **state)
{
	char text[40] = "";

	(void)state;
	assert_int_equal(datetime_format(MOMENT + 7, 480,
			     "%Y%m%d %H:%M:%S.%f %z 100%%", text, sizeof(text)),
	    0);
	assert_string_equal(text, "20250116 15:46:00.007 +08:00 100%");
	assert_int_equal(datetime_format(MOMENT, 0, "%Y", text, 5), 0);
	assert_string_equal(text, "2025");
	assert_int_equal(datetime_format(MOMENT, 0, "%Y", text, 4), ERR_TOOBIG);
	assert_int_equal(datetime_format(MOMENT, 0, "", text, 0), ERR_TOOBIG);
	assert_int_equal(
	    datetime_format(MOMENT, 0, "%b", text, 40), ERR_SYNTAX);
	assert_int_equal(
	    datetime_format(MOMENT, 0, "x%", text, 40), ERR_SYNTAX);
	assert_int_equal(datetime_format(MOMENT, 0, "", text, 40), 0);
	assert_string_equal(text, "");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(every_day_leads_back_to_itself),
	    cmocka_unit_test(known_days_have_their_numbers),
	    cmocka_unit_test(only_real_days_are_valid),
	    cmocka_unit_test(dates_parse_in_one_form_alone),
	    cmocka_unit_test(days_print_and_none_prints_nothing),
	    cmocka_unit_test(moments_print_in_every_form),
	    cmocka_unit_test(civil_time_and_wall_time_are_inverse),
	    cmocka_unit_test(times_parse_by_their_format),
	    cmocka_unit_test(times_print_by_their_format),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
