/* SPDX-License-Identifier: BSD-2-Clause */
/* Warnings over time: versions, corrections, repetitions. */
#include "ledger/ledger.h"
#include "lib/base/mem.h"
#include "tests/unit/ledger/figures.h"
#include "tests/unit/ledger/scene.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <cmocka.h>

static void
a_worse_revision_is_the_next_version_of_the_warning(void **state)
{
	struct scene scene;
	char warning[WARNING_ID_MAX];

	(void)state;
	scene_open(&scene);
	scene_tell(
	    &scene, "1", "2025-01-10", FORM_FORECAST, "12000000..14000000");
	assert_string_equal(scene_told(&scene), "warning.detected");
	assert_int_equal(scene_event(&scene)->version, 1);
	assert_int_equal(scene_event(&scene)->ledger_since, 0);
	(void)snprintf(
	    warning, sizeof(warning), "%s", scene_event(&scene)->warning_id);
	assert_int_equal(strncmp(warning, "wrn_", 4), 0);

	scene_tell(&scene, "2", "2025-02-10", FORM_FORECAST_REVISION,
	    "-9000000..-7000000");
	assert_string_equal(scene_told(&scene), "warning.updated");
	const struct event *event = scene_event(&scene);
	assert_int_equal(event->version, 2);
	assert_string_equal(event->warning_id, warning);
	assert_int_equal(event->verdict.guidance, GUIDANCE_CUT);
	assert_int_equal(event->verdict.severity, 5);
	assert_int_equal(
	    event->ledger_since, wall_at("2025-01-10") + DAY_MS / 2);
	assert_string_equal(
	    scene_change(event, METRIC_NI_ATTR, AXIS_GUIDANCE)->base_source,
	    "1");
	scene_close(&scene);
}

static void
another_period_is_another_warning_and_no_revision(void **state)
{
	struct scene scene;
	char warning[WARNING_ID_MAX];

	(void)state;
	scene_open(&scene);
	scene_tell(&scene, "1", "2025-01-10", FORM_FORECAST, "-9000000");
	(void)snprintf(
	    warning, sizeof(warning), "%s", scene_event(&scene)->warning_id);
	scene_begin(&scene, "2", "2025-04-10", FORM_FORECAST);
	(void)say(&scene.reading, ROLE_FORECAST, METRIC_NI_ATTR, "Q1 2025",
	    "-30000000");
	scene_decide(&scene);
	assert_string_equal(scene_told(&scene), "warning.detected");
	assert_string_not_equal(scene_event(&scene)->warning_id, warning);
	assert_int_equal(
	    scene_event(&scene)->verdict.guidance, GUIDANCE_INITIATED);
	scene_close(&scene);
}

static void
a_raised_forecast_takes_the_warning_back(void **state)
{
	struct scene scene;

	(void)state;
	scene_open(&scene);
	scene_tell(&scene, "1", "2025-01-10", FORM_FORECAST, "-9000000");
	assert_int_equal(scene_event(&scene)->verdict.severity, 4);
	scene_tell(
	    &scene, "2", "2025-02-10", FORM_FORECAST_REVISION, "29000000");
	assert_string_equal(scene_told(&scene), "warning.retracted");
	const struct event *event = scene_event(&scene);
	assert_int_equal(event->version, 2);
	assert_int_equal(event->verdict.class_, CLASS_UP_SMALL);
	/* It must reach whoever asked for severity 4. */
	assert_int_equal(event->verdict.severity, 4);
	assert_false(event->verdict.warning);
	char *line = event_line(event);
	assert_non_null(strstr(line, "warning retracted: net profit 29m CNY"));
	mem_free(line);
	/* And a new fall is detected anew, with the next version. */
	scene_tell(
	    &scene, "3", "2025-03-10", FORM_FORECAST_REVISION, "-9000000");
	assert_string_equal(scene_told(&scene), "warning.detected");
	assert_int_equal(scene_event(&scene)->version, 3);
	scene_close(&scene);
}

