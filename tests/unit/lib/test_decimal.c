/* SPDX-License-Identifier: BSD-2-Clause */
/* Exact decimals: forms, rounding half to even, and the edges of the range. */
#include "lib/base/decimal.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <cmocka.h>

#define NINES36 "999999999999999999999999999999999999"
#define NINES18 "999999999999999999"

static struct decimal
dec(const char *s)
{
	struct decimal d = DECIMAL_ZERO;
	int r = decimal_parse(s, strlen(s), &d);

	if (r < 0)
		fail_msg("'%s' does not parse: %d", s, r);
	assert_true(decimal_is_valid(d));
	return d;
}

/* want is the printed result, or NULL for ERR_RANGE. */
static void
check(const char *what, int r, struct decimal got, const char *want)
{
	char text[DECIMAL_STR_MAX];

	if (want == NULL) {
		if (r != ERR_RANGE)
			fail_msg("%s: %d, not out of range", what, r);
		return;
	}
	if (r != 0)
		fail_msg("%s: error %d, want %s", what, r, want);
	if (strcmp(decimal_print(got, text), want) != 0)
		fail_msg("%s: %s, want %s", what, text, want);
	assert_true(decimal_is_valid(got));
}

static void
numbers_print_as_they_are_without_idle_zeros(void **state)
{
	static const struct {
		const char *in;
		const char *out;
	} cases[] = {
	    {"0", "0"},
	    {"-0", "0"},
	    {"-0.00", "0"},
	    {"+7", "7"},
	    {"007", "7"},
	    {"-71000000", "-71000000"},
	    {"0.05", "0.05"},
	    {"1.50", "1.5"},
	    {"100.000", "100"},
	    {"-0.000000000000000001", "-0.000000000000000001"},
	    {"0.10000000000000000000000000000000000000000", "0.1"},
	    {NINES36, NINES36},
	    {"-" NINES18 "." NINES18, "-" NINES18 "." NINES18},
	    {"0000000000000000000000000000000000000000000000001", "1"},
	};
	char text[DECIMAL_STR_MAX];

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++)
		assert_string_equal(
		    decimal_print(dec(cases[i].in), text), cases[i].out);
}

static void
other_text_is_refused(void **state)
{
	static const struct {
		const char *in;
		int want;
	} cases[] = {
	    {"", ERR_SYNTAX},
	    {"-", ERR_SYNTAX},
	    {".5", ERR_SYNTAX},
	    {"5.", ERR_SYNTAX},
	    {"1,000", ERR_SYNTAX},
	    {"1e5", ERR_SYNTAX},
	    {" 1", ERR_SYNTAX},
	    {"1 ", ERR_SYNTAX},
	    {"--1", ERR_SYNTAX},
	    {"1.2.3", ERR_SYNTAX},
	    {"1.-2", ERR_SYNTAX},
	    {"１", ERR_SYNTAX},
	    {"0.0000000000000000001", ERR_RANGE},
	    {"1" NINES36, ERR_RANGE},
	    {"1000000000000000000000000000000000000", ERR_RANGE},
	    {"1" NINES18 "." NINES18, ERR_RANGE},
	};
	struct decimal d = dec("42");

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		const char *in = cases[i].in;
		assert_int_equal(
		    decimal_parse(in, strlen(in), &d), cases[i].want);
	}
	check("untouched", 0, d, "42");
	assert_int_equal(decimal_parse("12x", 2, &d), 0);
	check("two bytes of three", 0, d, "12");
}

static void
fixed_places_round_half_to_even(void **state)
{
	static const struct {
		const char *in;
		int places;
		const char *out;
	} cases[] = {
	    {"0.125", 2, "0.12"},
	    {"0.135", 2, "0.14"},
	    {"-0.125", 2, "-0.12"},
	    {"-0.135", 2, "-0.14"},
	    {"0.1251", 2, "0.13"},
	    {"2.5", 0, "2"},
	    {"3.5", 0, "4"},
	    {"-2.5", 0, "-2"},
	    {"0.5", 0, "0"},
	    {"1", 2, "1.00"},
	    {"-1.5", 2, "-1.50"},
	    {"0", 2, "0.00"},
	    {"-0.001", 2, "0.00"},
	    {"99.999", 2, "100.00"},
	    {"22.394678", 2, "22.39"},
	    {NINES36, 18, NINES36 ".000000000000000000"},
	};
	char text[DECIMAL_STR_MAX];

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++)
		assert_string_equal(decimal_print_fixed(dec(cases[i].in),
					cases[i].places, text),
		    cases[i].out);
	check("rounded 1.005", 0, decimal_round(dec("1.005"), 2), "1");
	check("rounded 1.2", 0, decimal_round(dec("1.2"), 5), "1.2");
}

