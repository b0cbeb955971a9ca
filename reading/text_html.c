/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * In: a page or filing in HTML, however broken. Out: its text, a line per
 * paragraph or table row. libxml2's parser sends elements and words (SAX), so
 * no tree is built and the depth of the document costs nothing. A table within
 * a cell ends the row outside it: what came before stands on a line of its
 * own. read_document and the tests call it.
 */
#include "reading/text.h"
#include "reading/html_guard.h"
#include "reading/html_table.h"

#include <libxml/HTMLparser.h>
#include <libxml/parserInternals.h>
#include <string.h>
#include <strings.h>

/* The parser's work per end tag grows with the depth. */
#define HTML_DEPTH  1024
#define HTML_TABLES 32

struct html {
	htmlParserCtxtPtr parser;
	struct buf *out;
	struct buf text; /* of the open paragraph or cell */
	bool space; /* white space waits for the next word */
	struct html_table *table; /* innermost; NULL: none */
	int tables;
	bool in_cell;
	int columns, rows; /* spans of the open cell */
	int pre; /* depth of open <pre> */
	int depth;
	int hidden; /* depth of the outermost hidden element; 0: none */
	int code; /* ERR_TOOBIG, ERR_UNREADABLE: parsing was stopped */
};

enum html_kind {
	HTML_INLINE,
	HTML_BLOCK,
	HTML_HIDDEN,
	HTML_TABLE,
	HTML_ROW,
	HTML_CELL,
	HTML_PRE,
	HTML_BOX
};

static const struct {
	const char *name;
	enum html_kind kind;
} html_elements[] = {
    {"td", HTML_CELL},
    {"th", HTML_CELL},
    {"tr", HTML_ROW},
    {"table", HTML_TABLE},
    {"p", HTML_BLOCK},
    {"br", HTML_BLOCK},
    {"div", HTML_BLOCK},
    {"li", HTML_BLOCK},
    {"h1", HTML_BLOCK},
    {"h2", HTML_BLOCK},
    {"h3", HTML_BLOCK},
    {"h4", HTML_BLOCK},
    {"h5", HTML_BLOCK},
    {"h6", HTML_BLOCK},
    {"hr", HTML_BLOCK},
    {"ul", HTML_BLOCK},
    {"ol", HTML_BLOCK},
    {"dl", HTML_BLOCK},
    {"dt", HTML_BLOCK},
    {"dd", HTML_BLOCK},
    {"caption", HTML_BLOCK},
    {"blockquote", HTML_BLOCK},
    {"center", HTML_BLOCK},
    {"section", HTML_BLOCK},
    {"article", HTML_BLOCK},
    {"header", HTML_BLOCK},
    {"footer", HTML_BLOCK},
    {"body", HTML_BLOCK},
    {"pre", HTML_PRE},
    {"input", HTML_BOX},
    {"script", HTML_HIDDEN},
    {"style", HTML_HIDDEN},
    {"title", HTML_HIDDEN},
    {"noscript", HTML_HIDDEN},
    {"template", HTML_HIDDEN},
    {"select", HTML_HIDDEN},
    {"iframe", HTML_HIDDEN},
    {"svg", HTML_HIDDEN},
    {"ix:header", HTML_HIDDEN},
};

static enum html_kind
html_kind_of(const char *name)
{
	size_t n = sizeof(html_elements) / sizeof(html_elements[0]);

	for (size_t i = 0; i < n; i++) {
		if (strcmp(html_elements[i].name, name) == 0)
			return html_elements[i].kind;
	}
	return HTML_INLINE;
}

static void
html_stop(struct html *html, int code)
{
	if (code == 0 || html->code != 0)
		return;
	html->code = code;
	if (html->parser != NULL)
		xmlStopParser(html->parser);
}

/* The rows so far go before what follows inside of the table. */
static void
html_interrupt_table(struct html *html)
{
	if (html->table != NULL)
		html_stop(html, html_table_interrupt(html->table, html->out));
}

/* The open paragraph becomes a line. */
static void
html_end_line(struct html *html)
{
	html->space = false;
	if (html->text.len == 0)
		return;
	html_interrupt_table(html);
	int r = buf_add_char(&html->text, '\n');
	if (r == 0)
		r = buf_add(html->out, html->text.data, html->text.len);
	buf_clear(&html->text);
	html_stop(html, r);
}

