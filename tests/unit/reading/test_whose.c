/* SPDX-License-Identifier: BSD-2-Clause */
/* Whose figures, and of which forecast: headings, others, the year before. */
#include "tests/lib/grammar.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

static void
check(const struct grammar_row *rows, size_t n, const char *lang,
    const char *listing)
{
	const struct document_hint hint = {
	    .lang = lang, .listing = listing, .published = DATE_NONE};

	grammar_check(&hint, rows, n);
}

#define ROWS(rows) (rows), sizeof(rows) / sizeof(rows)[0]

static void
a_heading_of_old_guidance_holds_until_the_new(void **state)
{
	static const struct grammar_row rows[] = {
	    {"", "Orvik lowers its outlook",
		"Previous outlook for 2027 (published 9 March 2027): Orvik "
		"estimated its sales to be SEK 410-430 million and its "
		"operating profit to be SEK 31-36 million.\n"
		"New outlook for 2027: Orvik estimates its sales to be SEK "
		"370-390 million and its operating profit to be SEK 14-19 "
		"million.",
		"rev forecast_previous FY2027 410000000..430000000\n"
		"op forecast_previous FY2027 31000000..36000000\n"
		"rev forecast FY2027 370000000..390000000\n"
		"op forecast FY2027 14000000..19000000\n"},
	    {"", "Orvik changes its guidance",
		"Previous guidance for 2027: Sales are expected to be EUR "
		"41-43 million. EBITDA is expected to be EUR 5-6 million. "
		"Updated guidance for 2027: Sales are expected to be EUR "
		"37-39 million. EBITDA is expected to be EUR 3-4 million.",
		"rev forecast_previous FY2027 41000000..43000000\n"
		"ebitda forecast_previous FY2027 5000000..6000000\n"
		"rev forecast FY2027 37000000..39000000\n"
		"ebitda forecast FY2027 3000000..4000000\n"},
	    {"", "Orvik changes its guidance",
		"Previous guidance for 2027: sales of EUR 41-43 million. Orvik "
		"now expects sales of EUR 37-39 million. In 2026, sales were "
		"EUR 40.2 million.",
		"rev forecast_previous FY2027 41000000..43000000\n"
		"rev forecast FY2027 37000000..39000000\n"
		"rev prior_year FY2026 40200000\n"},
	};

	(void)state;
	check(ROWS(rows), "en", NULL);
}

static void
results_of_the_year_before_are_named_by_their_words(void **state)
{
	static const struct grammar_row rows[] = {
	    {"", "業績予想の修正に関するお知らせ",
		"2028年3月期第2四半期累計期間(2027年4月1日~2027年9月30日)の業績予"
		"想を修正しました。なお、前年同期の実績は売上高71億円、営業利益4億"
		"円でした。",
		"rev prior_year 2026-04-01..2026-09-30 7100000000\n"
		"op prior_year 2026-04-01..2026-09-30 400000000\n"},
	    {"", "業績予想の修正に関するお知らせ",
		"2028年3月期の業績予想を修正いたします。売上高は前回予想の90億円か"
		"ら97億円へ、営業利益は5億円から6億円へ引き上げます。前期の実績は"
		"売上高88億円、営業利益4億円でした。",
		"rev forecast_previous FY3/2028 9000000000\n"
		"rev forecast FY3/2028 9700000000\n"
		"op forecast_previous FY3/2028 500000000\n"
		"op forecast FY3/2028 600000000\n"
		"rev prior_year FY3/2027 8800000000\n"
		"op prior_year FY3/2027 400000000\n"},
	};

	(void)state;
	check(ROWS(rows), "ja", "XTKS:9999");
}

