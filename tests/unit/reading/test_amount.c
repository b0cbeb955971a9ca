/* SPDX-License-Identifier: BSD-2-Clause */
/* Amounts and the signed figures made of them: the vectors of domain 2.9. */
#include "reading/value.h"
#include "lib/base/mem.h"
#include "tests/lib/grammar.h"

#include <setjmp.h>
#include <string.h>
#include <cmocka.h>

/* "low high" with "-inf", "inf" for open bounds and "~" for about. */
struct row {
	const char *in;
	const char *value;
	const char *currency;
};

/* The first amount of the text; false for none. */
static bool
first_amount(const struct tokens *tokens, struct amount *amount)
{
	static const struct amount_style style = {.triangles = true};

	for (size_t i = 0; i < tokens->count; i++)
		if (amount_read(tokens, i, &style, amount) != i)
			return true;
	return false;
}

/* The first phrase of a kind before any number. */
static int
first_value(const struct tokens *tokens, enum entry_kind kind)
{
	for (size_t i = 0; i < tokens->count; i++)
		if (token_is_kind(&tokens->list[i], kind))
			return tokens->list[i].entry->value;
	return 0;
}

static bool
says_loss(const struct tokens *tokens)
{
	for (size_t i = 0; i < tokens->count; i++)
		if (token_is_kind(&tokens->list[i], KIND_METRIC) &&
		    (tokens->list[i].entry->flags & ENTRY_LOSS) != 0)
			return true;
	return false;
}

static char *
print_value(const struct value *value)
{
	char low[DECIMAL_STR_MAX], high[DECIMAL_STR_MAX];

	return mem_printf("%s%s %s%s%s", value->low_excl ? "(" : "",
	    value->low_open ? "-inf" : decimal_print(value->low, low),
	    value->high_open ? "inf" : decimal_print(value->high, high),
	    value->high_excl ? ")" : "", value->approx ? " ~" : "");
}

static void
check_value(const struct row *row, int code, const struct value *value)
{
	if (code < 0) {
		if (row->value != NULL)
			fail_msg("%s: not read", row->in);
		return;
	}
	char *got = print_value(value);
	if (row->value == NULL || strcmp(got, row->value) != 0)
		fail_msg("%s: got %s", row->in, got);
	mem_free(got);
}

static void
check_levels(enum entry_lang lang, const struct row *rows, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		struct grammar_text text;
		struct amount amount;
		struct value value;
		grammar_text_init(&text, lang, rows[i].in);
		if (!first_amount(&text.tokens, &amount))
			fail_msg("%s: no amount", rows[i].in);
		int r =
		    value_of_level(&amount, says_loss(&text.tokens), &value);
		if (amount.first.unit != AMOUNT_MONEY &&
		    amount.first.unit != AMOUNT_BARE)
			r = ERR_INVALID;
		check_value(&rows[i], r, &value);
		if (rows[i].currency != NULL)
			assert_string_equal(
			    amount.first.currency, rows[i].currency);
		grammar_text_done(&text);
	}
}

