/* SPDX-License-Identifier: BSD-2-Clause */
/* Figures of English sentences: guidance, results, comparisons, and traps. */
#include "tests/lib/grammar.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

static void
check(const struct grammar_row *rows, size_t n)
{
	const struct document_hint hint = {.published = DATE_NONE};

	grammar_check(&hint, rows, n);
}

#define CHECK(rows) check(rows, sizeof(rows) / sizeof(rows)[0])

static void
guidance_quotes_the_one_before(void **state)
{
	static const struct grammar_row rows[] = {
	    {"", "",
		"Harrow now expects 2026 adjusted EPS of $3.10 to $3.30, "
		"compared with its previous guidance of $3.60 to $3.80.",
		"eps* forecast FY2026 3.1..3.3\n"
		"eps* forecast_previous FY2026 3.6..3.8\n"},
	    {"", "",
		"For 2026 the company anticipates net sales between $410 "
		"million and $420 million, down from its prior outlook of $440 "
		"million to $450 million.",
		"rev forecast FY2026 410000000..420000000\n"
		"rev forecast_previous FY2026 440000000..450000000\n"},
	    {"", "",
		"Kestrel lowers 2026 adjusted EBITDA guidance to A$55m-A$60m "
		"from A$70m-A$75m.",
		"ebitda* forecast FY2026 55000000..60000000\n"
		"ebitda* forecast_previous FY2026 70000000..75000000\n"},
	    {"", "",
		"Lintel raised its 2026 revenue forecast to US$2.1-2.3bn "
		"(previously US$1.9-2.0bn).",
		"rev forecast FY2026 2100000000..2300000000\n"
		"rev forecast_previous FY2026 1900000000..2000000000\n"},
	    {"", "",
		"Full-year 2026 adjusted EPS should land at $9.05 to "
		"$9.25 a share (before: $9.20 to $9.45).",
		"eps* forecast FY2026 9.05..9.25\n"
		"eps* forecast_previous FY2026 9.2..9.45\n"},
	    {"", "",
		"Pelham expects revenue for 2026 of $5 billion; the range used "
		"to be $6 billion to $7 billion.",
		"rev forecast FY2026 5000000000\n"
		"rev forecast_previous FY2026 6000000000..7000000000\n"},
	    {"", "",
		"Orbis sees 2026 sales of $80 billion to $81 billion, having "
		"previously guided to $78 billion to $79 billion.",
		"rev forecast FY2026 80000000000..81000000000\n"
		"rev forecast_previous FY2026 78000000000..79000000000\n"},
	    {"", "",
		"2026 adjusted sales of $78 billion - $79 billion ($77 billion "
		"- $78 billion before) are expected.",
		"rev* forecast FY2026 78000000000..79000000000\n"
		"rev* forecast_previous FY2026 77000000000..78000000000\n"},
	};

	(void)state;
	CHECK(rows);
}

static void
guidance_before_is_told_in_many_ways(void **state)
{
	static const struct grammar_row rows[] = {
	    {"", "",
		"EPS for 2026 is projected at $6.40-$6.80, where the earlier "
		"range reached from $6.40 to $7.20.",
		"eps forecast FY2026 6.4..6.8\n"
		"eps forecast_previous FY2026 6.4..7.2\n"},
	    {"", "",
		"EBITDA for FY 2026 is now forecast in the range of $26 million "
		"to $30 million, a 25% downgrade at the midpoint from $36 "
		"million to $39 million.",
		"ebitda forecast FY2026 26000000..30000000\n"
		"ebitda forecast_previous FY2026 36000000..39000000\n"},
	    {"", "",
		"Underlying NPAT for FY2026 is expected to be $60 million to "
		"$80 million (was $65 million to $95 million).",
		"ni_total* forecast FY2026 60000000..80000000\n"
		"ni_total* forecast_previous FY2026 65000000..95000000\n"},
	    {"", "",
		"The company guides to 2026 revenue of at least $450 million.",
		"rev forecast FY2026 450000000..\n"},
	    {"", "",
		"It now projects a 2026 net loss of $0.10 to $0.05 per share. "
		"Its last guidance ran from a loss of $0.02 to a profit of "
		"$0.09 per share.",
		"eps forecast FY2026 -0.1..-0.05\n"
		"eps forecast_previous FY2026 -0.02..0.09\n"},
	    {"", "",
		"* 2026 reported EPS now seen at $4.45 to $4.60, adjusted at "
		"$4.75 to $4.90",
		"eps forecast FY2026 4.45..4.6\n"
		"eps* forecast FY2026 4.75..4.9\n"},
	    {"", "",
		"Operating profit for 2026 is expected at SEK 400-450 million, "
		"against the earlier forecast of SEK 500-550 million.",
		"op forecast FY2026 400000000..450000000\n"
		"op forecast_previous FY2026 500000000..550000000\n"},
	};

	(void)state;
	CHECK(rows);
}

