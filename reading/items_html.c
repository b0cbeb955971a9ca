/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * In: a page of HTML, however broken, and the XPaths of its spec. Out: items of
 * the rows, or why there are none. Called by read_list.c.
 */
#include "reading/items_html.h"

#include "lib/base/mem.h"
#include "lib/base/number.h"
#include "reading/html_guard.h"
#include "reading/list_reader.h"
#include "reading/list_time.h"
#include "reading/text.h"

#include <libxml/HTMLparser.h>
#include <libxml/xpath.h>
#include <string.h>

/* Steps of all XPaths of a page together. */
#define HTML_XPATH_STEPS 20000000
#define HTML_TEXT_LIMIT	 (32 * MIB)
#define HTML_WORD_LIMIT	 256
#define HTML_NAMES	 64 /* compiled at a time */
#define HTML_OPTIONS                                                           \
	(HTML_PARSE_RECOVER | HTML_PARSE_NONET | HTML_PARSE_NOERROR |          \
	    HTML_PARSE_NOWARNING | HTML_PARSE_NODEFDTD |                       \
	    HTML_PARSE_IGNORE_ENC)

struct html_list {
	const struct list_spec *spec;
	xmlXPathContextPtr xpath;
	/* names of templates, compiled when they are met first */
	char *names[HTML_NAMES];
	xmlXPathCompExprPtr compiled[HTML_NAMES];
	size_t count;
};

struct html_row {
	struct list_row row;
	struct html_list *list;
	xmlNodePtr node;
};

static void
html_on_error(void *arg, xmlErrorPtr error)
{
	(void)arg;
	(void)error; /* what goes wrong is seen by its result */
}

/* The compiled form of a name; NULL: it is no XPath, or one too many. */
static xmlXPathCompExprPtr
html_compile(struct html_list *list, struct span name)
{
	for (size_t i = 0; i < list->count; i++)
		if (span_is(name, list->names[i]))
			return list->compiled[i];
	if (list->count == HTML_NAMES)
		return NULL;
	char *text = mem_strndup(name.p, name.len);
	list->names[list->count] = text;
	list->compiled[list->count] =
	    xmlXPathCtxtCompile(list->xpath, (const xmlChar *)text);
	return list->compiled[list->count++];
}

/* What name finds from node on; NULL: nothing. Gives. */
static xmlXPathObjectPtr
html_find(struct html_list *list, struct span name, xmlNodePtr node)
{
	xmlXPathCompExprPtr compiled = html_compile(list, name);

	if (compiled == NULL)
		return NULL;
	list->xpath->node = node;
	return xmlXPathCompiledEval(compiled, list->xpath);
}

/* Length of the white space at p: ASCII or no-break; 0: none. */
static size_t
html_blank(const char *p)
{
	if (*p == ' ' || (*p >= '\t' && *p <= '\r'))
		return 1;
	return strncmp(p, "\xc2\xa0", 2) == 0 ? 2 : 0;
}

/* Appends text with its runs of white space as one blank each. Takes text. */
static int
html_add_text(xmlChar *text, struct buf *out)
{
	const char *p = text != NULL ? (const char *)text : "";
	bool gap = false, first = true;
	int r = 0;

	while (*p != '\0' && r == 0) {
		size_t n = html_blank(p);
		gap |= n > 0;
		p += n;
		if (n > 0)
			continue;
		if (gap && !first)
			r = buf_add_char(out, ' ');
		gap = first = false;
		if (r == 0)
			r = buf_add_char(out, *p++);
	}
	xmlFree(text);
	return r;
}

static int
html_add_nodes(const xmlNodeSet *nodes, struct buf *out)
{
	int r = 0;

	for (int i = 0; nodes != NULL && i < nodes->nodeNr && r == 0; i++) {
		if (i > 0)
			r = buf_add_char(out, LIST_VALUE_SEPARATOR);
		if (r == 0)
			r = html_add_text(
			    xmlXPathCastNodeToString(nodes->nodeTab[i]), out);
	}
	return r;
}

/* Appends the text of what name finds. ERR_NOTFOUND: nothing. */
static int
html_text(
    struct html_list *list, struct span name, xmlNodePtr node, struct buf *out)
{
	xmlXPathObjectPtr found = html_find(list, name, node);
	int r = ERR_NOTFOUND;

	if (found == NULL)
		return r;
	if (found->type != XPATH_NODESET)
		r = html_add_text(xmlXPathCastToString(found), out);
	else if (!xmlXPathNodeSetIsEmpty(found->nodesetval))
		r = html_add_nodes(found->nodesetval, out);
	xmlXPathFreeObject(found);
	return r;
}

static int
html_row_find(const struct list_row *row, struct span name, struct buf *out)
{
	const struct html_row *html = (const struct html_row *)row;

	return html_text(html->list, name, html->node, out);
}

/* The text of an XPath of the page; "" when it finds none. Gives. */
static char *
html_page_text(struct html_list *list, const char *xpath)
{
	struct buf text;

	if (xpath == NULL)
		return mem_strdup("");
	buf_init(&text, HTML_WORD_LIMIT);
	if (html_text(list, span_of(xpath),
		xmlDocGetRootElement(list->xpath->doc), &text) < 0)
		buf_clear(&text);
	if (text.len > 0)
		return buf_take(&text);
	buf_done(&text);
	return mem_strdup("");
}

