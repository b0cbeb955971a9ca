/* SPDX-License-Identifier: BSD-2-Clause */
/* Chinese texts to facts: news, notices of Hong Kong, what has no number. */
#include "reading/read.h"
#include "lib/base/mem.h"
#include "tests/lib/grammar.h"

#include <setjmp.h>
#include <string.h>
#include <cmocka.h>

static void
check(const struct grammar_row *rows, size_t n, const char *listing)
{
	struct document_hint hint = {.listing = listing, .lang = "zh"};

	assert_int_equal(date_parse("2025-02-10", &hint.published), 0);
	grammar_check(&hint, rows, n);
}

#define ROWS(rows) (rows), sizeof(rows) / sizeof(rows)[0]

static void
from_one_level_to_another(void **state)
{
	static const struct grammar_row rows[] = {
	    {"last year named in the middle", "",
		"公司2024年净亏损由上年的1.2亿元扩大至2.6亿元。",
		"ni_total prior_year FY2023 -120000000\n"
		"ni_total actual FY2024 -260000000\n"},
	    {"a forecast moves from last year's level", "",
		"预计2024年净利润从上年同期的6.1亿元降至1.2亿元至1.6亿元。",
		"ni_total prior_year FY2023 610000000\n"
		"ni_total forecast FY2024 120000000..160000000\n"},
	    {"brackets keep last year to themselves",
		"截至2024年6月30日止六个月之中期业绩公告",
		"营业额为8亿元(2023年同期:9亿元),期内亏损为4,100万元。",
		"rev actual H1 2024 800000000\n"
		"rev prior_year H1 2023 900000000\n"
		"ni_total actual H1 2024 -41000000\n"},
	    {"grown to a multiple", "",
		"公司2024年年报:净利润增长到上年的1.5倍。",
		"ni_total pct_change FY2024 50\n"},
	    {"doubled and halved without a number", "2024年年度报告",
		"净利润同比翻番。营业收入同比腰斩。",
		"ni_total pct_change FY2024 100 ~\n"
		"rev pct_change FY2024 -50 ~\n"},
	    {"what was forecast before still stands", "",
		"股价大跌,公司此前预计2024年净利润亏损3亿元至4亿元。",
		"ni_total forecast FY2024 -400000000..-300000000\n"},
	    {"unless it is forecast anew", "",
		"公司预计2024年净利润亏损3亿元(此前预计盈利1亿元)。",
		"ni_total forecast FY2024 -300000000\n"
		"ni_total forecast_previous FY2024 100000000\n"},
	};

	(void)state;
	check(ROWS(rows), NULL);
}

static void
words_for_loss_stand_for_the_result(void **state)
{
	static const struct grammar_row rows[] = {
	    {"after revenue", "",
		"公司2024年实现营业收入3.3亿元,亏损6,200万元。",
		"rev actual FY2024 330000000\n"
		"ni_total actual FY2024 -62000000\n"},
	    {"a loss that shrinks is better", "",
		"公司2024年净亏损同比减少四成。",
		"ni_total pct_change FY2024 40\n"},
	    {"a bare loss, too", "",
		"公司预计2024年上半年亏损较去年同期增加三成。",
		"ni_total pct_change H1 2024 -30\n"},
	    {"of the loss or of the result?", "",
		"公司2024年净亏损8,000万元,同比下降30%。",
		"ni_total actual FY2024 -80000000\n"},
	    {"the loss of a trade is not the issuer's", "",
		"公司2024年投资期货,亏损3,000万元。", ""},
	};

	(void)state;
	check(ROWS(rows), NULL);
}

static void
bounds_periods_and_points(void **state)
{
	static const struct grammar_row rows[] = {
	    {"two bounds of a loss", "",
		"某某公司预计2024年亏损不超过6亿元,不低于4亿元。",
		"ni_total forecast FY2024 -600000000..-400000000\n"},
	    {"two bounds of a profit", "",
		"公司预计2024年净利润不低于2亿元,不超过2.6亿元。",
		"ni_total forecast FY2024 200000000..260000000\n"},
	    {"the quarter, then its year", "",
		"公司2024年第四季度净亏损2.2亿元,全年净亏损5.1亿元。",
		"ni_total actual Q4 2024 -220000000\n"
		"ni_total actual FY2024 -510000000\n"},
	    {"whose quarters of which calendar?", "",
		"该集团2024财年第四财季销售额为6亿美元。", ""},
	    {"points are no percentage", "",
		"公司2024年净利润3亿元,同比下降1.5个百分点。",
		"ni_total actual FY2024 300000000\n"},
	    {"hundreds of millions as people say them", "",
		"公司预计2024年亏损2个亿左右。",
		"ni_total forecast FY2024 -200000000 ~\n"},
	};

	(void)state;
	check(ROWS(rows), NULL);
}