static void
results_stand_against_last_year(void **state)
{
	static const struct grammar_row rows[] = {
	    {"", "Half-year results",
		"Profit before tax for the six months ended 30 June 2026 fell "
		"to £12.4m from £15.1m.",
		"pbt actual H1 2026 12400000\n"
		"pbt prior_year H1 2025 15100000\n"},
	    {"", "",
		"Its after-tax loss for the six months to 30 June 2026 grew to "
		"$25.4 million from $22.2 million.",
		"ni_total actual H1 2026 -25400000\n"
		"ni_total prior_year H1 2025 -22200000\n"},
	    {"", "Third quarter results",
		"Net income for the third quarter of 2026 was $111 million, or "
		"$0.08 per share, against $1.327 billion, or $0.90 per share, a "
		"year earlier.",
		"ni_total actual Q3 2026 111000000\n"
		"eps actual Q3 2026 0.08\n"
		"ni_total prior_year Q3 2025 1327000000\n"
		"eps prior_year Q3 2025 0.9\n"},
	    {"", "",
		"First-quarter 2026 consolidated net profit of 59.45 billion "
		"rupees, up 10.9 per cent, was less than the 61.41 billion "
		"rupees analysts expected.",
		"ni_total actual Q1 2026 59450000000\n"
		"ni_total pct_change Q1 2026 10.9\n"},
	    {"", "",
		"Net profit for the quarter ended September 30, 2026 improved "
		"4.4 per cent to Rs 2,651 crore and EBIT 17.9 per cent to Rs "
		"3,497 crore.",
		"ni_total pct_change Q3 2026 4.4\n"
		"ni_total actual Q3 2026 26510000000\n"
		"op actual Q3 2026 34970000000\n"},
	};

	(void)state;
	CHECK(rows);
}

static void
coming_results_stand_against_last_year(void **state)
{
	static const struct grammar_row rows[] = {
	    {"", "",
		"For the year ended 28 February 2026 the Group will probably "
		"book a net loss of some SGD 2.2 million, where the year ended "
		"28 February 2025 had brought a net profit of about SGD 7.4 "
		"million.",
		"ni_total forecast FY2/2026 -2200000 ~\n"
		"ni_total prior_year FY2/2025 7400000 ~\n"},
	    {"", "PROFIT WARNING",
		"The Group is expected to record a net loss of approximately "
		"RMB35 million to RMB45 million for the six months ended 30 "
		"June 2026, as compared to a net profit of approximately "
		"RMB12 million for the six months ended 30 June 2025.",
		"ni_total forecast H1 2026 -45000000..-35000000 ~\n"
		"ni_total prior_year H1 2025 12000000 ~\n"},
	    {"", "PROFIT WARNING",
		"The Group is expected to record a loss attributable to owners "
		"of the Company of not less than HK$85 million for the six "
		"months ended 30 June 2026, as compared to a profit "
		"attributable to owners of the Company of HK$12.3 million for "
		"the corresponding period in 2025.",
		"ni_attr forecast H1 2026 ..-85000000\n"
		"ni_attr prior_year H1 2025 12300000\n"},
	    {"", "Trading Update",
		"Trading in the first half has been weak and the Board now "
		"expects profit before tax for the year ending 31 March 2027 "
		"of £18m to £20m.",
		"pbt forecast FY3/2027 18000000..20000000\n"},
	    {"", "",
		"Adjusted EBIT for 2026 should be between $6.5 billion and $7.0 "
		"billion, against $7.2 billion a year earlier, and adjusted EPS "
		"$1.20 to $1.32, compared with $1.30 in 2025.",
		"op* forecast FY2026 6500000000..7000000000\n"
		"op* prior_year FY2025 7200000000\n"
		"eps* forecast FY2026 1.2..1.32\n"
		"eps* prior_year FY2025 1.3\n"},
	    {"", "",
		"Underlying EBITDA for FY 2026 is forecast at $310 million to "
		"$330 million, a long way above the $108 million of FY 2025.",
		"ebitda* forecast FY2026 310000000..330000000\n"
		"ebitda* prior_year FY2025 108000000\n"},
	    {"", "",
		"First estimates for the six months to 1 December 2026: sales "
		"not less than £140 million, profit before tax not less than "
		"£55 million.",
		"rev forecast 2026-06-02..2026-12-01 140000000..\n"
		"pbt forecast 2026-06-02..2026-12-01 55000000..\n"},
	    {"", "",
		"Trading profit and adjusted pre-tax profit for 2026 are set to "
		"come in at about £155m and £135m, respectively.",
		"op forecast FY2026 155000000 ~\n"
		"pbt* forecast FY2026 135000000\n"},
	    {"", "",
		"The company posted a net loss of $5 million in 2026, after a "
		"profit of $2 million in 2025.",
		"ni_total actual FY2026 -5000000\n"
		"ni_total prior_year FY2025 2000000\n"},
	};

	(void)state;
	CHECK(rows);
}

