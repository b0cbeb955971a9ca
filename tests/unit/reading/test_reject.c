/* SPDX-License-Identifier: BSD-2-Clause */
/* What was seen and not taken: one reason for each, in the order of the text. */
#include "lib/base/mem.h"
#include "reading/read.h"
#include "tests/lib/grammar.h"

#include <setjmp.h>
#include <string.h>
#include <cmocka.h>

static void
explain(const char *text, bool asked, struct reading *reading)
{
	const struct document_hint hint = {
	    .title = "某公司2024年度业绩预告",
	    .published = DATE_NONE,
	    .explain = asked,
	};

	read_text(grammar_lexicon(), span_of(text), &hint, reading);
}

/* The word of the reject whose quote ends in words; "" for none. */
static const char *
why_of(const struct reading *reading, const char *words)
{
	size_t n = strlen(words);

	for (size_t i = 0; i < reading->reject_count; i++) {
		const char *quote = reading->rejects[i].quote;
		size_t len = strlen(quote);
		if (len >= n && strcmp(quote + len - n, words) == 0)
			return reject_word(reading->rejects[i].why);
	}
	return "";
}

static void
each_figure_that_is_left_has_its_reason(void **state)
{
	static const struct {
		const char *text, *words, *why;
	} rows[] = {
	    {"研发投入8,000万元。", "8,000万元", "no_metric"},
	    {"子公司净利润为5,000万元。", "5,000万元", "other_subject"},
	    {"预计净利润下降30%,环比增长12%。", "12%", "other_base"},
	    {"预计净利润为5,000万元。", "5,000万元", ""},
	    {"预计净利润为5,000万元。\n预计净利润为7,000万元。", "7,000万元",
		"contradicted"},
	    {"预计净利润为5,000万元。\n预计净利润为5,000万元。", "5,000万元",
		"repeated"},
	    {"母公司净利润为5,000万元。", "5,000万元", "other_subject"},
	    {"净利润占比30%。", "30%", "unknown_words"},
	    {"本次不存在亏损的情形。", "亏损", "weak"},
	    {"共有员工1,200人。", "1,200人", ""},
	};

	(void)state;
	for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
		struct reading reading;
		explain(rows[i].text, true, &reading);
		const char *why = why_of(&reading, rows[i].words);
		if (strcmp(why, rows[i].why) != 0)
			fail_msg("%s: '%s'", rows[i].text, why);
		reading_done(&reading);
	}
}

static void
rows_of_tables_say_what_they_lack(void **state)
{
	static const char text[] = "项目\t本报告期\t上年同期\n"
				   "营业收入\t1,200\t1,100\n";
	struct reading reading;

	(void)state;
	explain(text, true, &reading);
	assert_int_equal(reading.fact_count, 0);
	assert_string_equal(why_of(&reading, "1,200"), "no_unit");
	assert_string_equal(why_of(&reading, "1,100"), "no_unit");
	reading_done(&reading);
}

static void
nobody_who_did_not_ask_is_told(void **state)
{
	struct reading reading;

	(void)state;
	explain("研发投入8,000万元。预计净利润为5,000万元。", false, &reading);
	assert_int_equal(reading.reject_count, 0);
	assert_int_equal(reading.fact_count, 1);
	assert_string_equal(reading.facts[0].why, "sentence");
	reading_done(&reading);
}

static void
an_explained_fact_names_its_unit_and_phrases(void **state)
{
	struct reading reading;

	(void)state;
	explain("单位：万元\n项目\t本报告期\t上年同期\n"
		"营业收入\t1,200\t1,100\n",
	    true, &reading);
	assert_int_equal(reading.fact_count, 2);
	const char *why = reading.facts[0].why;
	assert_int_equal(strncmp(why, "table\n", 6), 0);
	assert_non_null(strstr(why, "\nunit: in the table's heading\n"));
	assert_non_null(strstr(why, "\nphrase: zh.metric.rev 营业收入"));
	reading_done(&reading);
}

static void
no_more_are_kept_than_a_message_takes(void **state)
{
	struct buf text;
	struct reading reading;

	(void)state;
	buf_init(&text, MIB);
	for (int i = 0; i < 2 * REJECT_MAX; i++)
		assert_int_equal(
		    buf_addf(&text, "研发投入%d万元。", 100 + i), 0);
	explain(text.data, true, &reading);
	assert_int_equal(reading.reject_count, REJECT_MAX);
	assert_string_equal(reading.rejects[0].quote, "研发投入100万元");
	assert_int_equal(reading.rejects[0].offset, 0);
	for (size_t i = 1; i < reading.reject_count; i++)
		assert_true(
		    reading.rejects[i].offset > reading.rejects[i - 1].offset);
	reading_done(&reading);
	buf_done(&text);
}

int
main(void)
{
	static const struct CMUnitTest tests[] = {
	    cmocka_unit_test(each_figure_that_is_left_has_its_reason),
	    cmocka_unit_test(rows_of_tables_say_what_they_lack),
	    cmocka_unit_test(nobody_who_did_not_ask_is_told),
	    cmocka_unit_test(an_explained_fact_names_its_unit_and_phrases),
	    cmocka_unit_test(no_more_are_kept_than_a_message_takes),
	};

	return cmocka_run_group_tests(tests, NULL, grammar_teardown);
}