static void
headings_of_years_and_slashes(void **state)
{
	static const struct grammar_row rows[] = {
	    {"two years in brackets", "2022年度业绩预告",
		"指标(2022 / 2021)\n归属于上市公司股东的净利润 亏损 900–1,200 万元 / "
		"盈利 300 万元\n扣非净利润 亏损 1,000–1,300 万元 / 亏损 50 万元\n",
		"ni_attr forecast FY2022 -12000000..-9000000\n"
		"ni_attr prior_year FY2021 3000000\n"
		"ni_exnr forecast FY2022 -13000000..-10000000\n"
		"ni_exnr prior_year FY2021 -500000\n"},
	};

	(void)state;
	check(ROWS(rows), NULL);
}

static void
changes_of_losses(void **state)
{
	static const struct grammar_row rows[] = {
	    {"more loss is worse", "2024年年度业绩预告",
		"预计2024年度归属于上市公司股东的净利润为-900万元到-800万元,"
		"与上年同期(-300万元)相比,增加亏损500万元到600万元。",
		"ni_attr forecast FY2024 -9000000..-8000000\n"
		"ni_attr prior_year FY2023 -3000000\n"
		"ni_attr delta FY2024 -6000000..-5000000\n"},
	    {"a bound on the loss that remains", "2024年年度业绩预告",
		"预计2024年度归属于上市公司股东的净利润亏损将缩小至700万元以内。",
		"ni_attr forecast FY2024 -7000000..0)\n"},
	    {"one minus in words before a range", "2024年年度业绩预告",
		"预计2024年度归属于上市公司股东的净利润负900-700万元。", ""},
	    {"less loss is better", "2024年年度业绩预告",
		"预计2024年度净利润为-400万元左右,与上年同期相比减少亏损约150万"
		"元。",
		"ni_total forecast FY2024 -4000000 ~\n"
		"ni_total delta FY2024 1500000 ~\n"},
	};

	(void)state;
	check(ROWS(rows), NULL);
}

static void
without_one_off_items(void **state)
{
	static const struct grammar_row rows[] = {
	    {"items between the words and the comma", "2024年年度业绩预告",
		"预计2024年度归属于母公司所有者的净利润-8,200万元左右。剔除非经常"
		"性损益影响后,净利润-9,100万元左右。",
		"ni_attr forecast FY2024 -82000000 ~\n"
		"ni_exnr forecast FY2024 -91000000 ~\n"},
	};

	(void)state;
	check(ROWS(rows), NULL);
}

static void
hong_kong_notices(void **state)
{
	static const struct grammar_row rows[] = {
	    {"Chinese numerals in the period, a range, last year's profit",
		"盈利警告",
		"預期截至二零二四年六月三十日止六個月將錄得本公司擁有人應佔虧損介"
		"乎約人民幣6,100萬元至人民幣6,900萬元,而二零二三年同期則錄得本"
		"公司擁有人應佔溢利約人民幣2,000萬元。",
		"ni_attr forecast H1 2024 -69000000..-61000000 ~\n"
		"ni_attr prior_year H1 2023 20000000 ~\n"},
	    {"收益 is revenue", "中期業績公告",
		"截至2024年6月30日止六個月的收益為3.1億港元。",
		"rev actual H1 2024 310000000\n"},
	    {"a fall of the consolidated profit", "盈利警告",
		"預期截至2024年9月30日止九個月錄得權益持有人應佔綜合溢利同比減少"
		"約55%至65%。",
		"ni_attr pct_change 9M 2024 -65..-55 ~\n"},
	    {"a loss that shrinks", "正面盈利預告",
		"預期截至2024年12月31日止年度之虧損將較去年同期減少約三成。",
		"ni_total pct_change FY2024 30 ~\n"},
	    {"a year that ends in a loss, last year's in brackets", "盈利警告",
		"本集團截至2024年9月30日止年度虧損淨額估計介乎約8,200萬港元至約"
		"9,600萬港元之間(2023年:溢利2,110萬港元)。",
		"ni_total forecast FY9/2024 -96000000..-82000000 ~\n"
		"ni_total prior_year FY9/2023 21100000\n"},
	    {"a period of fifteen months", "盈利警告",
		"預期截至二零二四年十二月三十一日止十五個月錄得虧損約700萬港元。",
		"ni_total forecast 2023-10-01..2024-12-31 -7000000 ~\n"},
	    {"a bound on the loss before tax", "盈利警告",
		"預期截至2024年12月31日止年度之除稅前虧損不超過2億港元。",
		"pbt forecast FY2024 -200000000..0)\n"},
	    {"a revised loss", "盈利警告補充公告",
		"董事會補充,預期虧損將由約1,500萬港元修訂為約2,200萬港元。",
		"ni_total forecast_previous ? -15000000 ~\n"
		"ni_total forecast ? -22000000 ~\n"},
	};

	(void)state;
	check(ROWS(rows), "XHKG:01999");
}

