/* SPDX-License-Identifier: BSD-2-Clause */
/* Texts to facts: sentences, tables, roles and periods, and what is left out. */
#include "reading/read.h"
#include "lib/base/mem.h"
#include "tests/lib/grammar.h"

#include <setjmp.h>
#include <string.h>
#include <cmocka.h>

static void
check(const struct grammar_row *rows, size_t n, const char *publisher)
{
	const struct document_hint hint = {
	    .publisher = publisher, .published = DATE_NONE};

	grammar_check(&hint, rows, n);
}

#define ROWS(rows) (rows), sizeof(rows) / sizeof(rows)[0]
#define FORECAST   "某公司2024年度业绩预告"

static void
forecasts_in_sentences(void **state)
{
	static const struct grammar_row rows[] = {
	    {"range, reversed range, ex non-recurring", FORECAST,
		"预计归属于上市公司股东的净利润为-3,000万元到-4,500万元,扣除非经"
		"常性损益后的净利润亏损5,000万元至5,500万元。",
		"ni_attr forecast FY2024 -45000000..-30000000\n"
		"ni_exnr forecast FY2024 -55000000..-50000000\n"},
	    {"prior year after a comma", FORECAST,
		"净利润预计亏损约1.2亿元,上年同期盈利800万元。",
		"ni_total forecast FY2024 -120000000 ~\n"
		"ni_total prior_year FY2023 8000000\n"},
	    {"prior year before the measure", FORECAST,
		"预计净利润5亿元。上年同期净利润4亿元,扣非净利润3亿元。",
		"ni_total forecast FY2024 500000000\n"
		"ni_total prior_year FY2023 400000000\n"
		"ni_exnr prior_year FY2023 300000000\n"},
	    {"an amount of change is no level", FORECAST,
		"预计净利润与上年同期相比,将增加3,000万元到4,000万元,同比增加"
		"25%到35%。",
		"ni_total delta FY2024 30000000..40000000\n"
		"ni_total pct_change FY2024 25..35\n"},
	    {"a level after the change", FORECAST,
		"预计净利润同比下降60%至1.2亿元。",
		"ni_total pct_change FY2024 -60\n"
		"ni_total forecast FY2024 120000000\n"},
	    {"bounds", FORECAST,
		"预计净利润不低于2亿元。预计营业收入超过10亿元。",
		"ni_total forecast FY2024 200000000..\n"
		"rev forecast FY2024 (1000000000..\n"},
	    {"loss bounds speak of the size", FORECAST,
		"预计净利润亏损不超过5,000万元。",
		"ni_total forecast FY2024 -50000000..0)\n"},
	    {"multiple of last year's", FORECAST,
		"预计净利润为上年同期的1.5倍。",
		"ni_total pct_change FY2024 50\n"},
	    {"traditional characters", "某公司2024年度業績預告",
		"預計歸屬於上市公司股東的淨利潤虧損3,100至4,200萬元。",
		"ni_attr forecast FY2024 -42000000..-31000000\n"},
	    {"a wrapped line", FORECAST,
		"预计2024 年度归属于上市公司股 东的净利 润为-2,500 万 元左右。",
		"ni_attr forecast FY2024 -25000000 ~\n"},
	    {"bare loss in news", "",
		"某公司公告,预计2024年上半年亏损2亿元至3亿元。",
		"ni_total forecast H1 2024 -300000000..-200000000\n"},
	    {"another period", FORECAST,
		"预计2025年一季度净利润亏损100万元至200万元。",
		"ni_total forecast Q1 2025 -2000000..-1000000\n"},
	    {"brackets are an aside", FORECAST,
		"预计净利润(未经注册会计师复核)为5亿元(其中处置土地收益2亿元)。",
		"ni_total forecast FY2024 500000000\n"},
	    {"last year's profit is of the same kind", FORECAST,
		"归属于上市公司股东的净亏损3亿元至4亿元,上年同期净利润为500万元;扣非净亏"
		"损5亿元,上年同期净利润为400万元。",
		"ni_attr forecast FY2024 -400000000..-300000000\n"
		"ni_attr prior_year FY2023 5000000\n"
		"ni_exnr forecast FY2024 -500000000\n"
		"ni_exnr prior_year FY2023 4000000\n"},
	    {"per share", FORECAST,
		"预计基本每股收益亏损0.12元/股至0.15元/股。",
		"eps forecast FY2024 -0.15..-0.12\n"},
	};

	(void)state;
	check(ROWS(rows), NULL);
}

