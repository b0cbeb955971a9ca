/* SPDX-License-Identifier: BSD-2-Clause */
/* Rows of figures become a reading that the ledger can judge. */
#include "daemon/pipeline_figures.h"
#include "lib/base/mem.h"

#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <setjmp.h>
#include <cmocka.h>

#define PUBLISHED INT64_C(1769212800000) /* 2026-01-24 */

static struct item_fact *
add(struct item *item, enum metric metric, enum role role, int64_t low)
{
	struct item_fact *fact = item_add_fact(item);

	fact->metric = metric;
	fact->role = role;
	fact->period = period_cumulative(2025, 12);
	fact->low = fact->high = decimal_from_int(low);
	fact->currency = mem_strdup("CNY");
	fact->quote = mem_strdup("预计亏损");
	return fact;
}

/* The reading of a title, with a figure that is not the row's. */
static void
begin(struct reading *reading, enum form form)
{
	reading_init(reading);
	reading->form = form;
	reading_add_fact(reading)->quote = mem_strdup("title");
}

static void
the_row_gives_the_figures_and_the_proof(void **state)
{
	struct item item = {.published = PUBLISHED};
	struct reading reading;

	(void)state;
	add(&item, METRIC_EPS, ROLE_FORECAST, -2);
	add(&item, METRIC_NI_ATTR, ROLE_FORECAST, -7);
	begin(&reading, FORM_OTHER);
	pipeline_figures_fill(&item, SOURCE_FACTS, &reading);
	assert_int_equal(reading.fact_count, 2);
	assert_int_equal(reading.facts[1].metric, METRIC_NI_ATTR);
	assert_string_equal(reading.facts[1].quote, "预计亏损");
	assert_int_equal(reading.facts[1].offset, 4);
	assert_string_equal(reading.facts[1].currency, "CNY");
	assert_int_equal(reading.text_len, 8);
	assert_int_equal(reading.form, FORM_FORECAST);
	assert_true(reading.by_issuer && reading.readable && reading.from_row);
	assert_true(period_equal(reading.period, period_cumulative(2025, 12)));
	reading_done(&reading);
	item_done(&item);
}

static void
the_form_follows_from_what_the_figures_are(void **state)
{
	static const struct {
		enum role role;
		enum form title, form;
	} cases[] = {
	    {ROLE_FORECAST, FORM_FORECAST_REVISION, FORM_FORECAST_REVISION},
	    {ROLE_FORECAST, FORM_RESULTS, FORM_FORECAST},
	    {ROLE_ACTUAL, FORM_FORECAST, FORM_RESULTS},
	    {ROLE_ACTUAL_FLASH, FORM_OTHER, FORM_FLASH},
	    {ROLE_PCT_CHANGE, FORM_FORECAST, FORM_FORECAST},
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct item item = {.published = PUBLISHED};
		struct reading reading;

		add(&item, METRIC_NI_ATTR, cases[i].role, 1);
		begin(&reading, cases[i].title);
		pipeline_figures_fill(&item, SOURCE_FACTS, &reading);
		assert_int_equal(reading.form, cases[i].form);
		reading_done(&reading);
		item_done(&item);
	}
}

static void
an_estimate_is_never_the_issuers_word(void **state)
{
	struct item item = {.publisher = mem_strdup("Example Securities")};
	struct reading reading;

	(void)state;
	add(&item, METRIC_EPS, ROLE_ESTIMATE, 3)->broker =
	    mem_strdup("Example Securities");
	add(&item, METRIC_EPS, ROLE_FORECAST, 4);
	begin(&reading, FORM_FORECAST);
	pipeline_figures_fill(&item, SOURCE_ESTIMATES, &reading);
	assert_int_equal(reading.form, FORM_ESTIMATE);
	assert_false(reading.by_issuer);
	assert_int_equal(reading.fact_count, 1);
	assert_int_equal(reading.facts[0].role, ROLE_ESTIMATE);
	assert_string_equal(reading.facts[0].broker, "Example Securities");
	assert_string_equal(reading.publisher, "Example Securities");
	reading_done(&reading);
	/* nor is the issuer's a broker's */
	begin(&reading, FORM_FORECAST);
	pipeline_figures_fill(&item, SOURCE_FACTS, &reading);
	assert_int_equal(reading.fact_count, 1);
	assert_int_equal(reading.facts[0].role, ROLE_FORECAST);
	assert_false(reading.by_issuer); /* another publishes it */
	reading_done(&reading);
	item_done(&item);
}

static void
a_former_forecast_alone_was_the_forecast_of_its_day(void **state)
{
	struct item item = {.published = PUBLISHED};
	struct reading reading;

	(void)state;
	add(&item, METRIC_NI_ATTR, ROLE_FORECAST_PREVIOUS, -1);
	add(&item, METRIC_NI_EXNR, ROLE_FORECAST, -3);
	add(&item, METRIC_NI_EXNR, ROLE_FORECAST_PREVIOUS, -2);
	begin(&reading, FORM_FORECAST);
	pipeline_figures_fill(&item, SOURCE_FACTS, &reading);
	assert_int_equal(reading.facts[0].role, ROLE_FORECAST);
	assert_int_equal(reading.facts[1].role, ROLE_FORECAST);
	assert_int_equal(reading.facts[2].role, ROLE_FORECAST_PREVIOUS);
	reading_done(&reading);
	item_done(&item);
}

static void
a_forecast_of_a_year_long_over_is_none(void **state)
{
	static const struct {
		const char *day;
		size_t facts;
	} cases[] = {{"2026-12-31", 2}, {"2027-03-01", 1}};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct item item = {0};
		struct reading reading;
		int32_t day;

		assert_int_equal(date_parse(cases[i].day, &day), 0);
		item.published = day * DAY_MS;
		add(&item, METRIC_NI_ATTR, ROLE_FORECAST, -1);
		add(&item, METRIC_NI_ATTR, ROLE_ACTUAL, -1);
		begin(&reading, FORM_OTHER);
		pipeline_figures_fill(&item, SOURCE_FACTS, &reading);
		assert_int_equal(reading.fact_count, cases[i].facts);
		reading_done(&reading);
		item_done(&item);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(the_row_gives_the_figures_and_the_proof),
	    cmocka_unit_test(the_form_follows_from_what_the_figures_are),
	    cmocka_unit_test(an_estimate_is_never_the_issuers_word),
	    cmocka_unit_test(
		a_former_forecast_alone_was_the_forecast_of_its_day),
	    cmocka_unit_test(a_forecast_of_a_year_long_over_is_none),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
