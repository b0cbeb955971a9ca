/* SPDX-License-Identifier: BSD-2-Clause */
/* Listings: every accepted form, the shown one, and numbers by range. */
#include "lib/base/listing.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <string.h>
#include <cmocka.h>

static void
every_form_has_one_canonical_listing(void **state)
{
	static const struct {
		const char *in;
		const char *canonical;
		const char *shown;
	} cases[] = {
	    {"603138.SH", "XSHG:603138", "603138.SH"},
	    {"600000.SS", "XSHG:600000", "600000.SH"},
	    {"XSHG:603138", "XSHG:603138", "603138.SH"},
	    {"000001.SZ", "XSHE:000001", "000001.SZ"},
	    {"920185.BJ", "BJSE:920185", "920185.BJ"},
	    {"00700.HK", "XHKG:00700", "00700.HK"},
	    {"700.HK", "XHKG:00700", "00700.HK"},
	    {"XHKG:5", "XHKG:00005", "00005.HK"},
	    {"7203.T", "XTKS:7203", "7203.T"},
	    {"130A.T", "XTKS:130A", "130A.T"},
	    {"005930.KS", "XKRX:005930", "005930.KS"},
	    {"035720.KQ", "XKOS:035720", "035720.KQ"},
	    {"AAPL.US", "US:AAPL", "AAPL.US"},
	    {"BRK.B.US", "US:BRK.B", "BRK.B.US"},
	    {"aapl.us", "US:AAPL", "AAPL.US"},
	    {"US:AAPL", "US:AAPL", "AAPL.US"},
	    {"XNYS:IBM", "XNYS:IBM", "XNYS:IBM"},
	    {"XNAS:AAPL", "XNAS:AAPL", "XNAS:AAPL"},
	    {"VOD.L", "XLON:VOD", "VOD.L"},
	    {"BT.A.L", "XLON:BT.A", "BT.A.L"},
	    {"BHP.AX", "XASX:BHP", "BHP.AX"},
	    {"D05.SI", "XSES:D05", "D05.SI"},
	    {"2330.TW", "XTAI:2330", "2330.TW"},
	    {"INFY.NS", "XNSE:INFY", "INFY.NS"},
	    {"M&M.NS", "XNSE:M&M", "M&M.NS"},
	    {"EQNR.OL", "XOSL:EQNR", "EQNR.OL"},
	    {"VOLV-B.ST", "XSTO:VOLV-B", "VOLV-B.ST"},
	};
	char canonical[LISTING_MAX], shown[LISTING_MAX], again[LISTING_MAX];

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct err err = ERR_NONE;
		assert_int_equal(
		    listing_parse(cases[i].in, canonical, &err), 0);
		assert_string_equal(canonical, cases[i].canonical);
		assert_string_equal(
		    listing_show(canonical, shown), cases[i].shown);
		assert_int_equal(listing_parse(shown, again, &err), 0);
		assert_string_equal(again, canonical);
	}
}

static void
other_text_is_refused_with_the_forms(void **state)
{
	static const char *const cases[] = {"", ".", ":", "603138", ".SH",
	    "60313.SH", "6031380.SH", "60313A.SH", "603138.XX", "XSHX:603138",
	    "000700.HK", "70A.HK", "72030.T", "_.US", "A B.US", "-A.US",
	    "XSHG:", "XSHG:603138:1", "ABCDEFGHIJKLMNOPQ.US", "AAPL.US.",
	    "0123456789012345678901234567890123456789.SH"};
	char buf[LISTING_MAX] = "untouched";

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct err err = ERR_NONE;
		int r = listing_parse(cases[i], buf, &err);
		if (r != ERR_INVALID)
			fail_msg("'%s' gives %d", cases[i], r);
		assert_non_null(strstr(err.text, "XSHG:603138"));
		assert_non_null(strstr(err.text, "AAPL.US"));
	}
	assert_string_equal(buf, "untouched");
}

static void
mainland_codes_find_their_exchange(void **state)
{
	static const struct {
		const char *code;
		const char *canonical;
	} cases[] = {
	    {"603138", "XSHG:603138"},
	    {"688981", "XSHG:688981"},
	    {"900901", "XSHG:900901"},
	    {"000001", "XSHE:000001"},
	    {"200011", "XSHE:200011"},
	    {"300750", "XSHE:300750"},
	    {"430047", "BJSE:430047"},
	    {"830799", "BJSE:830799"},
	    {"870199", "BJSE:870199"},
	    {"889999", "BJSE:889999"},
	    {"920185", "BJSE:920185"},
	    {"901234", NULL},
	    {"510300", NULL},
	    {"60313", NULL},
	    {"6031388", NULL},
	    {"60313x", NULL},
	    {"", NULL},
	};
	char buf[LISTING_MAX];

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		int r = listing_from_cn_code(cases[i].code, buf);
		assert_int_equal(
		    r, cases[i].canonical != NULL ? 0 : ERR_INVALID);
		if (r == 0)
			assert_string_equal(buf, cases[i].canonical);
	}
}

static void
markets_know_their_zone_and_currency(void **state)
{
	(void)state;
	assert_int_equal(listing_offset("XSHG:603138"), 480);
	assert_int_equal(listing_offset("XTKS:7203"), 540);
	assert_int_equal(listing_offset("US:AAPL"), -300);
	assert_int_equal(listing_offset("nonsense"), 0);
	assert_string_equal(listing_currency("XHKG:00700"), "HKD");
	assert_string_equal(listing_currency("XNAS:AAPL"), "USD");
	assert_string_equal(listing_currency("XXXX:1"), "");
	assert_string_equal(listing_currency("XLON"), "GBP");
	assert_string_equal(listing_currency("XASX:BHP"), "AUD");
	assert_string_equal(listing_currency(""), "");
	assert_int_equal(listing_offset("XNSE:INFY"), 330);
}

static void
what_is_no_listing_is_shown_as_it_is(void **state)
{
	char buf[LISTING_MAX];

	(void)state;
	assert_string_equal(listing_show("bond 123", buf), "bond 123");
	assert_string_equal(listing_show("", buf), "");
	assert_string_equal(listing_show("XLON", buf), "XLON");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(every_form_has_one_canonical_listing),
	    cmocka_unit_test(other_text_is_refused_with_the_forms),
	    cmocka_unit_test(mainland_codes_find_their_exchange),
	    cmocka_unit_test(markets_know_their_zone_and_currency),
	    cmocka_unit_test(what_is_no_listing_is_shown_as_it_is),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
