/* SPDX-License-Identifier: BSD-2-Clause */
/* Which streams of a PDF lose their bytes, and that text stays as it was. */
#include "reading/pdf_blind.h"
#include "lib/base/mem.h"
#include "reading/text.h"

#include <setjmp.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <cmocka.h>

static const struct {
	const char *what;
	const char *before;
	const char *after;
} cases[] = {
    {"a TrueType font",
	"7 0 obj\n<</Length1 9/Length 3>>\nstream\nxyz\nendstream\nendobj\n",
	"7 0 obj\n<</Length1 9/Length 3>>\n      \nxyz\nendstream\nendobj\n"},
    {"a CID font of the compact kind",
	"7 0 obj<</Subtype /CIDFontType0C/Length 3>>stream\r\nxyz",
	"7 0 obj<</Subtype /CIDFontType0C/Length 3>>      \r\nxyz"},
    {"a Type 1 font, whose encoding is needed",
	"7 0 obj<</Length1 9/Length2 9/Length3 0/Length 3>>stream\nxyz",
	"7 0 obj<</Length1 9/Length2 9/Length3 0/Length 3>>stream\nxyz"},
    {"words after a font",
	"1 0 obj<</Length1 9>>stream\nx\nendstream endobj "
	"2 0 obj<</Length 9>>stream\nBT (stream) Tj ET\nendstream",
	"1 0 obj<</Length1 9>>      \nx\nendstream endobj "
	"2 0 obj<</Length 9>>stream\nBT (stream) Tj ET\nendstream"},
    {"a word that is no stream", "<</Length1 9>> stream of words",
	"<</Length1 9>> stream of words"},
    {"no object", "/Length1 9 stream\n", "/Length1 9 stream\n"},
    {"the end", "1 0 obj<</Length1 9>>stream", "1 0 obj<</Length1 9>>stream"},
    {"nothing", "", ""},
};

static void
only_font_streams_are_blinded(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		char *bytes = mem_strdup(cases[i].before);
		pdf_blind(bytes, strlen(bytes));
		if (strcmp(bytes, cases[i].after) != 0)
			fail_msg("%s: %s", cases[i].what, bytes);
		mem_free(bytes);
	}
}

/* The font is broken, which poppler would tell standard error. */
static void
drawing_is_silent_and_needs_no_font(void **state)
{
	static const char pdf[] =
	    "%PDF-1.4\n1 0 obj <</Type/Catalog/Pages 2 0 R>> endobj\n"
	    "2 0 obj <</Type/Pages/Count 1/Kids[3 0 R]>> endobj\n"
	    "3 0 obj <</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]"
	    "/Contents 4 0 R/Resources<</Font<</F 5 0 R>>>>>> endobj\n"
	    "4 0 obj <</Length 130>> stream\n"
	    "BT /F 12 Tf 72 700 Td (a 1) Tj 200 0 Td (2) Tj -200 -20 Td (b 3) "
	    "Tj 200 0 Td (4) Tj ET                                          \n"
	    "endstream endobj\n5 0 obj <</Type/Font/Subtype/TrueType/BaseFont"
	    "/Odd/FontDescriptor"
	    "<</Type/FontDescriptor/FontName/Odd/Flags 32/MissingWidth 500"
	    "/FontFile2 6 0 R>>>> endobj\n6 0 obj <</Length1 4/Length 4>> stream\ntrue\nendstream "
	    "endobj\ntrailer <</Root 1 0 R>>\n%%EOF\n";
	struct span span = {pdf, sizeof(pdf) - 1};
	struct err err = ERR_NONE;
	struct buf out;
	int pages, pipes[2];
	char said;

	(void)state;
	assert_int_equal(pipe(pipes), 0);
	int heard = dup(STDERR_FILENO);
	dup2(pipes[1], STDERR_FILENO);
	buf_init(&out, KIB);
	int r = text_from_pdf(span, &out, &pages, &err);
	dup2(heard, STDERR_FILENO);
	close(heard);
	close(pipes[1]);
	assert_int_equal(read(pipes[0], &said, 1), 0);
	close(pipes[0]);
	assert_int_equal(r, 0);
	assert_string_equal(out.data, "a 1\t2\nb 3\t4\n");
	buf_done(&out);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(only_font_streams_are_blinded),
	    cmocka_unit_test(drawing_is_silent_and_needs_no_font),
	};

	text_pdf_preload();
	return cmocka_run_group_tests(tests, NULL, NULL);
}
