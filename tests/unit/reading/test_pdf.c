/* SPDX-License-Identifier: BSD-2-Clause */
/* PDFs to text: tables with and without rules, and files that are none. */
#include "reading/text.h"
#include "lib/base/mem.h"

#include <setjmp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <cmocka.h>

/* A page that is never done must not hang the tests. */
#define HANG_SECONDS 60

static struct buf
load(const char *name)
{
	const char *src = getenv("FILINGD_SRCDIR");
	char *path =
	    mem_printf("%s/tests/fixtures/%s", src != NULL ? src : ".", name);
	char chunk[4096];
	struct buf buf;
	size_t n;

	buf_init(&buf, MIB);
	FILE *file = fopen(path, "rb");
	if (file == NULL)
		fail_msg("%s is missing", path);
	while ((n = fread(chunk, 1, sizeof(chunk), file)) > 0)
		assert_int_equal(buf_add(&buf, chunk, n), 0);
	fclose(file);
	mem_free(path);
	return buf;
}

static int
read_bytes(struct span bytes, struct buf *out, int *ret_pages, struct err *err)
{
	*ret_pages = -1;
	alarm(HANG_SECONDS);
	int r = text_from_pdf(bytes, out, ret_pages, err);
	alarm(0);
	return r;
}

static void
expect_lines(const struct buf *out, const char *const *lines, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		char *line = mem_printf("\n%s\n", lines[i]);
		if (strstr(out->data, line) == NULL)
			fail_msg("no line '%s' in\n%s", lines[i], out->data);
		mem_free(line);
	}
}

#define EXPECT_LINES(out, lines)                                               \
	expect_lines(out, lines, sizeof(lines) / sizeof((lines)[0]))

static void
read_fixture(const char *name, int pages, struct buf *out)
{
	struct buf bytes = load(name);
	struct err err = ERR_NONE;
	int got;

	buf_init(out, TEXT_LIMIT);
	int r =
	    read_bytes((struct span){bytes.data, bytes.len}, out, &got, &err);
	if (r != 0 || got != pages)
		fail_msg("%s: %d %s, %d pages", name, r, err.text, got);
	buf_done(&bytes);
}

static void
ruled_table_gives_its_rows(void **state)
{
	static const char *const lines[] = {
	    "项目\t本报告期\t上年同期",
	    "归属于上市公司股东的净利润\t亏损：10,000.00万元–15,000.00万元\t"
	    "盈利：2,345.67万元",
	    "归属于上市公司股东的净利润\t比上年同期下降：526.32%-739.48%\t"
	    "盈利：2,345.67万元",
	    "扣除非经常性损益后的净利润\t亏损：11,200.00万元–16,500.00万元\t"
	    "盈利：1,010.20万元",
	    "扣除非经常性损益后的净利润\t比上年同期下降：1,208.69%-1,733.34%\t"
	    "盈利：1,010.20万元",
	    "营业收入\t118,000.00万元–125,000.00万元\t164,321.09万元",
	    "基本每股收益\t亏损：0.20元/股–0.30元/股\t盈利：0.05元/股",
	};
	struct buf out;

	(void)state;
	read_fixture("forecast-ruled.pdf", 2, &out);
	EXPECT_LINES(&out, lines);
	buf_done(&out);
}

static void
broken_lines_become_paragraphs(void **state)
{
	static const char *const lines[] = {
	    "本期业绩预告适用于净利润为负值的情形。经财务部门初步测算，预计"
	    "2025年年度实现归属于上市公司股东的净利润为-15,000.00万元到"
	    "-10,000.00万元，与上年同期相比将出现亏损。",
	    "一、本期业绩预告情况",
	    "（二）业绩预告情况：□扭亏为盈 √亏损 □同向上升 □同向下降",
	};
	struct buf out;

	(void)state;
	read_fixture("forecast-ruled.pdf", 2, &out);
	assert_memory_equal(out.data, "证券代码：600999\t证券简称：东岭材料\t",
	    strlen("证券代码：600999\t证券简称：东岭材料\t"));
	EXPECT_LINES(&out, lines);
	buf_done(&out);
}

static void
page_break_stands_within_its_sentence(void **state)
{
	struct buf out;

	(void)state;
	read_fixture("forecast-ruled.pdf", 2, &out);
	assert_non_null(strstr(
	    out.data, "与第三季度相\f比有所下滑，其金额共计约3.1亿元。\n"));
	assert_null(strstr(out.data, "\n1\n")); /* its number is left out */
	assert_ptr_equal(strchr(out.data, '\f'), strrchr(out.data, '\f'));
	buf_done(&out);
}