static void
last_year_is_counted_from_the_period_or_the_day(void **state)
{
	static const struct {
		const char *text;
		const char *facts;
	} rows[] = {
	    {"预计净利润亏损5亿元,上年盈利1亿元。",
		"ni_total forecast FY2024 -500000000\n"
		"ni_total prior_year FY2023 100000000\n"},
	    {"公司预计去年净亏损5亿元。",
		"ni_total forecast FY2024 -500000000\n"},
	    {"预计今年上半年净利润1亿元。",
		"ni_total forecast H1 2025 100000000\n"},
	};
	struct document_hint hint = {.title = FORECAST};

	(void)state;
	assert_int_equal(date_parse("2025-01-20", &hint.published), 0);
	for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
		char *got = grammar_facts(&hint, rows[i].text);
		assert_string_equal(got, rows[i].facts);
		mem_free(got);
	}
}

static void
headings_give_roles(void **state)
{
	static const struct grammar_row rows[] = {
	    {"previous and revised", "某公司2024年度业绩预告修正公告",
		"1、前次业绩预告情况:预计净利润为盈利1,000万元至1,500万元。\n"
		"2、修正后的预计业绩:净利润亏损200万元至300万元。",
		"ni_total forecast_previous FY2024 10000000..15000000\n"
		"ni_total forecast FY2024 -3000000..-2000000\n"},
	    {"a heading for its line", "某公司2024年度业绩预告更正公告",
		"更正前:净利润约1,000万元;扣非净利润约900万元。\n"
		"更正后:净利润约500万元;扣非净利润约400万元。",
		"ni_total forecast_previous FY2024 10000000 ~\n"
		"ni_exnr forecast_previous FY2024 9000000 ~\n"
		"ni_total forecast FY2024 5000000 ~\n"
		"ni_exnr forecast FY2024 4000000 ~\n"},
	    {"a heading above a table", "某公司2024年度业绩预告更正公告",
		"更正前:\n项目\t本报告期\t上年同期\n净利润\t5万元\t4万元\n更正后:\n项目"
		"\t本报告期\t上年同期\n净利润\t3万元\t4万元\n",
		"ni_total forecast_previous FY2024 50000\n"
		"ni_total prior_year FY2023 40000\n"
		"ni_total forecast FY2024 30000\n"},
	    {"prior year in several sentences", FORECAST,
		"预计净利润亏损1亿元。上年同期净利润:8万元。扣非净利润:7万元。预计"
		"营业收入9亿元。2023年度每股收益0.2元。净资产:3亿元。",
		"ni_total forecast FY2024 -100000000\n"
		"ni_total prior_year FY2023 80000\n"
		"ni_exnr prior_year FY2023 70000\n"
		"rev forecast FY2024 900000000\n"
		"eps prior_year FY2023 0.2\nequity prior_year FY2023 300000000\n"},
	    {"prior year's section", FORECAST,
		"一、本期业绩预告情况\n预计净利润为-500万元至-400万元。\n"
		"二、上年同期业绩情况\n(一)净利润:-123.45万元。",
		"ni_total forecast FY2024 -5000000..-4000000\n"
		"ni_total prior_year FY2023 -1234500\n"},
	    {"prior year whose heading was lost", FORECAST,
		"预计净利润为-500万元至-400万元。(一)净利润为-123.45万元。",
		"ni_total forecast FY2024 -5000000..-4000000\n"
		"ni_total prior_year FY2023 -1234500\n"},
	};

	(void)state;
	check(ROWS(rows), NULL);
}

