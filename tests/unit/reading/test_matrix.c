/* SPDX-License-Identifier: BSD-2-Clause */
/* Tables with a metric per column and a role per row, whole and flattened. */
#include "reading/read.h"
#include "lib/base/mem.h"
#include "tests/lib/grammar.h"

#include <setjmp.h>
#include <string.h>
#include <cmocka.h>

struct row {
	const char *what;
	const char *text;
	const char *facts;
};

#define TITLE "2027年3月期通期業績予想の修正に関するお知らせ"

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
			fail_msg("%s: got\n%s", rows[i].what, got);
		mem_free(got);
	}
}

#define ROWS(rows) (rows), sizeof(rows) / sizeof(rows)[0]

static void
flattened_tables_are_read_by_the_order_of_their_figures(void **state)
{
	static const struct row rows[] = {
	    {"words and units cut apart",
		"売\n上\n高\n営業利益\n親会社株主に\n帰属する\n当期純利益\n"
		"1株当たり\n当期純利益\n百万円\n百万円\n百万円\n円 銭\n"
		"前\n回\n発\n表\n予\n想\n(A)\n12,300\n450\n310\n31.05\n"
		"今回修正予想(B)\n11,800\n△120\n△90\n△9.01\n"
		"増\n減\n額\n(B-A)\n△500\n△570\n△400\n"
		"増減率\n(%)\n△4.1\n－\n－\n"
		"(ご参考)前期実績\n(2026年3月期)\n12,050\n402\n288\n28.80\n",
		"rev forecast_previous FY3/2027 12300000000\n"
		"op forecast_previous FY3/2027 450000000\n"
		"ni_attr forecast_previous FY3/2027 310000000\n"
		"eps forecast_previous FY3/2027 31.05\n"
		"rev forecast FY3/2027 11800000000\n"
		"op forecast FY3/2027 -120000000\n"
		"ni_attr forecast FY3/2027 -90000000\n"
		"eps forecast FY3/2027 -9.01\n"
		"rev prior_year FY3/2026 12050000000\n"
		"op prior_year FY3/2026 402000000\n"
		"ni_attr prior_year FY3/2026 288000000\n"
		"eps prior_year FY3/2026 28.8\n"},
	    {"a unit before each figure, yen and sen apart",
		"売上高\n経常利益\n当期純利益\n1株当たり\n当期純利益\n"
		"従来予想\n千円\n905,000\n千円\n71,000\n千円\n48,000\n"
		"円\n銭\n12\n4\n"
		"修正予想\n880,000\n66,000\n45,000\n11\n30\n",
		"rev forecast_previous FY3/2027 905000000\n"
		"ord forecast_previous FY3/2027 71000000\n"
		"ni_attr forecast_previous FY3/2027 48000000\n"
		"eps forecast_previous FY3/2027 12.04\n"
		"rev forecast FY3/2027 880000000\n"
		"ord forecast FY3/2027 66000000\n"
		"ni_attr forecast FY3/2027 45000000\n"
		"eps forecast FY3/2027 11.3\n"},
	    {"yen and sen in words, blanks, a line item that is not kept",
		"(単位:百万円)\n売上収益\n税引前利益\n包括利益\n"
		"基本的1株当たり\n当期利益\n"
		"前回発表予想(A)\n5,000\n非開示\n非開示\n40円 5銭\n"
		"今回発表予想(B)\n4,700\n△30\n△41\n△3円20銭\n"
		"増減額(B-A)\n△300\n－\n－\n△43円25銭\n",
		"rev forecast_previous FY3/2027 5000000000\n"
		"eps forecast_previous FY3/2027 40.05\n"
		"rev forecast FY3/2027 4700000000\n"
		"pbt forecast FY3/2027 -30000000\n"
		"eps forecast FY3/2027 -3.2\n"},
	};

	(void)state;
	check(TITLE, ROWS(rows));
}