static void
table_without_rules_gives_its_rows(void **state)
{
	static const char *const lines[] = {
	    "项目\t本报告期\t上年同期",
	    "归属于上市公司股东的净利润\t亏损：３，２００万元至４，１００万元\t"
	    "亏损：６，７５０．３１万元",
	    "扣除非经常性损益后的净利润\t亏损：３，９００万元–４，８００万元，"
	    "比上年同期减少３２％至４４％\t亏损：７，０２０．８８万元",
	    "营业收入\t４１，０００万元–４３，５００万元\t"
	    "３８，２７７．４０万元",
	    "二、预计的业绩：亏损",
	};
	struct buf out;

	(void)state;
	read_fixture("forecast-borderless.pdf", 1, &out);
	EXPECT_LINES(&out, lines);
	buf_done(&out);
}

static void
table_of_three_rules_gives_its_rows(void **state)
{
	static const char *const lines[] = {
	    "项目\t本报告期\t上年同期\t增减变动幅度（%）",
	    "营业总收入\t96,512.44\t104,880.15\t-7.98",
	    "利润总额\t3,088.71\t8,190.33\t-62.29",
	    "归属于上市公司股东的净利润\t2,550.08\t7,012.47\t-63.63",
	    "基本每股收益（元）\t0.09\t0.25\t-64.00",
	    "上述数据为合并报表数据，未经审计。",
	};
	struct buf out;

	(void)state;
	read_fixture("flash-three-rules.pdf", 1, &out);
	EXPECT_LINES(&out, lines);
	buf_done(&out);
}

static void
rows_between_two_rules_are_rows(void **state)
{
	static const char *const lines[] = {
	    "项目\t2025年\t2024年",
	    "营业收入\t52,310.88\t61,077.02",
	    "净利润\t-4,120.35\t1,208.66",
	    "每股收益\t-0.21\t0.06",
	    "研发投入合计占营业收入的比例\t12.30%\t9.85%",
	};
	struct buf out;

	(void)state;
	read_fixture("results-dense.pdf", 1, &out);
	EXPECT_LINES(&out, lines);
	buf_done(&out);
}

static void
english_words_keep_their_blanks(void **state)
{
	static const char *const lines[] = {
	    "Northfield Tooling plc today said that it now expects an adjusted "
	    "operating loss of between $12.0 million and $15.5 million for the "
	    "year ending 31 December 2025, against its earlier guidance of a "
	    "profit of about $4 million.",
	    "($ million)\tNew guidance\tEarlier guidance",
	    "Revenue\t310 - 318\t335 - 345",
	    "Adjusted operating profit (loss)\t(15.5) - (12.0)\t4.0",
	};
	struct buf out;

	(void)state;
	read_fixture("guidance-english.pdf", 1, &out);
	EXPECT_LINES(&out, lines);
	buf_done(&out);
}

static void
rows_never_lend_each_other_figures(void **state)
{
	static const char *const lines[] = {
	    "\t2025\t2024\t2025\t2024",
	    "Income:",
	    "Interest on loans\t20,446\t23,884\t61,212\t70,018",
	    "Service fees\t$ 960\t881\t$ 2,610\t2,517",
	    "Net gain on sales of loans released\t204\t314\t-\t802",
	    "Net gain on sales of loans retained\t-\t13\t158\t-",
	    "Costs:",
	    "Staff\t(4,503)\t(4,132)\t(13,011)\t(12,240)",
	    "Net result\t17,107\t20,960\t50,969\t61,097",
	};
	struct buf out;

	(void)state;
	read_fixture("statement.pdf", 1, &out);
	EXPECT_LINES(&out, lines);
	buf_done(&out);
}

static void
columns_of_words_are_read_one_by_one(void **state)
{
	struct buf out;

	(void)state;
	read_fixture("columns.pdf", 1, &out);
	const char *left = strstr(out.data, "we cut our estimate for the");
	const char *right = strstr(out.data, "The shares trade on");
	assert_non_null(left);
	assert_non_null(right);
	assert_true(left < right);
	assert_null(strchr(out.data, '\t'));
	buf_done(&out);
}

