/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Reading is linear, shown by counting: the grammar is linked with a call in
 * every basic block (tests/lib/libsteps.a), and texts that repeat one shape
 * without end are read at two sizes. No clock is asked.
 */
#include "reading/read.h"
#include "tests/lib/grammar.h"

#include <setjmp.h>
#include <string.h>
#include <cmocka.h>

#define STEPS_SMALL    (28 * KIB) /* twice that is still one piece */
#define STEPS_LARGE    (80 * KIB) /* more than a piece */
#define STEPS_HUGE     (10 * MIB)
#define STEPS_PER_BYTE 2000 /* twice what the worst shape takes */
#define STEPS_HEAD     200000 /* of a text however short */
#define STEPS_FACTS    2048

static uint64_t steps;

/* Called by every basic block of the grammar. */
void __sanitizer_cov_trace_pc(void);

void
__sanitizer_cov_trace_pc(void)
{
	steps++;
}

/* The start of a text, and what comes after it without end. */
struct shape {
	const char *lang;
	const char *head;
	const char *unit;
	bool huge; /* tried with ten megabytes, too */
};

static const struct shape shapes[] = {
    /* Characters. */
    {"zh", "", "7", false},
    {"zh", "", "1,", false},
    {"zh", "", "1.", false},
    {"zh", "", "1-", false},
    {"zh", "", "-", false},
    {"zh", "", "%", true},
    {"zh", "", ",", false},
    {"zh", "", "(", true},
    {"zh", "", "[_(", false},
    {"zh", "", "《", false},
    {"zh", "", "|", false},
    {"zh", "", "\t", false},
    {"zh", "", " ", false},
    {"zh", "", " \n", false},
    {"zh", "", "\xff", false},
    {"zh", "e", "\xcc\x81", false},
    {"zh", "", "\xef\xb7\xba", false}, /* one that becomes eighteen */
    {"zh", "", "一", false},
    {"zh", "", "字", false},
    {"ja", "", "カ\xe3\x82\x99", false},
    {"ko", "", "가", false},
    {"en", "", "x", false},
    {"en", "", "lorem ipsum ", true},
    /* Phrases, and what almost are some. */
    {"zh", "", "归属于上市公司", true},
    {"zh", "", "归母", false},
    {"zh", "", "净利润", false},
    {"zh", "", "亏损/", false},
    {"zh", "", "不超过", false},
    {"zh", "", "万元", false},
    {"zh", "", "(单位:", false},
    {"zh", "", "公司名称:", false},
    {"zh", "", "证券代码:600000 ", false},
    {"zh", "", "国泰君安", false},
    {"zh", "", "国泰君安预计2025年净利润为5亿元,", false},
    {"en", "", "net profit attributable attributable ", false},
    {"en", "", "expects net loss to narrow ", false},
    {"en", "", "withdraws ", false},
    {"ko", "", "매출액영업이익", false},
    {"ko", "", "전년보다 ", false},
    {"ko", "", "영업이익이 ", false},
    {"ja", "", "業績予想", false},
    {"ja", "", "を下回る見込みとなり", false},
    /* Times. */
    {"zh", "", "2025年", false},
    {"zh", "", "2024/2025/1-6月~", false},
    {"zh", "", "第三季度", false},
    {"zh", "", "截至2025年6月30日止", false},
    {"en", "", "three months ended ", false},
    {"en", "", "30 June 2025, ", false},
    /* Statements. */
    {"zh", "", "1亿元", false},
    {"zh", "", "1亿元,", false},
    {"zh", "净利润", "1亿元/2亿元、", false},
    {"zh", "", "净利润为1,234.5万元,", true},
    {"zh", "", "净利润为1,234.5万元。", false},
    {"zh", "", "预计2025年净利润亏损1万元至2万元。\n", false},
    {"en", "", "net loss of $5 million to $6 million, ", false},
    {"ja", "", "純利益は△5百万円の見込み。", false},
    {"ko", "", "영업이익 5억원에서 6억원으로 ", false},
    /* Tables. */
    {"zh", "", "|1", true},
    {"zh", "", "\t1\n", false},
    {"zh", "", "|-", false},
    {"zh", "", "本报告期 上年同期 | ", true},
    {"zh", "", "本报告期\t上年同期\n", false},
    {"zh", "", "2025年\t", false},
    {"zh", "2025年 2024年 ", "|", false},
    {"zh", "", "2025年 2024年 ||||||||||||||||||||||||||||||||||", false},
    {"zh", "项目\t本报告期\t上年同期\n", "净利润\t5.1\t6.2\n", false},
    {"zh", "项目\t本报告期\t上年同期\n净利润\t5.1\t6.2\n", "同比增长\t", false},
    {"zh", "项目\t本报告期\t上年同期\n净利润", "\t5.1", false},
    {"ja", "", "前回発表予想(A)\t1\t2\t3\n今回修正予想(B)\t4\t5\t6\n", false},
    {"ko", "", "매출액\t1\t2\t-50.0\n", false},
};

