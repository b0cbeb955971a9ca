/* SPDX-License-Identifier: BSD-2-Clause */
/* Revisions: one word for every pair of forecasts, and the mirror of it. */
#include "ledger/revision.h"
#include "tests/unit/ledger/figures.h"

#include <setjmp.h>
#include <stdarg.h>
#include <string.h>
#include <cmocka.h>

static const struct {
	const char *earlier, *later;
	enum guidance guidance;
	const char *mid_pct; /* "" none */
	const char *gap_pct; /* "" not disjoint */
	unsigned flags; /* besides disjoint */
} pairs[] = {
    {"100..120", "120..140", GUIDANCE_RAISED, "18.18", "", 0},
    {"100..120", "80..95", GUIDANCE_CUT, "-20.45", "-5.00", 0},
    {"100..120", "90..110", GUIDANCE_CUT, "-9.09", "", 0},
    {"100..120", "105..115", GUIDANCE_NARROWED_NEUTRAL, "0.00", "", 0},
    {"100..120", "110..120", GUIDANCE_NARROWED_UP, "4.55", "", 0},
    {"100..120", "100..110", GUIDANCE_NARROWED_DOWN, "-4.55", "", 0},
    {"100..120", "90..130", GUIDANCE_WIDENED_NEUTRAL, "0.00", "", 0},
    {"100..100", "90..90", GUIDANCE_CUT, "-10.00", "-10.00", 0},
    {"22..24", "18.6..18.6", GUIDANCE_CUT, "-19.13", "-15.45", 0},
    {"5.0..5.8", "3.2..3.8", GUIDANCE_CUT, "-35.19", "-24.00", 0},
    {"20..30", "-10..-5", GUIDANCE_CUT, "-130.00", "-125.00",
	FLAG_FLIP_TO_LOSS},
    {"-71..-55", "-90..-80", GUIDANCE_CUT, "-34.92", "-12.68", 0},
    {"-71..-55", "-60..-50", GUIDANCE_RAISED, "12.70", "", 0},
    {"-71..-55", "5..10", GUIDANCE_RAISED, "111.90", "109.09",
	FLAG_FLIP_TO_PROFIT},
    {"20..30", "-5..5", GUIDANCE_CUT, "-100.00", "-75.00", FLAG_TO_UNCERTAIN},
    {"-71..-55", "-71..-55", GUIDANCE_REITERATED, "0.00", "", 0},
    /* The sign was open and is not any more. */
    {"-5..5", "-4..-1", GUIDANCE_NARROWED_DOWN, "", "", FLAG_RESOLVED_TO_LOSS},
    {"-5..5", "6..8", GUIDANCE_RAISED, "", "20.00", FLAG_RESOLVED_TO_PROFIT},
    /* Open bounds. */
    {"100..", "120..", GUIDANCE_RAISED, "20.00", "", 0},
    {"120..", "100..", GUIDANCE_CUT, "-16.67", "", 0},
    {"..-50", "..-60", GUIDANCE_CUT, "-20.00", "", 0},
    {"50..", "60..70", GUIDANCE_NARROWED_UP, "30.00", "", 0},
    {"..", "60..70", GUIDANCE_NONE, "", "", 0},
};

static void
two_forecasts_have_one_guidance_change(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(pairs) / sizeof(pairs[0]); i++) {
		struct range earlier = figures(pairs[i].earlier);
		struct range later = figures(pairs[i].later);
		bool disjoint = pairs[i].gap_pct[0] != '\0';
		struct revision got;

		print_message("%s -> %s\n", pairs[i].earlier, pairs[i].later);
		revision_compare(&earlier, &later, &got);
		assert_string_equal(
		    vocab_word(VOCAB_GUIDANCES, (int)got.guidance),
		    vocab_word(VOCAB_GUIDANCES, (int)pairs[i].guidance));
		assert_int_equal(got.has_pct, pairs[i].mid_pct[0] != '\0');
		if (got.has_pct)
			assert_true(
			    figure_prints(got.mid_pct, pairs[i].mid_pct));
		assert_int_equal(
		    got.flags, pairs[i].flags | (disjoint ? FLAG_DISJOINT : 0));
		assert_int_equal(got.has_gap, disjoint);
		if (disjoint)
			assert_true(
			    figure_prints(got.gap_pct, pairs[i].gap_pct));
	}
}

static struct range
mirrored(struct range range)
{
	return (struct range){decimal_neg(range.high), decimal_neg(range.low),
	    range.high_open, range.low_open};
}

/* Raised for cut, and so on. */
static enum guidance
mirrored_guidance(enum guidance guidance)
{
	static const enum guidance opposites[][2] = {
	    {GUIDANCE_RAISED, GUIDANCE_CUT},
	    {GUIDANCE_NARROWED_UP, GUIDANCE_NARROWED_DOWN},
	    {GUIDANCE_WIDENED_UP, GUIDANCE_WIDENED_DOWN},
	};

	for (size_t i = 0; i < 3; i++) {
		if (guidance == opposites[i][0])
			return opposites[i][1];
		if (guidance == opposites[i][1])
			return opposites[i][0];
	}
	return guidance;
}

static unsigned
mirrored_flags(unsigned flags)
{
	static const unsigned pair[][2] = {
	    {FLAG_FLIP_TO_LOSS, FLAG_FLIP_TO_PROFIT},
	    {FLAG_RESOLVED_TO_LOSS, FLAG_RESOLVED_TO_PROFIT},
	};
	unsigned both = flags & (FLAG_TO_UNCERTAIN | FLAG_DISJOINT);

	for (size_t i = 0; i < 2; i++) {
		if ((flags & pair[i][0]) != 0)
			both |= pair[i][1];
		if ((flags & pair[i][1]) != 0)
			both |= pair[i][0];
	}
	return both;
}

static void
every_pair_has_one_word_and_its_mirror_the_opposite(void **state)
{
	uint64_t seed = 5201314;

	(void)state;
	for (int i = 0; i < 200000; i++) {
		struct range a = dice_range(&seed);
		struct range b = dice_range(&seed);
		struct range c = mirrored(a);
		struct range d = mirrored(b);
		struct revision got, seen;

		revision_compare(&a, &b, &got);
		revision_compare(&c, &d, &seen);
		if (!range_is_empty(&a) && !range_is_empty(&b))
			assert_true(got.guidance > GUIDANCE_INITIATED);
		assert_true(got.guidance < GUIDANCE_WITHDRAWN);
		assert_int_equal(
		    seen.guidance, mirrored_guidance(got.guidance));
		assert_int_equal(seen.flags, mirrored_flags(got.flags));
		assert_int_equal(seen.has_pct, got.has_pct);
	}
}

static void
there_and_back_is_the_opposite_way(void **state)
{
	uint64_t seed = 17;

	(void)state;
	for (int i = 0; i < 100000; i++) {
		struct range a = dice_range(&seed);
		struct range b = dice_range(&seed);
		struct revision there, back;

		revision_compare(&a, &b, &there);
		revision_compare(&b, &a, &back);
		enum direction way = revision_direction(there.guidance);
		enum direction home = revision_direction(back.guidance);
		if (way == DIRECTION_UP)
			assert_int_equal(home, DIRECTION_DOWN);
		else if (way == DIRECTION_DOWN)
			assert_int_equal(home, DIRECTION_UP);
		else
			assert_int_equal(home, DIRECTION_NONE);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(two_forecasts_have_one_guidance_change),
	    cmocka_unit_test(
		every_pair_has_one_word_and_its_mirror_the_opposite),
	    cmocka_unit_test(there_and_back_is_the_opposite_way),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
