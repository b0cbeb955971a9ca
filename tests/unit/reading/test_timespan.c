/* SPDX-License-Identifier: BSD-2-Clause */
/* Periods as documents name them: the table of domain 2.9. */
#include "reading/timespan.h"
#include "lib/base/mem.h"
#include "tests/lib/grammar.h"

#include <setjmp.h>
#include <string.h>
#include <cmocka.h>

static struct lexicon *lexicon;

static int
setup(void **state)
{
	(void)state;
	lexicon = grammar_lexicon();
	return 0;
}

static int
teardown(void **state)
{
	(void)state;
	lexicon_free(lexicon);
	return 0;
}

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
	}
	return NULL;
}

static char *
first_time(enum entry_lang lang, const char *s)
{
	struct grammar_text text;
	char *out = NULL;

	grammar_text_init(&text, lexicon, lang, s);
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
	    {"7月9日", "date"},
	    {"2024年7月", "month"},
	    {"前11个月", "month"},
	    {"1-11月", "month"},
	    {"2,024万元", "none"},
	    {"2024万元", "none"},
	    {"12.5%", "none"},
	};

	(void)state;
	check(LANG_ZH, rows, sizeof rows / sizeof rows[0]);
}

static void
english_periods(void **state)
{
	static const struct row rows[] = {
	    {"year ended 31 December 2024", "FY2024"},
	    {"the year ended March 31, 2022", "FY3/2022"},
	    {"six months ended 30 June 2024", "H1 2024"},
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
	};

	(void)state;
	check(LANG_EN, rows, sizeof rows / sizeof rows[0]);
}

int
main(void)
{
	static const struct CMUnitTest tests[] = {
	    cmocka_unit_test(chinese_periods),
	    cmocka_unit_test(english_periods),
	};

	return cmocka_run_group_tests(tests, setup, teardown);
}
