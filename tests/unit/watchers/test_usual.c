/* SPDX-License-Identifier: BSD-2-Clause */
/* What a source teaches of itself, and how its silence is judged by it. */
#include "lib/base/date.h"
#include "lib/store/db.h"
#include "watchers/expect.h"
#include "watchers/usual.h"
#include "watchers/usual_rows.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#define MINUTE INT64_C(60000)
#define HOUR   (60 * MINUTE)

/* Monday 2026-01-12 00:00 in Shanghai. */
#define MONDAY INT64_C(1768147200000)

static const struct zone shanghai = {.standard_min = 480, .daylight_min = 480};

/* The start of the n-th weekday from that Monday on. */
static int64_t
weekday(int n)
{
	return MONDAY + (n / 5 * 7 + n % 5) * DAY_MS;
}

static void
see(struct expect *expect, int64_t at, int64_t fresh)
{
	const struct expect_basis basis = {.zone = &shanghai};

	expect_see(expect, &basis, at, fresh);
}

/* A day polled each minute, with so many filings from 16:00 to 17:00. */
static void
live_day(struct expect *expect, int64_t day, int filings)
{
	for (int i = 0; i < 24 * 60; i++) {
		int minute = i - 16 * 60;
		bool due = minute >= 0 && minute < 60;

		/* spread over the hour as evenly as whole minutes allow */
		see(expect, day + i * MINUTE,
		    due ? (minute + 1) * filings / 60 - minute * filings / 60
			: 0);
	}
}

/* Minutes after 16:00 until a silent day is overdue; -1: never. */
static int
silent_day(struct expect *expect, int64_t day)
{
	for (int i = 0; i < 24 * 60; i++) {
		see(expect, day + i * MINUTE, 0);
		if (expect_is_overdue(expect, day + i * MINUTE))
			return i - 16 * 60;
	}
	return -1;
}

static void
a_source_is_judged_by_itself_after_seven_trading_days(void **state)
{
	(void)state;
	for (int days = 5; days <= USUAL_DAYS + 1; days++) {
		struct expect expect = {0};

		/* what the first day finds at once teaches nothing */
		see(&expect, weekday(0) - HOUR, 400);
		for (int i = 0; i < days; i++)
			live_day(&expect, weekday(i), 60);
		/* one was due between the last poll before five and five */
		assert_int_equal(silent_day(&expect, weekday(days)),
		    days < USUAL_DAYS ? -1 : 11);
		expect_done(&expect);
	}
}

static void
one_rich_day_or_a_poor_one_changes_little(void **state)
{
	static const int filings[USUAL_DAYS] = {90, 600, 30, 0, 30, 30, 30};
	struct expect expect = {0};

	(void)state;
	for (int i = 0; i < USUAL_DAYS; i++)
		live_day(&expect, weekday(i), filings[i]);
	assert_int_equal(usual_rate(expect.learned, 16), 30);
	assert_int_equal(usual_rate(expect.learned, 17), 0);
	assert_int_equal(silent_day(&expect, weekday(USUAL_DAYS)), 23);
	expect_done(&expect);
}

static void
days_without_trading_and_hours_not_watched_teach_nothing(void **state)
{
	struct expect expect = {0};

	(void)state;
	for (int i = 0; i < USUAL_DAYS; i++)
		live_day(&expect, weekday(i), 60);
	/* Saturdays and Sundays */
	for (int i = 0; i < 4; i++)
		live_day(
		    &expect, MONDAY + (12 + i % 2 + i / 2 * 7) * DAY_MS, 0);
	/* weekdays of which only some minutes were seen */
	for (int i = 0; i < 5; i++) {
		int64_t four = weekday(15 + i) + 16 * HOUR;
		see(&expect, four - HOUR, 0);
		expect_forget(&expect, four);
		see(&expect, four + 5 * MINUTE, 0);
		see(&expect, four + 9 * MINUTE, 0);
		expect_forget(&expect, four + HOUR);
	}
	assert_int_equal(usual_rate(expect.learned, 16), 60);
	expect_done(&expect);
}

