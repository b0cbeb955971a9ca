/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * A half year of one issuer, told by hand: a forecast, the report that closes
 * it, three brokers, a retold note, a report without figures, and a forecast
 * that is better than last year and worse than everybody thought.
 */
#include "ledger/ledger.h"
#include "ledger/consensus.h"
#include "ledger/ledger_rows.h"
#include "lib/base/mem.h"
#include "tests/unit/ledger/figures.h"
#include "tests/unit/ledger/scene.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <cmocka.h>

static struct fact *
estimated(struct scene *scene, enum metric metric, const char *period,
    const char *amount)
{
	return say(&scene->reading, ROLE_ESTIMATE, metric, period, amount);
}

static void
known(struct scene *scene, enum metric metric, const char *period,
    const char *amount)
{
	(void)say(&scene->reading, ROLE_PRIOR_YEAR, metric, period, amount);
}

static void
tell_half_year_forecast(struct scene *scene)
{
	struct reading *reading = &scene->reading;

	scene_begin(scene, "10", "2024-07-09", FORM_FORECAST);
	reading->period = period_named("H1 2024");
	say(reading, ROLE_FORECAST, METRIC_NI_ATTR, "H1 2024", "-25000000")
	    ->approx = true;
	say(reading, ROLE_FORECAST, METRIC_NI_EXNR, "H1 2024", "-31100000")
	    ->approx = true;
	known(scene, METRIC_NI_ATTR, "H1 2023", "-59020400");
	known(scene, METRIC_NI_EXNR, "H1 2023", "-64061000");
	scene_decide(scene);
}

static void
tell_half_year_report(struct scene *scene)
{
	struct reading *reading = &scene->reading;

	scene_begin(scene, "09", "2024-08-22", FORM_RESULTS);
	reading->period = period_named("H1 2024");
	(void)say(reading, ROLE_ACTUAL, METRIC_REV, "H1 2024", "203930000");
	(void)say(reading, ROLE_ACTUAL, METRIC_NI_ATTR, "H1 2024", "-24120000");
	known(scene, METRIC_NI_ATTR, "H1 2023", "-59020000");
	(void)say(
	    reading, ROLE_ACTUAL, METRIC_NI_TOTAL, "H1 2024", "-28034351.48");
	known(scene, METRIC_NI_TOTAL, "H1 2023", "-60715586.58");
	(void)say(
	    reading, ROLE_ACTUAL, METRIC_NI_ATTR, "H1 2024", "-24119061.04");
	say(reading, ROLE_ACTUAL, METRIC_REV, "H1 2024", "186463184.57")
	    ->basis = BASIS_PARENT;
	scene_decide(scene);
}

static void
tell_note(
    struct scene *scene, const char *id, const char *day, const char *publisher)
{
	scene_begin(scene, id, day, FORM_ESTIMATE);
	mem_set(&scene->filing.publisher, publisher);
	mem_set(&scene->reading.publisher, publisher);
}

static void
tell_three_brokers(struct scene *scene)
{
	tell_note(scene, "08", "2024-08-28", "民生证券");
	(void)estimated(scene, METRIC_NI_ATTR, "FY2024", "-41000000");
	(void)estimated(scene, METRIC_REV, "FY2024", "449000000");
	scene_decide(scene);
	tell_note(scene, "07", "2024-08-29", "东吴证券");
	(void)estimated(scene, METRIC_NI_ATTR, "FY2024", "-23600000");
	(void)estimated(scene, METRIC_REV, "FY2024", "388040000");
	known(scene, METRIC_NI_ATTR, "FY2023", "-81180000");
	known(scene, METRIC_REV, "FY2023", "261830000");
	scene_decide(scene);
	tell_note(scene, "05", "2024-10-22", "国泰君安");
	(void)estimated(scene, METRIC_NI_ATTR, "FY2024", "-18000000");
	(void)estimated(scene, METRIC_REV, "FY2024", "376000000");
	known(scene, METRIC_NI_ATTR, "FY2023", "-81000000");
	known(scene, METRIC_REV, "FY2023", "262000000");
	scene_decide(scene);
	tell_note(scene, "04", "2024-10-23", "财联社");
	mem_set(&estimated(scene, METRIC_EPS, "FY2024", "-0.06")->broker,
	    "国泰君安");
	scene_decide(scene);
}

