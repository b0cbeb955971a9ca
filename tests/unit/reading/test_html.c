/* SPDX-License-Identifier: BSD-2-Clause */
/* HTML to lines: paragraphs, table rows with their columns, broken pages. */
#include "reading/text.h"

#include <setjmp.h>
#include <string.h>
#include <cmocka.h>

static const struct {
	const char *says;
	const char *html;
	const char *text;
} cases[] = {
    {"paragraphs are lines", "<p>一、业绩预告</p><p>二、原因</p>",
	"一、业绩预告\n二、原因\n"},
    {"white space is one blank", "<p>净利润\n   约 &nbsp;5</p>",
	"净利润 约 5\n"},
    {"ideographic space is white", "<p>　　公司预计　亏损</p>",
	"公司预计 亏损\n"},
    {"inline marks join words", "<p>净<b>利</b>润<span>为负</span></p>",
	"净利润为负\n"},
    {"breaks end lines", "第一行<br>第二行<br/>第三行",
	"第一行\n第二行\n第三行\n"},
    {"entities are characters", "<p>A&amp;B &lt;5 &yen;3 &#20111;&#x635f;</p>",
	"A&B <5 ¥3 亏损\n"},
    {"scripts and styles say nothing",
	"<style>p{}</style><script>var x='亏损<p>';</script><p>a</p>", "a\n"},
    {"the hidden says nothing",
	"<p style='color:red; display : none'>x<b>y</b></p>"
	"<div hidden><p>z</p></div><p>b</p>",
	"b\n"},
    {"rows are lines, cells are tabs",
	"<table><tr><th>项目</th><th>本期</th></tr>"
	"<tr><td>净利润</td><td>-5,500 万元</td></tr></table>",
	"项目\t本期\n净利润\t-5,500 万元\n"},
    {"a wrapped cell is one cell",
	"<table><tr><td>a</td><td><p>亏损：10,000万元–15,000</p><p>万元</p>"
	"</td><td>1<br>2</td></tr></table>",
	"a\t亏损：10,000万元–15,000 万元\t1 2\n"},
    {"a cell over rows stands in each",
	"<table><tr><td rowspan=2>归母净利润</td><td>亏损：3亿元</td>"
	"<td rowspan=\"2\">盈利：1亿元</td></tr>"
	"<tr><td>下降：400%</td></tr><tr><td>每股收益</td></tr></table>",
	"归母净利润\t亏损：3亿元\t盈利：1亿元\n"
	"归母净利润\t下降：400%\t盈利：1亿元\n"
	"每股收益\n"},
    {"a cell over columns keeps the next in place",
	"<table><tr><td>h</td><td colspan=2>2024</td><td>2023</td></tr>"
	"<tr><td>a</td><td>1</td><td>2</td><td>3</td></tr></table>",
	"h\t2024\t\t2023\na\t1\t2\t3\n"},
    {"both spans at once",
	"<table><tr><td rowspan=2 colspan=2>x</td><td>1</td></tr>"
	"<tr><td>2</td></tr></table>",
	"x\t1\nx\t2\n"},
    {"columns of signs and spacers are none",
	"<table><tr><td></td><td colspan=3>2031</td><td></td>"
	"<td colspan=3>2030</td></tr>"
	"<tr><td>Net loss</td><td>$</td><td>(71</td><td>)</td><td></td>"
	"<td>$</td><td>12</td><td></td></tr>"
	"<tr><td>Tax</td><td></td><td>4</td><td></td><td></td>"
	"<td>$</td><td>—</td><td></td></tr></table>",
	"\t2031\t2030\nNet loss\t$(71)\t$12\nTax\t4\t—\n"},
    {"columns that are filled in turn stay apart",
	"<table><tr><td>Taken</td><td>5</td><td></td></tr>"
	"<tr><td>Given</td><td></td><td>6</td></tr></table>",
	"Taken\t5\nGiven\t\t6\n"},
    {"a percent sign beside a year is a heading",
	"<table><tr><td></td><td>2031</td><td>%</td></tr>"
	"<tr><td>Sales</td><td>70</td><td>3.5</td></tr></table>",
	"\t2031\t%\nSales\t70\t3.5\n"},
    {"words between rows leave the columns as they are",
	"<table><tr><td>a</td><td></td><td>1</td></tr>b"
	"<tr><td>c</td><td></td><td>2</td></tr></table>",
	"a\t\t1\nb\nc\t\t2\n"},
    {"empty cells keep their column",
	"<table><tr><td></td><td>2024E</td></tr><tr><td></td><td></td></tr>"
	"</table>",
	"\t2024E\n"},
    {"end tags may be missing", "<table><tr><td>a<td>b<tr><td>c<td>d</table>e",
	"a\tb\nc\td\ne\n"},
    {"a table in a cell ends the row",
	"<table><tr><td>标题<table><tr><td>1</td><td>2</td></tr></table>尾</td>"
	"<td>z</td></tr></table>",
	"标题\n1\t2\n尾\nz\n"},
    {"signs in cells of their own join the figure",
	"<table><tr><td>Net loss</td><td>$</td><td>(1,234</td><td>)</td>"
	"<td></td><td>12.5</td><td>%</td></tr></table>",
	"Net loss\t\t$(1,234)\t\t\t12.5%\n"},
    {"a dash is an empty cell, not the next figure's sign",
	"<table><tr><td>영업이익</td><td>-</td><td>35,200</td></tr></table>",
	"영업이익\t-\t35,200\n"},
    {"a lone sign beside words stays",
	"<table><tr><td>-</td><td>x</td></tr></table>", "-\tx\n"},
    {"tick boxes are printed",
	"<p><input type=checkbox checked>亏损 <input type=checkbox>扭亏</p>",
	"√亏损 □扭亏\n"},
    {"preformatted lines stay, gaps separate",
	"<pre>Revenue     1,234   999\nNet loss   (5) 6\n</pre>",
	"Revenue\t1,234\t999\nNet loss\t(5) 6\n"},
    {"a comment says nothing", "<p>a<!-- 亏损 -->b</p>", "ab\n"},
    {"absurd spans are bounded",
	"<table><tr><td rowspan=99999999999 colspan=-5>a</td><td>b</td></tr>"
	"</table>",
	"a\tb\n"},
    {"a cut page gives what is there", "<html><body><table><tr><td>a<td>b",
	"a\tb\n"},
    {"words outside of cells are kept", "<table>注<tr><td>a</td></tr></table>",
	"注\na\n"},
    {"words alone are a line", "亏损 5 亿元", "亏损 5 亿元\n"},
    {"nothing is nothing", "", ""},
};

