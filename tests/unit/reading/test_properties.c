/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What holds for every text, however it was damaged on the way: thousands of
 * mutations of own notices in four languages, the same ones in every run.
 */
#include "lib/base/mem.h"
#include "reading/lexicon.h"
#include "reading/normal.h"
#include "reading/read.h"
#include "tests/lib/grammar.h"

#include <setjmp.h>
#include <string.h>
#include <cmocka.h>
#include <utf8proc.h>

#define MUTATIONS 400 /* of each notice */
#define EDITS	  6 /* at most, in one mutation */

struct notice {
	const char *title, *text;
	const char *prose; /* a line that says nothing of results */
	const char *wide; /* "": its full-width form is another text */
};

static const struct notice notices[] = {
    {"某公司2024年度业绩预告",
	"证券代码：600777\n一、本期业绩预告情况\n"
	"预计2024年度归属于上市公司股东的净利润为-9,200万元到-7,100万元，"
	"上年同期为3,120.55万元。\n扣除非经常性损益后的净利润约-1.02亿元。\n",
	"公司总部的花园于本周向市民开放。\n", "y"},
    {"某公司2024年半年度业绩快报",
	"单位：万元\n项目\t本报告期\t上年同期\t增减变动幅度(%)\n"
	"营业总收入\t12,345.60\t10,288.00\t20.00\n"
	"归属于上市公司股东的净利润\t-560.10\t812.40\t-168.94\n",
	"会议室的灯光已经更换完毕。\n", "y"},
    {"業績予想の修正に関するお知らせ",
	"コード番号 6777\n2025年3月期通期連結業績予想数値の修正"
	"（2024年4月1日～2025年3月31日）\n（単位：百万円）\n"
	"\t売上高\t営業利益\t経常利益\t親会社株主に帰属する当期純利益\n"
	"前回発表予想（Ａ）\t10,000\t800\t820\t500\n"
	"今回修正予想（Ｂ）\t9,000\t200\t△150\t△300\n"
	"増減額（Ｂ－Ａ）\t△1,000\t△600\t△970\t△800\n",
	"本社の食堂は来月から改装します。\n", "y"},
    {"매출액또는손익구조30%(대규모법인은15%)이상변경",
	"(단위: 백만원)\n구분\t당해사업연도\t직전사업연도\t증감금액\t증감비율(%)\n"
	"매출액\t120,000\t150,000\t-30,000\t-20.0\n"
	"영업이익\t-4,500\t8,000\t-12,500\t적자전환\n"
	"당기순이익\t-6,100\t5,200\t-11,300\t적자전환\n",
	"본사 로비에 새 그림이 걸렸다.\n", "y"},
    {"Example Corp cuts full-year outlook",
	"Example Corp now expects fiscal 2025 revenue of $410 million to $425 "
	"million, compared with its previous guidance of $450 million to $470 "
	"million. It expects a net loss of between $12 million and $15 "
	"million.\nNet income was $8 million in fiscal 2024.\n",
	"The garden of the head office is open to visitors.\n", ""},
};

#define NOTICES (sizeof notices / sizeof notices[0])

/* A generator of its own, so that every run has the same texts. */
static uint32_t
next_random(uint64_t *seed)
{
	*seed ^= *seed << 13;
	*seed ^= *seed >> 7;
	*seed ^= *seed << 17;
	return (uint32_t)(*seed >> 16);
}

static size_t
pick(uint64_t *seed, size_t n)
{
	return n > 0 ? next_random(seed) % n : 0;
}

