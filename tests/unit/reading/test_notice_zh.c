/* SPDX-License-Identifier: BSD-2-Clause */
/* Sentences of Chinese notices, from Shanghai to Hong Kong, to facts. */
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

	assert_int_equal(date_parse("2025-07-10", &hint.published), 0);
	grammar_check(&hint, rows, n);
}

#define ROWS(rows) (rows), sizeof(rows) / sizeof(rows)[0]

static void
both_ends_of_a_range_in_one_sign(void **state)
{
	static const struct grammar_row rows[] = {
	    {"in square brackets", "2025年半年度业绩预告",
		"预计2025年上半年净利润区间为[-3.5亿元,-2.5亿元]。",
		"ni_total forecast H1 2025 -350000000..-250000000\n"},
	    {"a tolerance in percent", "2025年半年度业绩预告",
		"预计2025年上半年净利润为-3亿元(±20%)。",
		"ni_total forecast H1 2025 -360000000..-240000000\n"},
	    {"a tolerance in words", "2025年半年度业绩预告",
		"预计2025年上半年净利润为4亿元,上下浮动5%。",
		"ni_total forecast H1 2025 380000000..420000000\n"},
	    {"a tolerance in money", "2025年半年度业绩预告",
		"预计2025年上半年净利润为4亿元±0.5亿元。",
		"ni_total forecast H1 2025 350000000..450000000\n"},
	    {"a tolerance that measures something else", "2025年半年度业绩预告",
		"预计2025年上半年净利润为4亿元±3万股。", ""},
	};

	(void)state;
	check(ROWS(rows), "XSHE:002999");
}

/* In Chinese a triangle may be an arrow, a bullet or a minus. */
static void
triangles_of_unsure_meaning(void **state)
{
	static const struct grammar_row rows[] = {
	    {"before an amount", "2025年半年度业绩预告",
		"2025年上半年净利润:▲800万元", ""},
	    {"a bullet before words", "2025年半年度业绩预告",
		"▲预计2025年上半年净利润为800万元",
		"ni_total forecast H1 2025 8000000\n"},
	};

	(void)state;
	check(ROWS(rows), "XSHE:002999");
}

static void
names_for_the_size_of_a_change(void **state)
{
	static const struct grammar_row rows[] = {
	    {"a fall, in money and as a proportion", "2025年半年度业绩预告",
		"预计2025年上半年净利润比上年同期减少8,000万元到9,000万元,减少"
		"比例为40%到45%。",
		"ni_total delta H1 2025 -90000000..-80000000\n"
		"ni_total pct_change H1 2025 -45..-40\n"},
	    {"less loss", "2025年半年度业绩预告",
		"预计2025年上半年净利润为-600万元,与上年同期相比亏损减少比例约为"
		"25%。",
		"ni_total forecast H1 2025 -6000000\n"
		"ni_total pct_change H1 2025 25\n"},
	};

	(void)state;
	check(ROWS(rows), "XSHG:600099");
}

static void
a_loss_behind_a_conjunction(void **state)
{
	static const struct grammar_row rows[] = {
	    {"but without one-off items", "2025年半年度业绩预告",
		"预计2025年上半年归属于上市公司股东的净利润为300万元至400万元,但"
		"扣非后净利润亏损900万元至800万元。",
		"ni_attr forecast H1 2025 3000000..4000000\n"
		"ni_exnr forecast H1 2025 -9000000..-8000000\n"},
	};

	(void)state;
	check(ROWS(rows), "XSHE:002999");
}

static void
brackets_hold_the_year_before(void **state)
{
	static const struct grammar_row rows[] = {
	    {"of a year that ends in June", "盈利警告",
		"預期本集團截至2025年6月30日止年度錄得虧損約4,800萬港元(2024年度:"
		"溢利2,600萬港元)。",
		"ni_total forecast FY6/2025 -48000000 ~\n"
		"ni_total prior_year FY6/2024 26000000\n"},
	    {"of a year that is called fiscal", "盈利警告",
		"預期截至2025年3月31日止年度錄得虧損約700萬港元(二零二四財政年度:"
		"虧損約300萬港元)。",
		"ni_total forecast FY3/2025 -7000000 ~\n"
		"ni_total prior_year FY3/2024 -3000000 ~\n"},
	    {"of a part that the title does not name", "關於2025年度業績的公告",
		"預期截至2025年6月30日止六個月錄得虧損900萬港元(2024年同期:溢利"
		"200萬港元)。",
		"ni_total forecast H1 2025 -9000000\n"
		"ni_total prior_year H1 2024 2000000\n"},
	};

	(void)state;
	check(ROWS(rows), "XHKG:01999");
}

