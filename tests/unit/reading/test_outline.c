/* SPDX-License-Identifier: BSD-2-Clause */
/* What a document is before its figures are read: form, class, names. */
#include "reading/read.h"
#include "tests/lib/grammar.h"

#include <setjmp.h>
#include <string.h>
#include <cmocka.h>

static void
read_one(
    const struct document_hint *hint, const char *text, struct reading *reading)
{
	read_text(grammar_lexicon(), span_of(text), hint, reading);
	assert_true(reading->readable);
}

static void
form_follows_title_then_text(void **state)
{
	static const struct {
		const char *title;
		const char *text;
		enum form form;
	} rows[] = {
	    {"2024年度业绩预告", "", FORM_FORECAST},
	    {"2024年度业绩预亏公告", "", FORM_FORECAST},
	    {"2024年度业绩预告修正公告", "", FORM_FORECAST_REVISION},
	    {"2024年度业绩快报", "", FORM_FLASH},
	    {"2024年度业绩快报暨2025年一季度业绩预告", "", FORM_FORECAST},
	    {"2024年年度报告摘要", "", FORM_RESULTS},
	    {"2024年第三季度业绩说明会", "", FORM_BRIEFING},
	    {"关于业绩承诺实现情况的公告", "", FORM_NOTICE},
	    {"关于业绩预告相关事项的问询函回复的公告", "", FORM_NOTICE},
	    {"关于不存在应披露业绩预告的情形的公告", "", FORM_NOTICE},
	    {"2024年半年报点评:稳步增长", "", FORM_ESTIMATE},
	    {"关于召开股东大会的通知", "", FORM_NOTICE},
	    {"", "公司发布业绩预告,内容见下。", FORM_FORECAST},
	    {"", "公司公告,预计2024年净利润同比增长50%。", FORM_FORECAST},
	    {"停车场改造完成", "今日完工。", FORM_OTHER},
	    {"关于召开2024年度业绩预告说明会的公告", "", FORM_BRIEFING},
	    {"2024年度业绩预告", "公司将召开说明会。", FORM_FORECAST},
	    {"某某评级关于某某公司2024年度预计亏损的关注公告", "", FORM_NOTICE},
	    {"某某股份股票交易异常波动暨业绩预亏风险提示公告", "",
		FORM_FORECAST},
	    {"某某证券关于某某股份业绩大幅下滑的专项现场检查报告", "",
		FORM_NOTICE},
	    {"财务顾问关于盈利预测补偿实现情况的核查意见", "", FORM_NOTICE},
	    {"关于大公国际下调公司主体信用等级的公告", "预计亏损。",
		FORM_NOTICE},
	    {"关于参股公司业绩预亏的提示性公告", "", FORM_NOTICE},
	    {"2025年第三季度主要经营数据公告", "门店共80家。", FORM_OTHER},
	    {"", "沪深交易所下发问询函,要求公司补充披露股东名册。",
		FORM_NOTICE},
	    {"盈利警告", "", FORM_FORECAST},
	    {"內幕消息 - 正面盈利預告", "", FORM_FORECAST},
	    {"盈利預警的補充公告", "", FORM_FORECAST_REVISION},
	};

	(void)state;
	for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
		const struct document_hint hint = {
		    .title = rows[i].title, .published = DATE_NONE};
		struct reading reading;
		read_one(&hint, rows[i].text, &reading);
		if (reading.form != rows[i].form)
			fail_msg("%s%s: %s", rows[i].title, rows[i].text,
			    vocab_word(VOCAB_FORMS, (int)reading.form));
		reading_done(&reading);
	}
}

static void
title_warns_by_words(void **state)
{
	static const struct {
		const char *title;
		enum words words;
	} rows[] = {
	    {"盈利警告", WORDS_DOWN},
	    {"內幕消息 - 盈利預警", WORDS_DOWN},
	    {"溢利警告公告", WORDS_DOWN},
	    {"某公司(00092)盈警", WORDS_DOWN},
	    {"正面盈利預警", WORDS_NONE},
	    {"盈利預告", WORDS_NONE},
	};

	(void)state;
	for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
		const struct document_hint hint = {
		    .title = rows[i].title, .published = DATE_NONE};
		struct reading reading;
		read_one(&hint, "詳情見附件。", &reading);
		if (reading.words != rows[i].words)
			fail_msg("%s: %d", rows[i].title, (int)reading.words);
		reading_done(&reading);
	}
}

