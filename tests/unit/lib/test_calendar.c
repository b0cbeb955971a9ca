/* SPDX-License-Identifier: BSD-2-Clause */
/* Trading days: from a text, and as the shipped calendars have them. */
#include "lib/base/calendar.h"

#include "lib/base/date.h"

#include <dirent.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

static int
parse(const char *text, struct calendar **ret, struct buf *complaints)
{
	struct yaml *yaml;
	int rc = yaml_parse("cal.yaml", text, strlen(text), &yaml, NULL);

	assert_int_equal(rc, 0);
	rc = calendar_parse(yaml, ret, complaints);
	yaml_free(yaml);
	return rc;
}

static int32_t
day(const char *s)
{
	int32_t ret;

	assert_int_equal(date_parse(s, &ret), 0);
	return ret;
}

static void
days_are_open_half_or_closed(void **state)
{
	static const struct {
		const char *day;
		enum calendar_day want;
		bool busy;
	} rows[] = {
	    {"2026-12-23", CALENDAR_OPEN, true},
	    {"2026-12-24", CALENDAR_HALF, true},
	    {"2026-12-25", CALENDAR_CLOSED, false},
	    {"2026-12-26", CALENDAR_CLOSED, false}, /* Saturday */
	    {"2026-12-27", CALENDAR_CLOSED, false}, /* before a holiday */
	    {"2026-12-28", CALENDAR_CLOSED, true},
	    {"2027-01-03", CALENDAR_CLOSED, true}, /* Sunday */
	    {"2031-05-01", CALENDAR_OPEN, true}, /* beyond what it knows */
	};
	struct calendar *calendar;
	struct buf complaints;

	(void)state;
	buf_init(&complaints, 64 * KIB);
	assert_int_equal(parse("format: 1\nname: X\nuntil: 2026-12-31\n"
			       "half: [ 2026-12-24 ]\n"
			       "closed: [ 2026-12-28, 2026-12-25 ]\n",
			     &calendar, &complaints),
	    0);
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		assert_int_equal(
		    calendar_day(calendar, day(rows[i].day)), rows[i].want);
		if (calendar_is_busy(calendar, day(rows[i].day)) !=
		    rows[i].busy)
			fail_msg("%s", rows[i].day);
	}
	assert_int_equal(calendar_until(calendar), day("2026-12-31"));
	assert_int_equal(calendar_day(NULL, day("2026-12-25")), CALENDAR_OPEN);
	calendar_free(calendar);
	buf_done(&complaints);
}

static void
faults_are_told_with_their_place(void **state)
{
	static const struct {
		const char *text, *want;
	} rows[] = {
	    {"format: 2\nuntil: 2026-12-31\n", "cal.yaml:1:9: the format"},
	    {"until: 2026-02-30\n", "cal.yaml:1:8: a day is written"},
	    {"until: 2026-12-31\nclosed: [ 2026-13-01 ]\n",
		"cal.yaml:2:11: a day is written"},
	    {"until: 2026-12-31\nclosd: []\n", "cal.yaml:2:1: unknown key"},
	    {"until: 2026-12-31\nclosed: x\n", "cal.yaml:2:9: a list of days"},
	    {"format: 1\n", "until when"},
	    {"until: 2026-12-31\nzone: Asia/Shangai\n",
		"cal.yaml:2:7: no such zone"},
	    {"until: 2026-12-31\nhours: 9-15\n", "cal.yaml:2:8: hours are"},
	    {"until: 2026-12-31\nhours: \"15:00-09:00\"\n",
		"cal.yaml:2:8: hours are"},
	    {"until: 2026-12-31\nhours: \"09:00-24:01\"\n",
		"cal.yaml:2:8: hours are"},
	    {"until: 2026-12-31\nhours: \"09:00-15:00\"\n",
		"says in which zone"},
	};

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct calendar *calendar;
		struct buf complaints;
		buf_init(&complaints, 64 * KIB);
		assert_int_equal(
		    parse(rows[i].text, &calendar, &complaints), ERR_CONFIG);
		if (strstr(complaints.data, rows[i].want) == NULL)
			fail_msg("%s", complaints.data);
		buf_done(&complaints);
	}
}

static void
every_shipped_calendar_loads(void **state)
{
	const char *src = getenv("FILINGD_SRCDIR");
	char dir[400];
	const char *const dirs[] = {dir};
	struct dirent *entry;
	int seen = 0;

	(void)state;
	(void)snprintf(
	    dir, sizeof(dir), "%s/watchers/calendars", src != NULL ? src : ".");
	DIR *list = opendir(dir);
	assert_non_null(list);
	while ((entry = readdir(list)) != NULL) {
		char name[64];
		struct calendar *calendar;
		struct buf complaints;
		size_t n = strcspn(entry->d_name, ".");
		if (n == 0 || n >= sizeof(name))
			continue;
		(void)snprintf(
		    name, sizeof(name), "%.*s", (int)n, entry->d_name);
		buf_init(&complaints, 64 * KIB);
		if (calendar_load(name, dirs, 1, &calendar, &complaints) != 0)
			fail_msg("%s", complaints.data);
		assert_true(calendar_until(calendar) >= day("2026-12-31"));
		assert_string_equal(calendar_name(calendar), name);
		assert_non_null(calendar_zone(calendar));
		calendar_free(calendar);
		buf_done(&complaints);
		seen++;
	}
	(void)closedir(list);
	assert_true(seen > 5);
	struct calendar *none;
	struct buf complaints;
	buf_init(&complaints, KIB);
	assert_int_equal(calendar_load("../XHKG", dirs, 1, &none, &complaints),
	    ERR_NOTFOUND);
	buf_done(&complaints);
}

static void
trading_has_hours_that_follow_the_clock(void **state)
{
	static const struct {
		const char *day;
		const char *from, *to; /* UTC; NULL: closed */
	} rows[] = {
	    {"2026-01-05", "2026-01-05T14:30:00Z", "2026-01-05T21:00:00Z"},
	    {"2026-07-06", "2026-07-06T13:30:00Z", "2026-07-06T20:00:00Z"},
	    {"2026-11-27", "2026-11-27T14:30:00Z", "2026-11-27T18:00:00Z"},
	    {"2026-11-28", NULL, NULL},
	    {"2026-11-26", NULL, NULL},
	};
	struct calendar *calendar;
	struct buf complaints;
	char printed[DATE_STR_MAX];

	(void)state;
	buf_init(&complaints, 64 * KIB);
	assert_int_equal(
	    parse("until: 2026-12-31\nname: XNYS\nzone: America/New_York\n"
		  "hours: \"09:30-16:00\"\nhalf-hours: \"09:30-13:00\"\n"
		  "closed: [ 2026-11-26 ]\nhalf: [ 2026-11-27 ]\n",
		&calendar, &complaints),
	    0);
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		int64_t from, to;
		bool open =
		    calendar_hours(calendar, day(rows[i].day), &from, &to);
		assert_int_equal(open, rows[i].from != NULL);
		if (!open)
			continue;
		assert_string_equal(
		    datetime_print_utc(from, printed), rows[i].from);
		assert_string_equal(
		    datetime_print_utc(to, printed), rows[i].to);
	}
	calendar_free(calendar);
	buf_done(&complaints);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(days_are_open_half_or_closed),
	    cmocka_unit_test(faults_are_told_with_their_place),
	    cmocka_unit_test(trading_has_hours_that_follow_the_clock),
	    cmocka_unit_test(every_shipped_calendar_loads),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
