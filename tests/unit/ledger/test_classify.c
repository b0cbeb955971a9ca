/* SPDX-License-Identifier: BSD-2-Clause */
/* Classes: the exchanges' types, total on every input, and the issuer's word. */
#include "ledger/classify.h"
#include "tests/unit/ledger/figures.h"

#include <setjmp.h>
#include <stdarg.h>
#include <string.h>
#include <cmocka.h>

static const struct {
	const char *range;
	const char *prior; /* "" unknown */
	enum verdict_class class_;
	unsigned flags;
} levels[] = {
    {"-71..-55", "-81.18", CLASS_LOSS_NARROWER, 0},
    {"-25", "-59.0204", CLASS_LOSS_NARROWER, 0},
    {"-71..-55", "-40", CLASS_LOSS_WIDER, 0},
    {"-71..-55", "-60", CLASS_LOSS_CONT, FLAG_STRADDLES_PRIOR},
    {"-71..-55", "30", CLASS_FIRST_LOSS, 0},
    {"-71..-55", "0", CLASS_FIRST_LOSS, FLAG_ZERO_BASE},
    {"-71..-55", "", CLASS_LOSS, 0},
    {"10..20", "-5", CLASS_TURNAROUND, 0},
    {"10..20", "0", CLASS_TURNAROUND, FLAG_ZERO_BASE},
    {"10..20", "", CLASS_PROFIT, 0},
    {"15..18", "10", CLASS_UP_BIG, 0},
    {"14..18", "10", CLASS_UP_BIG, FLAG_TOUCHES_50},
    {"12..15", "10", CLASS_UP_SMALL, FLAG_TOUCHES_50},
    {"11..13", "10", CLASS_UP_SMALL, 0},
    {"9..12", "10", CLASS_MIXED_PROFIT, FLAG_DIRECTION_OPEN},
    {"10..10", "10", CLASS_MIXED_PROFIT, FLAG_UNCHANGED},
    {"7..9", "10", CLASS_DOWN_SMALL, 0},
    {"4..6", "10", CLASS_DOWN_BIG, FLAG_TOUCHES_50},
    {"4..5", "10", CLASS_DOWN_BIG, 0},
    {"4.5..7", "10", CLASS_DOWN_SMALL, FLAG_TOUCHES_50},
    {"-5..5", "10", CLASS_UNCERTAIN, FLAG_PRIOR_PROFIT},
    {"-5..5", "-10", CLASS_UNCERTAIN, FLAG_PRIOR_LOSS},
    {"-5..5", "", CLASS_UNCERTAIN, 0},
    {"-5..0", "10", CLASS_FIRST_LOSS, FLAG_TOUCHES_ZERO},
    {"-5..0", "-10", CLASS_LOSS_NARROWER, FLAG_TOUCHES_ZERO},
    {"0..5", "-10", CLASS_TURNAROUND, FLAG_TOUCHES_ZERO},
    {"0..5", "10", CLASS_DOWN_BIG, FLAG_TOUCHES_ZERO},
    {"0..0", "", CLASS_UNCERTAIN, FLAG_BREAKEVEN},
    {"0..0", "10", CLASS_UNCERTAIN, FLAG_BREAKEVEN | FLAG_PRIOR_PROFIT},
    {"50..", "20", CLASS_UP_BIG, 0},
    {"50..", "40", CLASS_UP_SMALL, FLAG_TOUCHES_50},
    {"..-50", "-20", CLASS_LOSS_WIDER, 0},
    {"..-50", "-80", CLASS_LOSS_CONT, FLAG_STRADDLES_PRIOR},
    {"-50..0", "-80", CLASS_LOSS_NARROWER, FLAG_TOUCHES_ZERO},
    {"-86..-43", "-34.79", CLASS_LOSS_WIDER, 0},
    {"..120", "", CLASS_UNCERTAIN, 0},
    {"..", "10", CLASS_NONE, 0},
};

static void
levels_against_the_prior_year_have_one_class(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(levels) / sizeof(levels[0]); i++) {
		struct range range = figures(levels[i].range);
		struct decimal prior = DECIMAL_ZERO;
		struct classification got;
		bool known = levels[i].prior[0] != '\0';

		if (known)
			prior = figure(levels[i].prior);
		classify_levels(&range, known ? &prior : NULL, &got);
		print_message(
		    "%s against %s\n", levels[i].range, levels[i].prior);
		assert_string_equal(vocab_word(VOCAB_CLASSES, (int)got.class_),
		    vocab_word(VOCAB_CLASSES, (int)levels[i].class_));
		assert_int_equal(got.flags, levels[i].flags);
	}
}

