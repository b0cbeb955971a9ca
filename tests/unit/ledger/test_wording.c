/* SPDX-License-Identifier: BSD-2-Clause */
/* Figures and foreign text as people read them. */
#include "ledger/wording.h"
#include "tests/unit/ledger/figures.h"

#include <setjmp.h>
#include <stdarg.h>
#include <string.h>
#include <cmocka.h>

static void
figures_read_like_words(void **state)
{
	static const struct {
		enum metric metric;
		const char *range;
		bool approx;
		const char *text;
	} cases[] = {
	    {METRIC_NI_ATTR, "-71000000..-55000000", false,
		"net loss 55-71m CNY"},
	    {METRIC_NI_ATTR, "-25000000", true, "net loss about 25m CNY"},
	    {METRIC_NI_ATTR, "-24119061.04", false, "net loss 24.1m CNY"},
	    {METRIC_NI_ATTR, "-24119061..-24118000", false,
		"net loss 24.1m CNY"},
	    {METRIC_NI_ATTR, "30000000..45000000", false,
		"net profit 30-45m CNY"},
	    {METRIC_NI_ATTR, "900000000..1100000000", false,
		"net profit 0.9-1.1bn CNY"},
	    {METRIC_NI_ATTR, "-5000000..30000000", false,
		"net result -5..+30m CNY"},
	    {METRIC_NI_ATTR, "-50000000..0", false, "net loss up to 50m CNY"},
	    {METRIC_NI_ATTR, "0..50000000", false, "net profit up to 50m CNY"},
	    {METRIC_NI_ATTR, "..-50000000", false, "net loss at least 50m CNY"},
	    {METRIC_NI_ATTR, "120000000..", false,
		"net profit at least 120m CNY"},
	    {METRIC_NI_ATTR, "..120000000", false,
		"net result at most +120m CNY"},
	    {METRIC_NI_ATTR, "-50000000..", false,
		"net result at least -50m CNY"},
	    {METRIC_NI_ATTR, "..", false, "net result not given CNY"},
	    {METRIC_NI_ATTR, "0", false, "net profit 0 CNY"},
	    {METRIC_REV, "367000000", true, "revenue about 367m CNY"},
	    {METRIC_REV, "20500000000..22500000000", false,
		"revenue 20.5-22.5bn CNY"},
	    {METRIC_EPS, "-0.08..-0.06", false, "loss per share 0.06-0.08 CNY"},
	    {METRIC_EPS, "12.345", false, "earnings per share 12.3 CNY"},
	    {METRIC_OP, "-9500", false, "operating loss 9500 CNY"},
	    {METRIC_OP, "12345", false, "operating profit 12.3k CNY"},
	    {METRIC_REV, "999999999999999999999999999999999999", false,
		"revenue 1000000000000000000000000tn CNY"},
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct range range = figures(cases[i].range);
		struct buf buf;

		buf_init(&buf, 200);
		wording_add_figure(
		    &buf, cases[i].metric, &range, cases[i].approx, "CNY");
		assert_string_equal(buf.data, cases[i].text);
		buf_done(&buf);
	}
}

static void
percentages_are_whole_and_signed(void **state)
{
	static const struct {
		const char *range, *text;
	} cases[] = {
	    {"12.54..32.25", "+13..+32 %"},
	    {"-128.81", "-129 %"},
	    {"-0.4..0.4", "0 %"},
	    {"0.5", "0 %"},
	    {"1.5", "+2 %"},
	    {"-60..-50", "-60..-50 %"},
	    {"40..", "at least +40 %"},
	    {"..-5", "at most -5 %"},
	    {"..", "not given"},
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct range range = figures(cases[i].range);
		struct buf buf;

		buf_init(&buf, 200);
		wording_add_pct(&buf, &range);
		assert_string_equal(buf.data, cases[i].text);
		buf_done(&buf);
	}
}

static void
foreign_text_is_one_tame_line(void **state)
{
	static const struct {
		const char *text;
		size_t max;
		const char *tame;
	} cases[] = {
	    {"  预计\t净利润\r\n为 ", 20, "预计 净利润 为"},
	    {"a\x01\x7f\xc2\x9f"
	     "b",
		20, "a b"},
	    {"left\u202eright\u200b!", 20, "left right !"},
	    {"\xff\xc0\x80\xed\xa0\x80\xf4\x90\x80\x80", 20, "??????????"},
	    {"\xe5\x87", 20, "??"},
	    {"12345", 5, "12345"},
	    {"123456", 5, "12345…"},
	    {"12345   ", 5, "12345"},
	    {"\U0001F4C9 down", 20, "\U0001F4C9 down"},
	    {"", 5, ""},
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct buf buf;

		buf_init(&buf, 200);
		wording_add_text(&buf, cases[i].text, cases[i].max);
		assert_string_equal(
		    buf.data != NULL ? buf.data : "", cases[i].tame);
		buf_done(&buf);
	}
}

static void
a_full_line_ends_and_takes_no_more(void **state)
{
	struct buf buf;

	(void)state;
	buf_init(&buf, 8);
	wording_add(&buf, "12345");
	wording_add(&buf, "6789");
	wording_add(&buf, "x");
	assert_string_equal(buf.data, "12345");
	buf_done(&buf);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(figures_read_like_words),
	    cmocka_unit_test(percentages_are_whole_and_signed),
	    cmocka_unit_test(foreign_text_is_one_tame_line),
	    cmocka_unit_test(a_full_line_ends_and_takes_no_more),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