static void
tables_that_do_not_add_up_are_left_out(void **state)
{
	static const struct row rows[] = {
	    {"a column whose difference is another one",
		"(単位:百万円)\n売上高\n営業利益\n経常利益\n"
		"前回予想(A)\n1,000\n100\n90\n今回予想(B)\n900\n80\n70\n"
		"増減額(B-A)\n△100\n△20\n20\n",
		"rev forecast_previous FY3/2027 1000000000\n"
		"op forecast_previous FY3/2027 100000000\n"
		"rev forecast FY3/2027 900000000\n"
		"op forecast FY3/2027 80000000\n"},
	    {"figures column by column, not row by row",
		"(単位:百万円)\n売上高\n営業利益\n経常利益\n"
		"前回予想(A)\n1,000\n900\n△100\n今回予想(B)\n100\n80\n△20\n"
		"増減額(B-A)\n90\n70\n△25\n",
		""},
	    {"a figure too many",
		"(単位:百万円)\n売上高\n営業利益\n経常利益\n"
		"前回予想\n1,000\n100\n90\n4\n今回予想\n900\n80\n70\n",
		"rev forecast FY3/2027 900000000\n"
		"op forecast FY3/2027 80000000\n"
		"ord forecast FY3/2027 70000000\n"},
	    {"no unit anywhere",
		"売上高\n営業利益\n前回予想\n1,000\n100\n今回予想\n900\n80\n",
		""},
	    {"two units",
		"売上高\n(億円)\n営業利益\n(百万円)\n前回予想\n10\n100\n"
		"今回予想\n9\n80\n",
		""},
	    {"a segment's column",
		"(単位:百万円)\n国内売上高\n営業利益\n経常利益\n"
		"前回予想\n600\n100\n90\n今回予想\n500\n80\n70\n",
		"op forecast_previous FY3/2027 100000000\n"
		"ord forecast_previous FY3/2027 90000000\n"
		"op forecast FY3/2027 80000000\n"
		"ord forecast FY3/2027 70000000\n"},
	};

	(void)state;
	check(TITLE, ROWS(rows));
}

static void
cells_lists_and_spaces_part_columns_as_well(void **state)
{
	static const struct row rows[] = {
	    {"cells",
		"\t売上高\t営業利益\t当期純利益\n\t百万円\t百万円\t百万円\n"
		"前回発表予想(A)\t2,000\t150\t100\n"
		"今回修正予想(B)\t1,900\t90\t60\n"
		"増減額(B-A)\t△100\t△60\t△40\n",
		"rev forecast_previous FY3/2027 2000000000\n"
		"op forecast_previous FY3/2027 150000000\n"
		"ni_attr forecast_previous FY3/2027 100000000\n"
		"rev forecast FY3/2027 1900000000\n"
		"op forecast FY3/2027 90000000\n"
		"ni_attr forecast FY3/2027 60000000\n"},
	    {"units above the figures of the first row",
		"\t売上高\t営業利益\t当期純利益\t1株当たり当期純利益\n"
		"前回発表予想(A)\t百万円 2,000\t百万円 －\t百万円 100\t"
		"円 銭 12.50\n"
		"今回修正予想(B)\t1,900\t△90\t△60\t△7.50\n",
		"rev forecast_previous FY3/2027 2000000000\n"
		"ni_attr forecast_previous FY3/2027 100000000\n"
		"eps forecast_previous FY3/2027 12.5\n"
		"rev forecast FY3/2027 1900000000\n"
		"op forecast FY3/2027 -90000000\n"
		"ni_attr forecast FY3/2027 -60000000\n"
		"eps forecast FY3/2027 -7.5\n"},
	    {"an empty cell",
		"\t売上高\t営業利益\t当期純利益\n\t億円\t億円\t億円\n"
		"前回予想\t20\t\t1\n今回予想\t19\t0.9\t0.6\n",
		"rev forecast_previous FY3/2027 2000000000\n"
		"ni_attr forecast_previous FY3/2027 100000000\n"
		"rev forecast FY3/2027 1900000000\n"
		"op forecast FY3/2027 90000000\n"
		"ni_attr forecast FY3/2027 60000000\n"},
	    {"slashes",
		"(単位:百万円)\n項目 売上高/営業利益/純利益\n"
		"前回予想 800 / 70 / 40\n今回予想 820 / 75 / 44\n",
		"rev forecast_previous FY3/2027 800000000\n"
		"op forecast_previous FY3/2027 70000000\n"
		"ni_attr forecast_previous FY3/2027 40000000\n"
		"rev forecast FY3/2027 820000000\n"
		"op forecast FY3/2027 75000000\n"
		"ni_attr forecast FY3/2027 44000000\n"},
	};

	(void)state;
	check(TITLE, ROWS(rows));
}