static void
issuer_names_its_class(void **state)
{
	static const struct {
		const char *title;
		const char *text;
		enum verdict_class class;
	} rows[] = {
	    {"业绩预亏公告", "", CLASS_LOSS},
	    {"业绩预告", "□亏损 √扭亏为盈 □同向上升 □同向下降",
		CLASS_TURNAROUND},
	    {"业绩预告", "■亏损 □扭亏为盈", CLASS_LOSS},
	    {"业绩预告", "☑同向下降 □亏损", CLASS_DOWN_SMALL},
	    {"业绩预告", "\xef\x81\x92亏损 \xef\x82\xa3扭亏为盈", CLASS_LOSS},
	    {"业绩预告", "亏损 扭亏为盈 同向上升 同向下降", CLASS_NONE},
	    {"业绩预告", "□亏损 □扭亏为盈 R 同向上升 □同向下降",
		CLASS_UP_SMALL},
	    {"业绩预告", "R亏损 □扭亏为盈", CLASS_LOSS},
	    {"业绩预告", "部门 HR 同向上升 □同向下降", CLASS_NONE},
	    {"业绩预告", "报告 R 同向上升", CLASS_NONE},
	    {"盈利警告", "预期本期间将由溢利转为亏损。", CLASS_FIRST_LOSS},
	    {"业绩预告", "本期业绩预告适用于净利润为负值的情形。", CLASS_LOSS},
	    {"业绩预告", "未出现亏损。", CLASS_NONE},
	    {"", "公司由盈转亏。", CLASS_FIRST_LOSS},
	    {"", "公司预计亏损5亿元,同比盈转亏。", CLASS_FIRST_LOSS},
	    {"", "公司预计巨额亏损。", CLASS_LOSS},
	    {"", "公司参股企业南山水务有限公司连续亏损。", CLASS_NONE},
	    {"", "公司参股企业连续亏损。公司首次亏损。", CLASS_FIRST_LOSS},
	    {"", "子公司停产,公司出现亏损。", CLASS_LOSS},
	};

	(void)state;
	for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
		const struct document_hint hint = {
		    .title = rows[i].title, .published = DATE_NONE};
		struct reading reading;
		read_one(&hint, rows[i].text, &reading);
		if (reading.claimed_class != rows[i].class)
			fail_msg("%s%s: %s", rows[i].title, rows[i].text,
			    vocab_word(
				VOCAB_CLASSES, (int)reading.claimed_class));
		reading_done(&reading);
	}
}

static void
document_names_itself_and_its_issuer(void **state)
{
	static const char text[] =
	    "证券代码:603138 证券简称:海量数据 公告编号:2025-002\n"
	    "2024年年度业绩预亏公告,预计净利润为-5,500万元 ...";
	const struct document_hint hint = {
	    .title = "业绩预亏公告", .published = DATE_NONE};
	struct reading reading;

	(void)state;
	read_one(&hint, text, &reading);
	assert_int_equal(reading.listing_count, 1);
	assert_string_equal(reading.listings[0], "XSHG:603138");
	assert_string_equal(reading.issuer_name, "海量数据");
	assert_string_equal(reading.number, "2025-002");
	assert_string_equal(reading.lang, "zh");
	assert_true(reading.truncated);
	assert_true(reading.by_issuer);
	assert_false(reading.correction);
	reading_done(&reading);
}

/* What a paper tells of an exchange's letter is no word of the issuer. */
static void
a_letter_repeats_what_was_forecast(void **state)
{
	static const char text[] =
	    "交易所向某某股份发出监管工作函,要求说明2024年度预计大额亏损的原因。";
	const struct document_hint paper = {.published = DATE_NONE};
	const struct document_hint filing = {
	    .title = "关于收到监管工作函的公告", .published = DATE_NONE};
	struct reading reading;

	(void)state;
	read_one(&paper, text, &reading);
	assert_int_equal(reading.form, FORM_FORECAST);
	assert_int_equal(reading.claimed_class, CLASS_LOSS);
	assert_false(reading.by_issuer);
	reading_done(&reading);
	read_one(&filing, text, &reading);
	assert_int_equal(reading.form, FORM_NOTICE);
	reading_done(&reading);
}

static void
doubts_of_a_going_concern(void **state)
{
	static const struct {
		const char *title;
		const char *text;
		enum distress distress;
	} rows[] = {
	    {"継続企業の前提に関する注記について", "", DISTRESS_GOING_CONCERN},
	    {"お知らせ",
		"継続企業の前提に重要な疑義を生じさせる事象が発生しました。",
		DISTRESS_GOING_CONCERN},
	    {"決算短信", "継続企業の前提に関する重要な不確実性が認められます。",
		DISTRESS_GOING_CONCERN},
	    {"決算短信",
		"継続企業の前提に関する重要な不確実性は認められません。",
		DISTRESS_NONE},
	};

	(void)state;
	for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
		const struct document_hint hint = {.title = rows[i].title,
		    .lang = "ja",
		    .published = DATE_NONE};
		struct reading reading;
		read_one(&hint, rows[i].text, &reading);
		if (reading.distress != rows[i].distress)
			fail_msg("%s%s: %d", rows[i].title, rows[i].text,
			    (int)reading.distress);
		reading_done(&reading);
	}
}

