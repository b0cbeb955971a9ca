/* SPDX-License-Identifier: BSD-2-Clause */
/* Consensus: who counts, for how long, and how far a forecast is from it. */
#include "ledger/consensus.h"
#include "lib/base/mem.h"
#include "tests/unit/ledger/figures.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <cmocka.h>

static const struct fact wanted = {.metric = METRIC_NI_ATTR, .currency = "CNY"};

static struct ledger_fact *
estimate(struct history *history, const char *day, const char *broker,
    const char *amount)
{
	struct ledger_fact *known = history_add(history);

	known->fact.metric = METRIC_NI_ATTR;
	known->fact.role = ROLE_ESTIMATE;
	known->fact.period = period_named("FY2024");
	known->fact.low = known->fact.high = figure(amount);
	(void)snprintf(known->fact.currency, CURRENCY_MAX, "CNY");
	known->fact.broker = mem_strdup(broker);
	known->form = FORM_ESTIMATE;
	known->published = wall_at(day);
	known->filing = (int64_t)history->count;
	known->secondhand = true;
	return known;
}

static struct consensus
consensus_on(const struct history *history, const char *day)
{
	struct consensus found;

	consensus_collect(
	    history, &wanted, period_named("FY2024"), wall_at(day), &found);
	return found;
}

static void
three_brokers_have_a_mean_a_median_and_a_span(void **state)
{
	struct history history;
	struct surprise surprise;

	(void)state;
	history_init(&history);
	(void)estimate(&history, "2024-08-28", "Alpha", "-41000000");
	(void)estimate(&history, "2024-08-29", "Beta", "-23600000");
	(void)estimate(&history, "2024-10-22", "Gamma", "-18000000");
	struct consensus c = consensus_on(&history, "2025-01-16");
	assert_int_equal(c.n, 3);
	assert_true(figure_prints(c.mean, "-27533333.33"));
	assert_true(figure_prints(c.median, "-23600000.00"));
	assert_true(figure_prints(c.min, "-41000000.00"));
	assert_true(figure_prints(c.max, "-18000000.00"));
	assert_false(c.stale);

	struct range range = figures("-71000000..-55000000");
	struct decimal prior = figure("-81180000");
	consensus_compare(&c, &range, &prior, &surprise);
	assert_true(surprise.has_pct);
	assert_true(figure_prints(surprise.mid_pct, "-128.81"));
	assert_true(surprise.below_all);
	assert_true(figure_prints(surprise.below_pct, "-34.15"));
	history_done(&history);
}

static void
an_even_number_has_the_middle_of_two_as_median(void **state)
{
	struct history history;

	(void)state;
	history_init(&history);
	(void)estimate(&history, "2024-10-01", "Alpha", "10");
	(void)estimate(&history, "2024-10-02", "Beta", "25");
	struct consensus c = consensus_on(&history, "2024-10-03");
	assert_true(figure_prints(c.median, "17.50"));
	history_done(&history);
}

static void
the_latest_note_of_a_broker_counts_under_any_spelling(void **state)
{
	struct history history;

	(void)state;
	history_init(&history);
	(void)estimate(&history, "2024-08-28", "东吴证券", "10");
	(void)estimate(&history, "2024-09-28", "东吴证券股份有限公司", "20");
	(void)estimate(&history, "2024-09-29", "ACME Securities Ltd.", "30");
	(void)estimate(&history, "2024-09-30", "Acme", "40");
	struct consensus c = consensus_on(&history, "2024-10-03");
	assert_int_equal(c.n, 2);
	assert_true(figure_prints(c.mean, "30.00"));
	history_done(&history);
}

static void
a_retold_note_is_not_a_second_opinion(void **state)
{
	struct history history;

	(void)state;
	history_init(&history);
	(void)estimate(&history, "2024-10-22", "Gamma", "-18000000");
	estimate(&history, "2024-10-23", "Gamma", "-17700000")->digest = true;
	struct consensus c = consensus_on(&history, "2024-11-01");
	assert_int_equal(c.n, 1);
	assert_true(figure_prints(c.mean, "-18000000.00"));
	/* Long after the note it tells of a new one that was not seen. */
	estimate(&history, "2024-12-22", "Gamma", "-60000000")->digest = true;
	c = consensus_on(&history, "2025-01-01");
	assert_int_equal(c.n, 1);
	assert_true(figure_prints(c.mean, "-60000000.00"));
	history_done(&history);
}

