/* SPDX-License-Identifier: BSD-2-Clause */
/* Japanese sentences: the verb and most of what it says come last. */
#include "reading/read.h"
#include "lib/base/mem.h"
#include "tests/lib/grammar.h"

#include <setjmp.h>
#include <string.h>
#include <cmocka.h>

struct row {
	const char *text;
	const char *facts;
};

static void
check(const char *title, const struct row *rows, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		const struct document_hint hint = {
		    .title = title,
		    .lang = "ja",
		    .listing = "XTKS:9999",
		    .published = DATE_NONE,
		};
		char *got = grammar_facts(&hint, rows[i].text);
		if (strcmp(got, rows[i].facts) != 0)
			fail_msg("%s: got\n%s", rows[i].text, got);
		mem_free(got);
	}
}

#define ROWS(rows) (rows), sizeof(rows) / sizeof(rows)[0]

static void
losses_and_profits_follow_their_amounts(void **state)
{
	static const struct row rows[] = {
	    {"空見電機は28年2月期の最終損益が12億円の赤字(前期は4億円の黒字)に"
	     "なりそうだと発表した。",
		"ni_attr forecast FY2/2028 -1200000000\n"
		"ni_attr prior_year FY2/2027 400000000\n"},
	    {"27年9月期の経常損益は3億円の黒字(前期は1億5000万円の赤字)を見込む。",
		"ord forecast FY9/2027 300000000\n"
		"ord prior_year FY9/2026 -150000000\n"},
	    {"28年2月期の当期純損益は35億円程度の損失となる見通しです。",
		"ni_attr forecast FY2/2028 -3500000000 ~\n"},
	    {"27年3月期第1四半期は8000万円の営業赤字(前年同期は2億円の黒字)だっ"
	     "た。",
		"op actual Q2 2026 -80000000\n"
		"op prior_year Q2 2025 200000000\n"},
	};

	(void)state;
	check("", ROWS(rows));
}

static void
revisions_tell_the_figure_that_was_left(void **state)
{
	static const struct row rows[] = {
	    {"27年3月期の営業利益予想を従来の80億円から65億円に引き下げた。",
		"op forecast_previous FY3/2027 8000000000\n"
		"op forecast FY3/2027 6500000000\n"},
	    {"27年3月期の純損益は2億円の黒字予想から7億円の赤字へ下方修正した"
	     "(前期は3億円の黒字)。",
		"ni_attr forecast_previous FY3/2027 200000000\n"
		"ni_attr forecast FY3/2027 -700000000\n"
		"ni_attr prior_year FY3/2026 300000000\n"},
	    {"27年3月期の純利益は40億円になる見通しだ。従来予想は55億円だった。",
		"ni_attr forecast FY3/2027 4000000000\n"
		"ni_attr forecast_previous FY3/2027 5500000000\n"},
	    {"27年3月期の当期純利益は前回発表予想の100百万円を60百万円下回る40百"
	     "万円となる見込みであります。",
		"ni_attr forecast_previous FY3/2027 100000000\n"
		"ni_attr forecast FY3/2027 40000000\n"},
	    {"(単位:百万円)\n"
	     "27年3月期の営業利益 前回900 今回750 前期820\n"
	     "経常利益 880→700(前期800)\n",
		"op forecast_previous FY3/2027 900000000\n"
		"op forecast FY3/2027 750000000\n"
		"op prior_year FY3/2026 820000000\n"
		"ord forecast_previous FY3/2027 880000000\n"
		"ord forecast FY3/2027 700000000\n"
		"ord prior_year FY3/2026 800000000\n"},
	};

	(void)state;
	check("業績予想の修正に関するお知らせ", ROWS(rows));
}

static void
differences_of_forecasts_are_no_changes(void **state)
{
	static const struct row rows[] = {
	    {"2027年3月期通期業績予想の修正\n（単位：百万円、％）\n"
	     "\t前回予想(A)\t今回予想(B)\t増減額(B-A)\t増減率\t前期実績\n"
	     "営業利益\t820\t610\t△210\t△25.6\t790\n",
		"op forecast_previous FY3/2027 820000000\n"
		"op forecast FY3/2027 610000000\n"
		"op prior_year FY3/2026 790000000\n"},
	};

	(void)state;
	check("業績予想の修正に関するお知らせ", ROWS(rows));
}

