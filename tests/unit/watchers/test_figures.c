/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Answers of Eastmoney as others wrote them down, read by the definitions that
 * ship: the figures of their rows. Skips what is not at hand.
 */
#include "lib/base/mem.h"
#include "reading/read.h"
#include "tests/lib/list_case.h"
#include "watchers/definition.h"

#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <setjmp.h>
#include <cmocka.h>

/* Reads a shared answer, with more put behind its first brace. */
static bool
read_shared(const char *source, const char *name, const char *more,
    struct list_answer *ret)
{
	char *path = list_case_shared(name);
	struct definition *definition;
	struct buf body, whole;

	if (path == NULL)
		return false;
	definition = list_case_source(source);
	list_case_load(path, &body);
	buf_init(&whole, MIB);
	assert_int_equal(body.data[0], '{');
	assert_int_equal(
	    buf_addf(&whole, "{%s%.*s", more, (int)body.len - 1, body.data + 1),
	    0);
	read_list(&definition->spec, (struct span){whole.data, whole.len}, ret);
	buf_done(&whole);
	buf_done(&body);
	definition_free(definition);
	mem_free(path);
	return true;
}

static void
check_fact(const struct item_fact *fact, enum metric metric, enum role role,
    const char *low, const char *high)
{
	char text[DECIMAL_STR_MAX];

	assert_int_equal(fact->metric, metric);
	assert_int_equal(fact->role, role);
	assert_string_equal(decimal_print(fact->low, text), low);
	assert_string_equal(decimal_print(fact->high, text), high);
}

static void
a_forecast_row_gives_its_range_and_the_year_before(void **state)
{
	struct list_answer answer;

	(void)state;
	if (!read_shared("eastmoney-forecasts",
		"data/cn/json/eastmoney-newpredict-002518-2023H1.json", "",
		&answer))
		return;
	assert_int_equal(answer.outcome, OUTCOME_OK);
	assert_int_equal(answer.count, 1);
	const struct item *item = &answer.items[0];
	assert_string_equal(item->key, "002518-2023-06-30-2023-07-08");
	assert_string_equal(item->issuers[0].listing, "XSHE:002518");
	assert_int_equal(item->precision, PRECISION_NOMINAL);
	assert_int_equal(item->fact_count, 2);
	check_fact(&item->facts[0], METRIC_EPS, ROLE_FORECAST, "0.77", "0.94");
	assert_true(
	    period_equal(item->facts[0].period, period_cumulative(2023, 6)));
	check_fact(
	    &item->facts[1], METRIC_EPS, ROLE_PRIOR_YEAR, "0.37", "0.37");
	assert_true(
	    period_equal(item->facts[1].period, period_cumulative(2022, 6)));
	assert_non_null(strstr(item->facts[0].quote, "0.77"));
	list_answer_done(&answer);
}

static void
rows_that_lack_the_metric_give_no_figure(void **state)
{
	struct list_answer answer;

	(void)state;
	if (!read_shared("eastmoney-forecasts",
		"data/cn/json/eastmoney-newpredict-rows-2025-2026.json", "",
		&answer))
		return;
	assert_int_equal(answer.count, 2);
	assert_int_equal(answer.faulty, 0);
	assert_int_equal(answer.items[0].fact_count, 0);
	assert_int_equal(answer.items[1].fact_count, 0);
	assert_string_equal(
	    answer.items[1].category, "\xe9\xa6\x96\xe4\xba\x8f");
	list_answer_done(&answer);
}

static void
a_report_gives_three_years_of_estimates(void **state)
{
	static const char *const files[] = {
	    "data/cn/json/eastmoney-report-list-600519-20260802.json",
	    "data/cn/json/eastmoney-report-list-688110.json"};
	static const char *const low[][3] = {
	    {"67.19", "69.76", "73.96"}, {"1.52", "1.69", "1.94"}};

	(void)state;
	for (size_t i = 0; i < 2; i++) {
		struct list_answer answer;

		if (!read_shared("eastmoney-reports", files[i],
			"\"currentYear\":2026,", &answer))
			continue;
		assert_int_equal(answer.outcome, OUTCOME_OK);
		assert_int_equal(answer.count, 1);
		assert_int_equal(answer.items[0].fact_count, 3);
		for (int k = 0; k < 3; k++) {
			const struct item_fact *fact =
			    &answer.items[0].facts[k];
			check_fact(fact, METRIC_EPS, ROLE_ESTIMATE, low[i][k],
			    low[i][k]);
			assert_true(period_equal(
			    fact->period, period_cumulative(2026 + k, 12)));
			assert_non_null(fact->broker);
		}
		list_answer_done(&answer);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(
		a_forecast_row_gives_its_range_and_the_year_before),
	    cmocka_unit_test(rows_that_lack_the_metric_give_no_figure),
	    cmocka_unit_test(a_report_gives_three_years_of_estimates),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
