/* SPDX-License-Identifier: BSD-2-Clause */
/* Verdicts of one filing, with and without a history. */
#include "ledger/verdict.h"
#include "tests/unit/ledger/bench.h"
#include "tests/unit/ledger/figures.h"

#include <setjmp.h>
#include <stdarg.h>
#include <string.h>
#include <cmocka.h>

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
sales_that_rise_do_not_soften_a_cut_of_profits(void **state)
{
	struct bench bench;

	(void)state;
	bench_begin(&bench, FORM_FORECAST_REVISION);
	(void)bench_say(&bench, ROLE_FORECAST, METRIC_NI_ATTR, "70000000");
	(void)bench_say(
	    &bench, ROLE_FORECAST_PREVIOUS, METRIC_NI_ATTR, "100000000");
	(void)bench_say(&bench, ROLE_FORECAST, METRIC_REV, "1200000000");
	(void)bench_say(
	    &bench, ROLE_FORECAST_PREVIOUS, METRIC_REV, "1000000000");
	const struct verdict *verdict = bench_decide(&bench);
	assert_int_equal(verdict->guidance, GUIDANCE_CUT);
	assert_int_equal(verdict->direction, DIRECTION_DOWN);
	assert_true(verdict->warning);
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
	assert_true(bench_has_reason(verdict, "guidance.cut"));
	assert_int_equal(verdict->severity, 3);
	assert_true(verdict->warning);
	assert_int_equal(verdict->good, 4);
	bench_end(&bench);
}

static void
a_consensus_that_the_filing_quotes_is_compared_with(void **state)
{
	struct bench bench;

	(void)state;
	bench_begin(&bench, FORM_FORECAST);
	(void)bench_say(&bench, ROLE_FORECAST, METRIC_NI_ATTR, "80000000");
	(void)bench_say(&bench, ROLE_ESTIMATE, METRIC_NI_ATTR, "100000000");
	const struct verdict *verdict = bench_decide(&bench);
	assert_true(bench_has_reason(verdict, "consensus.below_10"));
	assert_int_equal(verdict->severity, 3);
	assert_true(verdict->warning);
	bench_end(&bench);
}

static void
a_loss_without_one_off_items_mixes_a_rise(void **state)
{
	struct bench bench;

	(void)state;
	bench_begin(&bench, FORM_FORECAST);
	(void)bench_say(&bench, ROLE_FORECAST, METRIC_NI_ATTR, "12000000");
	(void)bench_say(&bench, ROLE_PRIOR_YEAR, METRIC_NI_ATTR, "9000000");
	assert_int_equal(bench_decide(&bench)->direction, DIRECTION_UP);
	(void)bench_say(&bench, ROLE_FORECAST, METRIC_NI_EXNR, "-3000000");
	const struct verdict *verdict = bench_decide(&bench);
	assert_int_equal(verdict->class_, CLASS_UP_SMALL);
	assert_int_equal(verdict->direction, DIRECTION_MIXED);
	bench_end(&bench);
}

static void
plain_net_profit_stands_for_the_attributable_one(void **state)
{
	struct bench bench;

	(void)state;
	bench_begin(&bench, FORM_FORECAST_REVISION);
	(void)bench_say(&bench, ROLE_FORECAST, METRIC_NI_ATTR, "-90000000");
	(void)bench_say(
	    &bench, ROLE_FORECAST_PREVIOUS, METRIC_NI_TOTAL, "-50000000");
	(void)bench_say(&bench, ROLE_PRIOR_YEAR, METRIC_NI_TOTAL, "7000000");
	const struct verdict *verdict = bench_decide(&bench);
	assert_int_equal(verdict->guidance, GUIDANCE_CUT);
	assert_int_equal(verdict->class_, CLASS_FIRST_LOSS);
	assert_int_equal(verdict->grade, GRADE_PROBABLE);
	assert_int_equal(verdict->change_count, 2);
	assert_true(verdict->changes[0].derived && verdict->changes[1].derived);
	/* Not where the text tells the two apart. */
	(void)bench_say(&bench, ROLE_FORECAST, METRIC_NI_TOTAL, "-95000000");
	verdict = bench_decide(&bench);
	assert_int_equal(verdict->class_, CLASS_LOSS);
	assert_int_equal(verdict->changes[0].metric, METRIC_NI_TOTAL);
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
one_percentage_beside_a_range_classifies(void **state)
{
	static const struct {
		const char *level, *pct;
		enum verdict_class class;
	} rows[] = {
	    {"120000000..150000000", "-60", CLASS_DOWN_BIG},
	    {"120000000..150000000", "-20", CLASS_DOWN_SMALL},
	    {"120000000..150000000", "30..40", CLASS_UP_SMALL},
	    {"-9000000..-7000000", "-40", CLASS_LOSS_WIDER},
	    {"-9000000..-7000000", "35", CLASS_LOSS_NARROWER},
	};

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct bench bench;
		bench_begin(&bench, FORM_FORECAST);
		(void)bench_say(
		    &bench, ROLE_FORECAST, METRIC_NI_ATTR, rows[i].level);
		(void)bench_say(
		    &bench, ROLE_PCT_CHANGE, METRIC_NI_ATTR, rows[i].pct);
		const struct verdict *verdict = bench_decide(&bench);
		if (verdict->class_ != rows[i].class)
			fail_msg("%s, %s: %s", rows[i].level, rows[i].pct,
			    vocab_word(VOCAB_CLASSES, (int)verdict->class_));
		bench_end(&bench);
	}
}

