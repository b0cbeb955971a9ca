/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Reading a PDF whole (boxes, ruling lines, cells, figures) against poppler's
 * own text call on the same bytes, in one process. Prints a line a document:
 * its name, the CPU microseconds of both (medians of seven rounds, taken in
 * turn) and the bytes of its text.
 *
 * usage: bench_read LEXICON-FOLDER FIXTURE
 */
#include "lib/base/buf.h"
#include "lib/base/mem.h"
#include "reading/lexicon.h"
#include "reading/read.h"
#include "reading/text.h"
#include "tests/bench/paper.h"

#include <inttypes.h>
#include <poppler.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/resource.h>

#define BENCH_ROUNDS 7
#define BENCH_REPORT 100 /* pages */

struct bench_case {
	const char *name;
	int times; /* a round */
	struct buf pdf;
};

static double
bench_cpu_us(void)
{
	struct rusage usage;

	getrusage(RUSAGE_SELF, &usage);
	return (double)(usage.ru_utime.tv_sec + usage.ru_stime.tv_sec) * 1e6 +
	       (double)(usage.ru_utime.tv_usec + usage.ru_stime.tv_usec);
}

static void
bench_poppler(const struct buf *pdf)
{
	GBytes *held = g_bytes_new_static(pdf->data, pdf->len);
	PopplerDocument *document =
	    poppler_document_new_from_bytes(held, NULL, NULL);

	for (int i = 0; i < poppler_document_get_n_pages(document); i++) {
		PopplerPage *page = poppler_document_get_page(document, i);

		g_free(poppler_page_get_text(page));
		g_object_unref(page);
	}
	g_object_unref(document);
	g_bytes_unref(held);
}

/* Returns the length of the text. */
static int64_t
bench_whole(const struct lexicon *lexicon, const struct buf *pdf)
{
	struct document_hint hint = {
	    .title = "2025年度业绩预告", .published = DATE_NONE};
	struct span span = {pdf->data, pdf->len};
	struct reading reading;

	reading_init(&reading);
	read_document(lexicon, span, &hint, &reading);
	if (!reading.readable) {
		fprintf(stderr, "bench_read: %s\n", reading.unreadable_why);
		exit(1);
	}
	int64_t n = reading.text_len;
	reading_done(&reading);
	return n;
}

static int
bench_compare(const void *a, const void *b)
{
	double x = *(const double *)a, y = *(const double *)b;

	return x < y ? -1 : x > y;
}

static void
bench_run(const struct lexicon *lexicon, const struct bench_case *task)
{
	double floor[BENCH_ROUNDS], whole[BENCH_ROUNDS], start;
	int64_t text = 0;

	for (int i = 0; i < BENCH_ROUNDS; i++) {
		start = bench_cpu_us();
		for (int k = 0; k < task->times; k++)
			bench_poppler(&task->pdf);
		floor[i] = (bench_cpu_us() - start) / task->times;
		start = bench_cpu_us();
		for (int k = 0; k < task->times; k++)
			text = bench_whole(lexicon, &task->pdf);
		whole[i] = (bench_cpu_us() - start) / task->times;
	}
	qsort(floor, BENCH_ROUNDS, sizeof(double), bench_compare);
	qsort(whole, BENCH_ROUNDS, sizeof(double), bench_compare);
	printf("%s\t%.0f\t%.0f\t%" PRId64 "\n", task->name,
	    whole[BENCH_ROUNDS / 2], floor[BENCH_ROUNDS / 2], text);
}

static void
bench_load(const char *path, struct buf *out)
{
	FILE *file = fopen(path, "re");
	char piece[65536];
	size_t n;

	if (file == NULL) {
		perror(path);
		exit(1);
	}
	while ((n = fread(piece, 1, sizeof(piece), file)) > 0)
		err_drop(buf_add(out, piece, n)); /* fixtures are small */
	fclose(file);
}

int
main(int argc, char *argv[])
{
	struct bench_case cases[] = {
	    {"a two-page forecast, fonts embedded", 20, {0}},
	    {"the same kind, no font embedded", 20, {0}},
	    {"a report of 100 pages", 1, {0}},
	};
	struct err err = ERR_NONE;
	struct lexicon *lexicon;

	if (argc != 3) {
		fputs("usage: bench_read LEXICON-FOLDER FIXTURE\n", stderr);
		return 2;
	}
	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++)
		buf_init(&cases[i].pdf, 16 * MIB);
	/* Before the preload, which takes the fonts of the system away. */
	paper_forecast(&cases[0].pdf);
	bench_load(argv[2], &cases[1].pdf);
	paper_report(&cases[2].pdf, BENCH_REPORT);
	if (lexicon_load(argv[1], &lexicon, &err) != 0) {
		fprintf(stderr, "%s\n", err.text);
		return 1;
	}
	text_preload();
	text_pdf_preload();
	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		bench_run(lexicon, &cases[i]);
		buf_done(&cases[i].pdf);
	}
	lexicon_free(lexicon);
	return 0;
}
