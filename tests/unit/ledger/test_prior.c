/* SPDX-License-Identifier: BSD-2-Clause */
/* The prior year: which figure is the base, and what is left of a year. */
#include "ledger/prior.h"
#include "ledger/remainder.h"
#include "lib/base/mem.h"
#include "tests/unit/ledger/figures.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <cmocka.h>

struct scene {
	struct filing filing;
	struct reading reading;
	struct history history;
	struct statement statement;
};

static void
scene_init(struct scene *scene)
{
	*scene = (struct scene){.filing = {.listing = NULL}};
	reading_init(&scene->reading);
	history_init(&scene->history);
	scene->reading.form = FORM_FORECAST;
}

static void
scene_done(struct scene *scene)
{
	statement_done(&scene->statement);
	reading_done(&scene->reading);
	history_done(&scene->history);
}

static void
scene_know(struct scene *scene, enum role role, const char *period,
    const char *amount, bool secondhand)
{
	struct ledger_fact *known = history_add(&scene->history);

	known->fact.metric = METRIC_NI_ATTR;
	known->fact.role = role;
	known->fact.period = period_named(period);
	known->fact.low = known->fact.high = figure(amount);
	(void)snprintf(known->fact.currency, CURRENCY_MAX, "CNY");
	known->source_id = mem_printf("doc-%zu", scene->history.count);
	known->secondhand = secondhand;
	known->form = secondhand ? FORM_ESTIMATE : FORM_RESULTS;
}

/* The prior of the first fact, for its period. */
static struct prior
scene_prior(struct scene *scene)
{
	struct prior prior;

	statement_done(&scene->statement);
	statement_init(&scene->statement, &scene->filing, &scene->reading,
	    &scene->history);
	scene->statement.period = scene->statement.facts[0].period;
	prior_find(&scene->statement, &scene->statement.facts[0], &prior);
	return prior;
}

static void
the_documents_own_figure_comes_first_and_restated_before_printed(void **state)
{
	struct scene scene;

	(void)state;
	scene_init(&scene);
	(void)say(&scene.reading, ROLE_FORECAST, METRIC_NI_ATTR, "FY2024",
	    "-71000000..-55000000");
	scene_know(&scene, ROLE_ACTUAL, "FY2023", "-81000000", false);
	struct prior prior = scene_prior(&scene);
	assert_true(prior.known);
	assert_false(prior.own);
	assert_string_equal(prior.source_id, "doc-1");

	(void)say(&scene.reading, ROLE_PRIOR_YEAR, METRIC_NI_ATTR, "FY2023",
	    "-81180000");
	prior = scene_prior(&scene);
	assert_true(prior.own);
	assert_true(figure_prints(prior.value, "-81180000.00"));
	assert_int_equal(prior.flags, 0);
	assert_null(prior.source_id);

	(void)say(&scene.reading, ROLE_PRIOR_YEAR_RESTATED, METRIC_NI_ATTR,
	    "FY2023", "-90000000");
	prior = scene_prior(&scene);
	assert_true(prior.restated);
	assert_true(figure_prints(prior.value, "-90000000.00"));
	assert_int_equal(prior.flags, FLAG_PRIOR_MISMATCH);
	scene_done(&scene);
}

static void
the_ledger_prefers_the_issuer_and_the_finer_print(void **state)
{
	struct scene scene;

	(void)state;
	scene_init(&scene);
	(void)say(&scene.reading, ROLE_FORECAST, METRIC_NI_ATTR, "FY2024",
	    "-71000000..-55000000");
	scene_know(&scene, ROLE_PRIOR_YEAR, "FY2023", "-81180000", true);
	scene_know(&scene, ROLE_PRIOR_YEAR, "FY2023", "-81000000", true);
	struct prior prior = scene_prior(&scene);
	assert_string_equal(prior.source_id, "doc-1");
	scene_know(&scene, ROLE_PRIOR_YEAR, "FY2023", "-85000000", true);
	prior = scene_prior(&scene);
	assert_string_equal(prior.source_id, "doc-3");
	scene_know(&scene, ROLE_ACTUAL, "FY2023", "-81179999", false);
	scene_know(&scene, ROLE_PRIOR_YEAR, "FY2023", "-70000000", true);
	prior = scene_prior(&scene);
	assert_string_equal(prior.source_id, "doc-4");
	/* Another period, and a superseded figure, are no base. */
	for (size_t i = 0; i < scene.history.count; i++)
		scene.history.facts[i].superseded = true;
	scene_know(&scene, ROLE_ACTUAL, "H1 2023", "-59020400", false);
	prior = scene_prior(&scene);
	assert_false(prior.known);
	scene_done(&scene);
}

