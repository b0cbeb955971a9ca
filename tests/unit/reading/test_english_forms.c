/* SPDX-License-Identifier: BSD-2-Clause */
/* Forms of English figures: changes, bounds, brackets, and other names. */
#include "reading/read.h"
#include "lib/base/mem.h"
#include "tests/lib/grammar.h"

#include <setjmp.h>
#include <string.h>
#include <cmocka.h>

struct row {
	const char *market;
	const char *title;
	const char *text;
	const char *facts;
};

static void
check(const struct row *rows, size_t n)
{
	int failed = 0;

	for (size_t i = 0; i < n; i++) {
		const struct document_hint hint = {
		    .market = rows[i].market[0] != '\0' ? rows[i].market : NULL,
		    .title = rows[i].title,
		    .published = DATE_NONE};
		char *got = grammar_facts(&hint, rows[i].text);
		if (strcmp(got, rows[i].facts) != 0) {
			print_error("%s | %s\ngot\n%s", rows[i].title,
			    rows[i].text, got);
			failed++;
		}
		mem_free(got);
	}
	assert_int_equal(failed, 0);
}

#define CHECK(rows) check(rows, sizeof(rows) / sizeof(rows)[0])

static void
a_change_may_stand_before_its_measure(void **state)
{
	static const struct row rows[] = {
	    {"", "Quarterly results",
		"The third quarter of 2026 brought a decrease of 7% in revenue "
		"and an increase of 4% in operating profit.",
		"rev pct_change Q3 2026 -7\n"
		"op pct_change Q3 2026 4\n"},
	    {"", "",
		"Net profit for 2026 was $4 million in line with revenue of "
		"$90 million.",
		"ni_total actual FY2026 4000000\n"
		"rev actual FY2026 90000000\n"},
	};

	(void)state;
	CHECK(rows);
}

static void
we_expect_is_said_by_issuers_and_by_brokers(void **state)
{
	static const struct row rows[] = {
	    {"", "", "We expect 2026 revenue of $310 million to $320 million.",
		"rev forecast FY2026 310000000..320000000\n"},
	    {"", "Castor: target price cut to $14, we maintain our rating",
		"We expect 2026 revenue of $310 million.", ""},
	};

	(void)state;
	CHECK(rows);
}

static void
measures_have_many_names(void **state)
{
	static const struct row rows[] = {
	    {"", "",
		"Group operating result for 2026 was EUR 12 million, result "
		"before tax EUR 9 million and net result EUR 6 million.",
		"op actual FY2026 12000000\n"
		"pbt actual FY2026 9000000\n"
		"ni_total actual FY2026 6000000\n"},
	    {"", "",
		"Profit before tax (PBT) for 2026 came to Rs 21 crore and PAT "
		"to Rs 15 crore.",
		"pbt actual FY2026 210000000\n"
		"ni_total actual FY2026 150000000\n"},
	};

	(void)state;
	CHECK(rows);
}

int
main(void)
{
	static const struct CMUnitTest tests[] = {
	    cmocka_unit_test(a_change_may_stand_before_its_measure),
	    cmocka_unit_test(we_expect_is_said_by_issuers_and_by_brokers),
	    cmocka_unit_test(measures_have_many_names),
	};

	return cmocka_run_group_tests(tests, NULL, grammar_teardown);
}