static void
encrypted_without_password_is_read(void **state)
{
	static const char *const lines[] = {
	    "预计净利润为１．２亿元至１．５亿元，同比减少约六成。"};
	struct buf out;

	(void)state;
	read_fixture("encrypted-open.pdf", 1, &out);
	EXPECT_LINES(&out, lines);
	buf_done(&out);
}

static const struct {
	const char *name;
	const char *why;
} unreadable[] = {
    {"encrypted.pdf", "encrypted"},
    {"scan.pdf", "no text layer (scanned)"},
    {"object-loop.pdf", "damaged pdf: no page"},
};

static void
unreadable_files_say_why(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(unreadable) / sizeof(unreadable[0]);
	     i++) {
		struct buf bytes = load(unreadable[i].name), out;
		struct err err = ERR_NONE;
		int pages;
		buf_init(&out, KIB);
		assert_int_equal(buf_add_str(&out, "before"), 0);
		int r = read_bytes(
		    (struct span){bytes.data, bytes.len}, &out, &pages, &err);
		if (r != ERR_UNREADABLE ||
		    strcmp(err.text, unreadable[i].why) != 0)
			fail_msg("%s: %d %s", unreadable[i].name, r, err.text);
		assert_string_equal(out.data, "before");
		buf_done(&out);
		buf_done(&bytes);
	}
}

static void
damaged_files_are_refused(void **state)
{
	static const char *const files[] = {
	    "", "%PDF-1.7\n", "no pdf at all", "%PDF-1.4\nstartxref\n0\n%%EOF"};

	(void)state;
	for (size_t i = 0; i < sizeof(files) / sizeof(files[0]); i++) {
		struct err err = ERR_NONE;
		struct buf out;
		int pages;
		buf_init(&out, KIB);
		assert_int_equal(
		    read_bytes(span_of(files[i]), &out, &pages, &err),
		    ERR_UNREADABLE);
		assert_non_null(strstr(err.text, "damaged pdf"));
		buf_done(&out);
	}
}

/* Whatever is left of a cut file, it is never taken for the whole. */
static void
cut_file_is_never_whole(void **state)
{
	struct buf bytes = load("forecast-ruled.pdf");

	(void)state;
	for (size_t n = 0; n + 8 < bytes.len; n += 101) {
		struct err err = ERR_NONE;
		struct buf out;
		int pages;
		buf_init(&out, TEXT_LIMIT);
		int r = read_bytes(
		    (struct span){bytes.data, n}, &out, &pages, &err);
		if (r != ERR_UNREADABLE && r != ERR_TOOBIG)
			fail_msg("cut at %zu: %d\n%s", n, r, out.data);
		buf_done(&out);
	}
	buf_done(&bytes);
}

/* A PDF whose pages all show the same words. */
static struct buf
pdf_of_pages(int pages, const char *words)
{
	struct buf buf;

	buf_init(&buf, 16 * MIB);
	assert_int_equal(
	    buf_addf(&buf,
		"%%PDF-1.4\n"
		"1 0 obj <</Type/Catalog/Pages 2 0 R>> endobj\n"
		"3 0 obj <</Length %zu>> stream\nBT /F 12 Tf 72 700 Td (%s) Tj "
		"ET\nendstream endobj\n"
		"4 0 obj <</Type/Font/Subtype/Type1/BaseFont/Helvetica>> endobj"
		"\n2 0 obj <</Type/Pages/Count %d/Kids[",
		strlen(words) + 32, words, pages),
	    0);
	for (int i = 0; i < pages; i++)
		assert_int_equal(buf_addf(&buf, "%d 0 R\n", i + 5), 0);
	assert_int_equal(buf_add_str(&buf, "]>> endobj\n"), 0);
	for (int i = 0; i < pages; i++)
		assert_int_equal(
		    buf_addf(&buf,
			"%d 0 obj <</Type/Page/Parent 2 0 R/MediaBox[0 0 595 "
			"842]/Contents 3 0 R/Resources<</Font<</F 4 0 R>>>>>> "
			"endobj\n",
			i + 5),
		    0);
	assert_int_equal(
	    buf_add_str(&buf, "trailer <</Root 1 0 R>>\n%%EOF\n"), 0);
	return buf;
}

