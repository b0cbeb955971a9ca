/* SPDX-License-Identifier: BSD-2-Clause */
/* Verdicts of one filing, with and without a history. */
#include "ledger/verdict.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <cmocka.h>

#include "lib/base/mem.h"
#include "tests/unit/ledger/figures.h"

/* A filing, what was known before it, and what is decided. */
struct bench {
	struct filing filing;
	struct reading reading;
	struct history history;
	struct verdicts verdicts;
};

static void
bench_begin(struct bench *bench, enum form form)
{
	*bench = (struct bench){.filing = {.published = wall_at("2025-01-16")}};
	bench->filing.listing = mem_strdup("XSHG:603138");
	bench->filing.title = mem_strdup("公告");
	reading_init(&bench->reading);
	history_init(&bench->history);
	bench->reading.form = form;
	bench->reading.by_issuer = true;
	bench->reading.readable = true;
	bench->reading.text_len = 500;
	bench->reading.period = period_named("FY2024");
}

static struct fact *
bench_say(
    struct bench *bench, enum role role, enum metric metric, const char *range)
{
	bool prior =
	    role == ROLE_PRIOR_YEAR || role == ROLE_PRIOR_YEAR_RESTATED;

	return say(
	    &bench->reading, role, metric, prior ? "FY2023" : "FY2024", range);
}

static void
bench_know(struct bench *bench, enum role role, enum metric metric,
    const char *period, const char *range)
{
	struct ledger_fact *known = history_add(&bench->history);
	struct reading reading;

	reading_init(&reading);
	fact_copy(&known->fact, say(&reading, role, metric, period, range));
	reading_done(&reading);
	known->source_id = mem_strdup("earlier");
	known->form = role == ROLE_FORECAST ? FORM_FORECAST : FORM_RESULTS;
	known->published = wall_at("2024-10-30");
}

static const struct verdict *
bench_decide(struct bench *bench)
{
	verdicts_done(&bench->verdicts);
	verdict_decide(
	    &bench->filing, &bench->reading, &bench->history, &bench->verdicts);
	return bench->verdicts.count > 0 ? &bench->verdicts.items[0] : NULL;
}

static void
bench_end(struct bench *bench)
{
	verdicts_done(&bench->verdicts);
	history_done(&bench->history);
	reading_done(&bench->reading);
	filing_done(&bench->filing);
}

static bool
has_reason(const struct verdict *verdict, const char *id)
{
	for (size_t i = 0; i < verdict->reason_count; i++) {
		if (strcmp(verdict->reasons[i].id, id) == 0)
			return true;
	}
	return false;
}

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
			assert_true(has_reason(verdict, cases[i].reason));
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
			assert_true(has_reason(verdict, cases[i].reason));
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
		assert_true(has_reason(verdict, cases[i].reason));
		assert_int_equal(verdict->closes, cases[i].forecast[0] != '\0');
		bench_end(&bench);
	}
}

static void
one_filing_gives_a_verdict_for_each_period(void **state)
{
	struct bench bench;

	(void)state;
	bench_begin(&bench, FORM_FLASH);
	(void)say(&bench.reading, ROLE_FORECAST, METRIC_NI_ATTR, "Q1 2025",
	    "10000000..12000000");
	(void)bench_say(&bench, ROLE_ACTUAL_FLASH, METRIC_NI_ATTR, "-50000000");
	(void)bench_say(&bench, ROLE_PRIOR_YEAR, METRIC_NI_ATTR, "20000000");
	/* A look back at older years is no news. */
	(void)say(
	    &bench.reading, ROLE_ACTUAL, METRIC_NI_ATTR, "FY2022", "-90000000");
	(void)bench_decide(&bench);
	assert_int_equal(bench.verdicts.count, 2);
	assert_int_equal(bench.verdicts.items[0].class_, CLASS_FIRST_LOSS);
	assert_int_equal(bench.verdicts.items[1].class_, CLASS_PROFIT);
	assert_true(period_equal(
	    bench.verdicts.items[1].period, period_named("Q1 2025")));
	bench_end(&bench);
}

static void
attributable_profit_decides_and_comes_first(void **state)
{
	struct bench bench;

	(void)state;
	bench_begin(&bench, FORM_RESULTS);
	(void)bench_say(&bench, ROLE_ACTUAL, METRIC_REV, "900000000");
	(void)bench_say(&bench, ROLE_ACTUAL, METRIC_NI_TOTAL, "5000000");
	bench_say(&bench, ROLE_ACTUAL, METRIC_NI_ATTR, "70000000")->basis =
	    BASIS_PARENT;
	(void)bench_say(&bench, ROLE_ACTUAL, METRIC_NI_ATTR, "-3000000");
	const struct verdict *verdict = bench_decide(&bench);
	assert_int_equal(verdict->deciding, 0);
	assert_int_equal(verdict->facts[0].metric, METRIC_NI_ATTR);
	assert_true(figure_prints(verdict->facts[0].low, "-3000000.00"));
	assert_int_equal(verdict->class_, CLASS_LOSS);
	assert_int_equal(verdict->fact_count, 4);
	bench_end(&bench);
}

