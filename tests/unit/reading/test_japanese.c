/* SPDX-License-Identifier: BSD-2-Clause */
/* Japanese sentences: the verb and most of what it says come last. */
#include "reading/read.h"
#include "lib/base/mem.h"
#include "reading/lexicon.h"
#include "tests/lib/grammar.h"

#include <setjmp.h>
#include <string.h>
#include <cmocka.h>

struct row {
	const char *text;
	const char *facts;
};

static struct lexicon *lexicon;

static int
setup(void **state)
{
	(void)state;
	lexicon = grammar_lexicon();
	return 0;
}

static int
teardown(void **state)
{
	(void)state;
	lexicon_free(lexicon);
	return 0;
}

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
		char *got = grammar_facts(lexicon, &hint, rows[i].text);
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

int
main(void)
{
	static const struct CMUnitTest tests[] = {
	    cmocka_unit_test(losses_and_profits_follow_their_amounts),
	    cmocka_unit_test(revisions_tell_the_figure_that_was_left),
	    cmocka_unit_test(levels_follow_changes),
	    cmocka_unit_test(figures_of_others_are_left_out),
	};

	return cmocka_run_group_tests(tests, setup, teardown);
}
