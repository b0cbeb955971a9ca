/* SPDX-License-Identifier: BSD-2-Clause */
/* Tables of web pages to facts: cells over rows and columns bind them all. */
#include "lib/base/mem.h"
#include "reading/lexicon.h"
#include "reading/text.h"
#include "tests/lib/grammar.h"

#include <setjmp.h>
#include <string.h>
#include <cmocka.h>

static const struct {
	const char *what;
	const char *title;
	const char *html;
	const char *facts;
} rows[] = {
    {"zh: old and new below one cell, last year over two rows",
	"某公司2024年度业绩预告修正公告",
	"<table><tr><td rowspan=2>项目</td><td colspan=2>本报告期</td>"
	"<td rowspan=2>上年同期</td></tr>"
	"<tr><td>修正前</td><td>修正后</td></tr>"
	"<tr><td>归属于上市公司股东的净利润</td><td>800万元至1,000万元</td>"
	"<td>-500万元至-300万元</td><td>1,234.5万元</td></tr></table>",
	"ni_attr forecast_previous FY2024 8000000..10000000\n"
	"ni_attr forecast FY2024 -5000000..-3000000\n"
	"ni_attr prior_year FY2023 12345000\n"},
    {"zh: the unit over the table, dashes for what is not there",
	"某公司2024年度业绩快报",
	"<table><tr><td colspan=4>单位:万元</td></tr>"
	"<tr><td>项目</td><td>本报告期</td><td>上年同期</td>"
	"<td>增减变动幅度(%)</td></tr>"
	"<tr><td>营业总收入</td><td>50,120.40</td><td>48,002.10</td>"
	"<td>4.41</td></tr>"
	"<tr><td>利润总额</td><td>-</td><td>2,001.30</td><td>－</td></tr>"
	"</table>",
	"rev actual_flash FY2024 501204000\n"
	"rev prior_year FY2023 480021000\n"
	"rev pct_change FY2024 4.41\n"
	"pbt prior_year FY2023 20013000\n"},
    {"zh: last year before and after restating", "某公司2024年半年度业绩快报",
	"<table><tr><td rowspan=2>项目(单位:元)</td><td rowspan=2>本报告期</td>"
	"<td colspan=2>上年同期</td></tr>"
	"<tr><td>调整前</td><td>调整后</td></tr>"
	"<tr><td>归属于上市公司股东的净利润</td><td>-4,100,200.55</td>"
	"<td>2,000,100.00</td><td>1,900,000.10</td></tr></table>",
	"ni_attr actual_flash H1 2024 -4100200.55\n"
	"ni_attr prior_year H1 2023 2000100\n"
	"ni_attr prior_year_restated H1 2023 1900000.1\n"},
    {"en: signs of money on figures whose unit is above",
	"Acme Corp annual results for fiscal year 2024",
	"<table><tr><td>(In millions)</td><td>2024</td><td>2023</td></tr>"
	"<tr><td>Revenue</td><td>$412.3</td><td>$400.1</td></tr>"
	"<tr><td>Net income</td><td>$(12.5)</td><td>8.0</td></tr></table>"
	"<p>Unaudited.</p>",
	"rev actual FY2024 412300000\n"
	"rev prior_year FY2023 400100000\n"
	"ni_total actual FY2024 -12500000\n"
	"ni_total prior_year FY2023 8000000\n"},
    {"en: years below a cell for both",
	"Annual results for the year ended 31 December 2024",
	"<table><tr><td rowspan=2></td><td colspan=2>Year ended 31 December"
	"</td></tr><tr><td>2024<br>RMB'000</td><td>2023<br>RMB'000</td></tr>"
	"<tr><td>Revenue</td><td>412,300</td><td>450,100</td></tr>"
	"<tr><td>Net profit</td><td>(12,345)</td><td>8,210</td></tr></table>",
	"rev actual FY2024 412300000\n"
	"rev prior_year FY2023 450100000\n"
	"ni_total actual FY2024 -12345000\n"
	"ni_total prior_year FY2023 8210000\n"},
    {"zh: the ends of a range in columns of their own",
	"某公司2024年度业绩预告",
	"<p>单位:万元</p><table><tr><td rowspan=2>项目</td>"
	"<td colspan=2>本报告期</td><td rowspan=2>上年同期</td></tr>"
	"<tr><td>下限</td><td>上限</td></tr>"
	"<tr><td>归属于上市公司股东的净利润</td><td>-910</td><td>-640</td>"
	"<td>228.5</td></tr>"
	"<tr><td>营业收入</td><td colspan=2>4,000 - 4,600</td><td>5,100</td>"
	"</tr><tr><td>利润总额</td><td>-900</td><td></td><td>250</td></tr>"
	"</table>",
	"ni_attr forecast FY2024 -9100000..-6400000\n"
	"ni_attr prior_year FY2023 2285000\n"
	"rev forecast FY2024 40000000..46000000\n"
	"rev prior_year FY2023 51000000\n"
	"pbt prior_year FY2023 2500000\n"},
    {"zh: both ends of the old and of the new forecast",
	"某公司2024年度业绩预告修正公告",
	"<table><tr><td rowspan=2>项目</td><td colspan=2>前次业绩预告</td>"
	"<td colspan=2>修正后业绩预告</td></tr>"
	"<tr><td>下限</td><td>上限</td><td>下限</td><td>上限</td></tr>"
	"<tr><td>归属于上市公司股东的净利润(万元)</td><td>1,800</td>"
	"<td>2,300</td><td>-1,500</td><td>-1,100</td></tr></table>",
	"ni_attr forecast_previous FY2024 18000000..23000000\n"
	"ni_attr forecast FY2024 -15000000..-11000000\n"},
    {"en: a column of guidance is a forecast, one of results is not",
	"Acme Corp reports results for fiscal year 2024",
	"<p>($ in millions)</p><table><tr><td></td><td>FY 2025 Guidance</td>"
	"<td>FY 2024</td></tr><tr><td>Revenue</td><td>520 - 540</td>"
	"<td>498</td></tr><tr><td>Adjusted EBITDA</td><td>61</td><td>70</td>"
	"</tr></table>",
	"rev forecast FY2025 520000000..540000000\n"
	"rev actual FY2024 498000000\n"
	"ebitda* forecast FY2025 61000000\n"
	"ebitda* actual FY2024 70000000\n"},
    {"en: prior and updated below one outlook, low and high below those",
	"Acme Corp updates its outlook for fiscal year 2025",
	"<p>(In millions)</p><table>"
	"<tr><td></td><td colspan=4>Fiscal 2025 Outlook</td></tr>"
	"<tr><td></td><td colspan=2>Prior</td><td colspan=2>Updated</td></tr>"
	"<tr><td></td><td>Low</td><td>High</td><td>Low</td><td>High</td></tr>"
	"<tr><td>Net sales</td><td>$</td></tr>"
	"<tr><td>Revenue</td><td>$610</td><td>$630</td><td>$570</td>"
	"<td>$585</td></tr>"
	"<tr><td>Net loss</td><td>$(14)</td><td>$(9)</td><td>$(31)</td>"
	"<td>$(26)</td></tr></table>",
	"rev forecast_previous FY2025 610000000..630000000\n"
	"rev forecast FY2025 570000000..585000000\n"
	"ni_total forecast_previous FY2025 -14000000..-9000000\n"
	"ni_total forecast FY2025 -31000000..-26000000\n"},
    {"en: figures of both bases beside each other",
	"Acme Corp outlook for fiscal year 2025",
	"<p>($ in millions, except per share)</p><table>"
	"<tr><td>Fiscal 2025 outlook</td><td>GAAP</td><td>Non-GAAP</td></tr>"
	"<tr><td>Operating income</td><td>40 to 44</td><td>58 to 62</td></tr>"
	"<tr><td>Diluted EPS</td><td>$1.10 - 1.20</td><td>$1.60 - 1.70</td>"
	"</tr></table>",
	"op forecast FY2025 40000000..44000000\n"
	"op* forecast FY2025 58000000..62000000\n"
	"eps forecast FY2025 1.1..1.2\n"
	"eps* forecast FY2025 1.6..1.7\n"},
    {"en: two periods, each over this year and the last",
	"Acme Corp reports second quarter 2031 results",
	"<table><tr><td></td><td colspan=2>Three Months Ended June 30,</td>"
	"<td colspan=2>Six Months Ended June 30,</td></tr>"
	"<tr><td>(in thousands)</td><td>2031</td><td>2030</td><td>2031</td>"
	"<td>2030</td></tr>"
	"<tr><td>Revenue</td><td>8,140</td><td>9,020</td><td>16,300</td>"
	"<td>18,700</td></tr>"
	"<tr><td>Net loss</td><td>(640)</td><td>210</td><td>(1,150)</td>"
	"<td>480</td></tr></table>",
	"rev actual Q2 2031 8140000\n"
	"rev prior_year Q2 2030 9020000\n"
	"ni_total actual Q2 2031 -640000\n"
	"ni_total prior_year Q2 2030 210000\n"},
    {"en: length, day and year in three rows, signs in their own cells", "",
	"<table><tr><td></td><td colspan=6>Three Months Ended</td><td></td>"
	"<td colspan=6>Nine Months Ended</td></tr>"
	"<tr><td></td><td colspan=6>September 30,</td><td></td>"
	"<td colspan=6>September 30,</td></tr>"
	"<tr><td></td><td colspan=2>2031</td><td></td><td colspan=2>2030</td>"
	"<td></td><td></td><td colspan=2>2031</td><td></td>"
	"<td colspan=2>2030</td><td></td></tr>"
	"<tr><td>(in thousands)</td></tr>"
	"<tr><td>Revenue</td><td>$</td><td>8,140</td><td></td><td>$</td>"
	"<td>9,020</td><td></td><td></td><td>$</td><td>24,100</td><td></td>"
	"<td>$</td><td>26,900</td><td></td></tr>"
	"<tr><td>Net loss</td><td>$</td><td>(640</td><td>)</td><td>$</td>"
	"<td>(210</td><td>)</td><td></td><td>$</td><td>(1,990</td><td>)</td>"
	"<td>$</td><td>(480</td><td>)</td></tr></table>",
	"rev actual Q3 2031 8140000\n"
	"rev prior_year Q3 2030 9020000\n"
	"ni_total actual Q3 2031 -640000\n"
	"ni_total prior_year Q3 2030 -210000\n"},
    {"en: weeks up to days of their own, a year that ends in January", "",
	"<p>(in millions)</p><table>"
	"<tr><td></td><td colspan=2>Thirteen Weeks Ended</td></tr>"
	"<tr><td></td><td>November 1, 2031</td><td>November 2, 2030</td></tr>"
	"<tr><td>Net sales</td><td>512</td><td>540</td></tr>"
	"<tr><td>Net income</td><td>(7)</td><td>19</td></tr></table>",
	"rev actual 2031-08-02..2031-11-01 512000000\n"
	"rev prior_year 2030-08-02..2030-11-01 540000000\n"
	"ni_total actual 2031-08-02..2031-11-01 -7000000\n"
	"ni_total prior_year 2030-08-02..2030-11-01 19000000\n"},
    {"en: a length without its end is no period", "",
	"<p>(in millions)</p><table>"
	"<tr><td></td><td colspan=2>Three Months Ended</td></tr>"
	"<tr><td></td><td>2031</td><td>2030</td></tr>"
	"<tr><td>Revenue</td><td>512</td><td>540</td></tr></table>",
	""},
    {"en: a balance sheet below the results is none of them",
	"Acme Corp results for the year ended December 31, 2031",
	"<p>(in millions)</p><table><tr><td></td><td>2031</td><td>2030</td>"
	"</tr><tr><td>Revenue</td><td>512</td><td>540</td></tr></table>"
	"<table><tr><td></td><td>December 31, 2031</td><td>June 30, 2031</td>"
	"</tr><tr><td>Total equity</td><td>88</td><td>91</td></tr></table>",
	"rev actual FY2031 512000000\nrev prior_year FY2030 540000000\n"},
    {"en: changes in money and in percent, and which is which",
	"Acme Corp reports third quarter 2031 results",
	"<table><tr><td>(In millions)</td><td>Q3 2031</td><td>Q3 2030</td>"
	"<td>$ Change</td><td>% Change</td></tr>"
	"<tr><td>Revenue</td><td>80.0</td><td>100.0</td><td>(20.0)</td>"
	"<td>(20.0)</td></tr></table>"
	"<table><tr><td>(In millions)</td><td>Q3 2031</td><td>Q3 2030</td>"
	"<td>Change</td></tr>"
	"<tr><td>Operating income</td><td>12.0</td><td>16.0</td>"
	"<td>(4.0)</td></tr>"
	"<tr><td>Adjusted EBITDA</td><td>15.0</td><td>20.0</td><td>(25.0)</td>"
	"</tr></table>",
	"rev actual Q3 2031 80000000\n"
	"rev prior_year Q3 2030 100000000\n"
	"rev pct_change Q3 2031 -20\n"
	"op actual Q3 2031 12000000\n"
	"op prior_year Q3 2030 16000000\n"
	"ebitda* actual Q3 2031 15000000\n"
	"ebitda* prior_year Q3 2030 20000000\n"
	"ebitda* pct_change Q3 2031 -25\n"},
    {"en: the corner says that all columns are guidance",
	"Acme Corp reports second quarter 2031 results",
	"<table><tr><td>Guidance</td><td>Q3 2031</td><td>FY 2031</td></tr>"
	"<tr><td>Revenue</td><td>$90 - $94 million</td>"
	"<td>$350 - $360 million</td></tr></table>",
	"rev forecast Q3 2031 90000000..94000000\n"
	"rev forecast FY2031 350000000..360000000\n"},
    {"en: a line above tells the period of an outlook, the results do not",
	"Acme Corp reports second quarter 2031 results",
	"<table><tr><td>(in millions)</td><td>Prior Outlook</td>"
	"<td>Current Outlook</td></tr><tr><td>Revenue</td><td>410 - 420</td>"
	"<td>380 - 390</td></tr></table><p>Full Year 2031 Outlook</p>"
	"<table><tr><td>(in millions, except per share)</td>"
	"<td colspan=2>Prior Outlook (as of May 3, 2031)</td>"
	"<td colspan=2>Updated Outlook (as of August 2, 2031)</td></tr>"
	"<tr><td></td><td>Low</td><td>High</td><td>Low</td><td>High</td></tr>"
	"<tr><td>Adjusted EBITDA</td><td>61</td><td>66</td><td>40</td>"
	"<td>44</td></tr></table>",
	"ebitda* forecast_previous FY2031 61000000..66000000\n"
	"ebitda* forecast FY2031 40000000..44000000\n"},
    {"en: results of a fiscal quarter in a report that looks ahead",
	"Acme Corp announces second quarter fiscal year 2031 financial results",
	"<p>For fiscal year 2031 ending January 31, 2031, Acme expects revenue "
	"of $610 million to $620 million.</p><table>"
	"<tr><td></td><td colspan=4>Three Months Ended July 31,</td>"
	"<td colspan=4>Six Months Ended July 31,</td></tr>"
	"<tr><td></td><td colspan=2>2030</td><td colspan=2>2029</td>"
	"<td colspan=2>2030</td><td colspan=2>2029</td></tr>"
	"<tr><td></td><td colspan=8>(in thousands)</td></tr>"
	"<tr><td>Total revenue, net</td><td>$</td><td>151,200</td><td>$</td>"
	"<td>140,800</td><td>$</td><td>298,000</td><td>$</td><td>277,500</td>"
	"</tr><tr><td>(Loss) income from operations</td><td></td>"
	"<td>(3,100)</td><td></td><td>2,040</td><td></td><td>(8,300)</td>"
	"<td></td><td>5,500</td></tr>"
	"<tr><td>Net (loss) income per share, diluted</td><td>$</td>"
	"<td>(0.04)</td><td>$</td><td>0.02</td><td>$</td><td>(0.11)</td>"
	"<td>$</td><td>0.06</td></tr></table>",
	"rev forecast FY1/2031 610000000..620000000\n"
	"rev actual 2030-05-01..2030-07-31 151200000\n"
	"rev prior_year 2029-05-01..2029-07-31 140800000\n"
	"op actual 2030-05-01..2030-07-31 -3100000\n"
	"op prior_year 2029-05-01..2029-07-31 2040000\n"
	"eps actual 2030-05-01..2030-07-31 -0.04\n"
	"eps prior_year 2029-05-01..2029-07-31 0.02\n"},
    {"en: results up to the period that a report is said to be of",
	"Acme Corp annual results 2031",
	"<table><tr><td></td><td colspan=2>Three Months Ended December 31,"
	"</td></tr><tr><td>(in millions)</td><td>2031</td><td>2030</td></tr>"
	"<tr><td>Revenue</td><td>45.0</td><td>60.0</td></tr></table>"
	"<table><tr><td>(in millions)</td><td>2033</td><td>2032</td></tr>"
	"<tr><td>Revenue</td><td>71.0</td><td>70.0</td></tr></table>",
	"rev actual Q4 2031 45000000\n"
	"rev prior_year Q4 2030 60000000\n"},
    {"en: the change of a quarter that stands beside two others",
	"Acme Corp reports results for Q3 2031",
	"<table><tr><td>($ in millions)</td><td>Q3 2031</td><td>Q2 2031</td>"
	"<td>Q3 2030</td><td>Y/Y</td></tr><tr><td>Revenue</td><td>45.0</td>"
	"<td>50.0</td><td>60.0</td><td>(25)%</td></tr></table>",
	"rev actual Q3 2031 45000000\n"
	"rev prior_year Q3 2030 60000000\n"
	"rev pct_change Q3 2031 -25\n"},
    {"ko: a quarter and the year to date below one label",
	"연결재무제표기준영업(잠정)실적(공정공시)",
	"<table><tr><td colspan=2 rowspan=3>1. 연결실적내용</td>"
	"<td colspan=5>단위 : 백만원, %</td></tr>"
	"<tr><td>당기실적</td><td>전기실적</td>"
	"<td rowspan=2>전기대비증감율(%)</td><td>전년동기실적</td>"
	"<td rowspan=2>전년동기대비증감율(%)</td></tr>"
	"<tr><td>('25.2Q)</td><td>('25.1Q)</td><td>('24.2Q)</td></tr>"
	"<tr><td rowspan=2>영업이익</td><td>당해실적</td><td>-5,210</td>"
	"<td>2,040</td><td>적자전환</td><td>18,330</td><td>적자전환</td></tr>"
	"<tr><td>누계실적</td><td>-3,170</td><td>2,040</td><td>-</td>"
	"<td>35,200</td><td>적자전환</td></tr></table>",
	"op actual_flash Q2 2025 -5210000000\n"
	"op prior_year Q2 2024 18330000000\n"
	"op actual_flash H1 2025 -3170000000\n"
	"op prior_year H1 2024 35200000000\n"},
};

static void
cells_over_rows_and_columns_bind_them_all(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
		const struct document_hint hint = {
		    .title = rows[i].title, .published = DATE_NONE};
		struct err err = ERR_NONE;
		struct buf text;
		buf_init(&text, TEXT_LIMIT);
		assert_int_equal(text_from_html(span_of(rows[i].html),
				     "text/html", &text, &err),
		    0);
		char *got = grammar_facts(&hint, text.data);
		if (strcmp(got, rows[i].facts) != 0)
			fail_msg(
			    "%s: got\n%sof\n%s", rows[i].what, got, text.data);
		mem_free(got);
		buf_done(&text);
	}
}

int
main(void)
{
	static const struct CMUnitTest tests[] = {
	    cmocka_unit_test(cells_over_rows_and_columns_bind_them_all),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