/* "1,234" -> 1234; -1: no number. */
static int64_t
html_number(char *text)
{
	char *to = text;
	int64_t number;

	for (const char *p = text; *p != '\0'; p++)
		if (*p != ',')
			*to++ = *p;
	*to = '\0';
	return number_parse(text, 0, 999999999, &number) == 0 ? number : -1;
}

static void
html_read_paging(struct html_list *list, struct list_answer *answer)
{
	const struct list_spec *spec = list->spec;
	char *total = html_page_text(list, spec->total);
	char *made = html_page_text(list, spec->generated);

	answer->total = html_number(total);
	if (*made != '\0')
		answer->generated = list_time_generated(spec, made);
	mem_free(total);
	mem_free(made);
	if (spec->more == NULL)
		return;
	xmlXPathObjectPtr found = html_find(
	    list, span_of(spec->more), xmlDocGetRootElement(list->xpath->doc));
	if (found != NULL)
		answer->more = xmlXPathCastToBoolean(found) != 0;
	xmlXPathFreeObject(found);
}

static void
html_read_none(const struct list_spec *spec, struct list_answer *answer)
{
	if (answer->total == 0)
		answer->outcome = OUTCOME_EMPTY;
	else if (answer->total > 0)
		list_answer_fail(answer, OUTCOME_RETRY,
		    "no rows at '%s' though there are %lld in all", spec->rows,
		    (long long)answer->total);
	else
		list_answer_fail(
		    answer, OUTCOME_DRIFT, "no rows at '%s'", spec->rows);
}

static void
html_read_rows(
    struct html_list *list, const xmlNodeSet *nodes, struct list_answer *answer)
{
	struct list_reader reader;
	int n = nodes != NULL ? nodes->nodeNr : 0;

	if (list_reader_init(&reader, list->spec, answer) == 0) {
		for (int i = 0; i < n; i++) {
			struct html_row row = {
			    {html_row_find}, list, nodes->nodeTab[i]};
			list_reader_add(&reader, &row.row);
		}
		if (n > 0)
			list_rows_end(&reader.rows);
		else
			html_read_none(list->spec, answer);
	}
	list_reader_done(&reader);
	list_answer_check(list->spec, answer);
}

static void
html_read(struct html_list *list, struct list_answer *answer)
{
	const char *rows = list->spec->rows != NULL ? list->spec->rows : "";
	xmlNodePtr root = xmlDocGetRootElement(list->xpath->doc);
	xmlXPathObjectPtr found = html_find(list, span_of(rows), root);

	html_read_paging(list, answer);
	if (found == NULL || found->type != XPATH_NODESET)
		list_answer_fail(answer, OUTCOME_DRIFT,
		    "'%s' finds no rows, or takes too long", rows);
	else
		html_read_rows(list, found->nodesetval, answer);
	xmlXPathFreeObject(found);
}

static void
html_read_tree(
    const struct list_spec *spec, xmlDocPtr doc, struct list_answer *answer)
{
	struct html_list list = {.spec = spec};

	list.xpath = xmlXPathNewContext(doc);
	if (list.xpath == NULL)
		return;
	list.xpath->error = html_on_error;
	list.xpath->opLimit = HTML_XPATH_STEPS;
	html_read(&list, answer);
	for (size_t i = 0; i < list.count; i++) {
		mem_free(list.names[i]);
		xmlXPathFreeCompExpr(list.compiled[i]);
	}
	xmlXPathFreeContext(list.xpath);
}

xmlDocPtr
items_html_tree(struct span text)
{
	if (text.len == 0 || memchr(text.p, '<', text.len) == NULL ||
	    html_has_endless_tag(text))
		return NULL;
	xmlDocPtr doc =
	    htmlReadMemory(text.p, (int)text.len, NULL, "UTF-8", HTML_OPTIONS);
	if (doc != NULL && xmlDocGetRootElement(doc) != NULL)
		return doc;
	xmlFreeDoc(doc);
	return NULL;
}

/* A page that begins as one and does not end. */
static bool
html_is_torn(const char *text)
{
	return strcasestr(text, "<html") != NULL &&
	       strcasestr(text, "</html") == NULL &&
	       strcasestr(text, "</body") == NULL;
}

void
items_html_read(
    const struct list_spec *spec, struct span body, struct list_answer *answer)
{
	struct err err = ERR_NONE;
	xmlDocPtr doc = NULL;
	struct buf text;

	buf_init(&text, HTML_TEXT_LIMIT);
	if (text_decode(body, NULL, &text, &err) < 0)
		list_answer_fail(answer, OUTCOME_DRIFT, "%s", err.text);
	else if ((doc = items_html_tree((struct span){text.data, text.len})) ==
		 NULL)
		list_answer_fail(answer, OUTCOME_DRIFT, "no HTML");
	else if (html_is_torn(text.data))
		list_answer_fail(
		    answer, OUTCOME_TORN, "the page ends before </html>");
	else
		html_read_tree(spec, doc, answer);
	xmlFreeDoc(doc);
	buf_done(&text);
}