static void
a_forecast_that_turns_to_a_loss_says_what_it_was(void **state)
{
	struct scene scene;

	(void)state;
	scene_open(&scene);
	scene_tell(&scene, "1", "2025-01-10", FORM_FORECAST, "29000000");
	scene_tell(
	    &scene, "2", "2025-02-10", FORM_FORECAST_REVISION, "-9000000");
	char *line = event_line(scene_event(&scene));
	assert_non_null(strstr(
	    line, "net loss 9m CNY; forecast was net profit 29m CNY; prior "));
	mem_free(line);
	scene_close(&scene);
}

static void
results_never_take_a_warning_back(void **state)
{
	struct scene scene;

	(void)state;
	scene_open(&scene);
	scene_tell(&scene, "1", "2025-01-10", FORM_FORECAST, "-9000000");
	scene_begin(&scene, "2", "2025-04-10", FORM_RESULTS);
	(void)say(
	    &scene.reading, ROLE_ACTUAL, METRIC_NI_ATTR, "FY2024", "-8900000");
	scene_decide(&scene);
	assert_string_equal(scene_told(&scene), "filing.published");
	assert_int_equal(scene_event(&scene)->verdict.severity, 1);
	assert_int_equal(scene_event(&scene)->version, 0);
	scene_close(&scene);
}

static void
final_figures_are_held_against_the_flash(void **state)
{
	struct scene scene;

	(void)state;
	scene_open(&scene);
	scene_tell(&scene, "1", "2025-01-10", FORM_FORECAST, "-9000000");
	scene_begin(&scene, "2", "2025-02-28", FORM_FLASH);
	(void)say(&scene.reading, ROLE_ACTUAL_FLASH, METRIC_NI_ATTR, "FY2024",
	    "-12000000");
	scene_decide(&scene);
	assert_string_equal(scene_told(&scene), "warning.updated");
	assert_true(scene_has_reason(scene_event(&scene), "actual.miss_20"));
	/* The miss is known: the audited figure confirms it. */
	scene_begin(&scene, "3", "2025-04-20", FORM_RESULTS);
	(void)say(
	    &scene.reading, ROLE_ACTUAL, METRIC_NI_ATTR, "FY2024", "-12100000");
	scene_decide(&scene);
	assert_string_equal(scene_told(&scene), "filing.published");
	assert_string_equal(
	    scene_change(scene_event(&scene), METRIC_NI_ATTR, AXIS_ACTUAL)
		->base_source,
	    "2");
	scene_close(&scene);
}

static void
the_same_said_again_is_told_once(void **state)
{
	struct scene scene;

	(void)state;
	scene_open(&scene);
	scene_tell(
	    &scene, "1", "2025-01-10", FORM_FORECAST, "-9000000..-7000000");
	/* Another print of it, and one that is less sure. */
	scene_tell(
	    &scene, "2", "2025-01-11", FORM_FORECAST, "-9000400..-7000000");
	assert_string_equal(scene_told(&scene), "");
	scene_forecast(&scene, "3", "2025-01-12", FORM_FORECAST, "-9000000");
	scene.reading.readable = false;
	scene_decide(&scene);
	assert_string_equal(scene_told(&scene), "");
	/* The very same bytes under another id, even years later. */
	scene_forecast(&scene, "4", "2025-01-13", FORM_FORECAST, "-1..1");
	mem_set(&scene.filing.sha256, "1");
	scene_decide(&scene);
	assert_string_equal(scene_told(&scene), "");
	scene_close(&scene);
}

static void
a_filing_decided_again_tells_nothing_unless_it_changed(void **state)
{
	struct scene scene;

	(void)state;
	scene_open(&scene);
	scene_tell(&scene, "1", "2025-01-10", FORM_FORECAST, "-9000000");
	scene_tell(&scene, "1", "2025-01-10", FORM_FORECAST, "-9000000");
	assert_string_equal(scene_told(&scene), "");
	scene_forecast(&scene, "1", "2025-01-10", FORM_FORECAST, "-15000000");
	mem_set(&scene.filing.sha256, "other bytes");
	scene_decide(&scene);
	assert_string_equal(scene_told(&scene), "warning.updated");
	assert_int_equal(scene_event(&scene)->version, 2);
	/* Its own first version is not what it is compared with. */
	assert_int_equal(
	    scene_event(&scene)->verdict.guidance, GUIDANCE_INITIATED);
	/* A bettered copy takes the warning back, a new title is told. */
	scene_forecast(&scene, "1", "2025-01-10", FORM_FORECAST, "25000000");
	mem_set(&scene.filing.sha256, "third");
	scene_decide(&scene);
	assert_string_equal(scene_told(&scene), "warning.retracted");
	scene_forecast(&scene, "1", "2025-01-10", FORM_FORECAST, "25000000");
	mem_set(&scene.filing.sha256, "third");
	mem_set(&scene.filing.title, "another title");
	scene_decide(&scene);
	assert_string_equal(scene_told(&scene), "filing.revised");
	scene_close(&scene);
}

