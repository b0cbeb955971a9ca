/* SPDX-License-Identifier: BSD-2-Clause */
/* Korean: sentences whose verb comes last, and the exchange's forms. */
#include "reading/read.h"
#include "lib/base/mem.h"
#include "tests/lib/grammar.h"

#include <setjmp.h>
#include <string.h>
#include <cmocka.h>

static void
check(const struct grammar_row *rows, size_t n)
{
	struct document_hint hint = {.lang = "ko"};

	assert_int_equal(date_parse("2025-02-14", &hint.published), 0);
	grammar_check(&hint, rows, n);
}

#define ROWS(rows) (rows), sizeof(rows) / sizeof(rows)[0]

static void
what_is_said_behind_an_amount(void **state)
{
	static const struct grammar_row rows[] = {
	    {"the change", "",
		"한빛전자는 2024년 연결 기준 매출액이 2조3456억원으로 전년보다 8.2% 감소했고 영업이익은 512억원으로 61.3% 줄었다고 7일 공시했다.",
		"rev actual FY2024 2345600000000\n"
		"rev pct_change FY2024 -8.2\n"
		"op actual FY2024 51200000000\n"
		"op pct_change FY2024 -61.3\n"},
	    {"the sign", "",
		"미르제지의 2024년 영업손익은 36억원 적자로, 22억원 흑자였던 2023년에서 적자전환했다.",
		"op actual FY2024 -3600000000\n"
		"op prior_year FY2023 2200000000\n"},
	    {"the measure", "",
		"다온테크가 2024년 영업이익 73억원을 올렸다. 2023년에는 41억원의 영업손실을 냈다.",
		"op actual FY2024 7300000000\n"
		"op prior_year FY2023 -4100000000\n"},
	    {"a level that was left", "",
		"2024년 영업이익은 320억원으로 전년의 150억원에 비해 113% 늘었다. 순이익은 88억원에서 201억원으로 증가했다.",
		"op actual FY2024 32000000000\n"
		"op prior_year FY2023 15000000000\n"
		"op pct_change FY2024 113\n"
		"ni_total prior_year FY2023 8800000000\n"
		"ni_total actual FY2024 20100000000\n"},
	    {"a forecast at the end of a list", "",
		"회사는 2025년 매출액 5000억원, 영업이익 350억원을 달성할 것으로 전망했다. 지난해 실적은 매출 4600억원, 영업이익 410억원이었다.",
		"rev forecast FY2025 500000000000\n"
		"op forecast FY2025 35000000000\n"
		"rev prior_year FY2024 460000000000\n"
		"op prior_year FY2024 41000000000\n"},
	    {"a change in percent and the level", "",
		"보람철강은 올해 영업이익이 전년보다 40~50% 줄어든 500억~600억원에 머물 것으로 예상했다.",
		"op pct_change FY2025 -50..-40\n"
		"op forecast FY2025 50000000000..60000000000\n"},
	    {"a noun that is no measure", "",
		"비싼 원료가 영업적자로, 2000억원을 넘는 환차손이 순손실로 이어졌다.",
		""},
	    {"that it is denied", "",
		"순이익은 1조5천억원이 아니라 15억원이다.", ""},
	    {"more loss is worse", "",
		"2024년 당기순손실은 156억원으로 전년보다 30% 늘었다.",
		"ni_total actual FY2024 -15600000000\n"
		"ni_total pct_change FY2024 -30\n"},
	};

	(void)state;
	check(ROWS(rows));
}

