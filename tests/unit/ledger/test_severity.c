/* SPDX-License-Identifier: BSD-2-Clause */
/* How bad a statement is: the rows of the table, one by one. */
#include "ledger/severity.h"
#include "tests/unit/ledger/bench.h"
#include "tests/unit/ledger/figures.h"

#include <setjmp.h>
#include <stdarg.h>
#include <string.h>
#include <cmocka.h>

/* A forecast of ni_attr against a printed prior year, nothing else known. */
static void
forecasts_against_the_prior_year_have_the_table_s_severity(void **state)
{
	static const struct {
		const char *range, *prior; /* yuan; "" not printed */
		int severity;
		enum direction direction;
		const char *reason; /* "" none */
	} cases[] = {
	    {"-71000000..-55000000", "-81180000", 2, DIRECTION_MIXED,
		"prior.loss_narrower"},
	    {"-71000000..-55000000", "-60000000", 3, DIRECTION_DOWN,
		"prior.loss_cont"},
	    {"-71000000..-55000000", "-50000000", 3, DIRECTION_DOWN,
		"prior.loss_wider"},
	    {"-75000000", "-50000000", 4, DIRECTION_DOWN,
		"prior.loss_wider_50"},
	    {"-71000000..-55000000", "", 3, DIRECTION_DOWN, "prior.loss"},
	    {"-71000000..-55000000", "30000000", 4, DIRECTION_DOWN,
		"prior.first_loss"},
	    {"40000000..50000000", "100000000", 3, DIRECTION_DOWN,
		"prior.down_big"},
	    {"20000000", "100000000", 4, DIRECTION_DOWN, "prior.down_big_80"},
	    {"70000000..90000000", "100000000", 2, DIRECTION_DOWN,
		"prior.down_small"},
	    {"90000000..120000000", "100000000", 1, DIRECTION_MIXED,
		"prior.mixed_profit"},
	    {"-5000000..5000000", "100000000", 3, DIRECTION_DOWN,
		"prior.uncertain_after_profit"},
	    {"-5000000..5000000", "-100000000", 2, DIRECTION_MIXED,
		"prior.uncertain"},
	    {"110000000..130000000", "100000000", 0, DIRECTION_UP, ""},
	    {"160000000", "100000000", 0, DIRECTION_UP, ""},
	    {"10000000", "-5000000", 0, DIRECTION_UP, ""},
	    {"10000000", "", 0, DIRECTION_UP, ""},
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct bench bench;

		bench_begin(&bench, FORM_FORECAST);
		(void)bench_say(
		    &bench, ROLE_FORECAST, METRIC_NI_ATTR, cases[i].range);
		if (cases[i].prior[0] != '\0')
			(void)bench_say(&bench, ROLE_PRIOR_YEAR, METRIC_NI_ATTR,
			    cases[i].prior);
		const struct verdict *verdict = bench_decide(&bench);
		print_message(
		    "%s against %s\n", cases[i].range, cases[i].prior);
		assert_int_equal(bench.verdicts.count, 1);
		assert_int_equal(verdict->severity, cases[i].severity);
		assert_int_equal(verdict->direction, cases[i].direction);
		assert_int_equal(verdict->warning, cases[i].severity >= 2);
		assert_int_equal(verdict->grade, GRADE_CERTAIN);
		if (cases[i].reason[0] != '\0')
			assert_true(bench_has_reason(verdict, cases[i].reason));
		assert_int_equal(
		    verdict->reason_count, cases[i].reason[0] != '\0');
		bench_end(&bench);
	}
}