static void
a_corrected_version_takes_the_place_of_the_first(void **state)
{
	struct scene scene;

	(void)state;
	scene_open(&scene);
	scene_tell(&scene, "1", "2025-01-10", FORM_FORECAST, "-90000000");
	scene_forecast(&scene, "2", "2025-01-10", FORM_FORECAST, "-9000000");
	mem_set(&scene.filing.title, "2024年度业绩预告(更正后)");
	scene_decide(&scene);
	assert_string_equal(scene_told(&scene), "warning.updated");
	const struct event *event = scene_event(&scene);
	assert_string_equal(event->filing.supersedes, "1");
	/* The misprint is no earlier forecast. */
	assert_int_equal(event->verdict.guidance, GUIDANCE_INITIATED);
	scene_tell(
	    &scene, "3", "2025-02-10", FORM_FORECAST_REVISION, "-8000000");
	assert_int_equal(
	    scene_event(&scene)->verdict.guidance, GUIDANCE_RAISED);
	scene_close(&scene);
}

static void
a_corrected_period_takes_the_wrong_one_s_warning_back(void **state)
{
	struct scene scene;

	(void)state;
	scene_open(&scene);
	scene_tell(&scene, "1", "2025-01-10", FORM_FORECAST, "-9000000");
	scene_begin(&scene, "2", "2025-01-11", FORM_FORECAST);
	(void)say(&scene.reading, ROLE_FORECAST, METRIC_NI_ATTR, "FY2025",
	    "-9000000");
	mem_set(&scene.filing.supersedes, "1");
	scene_decide(&scene);
	assert_string_equal(
	    scene_told(&scene), "warning.detected warning.retracted");
	assert_true(period_equal(
	    scene.events[1].verdict.period, period_named("FY2024")));
	assert_int_equal(scene.events[1].version, 2);
	scene_close(&scene);
}

static void
other_words_for_a_standing_warning_are_told_quietly(void **state)
{
	struct scene scene;

	(void)state;
	scene_open(&scene);
	scene_tell(&scene, "1", "2025-01-10", FORM_FORECAST, "-9000000");
	scene_forecast(&scene, "1", "2025-01-10", FORM_FORECAST, "-9000000");
	mem_set(&scene.filing.title, "another title");
	scene_decide(&scene);
	assert_string_equal(scene_told(&scene), "filing.revised");
	scene_close(&scene);
}

static void
a_filing_seen_late_meets_the_history_of_its_day(void **state)
{
	struct scene scene;
	char id[EVENT_ID_MAX];

	(void)state;
	scene_open(&scene);
	scene_tell(
	    &scene, "1", "2025-01-10", FORM_FORECAST, "12000000..14000000");
	scene_tell(
	    &scene, "2", "2025-02-10", FORM_FORECAST_REVISION, "8000000");
	scene_tell(
	    &scene, "3", "2025-03-10", FORM_FORECAST_REVISION, "-7000000");
	assert_int_equal(scene_event(&scene)->version, 3);
	scene_close(&scene);

	scene_open(&scene);
	scene_tell(
	    &scene, "1", "2025-01-10", FORM_FORECAST, "12000000..14000000");
	scene_tell(
	    &scene, "3", "2025-03-10", FORM_FORECAST_REVISION, "-7000000");
	scene_forecast(
	    &scene, "2", "2025-02-10", FORM_FORECAST_REVISION, "8000000");
	scene.filing.late = true;
	scene_decide(&scene);
	assert_string_equal(scene_told(&scene), "warning.updated");
	assert_int_equal(scene_event(&scene)->version, 2);
	assert_true(scene_event(&scene)->late);
	assert_true(figure_prints(
	    scene_change(scene_event(&scene), METRIC_NI_ATTR, AXIS_GUIDANCE)
		->mid_pct,
	    "-38.46"));
	(void)snprintf(id, sizeof(id), "%s", scene_event(&scene)->id);
	scene_close(&scene);

	scene_open(&scene);
	scene_tell(
	    &scene, "1", "2025-01-10", FORM_FORECAST, "12000000..14000000");
	scene.now += 12345;
	scene_tell(
	    &scene, "2", "2025-02-10", FORM_FORECAST_REVISION, "8000000");
	assert_string_equal(scene_event(&scene)->id, id);
	/* The same forecast, published earlier by a slower source. */
	scene_tell(
	    &scene, "2a", "2025-02-09", FORM_FORECAST_REVISION, "8000000");
	assert_string_equal(scene_told(&scene), "warning.updated");
	scene_tell(
	    &scene, "0", "2025-01-09", FORM_FORECAST, "12000000..14000000");
	assert_string_equal(scene_told(&scene), "");
	scene_close(&scene);
}