static void
whose_figure_it_is(void **state)
{
	static const struct grammar_row rows[] = {
	    {"brackets", "",
		"2024년 매출액 1,520억원(전년 1,840억원), 영업이익 21억원(전년 133억원), 당기순이익 -14억원(전년 98억원)",
		"rev actual FY2024 152000000000\n"
		"rev prior_year FY2023 184000000000\n"
		"op actual FY2024 2100000000\n"
		"op prior_year FY2023 13300000000\n"
		"ni_total actual FY2024 -1400000000\n"
		"ni_total prior_year FY2023 9800000000\n"},
	    {"a revision leaves the earlier forecast", "",
		"새벽화학은 올해 매출 목표를 1조2000억원에서 9500억원으로, 영업이익 목표를 800억원에서 300억원으로 낮췄다고 공시했다.",
		"rev forecast_previous FY2025 1200000000000\n"
		"rev forecast FY2025 950000000000\n"
		"op forecast_previous FY2025 80000000000\n"
		"op forecast FY2025 30000000000\n"},
	    {"an earlier forecast before its measure", "",
		"연초 6000억원으로 내다본 올해 매출을 4500억원으로 낮춰 제시했다.",
		"rev forecast_previous FY2025 600000000000\n"
		"rev forecast FY2025 450000000000\n"},
	    {"what it is compared with behind it", "",
		"은하전지의 2024년 4분기 매출은 91억원으로 전년동기보다 5% 감소했다.",
		"rev actual Q4 2024 9100000000\n"
		"rev pct_change Q4 2024 -5\n"},
	    {"the quarter before is nobody's", "",
		"은하전지의 4분기 영업이익은 54억원으로, 직전 분기 120억원보다 55% 감소했다.",
		"op actual Q4 2024 5400000000\n"},
	    {"the same quarter of last year", "",
		"라온반도체는 2025년 3분기 영업손실이 12억원으로 지난해 3분기 85억원 손실보다 적자 폭을 줄였다.",
		"op actual Q3 2025 -1200000000\n"
		"op prior_year Q3 2024 -8500000000\n"},
	    {"last year by the calendar", "",
		"거산중공업은 작년 영업이익이 3억2000만원에 그쳐 전년(154억원)보다 98% 급감했다.",
		"op actual FY2024 320000000\n"
		"op prior_year FY2023 15400000000\n"},
	    {"to date and a quarter alone", "",
		"누리건설의 2024년 3분기 누적 매출액은 1조1030억원, 영업이익은 -240억원이다. 3분기만 보면 90억원의 영업손실을 냈다.",
		"rev actual 9M 2024 1103000000000\n"
		"op actual 9M 2024 -24000000000\n"
		"op actual Q3 2024 -9000000000\n"},
	    {"results that are corrected",
		"[기재정정]매출액또는손익구조30%(대규모법인은15%)이상변동",
		"타림소재는 2024년 당기순이익을 당초 35억원에서 12억원 손실로 정정했다.",
		"ni_total actual FY2024 -1200000000\n"},
	    {"guidance that is kept", "",
		"카온모빌리티는 2025년 연간 가이던스를 유지한다고 밝혔다. 매출 8조원, 영업이익 4000억원이다.",
		"rev forecast FY2025 8000000000000\n"
		"op forecast FY2025 400000000000\n"},
	    {"one figure for each measure", "",
		"2025년 1분기 매출과 영업이익은 각각 3210억원과 154억원으로 집계됐다. 작년 1분기보다 각각 4%, 22% 감소한 수치다.",
		"rev actual Q1 2025 321000000000\n"
		"op actual Q1 2025 15400000000\n"},
	    {"respectively of one measure alone", "",
		"올린 목표는 매출액 1조2604억원, 영업이익 1117억원으로, 연초 전망보다 각각 10%, 23% 많다.",
		"rev forecast ? 1260400000000\n"
		"op forecast ? 111700000000\n"},
	};

	(void)state;
	check(ROWS(rows));
}

