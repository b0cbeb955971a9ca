/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * In: an element that is an entry of a feed. Out: the values of its names, by
 * whatever vocabulary it is written in. Called by items_feed.c and
 * feed_json.c.
 */
#include "reading/feed_entry.h"

#include "lib/base/digest.h"
#include "lib/base/mem.h"
#include "reading/feed_tree.h"
#include "reading/list_clean.h"
#include "reading/list_url.h"

#include <string.h>
#include <strings.h>

#define ENTRY_ID_LIMIT	  512
#define ENTRY_ID_BYTES	  16
#define ENTRY_SEVERAL_MAX (4 * KIB) /* bytes of several values together */
#define ENTRY_TITLE_LIMIT 200 /* of one made from the text */
#define ENTRY_SEVERAL                                                          \
	(1U << FEED_AUTHOR | 1U << FEED_CATEGORY | 1U << FEED_ENCLOSURE)

struct entry_reading {
	struct feed_entry *entry;
	const char *base;
	char *perma; /* a guid that is an address */
};

typedef void entry_fn(struct entry_reading *reading, const xmlNode *node);

static int
entry_find(const struct list_row *row, struct span name, struct buf *out)
{
#define ENTRY_NAME(value, name) name,
	static const char *const names[FEED_NAMES] = {FEED_NAME(ENTRY_NAME)};
#undef ENTRY_NAME
	const struct feed_entry *entry = (const struct feed_entry *)row;

	for (int i = 0; i < FEED_NAMES; i++)
		if (span_is(name, names[i]) && entry->values[i] != NULL)
			return buf_add_str(out, entry->values[i]);
	return ERR_NOTFOUND;
}

void
feed_entry_put(struct feed_entry *entry, enum feed_name name, char *value)
{
	char *old = entry->values[name];

	if (value == NULL || *value == '\0' ||
	    (old != NULL && ((ENTRY_SEVERAL & 1U << name) == 0 ||
				strlen(old) > ENTRY_SEVERAL_MAX))) {
		mem_free(value);
		return;
	}
	entry->values[name] = value;
	if (old == NULL)
		return;
	entry->values[name] =
	    mem_printf("%s%c%s", old, LIST_VALUE_SEPARATOR, value);
	mem_free(value);
	mem_free(old);
}

/* An address in node by the bases around it. Takes url, gives. */
static char *
entry_url(const struct entry_reading *reading, const xmlNode *node, char *url)
{
	if (url == NULL || *url == '\0' || strncasecmp(url, "http", 4) == 0)
		return url;
	xmlChar *inner = xmlNodeGetBase(node->doc, node);
	char *base = inner != NULL
			 ? list_url_resolve(reading->base, (char *)inner)
			 : mem_strdup(reading->base);
	char *whole = list_url_resolve(base, url);
	xmlFree(inner);
	mem_free(base);
	if (whole == NULL)
		return url;
	mem_free(url);
	return whole;
}

/* Text that may be HTML, as one that is none. Takes and gives. */
static char *
entry_plain(char *text)
{
	list_clean_tags(text);
	list_clean_entities(text);
	list_clean_trim(text);
	return text;
}

static void
entry_read_title(struct entry_reading *reading, const xmlNode *node)
{
	char *type = feed_tree_attribute(node, "type");
	char *text = feed_tree_text(node);
	bool plain = type != NULL && (strcasecmp(type, "text") == 0 ||
					 strcasecmp(type, "xhtml") == 0);

	feed_entry_put(
	    reading->entry, FEED_TITLE, plain ? text : entry_plain(text));
	mem_free(type);
}

static void
entry_read_guid(struct entry_reading *reading, const xmlNode *node)
{
	char *perma = feed_tree_attribute(node, "isPermaLink");
	char *text = feed_tree_text(node);

	if ((perma == NULL || strcasecmp(perma, "false") != 0) &&
	    strncasecmp(text, "http", 4) == 0 && reading->perma == NULL)
		reading->perma = mem_strdup(text);
	feed_entry_put(reading->entry, FEED_ID, text);
	mem_free(perma);
}

static void
entry_read_id(struct entry_reading *reading, const xmlNode *node)
{
	feed_entry_put(reading->entry, FEED_ID, feed_tree_text(node));
}

/* The text of a link where the HTML parser took it for an empty element. */
static char *
entry_link_text(const xmlNode *node)
{
	char *text = feed_tree_text(node);

	if (*text != '\0' || node->next == NULL ||
	    node->next->type != XML_TEXT_NODE ||
	    node->doc->type != XML_HTML_DOCUMENT_NODE)
		return text;
	mem_free(text);
	return feed_tree_text(node->next);
}