static void
backfill_fills_the_ledger_and_tells_nothing(void **state)
{
	struct scene scene;

	(void)state;
	scene_open(&scene);
	scene.quiet = true;
	scene_tell(&scene, "1", "2025-01-10", FORM_FORECAST, "-9000000");
	assert_string_equal(scene_told(&scene), "");
	scene.quiet = false;
	scene_tell(
	    &scene, "2", "2025-02-10", FORM_FORECAST_REVISION, "-20000000");
	assert_string_equal(scene_told(&scene), "warning.updated");
	assert_int_equal(scene_event(&scene)->verdict.guidance, GUIDANCE_CUT);
	scene_close(&scene);
}

static void
good_news_is_published_quietly_and_a_paper_s_not_at_all(void **state)
{
	struct scene scene;

	(void)state;
	scene_open(&scene);
	scene_tell(&scene, "1", "2025-01-10", FORM_FORECAST, "40000000");
	assert_string_equal(scene_told(&scene), "filing.published");
	assert_int_equal(scene_event(&scene)->verdict.severity, 0);
	assert_int_equal(scene_event(&scene)->verdict.good, 4);
	scene_begin(&scene, "2", "2025-01-11", FORM_BRIEFING);
	scene_decide(&scene);
	assert_string_equal(scene_told(&scene), "");
	scene_forecast(&scene, "3", "2025-01-12", FORM_FORECAST, "-9000000");
	scene.reading.by_issuer = false;
	scene_decide(&scene);
	assert_string_equal(scene_told(&scene), "");
	/* Nor is what a paper says a forecast to compare with. */
	scene_tell(&scene, "4", "2025-01-13", FORM_FORECAST, "50000000");
	assert_int_equal(
	    scene_event(&scene)->verdict.guidance, GUIDANCE_RAISED);
	scene_close(&scene);
}

static void
distress_is_told_once_for_each_kind(void **state)
{
	struct scene scene;

	(void)state;
	scene_open(&scene);
	scene_begin(&scene, "1", "2025-01-10", FORM_NOTICE);
	scene.reading.distress = DISTRESS_AUDIT_OPINION;
	scene.reading.period = period_named("FY2024");
	scene_decide(&scene);
	assert_string_equal(scene_told(&scene), "distress.detected");
	scene_begin(&scene, "2", "2025-01-20", FORM_NOTICE);
	scene.reading.distress = DISTRESS_AUDIT_OPINION;
	scene.reading.period = period_named("FY2024");
	scene_decide(&scene);
	assert_string_equal(scene_told(&scene), "");
	scene_begin(&scene, "3", "2025-01-21", FORM_NOTICE);
	scene.reading.distress = DISTRESS_DELISTING;
	scene.reading.period = period_named("FY2024");
	scene_decide(&scene);
	assert_string_equal(scene_told(&scene), "distress.detected");
	assert_int_equal(scene_event(&scene)->version, 2);
	scene_close(&scene);
}

