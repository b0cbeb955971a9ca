/* SPDX-License-Identifier: BSD-2-Clause */
#include "watchers/list_parts.h"
#include "watchers/secret.h"

#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <setjmp.h>
#include <cmocka.h>

static void
a_secret_is_hidden_however_it_is_written(void **state)
{
	static char key[] = "key", value[] = "s c/ret", pin[] = "pin",
		    two[] = "42";
	static const struct list_pair secrets[] = {{key, value}, {pin, two}};
	static const struct {
		const char *text, *shown;
	} cases[] = {
	    {"", ""},
	    {"http 302 to https://x.test/?a=1",
		"http 302 to https://x.test/?a=1"},
	    {"s c/ret", "***"},
	    {"k=s%20c%2Fret&k=s+c%2Fret.", "k=***&k=***."},
	    {"s c/rets c/ret", "******"},
	    {"pin 42!", "pin **!"},
	};
	char text[100];

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		(void)snprintf(text, sizeof(text), "%s", cases[i].text);
		secret_hide(text, secrets, 2);
		assert_string_equal(text, cases[i].shown);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(a_secret_is_hidden_however_it_is_written),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
