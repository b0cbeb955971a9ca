/* SPDX-License-Identifier: BSD-2-Clause */
/* The pages and members of `filingctl read --explain`, and their wrapping. */
#include "clients/explain_text.h"
#include "clients/reading_json.h"
#include "clients/wrap.h"
#include "lib/base/mem.h"
#include "reading/lexicon.h"
#include "reading/read.h"
#include "tests/lib/grammar.h"

#include <jansson.h>
#include <locale.h>
#include <setjmp.h>
#include <string.h>
#include <cmocka.h>

static void
words_wrap_and_move_no_cursor(void **state)
{
	static const struct {
		const char *words, *lines;
	} rows[] = {
	    {"a b", "a b"},
	    {"a\n\t b", "a b"},
	    {"red \x1b[31m", "red ?[31m"},
	    {"\xc2\x9b x", "? x"},
	    {"turned \xe2\x80\xae", "turned ?"},
	    {"cut \xe6\x9d", "cut ??"},
	    {"净利润", "净利\n  润"},
	    {"one two three", "one\n  two\n  three"},
	};

	(void)state;
	for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
		bool late = strchr(rows[i].lines, '\n') != NULL;
		struct buf out;
		buf_init(&out, KIB);
		/* What is to break begins near the end of its line. */
		assert_int_equal(wrap_add(&out, rows[i].words,
				     late ? WRAP_COLUMNS - 5 : 0, late ? 2 : 0),
		    0);
		if (late && strstr(rows[i].words, "one") != NULL)
			assert_non_null(strstr(out.data, "one\n  two three"));
		else
			assert_string_equal(out.data, rows[i].lines);
		buf_done(&out);
	}
}

/* A page, or the JSON, of a text as `filingctl read` makes it. */
static char *
explain(const char *text, bool json)
{
	const struct document_hint hint = {
	    .title = "某公司2024年度业绩预告",
	    .published = DATE_NONE,
	    .explain = true,
	};
	struct filing filing = {.readable = true};
	struct verdicts verdicts = {0};
	struct reading reading;
	struct history history;

	read_text(grammar_lexicon(), span_of(text), &hint, &reading);
	history_init(&history);
	verdict_decide(&filing, &reading, &history, &verdicts);
	char *page = json ? reading_json(NULL, &reading, &verdicts, true)
			  : explain_text("x.txt", &reading, &verdicts);
	verdicts_done(&verdicts);
	history_done(&history);
	reading_done(&reading);
	return page;
}

static const char loss[] = "证券代码：600777\n"
			   "预计2024年度净利润为亏损9,200万元至7,100万元，"
			   "上年同期为盈利3,000万元。研发投入500万元。\n";

static void
page_tells_verdict_facts_and_what_was_left(void **state)
{
	static const char *const says[] = {
	    "x.txt\n  forecast, by the issuer, zh, 600777.SH, FY2024",
	    "\n  WARNING  first_loss, down, severity 4, certain",
	    "\n    4  prior.first_loss ",
	    "\n    severity   4: that of the worst reason\n",
	    "\n    class      first_loss: by the year before, of ni_",
	    " forecast          FY2024     -92,000,000 to -71,000,000 CNY\n",
	    "unit beside the number",
	    "zh.metric.ni_total 净利润",
	    "\n    no metric stands with it\n      @57  研发投入500万元\n",
	};

	(void)state;
	char *page = explain(loss, false);
	for (size_t i = 0; i < sizeof says / sizeof says[0]; i++)
		if (strstr(page, says[i]) == NULL)
			fail_msg("no '%s' in\n%s", says[i], page);
	mem_free(page);
}

static void
json_tells_the_same(void **state)
{
	json_error_t fault;

	(void)state;
	char *line = explain(loss, true);
	json_t *root = json_loads(line, 0, &fault);
	if (root == NULL)
		fail_msg("%s: %s", fault.text, line);
	json_t *why = json_object_get(
	    json_array_get(json_object_get(root, "facts"), 0), "why");
	assert_string_equal(
	    json_string_value(json_object_get(why, "rule")), "sentence");
	assert_true(json_array_size(json_object_get(why, "phrases")) > 3);
	json_t *rejects = json_object_get(root, "rejected");
	json_t *reject = json_array_get(rejects, json_array_size(rejects) - 1);
	assert_string_equal(
	    json_string_value(json_object_get(reject, "why")), "no_metric");
	json_t *change = json_array_get(json_object_get(root, "changes"), 0);
	assert_true(json_is_true(json_object_get(change, "used")));
	assert_non_null(
	    json_object_get(json_object_get(root, "explain"), "severity"));
	json_decref(root);
	mem_free(line);
}

static void
a_text_of_no_issuer_has_no_verdict(void **state)
{
	(void)state;
	char *page = explain("今日天气晴。", false);
	assert_non_null(strstr(page, "x.txt\n"));
	mem_free(page);
}

static void
of_two_verdicts_the_one_that_says_more_is_told(void **state)
{
	struct verdict items[] = {
	    {.class_ = CLASS_UP_SMALL,
		.direction = DIRECTION_UP,
		.period = {10, 20}},
	    {.class_ = CLASS_PROFIT,
		.direction = DIRECTION_UP,
		.period = {10, 90}},
	};
	const struct verdicts verdicts = {.items = items, .count = 2};

	(void)state;
	assert_ptr_equal(reading_json_gravest(&verdicts), &items[0]);
	items[0].class_ = CLASS_NONE;
	assert_ptr_equal(reading_json_gravest(&verdicts), &items[1]);
	items[0].severity = 2;
	assert_ptr_equal(reading_json_gravest(&verdicts), &items[0]);
}

int
main(void)
{
	static const struct CMUnitTest tests[] = {
	    cmocka_unit_test(words_wrap_and_move_no_cursor),
	    cmocka_unit_test(page_tells_verdict_facts_and_what_was_left),
	    cmocka_unit_test(json_tells_the_same),
	    cmocka_unit_test(a_text_of_no_issuer_has_no_verdict),
	    cmocka_unit_test(of_two_verdicts_the_one_that_says_more_is_told),
	};

	setlocale(LC_CTYPE, "C.UTF-8");
	return cmocka_run_group_tests(tests, NULL, NULL);
}