static void
codes_are_read_as_their_market_prints_them(void **state)
{
	static const struct {
		const char *lang, *title, *text;
		const char *listings[2];
	} rows[] = {
	    {"ja", "業績予想の修正に関するお知らせ",
		"会社名 架空精機株式会社 (コード番号:7299 東証プライム)",
		{"XTKS:7299"}},
	    {"ja", "", "上場会社名 架空 コード番号 130A", {"XTKS:130A"}},
	    {"ja", "", "架空精機<7299>は今期の純利益予想を下げた。",
		{"XTKS:7299"}},
	    {"ko", "", "가상전자(105990)는 영업손실 3억원을 냈다.",
		{"XKRX:105990"}},
	    {"ko", "", "종목코드: 105990", {"XKRX:105990"}},
	    {"en", "PROFIT WARNING",
		"Imaginary Holdings Limited (Stock Code: 298)", {"XHKG:00298"}},
	    {"en", "", "Imaginary Inc. (NYSE: IMGN) lowered its guidance.",
		{"XNYS:IMGN"}},
	    {"en", "", "Imaginary Group (ASX:IMG) now expects less.",
		{"XASX:IMG"}},
	    {"en", "", "Imaginary plc (AIM: BT.A) (the Group)", {"XLON:BT.A"}},
	    {"zh", "", "A股代码:600099 H股代码:03999",
		{"XSHG:600099", "XHKG:03999"}},
	    {"zh", "", "股票代码:600099 同行业的例子股份(000099)亏损。",
		{"XSHG:600099"}},
	    {"en", "", "shares on the NYSE: prices fell (see note 12345)",
		{NULL}},
	    {"ja", "", "前期(2024)は増益だった。", {NULL}},
	};

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		const struct document_hint hint = {.title = rows[i].title,
		    .lang = rows[i].lang,
		    .published = DATE_NONE};
		struct reading reading;
		size_t want = 0;
		read_one(&hint, rows[i].text, &reading);
		for (; want < 2 && rows[i].listings[want] != NULL; want++)
			if (want >= reading.listing_count ||
			    strcmp(reading.listings[want],
				rows[i].listings[want]) != 0)
				fail_msg("%s: no %s", rows[i].text,
				    rows[i].listings[want]);
		if (reading.listing_count != want)
			fail_msg("%s: %zu codes, one is %s", rows[i].text,
			    reading.listing_count, reading.listings[want]);
		reading_done(&reading);
	}
}

static void
a_dollar_sign_is_of_the_home_market(void **state)
{
	static const struct {
		const char *market, *currency;
	} rows[] = {{"XASX", "AUD"}, {"XHKG", "HKD"}, {"XLON", "USD"},
	    {"XNYS", "USD"}, {NULL, "USD"}};

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		const struct document_hint hint = {.market = rows[i].market,
		    .lang = "en",
		    .published = DATE_NONE};
		struct reading reading;
		read_one(
		    &hint, "Revenue for 2024 was $25.4 million.", &reading);
		assert_int_equal(reading.fact_count, 1);
		assert_string_equal(
		    reading.facts[0].currency, rows[i].currency);
		reading_done(&reading);
	}
}

static void
hong_kong_listings_report_in_their_currency(void **state)
{
	const struct document_hint hint = {
	    .title = "某公司(00092)盈警", .published = DATE_NONE};
	struct reading reading;

	(void)state;
	read_one(&hint,
	    "预期截至2025年6月30日止年度股东应占净亏损约4,200万至4,600万元。",
	    &reading);
	assert_int_equal(reading.fact_count, 1);
	assert_string_equal(reading.facts[0].currency, "HKD");
	assert_int_equal(reading.facts[0].metric, METRIC_NI_ATTR);
	reading_done(&reading);
}

int
main(void)
{
	static const struct CMUnitTest tests[] = {
	    cmocka_unit_test(form_follows_title_then_text),
	    cmocka_unit_test(title_warns_by_words),
	    cmocka_unit_test(issuer_names_its_class),
	    cmocka_unit_test(a_letter_repeats_what_was_forecast),
	    cmocka_unit_test(doubts_of_a_going_concern),
	    cmocka_unit_test(document_names_itself_and_its_issuer),
	    cmocka_unit_test(codes_are_read_as_their_market_prints_them),
	    cmocka_unit_test(a_dollar_sign_is_of_the_home_market),
	    cmocka_unit_test(hong_kong_listings_report_in_their_currency),
	};

	return cmocka_run_group_tests(tests, NULL, grammar_teardown);
}
