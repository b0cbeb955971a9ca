/* SPDX-License-Identifier: BSD-2-Clause */
/* Figures: which may be compared, and which is the finer print. */
#include "ledger/figure.h"
#include "tests/unit/ledger/figures.h"

#include <setjmp.h>
#include <stdarg.h>
#include <string.h>
#include <cmocka.h>

static void
a_rounded_print_is_told_from_another_figure(void **state)
{
	static const struct {
		const char *fine, *coarse;
		bool rounded;
	} cases[] = {
	    {"-81180000", "-81000000", true},
	    {"-81000000", "-81180000", false},
	    {"-81180000", "-82000000", false},
	    {"-24119061.04", "-24120000", true},
	    {"-24119061.04", "-24130000", false},
	    {"0.0896", "0.09", true},
	    {"0.086", "0.08", false},
	    /* Fewer digits, but another figure. */
	    {"-14000000", "-10000000", false},
	    {"-9400000", "-9000000", false},
	    {"5", "5", true},
	    {"0", "0", true},
	    {"3", "0", false},
	    {"400000000000000000000000000", "1000000000000000000000000000",
		false},
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		print_message("%s as %s\n", cases[i].fine, cases[i].coarse);
		assert_int_equal(figure_is_rounded(figure(cases[i].fine),
				     figure(cases[i].coarse)),
		    cases[i].rounded);
	}
}

static void
figures_compare_only_within_metric_currency_and_basis(void **state)
{
	struct fact a = {.metric = METRIC_NI_ATTR,
	    .basis = BASIS_CONSOLIDATED,
	    .currency = "CNY"};
	struct fact b = a;

	(void)state;
	assert_true(figure_is_comparable(&a, &b));
	b.basis = BASIS_UNKNOWN;
	assert_true(figure_is_comparable(&a, &b));
	b.basis = BASIS_PARENT;
	assert_false(figure_is_comparable(&a, &b));
	b.basis = BASIS_ADJUSTED;
	assert_false(figure_is_comparable(&a, &b));
	b = a;
	b.metric = METRIC_NI_TOTAL;
	assert_false(figure_is_comparable(&a, &b));
	b = a;
	b = (struct fact){.metric = METRIC_NI_ATTR, .currency = "HKD"};
	assert_false(figure_is_comparable(&a, &b));
}

static void
the_finer_print_has_more_digits(void **state)
{
	struct fact fact = {.low_open = true};

	(void)state;
	fact.high = figure("-24119061.04");
	assert_int_equal(figure_digits(&fact), 10);
	fact.high = figure("-24120000");
	assert_int_equal(figure_digits(&fact), 4);
	fact.high = figure("0");
	assert_int_equal(figure_digits(&fact), 0);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(a_rounded_print_is_told_from_another_figure),
	    cmocka_unit_test(
		figures_compare_only_within_metric_currency_and_basis),
	    cmocka_unit_test(the_finer_print_has_more_digits),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