static void
revisions_have_the_table_s_severity(void **state)
{
	static const struct {
		const char *earlier, *later;
		int severity;
		enum direction direction;
		const char *reason; /* "" none */
	} cases[] = {
	    {"100..120", "95..110", 2, DIRECTION_DOWN, "guidance.cut_small"},
	    {"100..120", "100..110", 2, DIRECTION_DOWN,
		"guidance.narrowed_down"},
	    {"100..120", "80..110", 3, DIRECTION_DOWN, "guidance.cut"},
	    /* Exactly -10 %: the more severe row. */
	    {"100", "90", 3, DIRECTION_DOWN, "guidance.cut"},
	    {"100", "70", 4, DIRECTION_DOWN, "guidance.cut_30"},
	    {"20..30", "-5..5", 4, DIRECTION_DOWN, "guidance.to_uncertain"},
	    {"20..30", "-10..-5", 5, DIRECTION_DOWN, "guidance.flip_to_loss"},
	    {"100..120", "105..115", 1, DIRECTION_UP,
		"guidance.narrowed_neutral"},
	    {"100..120", "130..140", 0, DIRECTION_UP, ""},
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct bench bench;

		bench_begin(&bench, FORM_FORECAST_REVISION);
		/* A year before so poor that only the revision can warn. */
		(void)bench_say(
		    &bench, ROLE_PRIOR_YEAR, METRIC_NI_ATTR, "-2000");
		(void)bench_say(
		    &bench, ROLE_FORECAST, METRIC_NI_ATTR, cases[i].later);
		(void)bench_say(&bench, ROLE_FORECAST_PREVIOUS, METRIC_NI_ATTR,
		    cases[i].earlier);
		for (size_t n = 0; n < bench.reading.fact_count; n++) {
			struct fact *fact = &bench.reading.facts[n];
			assert_int_equal(
			    decimal_scale10(fact->low, 6, &fact->low), 0);
			assert_int_equal(
			    decimal_scale10(fact->high, 6, &fact->high), 0);
		}
		const struct verdict *verdict = bench_decide(&bench);
		print_message("%s -> %s\n", cases[i].earlier, cases[i].later);
		assert_int_equal(verdict->severity, cases[i].severity);
		if (cases[i].reason[0] != '\0')
			assert_true(bench_has_reason(verdict, cases[i].reason));
		assert_int_equal(verdict->direction, cases[i].direction);
		bench_end(&bench);
	}
}

static void
results_have_the_table_s_severity_against_their_forecast(void **state)
{
	static const struct {
		const char *forecast, *actual, *prior;
		int severity;
		const char *reason;
	} cases[] = {
	    {"-25000000", "-24119061.04", "-59020400", 1, "actual.in_line"},
	    {"100000000..120000000", "110000000", "300000000", 1,
		"actual.in_line"},
	    {"100000000..120000000", "150000000", "300000000", 1,
		"actual.beat"},
	    /* Nothing was said before, so the year before speaks. */
	    {"", "110000000", "300000000", 3, "prior.down_big"},
	    {"100000000..120000000", "90000000", "50000000", 2, "actual.miss"},
	    {"100000000..120000000", "80000000", "50000000", 3,
		"actual.miss_20"},
	    {"100000000..120000000", "50000000", "40000000", 4,
		"actual.miss_50"},
	    {"100000000..120000000", "-1000000", "-50000000", 5,
		"actual.loss_after_profit"},
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct bench bench;

		bench_begin(&bench, FORM_RESULTS);
		(void)bench_say(
		    &bench, ROLE_ACTUAL, METRIC_NI_ATTR, cases[i].actual);
		(void)bench_say(
		    &bench, ROLE_PRIOR_YEAR, METRIC_NI_ATTR, cases[i].prior);
		if (cases[i].forecast[0] != '\0')
			bench_know(&bench, ROLE_FORECAST, METRIC_NI_ATTR,
			    "FY2024", cases[i].forecast);
		const struct verdict *verdict = bench_decide(&bench);
		print_message("forecast %s, actual %s\n", cases[i].forecast,
		    cases[i].actual);
		assert_int_equal(verdict->severity, cases[i].severity);
		assert_true(bench_has_reason(verdict, cases[i].reason));
		assert_int_equal(verdict->closes, cases[i].forecast[0] != '\0');
		bench_end(&bench);
	}
}

static void
figures_that_cost_a_listing_are_critical(void **state)
{
	struct bench bench;

	(void)state;
	bench_begin(&bench, FORM_FORECAST);
	(void)bench_say(
	    &bench, ROLE_FORECAST, METRIC_NI_ATTR, "-71000000..-55000000");
	(void)bench_say(
	    &bench, ROLE_FORECAST, METRIC_REV, "250000000..300000000");
	assert_int_equal(bench_decide(&bench)->severity, 3);
	bench.reading.facts[1].high = figure("299999999");
	const struct verdict *verdict = bench_decide(&bench);
	assert_int_equal(verdict->severity, 5);
	assert_true(bench_has_reason(verdict, "listing.low_revenue"));
	bench.reading.facts[1].high = figure("400000000");
	(void)bench_say(
	    &bench, ROLE_FORECAST, METRIC_EQUITY, "-20000000..-10000000");
	verdict = bench_decide(&bench);
	assert_int_equal(verdict->severity, 5);
	assert_true(bench_has_reason(verdict, "listing.negative_equity"));
	bench_end(&bench);
}