static void
the_same_part_of_a_named_year(void **state)
{
	static const struct grammar_row rows[] = {
	    {"behind a comma", "關於2025年度業績的公告",
		"預期截至2025年6月30日止六個月錄得虧損約900萬港元,而2024年同期則為"
		"溢利約200萬港元。",
		"ni_total forecast H1 2025 -9000000 ~\n"
		"ni_total prior_year H1 2024 200"
		"0000 ~\n"},
	    {"in a sentence of its own", "盈利警告",
		"預期截至2025年6月30日止六個月錄得純利約900萬港元。2024年同期錄得純"
		"利約2,000萬港元。",
		"ni_total forecast H1 2025 9000000 ~\n"
		"ni_total prior_year H1 2024 20000000 ~\n"},
	    {"what follows last year's loss is this year's change", "盈利警告",
		"截至2025年6月30日止六個月之虧損預期較2024年同期之虧損約1,500萬港"
		"元增加不少於三成。",
		"ni_total prior_year H1 2024 -15000000 ~\n"
		"ni_total pct_change H1 2025 ..-30\n"},
	};

	(void)state;
	check(ROWS(rows), "XHKG:01999");
}

static void
figures_beside_each_other(void **state)
{
	static const struct grammar_row rows[] = {
	    {"last year's of one metric is not the next one's",
		"2025年半年度业绩预告",
		"归属于上市公司股东的净利润:600.00万元–700.00万元;上年同期:"
		"900.00万元\n扣除非经常性损益的净利润:400.00万元–500.00万元;"
		"上年同期:800.00万元",
		"ni_attr forecast H1 2025 6000000..7000000\n"
		"ni_attr prior_year H1 2024 9000000\n"
		"ni_exnr forecast H1 2025 4000000..5000000\n"
		"ni_exnr prior_year H1 2024 8000000\n"},
	    {"revenue after deductions is another figure",
		"2025年半年度业绩预告",
		"预计2025年上半年营业收入为2亿元至3亿元,扣除与主营业务无关的业务收"
		"入和不具备商业实质的收入后的营业收入为1亿元至2亿元。",
		"rev forecast H1 2025 200000000..300000000\n"},
	};

	(void)state;
	check(ROWS(rows), "XSHE:002999");
}

static void
corrections_name_one_of_two_forecasts(void **state)
{
	static const struct grammar_row rows[] = {
	    {"the corrected one is named", "2025年半年度业绩预告更正公告",
		"公司2025年7月2日预告,预计2025年上半年净利润为-600万元到-500万元。"
		"更正后预计2025年上半年净利润为-900万元到-800万元。",
		"ni_total forecast_previous H1 2025 -6000000..-5000000\n"
		"ni_total forecast H1 2025 -9000000..-8000000\n"},
	    {"neither is named", "2025年半年度业绩预告更正公告",
		"预计2025年上半年净利润为-600万元到-500万元。预计2025年上半年净利润"
		"为-900万元到-800万元。",
		""},
	};

	(void)state;
	check(ROWS(rows), "XSHG:600099");
}

static void
last_year_before_and_after_adjustment(void **state)
{
	static const struct grammar_row rows[] = {
	    {"the adjustment stands before the year", "2025年半年度业绩预告",
		"归属于上市公司股东的净利润:亏损:55万元–71万元。追溯调整前上年同期"
		"盈利:10万元,追溯调整后上年同期亏损:3万元。",
		"ni_attr forecast H1 2025 -710000..-550000\n"
		"ni_attr prior_year H1 2024 100000\n"
		"ni_attr prior_year_restated H1 2024 -30000\n"},
	    {"in brackets, in a clause of its own", "2025年半年度业绩预告",
		"预计2025年上半年净利润为-60万元到-50万元;与上年同期(-20万元)相比"
		"增加亏损30万元到40万元。",
		"ni_total forecast H1 2025 -600000..-500000\n"
		"ni_total prior_year H1 2024 -200000\n"
		"ni_total delta H1 2025 -400000..-300000\n"},
	};

	(void)state;
	check(ROWS(rows), "XSHE:002999");
}