static void
tell_report_without_figures(struct scene *scene)
{
	scene_begin(scene, "06", "2024-10-21", FORM_RESULTS);
	scene->reading.period = period_named("9M 2024");
	scene->reading.truncated = true;
	scene_decide(scene);
}

static void
tell_year_forecast(struct scene *scene)
{
	struct reading *reading = &scene->reading;

	scene_begin(scene, "01", "2025-01-16", FORM_FORECAST);
	reading->period = period_named("FY2024");
	reading->claimed_class = CLASS_LOSS;
	mem_set(&say(reading, ROLE_FORECAST, METRIC_NI_ATTR, "FY2024",
		    "-71000000..-55000000")
		     ->quote,
	    "预计净利润为-7,100 万元至-5,500 万元");
	(void)say(reading, ROLE_FORECAST, METRIC_NI_EXNR, "FY2024",
	    "-85000000..-69000000");
	say(reading, ROLE_FORECAST, METRIC_REV, "FY2024", "367000000")->approx =
	    true;
	(void)say(reading, ROLE_PCT_CHANGE, METRIC_REV, "FY2024", "40..");
	scene_decide(scene);
}

/* n and mean of the full year's ni_attr as known on a day. */
static void
assert_consensus(struct scene *scene, const char *day, int n, const char *mean)
{
	struct fact like = {.metric = METRIC_NI_ATTR, .currency = "CNY"};
	struct filing filing = {.source = NULL};
	struct err err = ERR_NONE;
	struct consensus found;
	struct history history;

	filing.source = mem_strdup("zz");
	filing.source_id = mem_strdup("zz");
	filing.listing = mem_strdup("XSHG:603138");
	filing.published = wall_at(day) + DAY_MS - 1;
	assert_int_equal(ledger_rows_history(scene->db, &filing,
			     period_named("FY2024"), &history, &err),
	    0);
	consensus_collect(
	    &history, &like, period_named("FY2024"), filing.published, &found);
	assert_int_equal(found.n, n);
	assert_true(figure_prints(found.mean, mean));
	history_done(&history);
	filing_done(&filing);
}

static void
the_half_year_forecast_is_a_notice(void **state)
{
	struct scene scene;

	(void)state;
	scene_open(&scene);
	tell_half_year_forecast(&scene);
	assert_string_equal(scene_told(&scene), "warning.detected");
	const struct event *event = scene_event(&scene);
	assert_int_equal(event->verdict.severity, 2);
	assert_int_equal(event->verdict.class_, CLASS_LOSS_NARROWER);
	assert_int_equal(event->verdict.direction, DIRECTION_MIXED);
	assert_int_equal(event->verdict.grade, GRADE_CERTAIN);
	assert_int_equal(event->verdict.guidance, GUIDANCE_INITIATED);
	assert_int_equal(event->version, 1);
	assert_int_equal(event->ledger_since, 0);
	assert_true(figure_prints(
	    scene_change(event, METRIC_NI_ATTR, AXIS_PRIOR)->mid_pct, "57.64"));
	assert_true(figure_prints(
	    scene_change(event, METRIC_NI_EXNR, AXIS_PRIOR)->mid_pct, "51.45"));
	scene_close(&scene);
}

static void
the_report_closes_it_in_line_and_warns_of_nothing(void **state)
{
	struct scene scene;

	(void)state;
	scene_open(&scene);
	tell_half_year_forecast(&scene);
	tell_half_year_report(&scene);
	assert_string_equal(scene_told(&scene), "filing.published");
	const struct event *event = scene_event(&scene);
	assert_int_equal(event->verdict.severity, 1);
	assert_true(event->verdict.closes);
	assert_false(event->verdict.warning);
	assert_int_equal(event->verdict.class_, CLASS_LOSS_NARROWER);
	const struct change *change =
	    scene_change(event, METRIC_NI_ATTR, AXIS_ACTUAL);
	assert_true(figure_prints(change->mid_pct, "3.52"));
	assert_int_equal(change->flags & FLAG_IN_LINE, FLAG_IN_LINE);
	assert_string_equal(change->base_source, "10");
	/* The finer of two prints decides. */
	assert_true(figure_prints(event->verdict.facts[0].low, "-24119061.04"));
	/* Total profit is not what was forecast. */
	for (size_t i = 0; i < event->verdict.change_count; i++)
		assert_false(
		    event->verdict.changes[i].metric == METRIC_NI_TOTAL &&
		    event->verdict.changes[i].axis == AXIS_ACTUAL);
	scene_close(&scene);
}