static void
entry_read_link(struct entry_reading *reading, const xmlNode *node)
{
	char *href = feed_tree_attribute(node, "href");
	char *rel = feed_tree_attribute(node, "rel");
	char *url = entry_url(
	    reading, node, href != NULL ? href : entry_link_text(node));

	if (rel == NULL || strcasecmp(rel, "alternate") == 0)
		feed_entry_put(reading->entry, FEED_LINK, url);
	else if (strcasecmp(rel, "enclosure") == 0)
		feed_entry_put(reading->entry, FEED_ENCLOSURE, url);
	else
		mem_free(url);
	mem_free(rel);
}

static void
entry_read_enclosure(struct entry_reading *reading, const xmlNode *node)
{
	feed_entry_put(reading->entry, FEED_ENCLOSURE,
	    entry_url(reading, node, feed_tree_attribute(node, "url")));
}

static void
entry_read_published(struct entry_reading *reading, const xmlNode *node)
{
	feed_entry_put(reading->entry, FEED_PUBLISHED, feed_tree_text(node));
}

static void
entry_read_updated(struct entry_reading *reading, const xmlNode *node)
{
	feed_entry_put(reading->entry, FEED_UPDATED, feed_tree_text(node));
}

static void
entry_read_summary(struct entry_reading *reading, const xmlNode *node)
{
	feed_entry_put(reading->entry, FEED_SUMMARY, feed_tree_text(node));
}

static void
entry_read_content(struct entry_reading *reading, const xmlNode *node)
{
	feed_entry_put(reading->entry, FEED_CONTENT, feed_tree_text(node));
}

static void
entry_read_author(struct entry_reading *reading, const xmlNode *node)
{
	const xmlNode *child = node->children;

	while (child != NULL && (child->type != XML_ELEMENT_NODE ||
				    strcmp(feed_tree_name(child), "name") != 0))
		child = child->next;
	feed_entry_put(reading->entry, FEED_AUTHOR,
	    feed_tree_text(child != NULL ? child : node));
}

static void
entry_read_category(struct entry_reading *reading, const xmlNode *node)
{
	char *term = feed_tree_attribute(node, "term");

	feed_entry_put(reading->entry, FEED_CATEGORY,
	    term != NULL ? term : feed_tree_text(node));
}

static const struct {
	enum feed_space space;
	const char *name;
	entry_fn *read;
} entry_elements[] = {
    {FEED_SPACE_CORE, "title", entry_read_title},
    {FEED_SPACE_CORE, "guid", entry_read_guid},
    {FEED_SPACE_CORE, "id", entry_read_id},
    {FEED_SPACE_CORE, "link", entry_read_link},
    {FEED_SPACE_CORE, "pubDate", entry_read_published},
    {FEED_SPACE_CORE, "published", entry_read_published},
    {FEED_SPACE_CORE, "issued", entry_read_published},
    {FEED_SPACE_CORE, "updated", entry_read_updated},
    {FEED_SPACE_CORE, "modified", entry_read_updated},
    {FEED_SPACE_CORE, "created", entry_read_updated},
    {FEED_SPACE_CORE, "description", entry_read_summary},
    {FEED_SPACE_CORE, "summary", entry_read_summary},
    {FEED_SPACE_CORE, "abstract", entry_read_summary},
    {FEED_SPACE_CORE, "content", entry_read_content},
    {FEED_SPACE_CORE, "fullitem", entry_read_content},
    {FEED_SPACE_CORE, "author", entry_read_author},
    {FEED_SPACE_CORE, "category", entry_read_category},
    {FEED_SPACE_CORE, "enclosure", entry_read_enclosure},
    {FEED_SPACE_DC, "title", entry_read_title},
    {FEED_SPACE_DC, "identifier", entry_read_id},
    {FEED_SPACE_DC, "date", entry_read_published},
    {FEED_SPACE_DC, "issued", entry_read_published},
    {FEED_SPACE_DC, "created", entry_read_published},
    {FEED_SPACE_DC, "modified", entry_read_updated},
    {FEED_SPACE_DC, "description", entry_read_summary},
    {FEED_SPACE_DC, "creator", entry_read_author},
    {FEED_SPACE_DC, "author", entry_read_author},
    {FEED_SPACE_DC, "subject", entry_read_category},
    {FEED_SPACE_CONTENT, "encoded", entry_read_content},
    {FEED_SPACE_XHTML, "body", entry_read_content},
    {FEED_SPACE_XHTML, "div", entry_read_content},
};

#define ENTRY_ELEMENTS (sizeof(entry_elements) / sizeof(entry_elements[0]))

static void
entry_read_element(struct entry_reading *reading, const xmlNode *node)
{
	enum feed_space space = feed_tree_space(node);
	const char *name = feed_tree_name(node);

	for (size_t i = 0; i < ENTRY_ELEMENTS; i++) {
		if (entry_elements[i].space != space ||
		    strcasecmp(entry_elements[i].name, name) != 0)
			continue;
		entry_elements[i].read(reading, node);
		return;
	}
}