static void
a_cut_of_any_metric_warns_and_disagreement_is_mixed(void **state)
{
	struct bench bench;

	(void)state;
	bench_begin(&bench, FORM_FORECAST_REVISION);
	(void)bench_say(&bench, ROLE_FORECAST, METRIC_NI_ATTR, "130000000");
	(void)bench_say(
	    &bench, ROLE_FORECAST_PREVIOUS, METRIC_NI_ATTR, "100000000");
	(void)bench_say(&bench, ROLE_PRIOR_YEAR, METRIC_NI_ATTR, "90000000");
	(void)bench_say(&bench, ROLE_FORECAST, METRIC_REV, "800000000");
	(void)bench_say(
	    &bench, ROLE_FORECAST_PREVIOUS, METRIC_REV, "1000000000");
	const struct verdict *verdict = bench_decide(&bench);
	assert_int_equal(verdict->guidance, GUIDANCE_RAISED);
	assert_int_equal(verdict->class_, CLASS_UP_SMALL);
	assert_int_equal(verdict->direction, DIRECTION_MIXED);
	assert_true(has_reason(verdict, "guidance.cut"));
	assert_int_equal(verdict->severity, 3);
	assert_true(verdict->warning);
	assert_int_equal(verdict->good, 4);
	bench_end(&bench);
}

