/* SPDX-License-Identifier: BSD-2-Clause */
/* By which names a filing is known at more than one source. */
#include "lib/base/mem.h"
#include "watchers/identity.h"

#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
#include <cmocka.h>
#include <string.h>

static const struct {
	const char *why;
	const char *key, *url;
	const char *names; /* joined by a blank */
} cases[] = {
    {"an exchange's number, as key and as file", "1225000001",
	"https://static.example/finalpage/2026-01-21/1225000001.PDF",
	"1225000001"},
    {"an accession number with and without lines", "0001193125-26-012345",
	"https://s.example/a/000119312526012345.txt?x=1", "000119312526012345"},
    {"a day and a number of the day", "x",
	"https://h.example/2026012100123.pdf", "2026012100123"},
    {"a file with code, day and its own letters", NULL,
	"/603138_20260121_A1B2.pdf", "60313820260121a1b2"},
    {"a key and a file of different names", "AN202601211234567",
	"/p/1225000001.PDF", "an202601211234567 1225000001"},
    {"a code and a day name any filing of the day", "603138-2026-01-21",
	"/603138_20260121.pdf", ""},
    {"a running number of the day does not tell", "603138-2026-01-21-1", NULL,
	""},
    {"the name of an exhibit is everybody's", "x", "/1/exhibit991.htm", ""},
    {"words are no id", "annual-report-of-the-company", NULL, ""},
    {"a key of several parts is the source's own", "603138|1225000001|2026",
	NULL, ""},
    {"a title in a key", "\xe4\xb8\x9a 1225000001", NULL, ""},
    {"no address, no key", NULL, NULL, ""},
    {"an address that ends in a slash", NULL, "https://x.example/a/", ""},
    {"too long to be an id",
	"12345678901234567890123456789012345678901234567890123456789012345678"
	"9012345",
	NULL, ""},
};

static void
names_are_those_that_hardly_name_anything_else(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		char names[IDENTITY_COUNT][IDENTITY_MAX] = {{0}};
		struct item item = {.key = mem_strdup(cases[i].key),
		    .url = mem_strdup(cases[i].url)};
		char *got;
		size_t n;

		item_add_issuer(&item, "XSHG:603138", "603138", NULL);
		n = identity_of(&item, names);
		got = mem_printf("%s%s%s", n > 0 ? names[0] : "",
		    n > 1 ? " " : "", n > 1 ? names[1] : "");
		if (strcmp(got, cases[i].names) != 0)
			fail_msg("%s: '%s'", cases[i].why, got);
		mem_free(got);
		item_done(&item);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(names_are_those_that_hardly_name_anything_else),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