static void
html_end_cell(struct html *html)
{
	if (!html->in_cell)
		return;
	html->in_cell = false;
	html->space = false;
	html_table_add_cell(
	    html->table, html->text.data, html->columns, html->rows);
	buf_clear(&html->text);
}

static void
html_end_row(struct html *html)
{
	html_end_cell(html);
	html_end_line(html);
	if (html->table != NULL)
		html_stop(html, html_table_end_row(html->table));
}

static void
html_start_table(struct html *html)
{
	html_end_row(html);
	html_interrupt_table(html);
	if (html->tables >= HTML_TABLES) {
		html_stop(html, ERR_UNREADABLE);
		return;
	}
	html->table = html_table_new(html->table, html->out->limit);
	html->tables++;
}

static void
html_end_table(struct html *html)
{
	html_end_row(html);
	if (html->table == NULL)
		return;
	html_stop(html, html_table_print(html->table, html->out));
	html->table = html_table_free(html->table);
	html->tables--;
}

static const char *
html_attribute(const xmlChar **atts, const char *name)
{
	for (; atts != NULL && atts[0] != NULL; atts += 2) {
		if (strcmp((const char *)atts[0], name) == 0)
			return atts[1] != NULL ? (const char *)atts[1] : "";
	}
	return NULL;
}

/* A small positive number; 1 for anything else. */
static int
html_number(const char *s)
{
	int v = 0;

	if (s == NULL)
		return 1;
	for (s += strspn(s, " "); *s >= '0' && *s <= '9' && v < 10000; s++)
		v = v * 10 + (*s - '0');
	return v > 0 ? v : 1;
}

static void
html_start_cell(struct html *html, const xmlChar **atts)
{
	if (html->table == NULL) {
		html_end_line(html);
		return;
	}
	html_end_cell(html);
	html_end_line(html);
	html->in_cell = true;
	html->columns = html_number(html_attribute(atts, "colspan"));
	html->rows = html_number(html_attribute(atts, "rowspan"));
}

static bool
html_is_hidden(const xmlChar **atts)
{
	const char *style = html_attribute(atts, "style");

	if (html_attribute(atts, "hidden") != NULL)
		return true;
	const char *p = style != NULL ? strcasestr(style, "display") : NULL;
	if (p == NULL)
		return false;
	p += strlen("display");
	p += strspn(p, " \t:");
	return strncasecmp(p, "none", 4) == 0;
}

static void
html_add(struct html *html, const char *p, size_t n)
{
	if (html->space && html->text.len > 0)
		html_stop(html, buf_add_char(&html->text, ' '));
	html->space = false;
	html_stop(html, buf_add(&html->text, p, n));
}

/* A tick box is printed as in the filings that have no forms. */
static void
html_add_box(struct html *html, const xmlChar **atts)
{
	const char *type = html_attribute(atts, "type");

	if (type == NULL || (strcasecmp(type, "checkbox") != 0 &&
				strcasecmp(type, "radio") != 0))
		return;
	const char *box = html_attribute(atts, "checked") != NULL ? "√" : "□";
	html_add(html, box, strlen(box));
}

/* Within a cell lines do not end: the row is the line. */
static void
html_break(struct html *html)
{
	if (html->in_cell)
		html->space = true;
	else
		html_end_line(html);
}

static void
html_start(struct html *html, enum html_kind kind, const xmlChar **atts)
{
	switch (kind) {
	case HTML_INLINE:
		break;
	case HTML_BLOCK:
		html_break(html);
		break;
	case HTML_HIDDEN:
		html->hidden = html->depth;
		break;
	case HTML_TABLE:
		html_start_table(html);
		break;
	case HTML_ROW:
		html_end_row(html);
		break;
	case HTML_CELL:
		html_start_cell(html, atts);
		break;
	case HTML_PRE:
		html_break(html);
		html->pre++;
		break;
	case HTML_BOX:
		html_add_box(html, atts);
		break;
	}
}

static void
html_on_start(void *arg, const xmlChar *name, const xmlChar **atts)
{
	struct html *html = arg;

	html->depth++;
	if (html->depth > HTML_DEPTH)
		html_stop(html, ERR_UNREADABLE);
	if (html->hidden > 0 || html->code != 0)
		return;
	if (html_is_hidden(atts))
		html->hidden = html->depth;
	else
		html_start(html, html_kind_of((const char *)name), atts);
}

