/* SPDX-License-Identifier: BSD-2-Clause */
/* Chinese texts to facts: news, notices of Hong Kong, what has no number. */
#include "reading/read.h"
#include "lib/base/mem.h"
#include "reading/lexicon.h"
#include "tests/lib/grammar.h"

#include <setjmp.h>
#include <string.h>
#include <cmocka.h>

struct row {
	const char *what;
	const char *title;
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
check(const struct row *rows, size_t n, const char *listing)
{
	for (size_t i = 0; i < n; i++) {
		struct document_hint hint = {
		    .title = rows[i].title,
		    .listing = listing,
		    .lang = "zh",
		};
		char *got;
		assert_int_equal(date_parse("2025-02-10", &hint.published), 0);
		got = grammar_facts(lexicon, &hint, rows[i].text);
		if (strcmp(got, rows[i].facts) != 0)
			fail_msg("%s: got\n%s", rows[i].what, got);
		mem_free(got);
	}
}

#define ROWS(rows) (rows), sizeof(rows) / sizeof(rows)[0]

static void
from_one_level_to_another(void **state)
{
	static const struct row rows[] = {
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
	static const struct row rows[] = {
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

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(from_one_level_to_another),
	    cmocka_unit_test(words_for_loss_stand_for_the_result),
	};

	return cmocka_run_group_tests(tests, setup, teardown);
}
