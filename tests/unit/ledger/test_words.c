/* SPDX-License-Identifier: BSD-2-Clause */
/* Words, titles and distress: verdicts that no figure gives. */
#include "ledger/words.h"
#include "lib/base/mem.h"
#include "tests/unit/ledger/bench.h"
#include "tests/unit/ledger/figures.h"

#include <setjmp.h>
#include <stdarg.h>
#include <string.h>
#include <cmocka.h>

static void
words_without_figures_warn_by_their_strength(void **state)
{
	static const struct {
		enum words words;
		enum verdict_class claimed;
		enum guidance guidance;
		int severity;
		enum direction direction;
	} cases[] = {
	    {WORDS_DOWN, CLASS_NONE, GUIDANCE_NONE, 3, DIRECTION_DOWN},
	    {WORDS_DOWN_STRONG, CLASS_NONE, GUIDANCE_NONE, 4, DIRECTION_DOWN},
	    {WORDS_UP, CLASS_NONE, GUIDANCE_NONE, 0, DIRECTION_UP},
	    {WORDS_NONE, CLASS_LOSS, GUIDANCE_NONE, 3, DIRECTION_DOWN},
	    {WORDS_NONE, CLASS_FIRST_LOSS, GUIDANCE_NONE, 4, DIRECTION_DOWN},
	    {WORDS_NONE, CLASS_UP_BIG, GUIDANCE_NONE, 0, DIRECTION_UP},
	    {WORDS_NONE, CLASS_NONE, GUIDANCE_WITHDRAWN, 4, DIRECTION_DOWN},
	    {WORDS_NONE, CLASS_NONE, GUIDANCE_CUT, 3, DIRECTION_DOWN},
	    {WORDS_NONE, CLASS_NONE, GUIDANCE_REITERATED, 0, DIRECTION_NONE},
	    {WORDS_NONE, CLASS_NONE, GUIDANCE_RAISED, 0, DIRECTION_UP},
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct bench bench;

		bench_begin(&bench, FORM_FORECAST);
		bench.reading.words = cases[i].words;
		bench.reading.claimed_class = cases[i].claimed;
		bench.reading.claimed_guidance = cases[i].guidance;
		const struct verdict *verdict = bench_decide(&bench);
		print_message("case %zu\n", i);
		assert_int_equal(verdict->severity, cases[i].severity);
		assert_int_equal(verdict->direction, cases[i].direction);
		assert_int_equal(verdict->grade, GRADE_PROBABLE);
		assert_int_equal(verdict->guidance, cases[i].guidance);
		assert_false(verdict->data_gap);
		bench_end(&bench);
	}
}

/* "The result is negative, last year's was a profit of 10m." */
static void
the_year_before_tells_which_loss_it_is(void **state)
{
	static const struct {
		enum verdict_class claimed;
		const char *prior;
		enum verdict_class class_;
	} cases[] = {
	    {CLASS_LOSS, "9000000", CLASS_FIRST_LOSS},
	    {CLASS_LOSS, "-9000000", CLASS_LOSS_CONT},
	    {CLASS_LOSS, "-9000000..9000000", CLASS_LOSS},
	    {CLASS_LOSS, "-9000000..", CLASS_LOSS},
	    {CLASS_PROFIT, "-9000000", CLASS_TURNAROUND},
	    {CLASS_PROFIT, "9000000", CLASS_PROFIT},
	    {CLASS_UP_BIG, "-9000000", CLASS_UP_BIG},
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct bench bench;

		bench_begin(&bench, FORM_FORECAST);
		bench.reading.claimed_class = cases[i].claimed;
		(void)bench_say(
		    &bench, ROLE_PRIOR_YEAR, METRIC_NI_TOTAL, cases[i].prior);
		const struct verdict *verdict = bench_decide(&bench);
		print_message("case %zu\n", i);
		assert_int_equal(verdict->class_, cases[i].class_);
		bench_end(&bench);
	}
}

static void
a_title_alone_is_possible_and_capped(void **state)
{
	struct bench bench;

	(void)state;
	bench_begin(&bench, FORM_FORECAST);
	bench.reading.readable = false;
	bench.reading.text_len = 0;
	bench.reading.claimed_class = CLASS_FIRST_LOSS;
	const struct verdict *verdict = bench_decide(&bench);
	assert_int_equal(verdict->severity, 3);
	assert_int_equal(verdict->grade, GRADE_POSSIBLE);
	/* A title without direction: told, since it may be anything. */
	bench.reading.claimed_class = CLASS_NONE;
	verdict = bench_decide(&bench);
	assert_int_equal(verdict->severity, 2);
	assert_true(verdict->warning && verdict->data_gap);
	assert_true(bench_has_reason(verdict, "title.unreadable"));
	/* Results are due at a known date: a gap, no alarm. */
	bench.reading.form = FORM_RESULTS;
	verdict = bench_decide(&bench);
	assert_int_equal(verdict->severity, 1);
	assert_true(verdict->data_gap);
	bench_end(&bench);
}

static void
only_the_issuer_s_own_words_warn(void **state)
{
	static const enum form silent[] = {
	    FORM_ESTIMATE, FORM_BRIEFING, FORM_NOTICE};
	struct bench bench;

	(void)state;
	bench_begin(&bench, FORM_FORECAST);
	bench.reading.by_issuer = false;
	(void)bench_say(&bench, ROLE_FORECAST, METRIC_NI_ATTR, "-71000000");
	const struct verdict *verdict = bench_decide(&bench);
	assert_int_equal(verdict->class_, CLASS_LOSS);
	assert_int_equal(verdict->severity, 0);
	assert_false(verdict->warning);
	bench.reading.by_issuer = true;
	for (size_t i = 0; i < sizeof(silent) / sizeof(silent[0]); i++) {
		bench.reading.form = silent[i];
		assert_null(bench_decide(&bench));
	}
	bench_end(&bench);
}