static void
others_figures_are_left_alone(void **state)
{
	static const struct grammar_row rows[] = {
	    {"a subsidiary's", "",
		"온누리푸드는 자회사 온누리로지스가 2024년 영업손실 50억원을 냈다고 밝혔다.",
		""},
	    {"the parent's, over a list", "",
		"아라항공은 2020년 별도 기준 매출 1조1000억원, 영업손실 3300억원을 기록했다. 연결 기준으로는 매출 1조2000억원, 영업손실 3500억원이다.",
		"rev actual FY2020 1200000000000\n"
		"op actual FY2020 -350000000000\n"},
	    {"a line item's", "",
		"지엘소프트의 2024년 매출원가는 320억원이고 영업이익률은 12.5%다. 매출총이익은 80억원이다.",
		""},
	    {"a segment's", "",
		"2024년 디스플레이 매출 320억원, 온라인 매출 40억원이 늘었다.",
		""},
	    {"a dividend", "현금ㆍ현물배당결정",
		"배당금총액 3,410,225,000원, 1주당 배당금 보통주식 250원, 시가배당율 1.1%",
		""},
	};

	(void)state;
	check(ROWS(rows));
}

static void
forms_of_the_exchange(void **state)
{
	static const struct grammar_row rows[] = {
	    {"a change of 30 percent",
		"매출액또는손익구조30%(대규모법인은15%)이상변동",
		"1. 재무제표의 종류\t연결\n"
		"2. 매출액 또는 손익구조 변동내용(단위:천원)\t당해사업연도\t직전사업연도\t증감금액\t증감비율(%)\t흑자적자전환여부\n"
		"- 매출액(재화의 판매 및 용역의 제공에 따른 수익액에 한함)\t152,340,120\t171,020,888\t-18,680,768\t-10.9\t-\n"
		"- 영업이익\t-3,204,551\t6,120,004\t-9,324,555\t-152.4\t적자전환\n"
		"- 당기순이익\t(4,870,003)\t△5,902,118\t1,032,115\t적자축소\t적자지속\n"
		"- 대규모법인여부\t미해당\n"
		"3. 재무현황(단위:천원)\t당해사업연도\t직전사업연도\n"
		"- 자산총계\t310,220,118\t322,118,009\n",
		"rev actual ? 152340120000\n"
		"rev prior_year ? 171020888000\n"
		"op actual ? -3204551000\n"
		"op prior_year ? 6120004000\n"
		"ni_total actual ? -4870003000\n"
		"ni_total prior_year ? -5902118000\n"},
	    {"preliminary results", "연결재무제표기준영업(잠정)실적(공정공시)",
		"1. 연결실적내용\t\t단위 : 백만원, %\n"
		"1. 연결실적내용\t\t당기실적\t전기실적\t전기대비증감율(%)\t전년동기실적\t전년동기대비증감율(%)\n"
		"1. 연결실적내용\t\t('25.2Q)\t('25.1Q)\t전기대비증감율(%)\t('24.2Q)\t전년동기대비증감율(%)\n"
		"매출액\t당해실적\t412,300\t398,200\t3.5\t450,100\t-8.4\n"
		"매출액\t누계실적\t810,500\t398,200\t-\t880,900\t-8.0\n"
		"지배기업 소유주지분 순이익\t당해실적\t-4,500\t850\t적자전환\t10,700\t적자전환\n"
		"지배기업 소유주지분 순이익\t누계실적\t-3,650\t850\t-\t21,600\t적자전환\n",
		"rev actual_flash Q2 2025 412300000000\n"
		"rev prior_year Q2 2024 450100000000\n"
		"rev pct_change Q2 2025 -8.4\n"
		"rev actual_flash H1 2025 810500000000\n"
		"rev prior_year H1 2024 880900000000\n"
		"rev pct_change H1 2025 -8\n"
		"ni_attr actual_flash Q2 2025 -4500000000\n"
		"ni_attr prior_year Q2 2024 10700000000\n"
		"ni_attr actual_flash H1 2025 -3650000000\n"
		"ni_attr prior_year H1 2024 21600000000\n"},
	    {"an outlook with periods in its rows",
		"영업실적등에대한전망(공정공시)",
		"구분\t대상기간\t전망치(단위: 백만원)\n"
		"매출액\t2025.01.01 ~ 2025.12.31\t850,000\n"
		"영업이익\t2025.01.01 ~ 2025.12.31\t42,000\n",
		"rev forecast FY2025 850000000000\n"
		"op forecast FY2025 42000000000\n"},
	    {"an outlook beside last year's", "영업실적등에대한전망(공정공시)",
		"구분(단위: 억원)\t2025년 전망\t2024년 실적\n"
		"매출액\t5,200\t5,940\n"
		"영업이익\t210\t388\n",
		"rev forecast FY2025 520000000000\n"
		"rev prior_year FY2024 594000000000\n"
		"op forecast FY2025 21000000000\n"
		"op prior_year FY2024 38800000000\n"},
	    {"a correction of results",
		"[기재정정]매출액또는손익구조30%(대규모법인은15%)이상변동",
		"(단위:원)\n"
		"정정항목\t정정전\t정정후\n"
		"당기순이익\t3,190,000,000\t-1,902,000,000\n",
		"ni_total actual ? -1902000000\n"},
	};

	(void)state;
	check(ROWS(rows));
}

