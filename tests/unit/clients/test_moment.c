/* SPDX-License-Identifier: BSD-2-Clause */
/* Times as people say them. */
#include "clients/moment.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#define COUNT(a) (sizeof(a) / sizeof((a)[0]))
#define NOW	 INT64_C(1768982400000) /* 2026-01-21T08:00:00Z */
#define S	 INT64_C(1000)
#define MIN	 (60 * S)
#define H	 (60 * MIN)

static void
moments_are_said_from_now(void **state)
{
	static const struct {
		int64_t moment;
		const char *said;
	} cases[] = {
	    {0, "never"},
	    {NOW, "now"},
	    {NOW - 999, "now"},
	    {NOW - S, "1 s ago"},
	    {NOW + 99 * S, "in 99 s"},
	    {NOW + 100 * S, "in 1 min"},
	    {NOW - 99 * MIN, "99 min ago"},
	    {NOW - 100 * MIN, "1 h 40 min ago"},
	    {NOW + 47 * H + 5 * MIN, "in 47 h 05 min"},
	    {NOW + 48 * H, "in 2 days"},
	    {NOW - 24000 * H, "1000 days ago"},
	};
	char buf[MOMENT_MAX];

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++)
		assert_string_equal(
		    moment_print(cases[i].moment, NOW, "never", buf),
		    cases[i].said);
}

static void
a_civil_time_names_its_offset(void **state)
{
	char buf[MOMENT_MAX];

	(void)state;
	assert_string_equal(
	    moment_civil(NOW, 480, buf), "2026-01-21 16:00:00 +08:00");
	assert_string_equal(
	    moment_civil(NOW, -210, buf), "2026-01-21 04:30:00 -03:30");
	assert_string_equal(
	    moment_civil(NOW, 0, buf), "2026-01-21 08:00:00 +00:00");
}

static void
what_is_no_time_is_none(void **state)
{
	json_t *json = json_pack("{s:s, s:s, s:n, s:i}", "good",
	    "2026-01-21T08:00:00Z", "bad", "yesterday", "null", "number", 7);

	(void)state;
	assert_int_equal(moment_of(json, "good"), NOW);
	assert_int_equal(moment_of(json, "bad"), 0);
	assert_int_equal(moment_of(json, "null"), 0);
	assert_int_equal(moment_of(json, "number"), 0);
	assert_int_equal(moment_of(json, "absent"), 0);
	json_decref(json);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(moments_are_said_from_now),
	    cmocka_unit_test(a_civil_time_names_its_offset),
	    cmocka_unit_test(what_is_no_time_is_none),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