static void
tables_of_cells(void **state)
{
	static const struct grammar_row rows[] = {
	    {"tabs", FORECAST,
		"项目\t本报告期\t上年同期\n"
		"归属于上市公司股东的净利润\t亏损:900万元–1,200万元\t盈利:35.6万元\n"
		"基本每股收益\t亏损:0.09元/股–0.12元/股\t盈利:0.01元/股\n",
		"ni_attr forecast FY2024 -12000000..-9000000\n"
		"ni_attr prior_year FY2023 356000\n"
		"eps forecast FY2024 -0.12..-0.09\n"
		"eps prior_year FY2023 0.01\n"},
	    {"unit above, change column", "某公司2024年度业绩快报",
		"单位:万元\n项目\t本报告期\t上年同期\t增减变动幅度(%)\n"
		"营业总收入\t12,345.67\t10,000.00\t23.46\n"
		"归属于上市公司股东的净利润\t-1,234.50\t-\t不适用\n",
		"rev actual_flash FY2024 123456700\n"
		"rev prior_year FY2023 100000000\n"
		"rev pct_change FY2024 23.46\n"
		"ni_attr actual_flash FY2024 -12345000\n"},
	    {"no unit: nothing", "某公司2024年度业绩快报",
		"项目\t本报告期\t上年同期\n净利润\t12,345\t11,000\n", ""},
	    {"an empty cell keeps its column", FORECAST,
		"项目\t本报告期\t上年同期\n净利润\t\t盈利:100万元\n",
		"ni_total prior_year FY2023 1000000\n"},
	    {"bars", FORECAST,
		"项目 | 本报告期 | 上年同期\n净利润 | 5万元 | 4万元\n",
		"ni_total forecast FY2024 50000\n"
		"ni_total prior_year FY2023 40000\n"},
	    {"nested heading", "某公司2024年度业绩预告修正公告",
		"项目\t本报告期\t\t上年同期\n\t修正前\t修正后\t\n"
		"净利润\t盈利:5万元\t盈利:3万元\t盈利:4万元\n",
		"ni_total forecast_previous FY2024 50000\n"
		"ni_total forecast FY2024 30000\n"
		"ni_total prior_year FY2023 40000\n"},
	    {"changes on a line of their own", FORECAST,
		"项目\t本报告期\t上年同期\n净利润\t盈利:30万元–40万元\t盈利:80万元"
		"\n\t比上年同期下降:50%–62.5%\t\n",
		"ni_total forecast FY2024 300000..400000\n"
		"ni_total prior_year FY2023 800000\n"
		"ni_total pct_change FY2024 -62.5..-50\n"},
	    {"a quarter and the year to date", "某公司2025年第三季度报告",
		"单位:元\n项目\t本报告期\t本报告期比上年同期增减\t年初至报告期末\t"
		"年初至报告期末比上年同期增减\n营业收入\t5.10\t-12.34%\t14.20\t"
		"-8.76%\n",
		"rev actual Q3 2025 5.1\nrev pct_change Q3 2025 -12.34\n"
		"rev actual 9M 2025 14.2\nrev pct_change 9M 2025 -8.76\n"},
	    {"years in the heading", "某公司2024年年度报告",
		"单位:元\n指标\t2024年\t2023年\t增减(%)\n营业收入\t200.50\t100.25"
		"\t100\n",
		"rev actual FY2024 200.5\nrev prior_year FY2023 100.25\n"
		"rev pct_change FY2024 100\n"},
	};

	(void)state;
	check(ROWS(rows), NULL);
}