/* Results of Hong Kong: thousands above, labels for either sign, cents. */
static void
tables_of_results(void **state)
{
	static const struct grammar_row rows[] = {
	    {"years of a fiscal year, labels that hold for both signs",
		"截至二零二四年六月三十日止年度之全年業績",
		"（以千港元列示）\n\t二零二四年\t二零二三年\n"
		"收益\t81,204\t97,310\n"
		"經營溢利╱（虧損）\t(2,150)\t3,077\n"
		"本公司擁有人應佔年內虧損╱溢利\t(3,300)\t1,250\n"
		"每股（虧損）／盈利（港仙）\t(1.2)\t0.4\n",
		"rev actual FY6/2024 81204000\n"
		"rev prior_year FY6/2023 97310000\n"
		"op actual FY6/2024 -2150000\n"
		"op prior_year FY6/2023 3077000\n"
		"ni_attr actual FY6/2024 -3300000\n"
		"ni_attr prior_year FY6/2023 1250000\n"
		"eps actual FY6/2024 -0.012\n"
		"eps prior_year FY6/2023 0.004\n"},
	    {"years below the period that they are of", "中期業績公告",
		"單位：千港元\n截至2024年9月30日止六個月 2024年 2023年\n"
		"收益 5,120 6,004\n純利/(虧損) (1,410) 95\n",
		"rev actual 2024-04-01..2024-09-30 5120000\n"
		"rev prior_year 2023-04-01..2023-09-30 6004000\n"
		"ni_total actual 2024-04-01..2024-09-30 -1410000\n"
		"ni_total prior_year 2023-04-01..2023-09-30 95000\n"},
	};

	(void)state;
	check(ROWS(rows), "XHKG:01999");
}

static void
what_is_compared_with_a_named_time(void **state)
{
	static const struct grammar_row rows[] = {
	    {"last year's figure behind its year", "盈利預告",
		"預期截至2024年12月31日止年度錄得純利約3,000萬港元,較2023年度之純"
		"利約2,400萬港元增加約25%。",
		"ni_total forecast FY2024 30000000 ~\n"
		"ni_total prior_year FY2023 24000000 ~\n"
		"ni_total pct_change FY2024 25\n"},
	    {"a figure of yet another year is nobody's", "盈利預告",
		"預期截至2024年12月31日止年度錄得純利約3,000萬港元,較2019年度之純"
		"利約4,100萬港元仍低。",
		"ni_total forecast FY2024 30000000 ~\n"},
	    {"the end of a month without a year", "盈利警告",
		"料截至去年11月底止十一個月及截至今年6月底止六個月股東應佔溢利減少約"
		"三成。",
		"ni_attr pct_change H1 2025 -30 ~\n"},
	};

	(void)state;
	check(ROWS(rows), "XHKG:01999");
}

static void
what_was_announced_before(void **state)
{
	static const struct grammar_row rows[] = {
	    {"an earlier notice is referred to", "盈利警告之最新資料",
		"茲提述本公司日期為2025年1月10日之公告,當中披露預期本集團截至2024"
		"年12月31日止年度錄得淨虧損約1,000萬港元。董事會現預期淨虧損約為"
		"1,600萬港元。",
		"ni_total forecast_previous FY2024 -10000000 ~\n"
		"ni_total forecast FY2024 -16000000 ~\n"},
	    {"one digit does not make two figures one", "关于业绩预告的公告",
		"公司预计2024年度净利润修正为6000万元至1亿元。原公告的净利润为1.21"
		"亿元至1.52亿元。",
		"ni_total forecast FY2024 60000000..100000000\n"},
	    {"a goal that is lowered", "关于调整2025年度经营目标的公告",
		"公司2025年度营业收入目标由不低于12亿元调整为不低于9亿元。",
		"rev forecast_previous FY2025 1200000000..\n"
		"rev forecast FY2025 900000000..\n"},
	};

	(void)state;
	check(ROWS(rows), "XHKG:01999");
}