static void
two_axes_that_warn_make_a_severe_one(void **state)
{
	struct bench bench;

	(void)state;
	bench_begin(&bench, FORM_FORECAST_REVISION);
	(void)bench_say(&bench, ROLE_FORECAST, METRIC_NI_ATTR, "-60000000");
	(void)bench_say(&bench, ROLE_PRIOR_YEAR, METRIC_NI_ATTR, "-50000000");
	assert_int_equal(bench_decide(&bench)->severity, 3);
	(void)bench_say(
	    &bench, ROLE_FORECAST_PREVIOUS, METRIC_NI_ATTR, "-53000000");
	assert_int_equal(bench_decide(&bench)->severity, 4);
	bench_end(&bench);
}

static void
small_amounts_weigh_one_less_but_a_duty_stays_a_notice(void **state)
{
	struct bench bench;

	(void)state;
	bench_begin(&bench, FORM_FORECAST);
	(void)bench_say(&bench, ROLE_FORECAST, METRIC_NI_ATTR, "-300000");
	(void)bench_say(&bench, ROLE_PRIOR_YEAR, METRIC_NI_ATTR, "400000");
	assert_int_equal(bench_decide(&bench)->severity, 3);
	bench.reading.facts[1].low = figure("-400000");
	bench.reading.facts[1].high = figure("-400000");
	assert_int_equal(bench_decide(&bench)->severity, 2);
	bench.reading.facts[0].low = figure("700000");
	bench.reading.facts[0].high = figure("700000");
	bench.reading.facts[1].low = figure("900000");
	bench.reading.facts[1].high = figure("900000");
	assert_int_equal(bench_decide(&bench)->severity, 1);
	bench_end(&bench);

	bench_begin(&bench, FORM_FORECAST);
	(void)bench_say(&bench, ROLE_FORECAST, METRIC_NI_ATTR, "-30000000");
	(void)bench_say(&bench, ROLE_PRIOR_YEAR, METRIC_NI_ATTR, "40000000");
	assert_int_equal(bench_decide(&bench)->severity, 4);
	(void)bench_say(&bench, ROLE_PRIOR_YEAR, METRIC_EPS, "0.05");
	assert_int_equal(bench_decide(&bench)->severity, 3);
	bench_end(&bench);
}

/* The same filing with its forecast moved down by a step. */
static int
severity_at(const char *prior, const char *earlier, struct decimal shift)
{
	struct bench bench;
	struct fact *fact;

	bench_begin(&bench, FORM_FORECAST_REVISION);
	fact = bench_say(
	    &bench, ROLE_FORECAST, METRIC_NI_ATTR, "95000000..105000000");
	assert_int_equal(decimal_add(fact->low, shift, &fact->low), 0);
	assert_int_equal(decimal_add(fact->high, shift, &fact->high), 0);
	(void)bench_say(&bench, ROLE_PRIOR_YEAR, METRIC_NI_ATTR, prior);
	if (earlier[0] != '\0')
		(void)bench_say(
		    &bench, ROLE_FORECAST_PREVIOUS, METRIC_NI_ATTR, earlier);
	const struct verdict *verdict = bench_decide(&bench);
	int severity =
	    verdict->class_ == CLASS_UNCERTAIN ? -1 : verdict->severity;
	bench_end(&bench);
	return severity;
}

/* From far above to far below; the worst severity met. */
static int
severity_down(const char *prior, const char *earlier)
{
	int worst = 0;

	for (int64_t step = 40; step >= -40; step--) {
		int severity = severity_at(
		    prior, earlier, decimal_from_int(step * 9000000));
		/* An open sign has rows of its own. */
		if (severity < 0)
			continue;
		assert_true(severity >= worst);
		worst = severity;
	}
	return worst;
}

static void
the_lower_the_forecast_the_higher_the_severity(void **state)
{
	static const char *const priors[] = {
	    "100000000", "-100000000", "7000000", "-500000000"};
	static const char *const earlier[] = {
	    "", "90000000..110000000", "-20000000..-10000000"};

	(void)state;
	for (size_t i = 0; i < 12; i++)
		assert_true(severity_down(priors[i / 3], earlier[i % 3]) >= 2);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(
		forecasts_against_the_prior_year_have_the_table_s_severity),
	    cmocka_unit_test(revisions_have_the_table_s_severity),
	    cmocka_unit_test(
		results_have_the_table_s_severity_against_their_forecast),
	    cmocka_unit_test(figures_that_cost_a_listing_are_critical),
	    cmocka_unit_test(two_axes_that_warn_make_a_severe_one),
	    cmocka_unit_test(
		small_amounts_weigh_one_less_but_a_duty_stays_a_notice),
	    cmocka_unit_test(the_lower_the_forecast_the_higher_the_severity),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