static void
what_changes_from_year_to_year_was_a_result(void **state)
{
	static const struct grammar_row rows[] = {
	    {"", "Profit Warning",
		"The net profit of the Group for the year ending 31 March 2027 "
		"is expected to fall by approximately 45% from HK$31.4 "
		"million.",
		"ni_total pct_change FY3/2027 -45 ~\n"
		"ni_total prior_year FY3/2026 31400000\n"},
	    {"", "Positive profit alert",
		"Profit attributable to owners of the Company is expected to "
		"rise by more than 150% for FY2026 from S$4 million.",
		"ni_attr pct_change FY2026 (150..\n"
		"ni_attr prior_year FY2025 4000000\n"},
	    {"", "Trading update",
		"EBITDA for the half year ended 31 December 2026 is expected "
		"to be between A$21m and A$24m, compared to A$33.1m in pcp.",
		"ebitda forecast 2026-07-01..2026-12-31 21000000..24000000\n"
		"ebitda prior_year 2025-07-01..2025-12-31 33100000\n"},
	};

	(void)state;
	CHECK(rows);
}

static void
what_is_not_the_issuers_result_gives_no_figure(void **state)
{
	static const struct grammar_row rows[] = {
	    {"", "", "Moss & Rye is raising £30 million.", ""},
	    {"", "",
		"Full-year profit of £2m to £6m is far below the roughly £14m "
		"analysts had in mind.",
		""},
	    {"", "", "Potential orders exceed £400 million.", ""},
	    {"", "",
		"The board approved a quarterly dividend of $0.12 per share.",
		""},
	    {"", "",
		"Revenue from the disposal of land was not material at $5m.",
		""},
	    {"", "",
		"Analysts expect earnings per share of $2.06 for 2026, up from "
		"$2.00.",
		""},
	    {"", "", "The subsidiary reported revenue of $40 million for 2026.",
		""},
	    {"", "", "The market took $2.82 off the shares.", ""},
	    {"", "", "Revenue for 2026 decreased 1.8 times.", ""},
	};

	(void)state;
	CHECK(rows);
}

static void
comparisons_in_words_are_no_forecast(void **state)
{
	static const struct grammar_row rows[] = {
	    {"", "",
		"Dorne expects comparable EBIT for 2026 to be below the level "
		"of 2025 (EUR 41.5 million).",
		"op* prior_year FY2025 41500000\n"},
	    {"", "",
		"Net loss for 2026 is expected to be lower than the net loss "
		"of S$9.2 million reported for 2025.",
		"ni_total prior_year FY2025 -9200000\n"},
	    {"", "",
		"EBITDA for 2026 is expected to be $31m to $33m (2025: $36m; "
		"previously: $34m to $35m).",
		"ebitda forecast FY2026 31000000..33000000\n"
		"ebitda prior_year FY2025 36000000\n"
		"ebitda forecast_previous FY2026 34000000..35000000\n"},
	    {"", "",
		"Net income for 2026 was $8.1 million, compared with $9.4 "
		"million a year ago as restated.",
		"ni_total actual FY2026 8100000\n"
		"ni_total prior_year_restated FY2025 9400000\n"},
	    {"", "",
		"The Group expects a decrease in net profit of about 40% for "
		"2026.",
		"ni_total pct_change FY2026 -40 ~\n"},
	};

	(void)state;
	CHECK(rows);
}