static void
a_fall_of_more_than_so_much_keeps_its_open_end(void **state)
{
	struct bench bench;

	(void)state;
	bench_begin(&bench, FORM_FORECAST);
	struct fact *fact =
	    bench_say(&bench, ROLE_PCT_CHANGE, METRIC_NI_ATTR, "-60");
	fact->low_open = true;
	(void)bench_say(&bench, ROLE_PRIOR_YEAR, METRIC_NI_ATTR, "85600000");
	const struct verdict *verdict = bench_decide(&bench);
	assert_int_equal(verdict->class_, CLASS_DOWN_BIG);
	assert_true(verdict->changes[0].low_open);
	assert_int_equal(verdict->severity, 3);
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
guidance_that_moves_says_nothing_of_the_year_before(void **state)
{
	struct bench bench;

	(void)state;
	bench_begin(&bench, FORM_FORECAST_REVISION);
	(void)bench_say(
	    &bench, ROLE_FORECAST, METRIC_NI_ATTR, "60000000..70000000");
	const struct verdict *verdict = bench_decide(&bench);
	assert_int_equal(verdict->class_, CLASS_PROFIT);
	(void)bench_say(&bench, ROLE_FORECAST_PREVIOUS, METRIC_NI_ATTR,
	    "80000000..90000000");
	verdict = bench_decide(&bench);
	assert_int_equal(verdict->guidance, GUIDANCE_CUT);
	assert_int_equal(verdict->class_, CLASS_NONE);
	assert_true(verdict->warning);
	(void)bench_say(&bench, ROLE_PRIOR_YEAR, METRIC_NI_ATTR, "75000000");
	verdict = bench_decide(&bench);
	assert_int_equal(verdict->class_, CLASS_DOWN_SMALL);
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
	    cmocka_unit_test(one_filing_gives_a_verdict_for_each_period),
	    cmocka_unit_test(attributable_profit_decides_and_comes_first),
	    cmocka_unit_test(sales_that_rise_do_not_soften_a_cut_of_profits),
	    cmocka_unit_test(
		a_cut_of_any_metric_warns_and_disagreement_is_mixed),
	    cmocka_unit_test(
		a_consensus_that_the_filing_quotes_is_compared_with),
	    cmocka_unit_test(a_loss_without_one_off_items_mixes_a_rise),
	    cmocka_unit_test(plain_net_profit_stands_for_the_attributable_one),
	    cmocka_unit_test(figures_that_the_ledger_has_otherwise_are_flagged),
	    cmocka_unit_test(percentages_alone_classify_and_use_a_known_prior),
	    cmocka_unit_test(one_percentage_beside_a_range_classifies),
	    cmocka_unit_test(a_fall_of_more_than_so_much_keeps_its_open_end),
	    cmocka_unit_test(an_increase_in_money_alone_needs_a_prior),
	    cmocka_unit_test(a_prior_worked_out_makes_the_verdict_probable),
	    cmocka_unit_test(
		guidance_that_moves_says_nothing_of_the_year_before),
	    cmocka_unit_test(growth_guided_in_percent_can_be_cut),
	    cmocka_unit_test(any_reading_gets_sound_verdicts),
	    cmocka_unit_test(a_flood_of_facts_is_bounded),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
