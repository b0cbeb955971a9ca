/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * In: nothing. Out: PDFs as a word processor would print them: subsets of a
 * TrueType font, ToUnicode maps, rules drawn as paths. Called by bench_read.
 */
#include "tests/bench/paper.h"

#include <cairo-pdf.h>
#include <stdio.h>
#include <string.h>

#define PAPER_FONT    "WenQuanYi Zen Hei"
#define PAPER_WIDTH   595
#define PAPER_HEIGHT  842
#define PAPER_SIZE    10.5
#define PAPER_LEADING 17
#define PAPER_LEFT    90
#define PAPER_COLUMNS 4
#define PAPER_ROWS    24

struct paper {
	cairo_surface_t *surface;
	cairo_t *cairo;
	double y;
};

static cairo_status_t
paper_on_write(void *arg, const unsigned char *p, unsigned n)
{
	return buf_add(arg, p, n) == 0 ? CAIRO_STATUS_SUCCESS
				       : CAIRO_STATUS_WRITE_ERROR;
}

static void
paper_init(struct paper *paper, struct buf *pdf)
{
	paper->surface = cairo_pdf_surface_create_for_stream(
	    paper_on_write, pdf, PAPER_WIDTH, PAPER_HEIGHT);
	paper->cairo = cairo_create(paper->surface);
	paper->y = 72;
	cairo_select_font_face(paper->cairo, PAPER_FONT,
	    CAIRO_FONT_SLANT_NORMAL, CAIRO_FONT_WEIGHT_NORMAL);
	cairo_set_font_size(paper->cairo, PAPER_SIZE);
	cairo_set_line_width(paper->cairo, 0.5);
}

static void
paper_done(struct paper *paper)
{
	cairo_destroy(paper->cairo);
	cairo_surface_finish(paper->surface);
	cairo_surface_destroy(paper->surface);
}

static void
paper_text(struct paper *paper, double x, const char *text)
{
	cairo_move_to(paper->cairo, x, paper->y);
	cairo_show_text(paper->cairo, text);
}

static void
paper_lines(struct paper *paper, const char *const *lines, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		paper->y += PAPER_LEADING;
		paper_text(paper, PAPER_LEFT, lines[i]);
	}
}

static void
paper_page(struct paper *paper)
{
	cairo_show_page(paper->cairo);
	paper->y = 72;
}

static void
paper_rule(struct paper *paper, double x0, double y0, double x1, double y1)
{
	cairo_move_to(paper->cairo, x0, y0);
	cairo_line_to(paper->cairo, x1, y1);
	cairo_stroke(paper->cairo);
}

/* A ruled row of cells, from the edges at xs on. */
static void
paper_row(
    struct paper *paper, const double *xs, const char *const *cells, size_t n)
{
	double top = paper->y + 6, foot = top + PAPER_LEADING + 4;

	paper->y += PAPER_LEADING + 4;
	for (size_t i = 0; i < n; i++) {
		paper_text(paper, xs[i] + 4, cells[i]);
		paper_rule(paper, xs[i], top, xs[i], foot);
	}
	paper_rule(paper, xs[n], top, xs[n], foot);
	paper_rule(paper, xs[0], top, xs[n], top);
	paper_rule(paper, xs[0], foot, xs[n], foot);
}

void
paper_forecast(struct buf *pdf)
{
	static const char *const head[] = {
	    "证券代码：603979  证券简称：岭海机电  公告编号：2026-005",
	    "岭海机电股份有限公司2025年年度业绩预亏公告",
	    "本公司董事会及全体董事保证本公告内容不存在任何虚假记载、误导性陈",
	    "述或者重大遗漏，并对其内容的真实性、准确性和完整性承担法律责任。",
	    "一、本期业绩预告情况",
	    "（一）业绩预告期间：2025年1月1日至2025年12月31日。",
	    "（二）业绩预告情况：经财务部门初步测算，预计2025年年度实现归属于",
	    "上市公司股东的净利润为-9,800万元到-7,600万元，将出现亏损。"};
	static const char *const foot[] = {"三、本期业绩变化的主要原因",
	    "报告期内，受下游需求下滑、主要原材料价格上涨以及部分订单延期交付",
	    "的影响，公司营业收入较上年同期有所减少，毛利率同比下降。公司对存",
	    "货及应收账款计提减值准备约3,100万元。以上预告数据仅为初步核算数",
	    "据，具体准确的财务数据以公司正式披露的经审计后的年报为准。"};
	static const char *const rows[][3] = {{"项目", "本报告期", "上年同期"},
	    {"归属于上市公司股东的净利润", "-9,800万元至-7,600万元",
		"2,204.35万元"},
	    {"扣除非经常性损益后的净利润", "-10,400万元至-8,100万元",
		"1,512.70万元"},
	    {"营业收入", "61,000万元至64,000万元", "79,330.16万元"}};
	static const double xs[] = {90, 245, 385, 505};
	struct paper paper;

	paper_init(&paper, pdf);
	paper_lines(&paper, head, sizeof(head) / sizeof(*head));
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++)
		paper_row(&paper, xs, rows[i], 3);
	paper_page(&paper);
	for (int i = 0; i < 4; i++)
		paper_lines(&paper, foot, sizeof(foot) / sizeof(*foot));
	paper_page(&paper);
	paper_done(&paper);
}

static void
paper_report_page(struct paper *paper, int page)
{
	static const char *const words[] = {
	    "报告期内，公司持续推进产品结构的调整，主要产品的产销量与上年相比",
	    "略有下降。公司主要财务指标的变动情况及原因说明见下表，单位为元。"};
	static const double xs[] = {90, 230, 325, 420, 505};
	static const char *const head[PAPER_COLUMNS] = {
	    "项目", "期末余额", "期初余额", "变动比例"};
	char cells[PAPER_COLUMNS][48];
	const char *row[PAPER_COLUMNS];

	paper_lines(paper, words, sizeof(words) / sizeof(*words));
	paper_row(paper, xs, head, PAPER_COLUMNS);
	for (int i = 0; i < PAPER_ROWS; i++) {
		snprintf(cells[0], sizeof(cells[0]), "第%d项资产", i + 1);
		for (int c = 1; c < PAPER_COLUMNS - 1; c++)
			snprintf(cells[c], sizeof(cells[c]),
			    "%d,%03d,%03d.%02d", page + c,
			    (i * 37 + page) % 1000, (i * 211 + c) % 1000,
			    (i + page) % 100);
		snprintf(cells[3], sizeof(cells[3]), "-%d.%02d%%", i % 40,
		    page % 100);
		for (int c = 0; c < PAPER_COLUMNS; c++)
			row[c] = cells[c];
		paper_row(paper, xs, row, PAPER_COLUMNS);
	}
	paper->y += PAPER_LEADING;
	paper_lines(paper, words, sizeof(words) / sizeof(*words));
	paper_page(paper);
}

void
paper_report(struct buf *pdf, int pages)
{
	struct paper paper;

	paper_init(&paper, pdf);
	for (int i = 0; i < pages; i++)
		paper_report_page(&paper, i);
	paper_done(&paper);
}
