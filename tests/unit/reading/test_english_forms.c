/* SPDX-License-Identifier: BSD-2-Clause */
/* Forms of English figures: changes, bounds, brackets, and other names. */
#include "tests/lib/grammar.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#define CHECK(rows) grammar_check_markets(rows, sizeof(rows) / sizeof(rows)[0])

static void
a_change_may_stand_before_its_measure(void **state)
{
	static const struct grammar_market_row rows[] = {
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
	static const struct grammar_market_row rows[] = {
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
	static const struct grammar_market_row rows[] = {
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

static void
brackets_hold_what_is_compared_with(void **state)
{
	static const struct grammar_market_row rows[] = {
	    {"XSTO", "Interim report",
		"Net sales for the second quarter of 2026 rose to SEK 812m "
		"(740) and EBIT was SEK 51m (44.5).",
		"rev actual Q2 2026 812000000\n"
		"rev prior_year Q2 2025 740000000\n"
		"op actual Q2 2026 51000000\n"
		"op prior_year Q2 2025 44500000\n"},
	    {"XHEL", "Half-year report",
		"January-June 2026: net sales EUR 88.2 (95.4) million.",
		"rev actual H1 2026 88200000\n"
		"rev prior_year H1 2025 95400000\n"},
	    {"", "",
		"EBITDA for the six months ended 30 September 2026 is expected "
		"to be $4.5m (30 September 2025: $7.2m; 31 March 2026: $9.1m).",
		"ebitda forecast 2026-04-01..2026-09-30 4500000\n"
		"ebitda prior_year 2025-04-01..2025-09-30 7200000\n"},
	    {"XHEL", "",
		"Q3 revenue was EUR 45.1 million (Q3 2025: 50.3). Operating "
		"profit was EUR 3.1 million (3.4).",
		"rev actual ? 45100000\n"
		"rev prior_year Q3 2025 50300000\n"
		"op actual ? 3100000\n"
		"op prior_year ? 3400000\n"},
	    {"", "Annual results",
		"For 2025 net income was C$4.1 million (US$3.0 million) and EPS C$0.41 "
		"(C$0.39).",
		"ni_total actual FY2025 4100000\n"
		"ni_total actual FY2025 3000000\n"
		"eps actual FY2025 0.41\n"
		"eps prior_year FY2024 0.39\n"},
	    {"XSTO", "Profit warning",
		"AB Vestby's preliminary operating profit (EBIT) for Q3 2026 "
		"amounts to SEK 12 million (54).",
		"op forecast Q3 2026 12000000\n"
		"op prior_year Q3 2025 54000000\n"},
	    {"", "",
		"Operating profit for 2026 is expected at SEK 30 million (SEK "
		"45 million).",
		"op forecast FY2026 30000000\n"},
	};

	(void)state;
	CHECK(rows);
}

static void
the_year_before_the_forecast_is_told_apart(void **state)
{
	static const struct grammar_market_row rows[] = {
	    {"", "Vestby lowers its outlook for 2026",
		"EBIT for the full year is expected at SEK 310-340 million. In "
		"2025 EBIT was SEK 455 million.",
		"op forecast FY2026 310000000..340000000\n"
		"op prior_year FY2025 455000000\n"},
	    {"", "Second quarter 2026 results",
		"For the year ending 31 December 2026 the Company expects EPS "
		"of $0.45 to $0.50. In fiscal 2025 EPS came to $0.62.",
		"eps forecast FY2026 0.45..0.5\n"
		"eps prior_year FY2025 0.62\n"},
	    {"", "",
		"For the third quarter ended 27 September 2026 the Company "
		"expects a net loss of $18 million, compared to a net loss of "
		"$9.4 million in the third quarter of 2025.",
		"ni_total forecast 2026-07-01..2026-09-27 -18000000\n"
		"ni_total prior_year 2025-07-01..2025-09-27 -9400000\n"},
	    {"", "",
		"New guidance for 2026: Dorne expects comparable EBIT to be "
		"below the level of 2025 (EUR 84.6 million).",
		"op* prior_year FY2025 84600000\n"},
	};

	(void)state;
	CHECK(rows);
}

static void
the_market_is_only_compared_with(void **state)
{
	static const struct grammar_market_row rows[] = {
	    {"", "",
		"The Board anticipates that EBITDA for 2026 will be ahead of "
		"market expectations, at not less than $62m (2025: $54m).",
		"ebitda forecast FY2026 62000000..\n"
		"ebitda prior_year FY2025 54000000\n"},
	    {"", "",
		"EBITDA for 2026 is expected to be below current market "
		"expectations of $71m.",
		"ebitda estimate FY2026 71000000 Consensus\n"},
	    {"", "",
		"The Board expects EBITDA for 2026 of $18m to $20m, versus "
		"consensus of $24.5m with a range of $22m to $27m.",
		"ebitda forecast FY2026 18000000..20000000\n"
		"ebitda estimate FY2026 24500000 Consensus\n"},
	};

	(void)state;
	CHECK(rows);
}

static void
guidance_is_narrowed_and_bounded(void **state)
{
	static const struct grammar_market_row rows[] = {
	    {"", "",
		"Lintel narrowed its 2026 earnings guidance range to $2.50 to "
		"$2.60 per diluted share, from a previous range of $2.40 to "
		"$2.60.",
		"eps forecast FY2026 2.5..2.6\n"
		"eps forecast_previous FY2026 2.4..2.6\n"},
	    {"", "Trading update",
		"EBIT up to $30 million; net profit of at least $12 million "
		"for 2026.",
		"op forecast FY2026 ..30000000\n"
		"ni_total forecast FY2026 12000000..\n"},
	    {"", "Trading update", "For 2026 revenue exceeded $12 million.",
		"rev actual FY2026 (12000000..\n"},
	    {"", "",
		"Harrow Air said on Monday it now sees a 2026 loss of 15 to 20 "
		"cents a share, having forecast a profit of 5 to 10 cents.",
		"eps forecast FY2026 -0.2..-0.15\n"
		"eps forecast_previous FY2026 0.05..0.1\n"},
	};

	(void)state;
	CHECK(rows);
}

static void
brackets_list_what_was_before(void **state)
{
	static const struct grammar_market_row rows[] = {
	    {"", "",
		"EBITDA for 2026 is now expected between EUR 140 million and "
		"EUR 150 million (previously: EUR 165 million to EUR 180 "
		"million; 2025: EUR 171.3 million).",
		"ebitda forecast FY2026 140000000..150000000\n"
		"ebitda forecast_previous FY2026 165000000..180000000\n"
		"ebitda prior_year FY2025 171300000\n"},
	    {"", "Earnings guidance upgrade",
		"For FY2026 EBITDA is now expected to be A$61m to A$63m "
		"(previous guidance A$55m to A$58m; FY2025 A$50.4m). The risks "
		"are those of our Annual Report.",
		"ebitda forecast FY2026 61000000..63000000\n"
		"ebitda forecast_previous FY2026 55000000..58000000\n"
		"ebitda prior_year FY2025 50400000\n"},
	    {"", "Lintel reports first quarter and reaffirms guidance",
		"Net income was $84.2 million for the quarter ended March 31, "
		"2026. Our Annual Report tells more.",
		"ni_total actual Q1 2026 84200000\n"},
	    {"", "",
		"Profit after tax for FY2026 is expected to be $6 million, "
		"compared with prior guidance of $9 million provided at the "
		"FY2025 results in August (FY2025: $11 million).",
		"ni_total forecast FY2026 6000000\n"
		"ni_total forecast_previous FY2026 9000000\n"
		"ni_total prior_year FY2025 11000000\n"},
	    {"", "",
		"Lion Rock Ltd (the \"Company\", and together with its "
		"subsidiaries, the \"Group\") expects a net profit of $2 "
		"million for 2026.",
		"ni_total forecast FY2026 2000000\n"},
	};

	(void)state;
	CHECK(rows);
}

static void
what_moves_by_so_much_is_no_level(void **state)
{
	static const struct grammar_market_row rows[] = {
	    {"", "",
		"Lintel raises the midpoint of its 2026 EBITDA guidance by $10 "
		"million.",
		""},
	    {"", "",
		"Lintel raised the midpoint of its 2026 revenue guidance by $10 "
		"million to $510 million.",
		"rev forecast FY2026 510000000\n"},
	    {"", "", "Net profit for 2026 fell by $10 million to $510 million.",
		"ni_total delta FY2026 -10000000\n"
		"ni_total actual FY2026 510000000\n"},
	    {"", "", "Net profit for 2026 fell by $10 million to $15 million.",
		""},
	    {"", "",
		"Net profit for 2026 is expected to fall by $10 million to $15 "
		"million.",
		"ni_total delta FY2026 -15000000..-10000000\n"},
	};

	(void)state;
	CHECK(rows);
}

static void
what_is_said_now_replaces_what_was_said_before(void **state)
{
	static const struct grammar_market_row rows[] = {
	    {"", "",
		"Lintel had guided to 2026 revenue of $5 million to $6 million "
		"and now expects $3 million to $4 million.",
		"rev forecast_previous FY2026 5000000..6000000\n"
		"rev forecast FY2026 3000000..4000000\n"},
	    {"", "",
		"Lintel now expects a 2026 net loss of $4 million, versus its "
		"prior guidance for net income of $2 million.",
		"ni_total forecast FY2026 -4000000\n"
		"ni_total forecast_previous FY2026 2000000\n"},
	    {"", "", "Lintel no longer expects 2026 EBITDA of $80 million.",
		"ebitda forecast_previous FY2026 80000000\n"},
	    {"", "",
		"Lintel no longer expects EPS of $4.10 to $4.30 in 2026 and now "
		"sees $3.50 to $3.70.",
		"eps forecast_previous FY2026 4.1..4.3\n"
		"eps forecast FY2026 3.5..3.7\n"},
	};

	(void)state;
	CHECK(rows);
}

static void
so_much_below_is_against_the_year_before_or_nothing(void **state)
{
	static const struct grammar_market_row rows[] = {
	    {"XASX", "",
		"Net profit after tax for the six months to 31 December 2026 is "
		"expected to be between 25% and 30% below the previous "
		"corresponding period (A$41.0m).",
		"ni_total pct_change 2026-07-01..2026-12-31 -30..-25\n"
		"ni_total prior_year 2025-07-01..2025-12-31 41000000\n"},
	    {"", "",
		"Revenue for 2026 is expected to be 4% above that of 2025.",
		"rev pct_change FY2026 4\n"},
	    {"", "", "Revenue for 2026 is expected to be 4% below guidance.",
		""},
	    {"", "", "Revenue for 2026 was 4% lower than budget.", ""},
	    {"", "Results for the second quarter of 2026",
		"Revenue for the second quarter of 2026 was 4% lower than in "
		"the first quarter of 2026.",
		""},
	    {"", "",
		"The net loss for 2026 will not exceed $5 million (2025: net "
		"loss $9.1 million).",
		"ni_total forecast FY2026 -5000000..0)\n"
		"ni_total prior_year FY2025 -9100000\n"},
	};

	(void)state;
	CHECK(rows);
}

static void
what_is_compared_with_dates_nothing_else(void **state)
{
	static const struct grammar_market_row rows[] = {
	    {"", "",
		"Fourth quarter net earnings were C$12.4 million, compared to "
		"C$20.5 million in the fourth quarter of 2025.",
		"ni_total actual Q4 2026 12400000\n"
		"ni_total prior_year Q4 2025 20500000\n"},
	    {"", "Results for Q2 2026",
		"Revenue at $124 million vs $141 million in Q2 2025, down "
		"12.1% YoY.",
		"rev actual Q2 2026 124000000\n"
		"rev prior_year Q2 2025 141000000\n"
		"rev pct_change Q2 2026 -12.1\n"},
	    {"", "Profit warning",
		"The unaudited consolidated loss of the Group for the nine "
		"months ended 30 September 2026 increased to approximately "
		"HK$56 million from HK$31 million.",
		"ni_total forecast 9M 2026 -56000000 ~\n"
		"ni_total prior_year 9M 2025 -31000000\n"},
	    {"", "Half-year results",
		"Operating profit of $31.2m was 14% lower than last year (H1 "
		"2025: $36.3m).",
		"op actual ? 31200000\n"
		"op pct_change ? -14\n"
		"op prior_year H1 2025 36300000\n"},
	    {"", "Lintel reports second quarter 2026",
		"Second quarter 2026 revenue was $1.2 billion. Lintel lowered "
		"its full-year EPS guidance to $2.55 to $2.75 from $3.05 to "
		"$3.20.",
		"rev actual Q2 2026 1200000000\n"
		"eps forecast FY2026 2.55..2.75\n"
		"eps forecast_previous FY2026 3.05..3.2\n"},
	};

	(void)state;
	CHECK(rows);
}

static void
distances_and_old_guidance_are_no_results(void **state)
{
	static const struct grammar_market_row rows[] = {
	    {"", "",
		"Dunmore warned that pretax profit for 2026 would be around "
		"25 million pounds, and 10 million lower than last year.",
		"pbt forecast FY2026 25000000 ~\n"},
	    {"", "", "Revenue of $25 million is expected for 2026.",
		"rev forecast FY2026 25000000\n"},
	    {"", "",
		"For 2026 operating income was $150 million, or 7.5% of sales, "
		"compared to $210 million last year.",
		"op actual FY2026 150000000\n"
		"op prior_year FY2025 210000000\n"},
	    {"", "", "Q2 2026 revenue was $71 million, down 9% sequentially.",
		"rev actual Q2 2026 71000000\n"},
	    {"", "", "2026 revenue of $25 million is expected to double.",
		"rev actual FY2026 25000000\n"},
	    {"", "",
		"We expect 2026 EBITDA of $25 million below the $31 million of "
		"2025.",
		"ebitda forecast FY2026 25000000\n"
		"ebitda prior_year FY2025 31000000\n"},
	    {"", "Preliminary results",
		"Second quarter revenue is expected to be approximately $88 "
		"million, compared to guidance of $95 to $100 million.",
		"rev forecast ? 88000000 ~\n"
		"rev forecast_previous ? 95000000..100000000\n"},
	    {"", "",
		"Full year 2026 revenue guidance range of $1.50 to $1.54 "
		"billion, lowered from $1.60 to $1.65 billion.",
		"rev forecast FY2026 1500000000..1540000000\n"
		"rev forecast_previous FY2026 1600000000..1650000000\n"},
	    {"", "",
		"Net income, Group share, came to EUR -45 million in H1 2026, "
		"against EUR 112 million in H1 2025.",
		"ni_attr actual H1 2026 -45000000\n"
		"ni_attr prior_year H1 2025 112000000\n"},
	};

	(void)state;
	CHECK(rows);
}

static void
brackets_name_last_year_by_the_calendar(void **state)
{
	static const struct grammar_market_row rows[] = {
	    {"XLON", "Interim results for the 26 weeks to 26 September 2026",
		"Sales were £71.5m (H1 2025: £68.0m). Trading profit was £6.4m "
		"(H1 25: £7.9m).",
		"rev actual 2026-04-01..2026-09-26 71500000\n"
		"rev prior_year 2025-04-01..2025-09-26 68000000\n"
		"op actual 2026-04-01..2026-09-26 6400000\n"
		"op prior_year 2025-04-01..2025-09-26 7900000\n"},
	    {"XPAR", "Results for the three months to 30 June 2026",
		"Revenue was €12.2m (Q2 2025: €11.9m).",
		"rev actual Q2 2026 12200000\n"
		"rev prior_year Q2 2025 11900000\n"},
	};

	(void)state;
	CHECK(rows);
}

static void
a_loss_of_any_measure_is_negative(void **state)
{
	static const struct grammar_market_row rows[] = {
	    {"XLON", "Trading update",
		"The adjusted EBITDA loss is expected to be around £3.1m for "
		"the year to 31 December 2026 (2025: loss of £2.2m).",
		"ebitda* forecast FY2026 -3100000 ~\n"
		"ebitda* prior_year FY2025 -2200000\n"},
	    {"XLON", "Trading update",
		"An EBIT loss of £4m is expected for 2026.",
		"op forecast FY2026 -4000000\n"},
	};

	(void)state;
	CHECK(rows);
}

static void
a_year_of_two_halves_is_no_calendar_year(void **state)
{
	static const struct grammar_market_row rows[] = {
	    {"XNSE", "Results",
		"Revenue for FY 2026-27 was Rs 810 crore, against Rs 905 crore "
		"in FY 2025-26.",
		"rev actual FY3/2027 8100000000\n"
		"rev prior_year FY3/2026 9050000000\n"},
	    {"XHKG", "Profit warning",
		"A net loss of about HK$75 million is expected for FY2026/27.",
		"ni_total forecast ? -75000000 ~\n"},
	    {"XPAR", "Trading update",
		"In the three months to 30 June 2026 revenue was €38.2m (Q4 "
		"2025/26: €36.9m).",
		"rev actual Q2 2026 38200000\n"},
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
	    cmocka_unit_test(distances_and_old_guidance_are_no_results),
	    cmocka_unit_test(what_is_compared_with_dates_nothing_else),
	    cmocka_unit_test(
		so_much_below_is_against_the_year_before_or_nothing),
	    cmocka_unit_test(what_moves_by_so_much_is_no_level),
	    cmocka_unit_test(what_is_said_now_replaces_what_was_said_before),
	    cmocka_unit_test(the_market_is_only_compared_with),
	    cmocka_unit_test(guidance_is_narrowed_and_bounded),
	    cmocka_unit_test(brackets_list_what_was_before),
	    cmocka_unit_test(brackets_hold_what_is_compared_with),
	    cmocka_unit_test(the_year_before_the_forecast_is_told_apart),
	    cmocka_unit_test(brackets_name_last_year_by_the_calendar),
	    cmocka_unit_test(a_loss_of_any_measure_is_negative),
	    cmocka_unit_test(a_year_of_two_halves_is_no_calendar_year),
	};

	return cmocka_run_group_tests(tests, NULL, grammar_teardown);
}