static void
chinese_levels(void **state)
{
	static const struct row rows[] = {
	    {"亏损7,100万元至5,500万元", "-71000000 -55000000", ""},
	    {"亏损：5,500万元–7,100万元", "-71000000 -55000000", ""},
	    {"净利润为-7,100 万元至 -5,500 万元", "-71000000 -55000000", ""},
	    {"-7100万元~-5500万元", "-71000000 -55000000", ""},
	    {"-5,500万元到-7,100万元", "-71000000 -55000000", ""},
	    {"－７，１００万元", "-71000000 -71000000", ""},
	    {"−7,100 万元", "-71000000 -71000000", ""},
	    {"-2,500 万元左右", "-25000000 -25000000 ~", ""},
	    {"亏损约2,500万元", "-25000000 -25000000 ~", ""},
	    {"盈利：3,000万元-4,500万元", "30000000 45000000", ""},
	    {"盈利3,000万元至亏损500万元", "-5000000 30000000", ""},
	    {"亏损不超过5,000万元", "-50000000 0)", ""},
	    {"亏损不低于5,000万元", "-inf -50000000", ""},
	    {"净利润不低于1.2亿元", "120000000 inf", ""},
	    {"净利润不超过1.2亿元", "-inf 120000000", ""},
	    {"约 3.67 亿 元", "367000000 367000000 ~", ""},
	    {"3亿6,700万元", "367000000 367000000", ""},
	    {"2,050,000万元–2,250,000万元", "20500000000 22500000000", ""},
	    {"亏损:3,100至4,200万元", "-42000000 -31000000", ""},
	    {"亏损:17,000~15,000万元", "-170000000 -150000000", ""},
	    {"亏损:-792万元—-607万元", "-7920000 -6070000", ""},
	    {"净亏损1.96亿元至2.35亿元", "-235000000 -196000000", ""},
	    {"净亏损约港币4200万元至4600万元", "-46000000 -42000000 ~", "HKD"},
	    {"约为人民币-524.00万元", "-5240000 -5240000 ~", "CNY"},
	    {"约十八億五千萬元人民幣", "1850000000 1850000000 ~", "CNY"},
	    {"0.04 元/股—0.06 元/股", "0.04 0.06", ""},
	    {"负2,000万元", "-20000000 -20000000", ""},
	    {"900 万元--1200 万元", "9000000 12000000", ""},
	    {"不低于2亿元", "200000000 inf", ""},
	    {"超过2亿元", "(200000000 inf", ""},
	    {"9.6亿元-10.2亿元", "960000000 1020000000", ""},
	    {"21.5亿-24.5亿元", "2150000000 2450000000", ""},
	    {"9.46-19.73", "9.46 19.73", ""},
	    {"新台幣350,000仟元", "350000000 350000000", "TWD"},
	    {"負12,345千元", "-12345000 -12345000", ""},
	    {"NT$350,000千元", "350000000 350000000", "TWD"},
	    {"亏损不足1亿元", "(-100000000 0)", ""},
	    {"亏损超过1亿元", "-inf -100000000)", ""},
	    {"净利润亏损-5,500万元", "-55000000 -55000000", ""},
	    {"盈利500万元至亏损300万元", "-3000000 5000000", ""},
	    {"3亿6千万元", "360000000 360000000", ""},
	    {"（1,234）万元", "-12340000 -12340000", ""},
	    {"（1，234）万元", "-12340000 -12340000", ""},
	};

	(void)state;
	check_levels(LANG_ZH, rows, sizeof rows / sizeof rows[0]);
}

static void
unsure_amounts_give_no_figure(void **state)
{
	static const struct row rows[] = {
	    {"9,00 万元", NULL, NULL},
	    {"1.2.3万元", NULL, NULL},
	    {"1.5亿3000万元", NULL, NULL},
	    {"亏损：-5,000万元至6,000万元", NULL, NULL},
	    {"500万元--300万元", NULL, NULL},
	    {"5亿元至6", NULL, NULL},
	    {"1190.3万TEU", NULL, NULL},
	    {"118万吨", NULL, NULL},
	    {"1.2亿股", NULL, NULL},
	    {"2024年", NULL, NULL},
	    {"3亿港元至4亿美元", NULL, NULL},
	};

	(void)state;
	check_levels(LANG_ZH, rows, sizeof rows / sizeof rows[0]);
}