static void
a_list_that_stands_still_for_days_does_not_teach_that(void **state)
{
	struct expect expect = {0};

	(void)state;
	for (int i = 0; i < USUAL_DAYS; i++)
		live_day(&expect, weekday(i), 60);
	for (int i = 0; i < 5; i++)
		(void)silent_day(&expect, weekday(USUAL_DAYS + i));
	assert_int_equal(usual_rate(expect.learned, 16), 60);
	/* all that was held back comes at once: it had stood still */
	see(&expect, weekday(12), 300);
	assert_int_equal(usual_debt(expect.learned), 0);
	expect_done(&expect);
}

static void
a_list_that_comes_in_bursts_may_be_silent_for_longer(void **state)
{
	struct expect expect = {0};

	(void)state;
	/* sixty at 16:01, then one at 16:50 */
	for (int day = 0; day < USUAL_DAYS + 3; day++)
		for (int i = 0; i < 24 * 60; i++)
			see(&expect, weekday(day) + i * MINUTE,
			    i == 16 * 60 + 1	? 60
			    : i == 16 * 60 + 50 ? 1
						: 0);
	assert_in_range(usual_debt(expect.learned), 45, 50);
	assert_int_equal(silent_day(&expect, weekday(USUAL_DAYS + 3)), 48);
	expect_done(&expect);
}

static void
what_was_learned_and_is_overdue_outlives_a_restart(void **state)
{
	struct expect expect = {0}, loaded = {0}, none = {0};
	struct err err = ERR_NONE;
	struct db *db = NULL;
	int64_t at = weekday(USUAL_DAYS) + 16 * HOUR + 30 * MINUTE;

	(void)state;
	assert_int_equal(db_open(":memory:", &db, &err), 0);
	for (int i = 0; i < USUAL_DAYS; i++)
		live_day(&expect, weekday(i), 60);
	assert_true(expect_is_changed(&expect));
	(void)silent_day(&expect, weekday(USUAL_DAYS));
	assert_int_equal(usual_rows_save(db, "a", &expect, &err), 0);
	assert_false(expect_is_changed(&expect));
	assert_int_equal(usual_rows_load(db, "a", &loaded, &err), 0);
	assert_int_equal(usual_rate(loaded.learned, 16), 60);
	assert_true(expect_is_overdue(&loaded, at));
	/* the time without filingd is not owed, nor is the debt forgotten */
	see(&loaded, at + HOUR, 0);
	assert_int_equal(loaded.owed, expect.owed);
	assert_true(expect_is_overdue(&loaded, at + HOUR));
	see(&loaded, at + HOUR + MINUTE, 30);
	assert_false(expect_is_overdue(&loaded, at + HOUR + MINUTE));
	assert_int_equal(usual_rows_load(db, "b", &none, &err), 0);
	assert_null(none.learned);
	expect_done(&expect);
	expect_done(&loaded);
	db_close(db);
}

static void
a_damaged_record_is_refused(void **state)
{
	struct expect expect = {0}, got = {0};
	struct buf buf;

	(void)state;
	for (int i = 0; i < USUAL_DAYS; i++)
		live_day(&expect, weekday(i), 60);
	buf_init(&buf, 64 * KIB);
	expect_put(&buf, &expect);
	for (size_t n = 0; n < buf.len; n++)
		assert_int_equal(expect_get(&got, buf.data, n), ERR_PROTOCOL);
	buf.data[0]++;
	assert_int_equal(expect_get(&got, buf.data, buf.len), ERR_PROTOCOL);
	assert_null(got.learned);
	buf_done(&buf);
	expect_done(&expect);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(
		a_source_is_judged_by_itself_after_seven_trading_days),
	    cmocka_unit_test(one_rich_day_or_a_poor_one_changes_little),
	    cmocka_unit_test(
		days_without_trading_and_hours_not_watched_teach_nothing),
	    cmocka_unit_test(
		a_list_that_stands_still_for_days_does_not_teach_that),
	    cmocka_unit_test(
		a_list_that_comes_in_bursts_may_be_silent_for_longer),
	    cmocka_unit_test(
		what_was_learned_and_is_overdue_outlives_a_restart),
	    cmocka_unit_test(a_damaged_record_is_refused),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