static void
figures_that_the_ledger_has_otherwise_are_flagged(void **state)
{
	struct bench bench;

	(void)state;
	bench_begin(&bench, FORM_FORECAST_REVISION);
	(void)bench_say(&bench, ROLE_FORECAST, METRIC_NI_ATTR, "-90000000");
	(void)bench_say(
	    &bench, ROLE_FORECAST_PREVIOUS, METRIC_NI_ATTR, "-71000000");
	(void)bench_say(&bench, ROLE_PRIOR_YEAR, METRIC_NI_ATTR, "-80000000");
	bench_know(
	    &bench, ROLE_FORECAST, METRIC_NI_ATTR, "FY2024", "-71040000");
	bench_know(&bench, ROLE_ACTUAL, METRIC_NI_ATTR, "FY2023", "-80400000");
	assert_int_equal(bench_decide(&bench)->flags &
			     (FLAG_FORECAST_MISMATCH | FLAG_PRIOR_MISMATCH),
	    0);
	bench_know(
	    &bench, ROLE_FORECAST, METRIC_NI_ATTR, "FY2024", "-60000000");
	bench_know(&bench, ROLE_ACTUAL, METRIC_NI_ATTR, "FY2023", "-82000000");
	const struct verdict *verdict = bench_decide(&bench);
	assert_int_equal(
	    verdict->flags & FLAG_FORECAST_MISMATCH, FLAG_FORECAST_MISMATCH);
	assert_int_equal(
	    verdict->flags & FLAG_PRIOR_MISMATCH, FLAG_PRIOR_MISMATCH);
	/* The document is believed. */
	for (size_t i = 0; i < verdict->change_count; i++)
		assert_null(verdict->changes[i].base_source);
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

static void
percentages_alone_classify_and_use_a_known_prior(void **state)
{
	struct bench bench;

	(void)state;
	bench_begin(&bench, FORM_FORECAST);
	(void)bench_say(&bench, ROLE_PCT_CHANGE, METRIC_NI_ATTR, "-60..-50");
	const struct verdict *verdict = bench_decide(&bench);
	assert_int_equal(verdict->class_, CLASS_DOWN_BIG);
	assert_int_equal(verdict->grade, GRADE_CERTAIN);
	assert_int_equal(verdict->change_count, 1);
	assert_true(verdict->changes[0].base_low_open &&
		    verdict->changes[0].base_high_open);
	/* The same fall after a loss is a wider loss. */
	bench_know(&bench, ROLE_ACTUAL, METRIC_NI_ATTR, "FY2023", "-100000000");
	bench_know(
	    &bench, ROLE_FORECAST, METRIC_NI_ATTR, "FY2024", "-110000000");
	verdict = bench_decide(&bench);
	assert_int_equal(verdict->class_, CLASS_LOSS_WIDER);
	assert_int_equal(verdict->guidance, GUIDANCE_CUT);
	assert_int_equal(verdict->facts[0].role, ROLE_PCT_CHANGE);
	bench_end(&bench);
}

static void
an_increase_in_money_alone_needs_a_prior(void **state)
{
	struct bench bench;

	(void)state;
	bench_begin(&bench, FORM_FORECAST);
	(void)bench_say(&bench, ROLE_DELTA, METRIC_NI_ATTR, "-30000000");
	const struct verdict *verdict = bench_decide(&bench);
	assert_int_equal(verdict->class_, CLASS_NONE);
	assert_int_equal(verdict->direction, DIRECTION_DOWN);
	assert_int_equal(verdict->severity, 3);
	assert_int_equal(verdict->grade, GRADE_PROBABLE);
	(void)bench_say(&bench, ROLE_PRIOR_YEAR, METRIC_NI_ATTR, "20000000");
	verdict = bench_decide(&bench);
	assert_int_equal(verdict->class_, CLASS_FIRST_LOSS);
	assert_int_equal(verdict->severity, 4);
	bench_end(&bench);
}

static void
a_prior_worked_out_makes_the_verdict_probable(void **state)
{
	struct bench bench;

	(void)state;
	bench_begin(&bench, FORM_FORECAST);
	(void)bench_say(
	    &bench, ROLE_FORECAST, METRIC_NI_ATTR, "-86000000..-43000000");
	(void)bench_say(
	    &bench, ROLE_PCT_CHANGE, METRIC_NI_ATTR, "-147.2..-23.6");
	const struct verdict *verdict = bench_decide(&bench);
	assert_int_equal(verdict->class_, CLASS_LOSS_WIDER);
	assert_int_equal(verdict->grade, GRADE_PROBABLE);
	assert_true(verdict->changes[0].derived);
	bench_end(&bench);
}

static void
growth_guided_in_percent_can_be_cut(void **state)
{
	struct bench bench;

	(void)state;
	bench_begin(&bench, FORM_FORECAST_REVISION);
	(void)bench_say(&bench, ROLE_PCT_CHANGE, METRIC_REV, "1..3");
	bench_say(&bench, ROLE_FORECAST_PREVIOUS, METRIC_REV, "4..6")
	    ->currency[0] = '\0';
	const struct verdict *verdict = bench_decide(&bench);
	assert_int_equal(verdict->guidance, GUIDANCE_CUT);
	assert_int_equal(verdict->severity, 3);
	assert_int_equal(verdict->flags & FLAG_FLIP_TO_LOSS, 0);
	bench_end(&bench);
}

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
	assert_true(has_reason(verdict, "title.unreadable"));
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
	    FORM_OTHER, FORM_ESTIMATE, FORM_BRIEFING, FORM_NOTICE};
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
	assert_true(has_reason(verdict, "listing.low_revenue"));
	bench.reading.facts[1].high = figure("400000000");
	(void)bench_say(
	    &bench, ROLE_FORECAST, METRIC_EQUITY, "-20000000..-10000000");
	verdict = bench_decide(&bench);
	assert_int_equal(verdict->severity, 5);
	assert_true(has_reason(verdict, "listing.negative_equity"));
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

static void
the_lower_the_forecast_the_higher_the_severity(void **state)
{
	static const char *const priors[] = {
	    "100000000", "-100000000", "7000000", "-500000000"};
	static const char *const earlier[] = {
	    "", "90000000..110000000", "-20000000..-10000000"};

	(void)state;
	for (size_t p = 0; p < 4; p++) {
		for (size_t e = 0; e < 3; e++) {
			int worst = 0;
			for (int64_t step = 40; step >= -40; step--) {
				int severity =
				    severity_at(priors[p], earlier[e],
					decimal_from_int(step * 9000000));
				/* An open sign has rows of its own. */
				if (severity < 0)
					continue;
				assert_true(severity >= worst);
				worst = severity;
			}
			assert_true(worst >= 2);
		}
	}
}

static struct fact *
random_fact(struct reading *reading, uint64_t *seed)
{
	static const char *const periods[] = {
	    "FY2024", "FY2023", "H1 2024", "Q4 2024", "FY2025"};
	struct fact *fact = say(reading, (enum role)(dice(seed) % ROLE_COUNT),
	    (enum metric)(dice(seed) % METRIC_COUNT), periods[dice(seed) % 5],
	    "0");
	struct range range = dice_range(seed);

	fact->low = range.low;
	fact->high = range.high;
	fact->low_open = range.low_open;
	fact->high_open = range.high_open;
	fact->basis = (enum basis)(dice(seed) % BASIS_COUNT);
	if (dice(seed) % 10 == 0)
		fact->period = (struct period){DATE_NONE, DATE_NONE};
	if (dice(seed) % 50 == 0)
		fact->high = figure("999999999999999999999999999999999999");
	return fact;
}