/* One edit: a piece goes, comes twice, or makes room for something else. */
static void
edit(struct buf *text, uint64_t *seed)
{
	static const char *const words[] = {"亏损", "-", "△", "～", "(", ")",
	    "%", "万元", "\t", "\n", "1.5倍", "0", "９", "至", "不低于", "not ",
	    "loss", "百万円", "적자", "2024年", "\xff", "\xe4\xba", "|", ",",
	    "99999999999999999999", "上年同期", "单位:亿元", "/", "√"};
	char *copy = mem_strndup(text->data, text->len);
	size_t n = text->len, at = pick(seed, n + 1);
	size_t len = pick(seed, n - at + 1) % 40, how = pick(seed, 4);
	const char *word = words[pick(seed, sizeof words / sizeof words[0])];
	int r = 0;

	buf_cut(text, at);
	if (how == 0)
		r = buf_add_str(text, word);
	else if (how == 1)
		r = buf_add(text, copy + at, len);
	else if (how == 2)
		r = buf_add_char(text, (char)(1 + pick(seed, 255)));
	if (r == 0)
		r = buf_add(text, copy + at + (how == 1 ? 0 : len),
		    n - at - (how == 1 ? 0 : len));
	assert_int_equal(r, 0);
	mem_free(copy);
}

static struct buf
bytes_of(const struct reading *reading)
{
	struct buf buf;

	buf_init(&buf, 16 * MIB);
	reading_put(&buf, reading);
	assert_false(wire_put_failed(&buf));
	return buf;
}

static void
read_notice(const char *title, const struct buf *text, bool explain,
    struct reading *reading)
{
	const struct document_hint hint = {
	    .title = title, .published = DATE_NONE, .explain = explain};

	read_text(grammar_lexicon(), (struct span){text->data, text->len},
	    &hint, reading);
}

static bool
is_utf8(const char *p, size_t n)
{
	for (size_t at = 0; at < n;) {
		int32_t c;
		utf8proc_ssize_t len = utf8proc_iterate(
		    (const uint8_t *)p + at, (utf8proc_ssize_t)(n - at), &c);
		if (len <= 0)
			return false;
		at += (size_t)len;
	}
	return true;
}

static void
check_normal(const struct buf *text)
{
	struct normal normal;

	assert_int_equal(normal_init(&normal, lexicon_fold(grammar_lexicon()),
			     (struct span){text->data, text->len}),
	    0);
	assert_true(is_utf8(normal.text.data, normal.text.len));
	for (size_t at = 0; at < normal.text.len; at += 7)
		assert_true(normal_source(&normal, at) <= text->len);
	normal_done(&normal);
}

/* The bytes of the text at an offset in code points are the quote's. */
static void
check_quote(const struct buf *text, const char *quote, int64_t offset)
{
	size_t at = 0;

	assert_true(offset >= 0);
	for (int64_t left = offset; left > 0 && at < text->len; left--) {
		at++;
		while (at < text->len &&
		       ((unsigned char)text->data[at] & 0xc0) == 0x80)
			at++;
	}
	assert_true(at + strlen(quote) <= text->len);
	assert_memory_equal(text->data + at, quote, strlen(quote));
}

static void
check_reading(const struct buf *text, const struct reading *reading)
{
	bool sound = is_utf8(text->data, text->len);

	for (size_t i = 0; i < reading->fact_count; i++) {
		const struct fact *fact = &reading->facts[i];
		assert_true(fact->metric != METRIC_NONE);
		assert_true(fact->role != ROLE_NONE);
		assert_true(fact->low_open || fact->high_open ||
			    decimal_cmp(fact->low, fact->high) <= 0);
		if (sound)
			check_quote(text, fact->quote, fact->offset);
	}
	for (size_t i = 0; sound && i < reading->phrase_count; i++)
		check_quote(text, reading->phrases[i].quote,
		    reading->phrases[i].offset);
	for (size_t i = 0; sound && i < reading->reject_count; i++)
		check_quote(text, reading->rejects[i].quote,
		    reading->rejects[i].offset);
}

static void
check_codec(const struct buf *bytes)
{
	struct wire wire = wire_init(bytes->data, bytes->len);
	struct reading back;

	reading_get(&wire, &back);
	assert_int_equal(wire_get_end(&wire), 0);
	struct buf again = bytes_of(&back);
	assert_int_equal(again.len, bytes->len);
	assert_memory_equal(again.data, bytes->data, bytes->len);
	buf_done(&again);
	reading_done(&back);
}