static void
page_becomes_lines_and_cells(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct err err = ERR_NONE;
		struct buf out;
		buf_init(&out, TEXT_LIMIT);
		int r = text_from_html(
		    span_of(cases[i].html), "text/html", &out, &err);
		if (r != 0 || strcmp(out.data, cases[i].text) != 0)
			fail_msg("%s: %d %s\n%s", cases[i].says, r, err.text,
			    out.data);
		buf_done(&out);
	}
}

static void
page_in_gbk_is_read_by_its_meta(void **state)
{
	struct err err = ERR_NONE;
	struct buf out;

	(void)state;
	buf_init(&out, KIB);
	assert_int_equal(
	    text_from_html(span_of("<html><head><meta http-equiv=Content-Type "
				   "content='text/html; charset=gb2312'>"
				   "</head><p>\xd4\xa4\xbf\xf7</p>"),
		NULL, &out, &err),
	    0);
	assert_string_equal(out.data, "预亏\n");
	buf_done(&out);
}

/* Feeds count copies of piece; gives what text_from_html returned. */
static int
read_many(const char *piece, size_t count, size_t limit, struct err *err)
{
	struct buf in, out;

	buf_init(&in, 64 * MIB);
	buf_init(&out, limit);
	for (size_t i = 0; i < count; i++)
		assert_int_equal(buf_add_str(&in, piece), 0);
	int r = text_from_html(
	    (struct span){in.data, in.len}, "text/html", &out, err);
	buf_done(&in);
	buf_done(&out);
	return r;
}

static void
deep_nesting_is_refused(void **state)
{
	struct err err = ERR_NONE;

	(void)state;
	assert_int_equal(
	    read_many("<div>", 200000, TEXT_LIMIT, &err), ERR_UNREADABLE);
	assert_non_null(strstr(err.text, "nested"));
	assert_int_equal(read_many("<table><tr><td>", 1000, TEXT_LIMIT, &err),
	    ERR_UNREADABLE);
}

static void
tag_of_endless_attributes_is_refused(void **state)
{
	struct err err = ERR_NONE;

	(void)state;
	for (int i = 0; i < 2; i++) {
		const char *const pieces[] = {" a=\">\"", "\tb"};
		struct buf in, out;
		buf_init(&in, MIB);
		buf_init(&out, KIB);
		assert_int_equal(buf_add_str(&in, "<p"), 0);
		for (int n = 0; n < 3000; n++)
			assert_int_equal(buf_add_str(&in, pieces[i]), 0);
		assert_int_equal(text_from_html((struct span){in.data, in.len},
				     NULL, &out, &err),
		    ERR_UNREADABLE);
		buf_done(&in);
		buf_done(&out);
	}
	assert_int_equal(read_many("<p a=1 b='<p>' c>x</p><!-- a b c -->"
				   "<script>if (a<b) c = '</p>';</script>",
			     3000, TEXT_LIMIT, &err),
	    0);
	assert_int_equal(read_many("<script>if (a<b", 1, TEXT_LIMIT, &err), 0);
}

static void
long_page_is_cut_at_the_cap(void **state)
{
	struct err err = ERR_NONE;

	(void)state;
	assert_int_equal(
	    read_many("<p>亏损</p>", 100000, 10 * KIB, &err), ERR_TOOBIG);
}

static void
spans_do_not_multiply_text_without_end(void **state)
{
	struct err err = ERR_NONE;

	(void)state;
	assert_int_equal(read_many("<table><tr><td rowspan=9999 colspan=9999>x"
				   "<tr><td>y</table>",
			     20000, TEXT_LIMIT, &err),
	    0);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(page_becomes_lines_and_cells),
	    cmocka_unit_test(page_in_gbk_is_read_by_its_meta),
	    cmocka_unit_test(deep_nesting_is_refused),
	    cmocka_unit_test(tag_of_endless_attributes_is_refused),
	    cmocka_unit_test(long_page_is_cut_at_the_cap),
	    cmocka_unit_test(spans_do_not_multiply_text_without_end),
	};

	text_preload();
	return cmocka_run_group_tests(tests, NULL, NULL);
}
