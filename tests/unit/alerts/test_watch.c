/* SPDX-License-Identifier: BSD-2-Clause */
/* Watch lists find what was added, in any order, once. */
#include "alerts/watch.h"

#include <setjmp.h>
#include <stdint.h>
#include <stdio.h>
#include <cmocka.h>

static void
entries_are_found_whatever_their_order(void **state)
{
	struct watch watch;
	char listing[32];

	(void)state;
	watch_init(&watch, "core");
	for (int i = 0; i < 500; i++) {
		(void)snprintf(
		    listing, sizeof(listing), "XSHE:%06d", i * 7919 % 500);
		assert_int_equal(watch_add(&watch, listing, NULL, listing,
				     (struct yaml_mark){"f", i, 1}),
		    0);
	}
	assert_int_equal(watch.count, 500);
	for (int i = 0; i < 500; i++) {
		(void)snprintf(listing, sizeof(listing), "XSHE:%06d", i);
		const struct watch_entry *entry = watch_find(&watch, listing);
		assert_non_null(entry);
		assert_string_equal(entry->ref, listing);
		assert_null(entry->label);
	}
	assert_null(watch_find(&watch, "XSHE:000500"));
	assert_null(watch_find(&watch, ""));
	watch_done(&watch);
}

static void
a_listing_twice_is_refused(void **state)
{
	struct watch watch;
	struct yaml_mark mark = {"f", 1, 1};

	(void)state;
	watch_init(&watch, "core");
	assert_int_equal(watch_add(&watch, "XHKG:00700", "a", NULL, mark), 0);
	assert_int_equal(
	    watch_add(&watch, "XHKG:00700", "b", NULL, mark), ERR_EXISTS);
	assert_string_equal(watch_find(&watch, "XHKG:00700")->label, "a");
	watch_done(&watch);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(entries_are_found_whatever_their_order),
	    cmocka_unit_test(a_listing_twice_is_refused),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