static void
entry_copy(struct feed_entry *entry, enum feed_name to, enum feed_name from)
{
	feed_entry_put(entry, to, mem_strdup(entry->values[from]));
}

/* A title of the first words there are. */
static void
entry_make_title(struct feed_entry *entry)
{
	static const enum feed_name from[] = {FEED_SUMMARY, FEED_CONTENT,
	    FEED_LINK, FEED_ENCLOSURE, FEED_ID, FEED_CATEGORY, FEED_AUTHOR,
	    FEED_PUBLISHED, FEED_UPDATED};

	for (size_t i = 0; i < sizeof(from) / sizeof(from[0]) &&
			   entry->values[FEED_TITLE] == NULL;
	     i++) {
		if (entry->values[from[i]] == NULL)
			continue;
		char *text = entry_plain(mem_strdup(entry->values[from[i]]));
		list_clean_cut(text, ENTRY_TITLE_LIMIT);
		feed_entry_put(entry, FEED_TITLE, text);
	}
}

/* An id of what stays when other parts change. Gives. */
static char *
entry_hash(const char *id, const char *title, const char *time)
{
	uint8_t hash[SHA256_LEN];
	char text[BASE32_SIZE(ENTRY_ID_BYTES)];
	struct digest *digest = digest_new();

	digest_field(digest, id);
	digest_field(digest, title);
	digest_field(digest, time);
	digest_finish(digest, hash);
	return mem_strdup(base32_encode(hash, ENTRY_ID_BYTES, text));
}

static void
entry_make_id(struct feed_entry *entry)
{
	entry_copy(entry, FEED_ID, FEED_LINK);
	const char *own = entry->values[FEED_ID];
	if ((own != NULL && strlen(own) <= ENTRY_ID_LIMIT) ||
	    entry->values[FEED_TITLE] == NULL)
		return;
	char *id = entry_hash(
	    own, entry->values[FEED_TITLE], entry->values[FEED_PUBLISHED]);
	mem_free(entry->values[FEED_ID]);
	entry->values[FEED_ID] = id;
}

void
feed_entry_finish(struct feed_entry *entry)
{
	entry->row.find = entry_find;
	entry_copy(entry, FEED_PUBLISHED, FEED_UPDATED);
	entry_make_title(entry);
	entry_make_id(entry);
}

/* What the element itself says: rdf:about, and href in old channels. */
static void
entry_read_own(struct entry_reading *reading, const xmlNode *node)
{
	feed_entry_put(reading->entry, FEED_LINK,
	    entry_url(reading, node, feed_tree_attribute(node, "href")));
	char *about = feed_tree_attribute(node, "about");
	if (about != NULL && strncasecmp(about, "http", 4) == 0)
		feed_entry_put(reading->entry, FEED_LINK, mem_strdup(about));
	feed_entry_put(reading->entry, FEED_ID, about);
}

/* An entry without any of the names: what it holds is all that tells it. */
static void
entry_read_bare(struct feed_entry *entry, const xmlNode *node)
{
	static const char untitled[] = "untitled";
	xmlBufferPtr dump = xmlBufferCreate();
	/* The cast: libxml2's printer takes no const. */
	int n = dump != NULL ? xmlNodeDump(dump, node->doc,
				   (xmlNodePtr)(uintptr_t)node, 0, 0)
			     : -1;

	feed_entry_put(entry, FEED_TITLE, entry_plain(feed_tree_text(node)));
	feed_entry_put(entry, FEED_TITLE, mem_strdup(untitled));
	list_clean_cut(entry->values[FEED_TITLE], ENTRY_TITLE_LIMIT);
	if (n > 0 && entry->values[FEED_ID] == NULL)
		feed_entry_put(entry, FEED_ID,
		    entry_hash(
			(const char *)xmlBufferContent(dump), NULL, NULL));
	xmlBufferFree(dump);
}

void
feed_entry_read(struct feed_entry *entry, const xmlNode *node, const char *base)
{
	struct entry_reading reading = {.entry = entry, .base = base};

	*entry = (struct feed_entry){0};
	for (const xmlNode *n = node->children; n != NULL; n = n->next)
		if (n->type == XML_ELEMENT_NODE)
			entry_read_element(&reading, n);
	feed_entry_put(entry, FEED_LINK, reading.perma);
	entry_read_own(&reading, node);
	feed_entry_finish(entry);
	if (entry->values[FEED_TITLE] == NULL)
		entry_read_bare(entry, node);
}

void
feed_entry_done(struct feed_entry *entry)
{
	for (int i = 0; i < FEED_NAMES; i++)
		mem_free(entry->values[i]);
}
