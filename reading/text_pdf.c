/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * In: a PDF. Out: the text of its pages, or why it cannot be read. What cannot
 * be bounded here (a page that takes for ever to draw) ends with the deadline
 * of its process. read_document and the tests call it.
 */
#include "reading/text.h"
#include "lib/base/clock.h"
#include "reading/pdf_blind.h"
#include "reading/pdf_image.h"
#include "reading/pdf_page.h"

#include <poppler.h>

#define PDF_DRAWS   200 /* pages that are drawn for their rules */
#define PDF_DRAW_MS 5000 /* and no more of them after this */
#define PDF_TAIL    2048 /* bytes at the end that hold %%EOF */
#define PDF_SPARSE  50 /* glyphs a page; fewer may be a scan's stamp */
#define PDF_STRANGE 4 /* of so many glyphs one may be unknown */

/* What poppler says of broken documents; the caller hears it by the result. */
static void
pdf_on_log(const gchar *domain, GLogLevelFlags level, const gchar *message,
    gpointer arg)
{
	(void)domain, (void)level, (void)message, (void)arg;
}

static int
pdf_open_error(const GError *error, struct err *err)
{
	if (error != NULL &&
	    g_error_matches(error, POPPLER_ERROR, POPPLER_ERROR_ENCRYPTED))
		return err_set(err, ERR_UNREADABLE, "encrypted");
	return err_set(err, ERR_UNREADABLE, "damaged pdf%s%s",
	    error != NULL ? ": " : "", error != NULL ? error->message : "");
}

static int
pdf_open(struct span bytes, PopplerDocument **ret, struct err *err)
{
	GError *error = NULL;
	GBytes *held = g_bytes_new_static(bytes.p, bytes.len);

	PopplerDocument *document =
	    poppler_document_new_from_bytes(held, NULL, &error);
	g_bytes_unref(held);
	int r = 0;
	if (document == NULL)
		r = pdf_open_error(error, err);
	g_clear_error(&error);
	if (r == 0 && poppler_document_get_n_pages(document) <= 0) {
		g_object_unref(document);
		return err_set(err, ERR_UNREADABLE, "damaged pdf: no page");
	}
	if (r == 0)
		*ret = document;
	return r;
}

static int
pdf_print_pages(struct pdf_flow *flow, PopplerDocument *document, int pages)
{
	struct clock *clock = clock_new_real();
	int64_t start = clock_mono(clock);
	int r = 0;

	for (int i = 0; i < pages && r == 0; i++) {
		PopplerPage *page = poppler_document_get_page(document, i);
		if (clock_mono(clock) - start > PDF_DRAW_MS)
			flow->draws = 0;
		r = pdf_page_print(flow, page);
		g_clear_object(&page);
	}
	clock_free(clock);
	return r == 0 ? pdf_flow_end(flow) : r;
}

/* True when a picture covers half of the first page. */
static bool
pdf_is_picture(PopplerDocument *document)
{
	PopplerPage *page = poppler_document_get_page(document, 0);
	double width, height, area = 0;

	if (page == NULL)
		return false;
	poppler_page_get_size(page, &width, &height);
	GList *images = poppler_page_get_image_mapping(page);
	for (const GList *at = images; at != NULL; at = at->next) {
		const PopplerImageMapping *image = at->data;
		double w = image->area.x2 - image->area.x1;
		double h = image->area.y2 - image->area.y1;
		area += w * h < 0 ? -w * h : w * h;
	}
	poppler_page_free_image_mapping(images);
	g_object_unref(page);
	return area > width * height / 2;
}

/* Whether what was printed is the text of the document. */
static int
pdf_judge(
    const struct pdf_flow *flow, PopplerDocument *document, struct err *err)
{
	size_t sparse = PDF_SPARSE * (size_t)flow->pages;

	if (flow->missing == flow->pages)
		return err_set(err, ERR_UNREADABLE, "damaged pdf: no page");
	if (flow->glyphs == 0 ||
	    (flow->glyphs < sparse && pdf_is_picture(document)))
		return err_set(err, ERR_UNREADABLE, "no text layer (scanned)");
	if (flow->strange > flow->glyphs / PDF_STRANGE)
		return err_set(err, ERR_UNREADABLE,
		    "a text layer without known characters");
	return 0;
}

static bool
pdf_is_whole(struct span bytes)
{
	size_t n = bytes.len < PDF_TAIL ? bytes.len : PDF_TAIL;
	struct span tail = {bytes.p + bytes.len - n, n};

	return span_find(tail, span_of("%%EOF")) != NULL;
}

static int
pdf_read(struct span bytes, PopplerDocument *document, struct buf *out,
    struct err *err)
{
	struct pdf_flow flow = {.out = out, .draws = PDF_DRAWS};
	int total = poppler_document_get_n_pages(document);
	int pages = total < TEXT_PDF_PAGES ? total : TEXT_PDF_PAGES;
	size_t start = out->len;

