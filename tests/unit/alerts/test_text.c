/* SPDX-License-Identifier: BSD-2-Clause */
/* Words from outside, made safe; and the JSON that is written of them. */
#include "alerts/json_put.h"

#include <setjmp.h>
#include <string.h>
#include <cmocka.h>

static const struct {
	const char *what;
	const char *in;
	size_t max;
	const char *out;
} cases[] = {
    {"plain", "abc", 10, "abc"},
    {"nothing", NULL, 10, ""},
    {"characters are whole", "预计亏损", 4, "预计亏损"},
    {"a cut shows", "预计亏损", 3, "预计…"},
    {"a cut to one", "预计亏损", 1, "…"},
    {"a cut to none", "abc", 0, ""},
    {"lines become spaces", "a\r\nb\tc\x7f", 10, "a  b c "},
    {"C1 and line separators too",
	"a\xC2\x85"
	"b\xE2\x80\xA8"
	"c",
	10, "a b c"},
    {"direction is not turned",
	"a\xE2\x80\xAE"
	"b\xE2\x81\xA6"
	"c\xD8\x9C",
	10, "abc"},
    {"trailing marks do not count", "ab\xE2\x80\x8F", 2, "ab"},
    {"stray byte",
	"a\xFF"
	"b",
	10,
	"a\xEF\xBF\xBD"
	"b"},
    {"cut sequence", "\xE4\xB8", 10, "\xEF\xBF\xBD\xEF\xBF\xBD"},
    {"surrogate", "\xED\xA0\x80", 10, "\xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBD"},
    {"overlong", "\xC0\xAF", 10, "\xEF\xBF\xBD\xEF\xBF\xBD"},
    {"overlong of three", "\xE0\x80\xAF", 10,
	"\xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBD"},
    {"past the last plane", "\xF4\x90\x80\x80", 10,
	"\xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBD"},
    {"the last plane", "\xF4\x8F\xBF\xBF", 10, "\xF4\x8F\xBF\xBF"},
};

static void
text_is_cleaned(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct buf out;
		buf_init(&out, KIB);
		text_put_clean(&out, cases[i].in, cases[i].max);
		if (strcmp(out.data, cases[i].out) != 0)
			fail_msg("%s: '%s'", cases[i].what, out.data);
		buf_done(&out);
	}
}

static void
amounts_have_separators(void **state)
{
	static const char *const rows[][2] = {{"-71000000", "-71,000,000"},
	    {"0", "0"}, {"999", "999"}, {"1000", "1,000"},
	    {"-27533333.33", "-27,533,333.33"}, {"0.125", "0.125"}};
	struct decimal d;

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct buf out;
		buf_init(&out, KIB);
		assert_int_equal(
		    decimal_parse(rows[i][0], strlen(rows[i][0]), &d), 0);
		text_put_amount(&out, d);
		assert_string_equal(out.data, rows[i][1]);
		buf_done(&out);
	}
}

static void
json_is_minified_in_the_order_of_the_calls(void **state)
{
	struct buf out;

	(void)state;
	buf_init(&out, KIB);
	struct json_put json = json_put_init(&out);
	json_put_begin(&json, NULL, '{');
	json_put_text(&json, "b", "say \"\\\" \x01", 20);
	json_put_begin(&json, "a", '[');
	json_put_int(&json, NULL, -7);
	json_put_bool(&json, NULL, true);
	json_put_begin(&json, NULL, '{');
	json_put_end(&json, '{');
	json_put_end(&json, '[');
	json_put_text(&json, "c", NULL, 20);
	json_put_null(&json, "d");
	json_put_end(&json, '{');
	assert_string_equal(out.data,
	    "{\"b\":\"say \\\"\\\\\\\"  \",\"a\":[-7,true,{}],"
	    "\"c\":null,\"d\":null}");
	buf_done(&out);
}

static const struct {
	const char *text;
	size_t width;
} widths[] = {
    {"", 0}, {"-71,000,000", 11}, {"海量数据", 8},
    {"ｶﾅ", 2}, /* half width kana */
    {"カナ", 4}, {"삼성전자", 8}, {"（全）", 6},
    {"e\xCC\x81", 1}, /* a combining accent */
    {"\xE2\x80\xAE"
     "abc",
	3}, /* an override is left out */
    {"\xF0\xA0\x80\x80", 2}, /* an ideograph of extension B */
    {"\xFF", 1}, /* is written as U+FFFD */
};

static void
wide_characters_take_two_columns(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(widths) / sizeof(widths[0]); i++)
		assert_int_equal(text_width(widths[i].text), widths[i].width);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(wide_characters_take_two_columns),
	    cmocka_unit_test(text_is_cleaned),
	    cmocka_unit_test(amounts_have_separators),
	    cmocka_unit_test(json_is_minified_in_the_order_of_the_calls),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
