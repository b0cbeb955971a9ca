/* SPDX-License-Identifier: BSD-2-Clause */
/* Periods as documents name them: the table of domain 2.9. */
#include "reading/timespan.h"
#include "lib/base/mem.h"
#include "tests/lib/grammar.h"

#include <setjmp.h>
#include <string.h>
#include <cmocka.h>

/* "FY2024", "part h1", "years 2024-2026", "date", "month", "none". */
static char *
print_time(const struct timespan *time)
{
	static const char *const parts[] = {[TIME_FY] = "fy",
	    [TIME_H1] = "h1",
	    [TIME_H2] = "h2",
	    [TIME_9M] = "9m",
	    [TIME_Q1] = "q1",
	    [TIME_Q2] = "q2",
	    [TIME_Q3] = "q3",
	    [TIME_Q4] = "q4"};
	char label[PERIOD_LABEL_MAX];

	switch (time->kind) {
	case TIMESPAN_PERIOD:
		return mem_printf("%s%s", period_label(time->period, label),
		    time->mark == 'E'	? " estimated"
		    : time->mark == 'A' ? " actual"
					: "");
	case TIMESPAN_PART:
		if (time->relative)
			return mem_printf("part %s %d",
			    time->part == TIME_NONE ? "-" : parts[time->part],
			    time->shift);
		return mem_printf("part %s", parts[time->part]);
	case TIMESPAN_YEARS:
		return mem_printf("years %d-%d", time->year, time->last_year);
	case TIMESPAN_DATE:
		return mem_strdup("date");
	case TIMESPAN_MONTH:
		return mem_strdup("month");
	case TIMESPAN_OPEN:
		return mem_strdup("open");
	case TIMESPAN_CAPTION:
		return mem_strdup("caption");
	}
	return NULL;
}

static char *
first_time(enum entry_lang lang, const char *s)
{
	struct grammar_text text;
	char *out = NULL;

	grammar_text_init(&text, lang, s);
	for (size_t i = 0; i < text.tokens.count && out == NULL; i++) {
		struct timespan time;
		if (timespan_read(&text.tokens, i, &time) != i)
			out = print_time(&time);
	}
	grammar_text_done(&text);
	return out != NULL ? out : mem_strdup("none");
}

struct row {
	const char *text;
	const char *time;
};

static void
check(enum entry_lang lang, const struct row *rows, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		char *got = first_time(lang, rows[i].text);
		if (strcmp(got, rows[i].time) != 0)
			fail_msg("%s: got %s", rows[i].text, got);
		mem_free(got);
	}
}

static void
chinese_periods(void **state)
{
	static const struct row rows[] = {
	    {"2024年度", "FY2024"},
	    {"2024 年年度", "FY2024"},
	    {"2024年1-12月", "FY2024"},
	    {"2024年01月-12月", "FY2024"},
	    {"2024年全年", "FY2024"},
	    {"2024年半年度", "H1 2024"},
	    {"2024年1-6月", "H1 2024"},
	    {"2024年1至6月", "H1 2024"},
	    {"2024年上半年", "H1 2024"},
	    {"2024年中期", "H1 2024"},
	    {"2024年前三季度", "9M 2024"},
	    {"2024年1-9月", "9M 2024"},
	    {"2024年第三季度", "Q3 2024"},
	    {"2024年第三季度报告", "9M 2024"},
	    {"2024年7-9月", "Q3 2024"},
	    {"2017年度第一季度", "Q1 2017"},
	    {"2024 年 1 月 1 日至 2024 年 12 月 31 日", "FY2024"},
	    {"2017年1月1日至3月31日", "Q1 2017"},
	    {"2024-01-01到2024-06-30", "H1 2024"},
	    {"截至2025年6月30日止六个月", "H1 2025"},
	    {"截至2025年3月31日止年度", "FY3/2025"},
	    {"二零一七年十二月三十一日止年度", "FY2017"},
	    {"2019年7至12月", "2019-07-01..2019-12-31"},
	    {"2024Q2", "Q2 2024"},
	    {"2025H1", "H1 2025"},
	    {"2024E", "FY2024 estimated"},
	    {"2022A", "FY2022 actual"},
	    {"2024-2026年", "years 2024-2026"},
	    {"2024年、2025年和2026年", "years 2024-2026"},
	    {"2024/2025/2026年", "years 2024-2026"},
	    {"上半年", "part h1"},
	    {"1-9月", "part 9m"},
	    {"去年上半年", "part h1 -1"},
	    {"上年度", "part - -1"},
	    {"2024年7月11日", "date"},
	    {"2025年2月31日", "month"}, /* at the end of the text */
	    {"第三财季", "open"},
	    {"未来24个月", "open"},
	    {"7月9日", "date"},
	    {"2024年7月", "month"},
	    {"前11个月", "month"},
	    {"1-11月", "month"},
	    {"113年度", "FY2024"},
	    {"民國113年第2季", "Q2 2024"},
	    {"113年6月30日", "date"},
	    {"24年一季度", "Q1 2024"},
	    {"成立24年", "none"},
	    {"113年老店", "none"},
	    {"2,024万元", "none"},
	    {"2024万元", "none"},
	    {"12.5%", "none"},
	};

	(void)state;
	check(LANG_ZH, rows, sizeof rows / sizeof rows[0]);
}