static void
warnings_without_a_period_are_not_repetitions_of_last_year_s(void **state)
{
	struct scene scene;

	(void)state;
	scene_open(&scene);
	for (int i = 0; i < 2; i++) {
		scene_begin(&scene, i == 0 ? "1" : "2",
		    i == 0 ? "2024-01-10" : "2025-01-10", FORM_FORECAST);
		scene.reading.words = WORDS_DOWN;
		scene_decide(&scene);
		assert_string_equal(scene_told(&scene), "warning.detected");
	}
	/* The same day from another source is one. */
	scene_begin(&scene, "3", "2025-01-10", FORM_FORECAST);
	scene.reading.words = WORDS_DOWN;
	scene_decide(&scene);
	assert_string_equal(scene_told(&scene), "");
	scene_close(&scene);
}

static void
a_filing_of_an_unknown_issuer_is_told_and_has_no_history(void **state)
{
	struct scene scene;

	(void)state;
	scene_open(&scene);
	for (int i = 0; i < 2; i++) {
		scene_forecast(&scene, i == 0 ? "1" : "2", "2025-01-10",
		    FORM_FORECAST, "-9000000");
		mem_set(&scene.filing.listing, NULL);
		mem_set(&scene.filing.issuer_name, NULL);
		scene_decide(&scene);
		assert_string_equal(scene_told(&scene), "warning.detected");
		assert_int_equal(
		    scene_event(&scene)->verdict.guidance, GUIDANCE_INITIATED);
	}
	scene_close(&scene);
}

static void
one_filing_may_speak_of_two_issuers(void **state)
{
	struct scene scene;

	(void)state;
	scene_open(&scene);
	scene_tell(&scene, "1", "2025-01-10", FORM_FORECAST, "-9000000");
	scene_forecast(&scene, "1", "2025-01-10", FORM_FORECAST, "-9000000");
	mem_set(&scene.filing.listing, "XSHG:900000");
	scene_decide(&scene);
	assert_string_equal(scene_told(&scene), "warning.detected");
	scene_close(&scene);
}

static void
a_year_and_its_last_quarter_are_two_verdicts(void **state)
{
	struct scene scene;

	(void)state;
	scene_open(&scene);
	scene_begin(&scene, "1", "2025-04-10", FORM_RESULTS);
	(void)say(
	    &scene.reading, ROLE_ACTUAL, METRIC_NI_ATTR, "FY2024", "-9000000");
	(void)say(
	    &scene.reading, ROLE_ACTUAL, METRIC_NI_ATTR, "Q4 2024", "-5000000");
	scene_decide(&scene);
	assert_string_equal(
	    scene_told(&scene), "warning.detected warning.detected");
	assert_string_not_equal(
	    scene.events[0].warning_id, scene.events[1].warning_id);
	assert_string_not_equal(scene.events[0].id, scene.events[1].id);
	scene_close(&scene);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(
		a_worse_revision_is_the_next_version_of_the_warning),
	    cmocka_unit_test(another_period_is_another_warning_and_no_revision),
	    cmocka_unit_test(a_raised_forecast_takes_the_warning_back),
	    cmocka_unit_test(a_forecast_that_turns_to_a_loss_says_what_it_was),
	    cmocka_unit_test(results_never_take_a_warning_back),
	    cmocka_unit_test(final_figures_are_held_against_the_flash),
	    cmocka_unit_test(the_same_said_again_is_told_once),
	    cmocka_unit_test(
		a_filing_decided_again_tells_nothing_unless_it_changed),
	    cmocka_unit_test(a_corrected_version_takes_the_place_of_the_first),
	    cmocka_unit_test(
		a_corrected_period_takes_the_wrong_one_s_warning_back),
	    cmocka_unit_test(
		other_words_for_a_standing_warning_are_told_quietly),
	    cmocka_unit_test(a_filing_seen_late_meets_the_history_of_its_day),
	    cmocka_unit_test(backfill_fills_the_ledger_and_tells_nothing),
	    cmocka_unit_test(
		good_news_is_published_quietly_and_a_paper_s_not_at_all),
	    cmocka_unit_test(distress_is_told_once_for_each_kind),
	    cmocka_unit_test(
		warnings_without_a_period_are_not_repetitions_of_last_year_s),
	    cmocka_unit_test(
		a_filing_of_an_unknown_issuer_is_told_and_has_no_history),
	    cmocka_unit_test(one_filing_may_speak_of_two_issuers),
	    cmocka_unit_test(a_year_and_its_last_quarter_are_two_verdicts),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
