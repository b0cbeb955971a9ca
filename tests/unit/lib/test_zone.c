/* SPDX-License-Identifier: BSD-2-Clause */
/* Zones: names, rules, and what the clock does where it changes. */
#include "lib/base/zone.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <string.h>
#include <cmocka.h>

static int64_t
utc(int year, int month, int day, int hour, int minute)
{
	struct datetime dt = {
	    .date = {year, month, day}, .hour = hour, .minute = minute};

	return datetime_to_wall(dt, 0);
}

static void
names_load_and_others_are_refused(void **state)
{
	static const struct {
		const char *name;
		int want;
		int offset; /* in January */
	} cases[] = {
	    {"UTC", 0, 0},
	    {"Asia/Shanghai", 0, 480},
	    {"Asia/Kolkata", 0, 330},
	    {"America/New_York", 0, -300},
	    {"Australia/Sydney", 0, 660},
	    {"Europe/Dublin", 0, 0},
	    {"+08:00", 0, 480},
	    {"-05:30", 0, -330},
	    {"+14:00", 0, 840},
	    {"+14:60", ERR_INVALID, 0},
	    {"+0800", ERR_INVALID, 0},
	    {"+08:0x", ERR_INVALID, 0},
	    {"Asia/Shangai", ERR_INVALID, 0},
	    {"../etc/passwd", ERR_INVALID, 0},
	    {"Asia/../../../etc/passwd", ERR_INVALID, 0},
	    {"Asia", ERR_INVALID, 0},
	    {"tzdata.zi", ERR_INVALID, 0},
	    {"", ERR_INVALID, 0},
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct zone zone;
		struct err err = ERR_NONE;
		int r = zone_load(cases[i].name, &zone, &err);
		if (r != cases[i].want)
			fail_msg("'%s': %d", cases[i].name, r);
		if (r < 0) {
			assert_non_null(strstr(err.text, "time zone"));
			continue;
		}
		assert_string_equal(zone.name, cases[i].name);
		int offset = zone_offset(&zone, utc(2026, 1, 15, 12, 0));
		if (offset != cases[i].offset)
			fail_msg("'%s': %d min", cases[i].name, offset);
	}
}

static void
the_clock_changes_at_the_edge(void **state)
{
	static const struct {
		const char *rule;
		int64_t at; /* the first moment of the new offset */
		int before, after;
	} cases[] = {
	    {"EST5EDT,M3.2.0,M11.1.0", 1772953200000, -300, -240},
	    {"EST5EDT,M3.2.0,M11.1.0", 1793512800000, -240, -300},
	    {"GMT0BST,M3.5.0/1,M10.5.0", 1774746000000, 0, 60},
	    {"GMT0BST,M3.5.0/1,M10.5.0", 1792890000000, 60, 0},
	    {"AEST-10AEDT,M10.1.0,M4.1.0/3", 1775318400000, 660, 600},
	    {"AEST-10AEDT,M10.1.0,M4.1.0/3", 1791043200000, 600, 660},
	    {"IST-1GMT0,M10.5.0,M3.5.0/1", 1774746000000, 0, 60},
	    {"<-04>4<-03>,J60/0,J300/0", 1772337600000, -240, -180},
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct zone zone;
		assert_int_equal(zone_parse(cases[i].rule, &zone, NULL), 0);
		int before = zone_offset(&zone, cases[i].at - 1);
		int after = zone_offset(&zone, cases[i].at);
		if (before != cases[i].before || after != cases[i].after)
			fail_msg(
			    "%s: %d then %d", cases[i].rule, before, after);
	}
}

static void
civil_times_find_their_moment_at_any_edge(void **state)
{
	struct zone zone;
	struct datetime dt = {.date = {2026, 3, 8}, .hour = 2, .minute = 30};

	(void)state;
	assert_int_equal(zone_parse("EST5EDT,M3.2.0,M11.1.0", &zone, NULL), 0);
	/* left out: by the clock before the change */
	assert_true(zone_wall(&zone, dt) == utc(2026, 3, 8, 7, 30));
	/* printed twice: the first */
	dt = (struct datetime){.date = {2026, 11, 1}, .hour = 1, .minute = 30};
	assert_true(zone_wall(&zone, dt) == utc(2026, 11, 1, 5, 30));
	for (int64_t wall = utc(2026, 1, 1, 0, 10);
	     wall < utc(2027, 1, 1, 0, 0); wall += INT64_C(3600000)) {
		struct datetime civil = zone_civil(&zone, wall);
		int64_t back = zone_wall(&zone, civil);
		if (back != wall && back != wall - INT64_C(3600000))
			fail_msg("%lld became %lld", (long long)wall,
			    (long long)back);
	}
}

static void
any_zone_comes_back_from_the_wire(void **state)
{
	static const char *const names[] = {
	    "UTC", "+08:00", "Asia/Shanghai", "America/New_York"};

	(void)state;
	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
		struct zone zone, back;
		struct buf buf;
		assert_int_equal(zone_load(names[i], &zone, NULL), 0);
		buf_init(&buf, KIB);
		zone_put(&buf, &zone);
		struct wire wire = wire_init(buf.data, buf.len);
		zone_get(&wire, &back);
		assert_int_equal(wire_get_end(&wire), 0);
		assert_memory_equal(&back, &zone, sizeof(zone));
		buf_done(&buf);
	}
}

static void
broken_rules_are_refused(void **state)
{
	static const char *const cases[] = {"", "E5", "EST", "EST5EDT",
	    "EST5EDT,M3.2.0", "EST5EDT,M13.2.0,M11.1.0",
	    "EST5EDT,M3.6.0,M11.1.0", "EST5EDT,M3.2.7,M11.1.0",
	    "EST25EDT,M3.2.0,M11.1.0", "EST5EDT,J0,J60",
	    "EST5EDT,M3.2.0,M11.1.0x", "<EST5", "EST5EDT,M3.2.0/200,M11.1.0"};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct zone zone;
		if (zone_parse(cases[i], &zone, NULL) != ERR_UNSUPPORTED)
			fail_msg("'%s' was taken", cases[i]);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(names_load_and_others_are_refused),
	    cmocka_unit_test(the_clock_changes_at_the_edge),
	    cmocka_unit_test(civil_times_find_their_moment_at_any_edge),
	    cmocka_unit_test(any_zone_comes_back_from_the_wire),
	    cmocka_unit_test(broken_rules_are_refused),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