static void
old_superseded_and_foreign_estimates_do_not_count(void **state)
{
	struct history history;

	(void)state;
	history_init(&history);
	(void)estimate(&history, "2024-01-01", "Alpha", "1");
	estimate(&history, "2024-08-01", "Beta", "2")->superseded = true;
	estimate(&history, "2024-08-01", "Gamma", "3")->fact.period =
	    period_named("FY2025");
	estimate(&history, "2024-08-01", "Delta", "4")->fact.basis =
	    BASIS_PARENT;
	(void)estimate(&history, "2024-12-01", "Epsilon", "5");
	assert_int_equal(consensus_on(&history, "2024-08-02").n, 0);
	assert_int_equal(consensus_on(&history, "2024-06-29").n, 1);
	assert_int_equal(consensus_on(&history, "2024-06-30").n, 0);
	history_done(&history);
}

static void
estimates_older_than_the_last_results_are_stale(void **state)
{
	struct history history;
	struct ledger_fact *results;

	(void)state;
	history_init(&history);
	(void)estimate(&history, "2024-08-28", "Alpha", "10");
	results = estimate(&history, "2024-10-21", "", "1");
	results->fact.role = ROLE_ACTUAL;
	results->form = FORM_RESULTS;
	results->secondhand = false;
	assert_true(consensus_on(&history, "2024-11-01").stale);
	(void)estimate(&history, "2024-10-30", "Alpha", "11");
	assert_false(consensus_on(&history, "2024-11-01").stale);
	history_done(&history);
}

static void
a_mean_near_zero_gives_money_not_percent(void **state)
{
	struct history history;
	struct surprise surprise;
	struct range range = figures("-5");
	struct decimal prior = figure("100");

	(void)state;
	history_init(&history);
	(void)estimate(&history, "2024-10-01", "Alpha", "9");
	struct consensus c = consensus_on(&history, "2024-10-03");
	consensus_compare(&c, &range, &prior, &surprise);
	assert_false(surprise.has_pct);
	assert_true(surprise.below_all);
	assert_int_equal(surprise.sign, -1);
	prior = figure("90");
	consensus_compare(&c, &range, &prior, &surprise);
	assert_true(surprise.has_pct);
	assert_true(figure_prints(surprise.mid_pct, "-155.56"));
	history_done(&history);
}

static void
above_all_is_seen_as_well(void **state)
{
	struct history history;
	struct surprise surprise;
	struct range range = figures("30..");

	(void)state;
	history_init(&history);
	(void)estimate(&history, "2024-10-01", "Alpha", "20");
	(void)estimate(&history, "2024-10-01", "Beta", "25");
	struct consensus c = consensus_on(&history, "2024-10-03");
	consensus_compare(&c, &range, NULL, &surprise);
	assert_true(surprise.above_all);
	assert_false(surprise.below_all);
	assert_true(figure_prints(surprise.mid_pct, "33.33"));
	assert_int_equal(surprise.sign, 1);
	history_done(&history);
}

static void
names_come_down_to_what_tells_brokers_apart(void **state)
{
	static const struct {
		const char *name, *key;
	} cases[] = {
	    {"国泰君安", "国泰君安"},
	    {"国泰君安证券股份有限公司", "国泰君安"},
	    {"ACME Securities Co., Ltd.", "acme"},
	    {"Securities", "securities"},
	    {"证券", "证券"},
	    {"", ""},
	};
	char key[BROKER_KEY_MAX];

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++)
		assert_string_equal(
		    consensus_broker_key(cases[i].name, key), cases[i].key);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(three_brokers_have_a_mean_a_median_and_a_span),
	    cmocka_unit_test(an_even_number_has_the_middle_of_two_as_median),
	    cmocka_unit_test(
		the_latest_note_of_a_broker_counts_under_any_spelling),
	    cmocka_unit_test(a_retold_note_is_not_a_second_opinion),
	    cmocka_unit_test(old_superseded_and_foreign_estimates_do_not_count),
	    cmocka_unit_test(estimates_older_than_the_last_results_are_stale),
	    cmocka_unit_test(a_mean_near_zero_gives_money_not_percent),
	    cmocka_unit_test(above_all_is_seen_as_well),
	    cmocka_unit_test(names_come_down_to_what_tells_brokers_apart),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
