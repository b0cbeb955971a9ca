/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * In: the bytes of a PDF. Out: the same without its embedded fonts (ISO
 * 32000-1 9.9). Font files are streams, so they and their dictionaries stand
 * in the file as they are, never within object streams. Called by text_pdf.c.
 */
#include "reading/pdf_blind.h"

#include <fontconfig/fontconfig.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>

#define PDF_STREAM     "stream"
#define PDF_STREAM_LEN 6
#define PDF_DICTIONARY 512 /* bytes before its stream; those of fonts fit */

/* Takes the place of standard error while pages are drawn. */
static FILE *pdf_nowhere;

static ssize_t
pdf_on_write(void *arg, const char *p, size_t n)
{
	(void)arg, (void)p;
	return (ssize_t)n;
}

void
pdf_blind_system(void)
{
	cookie_io_functions_t functions = {.write = pdf_on_write};

	if (pdf_nowhere != NULL)
		return;
	pdf_nowhere = fopencookie(NULL, "w", functions);
	FcConfigSetCurrent(FcConfigCreate());
}

void
pdf_blind_render(PopplerPage *page, cairo_t *cairo)
{
	FILE *heard = stderr;

	if (pdf_nowhere != NULL)
		stderr = pdf_nowhere;
	poppler_page_render(page, cairo);
	stderr = heard;
}

/* The dictionary before the stream at p + at, from its "obj" on. */
static struct span
pdf_dictionary(const char *p, size_t at)
{
	size_t from = at > PDF_DICTIONARY ? at - PDF_DICTIONARY : 0;
	struct span rest = {p + from, at - from}, found = {NULL, 0};
	const char *object;

	while ((object = span_find(rest, span_of("obj"))) != NULL) {
		found.p = object + 3;
		found.len = (size_t)(p + at - found.p);
		rest = found;
	}
	return found;
}

static bool
pdf_span_has(struct span span, const char *word)
{
	return span_find(span, span_of(word)) != NULL;
}

static bool
pdf_is_font(struct span dictionary)
{
	if (dictionary.p == NULL)
		return false;
	return pdf_span_has(dictionary, "/CIDFontType0C") ||
	       (pdf_span_has(dictionary, "/Length1") &&
		   !pdf_span_has(dictionary, "/Length2"));
}

/* True when the word at p + at begins the bytes of a stream. */
static bool
pdf_begins_stream(const char *p, size_t n, size_t at)
{
	size_t end = at + PDF_STREAM_LEN;

	return end < n && (p[end] == '\r' || p[end] == '\n') &&
	       (at < 3 || memcmp(p + at - 3, "end", 3) != 0);
}

void
pdf_blind(char *p, size_t n)
{
	size_t at = 0;
	const char *word;

	while ((word = span_find((struct span){p + at, n - at},
		    span_of(PDF_STREAM))) != NULL) {
		at = (size_t)(word - p);
		if (pdf_begins_stream(p, n, at) &&
		    pdf_is_font(pdf_dictionary(p, at)))
			memset(p + at, ' ', PDF_STREAM_LEN);
		at += PDF_STREAM_LEN;
	}
}
