/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * A document by its kind, and what becomes of one that cannot be read. The
 * grammar is not asked here: read_text below notes what it is given.
 */
#include "reading/read.h"
#include "lib/base/mem.h"
#include "reading/text.h"

#include <setjmp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

static char *noted; /* the text of the last call */

void
read_text(const struct lexicon *lexicon, struct span text,
    const struct document_hint *hint, struct reading *reading)
{
	(void)lexicon;
	mem_free(noted);
	noted = mem_strndup(text.len > 0 ? text.p : "", text.len);
	reading->form = FORM_FORECAST;
	reading->readable = true;
	reading->text_len = (int64_t)text.len;
	mem_set(&reading->issuer_name, hint->title);
}

static void
read_bytes(struct span bytes, const char *type, const char *url,
    struct reading *reading)
{
	const struct document_hint hint = {
	    .title = "业绩预告",
	    .content_type = type,
	    .url = url,
	    .published = DATE_NONE,
	};

	reading_init(reading);
	read_document(NULL, bytes, &hint, reading);
	/* Whatever the bytes were, the title was judged. */
	assert_int_equal(reading->form, FORM_FORECAST);
	assert_string_equal(reading->issuer_name, "业绩预告");
}

static struct buf
load(const char *name)
{
	const char *src = getenv("FILINGD_SRCDIR");
	char *path =
	    mem_printf("%s/tests/fixtures/%s", src != NULL ? src : ".", name);
	char chunk[4096];
	struct buf buf;
	size_t n;

	buf_init(&buf, MIB);
	FILE *file = fopen(path, "rb");
	if (file == NULL)
		fail_msg("%s is missing", path);
	while ((n = fread(chunk, 1, sizeof(chunk), file)) > 0)
		assert_int_equal(buf_add(&buf, chunk, n), 0);
	fclose(file);
	mem_free(path);
	return buf;
}

static const struct {
	const char *says;
	const char *bytes;
	const char *type;
	const char *url;
	const char *text;
	const char *why; /* NULL: readable */
} cases[] = {
    {"plain text", "预计亏损。\r\n", "text/plain; charset=utf-8", NULL,
	"预计亏损。\n", NULL},
    {"plain text in gbk", "\xd4\xa4\xbf\xf7", "text/plain; charset=gbk", NULL,
	"预亏", NULL},
    {"a page", "<html><body><p>预亏</p></body></html>", NULL, NULL, "预亏\n",
	NULL},
    {"a page by its label", "<p>预亏</p>", "text/html", NULL, "预亏\n", NULL},
    {"a page by its name", "<p>预亏</p>", NULL, "https://x.test/a.html",
	"预亏\n", NULL},
    {"nothing", "", NULL, NULL, "", "no text in it"},
    {"white space", " \r\n\t", "text/plain", NULL, "", "no text in it"},
    {"a page that says nothing", "<html><script>1</script></html>", NULL, NULL,
	"", "no text in it"},
    {"a damaged pdf", "%PDF-1.7 and no more", NULL, NULL, "", "damaged pdf"},
    {"a pdf by its name alone", "no pdf", NULL, "https://x.test/a.PDF", "",
	"damaged pdf"},
    {"a submission: the release, then the form",
	"<SEC-DOCUMENT>1.txt\n<DOCUMENT>\n<TYPE>8-K\n<SEQUENCE>1\n<TEXT>\n"
	"Item 2.02\n</TEXT>\n</DOCUMENT>\n<DOCUMENT>\n<TYPE>EX-10.1\n"
	"<TEXT>\nA contract\n</TEXT>\n</DOCUMENT>\n<DOCUMENT>\n"
	"<TYPE>EX-99.1\n<TEXT>\n<HTML><BODY><P>We expect a loss.</P>"
	"</BODY></HTML>\n</TEXT>\n</DOCUMENT>\n",
	NULL, "https://x.test/1.txt",
	"We expect a loss.\n\n\f\nItem 2.02\n\n\f", NULL},
    {"a submission of something else",
	"<SUBMISSION>\n<DOCUMENT>\n<TYPE>SC 13G\n<TEXT>\nShares\n</TEXT>\n",
	NULL, NULL, "\nShares\n", NULL},
    {"a submission that was cut", "<DOCUMENT>\n<TYPE>6-K\n<TEXT>\nLoss", NULL,
	NULL, "\nLoss\n\f", NULL},
    {"binary data", "PA\x03\x04\x01\x02\x05\x06\x07",
	"application/octet-stream", NULL, "", "not text"},
    {"cut archive", "PK\x03\x04\x01\x02\x05\x06\x07", "application/zip", NULL,
	"", "the archive has no directory"},
};

static void
document_is_read_by_its_kind(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct reading r;
		read_bytes(
		    span_of(cases[i].bytes), cases[i].type, cases[i].url, &r);
		bool good =
		    cases[i].why == NULL
			? r.unreadable_why == NULL
			: r.unreadable_why != NULL &&
			      strstr(r.unreadable_why, cases[i].why) != NULL;
		if (strcmp(noted, cases[i].text) != 0 || !good ||
		    r.readable != (cases[i].why == NULL) || r.truncated)
			fail_msg("%s: '%s', %d, %s", cases[i].says, noted,
			    r.readable, r.unreadable_why);
		reading_done(&r);
	}
}

static void
pdf_gives_its_text_and_pages(void **state)
{
	struct buf bytes = load("forecast-ruled.pdf");
	struct reading r;

	(void)state;
	read_bytes((struct span){bytes.data, bytes.len}, "text/html", NULL, &r);
	assert_true(r.readable);
	assert_false(r.truncated);
	assert_int_equal(r.pages, 2);
	assert_non_null(strstr(noted, "项目\t本报告期\t上年同期\n"));
	reading_done(&r);
	buf_done(&bytes);
}

static void
scan_is_judged_by_its_title(void **state)
{
	struct buf bytes = load("scan.pdf");
	struct reading r;

	(void)state;
	read_bytes((struct span){bytes.data, bytes.len}, NULL, NULL, &r);
	assert_false(r.readable);
	assert_int_equal(r.pages, 2);
	assert_string_equal(r.unreadable_why, "no text layer (scanned)");
	assert_string_equal(noted, "");
	reading_done(&r);
	buf_done(&bytes);
}

static void
cut_text_is_read_and_marked(void **state)
{
	struct reading r;
	struct buf bytes;

	(void)state;
	buf_init(&bytes, 16 * MIB);
	for (size_t n = 0; n < TEXT_LIMIT + 1000; n += 10)
		assert_int_equal(buf_add_str(&bytes, "loss of 5\n"), 0);
	read_bytes(
	    (struct span){bytes.data, bytes.len}, "text/plain", NULL, &r);
	assert_true(r.readable && r.truncated);
	assert_null(r.unreadable_why);
	assert_true(r.text_len > 0 && r.text_len <= (int64_t)TEXT_LIMIT);
	reading_done(&r);
	buf_done(&bytes);
}

static int
forget(void **state)
{
	(void)state;
	mem_set(&noted, NULL);
	return 0;
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(document_is_read_by_its_kind),
	    cmocka_unit_test(pdf_gives_its_text_and_pages),
	    cmocka_unit_test(scan_is_judged_by_its_title),
	    cmocka_unit_test(cut_text_is_read_and_marked),
	};

	text_preload();
	return cmocka_run_group_tests(tests, NULL, forget);
}