static void
flattened_tables(void **state)
{
	static const struct grammar_row rows[] = {
	    {"in order", FORECAST,
		"项 目 本报告期 上年同期 归属于上市公司 股东的净利润 亏损:900 万"
		"元–1,200 万元 亏损:800 万元 基本每股收益 亏损:0.1 元/股 亏损:"
		"0.2 元/股",
		"ni_attr forecast FY2024 -12000000..-9000000\n"
		"ni_attr prior_year FY2023 -8000000\n"
		"eps forecast FY2024 -0.1\neps prior_year FY2023 -0.2\n"},
	    {"a remark pushes the prior year first", FORECAST,
		"项目 本报告期 上年同期 净利润 比上年同期下降:40% - 20% 盈利:100 "
		"万元 盈利:60 万元–80 万元",
		"ni_total prior_year FY2023 1000000\n"
		"ni_total forecast FY2024 600000..800000\n"
		"ni_total pct_change FY2024 -40..-20\n"},
	    {"arithmetic tells two points apart", FORECAST,
		"项目 本报告期 上年同期 净利润 比上年同期下降:40% 盈利:100 万元 "
		"盈利:60 万元",
		"ni_total prior_year FY2023 1000000\n"
		"ni_total forecast FY2024 600000\n"
		"ni_total pct_change FY2024 -40\n"},
	    {"nothing tells them apart", FORECAST,
		"项目 本报告期 上年同期 净利润 比上年同期下降:55% 盈利:100 万元 "
		"盈利:60 万元",
		""},
	    {"nested heading row by row", "某公司2024年度业绩预告修正公告",
		"项目 本报告期 上年同期 是否修正 修正前 修正后 净利润 盈利:5 万元 "
		"盈利:3 万元 盈利:4 万元 是",
		"ni_total forecast_previous FY2024 50000\n"
		"ni_total forecast FY2024 30000\n"
		"ni_total prior_year FY2023 40000\n"},
	    {"a figure that the end cut", FORECAST,
		"项目 本报告期 上年同期 净利润 盈利:5 万元 盈利:4",
		"ni_total forecast FY2024 50000\n"},
	    {"too many figures for the columns", FORECAST,
		"项目 本报告期 上年同期 净利润 5 万元 4 万元 3 万元", ""},
	};

	(void)state;
	check(ROWS(rows), NULL);
}

static void
estimates_of_brokers(void **state)
{
	static const struct grammar_row rows[] = {
	    {"columns of years", "某公司:首次覆盖",
		"财务摘要(百万元) 2022A 2023A 2024E 2025E 营业收入 303 262 376 "
		"560 (+/-)% -28.0% -13.6% 43.5% 48.9% 净利润(归母) -64 -81 -18 99",
		"rev prior_year FY2022 303000000\n"
		"rev prior_year FY2023 262000000\n"
		"rev estimate FY2024 376000000 东吴证券\n"
		"rev estimate FY2025 560000000 东吴证券\n"
		"rev pct_change FY2022 -28\nrev pct_change FY2023 -13.6\n"
		"rev pct_change FY2024 43.5\nrev pct_change FY2025 48.9\n"
		"ni_attr prior_year FY2022 -64000000\n"
		"ni_attr prior_year FY2023 -81000000\n"
		"ni_attr estimate FY2024 -18000000 东吴证券\n"
		"ni_attr estimate FY2025 99000000 东吴证券\n"},
	    {"one figure per year", "某公司点评",
		"预计2024-2026年公司EPS分别为-0.06/0.33/0.83元。",
		"eps estimate FY2024 -0.06 东吴证券\n"
		"eps estimate FY2025 0.33 东吴证券\n"
		"eps estimate FY2026 0.83 东吴证券\n"},
	    {"figures and years that do not match", "某公司点评",
		"预计2024-2026年公司EPS分别为-0.06/0.33元。", ""},
	    {"years after the figures", "某公司点评",
		"The report projects net profits of RMB -41 million, RMB 47 "
		"million, and RMB 113 million for 2024-2026, respectively.",
		"ni_attr estimate FY2024 -41000000 东吴证券\n"
		"ni_attr estimate FY2025 47000000 东吴证券\n"
		"ni_attr estimate FY2026 113000000 东吴证券\n"},
	};

	(void)state;
	check(ROWS(rows), "东吴证券");
}

static void
digest_counts_for_the_broker_it_quotes(void **state)
{
	static const struct grammar_row rows[] = {
	    {"digest", "研报精选:首次覆盖某公司",
		"国泰君安证券某分析师预计2025年净利润为3亿元。",
		"ni_attr estimate FY2025 300000000 国泰君安\n"},
	    {"the broker of the sentence counts", "研报精选:首次覆盖两家公司",
		"东吴证券预计2025年净利润为3亿元。民生证券预计2026年净利润为4亿元。",
		"ni_attr estimate FY2025 300000000 东吴证券\n"
		"ni_attr estimate FY2026 400000000 民生证券\n"},
	};

	(void)state;
	check(ROWS(rows), "某财经网");
}