static void
korean_periods(void **state)
{
	static const struct row rows[] = {
	    {"2025년 1분기", "Q1 2025"},
	    {"25년 1분기", "Q1 2025"},
	    {"2024년도", "FY2024"},
	    {"2024 사업연도", "FY2024"},
	    {"2024년 연간", "FY2024"},
	    {"2023년 상반기", "H1 2023"},
	    {"2025년 1~9월", "9M 2025"},
	    {"2024년 3분기 누적", "9M 2024"},
	    {"2024.4Q", "Q4 2024"},
	    {"'24.4Q", "Q4 2024"},
	    {"4Q24", "Q4 2024"},
	    {"2024.01.01 ~ 2024.12.31", "FY2024"},
	    {"2024년 10월 1일부터 12월 31일까지", "Q4 2024"},
	    {"지난해 4분기", "part q4 -1"},
	    {"올 상반기", "part h1 0"},
	    {"전년", "part - -1"},
	    {"내년", "part - 1"},
	    {"1~6월", "part h1"},
	    {"2025.02.13", "date"},
	    {"25년간", "none"},
	    {"24.4%", "none"},
	};

	(void)state;
	check(LANG_KO, rows, sizeof rows / sizeof rows[0]);
}

static void
english_periods(void **state)
{
	static const struct row rows[] = {
	    {"year ended 31 December 2024", "FY2024"},
	    {"the year ended March 31, 2022", "FY3/2022"},
	    {"six months ended 30 June 2024", "H1 2024"},
	    {"six months to 30 June 2024", "H1 2024"},
	    {"three months ended 30 September 2024", "Q3 2024"},
	    {"quarter ended June 2024", "Q2 2024"},
	    {"year to March 2024", "FY3/2024"},
	    {"26 weeks ended 30 June 2024", "H1 2024"},
	    {"six months to 1 December 2024", "2024-06-02..2024-12-01"},
	    {"January to June 2024", "H1 2024"},
	    {"April 2023 to March 2024", "FY3/2024"},
	    {"January 1 to June 30, 2024", "H1 2024"},
	    {"1 July 2023 through 30 June 2024", "FY6/2024"},
	    {"September quarter 2024", "Q3 2024"},
	    {"first half of 2024", "H1 2024"},
	    {"H1 2024", "H1 2024"},
	    {"1H24", "H1 2024"},
	    {"FY2024", "FY2024"},
	    {"FY24", "FY2024"},
	    {"full-year 2019", "FY2019"},
	    {"second quarter of 2019", "Q2 2019"},
	    {"2024-2026", "years 2024-2026"},
	    {"June 30, 2024", "date"},
	    {"first half", "part h1"},
	    {"a 30 percent share", "none"},
	    {"second quarter of fiscal 2031 ended July 31, 2030",
		"2030-05-01..2030-07-31"},
	    {"fiscal year 2031, ending January 31, 2031", "FY1/2031"},
	    {"x\tThree Months Ended September 30,\t", "caption"},
	    {"x\tNine Months Ended\n", "caption"},
	    {"x\tSeptember 30,\tx", "caption"},
	    {"x\tSeptember 30 was a day\tx", "none"},
	    {"three months ended September 30, too", "none"},
	};

	(void)state;
	check(LANG_EN, rows, sizeof rows / sizeof rows[0]);
}

