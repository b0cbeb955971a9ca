/* SPDX-License-Identifier: BSD-2-Clause */
/* Of which period English results and outlooks are. */
#include "tests/lib/grammar.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#define CHECK(rows) grammar_check_markets(rows, sizeof(rows) / sizeof(rows)[0])

static void
results_are_of_their_own_period_not_of_the_outlook(void **state)
{
	static const struct grammar_market_row rows[] = {
	    {"XNYS",
		"Marlow Reports Third Quarter 2026 Results; Lifts Full-Year "
		"Outlook",
		"Net income was $32 million, against $27 million a year ago. "
		"The company lifted its full-year 2026 outlook: revenue of "
		"$910 million to $930 million.",
		"ni_total actual Q3 2026 32000000\n"
		"ni_total prior_year Q3 2025 27000000\n"
		"rev forecast FY2026 910000000..930000000\n"},
	    {"XNYS", "Marlow Reports Third Quarter Results",
		"Third quarter revenue was $210 million. Net income was $32 "
		"million, as compared to $27 million a year ago.\n"
		"Outlook: For fiscal year 2026, the company now expects "
		"revenue of $910 million to $930 million.",
		"rev actual Q3 2026 210000000\n"
		"ni_total actual Q3 2026 32000000\n"
		"ni_total prior_year Q3 2025 27000000\n"
		"rev forecast FY2026 910000000..930000000\n"},
	    {"XOSL", "A weak first quarter, guidance lowered",
		"Halden delivered revenues of NOK 400 million in the first "
		"quarter of 2026 and EBITDA of NOK 61 million (NOK 70 "
		"million). It lowers its guidance for full-year 2026 EBITDA "
		"to NOK 230-250 million.",
		"rev actual Q1 2026 400000000\n"
		"ebitda actual Q1 2026 61000000\n"
		"ebitda prior_year Q1 2025 70000000\n"
		"ebitda forecast FY2026 230000000..250000000\n"},
	};

	(void)state;
	CHECK(rows);
}

static void
a_named_quarter_tells_where_the_fiscal_year_ends(void **state)
{
	static const struct grammar_market_row rows[] = {
	    {"XNAS", "",
		"Tarn expects revenue for the third quarter of fiscal 2026, "
		"ended March 31, 2026, of $80 million to $82 million. In the "
		"third quarter of fiscal 2025, revenue was $75 million.",
		"rev forecast Q1 2026 80000000..82000000\n"
		"rev prior_year Q1 2025 75000000\n"},
	    {"XNAS", "",
		"Revenue for the first quarter of fiscal 2027, ended October "
		"31, 2026, was $80 million. In the first quarter of fiscal "
		"2026, revenue was $75 million.",
		"rev actual 2026-08-01..2026-10-31 80000000\n"
		"rev prior_year 2025-08-01..2025-10-31 75000000\n"},
	};

	(void)state;
	CHECK(rows);
}

static void
a_quarter_on_its_own_line_heads_what_follows(void **state)
{
	static const struct grammar_market_row rows[] = {
	    {"XSTO", "Interim report January-September 2026",
		"Third quarter\n"
		"\u2022 Net sales increased by 4 percent to SEK 520 M\n"
		"\u2022 Operating profit amounted to SEK 41 M\n"
		"January-September\n"
		"\u2022 Net sales increased by 3 percent to SEK 1,580 M\n"
		"\u2022 Operating profit amounted to SEK 118 M\n",
		"rev pct_change Q3 2026 4\n"
		"rev actual Q3 2026 520000000\n"
		"op actual Q3 2026 41000000\n"
		"rev pct_change 9M 2026 3\n"
		"rev actual 9M 2026 1580000000\n"
		"op actual 9M 2026 118000000\n"},
	    {"XHEL", "Half-year report 2026",
		"April\u2013June\n"
		"Net sales were EUR 52.1 million.\n"
		"January\u2013June\n"
		"Net sales were EUR 98.4 million.\n",
		"rev actual Q2 2026 52100000\n"
		"rev actual H1 2026 98400000\n"},
	};

	(void)state;
	CHECK(rows);
}

int
main(void)
{
	static const struct CMUnitTest tests[] = {
	    cmocka_unit_test(
		results_are_of_their_own_period_not_of_the_outlook),
	    cmocka_unit_test(a_named_quarter_tells_where_the_fiscal_year_ends),
	    cmocka_unit_test(a_quarter_on_its_own_line_heads_what_follows),
	};

	return cmocka_run_group_tests(tests, NULL, grammar_teardown);
}