static void
levels_follow_changes(void **state)
{
	static const struct row rows[] = {
	    {"28年1月期の売上高は前期比12%増の340億円、営業利益は5%減の21億円を"
	     "予想する。",
		"rev pct_change FY1/2028 12\n"
		"rev forecast FY1/2028 34000000000\n"
		"op pct_change FY1/2028 -5\n"
		"op forecast FY1/2028 2100000000\n"},
	    {"27年3月期の経常利益は10億円から12億円の範囲を見込む。",
		"ord forecast FY3/2027 1000000000..1200000000\n"},
	};

	(void)state;
	check("", ROWS(rows));
}

static void
figures_of_others_are_left_out(void **state)
{
	static const struct row rows[] = {
	    {"今回の買収が27年3月期の営業利益に与える影響は3億円を見込んでいる。",
		""},
	    {"27年3月期の配当予想を1株当たり30円から20円に引き下げた。", ""},
	    {"子会社の27年3月期の純利益は5億円を見込む。", ""},
	    {"従来予想の30億円を10億円下回る。", ""},
	};

	(void)state;
	check("", ROWS(rows));
}

static void
reports_print_percentages_beside_figures(void **state)
{
	static const struct row rows[] = {
	    {"売上高 営業利益 経常利益 親会社株主に帰属する当期純利益\n"
	     "百万円 % 百万円 % 百万円 % 百万円 %\n"
	     "2027年5月期 9,120 △3.3 △210 - △195 - △402 -\n"
	     "2026年5月期 9,431 1.8 166 △40.2 150 △44.0 71 △61.5\n",
		"rev actual FY5/2027 9120000000\n"
		"rev pct_change FY5/2027 -3.3\n"
		"op actual FY5/2027 -210000000\n"
		"ord actual FY5/2027 -195000000\n"
		"ni_attr actual FY5/2027 -402000000\n"
		"rev prior_year FY5/2026 9431000000\n"
		"op prior_year FY5/2026 166000000\n"
		"ord prior_year FY5/2026 150000000\n"
		"ni_attr prior_year FY5/2026 71000000\n"},
	    {"(百万円未満切捨て)\n"
	     "売上収益 営業利益\n"
	     "2027年5月期 31,020 2.0 2,500 11.4\n"
	     "2026年5月期 30,411 1.1 2,244 △3.0\n",
		"rev actual FY5/2027 31020000000\n"
		"rev pct_change FY5/2027 2\n"
		"op actual FY5/2027 2500000000\n"
		"op pct_change FY5/2027 11.4\n"
		"rev prior_year FY5/2026 30411000000\n"
		"op prior_year FY5/2026 2244000000\n"},
	};

	(void)state;
	check("2027年5月期 決算短信〔日本基準〕(連結)", ROWS(rows));
}

static void
units_may_stand_below(void **state)
{
	static const struct row rows[] = {
	    {"27年3月期 営業利益 前回予想 620 今回予想 480\n(単位:百万円)\n",
		"op forecast_previous FY3/2027 620000000\n"
		"op forecast FY3/2027 480000000\n"},
	    {"27年3月期 営業利益 前回予想 620 今回予想 480\n"
	     "(単位:百万円)\n(単位:千円)\n",
		""},
	    {"2027年3月期通期(単位:百万円)\n"
	     "【訂正前】今回修正予想 営業利益 △55\n"
	     "【訂正後】今回修正予想 営業利益 △75\n以上\n",
		"op forecast_previous FY3/2027 -55000000\n"
		"op forecast FY3/2027 -75000000\n"},
	};

	(void)state;
	check("業績予想の修正に関するお知らせ", ROWS(rows));
}

