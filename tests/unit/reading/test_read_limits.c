/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Texts made to be slow: ten megabytes each. Reading is linear, so all of them
 * take seconds; a quadratic step would take days, and the limit on CPU time
 * ends the test.
 */
#include "reading/read.h"
#include "reading/lexicon.h"
#include "tests/lib/grammar.h"

#include <setjmp.h>
#include <string.h>
#include <sys/resource.h>
#include <cmocka.h>

#define TEXT_SIZE   (10 * MIB)
#define CPU_SECONDS 600

static int
setup(void **state)
{
	const struct rlimit limit = {CPU_SECONDS, CPU_SECONDS};

	(void)state;
	return setrlimit(RLIMIT_CPU, &limit);
}

/* The text of size bytes that repeats pattern. */
static void
fill(struct buf *text, const char *pattern, size_t size)
{
	buf_init(text, size + 256);
	while (text->len < size)
		assert_int_equal(buf_add_str(text, pattern), 0);
}

static void
read_filled(const char *pattern, size_t size, struct reading *reading)
{
	const struct document_hint hint = {
	    .title = "业绩预告", .published = DATE_NONE};
	struct buf text;

	fill(&text, pattern, size);
	read_text(grammar_lexicon(), (struct span){text.data, text.len}, &hint,
	    reading);
	buf_done(&text);
}

static void
long_texts_of_one_pattern_are_read_in_time(void **state)
{
	static const char *const patterns[] = {
	    "归母",
	    "1,",
	    "一",
	    "《[_(",
	    "本报告期 上年同期 | ",
	    "2024/2025/1-6月~",
	};

	(void)state;
	for (size_t i = 0; i < sizeof patterns / sizeof patterns[0]; i++) {
		struct reading reading;
		read_filled(patterns[i], TEXT_SIZE, &reading);
		assert_true(reading.readable);
		assert_true(reading.truncated);
		assert_int_equal(reading.fact_count, 0);
		reading_done(&reading);
	}
}

static void
facts_and_phrases_of_one_text_are_bounded(void **state)
{
	struct reading reading;

	(void)state;
	read_filled("2024年净利润预计为7亿元至8亿元,2023年为6亿元。\n"
		    "证券代码:600000 (000001) 300001.SZ 业绩预告 减亏。\n",
	    MIB, &reading);
	assert_true(reading.readable);
	assert_true(reading.fact_count > 0 && reading.fact_count < 10);
	assert_true(reading.listing_count <= 4);
	assert_true(reading.phrase_count <= 64);
	reading_done(&reading);
}

static void
every_cut_of_a_text_can_be_read(void **state)
{
	static const char text[] =
	    "\xff单位:万元\n项目\t本报告期\t上年同期\n净利润(元)\t(1.5)\t-\n"
	    "预计 2024E 净利润为-1,0至5%(《2024年[1]";
	const struct document_hint hint = {.published = DATE_NONE};

	(void)state;
	for (size_t n = 0; n < sizeof text; n++) {
		struct reading reading;
		read_text(
		    grammar_lexicon(), (struct span){text, n}, &hint, &reading);
		assert_true(reading.readable);
		reading_done(&reading);
	}
}

int
main(void)
{
	static const struct CMUnitTest tests[] = {
	    cmocka_unit_test(long_texts_of_one_pattern_are_read_in_time),
	    cmocka_unit_test(facts_and_phrases_of_one_text_are_bounded),
	    cmocka_unit_test(every_cut_of_a_text_can_be_read),
	};

	return cmocka_run_group_tests(tests, setup, grammar_teardown);
}
