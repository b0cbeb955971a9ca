/* SPDX-License-Identifier: BSD-2-Clause */
/* When a list that stands still is overdue. */
#include "watchers/expect.h"

#include "lib/base/date.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#define MINUTE	 INT64_C(60000)
#define HOUR	 (60 * MINUTE)

/* Tuesday 2026-01-20 00:00 in Shanghai. */
#define MIDNIGHT INT64_C(1768838400000)

static const struct zone shanghai = {.standard_min = 480, .daylight_min = 480};

static const struct expectation usual = {
    .known = true, .weekday = {[16] = 60, [17] = 30}};

static void
see(struct expect *expect, int64_t at, bool fresh)
{
	const struct expect_basis basis = {&usual, &shanghai, NULL};

	expect_see(expect, &basis, at, fresh);
}

/* Minutes after 16:00 until it is overdue, polled each minute; -1: never. */
static int
minutes_until_overdue(int64_t day, int64_t start, int fresh_at)
{
	struct expect expect = {0};

	for (int i = 0; i < 120; i++) {
		int64_t at = day + start + i * MINUTE;
		see(&expect, at, i == fresh_at);
		if (expect_is_overdue(&expect, at)) {
			expect_done(&expect);
			return i;
		}
	}
	expect_done(&expect);
	return -1;
}

static void
what_is_usual_and_does_not_come_is_overdue(void **state)
{
	(void)state;
	/* sixty an hour: twelve are owed after twelve minutes */
	assert_int_equal(minutes_until_overdue(MIDNIGHT, 16 * HOUR, -1), 12);
	/* a new filing settles the debt, and shows that nine were none */
	assert_int_equal(minutes_until_overdue(MIDNIGHT, 16 * HOUR, 10), 23);
	/* thirty an hour */
	assert_int_equal(minutes_until_overdue(MIDNIGHT, 17 * HOUR, -1), 24);
	/* from the hour when they are due, not from the start of the watch */
	assert_int_equal(minutes_until_overdue(MIDNIGHT, 15 * HOUR, -1), 72);
	/* nothing is due at night or on a Sunday */
	assert_int_equal(minutes_until_overdue(MIDNIGHT, 20 * HOUR, -1), -1);
	assert_int_equal(
	    minutes_until_overdue(MIDNIGHT - 2 * DAY_MS, 16 * HOUR, -1), -1);
}

static void
what_was_not_watched_is_not_owed(void **state)
{
	struct expect expect = {0};

	(void)state;
	see(&expect, MIDNIGHT + 16 * HOUR, false);
	see(&expect, MIDNIGHT + 16 * HOUR + 11 * MINUTE, false);
	assert_false(
	    expect_is_overdue(&expect, MIDNIGHT + 16 * HOUR + 11 * MINUTE));
	expect_forget(&expect, MIDNIGHT + 16 * HOUR + 12 * MINUTE);
	see(&expect, MIDNIGHT + 16 * HOUR + 20 * MINUTE, false);
	see(&expect, MIDNIGHT + 16 * HOUR + 25 * MINUTE, false);
	assert_false(
	    expect_is_overdue(&expect, MIDNIGHT + 16 * HOUR + 25 * MINUTE));
}

static void
a_rush_is_not_overdue_before_ten_minutes(void **state)
{
	static const struct expectation rush = {
	    .known = true, .weekday = {[16] = 3000}};
	const struct expect_basis basis = {&rush, &shanghai, NULL};
	struct expect expect = {0};
	int64_t start = MIDNIGHT + 16 * HOUR, at = start;

	(void)state;
	for (; at < start + 30 * MINUTE; at += MINUTE / 6) {
		expect_see(&expect, &basis, at, 0);
		if (expect_is_overdue(&expect, at))
			break;
	}
	assert_int_equal(at - start, 10 * MINUTE);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(what_is_usual_and_does_not_come_is_overdue),
	    cmocka_unit_test(what_was_not_watched_is_not_owed),
	    cmocka_unit_test(a_rush_is_not_overdue_before_ten_minutes),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