static void
a_prior_follows_from_a_range_and_its_printed_change(void **state)
{
	static const struct {
		const char *range, *pct;
		int sign;
		const char *prior; /* "" none */
	} cases[] = {
	    /* Both ends lead to a loss of 34.79. */
	    {"-86..-43", "-147.2..-23.6", 0, "-34.79"},
	    /* Both ends lead to a profit. */
	    {"-900..-700", "-191..-171", 0, "987.46"},
	    {"12..15", "20..50", 0, "10.00"},
	    {"4..5", "-60..-50", 0, "10.00"},
	    /* A loss that fell by 20 % cannot follow a profit. */
	    {"-12", "-20", 0, "-10.00"},
	    /* A point below -100 % may follow either. */
	    {"-12", "-160", 0, ""},
	    {"-12", "-160", 1, "20.00"},
	    {"-12", "-160", -1, "-4.62"},
	    {"-86..-43", "-147.2..", 0, ""},
	    {"10..20", "5..90", 0, ""},
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct range range = figures(cases[i].range);
		struct range pct = figures(cases[i].pct);
		struct decimal prior;
		bool found =
		    prior_from_percent(&range, &pct, cases[i].sign, &prior);

		print_message("%s, %s %%\n", cases[i].range, cases[i].pct);
		assert_int_equal(found, cases[i].prior[0] != '\0');
		if (found)
			assert_true(figure_prints(prior, cases[i].prior));
	}
}

static void
a_prior_follows_from_a_range_and_its_printed_delta(void **state)
{
	struct scene scene;

	(void)state;
	scene_init(&scene);
	(void)say(&scene.reading, ROLE_FORECAST, METRIC_NI_ATTR, "FY2024",
	    "-71000000..-55000000");
	(void)say(&scene.reading, ROLE_DELTA, METRIC_NI_ATTR, "FY2024",
	    "10180000..26180000");
	struct prior prior = scene_prior(&scene);
	assert_true(prior.known && prior.derived && prior.own);
	assert_true(figure_prints(prior.value, "-81180000.00"));
	assert_null(prior.quote);
	scene_done(&scene);
}

static void
a_forecast_implies_the_months_that_are_not_reported(void **state)
{
	struct scene scene;
	struct remainder rest;

	(void)state;
	scene_init(&scene);
	(void)say(&scene.reading, ROLE_FORECAST, METRIC_NI_ATTR, "FY2024",
	    "-71000000..-55000000");
	scene_know(&scene, ROLE_PRIOR_YEAR, "FY2023", "-81180000", true);
	scene_know(&scene, ROLE_PRIOR_YEAR, "H1 2023", "-59020400", false);
	struct prior prior = scene_prior(&scene);
	assert_false(remainder_find(
	    &scene.statement, &scene.statement.facts[0], &prior, &rest));
	scene_know(&scene, ROLE_ACTUAL, "H1 2024", "-24119061.04", false);
	prior = scene_prior(&scene);
	assert_true(remainder_find(
	    &scene.statement, &scene.statement.facts[0], &prior, &rest));
	assert_true(figure_prints(rest.range.low, "-46880938.96"));
	assert_true(figure_prints(rest.range.high, "-30880938.96"));
	assert_true(figure_prints(rest.prior, "-22159600.00"));
	assert_true(figure_prints(rest.mid_pct, "-75.46"));
	assert_int_equal(remainder_threshold("XSHG:603138"), 50);
	assert_int_equal(remainder_threshold("XTKS:7203"), 30);
	scene_done(&scene);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(
		the_documents_own_figure_comes_first_and_restated_before_printed),
	    cmocka_unit_test(the_ledger_prefers_the_issuer_and_the_finer_print),
	    cmocka_unit_test(
		a_prior_follows_from_a_range_and_its_printed_change),
	    cmocka_unit_test(
		a_prior_follows_from_a_range_and_its_printed_delta),
	    cmocka_unit_test(
		a_forecast_implies_the_months_that_are_not_reported),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