#define SHAPES (sizeof shapes / sizeof shapes[0])

/* The steps of reading size bytes of a shape. */
static uint64_t
count_text(const char *lang, struct span text, struct reading *reading)
{
	const struct document_hint hint = {
	    .title = "业绩预告", .lang = lang, .published = DATE_NONE};

	steps = 0;
	read_text(grammar_lexicon(), text, &hint, reading);
	/* Only what outgrows its cap when it is normalised is not read. */
	if (!reading->readable)
		assert_string_equal(
		    reading->unreadable_why, err_text(ERR_TOOBIG));
	return steps;
}

static uint64_t
count_shape(const struct shape *shape, size_t size)
{
	struct reading reading;
	struct buf text;

	buf_init(&text, size + 256);
	assert_int_equal(buf_add_str(&text, shape->head), 0);
	while (text.len < size)
		assert_int_equal(buf_add_str(&text, shape->unit), 0);
	uint64_t n = count_text(
	    shape->lang, (struct span){text.data, text.len}, &reading);
	assert_true(reading.fact_count <= STEPS_FACTS);
	reading_done(&reading);
	buf_done(&text);
	return n;
}

/* Fails when times as much text takes more than times the steps. */
static void
check_growth(const struct shape *shape, size_t size, unsigned times)
{
	uint64_t few = count_shape(shape, size);
	uint64_t many = count_shape(shape, size * times);

	if (many > few * times + few / 4 + STEPS_HEAD)
		fail_msg("'%s%s': %zu bytes take %llu steps, %u times as much "
			 "takes %llu",
		    shape->head, shape->unit, size, (unsigned long long)few,
		    times, (unsigned long long)many);
}

static void
steps_are_counted(void **state)
{
	(void)state;
	assert_true(count_shape(&shapes[0], KIB) > KIB);
}

static void
a_piece_takes_steps_by_its_size(void **state)
{
	(void)state;
	for (size_t i = 0; i < SHAPES; i++)
		check_growth(&shapes[i], STEPS_SMALL, 2);
}

static void
many_pieces_take_steps_by_their_number(void **state)
{
	(void)state;
	for (size_t i = 0; i < SHAPES; i++)
		check_growth(&shapes[i], STEPS_LARGE, 4);
}

static void
no_text_of_ten_megabytes_is_dear(void **state)
{
	(void)state;
	for (size_t i = 0; i < SHAPES; i++) {
		if (!shapes[i].huge)
			continue;
		uint64_t n = count_shape(&shapes[i], STEPS_HUGE);
		if (n > (uint64_t)STEPS_HUGE * STEPS_PER_BYTE)
			fail_msg("'%s': %llu steps", shapes[i].unit,
			    (unsigned long long)n);
	}
}

/* A sentence around a year, a metric and a figure. */
struct sentence {
	const char *before, *between, *after;
};

/* Each with a year, a metric and a figure of its own. */
static void
add_sentences(struct buf *text, const struct sentence *sentence, int n)
{
	static const char *const metrics[] = {"净利润", "营业收入",
	    "归母净利润", "扣非净利润", "利润总额", "每股收益"};

	for (int i = 0; i < n; i++)
		assert_int_equal(
		    buf_addf(text, "%s%d年%s%s%d%s", sentence->before,
			2000 + i % 97, metrics[i % 6], sentence->between, i + 1,
			sentence->after),
		    0);
}

static void
statements_that_differ_are_settled_in_bounded_steps(void **state)
{
	static const struct sentence sentences[] = {
	    {"", "为", "亿元。"},
	    {"预计", "为", "亿元至9,999亿元。\n"},
	    {"", "约", ".5万元;"},
	    {"国泰君安预计", "为", "元,"},
	};

	(void)state;
	for (size_t i = 0; i < sizeof sentences / sizeof sentences[0]; i++) {
		struct reading reading;
		struct buf text;
		buf_init(&text, 16 * MIB);
		add_sentences(&text, &sentences[i], 40000);
		uint64_t n = count_text(
		    "zh", (struct span){text.data, text.len}, &reading);
		assert_true(reading.fact_count <= STEPS_FACTS);
		if (n > (uint64_t)text.len * STEPS_PER_BYTE)
			fail_msg("'%s': %llu steps", sentences[i].after,
			    (unsigned long long)n);
		reading_done(&reading);
		buf_done(&text);
	}
}

int
main(void)
{
	static const struct CMUnitTest tests[] = {
	    cmocka_unit_test(steps_are_counted),
	    cmocka_unit_test(a_piece_takes_steps_by_its_size),
	    cmocka_unit_test(many_pieces_take_steps_by_their_number),
	    cmocka_unit_test(no_text_of_ten_megabytes_is_dear),
	    cmocka_unit_test(
		statements_that_differ_are_settled_in_bounded_steps),
	};

	return cmocka_run_group_tests(tests, NULL, grammar_teardown);
}
