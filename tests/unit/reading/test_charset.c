/* SPDX-License-Identifier: BSD-2-Clause */
/* Bytes in any charset to UTF-8: labels that tell, lie or are missing. */
#include "reading/text.h"

#include <setjmp.h>
#include <string.h>
#include <cmocka.h>

#define FORECAST_GBK                                                           \
	"\xd4\xa4\xbc\xc6\xbe\xbb\xc0\xfb\xc8\xf3\xce\xaa\xb8\xba\xd6\xb5"
#define FORECAST_UTF8 "预计净利润为负值"

static const struct {
	const char *says; /* the behaviour */
	const char *bytes;
	size_t n; /* 0: to the NUL */
	const char *label;
	const char *text;
} cases[] = {
    {"ascii needs no label", "loss of 5m", 0, NULL, "loss of 5m"},
    {"utf-8 needs no label", "预亏", 0, NULL, "预亏"},
    {"a mark names utf-8 and goes", "\xef\xbb\xbf预亏", 0, "gbk", "预亏"},
    {"a mark names utf-16", "\xff\xfe\x84\x98\x8f\x4e", 6, NULL, "预亏"},
    {"and its other order", "\xfe\xff\x98\x84\x4e\x8f", 6, NULL, "预亏"},
    {"utf-16 by label alone", "\x84\x98\x8f\x4e", 4, "utf-16le", "预亏"},
    {"gb2312 is read as gb18030", "\x88\xd2\xb9\xab\xcb\xbe", 0,
	"text/html; charset=gb2312", "堃公司"},
    {"the label may be quoted", FORECAST_GBK, 0, "text/html; charset=\"GBK\"",
	FORECAST_UTF8},
    {"a bare name is a label", FORECAST_GBK, 0, "gbk", FORECAST_UTF8},
    {"meta tells when the label is silent", "<meta charset=gbk>" FORECAST_GBK,
	0, "text/html", "<meta charset=gbk>" FORECAST_UTF8},
    {"so does the declaration of xml",
	"<?xml version='1.0' encoding='GB2312'?>" FORECAST_GBK, 0, NULL,
	"<?xml version='1.0' encoding='GB2312'?>" FORECAST_UTF8},
    {"utf-8 labelled latin-1 stays utf-8", "公司预计净利润为负值，亏损扩大", 0,
	"text/html; charset=iso-8859-1", "公司预计净利润为负值，亏损扩大"},
    {"a label that does not fit gives way", FORECAST_GBK, 0, "utf-8",
	FORECAST_UTF8},
    {"statistics tell when nobody does", FORECAST_GBK FORECAST_GBK FORECAST_GBK,
	0, NULL, FORECAST_UTF8 FORECAST_UTF8 FORECAST_UTF8},
    {"shift_jis is read as cp932", "\x87\x8a\x87\x54", 0, "shift_jis", "㈱Ⅰ"},
    {"euc-jp with vendor signs", "\xad\xea", 0, "euc-jp", "㈱"},
    {"big5", "\xb7\x6c\xa5\xa2", 0, "big5", "損失"},
    {"euc-kr is read as cp949", "\xbc\xd5\xbd\xc7", 0, "euc-kr", "손실"},
    {"latin-1 means windows-1252", "\x93loss\x94 \xa3", 0, "iso-8859-1",
	"“loss” £"},
    {"a bad byte costs one character",
	FORECAST_GBK FORECAST_GBK "\xff" FORECAST_GBK FORECAST_GBK, 0, "gbk",
	FORECAST_UTF8 FORECAST_UTF8 "\xef\xbf\xbd" FORECAST_UTF8 FORECAST_UTF8},
    {"a cut character at the end is one, too", FORECAST_GBK "\xd4", 0, "gbk",
	FORECAST_UTF8 "\xef\xbf\xbd"},
    {"control characters become blanks",
	"a\x01"
	"b\0c",
	5, NULL, "a b c"},
    {"white space stays", "a\tb\r\n\fc", 0, NULL, "a\tb\r\n\fc"},
    {"nothing is nothing", "", 0, NULL, ""},
};

static void
text_is_utf8_whatever_the_bytes_were(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct err err = ERR_NONE;
		struct buf out;
		size_t n = cases[i].n > 0 ? cases[i].n : strlen(cases[i].bytes);
		buf_init(&out, KIB);
		int r = text_decode((struct span){cases[i].bytes, n},
		    cases[i].label, &out, &err);
		if (r != 0 || strcmp(out.data, cases[i].text) != 0)
			fail_msg("%s: %d %s '%s'", cases[i].says, r, err.text,
			    out.data);
		buf_done(&out);
	}
}

static void
binary_data_is_refused(void **state)
{
	char zip[256] = "PK\x03\x04\x14";
	struct err err = ERR_NONE;
	struct buf out;

	(void)state;
	for (size_t i = 5; i < sizeof(zip); i++)
		zip[i] = (char)(i * 37 % 29);
	buf_init(&out, KIB);
	assert_int_equal(buf_add_str(&out, "before"), 0);
	assert_int_equal(
	    text_decode((struct span){zip, sizeof(zip)}, NULL, &out, &err),
	    ERR_UNREADABLE);
	assert_non_null(strstr(err.text, "not text"));
	assert_string_equal(out.data, "before");
	buf_done(&out);
}

static void
long_text_is_cut_at_the_cap(void **state)
{
	struct err err = ERR_NONE;
	struct buf in, out;

	(void)state;
	buf_init(&in, MIB);
	buf_init(&out, 10 * KIB);
	for (int i = 0; i < 10000; i++)
		assert_int_equal(buf_add_str(&in, FORECAST_GBK), 0);
	assert_int_equal(
	    text_decode((struct span){in.data, in.len}, "gbk", &out, &err),
	    ERR_TOOBIG);
	assert_true(out.len > 5 * KIB && out.len <= 10 * KIB);
	assert_memory_equal(out.data, FORECAST_UTF8, strlen(FORECAST_UTF8));
	buf_done(&in);
	buf_done(&out);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(text_is_utf8_whatever_the_bytes_were),
	    cmocka_unit_test(binary_data_is_refused),
	    cmocka_unit_test(long_text_is_cut_at_the_cap),
	};

	text_preload();
	return cmocka_run_group_tests(tests, NULL, NULL);
}