static void
check_text(const char *title, const struct buf *text, bool explain)
{
	struct reading first, second;

	check_normal(text);
	read_notice(title, text, explain, &first);
	check_reading(text, &first);
	read_notice(title, text, explain, &second);
	struct buf a = bytes_of(&first), b = bytes_of(&second);
	assert_int_equal(a.len, b.len);
	assert_memory_equal(a.data, b.data, a.len);
	check_codec(&a);
	buf_done(&a);
	buf_done(&b);
	reading_done(&first);
	reading_done(&second);
}

static void
damaged_texts_keep_every_promise(void **state)
{
	uint64_t seed = 0x5eed2024;

	(void)state;
	for (size_t k = 0; k < NOTICES; k++)
		for (int i = 0; i < MUTATIONS; i++) {
			struct buf text;
			size_t edits = 1 + pick(&seed, EDITS);
			buf_init(&text, MIB);
			assert_int_equal(
			    buf_add_str(&text, notices[k].text), 0);
			while (edits-- > 0)
				edit(&text, &seed);
			check_text(notices[k].title, &text, i % 2 == 0);
			buf_done(&text);
		}
}

/* Facts of a text after prose, or in other characters, by grammar_facts. */
static char *
facts_of(const struct notice *notice, const char *text, bool explain)
{
	const struct document_hint hint = {
	    .title = notice->title, .published = DATE_NONE, .explain = explain};

	return grammar_facts(&hint, text);
}

static void
check_same(const struct notice *notice, const char *text, const char *what)
{
	char *plain = facts_of(notice, notice->text, false);
	char *other = facts_of(notice, text, false);

	if (plain[0] == '\0')
		fail_msg("%s: no facts", notice->title);
	if (strcmp(plain, other) != 0)
		fail_msg(
		    "%s, %s:\n%s---\n%s", notice->title, what, plain, other);
	mem_free(plain);
	mem_free(other);
}

static void
prose_before_a_notice_changes_nothing(void **state)
{
	(void)state;
	for (size_t k = 0; k < NOTICES; k++) {
		char *text =
		    mem_printf("%s%s", notices[k].prose, notices[k].text);
		check_same(&notices[k], text, "after prose");
		mem_free(text);
	}
}

/* ASCII digits, letters and most signs as their full-width forms (NFKC). */
static char *
widen(const char *text)
{
	struct buf wide;
	int r = 0;

	buf_init(&wide, MIB);
	for (const char *p = text; *p != '\0' && r == 0; p++) {
		bool ascii = *p > ' ' && *p < 0x7f;
		unsigned c = 0xff00U + (unsigned char)*p - 0x20U;
		const char form[] = {(char)(0xe0 | (c >> 12)),
		    (char)(0x80 | ((c >> 6) & 0x3f)),
		    (char)(0x80 | (c & 0x3f))};
		r = ascii ? buf_add(&wide, form, 3) : buf_add_char(&wide, *p);
	}
	assert_int_equal(r, 0);
	return buf_take(&wide);
}

static void
full_width_forms_are_the_same_text(void **state)
{
	(void)state;
	for (size_t k = 0; k < NOTICES; k++) {
		if (notices[k].wide[0] == '\0')
			continue;
		char *text = widen(notices[k].text);
		check_same(&notices[k], text, "full width");
		mem_free(text);
	}
}

static void
who_asks_why_gets_the_same_facts(void **state)
{
	(void)state;
	for (size_t k = 0; k < NOTICES; k++) {
		char *plain = facts_of(&notices[k], notices[k].text, false);
		char *asked = facts_of(&notices[k], notices[k].text, true);
		assert_string_equal(plain, asked);
		mem_free(plain);
		mem_free(asked);
	}
}

int
main(void)
{
	static const struct CMUnitTest tests[] = {
	    cmocka_unit_test(damaged_texts_keep_every_promise),
	    cmocka_unit_test(prose_before_a_notice_changes_nothing),
	    cmocka_unit_test(full_width_forms_are_the_same_text),
	    cmocka_unit_test(who_asks_why_gets_the_same_facts),
	};

	return cmocka_run_group_tests(tests, NULL, grammar_teardown);
}
