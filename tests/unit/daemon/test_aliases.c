/* SPDX-License-Identifier: BSD-2-Clause */
/* One issuer under several names. */
#include "daemon/aliases.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

static void
every_name_leads_to_the_first_listing(void **state)
{
	struct aliases aliases = {0};

	(void)state;
	assert_int_equal(aliases_add(&aliases, "XHKG:02318", "XSHG:601318"), 0);
	assert_int_equal(aliases_add(&aliases, "113620", "XSHG:601318"), 0);
	assert_int_equal(
	    aliases_add(&aliases, "XSHE:200002", "XSHE:000002"), 0);
	assert_string_equal(
	    aliases_find(&aliases, "XHKG:02318", "02318"), "XSHG:601318");
	assert_string_equal(
	    aliases_find(&aliases, "XSHG:601318", "601318"), "XSHG:601318");
	assert_string_equal(
	    aliases_find(&aliases, NULL, "113620"), "XSHG:601318");
	assert_string_equal(
	    aliases_find(&aliases, "XSHE:200002", NULL), "XSHE:000002");
	/* a code counts only where there is no listing */
	assert_string_equal(
	    aliases_find(&aliases, "XSHG:600000", "113620"), "XSHG:600000");
	assert_null(aliases_find(&aliases, NULL, "999999"));
	assert_null(aliases_find(&aliases, NULL, NULL));
	aliases_done(&aliases);
}

static void
names_are_of_one_issuer_and_never_lead_in_a_ring(void **state)
{
	struct aliases aliases = {0};

	(void)state;
	assert_int_equal(aliases_add(&aliases, "B:2", "A:1"), 0);
	assert_int_equal(aliases_add(&aliases, "B:2", "A:1"), ERR_EXISTS);
	assert_int_equal(aliases_add(&aliases, "B:2", "C:3"), ERR_EXISTS);
	assert_int_equal(aliases_add(&aliases, "A:1", "A:1"), ERR_INVALID);
	assert_int_equal(aliases_add(&aliases, "A:1", "C:3"), ERR_INVALID);
	assert_int_equal(aliases_add(&aliases, "D:4", "B:2"), ERR_INVALID);
	assert_int_equal(aliases.count, 1);
	aliases_done(&aliases);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(every_name_leads_to_the_first_listing),
	    cmocka_unit_test(names_are_of_one_issuer_and_never_lead_in_a_ring),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