static void
japanese_periods(void **state)
{
	static const struct row rows[] = {
	    {"2027年3月期", "FY3/2027"},
	    {"2027年3月期第2四半期(累計)", "2026-04-01..2026-09-30"},
	    {"2027年3月期第3四半期", "2026-04-01..2026-12-31"},
	    {"2027年3月期第3四半期会計期間", "Q4 2026"},
	    {"2027年12月期通期", "FY2027"},
	    {"2027年12月期(通期)", "FY2027"},
	    {"2024年2月期", "FY2/2024"},
	    {"2026年8月期中間期", "2025-09-01..2026-02-28"},
	    {"27年3月期", "FY3/2027"},
	    {"令和9年3月期", "FY3/2027"},
	    {"平成30年9月期", "FY9/2018"},
	    {"令和元年12月期", "FY2019"},
	    {"令和9年4月1日~令和10年3月31日", "FY3/2028"},
	    {"2026年9月21日~2027年9月20日", "2026-09-21..2027-09-20"},
	    {"平成20年5月8日", "date"},
	    {"27年間", "none"},
	};

	(void)state;
	check(LANG_JA, rows, sizeof rows / sizeof rows[0]);
}

static void
parts_of_a_fiscal_year_keep_its_last_day(void **state)
{
	static const struct {
		struct date end;
		enum entry_time part;
		const char *label;
	} rows[] = {
	    {{2027, 3, 31}, TIME_H1, "2026-04-01..2026-09-30"},
	    {{2027, 3, 31}, TIME_H2, "2026-10-01..2027-03-31"},
	    {{2027, 3, 31}, TIME_Q4, "Q1 2027"},
	    {{2024, 2, 29}, TIME_FY, "FY2/2024"},
	    {{2024, 2, 29}, TIME_9M, "2023-03-01..2023-11-30"},
	    {{2027, 3, 20}, TIME_H1, "2026-03-21..2026-09-20"},
	    {{2027, 6, 20}, TIME_FY, "2026-06-21..2027-06-20"},
	};
	char label[PERIOD_LABEL_MAX];

	(void)state;
	for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
		struct period period = timespan_fiscal_part(
		    date_to_day(rows[i].end), rows[i].part);
		assert_string_equal(period_label(period, label), rows[i].label);
	}
}

static void
months_lie_in_the_fiscal_year(void **state)
{
	int32_t end = date_to_day((struct date){2027, 3, 31});
	char label[PERIOD_LABEL_MAX];

	(void)state;
	assert_string_equal(
	    period_label(timespan_fiscal_months(end, 4, 9), label),
	    "2026-04-01..2026-09-30");
	assert_string_equal(
	    period_label(timespan_fiscal_months(end, 10, 12), label),
	    "Q4 2026");
	assert_false(period_is_known(timespan_fiscal_months(end, 1, 9)));
}

int
main(void)
{
	static const struct CMUnitTest tests[] = {
	    cmocka_unit_test(chinese_periods),
	    cmocka_unit_test(korean_periods),
	    cmocka_unit_test(english_periods),
	    cmocka_unit_test(japanese_periods),
	    cmocka_unit_test(parts_of_a_fiscal_year_keep_its_last_day),
	    cmocka_unit_test(months_lie_in_the_fiscal_year),
	};

	return cmocka_run_group_tests(tests, NULL, grammar_teardown);
}
