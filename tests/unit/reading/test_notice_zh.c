/* SPDX-License-Identifier: BSD-2-Clause */
/* Sentences of Chinese notices, from Shanghai to Hong Kong, to facts. */
#include "reading/read.h"
#include "lib/base/mem.h"
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
		assert_int_equal(date_parse("2025-07-10", &hint.published), 0);
		got = grammar_facts(&hint, rows[i].text);
		if (strcmp(got, rows[i].facts) != 0)
			fail_msg("%s: got\n%s", rows[i].what, got);
		mem_free(got);
	}
}

#define ROWS(rows) (rows), sizeof(rows) / sizeof(rows)[0]

static void
both_ends_of_a_range_in_one_sign(void **state)
{
	static const struct row rows[] = {
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
	static const struct row rows[] = {
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
	static const struct row rows[] = {
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
	static const struct row rows[] = {
	    {"but without one-off items", "2025年半年度业绩预告",
		"预计2025年上半年归属于上市公司股东的净利润为300万元至400万元,但"
		"扣非后净利润亏损900万元至800万元。",
		"ni_attr forecast H1 2025 3000000..4000000\n"
		"ni_exnr forecast H1 2025 -9000000..-8000000\n"},
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
	};

	return cmocka_run_group_tests(tests, NULL, grammar_teardown);
}
