/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * In: bytes of a document and what their sender calls them. Out: which of the
 * readers takes them. The pool asks to know who is to have the document,
 * read_document asks again in the jail.
 */
#include "reading/text_kind.h"

#include <stdbool.h>
#include <string.h>
#include <strings.h>

/* A PDF may have rubbish before its header (ISO 32000-1 annex H.3.4.1). */
#define TEXT_PDF_HEADER 1024
#define TEXT_HTML_SCAN	512

static bool
text_has(struct span bytes, size_t within, const char *word)
{
	size_t n = strlen(word);

	if (bytes.len < within)
		within = bytes.len;
	for (size_t i = 0; i + n <= within; i++) {
		if (strncasecmp(bytes.p + i, word, n) == 0)
			return true;
	}
	return false;
}

static bool
text_is_html(struct span bytes)
{
	static const char *const tags[] = {"<!doctype html", "<html", "<head",
	    "<body", "<table", "<div", "<p>", "<title", "<script"};
	size_t i = 0;

	if (bytes.len >= 3 && memcmp(bytes.p, "\xef\xbb\xbf", 3) == 0)
		i = 3;
	while (i < bytes.len && strchr(" \t\r\n", bytes.p[i]) != NULL &&
	       bytes.p[i] != '\0')
		i++;
	if (i == bytes.len || bytes.p[i] != '<')
		return false;
	for (size_t t = 0; t < sizeof(tags) / sizeof(tags[0]); t++) {
		if (text_has(bytes, TEXT_HTML_SCAN, tags[t]))
			return true;
	}
	return false;
}

/* EDGAR's submissions, whole or one document of them, begin with tags. */
static bool
text_is_sgml(struct span bytes)
{
	static const char *const tags[] = {"<SEC-DOCUMENT>", "<SUBMISSION>",
	    "<DOCUMENT>", "-----BEGIN PRIVACY-ENHANCED MESSAGE"};

	for (size_t t = 0; t < sizeof(tags) / sizeof(tags[0]); t++) {
		size_t n = strlen(tags[t]);
		if (bytes.len > n && memcmp(bytes.p, tags[t], n) == 0)
			return memmem(bytes.p, bytes.len, "<TEXT>", 6) != NULL;
	}
	return false;
}

static bool
text_ends_with(const char *s, const char *end)
{
	size_t n = strlen(s), m = strlen(end);

	return n >= m && strcasecmp(s + n - m, end) == 0;
}

enum text_kind
text_kind_of(struct span bytes, const char *content_type, const char *url)
{
	const char *type = content_type != NULL ? content_type : "";
	const char *name = url != NULL ? url : "";

	/* First: what is stored in an archive may stand at its beginning. */
	if (bytes.len > 4 && memcmp(bytes.p, "PK\003\004", 4) == 0)
		return TEXT_ZIP;
	if (text_is_sgml(bytes))
		return TEXT_SGML;
	if (text_has(bytes, TEXT_PDF_HEADER, "%PDF-"))
		return TEXT_PDF;
	if (text_is_html(bytes))
		return TEXT_HTML;
	if (strncasecmp(type, "application/pdf", 15) == 0)
		return TEXT_PDF;
	if (strncasecmp(type, "text/html", 9) == 0 ||
	    strncasecmp(type, "application/xhtml", 17) == 0)
		return TEXT_HTML;
	if (*type != '\0')
		return TEXT_PLAIN;
	if (text_ends_with(name, ".pdf"))
		return TEXT_PDF;
	if (text_ends_with(name, ".htm") || text_ends_with(name, ".html"))
		return TEXT_HTML;
	return TEXT_PLAIN;
}