static void
brokers_make_a_consensus_and_a_digest_no_fourth(void **state)
{
	struct scene scene;

	(void)state;
	scene_open(&scene);
	tell_three_brokers(&scene);
	assert_string_equal(scene_told(&scene), "");
	assert_consensus(&scene, "2024-08-28", 1, "-41000000.00");
	assert_consensus(&scene, "2024-08-29", 2, "-32300000.00");
	assert_consensus(&scene, "2024-10-22", 3, "-27533333.33");
	assert_consensus(&scene, "2024-10-23", 3, "-27533333.33");
	scene_close(&scene);
}

static void
a_report_without_figures_is_a_gap_not_a_guess(void **state)
{
	struct scene scene;

	(void)state;
	scene_open(&scene);
	tell_report_without_figures(&scene);
	assert_string_equal(scene_told(&scene), "filing.published");
	const struct event *event = scene_event(&scene);
	assert_true(event->verdict.data_gap);
	assert_true(event->verdict.severity <= 1);
	assert_int_equal(event->verdict.class_, CLASS_NONE);
	assert_int_equal(event->verdict.fact_count, 0);
	scene_close(&scene);
}

static void
tell_all(struct scene *scene)
{
	tell_half_year_forecast(scene);
	tell_half_year_report(scene);
	tell_three_brokers(scene);
	tell_report_without_figures(scene);
	tell_year_forecast(scene);
}

static void
the_year_forecast_is_severe_against_the_brokers(void **state)
{
	struct scene scene;

	(void)state;
	scene_open(&scene);
	tell_all(&scene);
	assert_string_equal(scene_told(&scene), "warning.detected");
	const struct event *event = scene_event(&scene);
	assert_int_equal(event->verdict.severity, 4);
	assert_int_equal(event->verdict.class_, CLASS_LOSS_NARROWER);
	assert_int_equal(event->verdict.direction, DIRECTION_MIXED);
	assert_int_equal(event->verdict.grade, GRADE_CERTAIN);
	assert_true(event->verdict.warning);
	const struct change *prior =
	    scene_change(event, METRIC_NI_ATTR, AXIS_PRIOR);
	assert_true(figure_prints(prior->low_pct, "12.54"));
	assert_true(figure_prints(prior->high_pct, "32.25"));
	assert_string_equal(prior->base_source, "07");
	const struct change *consensus =
	    scene_change(event, METRIC_NI_ATTR, AXIS_CONSENSUS);
	assert_int_equal(consensus->n, 3);
	assert_true(figure_prints(consensus->mid_pct, "-128.81"));
	assert_true(figure_prints(consensus->below_pct, "-34.15"));
	assert_true(figure_prints(consensus->mean, "-27533333.33"));
	assert_true(figure_prints(consensus->median, "-23600000.00"));
	const struct change *revenue =
	    scene_change(event, METRIC_REV, AXIS_CONSENSUS);
	assert_true(figure_prints(revenue->mid_pct, "-9.24"));
	assert_true(figure_prints(
	    scene_change(event, METRIC_REV, AXIS_PRIOR)->mid_pct, "40.17"));
	scene_close(&scene);
}

static void
the_year_forecast_has_its_reasons(void **state)
{
	struct scene scene;

	(void)state;
	scene_open(&scene);
	tell_all(&scene);
	const struct event *event = scene_event(&scene);
	assert_true(scene_has_reason(event, "prior.loss_narrower"));
	assert_true(scene_has_reason(event, "prior.remainder"));
	assert_true(scene_has_reason(event, "consensus.below_25"));
	assert_true(scene_has_reason(event, "consensus.range_below_all"));
	assert_true(scene_has_reason(event, "consensus.below_5"));
	assert_false(scene_has_reason(event, "listing.low_revenue"));
	assert_int_equal(event->verdict.reason_count, 5);
	scene_close(&scene);
}

