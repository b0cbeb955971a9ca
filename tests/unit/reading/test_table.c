/* SPDX-License-Identifier: BSD-2-Clause */
/* Tables in text to facts: rows without a heading, and rows of two lines. */
#include "lib/base/mem.h"
#include "reading/lexicon.h"
#include "reading/read.h"
#include "tests/lib/grammar.h"

#include <setjmp.h>
#include <string.h>
#include <cmocka.h>

static const struct row {
	const char *what;
	const char *title;
	const char *text;
	const char *facts;
} rows[] = {
    {"a lost heading: the range is this year's, the figure last year's",
	"某公司2024年度业绩预告",
	"归属于上市公司股东的净利润\t亏损：310万元–420万元\t盈利：75.5万元\n"
	"营业收入\t8,000万元–9,000万元\t1.2亿元\n",
	"ni_attr forecast FY2024 -4200000..-3100000\n"
	"ni_attr prior_year FY2023 755000\n"
	"rev forecast FY2024 80000000..90000000\n"
	"rev prior_year FY2023 120000000\n"},
    {"a lost heading over two lines of one row", "某公司2024年度业绩预告",
	"归属于上市公司股东的净利润\t比上年同期下降：40%–60%\t盈利：5,000万元\n"
	"\t盈利：2,000万元–3,000万元\t\n",
	"ni_attr prior_year FY2023 50000000\n"
	"ni_attr pct_change FY2024 -60..-40\n"
	"ni_attr forecast FY2024 20000000..30000000\n"},
    {"single figures do not tell which is which", "某公司2024年度业绩预告",
	"归属于上市公司股东的净利润\t亏损：310万元\t盈利：75.5万元\n", ""},
    {"old and new stand beside each other in a correction",
	"某公司2024年度业绩预告修正公告",
	"归属于上市公司股东的净利润\t亏损：310万元–420万元\t盈利：75.5万元\n",
	""},
    {"a line without a label fills the cells that are left",
	"某公司2024年度业绩预告",
	"项目\t本报告期\t上年同期\n"
	"归属于上市公司股东的净利润\t\t盈利：640万元\n"
	"\t亏损：120万元–150万元\t\n",
	"ni_attr prior_year FY2023 6400000\n"
	"ni_attr forecast FY2024 -1500000..-1200000\n"},
    {"a line without a label is no second figure of a cell",
	"某公司2024年度业绩预告",
	"项目\t本报告期\t上年同期\n"
	"营业收入\t800万元–900万元\t640万元\n"
	"\t亏损：120万元–150万元\t90万元\n",
	"rev forecast FY2024 8000000..9000000\n"
	"rev prior_year FY2023 6400000\n"},
    {"the group's figures and the parent's own below one period",
	"某公司2024年年度报告",
	"单位：万元\n类别\t\t2024年度\t\t变动比例\n"
	"类别\t\t合并\t母公司\t变动比例\n"
	"利润\t利润总额\t-310.20\t-95.40\t-120%\n"
	"收入\t营业总收入\t7,200.00\t900.00\t-8%\n",
	"pbt actual FY2024 -3102000\n"
	"pbt of parent actual FY2024 -954000\n"
	"rev actual FY2024 72000000\n"
	"rev of parent actual FY2024 9000000\n"},
    {"columns of parts of the issuer are none of the issuer's",
	"某公司2024年年度报告",
	"单位：万元\n类别\t\t2024年度\t\t变动比例\n"
	"类别\t\t境内\t境外\t变动比例\n"
	"收入\t营业总收入\t7,200.00\t900.00\t-8%\n",
	""},
    {"quarters that nobody dates head another table", "某公司2024年年度报告",
	"单位：万元\n\t2024年\t2023年\n营业收入\t7,200.00\t6,100.00\n"
	"\t第四财季\t第三财季\n净利润\t310.00\t280.00\n",
	"rev actual FY2024 72000000\nrev prior_year FY2023 61000000\n"},
    {"rows of two lines with a label that the heading has no cell for",
	"연결재무제표기준영업(잠정)실적(공정공시)",
	"1. 연결실적내용\t\t단위 : 백만원, %\n"
	"구분\t당기실적\t전기실적\t전기대비증감율(%)\t전년동기실적\t"
	"전년동기대비증감율(%)\n"
	"\t('25.3Q)\t('25.2Q)\t\t('24.3Q)\t\n"
	"영업이익\t당해실적\t-720\t310\t적자전환\t1,040\t적자전환\n"
	"\t누계실적\t-150\t-\t-\t2,900\t적자전환\n",
	"op actual_flash Q3 2025 -720000000\n"
	"op prior_year Q3 2024 1040000000\n"
	"op actual_flash 9M 2025 -150000000\n"
	"op prior_year 9M 2024 2900000000\n"},
};

static void
rows_find_their_columns(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
		const struct document_hint hint = {
		    .title = rows[i].title, .published = DATE_NONE};
		char *got = grammar_facts(&hint, rows[i].text);
		if (strcmp(got, rows[i].facts) != 0)
			fail_msg("%s: got\n%s", rows[i].what, got);
		mem_free(got);
	}
}

/* The currency of the only figure of a table in that unit; NULL: none. */
static const struct {
	const char *unit;
	const char *currency;
} units[] = {
    {"(RMB in thousands)", "CNY"},
    {"(in thousands of Renminbi, except share data)", "CNY"},
    {"(€ in millions)", "EUR"},
    {"(in millions, RMB)", "CNY"},
    {"(expressed in thousands of U.S. dollars)", "USD"},
    {"(HK$ in millions)", "HKD"},
    {"(in millions)", "SGD"},
    {"(RMB and US$ in thousands)", NULL},
};

static void
words_around_a_unit_name_its_currency(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof units / sizeof units[0]; i++) {
		const struct document_hint hint = {
		    .title = "Annual results for the year ended "
			     "31 December 2024",
		    .market = "XSES",
		    .published = DATE_NONE,
		};
		struct reading reading;
		char *text = mem_printf("%s\n\t2024\t2023\n"
					"Revenue\t1,000\t-\n",
		    units[i].unit);
		read_text(grammar_lexicon(), span_of(text), &hint, &reading);
		size_t count = units[i].currency != NULL;
		if (reading.fact_count != count)
			fail_msg(
			    "%s: %zu facts", units[i].unit, reading.fact_count);
		if (count > 0)
			assert_string_equal(
			    reading.facts[0].currency, units[i].currency);
		reading_done(&reading);
		mem_free(text);
	}
}

int
main(void)
{
	static const struct CMUnitTest tests[] = {
	    cmocka_unit_test(words_around_a_unit_name_its_currency),
	    cmocka_unit_test(rows_find_their_columns),
	};

	return cmocka_run_group_tests(tests, NULL, grammar_teardown);
}