static void
html_end(struct html *html, enum html_kind kind)
{
	switch (kind) {
	case HTML_INLINE:
	case HTML_HIDDEN:
	case HTML_BOX:
		break;
	case HTML_BLOCK:
		html_break(html);
		break;
	case HTML_TABLE:
		html_end_table(html);
		break;
	case HTML_ROW:
		html_end_row(html);
		break;
	case HTML_CELL:
		html_end_cell(html);
		break;
	case HTML_PRE:
		html_break(html);
		html->pre -= html->pre > 0;
		break;
	}
}

static void
html_on_end(void *arg, const xmlChar *name)
{
	struct html *html = arg;

	if (html->hidden == 0 && html->code == 0)
		html_end(html, html_kind_of((const char *)name));
	if (html->hidden == html->depth)
		html->hidden = 0;
	html->depth -= html->depth > 0;
}

/* Length of the white space at p: ASCII, no-break or ideographic; or 0. */
static size_t
html_space_len(const char *p, size_t n)
{
	if (n > 0 && strchr(" \t\r\n\f\v", *p) != NULL && *p != '\0')
		return 1;
	if (n > 1 && memcmp(p, "\xc2\xa0", 2) == 0)
		return 2;
	return n > 2 && memcmp(p, "\xe3\x80\x80", 3) == 0 ? 3 : 0;
}

/* White space in <pre>: newlines end lines, gaps separate cells. */
static void
html_add_gap(struct html *html, const char *p, size_t n)
{
	bool breaks = memchr(p, '\n', n) != NULL;

	if (html->pre > 0 && breaks)
		html_break(html);
	else if (html->pre > 0 && n > 1 && html->text.len > 0)
		html_stop(html, buf_add_char(&html->text, '\t'));
	else
		html->space = true;
}

static void
html_on_text(void *arg, const xmlChar *text, int len)
{
	struct html *html = arg;
	const char *p = (const char *)text;
	size_t n = len > 0 ? (size_t)len : 0;

	while (n > 0 && html->hidden == 0 && html->code == 0) {
		size_t word = 0, gap = 0, step;
		while (word < n && html_space_len(p + word, n - word) == 0)
			word++;
		if (word > 0)
			html_add(html, p, word);
		while (
		    (step = html_space_len(p + word + gap, n - word - gap)) > 0)
			gap += step;
		if (gap > 0)
			html_add_gap(html, p + word, gap);
		p += word + gap;
		n -= word + gap;
	}
}

static void
html_parse(struct html *html, const char *p, size_t n)
{
	xmlCharEncodingHandlerPtr utf8 = xmlFindCharEncodingHandler("UTF-8");

	html->parser = htmlCreateMemoryParserCtxt(p, (int)n);
	if (html->parser == NULL) {
		html->code = ERR_UNREADABLE;
		return;
	}
	*html->parser->sax = (xmlSAXHandler){
	    .startElement = html_on_start,
	    .endElement = html_on_end,
	    .characters = html_on_text,
	    .ignorableWhitespace = html_on_text,
	    .cdataBlock = html_on_text,
	};
	html->parser->userData = html;
	htmlCtxtUseOptions(html->parser,
	    HTML_PARSE_RECOVER | HTML_PARSE_NOERROR | HTML_PARSE_NOWARNING |
		HTML_PARSE_NONET | HTML_PARSE_IGNORE_ENC);
	(void)xmlSwitchToEncoding(html->parser, utf8);
	(void)htmlParseDocument(html->parser); /* broken is usual */
	html_end_row(html);
	htmlFreeParserCtxt(html->parser);
	html->parser = NULL;
}

static void
html_read(struct html *html, struct span utf8)
{
	if (html_has_endless_tag(utf8)) {
		html->code = ERR_UNREADABLE;
		return;
	}
	buf_init(&html->text, TEXT_LIMIT);
	html_parse(html, utf8.p, utf8.len);
	while (html->table != NULL)
		html_end_table(html);
	buf_done(&html->text);
}

int
text_from_html(
    struct span bytes, const char *label, struct buf *out, struct err *err)
{
	struct html html = {.out = out};
	struct buf utf8;

	buf_init(&utf8, 4 * TEXT_LIMIT);
	int r = text_decode(bytes, label, &utf8, err);
	if (r != ERR_UNREADABLE && utf8.len > 0)
		html_read(&html, (struct span){utf8.data, utf8.len});
	buf_done(&utf8);
	if (html.code == ERR_TOOBIG)
		return err_set(
		    err, html.code, "text longer than %zu bytes", out->limit);
	if (html.code != 0)
		return err_set(err, html.code,
		    "html is nested too deep or a tag too long");
	return r;
}
