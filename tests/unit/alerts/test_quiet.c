/* SPDX-License-Identifier: BSD-2-Clause */
/* Windows by the clocks of zones and by the hours of exchanges. */
#include "alerts/quiet.h"

#include "lib/base/mem.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <cmocka.h>

#define EVERY QUIET_EVERY_DAY

static int64_t
moment(const char *s)
{
	bool time, zone;
	int64_t wall;

	if (datetime_parse(s, "%Y-%m-%dT%H:%M%z", 0, &wall, &time, &zone) != 0)
		fail_msg("%s", s);
	return wall;
}

static struct quiet
window(const char *zone, int from, int to, unsigned days)
{
	struct quiet quiet = {
	    .from_min = from * 60, .to_min = to * 60, .days = days};

	assert_int_equal(zone_load(zone, &quiet.zone, NULL), 0);
	return quiet;
}

static struct calendar *
calendar(const char *text)
{
	struct calendar *ret;
	struct buf complaints;
	struct yaml *yaml;

	buf_init(&complaints, KIB);
	assert_int_equal(
	    yaml_parse("cal.yaml", text, strlen(text), &yaml, NULL), 0);
	assert_int_equal(calendar_parse(yaml, &ret, &complaints), 0);
	yaml_free(yaml);
	buf_done(&complaints);
	return ret;
}

static void
windows_end_by_the_clock_of_their_zone(void **state)
{
	static const struct {
		const char *what;
		const char *zone;
		int from, to;
		unsigned days;
		const char *now, *end; /* NULL: not quiet */
	} rows[] = {
	    {"over midnight, in the evening", "Asia/Shanghai", 22, 7, EVERY,
		"2026-01-21T22:00+08:00", "2026-01-22T07:00+08:00"},
	    {"over midnight, in the morning", "Asia/Shanghai", 22, 7, EVERY,
		"2026-01-22T06:59+08:00", "2026-01-22T07:00+08:00"},
	    {"its end is outside", "Asia/Shanghai", 22, 7, EVERY,
		"2026-01-22T07:00+08:00", NULL},
	    {"before it", "Asia/Shanghai", 22, 7, EVERY,
		"2026-01-21T21:59+08:00", NULL},
	    {"a night belongs to the day it begins on", "Asia/Shanghai", 22, 7,
		0x10, "2026-01-24T05:00+08:00", "2026-01-24T07:00+08:00"},
	    {"the night to Friday is not Friday's", "Asia/Shanghai", 22, 7,
		0x10, "2026-01-23T05:00+08:00", NULL},
	    {"a night that the clock makes longer", "Europe/London", 22, 7,
		EVERY, "2026-10-24T22:00+01:00", "2026-10-25T07:00+00:00"},
	    {"a night that the clock makes shorter", "Europe/London", 22, 7,
		EVERY, "2026-03-28T22:00+00:00", "2026-03-29T07:00+01:00"},
	    {"a weekend", "Asia/Shanghai", 0, 24, 0x60,
		"2026-01-24T12:00+08:00", "2026-01-26T00:00+08:00"},
	    {"no gap at all", "Asia/Shanghai", 0, 24, EVERY,
		"2026-01-24T00:00+08:00", "2026-02-24T00:00+08:00"},
	};

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct quiet quiet = window(
		    rows[i].zone, rows[i].from, rows[i].to, rows[i].days);
		const struct quiet *last = NULL;
		int64_t now = moment(rows[i].now);
		int64_t want = rows[i].end != NULL ? moment(rows[i].end) : now;
		if (quiet_until(&quiet, 1, 0, now, &last) != want ||
		    (last != NULL) != (want != now))
			fail_msg("%s", rows[i].what);
	}
}

static void
several_windows_are_waited_out_one_after_another(void **state)
{
	struct quiet windows[] = {
	    window("Asia/Shanghai", 7, 9, 0x1f),
	    window("Asia/Shanghai", 22, 7, EVERY),
	};
	const struct quiet *last = NULL;
	int64_t night = moment("2026-01-21T23:00+08:00");

	(void)state;
	assert_int_equal(quiet_until(windows, 2, 0, night, &last),
	    moment("2026-01-22T09:00+08:00"));
	assert_ptr_equal(last, &windows[0]);
	assert_int_equal(quiet_until(windows, 2, 1, night, &last),
	    moment("2026-01-22T07:00+08:00"));
	assert_int_equal(quiet_until(windows, 2, 3, night, NULL), night);
}

static void
outside_the_hours_of_an_exchange_it_is_quiet(void **state)
{
	static const struct {
		const char *now, *end;
	} rows[] = {
	    {"2026-01-21T16:00+08:00", "2026-01-22T09:30+08:00"},
	    {"2026-01-22T09:30+08:00", NULL},
	    {"2026-01-22T14:59+08:00", NULL},
	    {"2026-01-23T15:00+08:00", "2026-01-26T09:30+08:00"},
	    {"2026-02-13T16:00+08:00", "2026-02-24T09:30+08:00"},
	};
	struct quiet quiet = {
	    .exchange = calendar(
		"name: XSHG\nuntil: 2026-12-31\nzone: Asia/Shanghai\n"
		"hours: \"09:30-15:00\"\nclosed: [ 2026-02-16, 2026-02-17, "
		"2026-02-18, 2026-02-19, 2026-02-20, 2026-02-23 ]\n"),
	};

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		int64_t now = moment(rows[i].now);
		int64_t want = rows[i].end != NULL ? moment(rows[i].end) : now;
		if (quiet_until(&quiet, 1, 0, now, NULL) != want)
			fail_msg("%s", rows[i].now);
	}
	quiet_done(&quiet);
}

static void
days_are_read_as_people_write_them(void **state)
{
	static const struct {
		const char *text;
		int want; /* -1: refused */
	} rows[] = {
	    {"mon-fri", 0x1f},
	    {"sat,sun", 0x60},
	    {"fri-mon", 0x71},
	    {"mon-wed, fri", 0x17},
	    {"sun", 0x40},
	    {"", -1},
	    {"monday", -1},
	    {"mon-", -1},
	    {"mon,", -1},
	    {"Mon", -1},
	};

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		unsigned days;
		int r = quiet_parse_days(rows[i].text, &days);
		if ((r == 0 ? (int)days : -1) != rows[i].want)
			fail_msg("%s", rows[i].text);
	}
}

static void
moments_are_printed_with_their_day_when_it_is_another(void **state)
{
	char buf[QUIET_WHEN_MAX];
	struct zone zone;

	(void)state;
	assert_int_equal(zone_load("Asia/Shanghai", &zone, NULL), 0);
	assert_string_equal(quiet_print(&zone, moment("2026-01-22T07:00+08:00"),
				moment("2026-01-21T23:00+08:00"), buf),
	    "07:00 Asia/Shanghai");
	assert_string_equal(quiet_print(&zone, moment("2026-01-26T09:30+08:00"),
				moment("2026-01-23T16:00+08:00"), buf),
	    "Mon 2026-01-26 09:30 Asia/Shanghai");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(windows_end_by_the_clock_of_their_zone),
	    cmocka_unit_test(several_windows_are_waited_out_one_after_another),
	    cmocka_unit_test(outside_the_hours_of_an_exchange_it_is_quiet),
	    cmocka_unit_test(days_are_read_as_people_write_them),
	    cmocka_unit_test(
		moments_are_printed_with_their_day_when_it_is_another),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
