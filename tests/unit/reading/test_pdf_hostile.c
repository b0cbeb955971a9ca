/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * PDFs made to cost: each holds the same two rows beside what should choke the
 * reader. Those that poppler itself never ends are the process tests' matter.
 */
#include "reading/text.h"
#include "lib/base/mem.h"

#include <setjmp.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <unistd.h>
#include <cmocka.h>

#define ROWS                                                                   \
	"BT /F 12 Tf 72 700 Td (loss 1) Tj 200 0 Td (2) Tj -200 -20 Td "       \
	"(sales 3) Tj 200 0 Td (4) Tj ET\n"
#define FORM	    "<</Type/XObject/Subtype/Form/BBox[0 0 595 842]"

#define CPU_SECONDS 20 /* far more than any needs, under a sanitizer, too */

static const struct {
	const char *what;
	const char *unit; /* of the page's content ... */
	int times; /* ... so often, after the rows */
	const char *resources;
	const char *box; /* NULL: A4 */
	const char *objects; /* from 6 on */
} cases[] = {
    {"a form that shows itself", "/X Do ", 1, "/XObject<</X 6 0 R>>", NULL,
	"6 0 obj " FORM "/Resources<</XObject<</X 6 0 R>>>>/Length 6>>stream\n"
	"/X Do \nendstream endobj\n"},
    {"a picture of nine million pixels in two bytes", "/X Do ", 1,
	"/XObject<</X 6 0 R>>", NULL,
	"6 0 obj <</Type/XObject/Subtype/Image/Width 3000/Height 3000"
	"/ColorSpace/DeviceGray/BitsPerComponent 8/Length 2>>stream\n"
	"00\nendstream endobj\n"},
    {"a page as large as a country", "", 1, "", "-9e8 -9e8 9e8 9e8", ""},
    {"a page of no size", "", 1, "", "0 0 0 0", ""},
    {"a page of strange size", "", 1, "", "nan 0 1e999 842", ""},
    {"a hundred thousand strokes", "9 9 m 400 9 l S ", 100000, "", NULL, ""},
    {"a path of ten thousand corners", "9 9 l 400 99 l ", 5000, "", NULL, ""},
    {"unclosed states", "q ", 20000, "", NULL, ""},
    {"words far outside", "BT /F 12 Tf 1e30 1e30 Td (9) Tj ET ", 2000, "", NULL,
	""},
    {"a word of a hundred thousand letters off the page",
	"BT /F 12 Tf 900 10 Td (9) Tj ET ", 100000, "", NULL, ""},
    {"a shading without its function", "/S sh ", 100,
	"/Shading<</S<</ShadingType 1/ColorSpace/DeviceRGB>>>>", NULL, ""},
    {"a fill that shines through", "/G gs 0 0 595 842 re f ", 200,
	"/ExtGState<</G<</ca 0>>>>", NULL, ""},
};

static void
make_bomb(size_t i, struct buf *pdf)
{
	struct buf content;
	const char *box = cases[i].box != NULL ? cases[i].box : "0 0 595 842";

	buf_init(&content, 16 * MIB);
	buf_init(pdf, 16 * MIB);
	assert_int_equal(buf_add_str(&content, ROWS), 0);
	for (int k = 0; k < cases[i].times; k++)
		assert_int_equal(buf_add_str(&content, cases[i].unit), 0);
	assert_int_equal(
	    buf_addf(pdf,
		"%%PDF-1.4\n1 0 obj <</Type/Catalog/Pages 2 0 R>> endobj\n"
		"2 0 obj <</Type/Pages/Count 1/Kids[3 0 R]>> endobj\n"
		"3 0 obj <</Type/Page/Parent 2 0 R/MediaBox[%s]/Contents 4 0 R"
		"/Resources<</Font<</F 5 0 R>>%s>>>> endobj\n"
		"4 0 obj <</Length %zu>> stream\n%s\nendstream endobj\n"
		"5 0 obj <</Type/Font/Subtype/Type1/BaseFont/Helvetica>> "
		"endobj\n%strailer <</Root 1 0 R>>\n%%%%EOF\n",
		box, cases[i].resources, content.len, content.data,
		cases[i].objects),
	    0);
	buf_done(&content);
}

static double
cpu_seconds(void)
{
	struct rusage usage;

	assert_int_equal(getrusage(RUSAGE_SELF, &usage), 0);
	return (double)(usage.ru_utime.tv_sec + usage.ru_stime.tv_sec);
}

static void
rows_are_read_whatever_stands_beside_them(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct err err = ERR_NONE;
		struct buf pdf, out;
		int pages;
		make_bomb(i, &pdf);
		buf_init(&out, MIB);
		double start = cpu_seconds();
		int r = text_from_pdf(
		    (struct span){pdf.data, pdf.len}, &out, &pages, &err);
		if (r != 0 || strstr(out.data, "loss 1\t2") == NULL ||
		    strstr(out.data, "sales 3\t4") == NULL)
			fail_msg("%s: %d %s\n%.300s", cases[i].what, r,
			    err.text, out.data != NULL ? out.data : "");
		if (cpu_seconds() - start > CPU_SECONDS)
			fail_msg("%s: takes too long", cases[i].what);
		buf_done(&out);
		buf_done(&pdf);
	}
}

/* Squares and rules without end make no text and no tables. */
static void
patterns_are_no_boxes_and_no_tables(void **state)
{
	struct err err = ERR_NONE;
	struct buf pdf, content, out;
	size_t boxes = 0;
	int pages;

	(void)state;
	buf_init(&content, 16 * MIB);
	for (int i = 0; i < 3000; i++)
		assert_int_equal(buf_addf(&content, "%d %d 9 9 re S ",
				     i % 50 * 12, i / 50 * 12),
		    0);
	buf_init(&pdf, 16 * MIB);
	assert_int_equal(
	    buf_addf(&pdf,
		"%%PDF-1.4\n1 0 obj <</Type/Catalog/Pages 2 0 R>> endobj\n"
		"2 0 obj <</Type/Pages/Count 1/Kids[3 0 R]>> endobj\n"
		"3 0 obj <</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]"
		"/Contents 4 0 R/Resources<</Font<</F 5 0 R>>>>>> endobj\n"
		"4 0 obj <</Length %zu>> stream\n" ROWS "%s\nendstream endobj\n"
		"5 0 obj <</Type/Font/Subtype/Type1/BaseFont/Helvetica>> "
		"endobj\ntrailer <</Root 1 0 R>>\n%%%%EOF\n",
		content.len + strlen(ROWS), content.data),
	    0);
	buf_init(&out, MIB);
	assert_int_equal(
	    text_from_pdf((struct span){pdf.data, pdf.len}, &out, &pages, &err),
	    0);
	for (const char *p = out.data; (p = strstr(p, "☐")) != NULL; p++)
		boxes++;
	assert_true(boxes <= 200);
	buf_done(&out);
	buf_done(&pdf);
	buf_done(&content);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(rows_are_read_whatever_stands_beside_them),
	    cmocka_unit_test(patterns_are_no_boxes_and_no_tables),
	};

	text_pdf_preload();
	return cmocka_run_group_tests(tests, NULL, NULL);
}
