/* SPDX-License-Identifier: BSD-2-Clause */
/* What kind a document is, and plain text. */
#include "reading/text.h"

#include <setjmp.h>
#include <cmocka.h>

static const struct {
	const char *says;
	const char *bytes;
	const char *type;
	const char *url;
	enum text_kind kind;
} kinds[] = {
    {"tags tell a submission", "<DOCUMENT>\n<TYPE>8-K\n<TEXT>\n<html>",
	"text/plain", NULL, TEXT_SGML},
    {"a tag alone is plain", "<DOCUMENT> of sale", NULL, NULL, TEXT_PLAIN},
    {"magic tells a pdf", "%PDF-1.7\n", "text/html", NULL, TEXT_PDF},
    {"rubbish may stand before it", "\r\n\r\nx%PDF-1.4", NULL, NULL, TEXT_PDF},
    {"a page is no pdf whatever its name", "<html><body>", "application/pdf",
	"a.pdf", TEXT_HTML},
    {"a page after a mark and blanks", "\xef\xbb\xbf \r\n<!DOCTYPE html>", NULL,
	NULL, TEXT_HTML},
    {"a page in xml", "<?xml version=\"1.0\"?>\n<html xmlns=\"x\">", NULL, NULL,
	TEXT_HTML},
    {"a label tells of a fragment", "<b>x</b>", "text/html;charset=gbk", NULL,
	TEXT_HTML},
    {"a damaged pdf is one by its label", "garbage", "application/pdf", NULL,
	TEXT_PDF},
    {"or by its name", "garbage", NULL, "https://x.test/A.PDF", TEXT_PDF},
    {"a name tells of html", "x", NULL, "https://x.test/a.htm", TEXT_HTML},
    {"a label beats a name", "x", "text/plain", "a.html", TEXT_PLAIN},
    {"less-than makes no page", "< 50% of last year", NULL, NULL, TEXT_PLAIN},
    {"words are plain", "预计亏损", NULL, NULL, TEXT_PLAIN},
    {"nothing is plain", "", NULL, NULL, TEXT_PLAIN},
};

static void
kind_is_told_by_magic_then_label_then_name(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(kinds) / sizeof(kinds[0]); i++) {
		enum text_kind kind = text_kind_of(
		    span_of(kinds[i].bytes), kinds[i].type, kinds[i].url);
		if (kind != kinds[i].kind)
			fail_msg("%s: %d", kinds[i].says, kind);
	}
}

static void
lines_end_in_newlines(void **state)
{
	struct err err = ERR_NONE;
	struct buf out;

	(void)state;
	buf_init(&out, KIB);
	assert_int_equal(text_from_plain(span_of("a\r\nb\rc\n\rd\ve\ff\tg\r"),
			     NULL, &out, &err),
	    0);
	assert_string_equal(out.data, "a\nb\nc\n\nd\ne\ff\tg\n");
	buf_done(&out);
}

static void
plain_text_is_decoded_and_appended(void **state)
{
	struct err err = ERR_NONE;
	struct buf out;

	(void)state;
	buf_init(&out, KIB);
	assert_int_equal(buf_add_str(&out, "1\r"), 0);
	assert_int_equal(text_from_plain(span_of("\xd4\xa4\xbf\xf7\r\n"),
			     "text/plain; charset=gb2312", &out, &err),
	    0);
	assert_string_equal(out.data, "1\r预亏\n");
	assert_int_equal(
	    text_from_plain(span_of("\x01\x02\x03\x04\x05"), NULL, &out, &err),
	    ERR_UNREADABLE);
	assert_string_equal(out.data, "1\r预亏\n");
	buf_done(&out);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(kind_is_told_by_magic_then_label_then_name),
	    cmocka_unit_test(lines_end_in_newlines),
	    cmocka_unit_test(plain_text_is_decoded_and_appended),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