static void
english_levels(void **state)
{
	static const struct row rows[] = {
	    {"net loss of approximately RMB35.0 million to RMB45.0 million",
		"-45000000 -35000000 ~", "CNY"},
	    {"loss of RMB -59.02 million", "-59020000 -59020000", "CNY"},
	    {"a negative RMB -24.77 million", "-24770000 -24770000", "CNY"},
	    {"$1.2bn +/- 2%", "1176000000 1224000000", ""},
	    {"A$45m-A$50m", "45000000 50000000", "AUD"},
	    {"₹12.5 crore", "125000000 125000000", "INR"},
	    {"Rs. 340 lakh", "34000000 34000000", "INR"},
	    {"between $6.5 billion and $7.0 billion", "6500000000 7000000000",
		""},
	    {"$2.965 to $3.025 billion", "2965000000 3025000000", ""},
	    {"-30,145,759.00 RMB", "-30145759 -30145759", "CNY"},
	    {"59.45 billion rupees", "59450000000 59450000000", "INR"},
	    {"not less than £140 million", "140000000 inf", "GBP"},
	    {"net loss of 12 cents to 19 cents a share", "-0.19 -0.12", ""},
	    {"Rs 12,34,567", "1234567 1234567", "INR"},
	    {"₹1,23,45,678", "12345678 12345678", "INR"},
	    {"Rs. 1,250 crore", "12500000000 12500000000", "INR"},
	    {"12.5 pence", "0.125 0.125", ""},
	    {"NT$3.5 billion", "3500000000 3500000000", "TWD"},
	    {"loss of no more than $5 million", "-5000000 0)", ""},
	    {"loss of at least $5 million", "-inf -5000000", ""},
	    {"loss of up to HK$40 million", "-40000000 0)", "HKD"},
	    {"$41.2 million to $35.6 million", "35600000 41200000", ""},
	    {"(23.60)", "-23.6 -23.6", ""},
	    {"(12,345)", "-12345 -12345", ""},
	    {"$2,310 - 2,405", "2310 2405", ""},
	    {"$2.10 to 2.35", "2.1 2.35", ""},
	    {"$(18) - (12)", "-18 -12", ""},
	    {"$(18) to $(12)", "-18 -12", ""},
	    {"$(0.08) - 0.04", "-0.08 0.04", ""},
	    {"$480 - 2026", NULL, NULL},
	    {"$2,405 - 310", NULL, NULL},
	};

	(void)state;
	check_levels(LANG_EN, rows, sizeof rows / sizeof rows[0]);
}

static void
japanese_and_korean_levels(void **state)
{
	static const struct row ja[] = {
	    {"▲10.5億円", "-1050000000 -1050000000", ""},
	    {"1兆2,345億円", "1234500000000 1234500000000", ""},
	    {"△1,041百万円", "-1041000000 -1041000000", ""},
	};
	static const struct row ko[] = {
	    {"1조 2,345억원", "1234500000000 1234500000000", ""},
	    {"1조2512억3000만원", "1251230000000 1251230000000", ""},
	    {"156억2800만원", "15628000000 15628000000", ""},
	    {"2조3천400억원", "2340000000000 2340000000000", ""},
	    {"3천5백억원", "350000000000 350000000000", ""},
	    {"3천500만원", "35000000 35000000", ""},
	    {"12만3천원", "123000 123000", ""},
	    {"100억여원", "10000000000 10000000000 ~", ""},
	    {"-1,234백만원", "-1234000000 -1234000000", ""},
	    {"(-)1,234백만원", "-1234000000 -1234000000", ""},
	    {"△36억원", "-3600000000 -3600000000", ""},
	    {"▲36억원", "-3600000000 -3600000000", ""},
	    {"36억원 적자", "-3600000000 -3600000000", ""},
	    {"36억원의 손실", "-3600000000 -3600000000", ""},
	    {"손실 36억원", "-3600000000 -3600000000", ""},
	    {"36억원 흑자", "3600000000 3600000000", ""},
	    {"100억~200억원 적자", "-20000000000 -10000000000", ""},
	    {"손실 5억원~이익 3억원", "-500000000 300000000", ""},
	    {"100억원에서 150억원 사이", "10000000000 15000000000", ""},
	    {"100억원에서 150억원으로", "10000000000 10000000000", ""},
	    {"100억원 내지 150억원", "10000000000 15000000000", ""},
	    {"120억원 이상", "12000000000 inf", ""},
	    {"120억원 미만", "-inf 12000000000)", ""},
	    {"120억원을 넘는", "(12000000000 inf", ""},
	    {"약 120억원", "12000000000 12000000000 ~", ""},
	    {"120억원 안팎", "12000000000 12000000000 ~", ""},
	    {"3억달러", "300000000 300000000", "USD"},
	    {"1.5조3천억원", NULL, NULL},
	    {"36억주", NULL, NULL},
	};

	(void)state;
	check_levels(LANG_JA, ja, sizeof ja / sizeof ja[0]);
	check_levels(LANG_KO, ko, sizeof ko / sizeof ko[0]);
}

static void
double_negatives_are_marked(void **state)
{
	static const char *const texts[] = {
	    "亏损-5,500万元",
	    "亏损:-792万元—-607万元",
	    "loss of RMB -59.02 million",
	};

	(void)state;
	for (size_t i = 0; i < 3; i++) {
		struct grammar_text text;
		struct amount amount;
		struct value value;
		grammar_text_init(&text, LANG_ZH, texts[i]);
		assert_true(first_amount(&text.tokens, &amount));
		assert_int_equal(value_of_level(&amount, false, &value), 0);
		assert_true(value.double_negative);
		assert_true(decimal_sign(value.high) < 0);
		grammar_text_done(&text);
	}
}