static void
unknown_broker_counts_under_its_own_name(void **state)
{
	static const struct grammar_row rows[] = {
	    {"estimate", "某公司点评", "预计2025年净利润为3亿元。",
		"ni_attr estimate FY2025 300000000 某某证券\n"},
	};

	(void)state;
	check(ROWS(rows), "某某证券");
}

static void
broker_can_be_an_issuer(void **state)
{
	static const struct grammar_row rows[] = {
	    {"its own forecast", "国泰君安2024年度业绩预增公告",
		"国泰君安预计2024年度净利润为90亿元至95亿元。",
		"ni_total forecast FY2024 9000000000..9500000000\n"},
	    {"news of it", "",
		"国泰君安(601211)公告,国泰君安(601211)预计2024年度净利润为90亿元。",
		"ni_total forecast FY2024 9000000000\n"},
	    {"a broker in the sentence before", "",
		"民生证券有评级。某公司预计2024年度净利润为9亿元。",
		"ni_total forecast FY2024 900000000\n"},
	};

	(void)state;
	check(ROWS(rows), NULL);
}

static void
results_in_english(void **state)
{
	static const struct grammar_row rows[] = {
	    {"compared with last year", "某公司(603138) - 2024年半年度报告",
		"Net profit attributable to shareholders of the listed company "
		"was RMB -24.12 million, compared to RMB -59.02 million in the "
		"same period last year[13] - Basic EPS improved to -0.086 yuan "
		"per share from -0.208 yuan per share[14]",
		"ni_attr actual H1 2024 -24120000\n"
		"ni_attr prior_year H1 2023 -59020000\n"
		"eps actual H1 2024 -0.086\neps prior_year H1 2023 -0.208\n"},
	    {"from A to B", "某公司2024年半年度报告",
		"Revenue increased from RMB 100 million to RMB 120 million.",
		"rev prior_year H1 2023 100000000\nrev actual H1 2024 "
		"120000000\n"},
	    {"cents a share", "Trading update",
		"The company expects a net loss of 12 cents to 19 cents a share "
		"for the year ended June 30, 2024.",
		"eps forecast FY6/2024 -0.19..-0.12\n"},
	    {"one column of figures", "2024 half-year forecast",
		"Outlook for January 1 to June 30, 2024\n"
		"| Indicator | CNY million | Change |\n"
		"| Net profit attributable to parent | 11.81 to 17.71 | down 65% "
		"|\n",
		"ni_attr forecast H1 2024 11810000..17710000\n"
		"ni_attr pct_change H1 2024 -65\n"},
	    {"a line of dates above the heading", "",
		"Outlook (July 1, 2023 through June 30, 2024)\n"
		"| Indicator | CNY million |\n"
		"| Net profit attributable to parent | 11.81 to 17.71 |\n",
		"ni_attr forecast FY6/2024 11810000..17710000\n"},
	    {"revenue of a part is not the group's", "某公司2024年半年度报告",
		"Software revenue was RMB 5 million. Revenue from services "
		"increased by 145%. Total comprehensive income was RMB 3 "
		"million.",
		""},
	    {"the parent company's line contradicts", "某公司2024年半年度报告",
		"Revenue was RMB 203.93 million. Revenue was RMB 186.46 "
		"million, compared to RMB 91.78 million in the same period "
		"last year.",
		"rev actual H1 2024 203930000\n"},
	};

	(void)state;
	check(ROWS(rows), NULL);
}