static void
the_year_forecast_alone_is_a_loss_of_unknown_prior(void **state)
{
	struct scene scene;

	(void)state;
	scene_open(&scene);
	tell_year_forecast(&scene);
	const struct event *event = scene_event(&scene);
	assert_int_equal(event->verdict.class_, CLASS_LOSS);
	assert_int_equal(event->verdict.severity, 3);
	assert_int_equal(event->verdict.direction, DIRECTION_DOWN);
	scene_close(&scene);
}

static void
the_line_says_it_all(void **state)
{
	struct scene scene;

	(void)state;
	scene_open(&scene);
	tell_all(&scene);
	char *line = event_line(scene_event(&scene));
	assert_string_equal(line,
	    "S4 海量数据 603138.SH FY2024 net loss 55-71m CNY; consensus"
	    " -129 %; prior +13..+32 %; certain; \"预计净利润为-7,100 "
	    "万元至-5,500 万元\"");
	mem_free(line);
	scene_close(&scene);
}

/* Decides the whole half year in this order of its parts. */
static void
ids_in_order(const int order[5], bool other_issuer, char ids[2][EVENT_ID_MAX])
{
	static void (*const parts[])(struct scene *) = {tell_half_year_forecast,
	    tell_half_year_report, tell_three_brokers,
	    tell_report_without_figures};
	struct scene scene;

	scene_open(&scene);
	if (other_issuer) {
		scene_begin(&scene, "x", "2024-07-01", FORM_FORECAST);
		mem_set(&scene.filing.listing, "XSHE:000001");
		(void)say(&scene.reading, ROLE_FORECAST, METRIC_NI_ATTR,
		    "FY2024", "-1..7");
		scene_decide(&scene);
	}
	for (int i = 0; i < 4; i++) {
		scene.now += order[i];
		parts[order[i]](&scene);
		if (order[i] == 0)
			(void)snprintf(ids[0], EVENT_ID_MAX, "%s",
			    scene_event(&scene)->id);
	}
	tell_year_forecast(&scene);
	(void)snprintf(ids[1], EVENT_ID_MAX, "%s", scene_event(&scene)->id);
	scene_close(&scene);
}

static void
ids_do_not_depend_on_order_time_or_other_issuers(void **state)
{
	static const int orders[][5] = {
	    {0, 1, 2, 3}, {3, 2, 1, 0}, {2, 0, 3, 1}, {1, 3, 0, 2}};
	char first[2][EVENT_ID_MAX], again[2][EVENT_ID_MAX];

	(void)state;
	ids_in_order(orders[0], false, first);
	assert_int_equal(strncmp(first[0], "evt_", 4), 0);
	assert_int_equal(strlen(first[0]), 36);
	assert_null(strchr(first[0], '.'));
	assert_string_not_equal(first[0], first[1]);
	for (size_t i = 0; i < sizeof(orders) / sizeof(orders[0]); i++) {
		ids_in_order(orders[i], i % 2 == 1, again);
		assert_string_equal(first[0], again[0]);
		assert_string_equal(first[1], again[1]);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(the_half_year_forecast_is_a_notice),
	    cmocka_unit_test(the_report_closes_it_in_line_and_warns_of_nothing),
	    cmocka_unit_test(brokers_make_a_consensus_and_a_digest_no_fourth),
	    cmocka_unit_test(a_report_without_figures_is_a_gap_not_a_guess),
	    cmocka_unit_test(the_year_forecast_is_severe_against_the_brokers),
	    cmocka_unit_test(the_year_forecast_has_its_reasons),
	    cmocka_unit_test(
		the_year_forecast_alone_is_a_loss_of_unknown_prior),
	    cmocka_unit_test(the_line_says_it_all),
	    cmocka_unit_test(ids_do_not_depend_on_order_time_or_other_issuers),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