static void
sentences_repeat_the_parents_table(void **state)
{
	static const struct row rows[] = {
	    {"2027年3月期 個別業績予想数値の修正(単位:百万円)\n"
	     "売上高\t経常利益\n"
	     "前回発表予想\t800\t60\n"
	     "今回修正予想\t800\t20\n"
	     "修正の理由\n"
	     "経常利益は前回予想の60百万円から20百万円に減少する見込みです。\n",
		"rev of parent forecast_previous FY3/2027 800000000\n"
		"ord of parent forecast_previous FY3/2027 60000000\n"
		"rev of parent forecast FY3/2027 800000000\n"
		"ord of parent forecast FY3/2027 20000000\n"},
	};

	(void)state;
	check("個別業績予想の修正に関するお知らせ", ROWS(rows));
}

static void
the_parents_forecast_may_go_alone(void **state)
{
	static const struct row rows[] = {
	    {"28年3月期の連結営業利益は前回予想の90百万円から60百万円に修正いたします。"
	     "なお、個別業績予想につきましては取り下げいたします。",
		"op forecast_previous FY3/2028 90000000\n"
		"op forecast FY3/2028 60000000\n"},
	};

	(void)state;
	check("通期業績予想の修正に関するお知らせ", ROWS(rows));
}

static void
ditto_is_the_base_that_was_named(void **state)
{
	static const struct row last_year[] = {
	    {"28年3月期の売上高は前期比4%増の80億円、営業利益は同12%減の6億円だっ"
	     "た。",
		"rev pct_change FY3/2028 4\n"
		"rev actual FY3/2028 8000000000\n"
		"op pct_change FY3/2028 -12\n"
		"op actual FY3/2028 600000000\n"},
	    {"28年3月期の営業利益(前期比△3%)5億円、経常利益(同 +8%)6億円だった。",
		"op pct_change FY3/2028 -3\n"
		"op actual FY3/2028 500000000\n"
		"ord pct_change FY3/2028 8\n"
		"ord actual FY3/2028 600000000\n"},
	    {"同様に、28年3月期の営業利益は6億円だった。",
		"op actual FY3/2028 600000000\n"},
	};
	static const struct row forecast[] = {
	    {"28年3月期の売上高を前回予想比4%減の80億円、経常利益を同25%減の3億円に"
	     "修正いたします。",
		"rev forecast FY3/2028 8000000000\n"
		"ord forecast FY3/2028 300000000\n"},
	};

	(void)state;
	check("", ROWS(last_year));
	check("業績予想の修正に関するお知らせ", ROWS(forecast));
}

static void
headlines_leave_out_the_verb(void **state)
{
	static const struct row rows[] = {
	    {"空見電機、今期最終黒字9億円に\n28年2月期の最終損益が9億円の黒字(前期は"
	     "2億円の赤字)になる見通しだ。",
		"ni_attr forecast FY2/2028 900000000\n"
		"ni_attr prior_year FY2/2027 -200000000\n"},
	    {"28年7月期の経常利益を従来予想の21億円→13億円に38.1%下方修正した。",
		"ord forecast_previous FY7/2028 2100000000\n"
		"ord forecast FY7/2028 1300000000\n"},
	};

	(void)state;
	check("", ROWS(rows));
}

static void
rows_on_one_line_have_one_role(void **state)
{
	static const struct row rows[] = {
	    {"2028年4月期 (百万円) 営業利益 前回 230 今回 165 経常利益 前回 225 今回 "
	     "160 前期実績 営業利益 214 経常利益 211 です",
		"op forecast_previous FY4/2028 230000000\n"
		"op forecast FY4/2028 165000000\n"
		"ord forecast_previous FY4/2028 225000000\n"
		"ord forecast FY4/2028 160000000\n"
		"op prior_year FY4/2027 214000000\n"
		"ord prior_year FY4/2027 211000000\n"},
	};

	(void)state;
	check("通期業績予想の修正に関するお知らせ", ROWS(rows));
}

