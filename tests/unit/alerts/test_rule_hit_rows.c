/* SPDX-License-Identifier: BSD-2-Clause */
/* Hits of rules: counted by hours, a month of them kept, and the last. */
#include "alerts/rule_hit_rows.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#define HOUR INT64_C(3600000)
#define DAY  (24 * HOUR)
#define NOW  (20000 * DAY + HOUR / 2)

static struct db *
open_store(void)
{
	struct err err = ERR_NONE;
	struct db *db = NULL;

	if (db_open(":memory:", &db, &err) != 0)
		fail_msg("%s", err.text);
	return db;
}

static void
hit(struct db *db, const char *rule, int64_t event, int64_t now)
{
	struct err err = ERR_NONE;

	if (rule_hit_rows_add(db, rule, event, now, &err) != 0)
		fail_msg("%s", err.text);
}

static struct rule_hit_row
ask(struct db *db, const char *rule, int64_t now)
{
	struct rule_hit_row row;
	struct err err = ERR_NONE;

	if (rule_hit_rows_get(db, rule, now, &row, &err) != 0)
		fail_msg("%s", err.text);
	return row;
}

static void
hits_count_for_a_day_and_for_a_month(void **state)
{
	struct db *db = open_store();

	(void)state;
	hit(db, "a", 1, NOW - 40 * DAY);
	hit(db, "a", 2, NOW - 29 * DAY);
	hit(db, "a", 3, NOW - 25 * HOUR);
	hit(db, "a", 4, NOW - 23 * HOUR);
	hit(db, "a", 5, NOW);
	hit(db, "a", 6, NOW + 1);
	hit(db, "b", 7, NOW);
	assert_int_equal(ask(db, "a", NOW).day, 3);
	assert_int_equal(ask(db, "a", NOW).month, 5);
	assert_int_equal(ask(db, "a", NOW).last, NOW + 1);
	assert_int_equal(ask(db, "a", NOW).event, 6);
	assert_int_equal(ask(db, "b", NOW).month, 1);
	assert_int_equal(ask(db, "c", NOW).last, 0);
	db_close(db);
}

static void
the_last_hit_stays_however_old_it_is(void **state)
{
	struct db *db = open_store();

	(void)state;
	hit(db, "a", 1, NOW);
	assert_int_equal(ask(db, "a", NOW + 400 * DAY).month, 0);
	assert_int_equal(ask(db, "a", NOW + 400 * DAY).last, NOW);
	hit(db, "a", 2, NOW + 400 * DAY);
	assert_int_equal(ask(db, "a", NOW).month, 1);
	assert_int_equal(ask(db, "a", NOW + 400 * DAY).event, 2);
	db_close(db);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(hits_count_for_a_day_and_for_a_month),
	    cmocka_unit_test(the_last_hit_stays_however_old_it_is),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