	int r = pdf_print_pages(&flow, document, pages);
	if (r == ERR_TOOBIG)
		return err_set(
		    err, r, "text longer than %zu bytes", out->limit);
	r = pdf_judge(&flow, document, err);
	if (r == 0 && out->len == start) /* blanks, or margins alone */
		r = err_set(err, ERR_UNREADABLE, "no words in the text layer");
	if (r < 0) {
		out->len = start;
		if (out->size > 0)
			out->data[start] = '\0';
		return r;
	}
	if (pages < total)
		return err_set(
		    err, ERR_TOOBIG, "the first %d of %d pages", pages, total);
	if (flow.missing > 0)
		return err_set(err, ERR_TOOBIG, "%d of %d pages are damaged",
		    flow.missing, total);
	if (!pdf_is_whole(bytes))
		return err_set(err, ERR_TOOBIG, "the file lacks its end");
	return 0;
}

/* Encodings of the collections; poppler keeps four maps in mind. */
static const struct pdf_map {
	const char *encoding, *collection, *word;
} pdf_maps[] = {
    {"UniGB-UCS2-H", "GB1", "4e8f"},
    {"GBK-EUC-H", "GB1", "bff7"},
    {"90ms-RKSJ-H", "Japan1", "8ede"},
    {"KSCms-UHC-H", "Korea1", "bcd5"},
};
#define PDF_MAPS (sizeof(pdf_maps) / sizeof(pdf_maps[0]))

/* A page for each map. No cross references: they are rebuilt. */
static int
pdf_sample(struct buf *out)
{
	int r = buf_addf(out,
	    "%%PDF-1.4\n1 0 obj <</Type/Catalog/Pages 2 0 R>> endobj\n"
	    "2 0 obj <</Type/Pages/Count %zu/Kids[",
	    PDF_MAPS);
	for (size_t i = 0; i < PDF_MAPS && r == 0; i++)
		r = buf_addf(out, "%zu 0 R ", 3 * i + 3);
	if (r == 0)
		r = buf_add_str(out, "]>> endobj\n");
	for (size_t i = 0; i < PDF_MAPS && r == 0; i++) {
		const struct pdf_map *map = &pdf_maps[i];
		r = buf_addf(out,
		    "%zu 0 obj <</Type/Page/Parent 2 0 R/MediaBox[0 0 99 99]"
		    "/Contents %zu 0 R/Resources<</Font<</F %zu 0 R>>>>>> "
		    "endobj\n"
		    "%zu 0 obj <</Length 33>> stream\n"
		    "BT /F 9 Tf 9 60 Td <%s> Tj ET   \nendstream endobj\n"
		    "%zu 0 obj <</Type/Font/Subtype/Type0/BaseFont/F"
		    "/Encoding/%s/DescendantFonts[<</Type/Font/Subtype"
		    "/CIDFontType0/BaseFont/F/CIDSystemInfo<</Registry(Adobe)"
		    "/Ordering(%s)/Supplement 2>>>>]>> endobj\n",
		    3 * i + 3, 3 * i + 4, 3 * i + 5, 3 * i + 4, map->word,
		    3 * i + 5, map->encoding, map->collection);
	}
	return r == 0 ? buf_add_str(out, "trailer <</Root 1 0 R>>\n%%EOF\n")
		      : r;
}

/* Open for good: poppler forgets what it loaded with its last document. */
static PopplerDocument *pdf_kept;
static struct buf pdf_kept_bytes;

#define PDF_KEPT_SIDE 99 /* points, of its pages */

static void
pdf_warm(PopplerPage *page)
{
	struct pdf_image image;
	struct pdf_glyphs glyphs;
	cairo_matrix_t matrix;

	if (page == NULL)
		return;
	pdf_glyphs_read(page, &glyphs);
	pdf_glyphs_done(&glyphs);
	cairo_matrix_init_identity(&matrix);
	if (pdf_image_make(&image, page, &matrix, PDF_KEPT_SIDE, PDF_KEPT_SIDE))
		pdf_image_done(&image);
	g_object_unref(page);
}

void
text_pdf_preload(void)
{
	pdf_blind_system();
	g_log_set_default_handler(pdf_on_log, NULL);
	if (pdf_kept != NULL)
		return;
	buf_init(&pdf_kept_bytes, 4 * KIB);
	if (pdf_sample(&pdf_kept_bytes) < 0)
		return; /* each document will say what is wrong */
	struct span sample = {pdf_kept_bytes.data, pdf_kept_bytes.len};
	if (pdf_open(sample, &pdf_kept, NULL) < 0)
		return; /* as above */
	for (int i = 0; i < (int)PDF_MAPS; i++)
		pdf_warm(poppler_document_get_page(pdf_kept, i));
}

int
text_from_pdf(
    struct span bytes, struct buf *out, int *ret_pages, struct err *err)
{
	PopplerDocument *document = NULL;
	struct buf blind;

	pdf_blind_system();
	g_log_set_default_handler(pdf_on_log, NULL);
	buf_init(&blind, bytes.len);
	int r = buf_add(&blind, bytes.p, bytes.len);
	if (r < 0)
		return err_set(err, r, "no memory for a pdf");
	pdf_blind(blind.data, blind.len);
	struct span seen = {blind.data, blind.len};
	r = pdf_open(seen, &document, err);
	if (r == 0) {
		*ret_pages = poppler_document_get_n_pages(document);
		r = pdf_read(seen, document, out, err);
		g_object_unref(document);
	}
	buf_done(&blind);
	return r;
}