static void
comparison_knows_sign_and_scale(void **state)
{
	/* In ascending order. */
	static const char *const sorted[] = {"-" NINES36, "-81.18", "-81.1",
	    "-63", "-0.000000000000000001", "0", "0.000000000000000001", "0.1",
	    "0.99", "1", "1.000000000000000001", "100000000000000000",
	    NINES18 "." NINES18, NINES36};
	int n = (int)(sizeof(sorted) / sizeof(sorted[0]));

	(void)state;
	for (int i = 0; i < n; i++) {
		for (int j = 0; j < n; j++)
			assert_int_equal(
			    decimal_cmp(dec(sorted[i]), dec(sorted[j])),
			    i < j ? -1 : i > j);
	}
	assert_int_equal(decimal_cmp(dec("1.50"), dec("1.5")), 0);
	assert_int_equal(decimal_sign(dec("-0.1")), -1);
	assert_true(decimal_is_zero(dec("-0.0")));
	check("abs", 0, decimal_abs(dec("-2.5")), "2.5");
	check("neg", 0, decimal_neg(dec("2.5")), "-2.5");
	check("int", 0, decimal_from_int(INT64_MIN), "-9223372036854775808");
}

static void
sums_are_exact_or_out_of_range(void **state)
{
	static const struct {
		const char *a;
		const char *b;
		const char *sum;
	} cases[] = {
	    {"1.5", "2.5", "4"},
	    {"0.1", "0.2", "0.3"},
	    {"-63", "81.18", "18.18"},
	    {"0.000000000000000001", "-1", "-0.999999999999999999"},
	    {NINES36, "0", NINES36},
	    {NINES36, "-" NINES36, "0"},
	    {NINES36, "1", NULL},
	    {NINES36, "0.1", NULL},
	    {"-" NINES36, "-1", NULL},
	    {NINES36, "0.000000000000000001", NULL},
	    {NINES18 "." NINES18, "0.000000000000000001",
		"1000000000000000000"},
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct decimal a = dec(cases[i].a), b = dec(cases[i].b);
		struct decimal sum = DECIMAL_ZERO;
		int r = decimal_add(a, b, &sum);
		check(cases[i].a, r, sum, cases[i].sum);
		r = decimal_sub(a, decimal_neg(b), &sum);
		check(cases[i].a, r, sum, cases[i].sum);
	}
}

static void
products_are_exact_or_out_of_range(void **state)
{
	static const struct {
		const char *a;
		const char *b;
		const char *product;
	} cases[] = {
	    {"1.5", "-2", "-3"},
	    {"-0.5", "-0.5", "0.25"},
	    {"0", "-5", "0"},
	    {NINES36, "1", NINES36},
	    {NINES36, "2", NULL},
	    {"0.0000000001", "0.0000000001", NULL},
	    {"0.000000001", "0.000000001", "0.000000000000000001"},
	    {NINES18, NINES18, "999999999999999998000000000000000001"},
	    /* 5^30 / 10^18 * 2^60: more digits on the way than at the end. */
	    {"931.322574615478515625", "1152921504606846976",
		"1073741824000000000000"},
	    {"0.000000000000000002", "500000000000000000", "1"},
	    {"1000000000000000000", "1000000000000000000", NULL},
	    {"100000000000000000", "1000000000000000000",
		"100000000000000000000000000000000000"},
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct decimal a = dec(cases[i].a), b = dec(cases[i].b);
		struct decimal product = DECIMAL_ZERO;
		int r = decimal_mul(a, b, &product);
		check(cases[i].a, r, product, cases[i].product);
		r = decimal_mul(b, a, &product);
		check(cases[i].b, r, product, cases[i].product);
	}
}

static void
quotients_round_half_to_even(void **state)
{
	static const struct {
		const char *a;
		const char *b;
		int places;
		const char *quotient;
	} cases[] = {
	    {"1", "3", 4, "0.3333"},
	    {"2", "3", 4, "0.6667"},
	    {"-2", "3", 2, "-0.67"},
	    {"1", "8", 2, "0.12"},
	    {"3", "8", 2, "0.38"},
	    {"1", "2", 0, "0"},
	    {"3", "2", 0, "2"},
	    {"3", "-2", 0, "-2"},
	    {"0", "7", 5, "0"},
	    {"6", "0.5", 0, "12"},
	    {"0.000000000000000025", "10", 18, "0.000000000000000002"},
	    {"0.000000000000000035", "10", 18, "0.000000000000000004"},
	    {"0.125", "1", 2, "0.12"},
	    {"0.12500000000000001", "1", 2, "0.13"},
	    /* The rest of the division decides beyond the dropped half. */
	    {"0.3750000001", "3", 2, "0.13"},
	    {NINES36, "1", 18, NINES36},
	    {NINES36, "17", 2, NULL},
	    {NINES36, "0.1", 0, NULL},
	    {"1", "0", 2, NULL},
	    {"0", "0", 2, NULL},
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct decimal quotient = DECIMAL_ZERO;
		int r = decimal_div(dec(cases[i].a), dec(cases[i].b),
		    cases[i].places, &quotient);
		check(cases[i].a, r, quotient, cases[i].quotient);
	}
}

