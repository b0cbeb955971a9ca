/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * In: the text of a feed. Out: its tree, by an XML parser that recovers, or
 * where that loses entries by the HTML parser. Called by items_feed.c and
 * feed_entry.c.
 */
#include "reading/feed_tree.h"

#include "lib/base/mem.h"
#include "reading/feed_mend.h"
#include "reading/html_guard.h"
#include "reading/list_clean.h"

#include <libxml/HTMLparser.h>
#include <libxml/parser.h>
#include <string.h>
#include <strings.h>

#define TREE_TEXT_LIMIT (96 * MIB)
#define TREE_OPTIONS                                                           \
	(XML_PARSE_RECOVER | XML_PARSE_NONET | XML_PARSE_NOERROR |             \
	    XML_PARSE_NOWARNING | XML_PARSE_NOCDATA | XML_PARSE_IGNORE_ENC)
#define TREE_HTML_OPTIONS                                                      \
	(HTML_PARSE_RECOVER | HTML_PARSE_NONET | HTML_PARSE_NOERROR |          \
	    HTML_PARSE_NOWARNING | HTML_PARSE_NODEFDTD |                       \
	    HTML_PARSE_IGNORE_ENC)

static const struct {
	const char *uri; /* or its beginning */
	const char *prefix; /* by which it is known undeclared */
	enum feed_space space;
} tree_spaces[] = {
    {"http://www.w3.org/2005/Atom", "atom", FEED_SPACE_CORE},
    {"http://purl.org/atom/", "atom03", FEED_SPACE_CORE},
    {"http://purl.org/rss/1.0/modules/content", "content", FEED_SPACE_CONTENT},
    {"http://purl.org/rss/1.0/modules/", NULL, FEED_SPACE_OTHER},
    {"http://purl.org/rss/1.0/", "rss", FEED_SPACE_CORE},
    {"http://purl.org/net/rss1.1#", NULL, FEED_SPACE_CORE},
    {"http://my.netscape.com/", NULL, FEED_SPACE_CORE},
    {"http://channel.netscape.com/", NULL, FEED_SPACE_CORE},
    {"http://backend.userland.com/", NULL, FEED_SPACE_CORE},
    {"http://blogs.law.harvard.edu/", NULL, FEED_SPACE_CORE},
    {"http://www.w3.org/1999/02/22-rdf-syntax-ns#", "rdf", FEED_SPACE_CORE},
    {"http://purl.org/dc/", "dc", FEED_SPACE_DC},
    {"http://purl.org/dc/terms/", "dcterms", FEED_SPACE_DC},
    {"http://www.w3.org/1999/xhtml", "xhtml", FEED_SPACE_XHTML},
};

#define TREE_SPACES (sizeof(tree_spaces) / sizeof(tree_spaces[0]))

const char *
feed_tree_name(const xmlNode *node)
{
	const char *name = (const char *)node->name;
	const char *colon = strchr(name, ':');

	return colon != NULL ? colon + 1 : name;
}

static enum feed_space
tree_space_of_uri(const char *uri)
{
	for (size_t i = 0; i < TREE_SPACES; i++) {
		const char *known = tree_spaces[i].uri;
		if (strncasecmp(uri, known, strlen(known)) == 0)
			return tree_spaces[i].space;
	}
	return FEED_SPACE_OTHER;
}

static enum feed_space
tree_space_of_prefix(const char *prefix, size_t n)
{
	for (size_t i = 0; i < TREE_SPACES; i++) {
		const char *known = tree_spaces[i].prefix;
		if (known != NULL && strlen(known) == n &&
		    strncasecmp(prefix, known, n) == 0)
			return tree_spaces[i].space;
	}
	return FEED_SPACE_OTHER;
}

enum feed_space
feed_tree_space(const xmlNode *node)
{
	const char *name = (const char *)node->name;
	const char *colon = strchr(name, ':');

	if (colon != NULL)
		return tree_space_of_prefix(name, (size_t)(colon - name));
	if (node->ns == NULL || node->ns->href == NULL)
		return FEED_SPACE_CORE;
	enum feed_space space = tree_space_of_uri((const char *)node->ns->href);
	/* A default of nobody's knowledge is the feed's own. */
	if (space == FEED_SPACE_OTHER && node->ns->prefix == NULL)
		return FEED_SPACE_CORE;
	return space;
}

static bool
tree_is_entry(const xmlNode *node)
{
	if (node->type != XML_ELEMENT_NODE ||
	    feed_tree_space(node) != FEED_SPACE_CORE)
		return false;
	const char *name = feed_tree_name(node);
	return strcasecmp(name, "item") == 0 || strcasecmp(name, "entry") == 0;
}

