/* SPDX-License-Identifier: BSD-2-Clause */
/* Texts in one form, and the way back to the original words. */
#include "reading/normal.h"
#include "lib/base/mem.h"

#include <setjmp.h>
#include <string.h>
#include <cmocka.h>

struct row {
	const char *what;
	const char *in;
	const char *out;
};

static const struct fold *
no_fold(void)
{
	static const struct fold fold;

	return &fold;
}

static void
check(const struct row *rows, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		struct normal normal;
		assert_int_equal(
		    normal_init(&normal, no_fold(), span_of(rows[i].in)), 0);
		if (strcmp(normal.text.data, rows[i].out) != 0)
			fail_msg(
			    "%s: got '%s'", rows[i].what, normal.text.data);
		normal_done(&normal);
	}
}

static void
forms_become_one(void **state)
{
	static const struct row rows[] = {
	    {"full width", "－７，１００万元：４．５％", "-7,100万元:4.5%"},
	    {"minus signs", "−1 ‐2 ﹣3", "-1 -2 -3"},
	    {"long dashes", "1—2–3―4", "1–2–3–4"},
	    {"tildes", "1～2〜3∼4", "1~2~3~4"},
	    {"half-width kana and square", "㈱ﾊﾝｶﾞｸ", "(株)ハンガク"},
	    {"ticks", "☑亏损 ✔亏损 \xef\x81\x92亏损", "√亏损 √亏损 √亏损"},
	    {"ticks of other fonts", "☒亏损 亏损 🗹亏损",
		"√亏损 √亏损 √亏损"},
	    {"boxes", "☐亏损 ❑亏损 ▢亏损", "□亏损 □亏损 □亏损"},
	    {"circled numbers are no figures", "1亿元②3亿", "1亿元•3亿"},
	    {"footnote marks", "1,234²元", "1,234元"},
	    {"zero width", "1​2", "12"},
	    {"radicals of damaged fonts", "⽉⽇", "月日"},
	    {"not UTF-8", "a\xff\xc3(", "a\xef\xbf\xbd\xef\xbf\xbd("},
	};

	(void)state;
	check(rows, sizeof rows / sizeof rows[0]);
}

static void
spaces_of_line_wraps_go_and_others_stay(void **state)
{
	static const struct row rows[] = {
	    {"CJK", "归属于上市 公司股 东的", "归属于上市公司股东的"},
	    {"letter-spaced", "股 票　研 究", "股票研究"},
	    {"number and unit", "约 3.67 亿 元", "约3.67亿元"},
	    {"after to", "7,100 万元至 -5,500 万元", "7,100万元至-5,500万元"},
	    {"before numbers", "公司 2024 年", "公司 2024年"},
	    {"two numbers", "303 262  376", "303 262 376"},
	    {"Latin words", "net  profit", "net profit"},
	    {"cells", "净利润 \t -64", "净利润\t-64"},
	    {"lines", "a\r\n b \n\n c", "a\nb\nc"},
	};

	(void)state;
	check(rows, sizeof rows / sizeof rows[0]);
}

static void
wrapped_prose_is_joined_and_tables_are_not(void **state)
{
	static const char line[] = "公司预计二〇二四年度实现归属于上市公司股东"
				   "的净利润将出现亏损并且比上年同期有所";
	char *wrapped = mem_printf("%s\n减少", line);
	char *item = mem_printf("%s\n2、其他", line);
	char *table = mem_printf("%s\n项目\t本期", line);
	struct row rows[] = {
	    {"prose", wrapped, NULL},
	    {"item", item, item},
	    {"table", table, table},
	};

	(void)state;
	char *joined = mem_printf("%s减少", line);
	rows[0].out = joined;
	check(rows, 3);
	mem_free(wrapped);
	mem_free(item);
	mem_free(table);
	mem_free(joined);
}