static void
a_change_in_brackets_leaves_the_next_measure_alone(void **state)
{
	static const struct grammar_row rows[] = {
	    {"", "第1四半期決算短信",
		"2028年3月期第1四半期の売上高は9,870百万円(前年同期比3.4%増)、営業"
		"利益は210百万円(同12.5%減)、経常利益は198百万円(同9.6%の減少)、"
		"純利益は120百万円となりました。",
		"rev actual Q2 2027 9870000000\n"
		"rev pct_change Q2 2027 3.4\n"
		"op actual Q2 2027 210000000\n"
		"op pct_change Q2 2027 -12.5\n"
		"ord actual Q2 2027 198000000\n"
		"ord pct_change Q2 2027 -9.6\n"
		"ni_attr actual Q2 2027 120000000\n"},
	};

	(void)state;
	check(ROWS(rows), "ja", "XTKS:9999");
}

static void
results_for_the_market_name_their_measures(void **state)
{
	static const struct grammar_market_row rows[] = {
	    {"XASX", "Half-year report, 31 December 2027",
		"Half year ended 31 December 2027. Revenue from ordinary "
		"activities fell 3.1% to $61.4 million. Net profit after tax "
		"attributable to members fell 8.5% to $4.2 million.",
		"rev pct_change 2027-07-01..2027-12-31 -3.1\n"
		"rev actual 2027-07-01..2027-12-31 61400000\n"
		"ni_attr pct_change 2027-07-01..2027-12-31 -8.5\n"
		"ni_attr actual 2027-07-01..2027-12-31 4200000\n"},
	    {"", "Annual report 2027",
		"Operating profit before special items was DKK 310 million in "
		"2027.",
		"op actual FY2027 310000000\n"},
	};

	(void)state;
	grammar_check_markets(ROWS(rows));
}

static void
figures_of_a_company_taken_over_are_not_the_issuers(void **state)
{
	static const struct grammar_row rows[] = {
	    {"", "Velm Group to Acquire Orvik Pumps",
		"Velm Group has agreed to acquire Orvik Pumps for $90 million. "
		"Orvik generated revenue of $41 million and EBITDA of $5 "
		"million in 2027.",
		""},
	    {"", "Velm acquires business",
		"The acquired business had revenue of $41 million in 2027.",
		""},
	    {"", "Results of Velm for 2027",
		"After the acquisition of Orvik in May, revenue for 2027 was "
		"$41 million.",
		"rev actual FY2027 41000000\n"},
	};

	(void)state;
	check(ROWS(rows), "en", NULL);
}

static void
a_sentence_below_a_table_is_no_row_of_it(void **state)
{
	static const struct grammar_row rows[] = {
	    {"", "[기재정정]영업실적등에대한전망(공정공시)",
		"2028년 연간 전망 하향\n정정항목 | 정정 전 | 정정 후\n"
		"매출액 | 510억원 | 470억원\n영업이익 | 42억원 | 30억원\n"
		"2027년 실적: 매출액 495억원, 영업이익 38억원",
		"rev forecast_previous FY2028 51000000000\n"
		"rev forecast FY2028 47000000000\n"
		"op forecast_previous FY2028 4200000000\n"
		"op forecast FY2028 3000000000\n"
		"rev prior_year FY2027 49500000000\n"
		"op prior_year FY2027 3800000000\n"},
	    {"", "매출액또는손익구조30%이상변동",
		"단위: 원\n구분 | 당해사업연도 | 직전사업연도\n매출액 | "
		"51,200,300,400 | 49,100,200,300\n당해사업연도 시작일 "
		"2027-01-01, 종료일 2027-12-31",
		"rev actual FY2027 51200300400\n"
		"rev prior_year FY2026 49100200300\n"},
	};

	(void)state;
	check(ROWS(rows), "ko", "XKRX:999990");
}

int
main(void)
{
	static const struct CMUnitTest tests[] = {
	    cmocka_unit_test(a_heading_of_old_guidance_holds_until_the_new),
	    cmocka_unit_test(
		results_of_the_year_before_are_named_by_their_words),
	    cmocka_unit_test(
		a_change_in_brackets_leaves_the_next_measure_alone),
	    cmocka_unit_test(results_for_the_market_name_their_measures),
	    cmocka_unit_test(a_sentence_below_a_table_is_no_row_of_it),
	    cmocka_unit_test(
		figures_of_a_company_taken_over_are_not_the_issuers),
	};

	return cmocka_run_group_tests(tests, NULL, grammar_teardown);
}