/* A remark below the figure pushes last year's away from its sign. */
static void
signs_before_a_remark(void **state)
{
	static const struct grammar_row rows[] = {
	    {"a loss of last year", "2024年度业绩预告",
		"项目 本报告期 上年同期\n"
		"归属于上市公司股东的净利润 亏损：300万元—450万元 亏损："
		"比上年同期增长：25%—50% 600万元\n",
		"ni_attr forecast FY2024 -4500000..-3000000\n"
		"ni_attr prior_year FY2023 -6000000\n"
		"ni_attr pct_change FY2024 25..50\n"},
	    {"a label that wraps around them", "2024年度业绩预告",
		"项目 本报告期 上年同期\n"
		"归属于上市公司股东 盈利：300万元—450万元 亏损：\n"
		"的净利润 600万元\n"
		"扣除非经常性损益后 亏损：10万元—40万元 亏损：\n"
		"的净利润 比上年同期增长：93.6%—98.4% 625万元\n",
		"ni_attr forecast FY2024 3000000..4500000\n"
		"ni_attr prior_year FY2023 -6000000\n"
		"ni_exnr forecast FY2024 -400000..-100000\n"
		"ni_exnr prior_year FY2023 -6250000\n"
		"ni_exnr pct_change FY2024 93.6..98.4\n"},
	    {"a word that is cut", "2024年度业绩快报",
		"单位:元 指标 2024年 2023年\n"
		"营业收入 9,000.00 8,000.00\n"
		"归属于母公司股\n-1,200.50 3,400.25\n东的净利润\n",
		"rev actual_flash FY2024 9000\n"
		"rev prior_year FY2023 8000\n"
		"ni_attr actual_flash FY2024 -1200.5\n"
		"ni_attr prior_year FY2023 3400.25\n"},
	    {"brackets that close below", "2024年度业绩快报",
		"单位:元\n指标 2024年 2023年\n"
		"净利润(归属于上市公司所\n-7,001.00 5,002.00\n有者)\n",
		"ni_attr actual_flash FY2024 -7001\n"
		"ni_attr prior_year FY2023 5002\n"},
	};

	(void)state;
	check(ROWS(rows), "XSHE:002999");
}

static void
income_that_is_no_revenue(void **state)
{
	static const struct grammar_row rows[] = {
	    {"收益 of a mainland issuer is a gain", "2024年年度报告",
		"2024年度收益为3亿元。", ""},
	};

	(void)state;
	check(ROWS(rows), "XSHG:600999");
}

static void
a_correction_quotes_what_was_said_before(void **state)
{
	static const struct grammar_row rows[] = {
	    {"the sentence that quotes, the sentence that corrects",
		"2024年年度业绩预告更正公告",
		"公司于2025年1月20日披露了《2024年年度业绩预告》,"
		"预计2024年年度归母净利润为-3,000万元到-2,000万元。"
		"经财务部门重新测算,预计2024年年度归母净利润为"
		"-6,000万元到-5,000万元。",
		"ni_attr forecast_previous FY2024 "
		"-30000000..-20000000\n"
		"ni_attr forecast FY2024 -60000000..-50000000\n"},
	    {"last year before and after its restatement",
		"2024年年度业绩预亏公告",
		"预计2024年年度归母净利润为-600万元。上年同期追溯调整前为"
		"900万元,追溯调整后为-100万元。",
		"ni_attr forecast FY2024 -6000000\n"
		"ni_attr prior_year FY2023 9000000\n"
		"ni_attr prior_year_restated FY2023 -1000000\n"},
	    {"a part of the year that the title does not name",
		"2024年度业绩预告", "预计2024年半年度归母净利润约-800万元。",
		"ni_attr forecast H1 2024 -8000000 ~\n"},
	};

	(void)state;
	check(ROWS(rows), "XSHG:600099");
}

/* A unit lost to a line break would be a figure ten thousand times too small. */
static void
lines_break_inside_amounts(void **state)
{
	static const struct grammar_row rows[] = {
	    {"before the unit, in the sentence", "2024年度业绩预告",
		"预计净利润约为人民币3\n亿元,同比增长。",
		"ni_total forecast FY2024 300000000 ~\n"},
	    {"the unit may head a column", "2024年度业绩预告",
		"预计净利润约为人民币3\n亿元\n", ""},
	    {"before the point", "2024年度业绩预告",
		"预计净利润约为人民币3\n.5亿元。", ""},
	    {"before the comma", "2024年度业绩预告",
		"预计净利润约为人民币3\n,500,000元。", ""},
	};

	(void)state;
	check(ROWS(rows), "XSHG:600099");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(lines_break_inside_amounts),
	    cmocka_unit_test(a_correction_quotes_what_was_said_before),
	    cmocka_unit_test(from_one_level_to_another),
	    cmocka_unit_test(words_for_loss_stand_for_the_result),
	    cmocka_unit_test(bounds_periods_and_points),
	    cmocka_unit_test(headings_of_years_and_slashes),
	    cmocka_unit_test(changes_of_losses),
	    cmocka_unit_test(without_one_off_items),
	    cmocka_unit_test(hong_kong_notices),
	    cmocka_unit_test(tables_of_results),
	    cmocka_unit_test(what_is_compared_with_a_named_time),
	    cmocka_unit_test(what_was_announced_before),
	    cmocka_unit_test(signs_before_a_remark),
	    cmocka_unit_test(income_that_is_no_revenue),
	};

	return cmocka_run_group_tests(tests, NULL, grammar_teardown);
}