static void
powers_of_ten_only_move_the_point(void **state)
{
	static const struct {
		const char *in;
		int exp;
		const char *out;
	} cases[] = {
	    {"7100", 4, "71000000"},
	    {"-5.5", 3, "-5500"},
	    {"1.2345", 2, "123.45"},
	    {"71000000", -6, "71"},
	    {"1", -18, "0.000000000000000001"},
	    {"0.1", -18, NULL},
	    {"1000", -18, "0.000000000000001"},
	    {"0", 18, "0"},
	    {NINES36, 1, NULL},
	    {NINES18, 18, NINES18 "000000000000000000"},
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct decimal out = DECIMAL_ZERO;
		int r = decimal_scale10(dec(cases[i].in), cases[i].exp, &out);
		check(cases[i].in, r, out, cases[i].out);
	}
}

static void
change_is_in_percent_of_the_size_of_the_base(void **state)
{
	static const struct {
		const char *value;
		const char *base;
		const char *pct;
	} cases[] = {
	    /* A smaller loss is a rise. */
	    {"-63", "-81.18", "22.39"},
	    {"-71", "-81.18", "12.54"},
	    {"-55", "-81.18", "32.25"},
	    /* Midpoint against the mean of three brokers, domain rule g. */
	    {"-63", "-27.533333333333333333", "-128.81"},
	    {"-55", "-41", "-34.15"},
	    {"5", "-10", "150"},
	    {"-5", "10", "-150"},
	    {"10", "10", "0"},
	    {"0", "-3", "100"},
	    {"100.005", "100", "0"},
	    {"100.015", "100", "0.02"},
	    {"1", "0", NULL},
	    {"0", "0", NULL},
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct decimal pct = DECIMAL_ZERO;
		int r = decimal_change_pct(
		    dec(cases[i].value), dec(cases[i].base), &pct);
		check(cases[i].value, r, pct, cases[i].pct);
	}
}

static void
doubles_are_the_nearest(void **state)
{
	(void)state;
	assert_true(decimal_to_double(dec("0.1")) == 0.1);
	assert_true(decimal_to_double(dec("-71000000")) == -71000000.0);
	assert_true(decimal_to_double(dec("0.3")) == 0.3);
	assert_true(
	    decimal_to_double(dec("9007199254740993")) == 9007199254740992.0);
	assert_true(decimal_to_double(dec("0.000000000000000001")) == 1e-18);
}

static void
values_from_elsewhere_are_checked(void **state)
{
	struct decimal nines = dec(NINES36);

	(void)state;
	assert_true(decimal_is_valid(DECIMAL_ZERO));
	assert_false(decimal_is_valid((struct decimal){10, 1}));
	assert_false(decimal_is_valid((struct decimal){0, 1}));
	assert_false(decimal_is_valid((struct decimal){1, -1}));
	assert_false(decimal_is_valid((struct decimal){1, 19}));
	assert_true(decimal_is_valid(nines));
	assert_false(decimal_is_valid((struct decimal){nines.coef + 1, 0}));
	assert_false(decimal_is_valid((struct decimal){-nines.coef - 1, 0}));
	assert_false(decimal_is_valid(
	    (struct decimal){(__int128)((unsigned __int128)1 << 127), 0}));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(numbers_print_as_they_are_without_idle_zeros),
	    cmocka_unit_test(other_text_is_refused),
	    cmocka_unit_test(fixed_places_round_half_to_even),
	    cmocka_unit_test(comparison_knows_sign_and_scale),
	    cmocka_unit_test(sums_are_exact_or_out_of_range),
	    cmocka_unit_test(products_are_exact_or_out_of_range),
	    cmocka_unit_test(quotients_round_half_to_even),
	    cmocka_unit_test(powers_of_ten_only_move_the_point),
	    cmocka_unit_test(change_is_in_percent_of_the_size_of_the_base),
	    cmocka_unit_test(doubles_are_the_nearest),
	    cmocka_unit_test(values_from_elsewhere_are_checked),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