static void
what_is_unsure_gives_no_fact(void **state)
{
	static const struct grammar_row rows[] = {
	    {"unknown words between", FORECAST,
		"净利润下降主要受资产减值影响约2.3亿元。", ""},
	    {"a line item", FORECAST, "公允价值变动损失约5,000万元。", ""},
	    {"a subsidiary", FORECAST,
		"全资子公司甲公司2024年实现营业收入4,000万元,净利润300万元。",
		""},
	    {"several companies", "", "43家上市券商2024年净利润合计127亿元。",
		""},
	    {"an effect on profit", FORECAST,
		"由此将减少公司2024年度净利润2,423万元。", ""},
	    {"a share in another's result", "",
		"某公司2024年公告,预计影响公司2024年度净利润-2,550万元。", ""},
	    {"a part of the reasons", FORECAST,
		"三、业绩变动原因说明\n净利润减少约3,000万元,同比下降5%。", ""},
	    {"a month", "", "某公司12月营业收入3亿元,前11个月净亏损2亿元。",
		""},
	    {"a misprint", FORECAST, "预计净利润9,00万元。", ""},
	    {"shared figures", FORECAST,
		"预计营业收入、净利润分别为5亿元、1亿元。", ""},
	    {"balance of a quarter", FORECAST, "预计净利润环比增长20%。", ""},
	    {"a bond", FORECAST, "公司发行债券5亿元。", ""},
	    {"a sign that contradicts", FORECAST,
		"预计净利润亏损:-5,000万元至6,000万元。", ""},
	    {"a range of last year", FORECAST, "上年同期净利润3亿元至4亿元。",
		""},
	};

	(void)state;
	check(ROWS(rows), NULL);
}

static void
repeated_statements_are_one_fact(void **state)
{
	static const struct grammar_row rows[] = {
	    {"twice", FORECAST,
		"预计净利润亏损2亿元至3亿元。公司预计净利润为-3亿元到-2亿元。",
		"ni_total forecast FY2024 -300000000..-200000000\n"},
	    {"rounded in the headline", "",
		"某公司:2024年上半年亏损3,048万元\n某公司2024年上半年归属于上市公"
		"司股东的净利润-30,483,409.34元。",
		"ni_attr actual H1 2024 -30483409.34\n"},
	    {"a bound and the range inside it", FORECAST,
		"预计净利润亏损不超过5,000万元。预计净利润亏损4,000万元至5,000"
		"万元。",
		"ni_total forecast FY2024 -50000000..-40000000\n"},
	};

	(void)state;
	check(ROWS(rows), NULL);
}

static void
read_one(
    const struct document_hint *hint, const char *text, struct reading *reading)
{
	read_text(grammar_lexicon(), span_of(text), hint, reading);
	assert_true(reading->readable);
}

static void
quote_and_offset_lead_to_the_words(void **state)
{
	static const char text[] =
	    "公司 预计２０２４年度净利润为－７，１００ 万元左右。";
	const struct document_hint hint = {.published = DATE_NONE};
	struct reading reading;

	(void)state;
	read_one(&hint, text, &reading);
	assert_int_equal(reading.fact_count, 1);
	assert_string_equal(reading.facts[0].quote,
	    "公司 预计２０２４年度净利润为－７，１００ 万元左右");
	assert_int_equal(reading.facts[0].offset, 0);
	assert_string_equal(reading.facts[0].currency, "CNY");
	assert_non_null(reading.facts[0].why);
	reading_done(&reading);
}

int
main(void)
{
	static const struct CMUnitTest tests[] = {
	    cmocka_unit_test(forecasts_in_sentences),
	    cmocka_unit_test(last_year_is_counted_from_the_period_or_the_day),
	    cmocka_unit_test(headings_give_roles),
	    cmocka_unit_test(tables_of_cells),
	    cmocka_unit_test(flattened_tables),
	    cmocka_unit_test(estimates_of_brokers),
	    cmocka_unit_test(digest_counts_for_the_broker_it_quotes),
	    cmocka_unit_test(unknown_broker_counts_under_its_own_name),
	    cmocka_unit_test(broker_can_be_an_issuer),
	    cmocka_unit_test(results_in_english),
	    cmocka_unit_test(what_is_unsure_gives_no_fact),
	    cmocka_unit_test(repeated_statements_are_one_fact),
	    cmocka_unit_test(quote_and_offset_lead_to_the_words),
	};

	return cmocka_run_group_tests(tests, NULL, grammar_teardown);
}