static void
forms_run_into_lines(void **state)
{
	static const struct grammar_row rows[] = {
	    {"one line, dashes before labels and in empty cells",
		"매출액또는손익구조30%(대규모법인은15%)이상변동",
		"(단위: 천원) 당해사업연도 직전사업연도 증감금액 증감비율(%) "
		"흑자적자전환여부 -매출액 41,200,310 52,880,004 -11,679,694 -22.1 - "
		"-영업이익 -1,950,400 3,101,220 -5,051,620 - 적자전환 "
		"-당기순이익 -2,288,100 -1,020,050 -1,268,050 - 적자지속",
		"rev actual ? 41200310000\n"
		"rev prior_year ? 52880004000\n"
		"op actual ? -1950400000\n"
		"op prior_year ? 3101220000\n"
		"ni_total actual ? -2288100000\n"
		"ni_total prior_year ? -1020050000\n"},
	    {"lines, a heading of the labels",
		"매출액또는손익구조30%(대규모법인은15%)이상변동",
		"구분(단위: 백만원) 당해사업연도 직전사업연도 증감금액 증감비율(%)\n"
		"매출액 81,004 60,112 20,892 34.8\n"
		"당기순이익 7,015 -1,300 8,315 흑자전환\n",
		"rev actual ? 81004000000\n"
		"rev prior_year ? 60112000000\n"
		"ni_total actual ? 7015000000\n"
		"ni_total prior_year ? -1300000000\n"},
	    {"a quarter that is of no use, and turns as cells",
		"영업(잠정)실적(공정공시)",
		"(단위: 억원)\n"
		"구분 당기실적('25.3Q) 전기실적('25.2Q) 전기대비증감율 "
		"전년동기실적('24.3Q) 전년동기대비증감율\n"
		"영업이익 (120) 44 적자전환 310 적자전환\n"
		"당기순이익 18 -90 흑자전환 205 -91.2%\n",
		"op actual_flash Q3 2025 -12000000000\n"
		"op prior_year Q3 2024 31000000000\n"
		"ni_total actual_flash Q3 2025 1800000000\n"
		"ni_total prior_year Q3 2024 20500000000\n"
		"ni_total pct_change Q3 2025 -91.2\n"},
	};

	(void)state;
	check(ROWS(rows));
}

static void
forms_of_an_outlook(void **state)
{
	static const struct grammar_row rows[] = {
	    {"a row for each outlook", "영업실적등에대한전망(공정공시)",
		"전망 대상기간 2025-01-01 ~ 2025-12-31\n"
		"(단위: 백만원)\n"
		"구분 매출액 영업이익\n"
		"당초 전망 71,000 4,400\n"
		"변경 전망 66,500 2,900\n",
		"rev forecast_previous FY2025 71000000000\n"
		"op forecast_previous FY2025 4400000000\n"
		"rev forecast FY2025 66500000000\n"
		"op forecast FY2025 2900000000\n"},
	    {"one that is taken back", "영업실적등에대한전망 철회(공정공시)",
		"2025년 연간 전망(매출액 910억원, 영업이익 35억원)을 철회합니다.",
		"rev forecast_previous FY2025 91000000000\n"
		"op forecast_previous FY2025 3500000000\n"},
	    {"results beside it", "",
		"들꽃식품은 2025년 2분기 매출 410억원(+2.0%), 영업이익 12억원(-30.5%)을 "
		"기록했다. 연간 가이던스는 유지했다.",
		"rev actual Q2 2025 41000000000\n"
		"op actual Q2 2025 1200000000\n"},
	    {"what it says it expects", "",
		"들꽃식품은 2025년 경영목표로 매출 5,000억원, 영업이익 200억원을 제시했다.",
		"rev forecast FY2025 500000000000\n"
		"op forecast FY2025 20000000000\n"},
	};

	(void)state;
	check(ROWS(rows));
}