static void
percentages_have_two_decimals_half_to_even(void **state)
{
	struct range range = figures("-71000000..-55000000");
	struct decimal prior = figure("-81180000");
	struct classification got;

	(void)state;
	classify_levels(&range, &prior, &got);
	assert_true(got.has_pct);
	assert_true(figure_prints(got.low_pct, "12.54"));
	assert_true(figure_prints(got.high_pct, "32.25"));
	assert_true(figure_prints(got.mid_pct, "22.39"));
	prior = DECIMAL_ZERO;
	classify_levels(&range, &prior, &got);
	assert_false(got.has_pct);
}

static void
percentages_alone_classify_like_levels(void **state)
{
	static const struct {
		const char *pct;
		int prior_sign;
		enum verdict_class class_;
	} cases[] = {
	    {"-60..-50", 1, CLASS_DOWN_BIG},
	    {"-60..-40", 1, CLASS_DOWN_BIG},
	    {"-30..-10", 1, CLASS_DOWN_SMALL},
	    {"40..", 1, CLASS_UP_SMALL},
	    {"50..", 1, CLASS_UP_BIG},
	    {"-5..5", 1, CLASS_MIXED_PROFIT},
	    {"-191..-171", 1, CLASS_FIRST_LOSS},
	    {"-120..-80", 1, CLASS_UNCERTAIN},
	    {"..-80", 1, CLASS_DOWN_BIG},
	    {"..-20", 1, CLASS_DOWN_SMALL},
	    {"..-150", 1, CLASS_FIRST_LOSS},
	    {"..-30", -1, CLASS_LOSS_WIDER},
	    {"12.54..32.25", -1, CLASS_LOSS_NARROWER},
	    {"-50..-30", -1, CLASS_LOSS_WIDER},
	    {"122.17..127.51", -1, CLASS_TURNAROUND},
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct range pct = figures(cases[i].pct);
		struct classification got;

		classify_percent(&pct, cases[i].prior_sign, &got);
		print_message("%s %%\n", cases[i].pct);
		assert_int_equal(got.class_, cases[i].class_);
		assert_true(got.has_pct);
	}
}

static void
the_issuers_word_and_the_figures_are_joined(void **state)
{
	static const struct {
		enum verdict_class computed;
		unsigned touches;
		enum verdict_class claimed;
		bool own_prior;
		enum verdict_class settled;
		bool conflict;
	} cases[] = {
	    {CLASS_NONE, 0, CLASS_LOSS, false, CLASS_LOSS, false},
	    {CLASS_LOSS, 0, CLASS_NONE, false, CLASS_LOSS, false},
	    /* A general word is made precise, by whichever side can. */
	    {CLASS_LOSS, 0, CLASS_FIRST_LOSS, false, CLASS_FIRST_LOSS, false},
	    {CLASS_LOSS_NARROWER, 0, CLASS_LOSS, false, CLASS_LOSS_NARROWER,
		false},
	    {CLASS_LOSS_NARROWER, 0, CLASS_LOSS_CONT, true, CLASS_LOSS_NARROWER,
		false},
	    {CLASS_LOSS_CONT, 0, CLASS_LOSS_NARROWER, true, CLASS_LOSS_CONT,
		false},
	    {CLASS_PROFIT, 0, CLASS_UP_BIG, false, CLASS_UP_BIG, false},
	    {CLASS_UP_SMALL, FLAG_TOUCHES_50, CLASS_UP_BIG, false,
		CLASS_UP_SMALL, false},
	    /* A contradiction beyond the sign: whose prior year decides. */
	    {CLASS_LOSS_WIDER, 0, CLASS_FIRST_LOSS, true, CLASS_LOSS_WIDER,
		true},
	    {CLASS_LOSS_WIDER, 0, CLASS_FIRST_LOSS, false, CLASS_FIRST_LOSS,
		true},
	    {CLASS_UP_SMALL, 0, CLASS_UP_BIG, false, CLASS_UP_BIG, true},
	    /* The sign of a figure is never talked away. */
	    {CLASS_LOSS, 0, CLASS_UP_BIG, false, CLASS_LOSS, true},
	    {CLASS_UP_BIG, 0, CLASS_FIRST_LOSS, false, CLASS_UP_BIG, true},
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct classification computed = {
		    .class_ = cases[i].computed, .flags = cases[i].touches};
		unsigned flags = 0;

		print_message("case %zu\n", i);
		assert_int_equal(classify_settle(&computed, cases[i].claimed,
				     cases[i].own_prior, &flags),
		    cases[i].settled);
		assert_int_equal(
		    flags, cases[i].conflict ? FLAG_CLASS_CONFLICT : 0);
	}
}