static void
words_cut_by_narrow_cells_are_whole_and_their_breaks_known(void **state)
{
	static const struct row rows[] = {
	    {"one character a line", "売\n上\n高", "売上高"},
	    {"trailing spaces", "株主に \n帰属する \n利益",
		"株主に帰属する利益"},
	    {"a figure", "売上高\n1,234\n56", "売上高\n1,234\n56"},
	    {"cells", "売上高\n項目\t本期", "売上高\n項目\t本期"},
	    {"a sentence", "増加した。\n売上高", "増加した。\n売上高"},
	    {"wide lines", "当社の業績予想について次のとおり\n売上高",
		"当社の業績予想について次のとおり\n売上高"},
	};
	struct normal normal;

	(void)state;
	check(rows, sizeof rows / sizeof rows[0]);
	assert_int_equal(
	    normal_init(&normal, no_fold(), span_of("売\n上高")), 0);
	assert_true(normal_break(&normal, strlen("売")));
	assert_false(normal_break(&normal, 0));
	assert_false(normal_gap(&normal, strlen("売")));
	normal_done(&normal);
}

static void
quotes_are_the_original_words(void **state)
{
	static const char in[] = "公司 预计：亏损７，１００ 万元 左右";
	struct normal normal;

	(void)state;
	assert_int_equal(normal_init(&normal, no_fold(), span_of(in)), 0);
	assert_string_equal(normal.text.data, "公司预计:亏损7,100万元左右");
	size_t from =
	    (size_t)(strstr(normal.text.data, "亏损") - normal.text.data);
	size_t to =
	    (size_t)(strstr(normal.text.data, "左右") - normal.text.data);
	struct span quote = normal_quote(&normal, from, to);
	assert_true(span_is(quote, "亏损７，１００ 万元"));
	assert_int_equal(
	    normal_points(&normal, normal_source(&normal, from)), 6);
	assert_true(normal_gap(&normal, to));
	assert_false(normal_gap(&normal, from));
	normal_done(&normal);
}

static void
every_byte_of_every_prefix_maps_into_the_source(void **state)
{
	static const char in[] = "㈱Ａb 1\xff\t年 度\n－⽉ﷺ́ x";

	(void)state;
	for (size_t n = 0; n < sizeof in; n++) {
		struct normal normal;
		assert_int_equal(
		    normal_init(&normal, no_fold(), (struct span){in, n}), 0);
		size_t last = 0;
		for (size_t at = 0; at <= normal.text.len; at++) {
			size_t source = normal_source(&normal, at);
			assert_true(source <= n && source >= last);
			last = source;
		}
		normal_done(&normal);
	}
}

static void
what_is_called_normal_stays_as_it_is(void **state)
{
	static const struct {
		const char *text;
		bool normal; /* it says so */
	} rows[] = {
	    {"", true},
	    {"净利润", true},
	    {"net profit", true},
	    {"FY 2025", true},
	    {"순이익", true},
	    {"当期純利益", false}, /* folded */
	    {"net  profit", false},
	    {" net", false},
	    {"net ", false},
	    {"净 利润", false},
	    {"Ｎｅｔ", false},
	    {"a|b", false},
	    {"a\tb", false},
	    {"e\xcc\x81", false},
	    {"\xe5\x87", false},
	};
	static struct fold fold_ja;
	const struct fold *fold = &fold_ja;
	struct normal normal;

	(void)state;
	assert_int_equal(fold_add(&fold_ja, "純", "纯"), 0);
	for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
		struct span text = span_of(rows[i].text);
		if (normal_is_normal(fold, text) != rows[i].normal)
			fail_msg("'%s'", rows[i].text);
		if (!rows[i].normal)
			continue;
		assert_int_equal(normal_init(&normal, fold, text), 0);
		assert_true(span_is(text, normal.text.data));
		normal_done(&normal);
	}
}

int
main(void)
{
	static const struct CMUnitTest tests[] = {
	    cmocka_unit_test(forms_become_one),
	    cmocka_unit_test(spaces_of_line_wraps_go_and_others_stay),
	    cmocka_unit_test(wrapped_prose_is_joined_and_tables_are_not),
	    cmocka_unit_test(
		words_cut_by_narrow_cells_are_whole_and_their_breaks_known),
	    cmocka_unit_test(quotes_are_the_original_words),
	    cmocka_unit_test(every_byte_of_every_prefix_maps_into_the_source),
	    cmocka_unit_test(what_is_called_normal_stays_as_it_is),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