static void
a_forecast_that_stands_is_told_in_any_text(void **state)
{
	struct bench bench;

	(void)state;
	bench_begin(&bench, FORM_OTHER);
	bench.reading.claimed_guidance = GUIDANCE_REITERATED;
	const struct verdict *verdict = bench_decide(&bench);
	assert_int_equal(verdict->guidance, GUIDANCE_REITERATED);
	assert_false(verdict->warning);
	bench.reading.by_issuer = false;
	assert_null(bench_decide(&bench));
	bench_end(&bench);
}

static void
a_text_of_no_known_form_is_judged_by_what_it_forecasts(void **state)
{
	struct bench bench;

	(void)state;
	bench_begin(&bench, FORM_OTHER);
	bench.reading.claimed_class = CLASS_LOSS;
	(void)say(&bench.reading, ROLE_ACTUAL, METRIC_NI_ATTR, "H1 2024",
	    "-71000000");
	assert_null(bench_decide(&bench));
	(void)bench_say(&bench, ROLE_FORECAST, METRIC_REV, "400000000");
	(void)bench_decide(&bench);
	assert_int_equal(bench.verdicts.items[1].class_, CLASS_LOSS);
	/* Revenue says nothing of a profit. */
	bench_end(&bench);
	bench_begin(&bench, FORM_OTHER);
	(void)bench_say(&bench, ROLE_FORECAST, METRIC_REV, "400000000");
	assert_int_equal(bench_decide(&bench)->class_, CLASS_NONE);
	(void)bench_say(&bench, ROLE_PRIOR_YEAR, METRIC_REV, "900000000");
	assert_int_equal(bench_decide(&bench)->class_, CLASS_DOWN_BIG);
	bench_end(&bench);
}

static void
distress_is_a_family_of_its_own(void **state)
{
	struct bench bench;

	(void)state;
	bench_begin(&bench, FORM_NOTICE);
	bench.reading.distress = DISTRESS_DELISTING;
	const struct verdict *verdict = bench_decide(&bench);
	assert_int_equal(bench.verdicts.count, 1);
	assert_int_equal(verdict->family, FAMILY_DISTRESS);
	assert_int_equal(verdict->severity, 5);
	assert_false(verdict->warning);
	/* A notice is the issuer's although it says nothing of results. */
	bench.reading.by_issuer = false;
	assert_int_equal(bench_decide(&bench)->severity, 5);
	mem_set(&bench.filing.publisher, "a paper");
	assert_int_equal(bench_decide(&bench)->severity, 0);
	mem_set(&bench.filing.publisher, NULL);
	bench.reading.by_issuer = true;
	/* In a forecast it weighs on the forecast as well. */
	bench.reading.form = FORM_FORECAST;
	(void)bench_say(&bench, ROLE_FORECAST, METRIC_NI_ATTR, "-71000000");
	verdict = bench_decide(&bench);
	assert_int_equal(bench.verdicts.count, 2);
	assert_int_equal(verdict->family, FAMILY_RESULT);
	assert_int_equal(verdict->severity, 5);
	bench_end(&bench);
}

static void
a_title_that_the_figures_belie_is_a_conflict(void **state)
{
	struct bench bench;

	(void)state;
	bench_begin(&bench, FORM_FORECAST);
	bench.reading.claimed_class = CLASS_UP_BIG;
	(void)bench_say(&bench, ROLE_FORECAST, METRIC_NI_ATTR, "-71000000");
	const struct verdict *verdict = bench_decide(&bench);
	assert_int_equal(verdict->class_, CLASS_LOSS);
	assert_int_equal(
	    verdict->flags & FLAG_CLASS_CONFLICT, FLAG_CLASS_CONFLICT);
	assert_int_equal(verdict->severity, 3);
	bench_end(&bench);
}

static void
a_claimed_class_stays_with_its_own_period(void **state)
{
	struct bench bench;

	(void)state;
	bench_begin(&bench, FORM_FORECAST);
	bench.reading.claimed_class = CLASS_FIRST_LOSS;
	(void)bench_say(&bench, ROLE_FORECAST, METRIC_NI_ATTR, "-71000000");
	(void)say(&bench.reading, ROLE_FORECAST, METRIC_NI_ATTR, "Q1 2025",
	    "-5000000");
	(void)bench_decide(&bench);
	assert_int_equal(bench.verdicts.items[0].class_, CLASS_FIRST_LOSS);
	assert_int_equal(bench.verdicts.items[1].class_, CLASS_LOSS);
	bench_end(&bench);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(words_without_figures_warn_by_their_strength),
	    cmocka_unit_test(the_year_before_tells_which_loss_it_is),
	    cmocka_unit_test(a_title_alone_is_possible_and_capped),
	    cmocka_unit_test(only_the_issuer_s_own_words_warn),
	    cmocka_unit_test(a_forecast_that_stands_is_told_in_any_text),
	    cmocka_unit_test(
		a_text_of_no_known_form_is_judged_by_what_it_forecasts),
	    cmocka_unit_test(distress_is_a_family_of_its_own),
	    cmocka_unit_test(a_title_that_the_figures_belie_is_a_conflict),
	    cmocka_unit_test(a_claimed_class_stays_with_its_own_period),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