static void
changes_in_percent(void **state)
{
	static const struct row rows[] = {
	    {"同比下降50%至60%", "-60 -50", NULL},
	    {"变动-50%~-60%", "-60 -50", NULL},
	    {"将减少50%到60%", "-60 -50", NULL},
	    {"同比增长超 40%", "(40 inf", NULL},
	    {"增长100%以上", "100 inf", NULL},
	    {"增长1.5倍", "150 150", NULL},
	    {"下降不超过30%", "-30 0)", NULL},
	    {"亏损同比扩大20%", "-20 -20", NULL},
	    {"增亏20%", "-20 -20", NULL},
	    {"同比减亏12.54%至32.25%", "12.54 32.25", NULL},
	    {"下降幅度为191%至171%", "-191 -171", NULL},
	    {"增长幅度为-13.78%至12.99%", "-13.78 12.99", NULL},
	    {"比上年同期下降：-84.92%～-77.37%", "-84.92 -77.37", NULL},
	    {"增长三成", "30 30", NULL},
	    {"下降-5%至10%", NULL, NULL},
	    {"增长：-20% - 20%", "-20 20", NULL},
	    {"增长0-30%", "0 30", NULL},
	    {"增长：117.64% -128.90%", "117.64 128.9", NULL},
	};

	(void)state;
	for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
		struct grammar_text text;
		struct amount amount;
		struct value value;
		grammar_text_init(&text, LANG_ZH, rows[i].in);
		assert_true(first_amount(&text.tokens, &amount));
		int change = first_value(&text.tokens, KIND_CHANGE);
		check_value(&rows[i],
		    value_of_change(&amount, (enum entry_change)change, &value),
		    &value);
		grammar_text_done(&text);
	}
}

static void
cells_that_only_look_like_a_range_stay_apart(void **state)
{
	static const char *const texts[] = {
	    "-64 -81",
	    "-28.0% -13.6%",
	    "303 262",
	    "增长50%至1.2亿元",
	};

	(void)state;
	for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++) {
		struct grammar_text text;
		struct amount amount;
		grammar_text_init(&text, LANG_ZH, texts[i]);
		assert_true(first_amount(&text.tokens, &amount));
		assert_false(amount.range);
		grammar_text_done(&text);
	}
}

static void
bare_numbers_take_the_unit_of_their_header(void **state)
{
	struct grammar_text text;
	struct amount amount;
	struct value value;

	(void)state;
	grammar_text_init(&text, LANG_ZH, "(23.60)");
	assert_true(first_amount(&text.tokens, &amount));
	amount_set_unit(&amount, 6, "CNY");
	assert_int_equal(value_of_level(&amount, false, &value), 0);
	assert_true(decimal_cmp(value.low, decimal_from_int(-23600000)) == 0);
	assert_string_equal(amount.last.currency, "CNY");
	grammar_text_done(&text);
}

static void
number_at_the_end_of_a_text_may_be_cut(void **state)
{
	struct grammar_text text;
	struct amount amount;

	(void)state;
	grammar_text_init(&text, LANG_ZH, "639.5% 146 ...");
	assert_int_equal(
	    amount_read(&text.tokens, 2, &(struct amount_style){0}, &amount),
	    3);
	assert_true(amount.cut);
	grammar_text_done(&text);
}

int
main(void)
{
	static const struct CMUnitTest tests[] = {
	    cmocka_unit_test(chinese_levels),
	    cmocka_unit_test(unsure_amounts_give_no_figure),
	    cmocka_unit_test(english_levels),
	    cmocka_unit_test(japanese_and_korean_levels),
	    cmocka_unit_test(double_negatives_are_marked),
	    cmocka_unit_test(changes_in_percent),
	    cmocka_unit_test(cells_that_only_look_like_a_range_stay_apart),
	    cmocka_unit_test(bare_numbers_take_the_unit_of_their_header),
	    cmocka_unit_test(number_at_the_end_of_a_text_may_be_cut),
	};

	return cmocka_run_group_tests(tests, NULL, grammar_teardown);
}