static void
whose_figures_and_of_which_period_the_heading_says(void **state)
{
	static const struct row rows[] = {
	    {"the group's and the parent's own",
		"連結業績予想の修正(2026年4月1日~2027年3月31日)\n"
		"(単位:百万円)\n売上高\n経常利益\n"
		"前回予想\n500\n50\n今回予想\n480\n40\n"
		"個別業績予想の修正(2026年4月1日~2027年3月31日)\n"
		"売上高\n経常利益\n"
		"前回予想\n300\n30\n今回予想\n290\n25\n",
		"rev forecast_previous FY3/2027 500000000\n"
		"ord forecast_previous FY3/2027 50000000\n"
		"rev forecast FY3/2027 480000000\n"
		"ord forecast FY3/2027 40000000\n"
		"rev of parent forecast_previous FY3/2027 300000000\n"
		"ord of parent forecast_previous FY3/2027 30000000\n"
		"rev of parent forecast FY3/2027 290000000\n"
		"ord of parent forecast FY3/2027 25000000\n"},
	    {"half a year and the year",
		"第2四半期(累計)業績予想\n(単位:百万円)\n売上高\n経常利益\n"
		"前回予想\n200\n20\n今回予想\n190\n15\n"
		"通期業績予想\n売上高\n経常利益\n"
		"前回予想\n500\n50\n今回予想\n480\n40\n",
		"rev forecast_previous 2026-04-01..2026-09-30 200000000\n"
		"ord forecast_previous 2026-04-01..2026-09-30 20000000\n"
		"rev forecast 2026-04-01..2026-09-30 190000000\n"
		"ord forecast 2026-04-01..2026-09-30 15000000\n"
		"rev forecast_previous FY3/2027 500000000\n"
		"ord forecast_previous FY3/2027 50000000\n"
		"rev forecast FY3/2027 480000000\n"
		"ord forecast FY3/2027 40000000\n"},
	    {"a year that ends inside a month",
		"通期業績予想(2026年3月21日~2027年3月20日)\n(単位:百万円)\n"
		"売上高\n経常利益\n今回予想\n480\n40\n"
		"前期実績\n(2026年3月期)\n470\n60\n",
		"rev forecast 2026-03-21..2027-03-20 480000000\n"
		"ord forecast 2026-03-21..2027-03-20 40000000\n"
		"rev prior_year 2025-03-21..2026-03-20 470000000\n"
		"ord prior_year 2025-03-21..2026-03-20 60000000\n"},
	};

	(void)state;
	check(TITLE, ROWS(rows));
}

static void
forecasts_of_reports_stand_beside_their_growth(void **state)
{
	static const struct row rows[] = {
	    {"rows of periods",
		"2027年3月期の連結業績予想\n(%表示は、対前期増減率)\n"
		"\t売上高\t\t経常利益\t\n\t百万円\t%\t百万円\t%\n"
		"通期\t9,000\t3.4\t700\t△8.1\n",
		"rev forecast FY3/2027 9000000000\n"
		"rev pct_change FY3/2027 3.4\n"
		"ord forecast FY3/2027 700000000\n"
		"ord pct_change FY3/2027 -8.1\n"},
	};

	(void)state;
	check("2026年3月期 決算短信", ROWS(rows));
}

static void
forecasts_of_reports_have_the_period_of_their_own_table(void **state)
{
	static const struct row rows[] = {
	    {"the row of last year names the year",
		"\t売上高\t当期純利益\n\t百万円\t百万円\n"
		"前回発表予想(A)\t2,000\t100\n"
		"今回修正予想(B)\t2,100\t130\n"
		"(参考)前期実績(2026年5月期)\t1,900\t140\n",
		"rev forecast_previous FY5/2027 2000000000\n"
		"ni_attr forecast_previous FY5/2027 100000000\n"
		"rev forecast FY5/2027 2100000000\n"
		"ni_attr forecast FY5/2027 130000000\n"
		"rev prior_year FY5/2026 1900000000\n"
		"ni_attr prior_year FY5/2026 140000000\n"},
	    {"nothing names it",
		"\t売上高\t当期純利益\n\t百万円\t百万円\n"
		"前回発表予想(A)\t2,000\t100\n"
		"今回修正予想(B)\t2,100\t130\n",
		""},
	};

	(void)state;
	check("2027年5月期 第2四半期(中間期)決算短信〔日本基準〕", ROWS(rows));
}

int
main(void)
{
	static const struct CMUnitTest tests[] = {
	    cmocka_unit_test(
		flattened_tables_are_read_by_the_order_of_their_figures),
	    cmocka_unit_test(tables_that_do_not_add_up_are_left_out),
	    cmocka_unit_test(cells_lists_and_spaces_part_columns_as_well),
	    cmocka_unit_test(
		whose_figures_and_of_which_period_the_heading_says),
	    cmocka_unit_test(
		forecasts_of_reports_have_the_period_of_their_own_table),
	    cmocka_unit_test(forecasts_of_reports_stand_beside_their_growth),
	};

	return cmocka_run_group_tests(tests, NULL, grammar_teardown);
}
