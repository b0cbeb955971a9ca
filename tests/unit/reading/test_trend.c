/* SPDX-License-Identifier: BSD-2-Clause */
/* Which way results go by words: headlines, denials, others' results. */
#include "reading/trend.h"
#include "reading/read.h"
#include "tests/lib/grammar.h"

#include <setjmp.h>
#include <string.h>
#include <cmocka.h>

struct row {
	const char *what, *text;
	enum words words;
	enum verdict_class class;
};

static void
check(const struct row *rows, size_t n, enum trend_scope scope)
{
	const struct mark_style style = {.lang = LANG_ZH, .china = true};

	for (size_t i = 0; i < n; i++) {
		struct grammar_text text;
		struct marks marks = {0};
		struct trend trend;
		grammar_text_init(&text, LANG_ZH, rows[i].text);
		marks_read(&marks, &text.tokens, &style);
		trend_read(&trend, &marks, scope);
		if (trend.words != rows[i].words ||
		    trend.class != rows[i].class)
			fail_msg("%s: words %d, %s", rows[i].what,
			    (int)trend.words,
			    vocab_word(VOCAB_CLASSES, (int)trend.class));
		marks_done(&marks);
		grammar_text_done(&text);
	}
}

#define ROWS(rows) (rows), sizeof(rows) / sizeof(rows)[0]

static void
headlines_tell_which_way_results_go(void **state)
{
	static const struct row rows[] = {
	    {"results in general", "甲乙丙股份业绩下滑 两名董事离任",
		WORDS_DOWN, CLASS_NONE},
	    {"strong words", "甲乙丙去年业绩显著下滑", WORDS_DOWN_STRONG,
		CLASS_DOWN_BIG},
	    {"strong words of sales", "甲乙丙去年营收显著下滑",
		WORDS_DOWN_STRONG, CLASS_NONE},
	    {"strong words, a small percentage", "甲乙丙去年净利润大幅下降30%",
		WORDS_DOWN_STRONG, CLASS_DOWN_SMALL},
	    {"strong by its own", "甲乙丙上市首年即业绩变脸", WORDS_DOWN_STRONG,
		CLASS_NONE},
	    {"a small percentage", "甲乙丙(600999)前三季净利降两成", WORDS_DOWN,
		CLASS_DOWN_SMALL},
	    {"a large percentage", "甲乙丙三季度净利润同比骤降八成",
		WORDS_DOWN_STRONG, CLASS_DOWN_BIG},
	    {"two measures", "甲乙丙上半年营收净利双降", WORDS_DOWN,
		CLASS_NONE},
	    {"revenue makes no class", "甲乙丙营收同比下降10%", WORDS_DOWN,
		CLASS_NONE},
	    {"below what was expected", "甲乙丙四季度利润不及市场预期",
		WORDS_DOWN, CLASS_NONE},
	    {"beyond it", "甲乙丙四季度净利好于分析师预期", WORDS_UP,
		CLASS_NONE},
	    {"a profit of so much, less", "甲乙丙预计盈利900万元 同比下滑4成",
		WORDS_DOWN, CLASS_DOWN_SMALL},
	    {"growth", "甲乙丙净利润大幅增长", WORDS_UP, CLASS_NONE},
	    {"the worst counts", "甲乙丙营收增长 净利润暴跌", WORDS_DOWN_STRONG,
		CLASS_DOWN_BIG},
	    {"traditional characters", "甲乙丙中期業績大幅倒退",
		WORDS_DOWN_STRONG, CLASS_DOWN_BIG},
	    {"a headline in brackets", "【甲乙丙业绩下滑】净利润大幅下降",
		WORDS_DOWN, CLASS_NONE},
	};

	(void)state;
	check(ROWS(rows), TREND_HEADLINE);
}

static void
denials_and_others_results_tell_nothing(void **state)
{
	static const struct row rows[] = {
	    {"denied", "甲乙丙称不存在业绩下滑", WORDS_NONE, CLASS_NONE},
	    {"to be avoided", "甲乙丙出售物业以避免业绩下滑", WORDS_NONE,
		CLASS_NONE},
	    {"asked", "甲乙丙业绩下滑?公司这样说", WORDS_NONE, CLASS_NONE},
	    {"a risk", "招股书提示业绩下滑的风险", WORDS_NONE, CLASS_NONE},
	    {"of a subsidiary", "甲乙丙子公司业绩下滑 拟出售股权", WORDS_NONE,
		CLASS_NONE},
	    {"of many", "沪深两市近百家公司净利下滑", WORDS_NONE, CLASS_NONE},
	    {"of an economy", "全国规模以上工业企业利润下降3%", WORDS_NONE,
		CLASS_NONE},
	    {"somebody's income", "居民收入下降 消费疲软", WORDS_NONE,
		CLASS_NONE},
	    {"of a month", "甲乙丙12月销售收入同比下降40%", WORDS_NONE,
		CLASS_NONE},
	    {"forecast by others", "机构下调甲乙丙盈利预测 料利润下滑",
		WORDS_NONE, CLASS_NONE},
	    {"something else falls", "甲乙丙业绩说明会后股价跌停", WORDS_NONE,
		CLASS_NONE},
	    {"beyond the headline", "甲乙丙拟购买设备。净利润下滑。",
		WORDS_NONE, CLASS_NONE},
	};

	(void)state;
	check(ROWS(rows), TREND_HEADLINE);
}

static void
forecasts_tell_it_in_any_sentence_that_expects(void **state)
{
	static const struct row rows[] = {
	    {"expected",
		"董事会谨此告知股东。预期截至二零二四年六月三十日止六个月的溢利"
		"将较去年同期显著减少。",
		WORDS_DOWN_STRONG, CLASS_DOWN_BIG},
	    {"not expected", "市场需求不振。同行的溢利减少。", WORDS_NONE,
		CLASS_NONE},
	};

	(void)state;
	check(ROWS(rows), TREND_EXPECTED);
}

static void
news_of_results_is_a_form_by_its_headline(void **state)
{
	static const struct {
		const char *title, *text;
		enum form form;
	} rows[] = {
	    {"", "甲乙丙净利下滑三成。", FORM_RESULTS},
	    {"甲乙丙净利下滑三成", "记者获悉,公司今日开会。", FORM_RESULTS},
	    {"", "甲乙丙预计净利下滑三成。", FORM_FORECAST},
	    {"", "甲乙丙去年由盈转亏。", FORM_RESULTS},
	    {"", "甲乙丙公告,2024年净利润3亿元。", FORM_RESULTS},
	    {"甲乙丙开设新店", "公司去年净利润3亿元。", FORM_OTHER},
	    {"", "甲乙丙开设新店。公司业绩下滑。", FORM_OTHER},
	};

	(void)state;
	for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
		const struct document_hint hint = {
		    .title = rows[i].title, .published = DATE_NONE};
		struct reading reading;
		read_text(
		    grammar_lexicon(), span_of(rows[i].text), &hint, &reading);
		if (reading.form != rows[i].form)
			fail_msg("%s%s: %s", rows[i].title, rows[i].text,
			    vocab_word(VOCAB_FORMS, (int)reading.form));
		reading_done(&reading);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(headlines_tell_which_way_results_go),
	    cmocka_unit_test(denials_and_others_results_tell_nothing),
	    cmocka_unit_test(forecasts_tell_it_in_any_sentence_that_expects),
	    cmocka_unit_test(news_of_results_is_a_form_by_its_headline),
	};

	return cmocka_run_group_tests(tests, NULL, grammar_teardown);
}