static void
changes_against_the_last_forecast_tell_its_way(void **state)
{
	static const struct {
		const char *text;
		enum guidance guidance;
	} rows[] = {
	    {"売上高を前回予想比4%増の80億円、経常利益を同25%減の3億円に修正。",
		GUIDANCE_CUT},
	    {"売上高を前回予想比4%減の80億円、経常利益を同25%増の3億円に修正。",
		GUIDANCE_RAISED},
	    {"売上高を前期比4%減の80億円に修正。", GUIDANCE_NONE},
	};

	(void)state;
	for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
		const struct document_hint hint = {
		    .title = "業績予想の修正に関するお知らせ",
		    .lang = "ja",
		    .published = DATE_NONE};
		struct reading reading;
		read_text(
		    grammar_lexicon(), span_of(rows[i].text), &hint, &reading);
		if (reading.claimed_guidance != rows[i].guidance)
			fail_msg("%s: %d", rows[i].text,
			    (int)reading.claimed_guidance);
		reading_done(&reading);
	}
}

static void
reasons_end_where_they_are_set_off(void **state)
{
	static const struct row rows[] = {
	    {"減損損失の計上に伴い、28年3月期の当期純利益予想を、前回予想の70百万円から"
	     "40百万円に修正いたします。",
		"ni_attr forecast_previous FY3/2028 70000000\n"
		"ni_attr forecast FY3/2028 40000000\n"},
	    {"28年3月期の連結業績に与える影響は、営業利益△7百万円の見込みです。",
		""},
	    {"28年2月期の純利益は20億円になる見通しだ。従来は9%増の25億円を見込んでい"
	     "た。",
		"ni_attr forecast FY2/2028 2000000000\n"
		"ni_attr forecast_previous FY2/2028 2500000000\n"},
	    {"28年2月期の経常利益は従来予想30億円→22億円に下方修正。",
		"ord forecast_previous FY2/2028 3000000000\n"
		"ord forecast FY2/2028 2200000000\n"},
	    {"2027年4~9月期の純利益は12億円だった。28年3月期の純利益は30億円を見込む。",
		"ni_attr actual 2027-04-01..2027-09-30 1200000000\n"
		"ni_attr forecast FY3/2028 3000000000\n"},
	};

	(void)state;
	check("", ROWS(rows));
}

static void
the_days_of_a_heading_are_the_year_of_its_rows(void **state)
{
	static const struct row rows[] = {
	    {"次期の連結業績予想(2027年4月1日~2028年3月31日)\n"
	     "\t売上高\t営業利益\t\n\t百万円\t百万円\t\n"
	     "第2四半期(累計)\t3,100\t150\t\n通期\t6,400\t310\t\n",
		"rev forecast 2027-04-01..2027-09-30 3100000000\n"
		"op forecast 2027-04-01..2027-09-30 150000000\n"
		"rev forecast FY3/2028 6400000000\n"
		"op forecast FY3/2028 310000000\n"},
	};

	(void)state;
	check("2027年3月期 決算短信", ROWS(rows));
}

int
main(void)
{
	static const struct CMUnitTest tests[] = {
	    cmocka_unit_test(losses_and_profits_follow_their_amounts),
	    cmocka_unit_test(revisions_tell_the_figure_that_was_left),
	    cmocka_unit_test(differences_of_forecasts_are_no_changes),
	    cmocka_unit_test(levels_follow_changes),
	    cmocka_unit_test(figures_of_others_are_left_out),
	    cmocka_unit_test(reports_print_percentages_beside_figures),
	    cmocka_unit_test(units_may_stand_below),
	    cmocka_unit_test(sentences_repeat_the_parents_table),
	    cmocka_unit_test(the_parents_forecast_may_go_alone),
	    cmocka_unit_test(ditto_is_the_base_that_was_named),
	    cmocka_unit_test(headlines_leave_out_the_verb),
	    cmocka_unit_test(rows_on_one_line_have_one_role),
	    cmocka_unit_test(changes_against_the_last_forecast_tell_its_way),
	    cmocka_unit_test(reasons_end_where_they_are_set_off),
	    cmocka_unit_test(the_days_of_a_heading_are_the_year_of_its_rows),
	};

	return cmocka_run_group_tests(tests, NULL, grammar_teardown);
}
