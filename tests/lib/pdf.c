/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * In: texts. Out: a PDF 1.4 with uncompressed streams (ISO 32000-1). Tests of
 * PDF text and of the reader program call it.
 */
#include "tests/lib/pdf.h"

#include <assert.h>
#include <string.h>

#define PDF_LIMIT   (4 * MIB)
#define PDF_OBJECTS 512

enum {
	PDF_CATALOG = 1,
	PDF_PAGES,
	PDF_FONT,
	PDF_CID_FONT,
	PDF_FIRST_PAGE, /* then page and stream by turns */
	PDF_LEFT = 60,
	PDF_MIDDLE = 300,
	PDF_RIGHT = 540,
	PDF_TOP = 790,
	PDF_LEADING = 20,
};

struct pdf_file {
	struct buf *out;
	size_t offsets[PDF_OBJECTS]; /* of object 1 ... */
	size_t objects;
};

static void __attribute__((format(printf, 2, 3)))
pdf_print(struct buf *out, const char *fmt, ...)
{
	va_list ap;
	va_start(ap, fmt);
	int code = buf_addv(out, fmt, ap);
	va_end(ap);
	assert(code == 0);
}

static void
pdf_object(struct pdf_file *file, const char *body)
{
	assert(file->objects < PDF_OBJECTS);
	file->offsets[file->objects++] = file->out->len;
	pdf_print(file->out, "%zu 0 obj\n%s\nendobj\n", file->objects, body);
}

/* The next character of the basic plane. */
static unsigned
pdf_decode(const char **p)
{
	const unsigned char *s = (const unsigned char *)*p;
	int n = s[0] < 0x80 ? 1 : s[0] < 0xe0 ? 2 : 3;
	*p += n;
	if (n == 1)
		return s[0];
	if (n == 2)
		return (s[0] & 0x1fU) << 6 | (s[1] & 0x3fU);
	return (s[0] & 0xfU) << 12 | (s[1] & 0x3fU) << 6 | (s[2] & 0x3fU);
}

static void
pdf_rule(struct buf *out, int x1, int y1, int x2, int y2)
{
	pdf_print(out, "%d %d m %d %d l S\n", x1, y1, x2, y2);
}

/* Shows text until its tab, newline or end, and returns where it stopped. */
static const char *
pdf_show(struct buf *out, const char *text, int x, int y)
{
	pdf_print(out, "BT /F 11 Tf %d %d Td <", x, y);
	while (*text != '\0' && *text != '\t' && *text != '\n')
		pdf_print(out, "%04X", pdf_decode(&text));
	pdf_print(out, "> Tj ET\n");
	return text;
}

static void
pdf_content(struct buf *out, const char *text, bool framed)
{
	int y = PDF_TOP;
	pdf_print(out, "0.5 w\n");
	for (; *text != '\0'; y -= PDF_LEADING) {
		text = pdf_show(out, text, PDF_LEFT, y);
		if (*text == '\t')
			text = pdf_show(out, text + 1, PDF_MIDDLE + 10, y);
		pdf_rule(out, PDF_LEFT - 10, y - 6, PDF_RIGHT, y - 6);
		text += *text == '\n';
	}
	assert(y > 0);
	int top = PDF_TOP + PDF_LEADING - 6, bottom = y + PDF_LEADING - 6;
	if (!framed)
		return;
	pdf_rule(out, PDF_LEFT - 10, top, PDF_RIGHT, top);
	pdf_rule(out, PDF_LEFT - 10, top, PDF_LEFT - 10, bottom);
	pdf_rule(out, PDF_MIDDLE, top, PDF_MIDDLE, bottom);
	pdf_rule(out, PDF_RIGHT, top, PDF_RIGHT, bottom);
}

static void
pdf_head(struct pdf_file *file, size_t pages)
{
	struct buf kids;
	pdf_print(file->out, "%%PDF-1.4\n");
	pdf_object(file, "<</Type/Catalog/Pages 2 0 R>>");
	buf_init(&kids, PDF_LIMIT);
	pdf_print(&kids, "<</Type/Pages/Count %zu/Kids[", pages);
	for (size_t i = 0; i < pages; i++)
		pdf_print(&kids, "%zu 0 R ", PDF_FIRST_PAGE + 2 * i);
	pdf_print(&kids, "]>>");
	pdf_object(file, kids.data);
	buf_done(&kids);
	pdf_object(file, "<</Type/Font/Subtype/Type0/BaseFont/STSong-Light"
			 "/Encoding/UniGB-UCS2-H/DescendantFonts[4 0 R]>>");
	pdf_object(file,
	    "<</Type/Font/Subtype/CIDFontType0/BaseFont/STSong-Light"
	    "/CIDSystemInfo<</Registry(Adobe)/Ordering(GB1)/Supplement 2>>"
	    "/DW 1000/W[1 95 500]"
	    "/FontDescriptor<</Type/FontDescriptor/FontName/STSong-Light"
	    "/Flags 6/FontBBox[0 -200 1000 900]/ItalicAngle 0/Ascent 800"
	    "/Descent -200/CapHeight 800/StemV 80>>>>");
}

static void
pdf_page(struct pdf_file *file, const char *text, bool framed)
{
	struct buf content, body;
	buf_init(&content, PDF_LIMIT);
	buf_init(&body, PDF_LIMIT);
	pdf_content(&content, text, framed);
	pdf_print(&body,
	    "<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]"
	    "/Contents %zu 0 R/Resources<</Font<</F 3 0 R>>>>>>",
	    file->objects + 2);
	pdf_object(file, body.data);
	buf_clear(&body);
	pdf_print(&body, "<</Length %zu>>\nstream\n%s\nendstream", content.len,
	    content.data);
	pdf_object(file, body.data);
	buf_done(&body);
	buf_done(&content);
}

void
pdf_make(struct buf *pdf, const char *const texts[], size_t count, bool framed)
{
	struct pdf_file file = {.out = pdf};
	buf_init(pdf, PDF_LIMIT);
	pdf_head(&file, count);
	for (size_t i = 0; i < count; i++)
		pdf_page(&file, texts[i], framed);
	size_t xref = pdf->len;
	pdf_print(pdf, "xref\n0 %zu\n0000000000 65535 f \n", file.objects + 1);
	for (size_t i = 0; i < file.objects; i++)
		pdf_print(pdf, "%010zu 00000 n \n", file.offsets[i]);
	pdf_print(pdf,
	    "trailer\n<</Size %zu/Root 1 0 R>>\nstartxref\n%zu\n%%%%EOF\n",
	    file.objects + 1, xref);
}