static void
check_verdict(const struct verdict *verdict)
{
	assert_in_range(verdict->severity, 0, 5);
	assert_in_range(verdict->good, 0, 4);
	assert_int_equal(verdict->warning,
	    verdict->severity >= 2 && verdict->family == FAMILY_RESULT);
	assert_true(verdict->deciding < (int)verdict->fact_count);
	for (size_t i = 0; i < verdict->reason_count; i++) {
		assert_true(strlen(verdict->reasons[i].text) > 0);
		assert_in_range(verdict->reasons[i].severity, 0, 5);
	}
	if (verdict->severity > 0)
		assert_true(verdict->reason_count > 0);
}

static void
any_reading_gets_sound_verdicts(void **state)
{
	uint64_t seed = 42;

	(void)state;
	for (int i = 0; i < 5000; i++) {
		struct bench bench;
		uint32_t facts = dice(&seed) % 12;

		bench_begin(&bench, (enum form)(dice(&seed) % FORM_COUNT));
		bench.reading.claimed_class =
		    (enum verdict_class)(dice(&seed) % CLASS_COUNT);
		bench.reading.claimed_guidance =
		    (enum guidance)(dice(&seed) % GUIDANCE_COUNT);
		bench.reading.distress =
		    dice(&seed) % 4 == 0
			? (enum distress)(dice(&seed) % DISTRESS_COUNT)
			: DISTRESS_NONE;
		bench.reading.words = (enum words)(dice(&seed) % 4);
		for (uint32_t n = 0; n < facts; n++)
			(void)random_fact(&bench.reading, &seed);
		for (uint32_t n = 0; n < facts; n++)
			bench_know(&bench,
			    (enum role)(dice(&seed) % ROLE_COUNT),
			    METRIC_NI_ATTR, "FY2024", "7");
		(void)bench_decide(&bench);
		for (size_t n = 0; n < bench.verdicts.count; n++)
			check_verdict(&bench.verdicts.items[n]);
		bench_end(&bench);
	}
}

static void
a_flood_of_facts_is_bounded(void **state)
{
	struct bench bench;
	uint64_t seed = 1;

	(void)state;
	bench_begin(&bench, FORM_RESULTS);
	for (int i = 0; i < 20000; i++) {
		struct fact *fact = random_fact(&bench.reading, &seed);
		fact->role = ROLE_ACTUAL;
		fact->metric = METRIC_REV;
		fact->period.start = i;
		fact->period.end = i + 1000;
	}
	(void)bench_decide(&bench);
	assert_in_range(bench.verdicts.count, 1, 12);
	for (size_t i = 0; i < bench.verdicts.count; i++)
		assert_in_range(bench.verdicts.items[i].fact_count, 1, 200);
	bench_end(&bench);
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
	    cmocka_unit_test(one_filing_gives_a_verdict_for_each_period),
	    cmocka_unit_test(attributable_profit_decides_and_comes_first),
	    cmocka_unit_test(
		a_cut_of_any_metric_warns_and_disagreement_is_mixed),
	    cmocka_unit_test(figures_that_the_ledger_has_otherwise_are_flagged),
	    cmocka_unit_test(a_title_that_the_figures_belie_is_a_conflict),
	    cmocka_unit_test(a_claimed_class_stays_with_its_own_period),
	    cmocka_unit_test(percentages_alone_classify_and_use_a_known_prior),
	    cmocka_unit_test(an_increase_in_money_alone_needs_a_prior),
	    cmocka_unit_test(a_prior_worked_out_makes_the_verdict_probable),
	    cmocka_unit_test(growth_guided_in_percent_can_be_cut),
	    cmocka_unit_test(words_without_figures_warn_by_their_strength),
	    cmocka_unit_test(a_title_alone_is_possible_and_capped),
	    cmocka_unit_test(only_the_issuer_s_own_words_warn),
	    cmocka_unit_test(distress_is_a_family_of_its_own),
	    cmocka_unit_test(figures_that_cost_a_listing_are_critical),
	    cmocka_unit_test(two_axes_that_warn_make_a_severe_one),
	    cmocka_unit_test(
		small_amounts_weigh_one_less_but_a_duty_stays_a_notice),
	    cmocka_unit_test(the_lower_the_forecast_the_higher_the_severity),
	    cmocka_unit_test(any_reading_gets_sound_verdicts),
	    cmocka_unit_test(a_flood_of_facts_is_bounded),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