static void
ten_thousand_pages_are_cut(void **state)
{
	struct buf bytes = pdf_of_pages(10000, "a loss of 5 million");
	struct err err = ERR_NONE;
	struct buf out;
	int pages, breaks = 0;

	(void)state;
	buf_init(&out, TEXT_LIMIT);
	assert_int_equal(read_bytes((struct span){bytes.data, bytes.len}, &out,
			     &pages, &err),
	    ERR_TOOBIG);
	assert_int_equal(pages, 10000);
	assert_string_equal(err.text, "the first 400 of 10000 pages");
	for (const char *p = out.data; *p != '\0'; p++)
		breaks += *p == '\f';
	assert_int_equal(breaks, TEXT_PDF_PAGES - 1);
	buf_done(&out);
	buf_done(&bytes);
}

static void
missing_page_is_told(void **state)
{
	struct buf bytes = pdf_of_pages(3, "a loss of 5 million");
	struct err err = ERR_NONE;
	struct buf out;
	int pages;

	(void)state;
	char *kid = strstr(bytes.data, "6 0 R\n7 0 R");
	assert_non_null(kid);
	kid[0] = '3'; /* the content, which is no page */
	buf_init(&out, KIB);
	assert_int_equal(read_bytes((struct span){bytes.data, bytes.len}, &out,
			     &pages, &err),
	    ERR_TOOBIG);
	assert_string_equal(err.text, "1 of 3 pages are damaged");
	assert_string_equal(
	    out.data, "a loss of 5 million\n\fa loss of 5 million\n\f");
	buf_done(&out);
	buf_done(&bytes);
}

static void
long_text_is_cut_at_the_cap(void **state)
{
	struct buf bytes = pdf_of_pages(20, "a loss of 5 million");
	struct err err = ERR_NONE;
	struct buf out;
	int pages;

	(void)state;
	buf_init(&out, 100);
	assert_int_equal(read_bytes((struct span){bytes.data, bytes.len}, &out,
			     &pages, &err),
	    ERR_TOOBIG);
	assert_int_equal(pages, 20);
	assert_memory_equal(out.data, "a loss of 5 million\n\f", 21);
	assert_true(out.len <= 100);
	buf_done(&out);
	buf_done(&bytes);
}

static void
huge_page_is_read_in_bounds(void **state)
{
	static const char pdf[] =
	    "%PDF-1.4\n1 0 obj <</Type/Catalog/Pages 2 0 R>> endobj\n"
	    "2 0 obj <</Type/Pages/Count 1/Kids[3 0 R]>> endobj\n"
	    "3 0 obj <</Type/Page/Parent 2 0 R/MediaBox[0 0 9e8 9e8]"
	    "/Contents 4 0 R/Resources<</Font<</F 5 0 R>>>>>> endobj\n"
	    "4 0 obj <</Length 130>> stream\n"
	    "BT /F 12 Tf 72 700 Td (a 1) Tj 200 0 Td (2) Tj -200 -20 Td (b 3) "
	    "Tj 200 0 Td (4) Tj ET                                          \n"
	    "endstream endobj\n5 0 obj <</Type/Font/Subtype/Type1/BaseFont"
	    "/Helvetica>> endobj\ntrailer <</Root 1 0 R>>\n%%EOF\n";
	struct err err = ERR_NONE;
	struct buf out;
	int pages;

	(void)state;
	buf_init(&out, KIB);
	assert_int_equal(read_bytes(span_of(pdf), &out, &pages, &err), 0);
	assert_string_equal(out.data, "a 1\t2\nb 3\t4\n");
	buf_done(&out);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(ruled_table_gives_its_rows),
	    cmocka_unit_test(broken_lines_become_paragraphs),
	    cmocka_unit_test(page_break_stands_within_its_sentence),
	    cmocka_unit_test(table_without_rules_gives_its_rows),
	    cmocka_unit_test(table_of_three_rules_gives_its_rows),
	    cmocka_unit_test(rows_between_two_rules_are_rows),
	    cmocka_unit_test(english_words_keep_their_blanks),
	    cmocka_unit_test(rows_never_lend_each_other_figures),
	    cmocka_unit_test(columns_of_words_are_read_one_by_one),
	    cmocka_unit_test(encrypted_without_password_is_read),
	    cmocka_unit_test(unreadable_files_say_why),
	    cmocka_unit_test(damaged_files_are_refused),
	    cmocka_unit_test(cut_file_is_never_whole),
	    cmocka_unit_test(ten_thousand_pages_are_cut),
	    cmocka_unit_test(missing_page_is_told),
	    cmocka_unit_test(long_text_is_cut_at_the_cap),
	    cmocka_unit_test(huge_page_is_read_in_bounds),
	};

	text_pdf_preload();
	return cmocka_run_group_tests(tests, NULL, NULL);
}