static void
losses_that_change_without_a_figure(void **state)
{
	static const struct {
		const char *text;
		enum verdict_class class;
	} rows[] = {
	    {"預期本期間之虧損將較去年同期增加。", CLASS_LOSS_WIDER},
	    {"預期本期間之淨虧損較去年同期有所減少。", CLASS_LOSS_NARROWER},
	    {"預期本期間之行政開支較去年同期增加。", CLASS_NONE},
	    {"附屬公司預期虧損將較去年同期增加。", CLASS_NONE},
	};

	(void)state;
	for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
		const struct document_hint hint = {.title = "盈利警告",
		    .listing = "XHKG:01999",
		    .published = DATE_NONE};
		struct reading reading;
		read_text(
		    grammar_lexicon(), span_of(rows[i].text), &hint, &reading);
		if (reading.claimed_class != rows[i].class)
			fail_msg("%s: %s", rows[i].text,
			    vocab_word(
				VOCAB_CLASSES, (int)reading.claimed_class));
		reading_done(&reading);
	}
}

static void
times_without_dates(void **state)
{
	static const struct grammar_row rows[] = {
	    {"a fiscal quarter of nobody knows which months", "",
		"甲乙丙集团第三财季净亏损6.5亿美元。",
		"ni_total actual ? -650000000\n"},
	    {"beside a year it is neither's", "",
		"甲乙丙集团2024年净利润3亿美元,第三财季净亏损6.5亿美元。",
		"ni_total actual FY2024 300000000\n"},
	    {"months to come", "", "公司在未来12个月内净运营亏损将超过5亿元。",
		"op forecast ? ..-500000000)\n"},
	    {"the future is no time of a figure", "",
		"公司未来将加大投入,2024年净利润为3亿元。",
		"ni_total actual FY2024 300000000\n"},
	};

	(void)state;
	check(ROWS(rows), NULL);
}

static void
proportions_of_last_year(void **state)
{
	static const struct grammar_row rows[] = {
	    {"in tenths", "2025年半年度业绩预告",
		"预计2025年上半年净利润为上年同期的四成左右。",
		"ni_total pct_change H1 2025 -60 ~\n"},
	    {"in percent, with a word of smallness", "2025年半年度业绩预告",
		"预计2025年上半年净利润仅为去年同期的35%。",
		"ni_total pct_change H1 2025 -65\n"},
	    {"less than so much: no figure rather than a wrong one",
		"2025年半年度业绩预告",
		"预计2025年上半年净利润不足上年同期的四成。", ""},
	    {"at least twice as much", "2025年半年度业绩预告",
		"预计2025年上半年净利润同比翻番以上。",
		"ni_total pct_change H1 2025 100..\n"},
	    {"a loss that changes either way", "2025年半年度业绩预告",
		"预计2025年上半年净利润为-700万元到-500万元,亏损额预计变动-20%到"
		"10%。",
		"ni_total forecast H1 2025 -7000000..-5000000\n"
		"ni_total pct_change H1 2025 -10..20\n"},
	    {"of the loss or of the result?", "2025年半年度业绩预告",
		"预计2025年上半年净亏损3亿元,同比下降20%。",
		"ni_total forecast H1 2025 -300000000\n"},
	};

	(void)state;
	check(ROWS(rows), "XSHE:002999");
}

static void
bounds_and_numerals_in_words(void **state)
{
	static const struct grammar_row rows[] = {
	    {"two bounds without a comma", "2025年半年度业绩预告",
		"预计2025年上半年营业收入不低于5亿元不超过6亿元。",
		"rev forecast H1 2025 500000000..600000000\n"},
	    {"decimals", "2025年半年度业绩预告",
		"预计2025年上半年亏损三点五亿元至四亿元。",
		"ni_total forecast H1 2025 -400000000..-350000000\n"},
	    {"two places", "2025年半年度业绩预告",
		"预计2025年上半年净利润约为十二点零五亿元。",
		"ni_total forecast H1 2025 1205000000 ~\n"},
	};

	(void)state;
	check(ROWS(rows), "XSHE:002999");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(both_ends_of_a_range_in_one_sign),
	    cmocka_unit_test(triangles_of_unsure_meaning),
	    cmocka_unit_test(names_for_the_size_of_a_change),
	    cmocka_unit_test(a_loss_behind_a_conjunction),
	    cmocka_unit_test(brackets_hold_the_year_before),
	    cmocka_unit_test(the_same_part_of_a_named_year),
	    cmocka_unit_test(figures_beside_each_other),
	    cmocka_unit_test(corrections_name_one_of_two_forecasts),
	    cmocka_unit_test(last_year_before_and_after_adjustment),
	    cmocka_unit_test(losses_that_change_without_a_figure),
	    cmocka_unit_test(times_without_dates),
	    cmocka_unit_test(proportions_of_last_year),
	    cmocka_unit_test(bounds_and_numerals_in_words),
	};

	return cmocka_run_group_tests(tests, NULL, grammar_teardown);
}