/* The class is the one that the sign and the prior's sign allow. */
static void
check_sign(const struct range *range, const struct decimal *prior,
    enum verdict_class class_)
{
	int sign = prior != NULL ? decimal_sign(*prior) : 0;

	if (classify_is_loss(class_)) {
		assert_false(range->high_open);
		assert_true(decimal_sign(range->high) <= 0);
	}
	if (classify_is_profit(class_)) {
		assert_false(range->low_open);
		assert_true(decimal_sign(range->low) >= 0);
	}
	if (prior == NULL)
		assert_int_equal(classify_prior_sign(class_), 0);
	else if (sign != 0 && classify_prior_sign(class_) != 0)
		assert_int_equal(classify_prior_sign(class_), sign);
}

static void
every_input_has_exactly_one_class_that_fits_its_sign(void **state)
{
	uint64_t seed = 20240709;

	(void)state;
	for (int i = 0; i < 200000; i++) {
		struct range range = dice_range(&seed);
		struct decimal prior = dice_figure(&seed);
		bool known = dice(&seed) % 8 != 0;
		struct classification got, again;

		classify_levels(&range, known ? &prior : NULL, &got);
		classify_levels(&range, known ? &prior : NULL, &again);
		assert_int_equal(got.class_, again.class_);
		assert_int_equal(got.flags, again.flags);
		if (range_is_empty(&range)) {
			assert_int_equal(got.class_, CLASS_NONE);
			continue;
		}
		assert_true(got.class_ > CLASS_NONE);
		assert_true(got.class_ < CLASS_COUNT);
		check_sign(&range, known ? &prior : NULL, got.class_);
	}
}

/* Currency units do not matter: thousands or yuan, the class is the same. */
static void
the_class_does_not_depend_on_the_unit(void **state)
{
	uint64_t seed = 603138;

	(void)state;
	for (int i = 0; i < 20000; i++) {
		struct range range = dice_range(&seed);
		struct decimal prior = dice_figure(&seed);
		struct range big = range;
		struct decimal big_prior;
		struct classification a, b;

		assert_int_equal(decimal_scale10(range.low, 6, &big.low), 0);
		assert_int_equal(decimal_scale10(range.high, 6, &big.high), 0);
		assert_int_equal(decimal_scale10(prior, 6, &big_prior), 0);
		classify_levels(&range, &prior, &a);
		classify_levels(&big, &big_prior, &b);
		assert_int_equal(a.class_, b.class_);
		assert_int_equal(a.flags, b.flags);
		assert_int_equal(decimal_cmp(a.mid_pct, b.mid_pct), 0);
	}
}

static void
figures_too_big_to_compare_have_the_class_of_their_sign(void **state)
{
	struct range range = figures("-999999999999999999999999999999999999");
	struct decimal prior = figure("999999999999999999999999999999999999");
	struct classification got;

	(void)state;
	classify_levels(&range, &prior, &got);
	assert_int_equal(got.class_, CLASS_LOSS);
	assert_false(got.has_pct);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(levels_against_the_prior_year_have_one_class),
	    cmocka_unit_test(percentages_have_two_decimals_half_to_even),
	    cmocka_unit_test(percentages_alone_classify_like_levels),
	    cmocka_unit_test(the_issuers_word_and_the_figures_are_joined),
	    cmocka_unit_test(
		every_input_has_exactly_one_class_that_fits_its_sign),
	    cmocka_unit_test(the_class_does_not_depend_on_the_unit),
	    cmocka_unit_test(
		figures_too_big_to_compare_have_the_class_of_their_sign),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