static void
the_parent_alone_may_report(void **state)
{
	static const struct grammar_row rows[] = {
	    {"its own results only", "",
		"들꽃식품의 2024년 별도 기준 영업이익은 41억원이다.",
		"op of parent actual FY2024 4100000000\n"},
	    {"beside those of the group", "",
		"들꽃식품의 2024년 영업이익은 52억원, 별도 영업이익은 41억원이다.",
		"op actual FY2024 5200000000\n"},
	};

	(void)state;
	check(ROWS(rows));
}

static void
undated_texts_look_back(void **state)
{
	const struct document_hint hint = {
	    .lang = "ko", .title = "", .published = DATE_NONE};
	static const struct grammar_row rows[] = {
	    {"of the year that is over", NULL,
		"들꽃식품은 지난해 영업손실 61억원을 냈다. 전년에는 22억원의 영업이익을 "
		"냈다. 매출은 810억원으로 5.0% 줄었다.",
		"op actual ? -6100000000\n"
		"op prior_year ? 2200000000\n"
		"rev actual ? 81000000000\n"
		"rev pct_change ? -5\n"},
	    {"of this year, beside the last", NULL,
		"들꽃식품은 올해 매출 900억원을 예상한다고 밝혔다. 지난해 매출은 810억원이었다.",
		"rev forecast ? 90000000000\n"
		"rev prior_year ? 81000000000\n"},
	};

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows)[0]; i++) {
		char *got = grammar_facts(&hint, rows[i].text);
		if (strcmp(got, rows[i].facts) != 0)
			fail_msg("%s: got\n%s", rows[i].what, got);
		mem_free(got);
	}
}

static void
headlines_say_how_the_result_turned(void **state)
{
	static const struct grammar_row rows[] = {
	    {"the turn before its amount", "",
		"들꽃식품, 2024년 영업이익 적자전환…87억원",
		"op actual FY2024 -8700000000\n"},
	    {"the turn behind it", "",
		"들꽃식품, 2024년 순이익 87억원…흑자전환",
		"ni_total actual FY2024 8700000000\n"},
	    {"a rough figure and its sign", "",
		"들꽃식품은 2024년 영업손익이 87억원 가량의 적자라고 공시했다.",
		"op actual FY2024 -8700000000 ~\n"},
	    {"dots are no decimal point", "", "들꽃식품 2024년 매출…870억원",
		"rev actual FY2024 87000000000\n"},
	};

	(void)state;
	check(ROWS(rows));
}

int
main(void)
{
	static const struct CMUnitTest tests[] = {
	    cmocka_unit_test(what_is_said_behind_an_amount),
	    cmocka_unit_test(whose_figure_it_is),
	    cmocka_unit_test(others_figures_are_left_alone),
	    cmocka_unit_test(forms_of_the_exchange),
	    cmocka_unit_test(forms_run_into_lines),
	    cmocka_unit_test(forms_of_an_outlook),
	    cmocka_unit_test(the_parent_alone_may_report),
	    cmocka_unit_test(undated_texts_look_back),
	    cmocka_unit_test(headlines_say_how_the_result_turned),
	};

	return cmocka_run_group_tests(tests, NULL, grammar_teardown);
}