/* The node after node in the order of the document, below it when down. */
static xmlNodePtr
tree_step(xmlNodePtr node, bool down)
{
	if (down && node->type == XML_ELEMENT_NODE && node->children != NULL)
		return node->children;
	while (node != NULL && node->next == NULL)
		node = node->parent;
	return node != NULL && node->type != XML_DOCUMENT_NODE &&
		       node->type != XML_HTML_DOCUMENT_NODE
		   ? node->next
		   : NULL;
}

xmlNodePtr
feed_tree_next(xmlDocPtr doc, xmlNodePtr last)
{
	xmlNodePtr node =
	    last != NULL ? tree_step(last, false) : xmlDocGetRootElement(doc);

	while (node != NULL && !tree_is_entry(node))
		node = tree_step(node, true);
	return node;
}

char *
feed_tree_attribute(const xmlNode *node, const char *name)
{
	for (const xmlAttr *a = node->properties; a != NULL; a = a->next) {
		const char *colon = strchr((const char *)a->name, ':');
		const char *local =
		    colon != NULL ? colon + 1 : (const char *)a->name;
		if (strcasecmp(local, name) == 0)
			return feed_tree_text((const xmlNode *)a);
	}
	return NULL;
}

char *
feed_tree_text(const xmlNode *node)
{
	xmlChar *content = xmlNodeGetContent(node);
	char *text = mem_strdup(content != NULL ? (char *)content : "");

	xmlFree(content);
	list_clean_trim(text);
	return text;
}

static size_t
tree_count(xmlDocPtr doc)
{
	xmlNodePtr node = NULL;
	size_t n = 0;

	while (doc != NULL && (node = feed_tree_next(doc, node)) != NULL)
		n++;
	return n;
}

/* How often "<item" and "<entry" begin a tag. */
static size_t
tree_count_tags(const char *text)
{
	size_t n = 0;

	for (const char *p = strchr(text, '<'); p != NULL;
	     p = strchr(p + 1, '<')) {
		size_t word = strncasecmp(p + 1, "item", 4) == 0    ? 5
			      : strncasecmp(p + 1, "entry", 5) == 0 ? 6
								    : 0;
		n += word > 0 && strchr(" >\t\r\n/", p[word]) != NULL &&
		     p[word] != '\0';
	}
	return n;
}

static xmlDocPtr
tree_parse_xml(struct span text, bool *ret_whole)
{
	xmlParserCtxtPtr parser = xmlNewParserCtxt();
	xmlDocPtr doc = NULL;

	if (parser == NULL)
		return NULL;
	doc = xmlCtxtReadMemory(
	    parser, text.p, (int)text.len, NULL, "UTF-8", TREE_OPTIONS);
	*ret_whole = parser->wellFormed != 0;
	xmlFreeParserCtxt(parser);
	return doc;
}

/* The better of doc and what the HTML parser makes of it. Takes doc, gives. */
static xmlDocPtr
tree_parse_html(struct span text, xmlDocPtr doc)
{
	xmlDocPtr html = htmlReadMemory(
	    text.p, (int)text.len, NULL, "UTF-8", TREE_HTML_OPTIONS);
	bool better = html != NULL && tree_count(html) > tree_count(doc);

	xmlFreeDoc(better ? doc : html);
	return better ? html : doc;
}

static xmlDocPtr
tree_parse(struct span text)
{
	bool whole = false;
	xmlDocPtr doc = tree_parse_xml(text, &whole);

	if (!whole && tree_count(doc) < tree_count_tags(text.p))
		doc = tree_parse_html(text, doc);
	return doc;
}

int
feed_tree_parse(struct span text, xmlDocPtr *ret, struct err *err)
{
	struct buf mended;
	xmlDocPtr doc = NULL;

	buf_init(&mended, TREE_TEXT_LIMIT);
	int r = feed_mend(text, &mended);
	struct span xml = {mended.len > 0 ? mended.data : "", mended.len};
	if (r < 0)
		r = err_set(err, r, "a feed of more than %zu bytes",
		    (size_t)TREE_TEXT_LIMIT);
	else if (html_has_endless_tag(xml))
		r = err_set(err, ERR_UNREADABLE, "a tag is too long");
	else if ((doc = tree_parse(xml)) == NULL ||
		 xmlDocGetRootElement(doc) == NULL)
		r = err_set(err, ERR_UNREADABLE, "no XML");
	buf_done(&mended);
	if (r == 0)
		*ret = doc;
	else
		xmlFreeDoc(doc);
	return r;
}
