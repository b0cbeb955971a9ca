/* SPDX-License-Identifier: BSD-2-Clause */
/* The settings table and the values it takes. */
#include "daemon/config.h"
#include "daemon/settings.h"
#include "lib/base/mem.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <string.h>

static void
durations_have_units(void **state)
{
	static const struct {
		const char *text;
		int64_t ms; /* -1: refused */
	} cases[] = {
	    {"250ms", 250},
	    {"5s", 5000},
	    {"1m30s", 90000},
	    {"2h", 7200000},
	    {"3d", 259200000},
	    {"2y", INT64_C(63072000000)},
	    {"1000000000y", -1},
	    {"", -1},
	    {"5", -1},
	    {"s", -1},
	    {"5x", -1},
	    {"-5s", -1},
	    {"5 s", -1},
	    {"99999999999999999999s", -1},
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		int64_t ms = -1;
		int rc = settings_parse_duration(cases[i].text, &ms);

		assert_int_equal(rc == 0, cases[i].ms >= 0);
		if (rc == 0)
			assert_int_equal(ms, cases[i].ms);
	}
}

static void
durations_are_printed_as_they_are_written(void **state)
{
	static const char *const texts[] = {
	    "0s", "250ms", "5s", "1m30s", "2h", "3d", "2y", "1y1d1h1m1s1ms"};
	char text[SETTINGS_DURATION_MAX];
	int64_t ms;

	(void)state;
	for (size_t i = 0; i < sizeof(texts) / sizeof(texts[0]); i++) {
		assert_int_equal(settings_parse_duration(texts[i], &ms), 0);
		assert_string_equal(
		    settings_print_duration(ms, text), texts[i]);
	}
}

static void
every_default_is_a_value_its_own_type_takes(void **state)
{
	size_t n;
	const struct setting *all = settings_all(&n);
	struct config_top top = {0};
	struct config_reader reader = {0};

	(void)state;
	assert_true(n > 30);
	settings_defaults(SECTION_TOP, &top);
	settings_defaults(SECTION_READER, &reader);
	assert_string_equal(top.instance, "filingd");
	assert_int_equal(reader.workers, 2);
	assert_int_equal(reader.list_deadline, 10000);
	for (size_t i = 0; i < n; i++) {
		assert_non_null(all[i].help);
		assert_ptr_equal(
		    settings_find(all[i].section, all[i].name), &all[i]);
	}
	mem_free(top.instance);
	mem_free(top.state);
	mem_free(top.socket);
	mem_free(top.log_level);
	mem_free(top.definitions);
	mem_free(reader.program);
	mem_free(reader.lexicon);
	mem_free(reader.own_lexicon);
}

static void
wrong_values_are_refused_by_name(void **state)
{
	static const struct {
		enum section section;
		const char *name, *value, *want;
	} cases[] = {
	    {SECTION_READER, "workers", "0", "from 1 to 64"},
	    {SECTION_READER, "workers", "65", "from 1 to 64"},
	    {SECTION_READER, "workers", "two", "must be a number"},
	    {SECTION_READER, "program", "filingd-reader", "absolute path"},
	    {SECTION_TOP, "log", "loud", "one of error|warning|info|debug"},
	    {SECTION_TOP, "log", "warn", "one of"},
	    {SECTION_TOP, "log", "", "one of"},
	    {SECTION_SOURCE, "accepted", "maybe", "yes or no"},
	    {SECTION_POLL, "peak", "10ms", "between"},
	    {SECTION_POLL, "peak", "soon", "such as 30s"},
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		const struct setting *setting =
		    settings_find(cases[i].section, cases[i].name);
		struct config config = {0};
		struct err err = ERR_NONE;

		assert_non_null(setting);
		assert_int_equal(
		    settings_read(setting, cases[i].value, &config, &err),
		    ERR_CONFIG);
		assert_non_null(strstr(err.text, cases[i].want));
		assert_non_null(strstr(err.text, cases[i].name));
	}
}

static void
a_misspelt_setting_has_a_nearest_one(void **state)
{
	(void)state;
	assert_string_equal(
	    settings_nearest(SECTION_TOP, "instanse"), "instance");
	assert_string_equal(settings_nearest(SECTION_RULE, "wehn"), "when");
	assert_null(settings_nearest(SECTION_TOP, "completely-different"));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(durations_have_units),
	    cmocka_unit_test(durations_are_printed_as_they_are_written),
	    cmocka_unit_test(every_default_is_a_value_its_own_type_takes),
	    cmocka_unit_test(wrong_values_are_refused_by_name),
	    cmocka_unit_test(a_misspelt_setting_has_a_nearest_one),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