static void
units_of_wires_and_unknown_units_are_told_apart(void **state)
{
	static const struct grammar_row rows[] = {
	    {"", "", "Marlow sees FY 2026 net sales $3.2 BLN to $3.4 BLN.",
		"rev forecast FY2026 3200000000..3400000000\n"},
	    {"", "", "Marlow sees FY 2026 net sales of $3.2 zillion.", ""},
	    {"", "", "FY2026 revenue view $3.3 BLN -- LSEG DATA", ""},
	    {"", "",
		"Marlow expects 2026 earnings of $2.10 to $2.20 per diluted "
		"share.",
		"eps forecast FY2026 2.1..2.2\n"},
	    {"", "", "For 2026 the Group recorded a loss of HK$17 million.",
		"ni_total actual FY2026 -17000000\n"},
	    {"", "",
		"For 2026 the Group recorded a loss of HK$17 million on the "
		"sale of ships.",
		""},
	};

	(void)state;
	CHECK(rows);
}

static void
nine_months_are_no_nine_millions(void **state)
{
	static const struct grammar_row rows[] = {
	    {"", "",
		"Adjusted profit before tax for the year ending 31 March 2026 "
		"is expected to be \xc2\xa3"
		"7m-\xc2\xa3"
		"9m.",
		"pbt* forecast FY3/2026 7000000..9000000\n"},
	    {"", "", "For 2026 the group expects EBITDA of $7M-9M.",
		"ebitda forecast FY2026 7000000..9000000\n"},
	    {"", "", "9M 2025 revenue was $12.5 million.",
		"rev actual 9M 2025 12500000\n"},
	};

	(void)state;
	CHECK(rows);
}

static void
years_end_as_the_market_or_the_text_tells(void **state)
{
	static const struct grammar_market_row rows[] = {
	    {"XNSE", "", "Net profit for Q1FY26 was Rs 52 crore.",
		"ni_total actual Q2 2025 520000000\n"},
	    {"XASX", "", "FY26 revenue is expected to be $21m.",
		"rev forecast FY6/2026 21000000\n"},
	    {"XASX", "",
		"Revenue for the quarter ended 31 March 2026 was $21m.",
		"rev actual Q1 2026 21000000\n"},
	    {"XLON", "",
		"EBITDA for the year ending 31 March 2027 is expected to be "
		"£4m (FY26: £6m).",
		"ebitda forecast FY3/2027 4000000\n"
		"ebitda prior_year FY3/2026 6000000\n"},
	    {"XNYS", "",
		"Fiscal 2026 outlook. For the fiscal year ending January 31, "
		"2027, the company expects net sales of $2 billion.",
		"rev forecast FY1/2027 2000000000\n"},
	};

	(void)state;
	grammar_check_markets(rows, sizeof rows / sizeof rows[0]);
}

int
main(void)
{
	static const struct CMUnitTest tests[] = {
	    cmocka_unit_test(nine_months_are_no_nine_millions),
	    cmocka_unit_test(guidance_quotes_the_one_before),
	    cmocka_unit_test(guidance_before_is_told_in_many_ways),
	    cmocka_unit_test(results_stand_against_last_year),
	    cmocka_unit_test(coming_results_stand_against_last_year),
	    cmocka_unit_test(comparisons_in_words_are_no_forecast),
	    cmocka_unit_test(units_of_wires_and_unknown_units_are_told_apart),
	    cmocka_unit_test(years_end_as_the_market_or_the_text_tells),
	    cmocka_unit_test(what_changes_from_year_to_year_was_a_result),
	    cmocka_unit_test(what_is_not_the_issuers_result_gives_no_figure),
	};

	return cmocka_run_group_tests(tests, NULL, grammar_teardown);
}
