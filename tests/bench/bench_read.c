/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Reading a PDF whole (boxes, ruling lines, cells, figures) against poppler's
 * own text call on the same bytes. Prints the CPU microseconds of both per
 * document, the median of seven rounds each, taken in turn.
 *
 * usage: bench_read FILE LEXICON-FOLDER
 */
#include "lib/base/buf.h"
#include "lib/base/mem.h"
#include "reading/lexicon.h"
#include "reading/read.h"
#include "reading/text.h"

#include <poppler.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/resource.h>

#define BENCH_ROUNDS 7
#define BENCH_TIMES  20

static double
bench_cpu_us(void)
{
	struct rusage usage;

	getrusage(RUSAGE_SELF, &usage);
	return (double)(usage.ru_utime.tv_sec + usage.ru_stime.tv_sec) * 1e6 +
	       (double)(usage.ru_utime.tv_usec + usage.ru_stime.tv_usec);
}

static void
bench_poppler(struct span bytes)
{
	GBytes *held = g_bytes_new_static(bytes.p, bytes.len);
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

static void
bench_whole(const struct lexicon *lexicon, struct span bytes)
{
	struct document_hint hint = {
	    .title = "2025年度业绩预告", .published = DATE_NONE};
	struct reading reading;

	reading_init(&reading);
	read_document(lexicon, bytes, &hint, &reading);
	if (!reading.readable || reading.fact_count == 0) {
		fprintf(stderr, "bench_read: the document was not read\n");
		exit(1);
	}
	reading_done(&reading);
}

static int
bench_compare(const void *a, const void *b)
{
	double x = *(const double *)a, y = *(const double *)b;

	return x < y ? -1 : x > y;
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
	double floor[BENCH_ROUNDS], whole[BENCH_ROUNDS], start;
	struct err err = ERR_NONE;
	struct lexicon *lexicon;
	struct buf bytes;
	struct span span;

	if (argc != 3) {
		fputs("usage: bench_read FILE LEXICON-FOLDER\n", stderr);
		return 2;
	}
	buf_init(&bytes, 16 * MIB);
	bench_load(argv[1], &bytes);
	span = (struct span){bytes.data, bytes.len};
	if (lexicon_load(argv[2], &lexicon, &err) != 0) {
		fprintf(stderr, "%s\n", err.text);
		return 1;
	}
	text_preload();
	text_pdf_preload();
	for (int i = 0; i < BENCH_ROUNDS; i++) {
		start = bench_cpu_us();
		for (int k = 0; k < BENCH_TIMES; k++)
			bench_poppler(span);
		floor[i] = (bench_cpu_us() - start) / BENCH_TIMES;
		start = bench_cpu_us();
		for (int k = 0; k < BENCH_TIMES; k++)
			bench_whole(lexicon, span);
		whole[i] = (bench_cpu_us() - start) / BENCH_TIMES;
	}
	qsort(floor, BENCH_ROUNDS, sizeof(double), bench_compare);
	qsort(whole, BENCH_ROUNDS, sizeof(double), bench_compare);
	printf("%.0f %.0f\n", whole[BENCH_ROUNDS / 2], floor[BENCH_ROUNDS / 2]);
	lexicon_free(lexicon);
	buf_done(&bytes);
	return 0;
}
