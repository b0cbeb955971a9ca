/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * In: a body that should be a feed. Out: items of its entries, or why there are
 * none. Called by read_list.c.
 */
#include "reading/items_feed.h"

#include "lib/base/mem.h"
#include "reading/feed_entry.h"
#include "reading/feed_json.h"
#include "reading/feed_tree.h"
#include "reading/list_reader.h"
#include "reading/list_url.h"
#include "reading/text.h"

#include <string.h>
#include <strings.h>

#define FEED_BEGIN_SIZE 48

static const char *
feed_skip_space(const char *p)
{
	return p + strspn(p, " \t\r\n\v\f");
}

/* The name of the first element of text; "" when it has none. */
static void
feed_root_name(const char *text, char *name, size_t size)
{
	const char *p = strchr(text, '<');
	size_t n = 0;

	while (p != NULL && (p[1] == '?' || p[1] == '!')) {
		bool comment = strncmp(p, "<!--", 4) == 0;
		p = strstr(p, comment ? "-->" : ">");
		p = p != NULL ? strchr(p, '<') : NULL;
	}
	if (p != NULL)
		n = strcspn(p + 1, " \t\r\n/>");
	n = n < size ? n : size - 1;
	if (p != NULL)
		memcpy(name, p + 1, n);
	name[n] = '\0';
}

/* Whether the last tag of text ends its root; comments may follow it. */
static bool
feed_is_whole(const char *text, size_t len, const char *root)
{
	size_t n = strlen(root);

	for (const char *p = text + len; p-- > text;) {
		if (p[0] != '<' || strncmp(p, "<!--", 4) == 0)
			continue;
		return p[1] == '/' && strncasecmp(p + 2, root, n) == 0;
	}
	return false;
}

static bool
feed_is_root(const char *name)
{
	static const char *const names[] = {
	    "rss", "RDF", "feed", "channel", "Channel"};
	const char *colon = strchr(name, ':');
	const char *local = colon != NULL ? colon + 1 : name;

	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++)
		if (strcasecmp(local, names[i]) == 0)
			return true;
	return false;
}

/* A link of the feed itself: where it is, and its hub. */
static void
feed_read_link(
    struct list_answer *answer, const xmlNode *node, const char *base)
{
	char *rel = feed_tree_attribute(node, "rel");
	char *href = feed_tree_attribute(node, "href");
	char **to = rel == NULL			   ? NULL
		    : strcasecmp(rel, "hub") == 0  ? &answer->hub
		    : strcasecmp(rel, "self") == 0 ? &answer->topic
						   : NULL;

	if (to != NULL && *to == NULL && href != NULL)
		*to = list_url_resolve(base, href);
	mem_free(rel);
	mem_free(href);
}

/* The links among the children of a root, or of its channel. */
static void
feed_read_links(
    struct list_answer *answer, const xmlNode *root, const char *base)
{
	for (const xmlNode *n = root->children; n != NULL; n = n->next)
		if (n->type == XML_ELEMENT_NODE &&
		    strcasecmp(feed_tree_name(n), "link") == 0)
			feed_read_link(answer, n, base);
}

static void
feed_read_head(struct list_answer *answer, xmlDocPtr doc, const char *base)
{
	const xmlNode *root = xmlDocGetRootElement(doc);

	feed_read_links(answer, root, base);
	for (const xmlNode *n = root->children; n != NULL; n = n->next)
		if (n->type == XML_ELEMENT_NODE &&
		    strcasecmp(feed_tree_name(n), "channel") == 0)
			feed_read_links(answer, n, base);
}

static void
feed_read_entries(struct list_reader *reader, xmlDocPtr doc)
{
	struct feed_entry entry;
	const char *base = reader->spec->base;

	feed_read_head(reader->rows.answer, doc, base);
	for (xmlNodePtr node = feed_tree_next(doc, NULL); node != NULL;
	     node = feed_tree_next(doc, node)) {
		feed_entry_read(&entry, node, base);
		list_reader_add(reader, &entry.row);
		feed_entry_done(&entry);
	}
}

static void
feed_read_xml(struct list_reader *reader, struct span text)
{
	struct list_answer *answer = reader->rows.answer;
	char root[FEED_BEGIN_SIZE];
	struct err err = ERR_NONE;
	xmlDocPtr doc = NULL;

	feed_root_name(text.p, root, sizeof(root));
	if (strcasecmp(root, "html") == 0)
		list_answer_fail(
		    answer, OUTCOME_PAGE, "a page where a feed was expected");
	else if (!feed_is_root(root))
		list_answer_fail(answer, OUTCOME_DRIFT,
		    "no feed: it begins with <%s>", root);
	else if (!feed_is_whole(text.p, text.len, root))
		list_answer_fail(
		    answer, OUTCOME_TORN, "the feed ends before </%s>", root);
	else if (feed_tree_parse(text, &doc, &err) < 0)
		list_answer_fail(answer, OUTCOME_DRIFT, "%s", err.text);
	if (doc == NULL)
		return;
	feed_read_entries(reader, doc);
	xmlFreeDoc(doc);
}

static void
feed_read(struct list_reader *reader, struct span text)
{
	struct list_answer *answer = reader->rows.answer;

	answer->outcome = OUTCOME_EMPTY;
	if (*feed_skip_space(text.p) == '{')
		feed_json_read(reader, text);
	else
		feed_read_xml(reader, text);
	if (reader->rows.seen > 0)
		list_rows_end(&reader->rows);
	list_answer_check(reader->spec, answer);
}

/* The spec with templates for what it leaves out. Borrows, frees nothing. */
static struct list_spec
feed_spec(const struct list_spec *spec)
{
	static char id[] = "{id}", title[] = "{title}", link[] = "{link}",
		    published[] = "{published}", updated[] = "{updated}";
	static const struct {
		enum list_field field;
		char *template;
	} defaults[] = {{LIST_KEY, id}, {LIST_TITLE, title}, {LIST_URL, link},
	    {LIST_TIME, published}, {LIST_UPDATED, updated}};
	struct list_spec full = *spec;

	for (size_t i = 0; i < sizeof(defaults) / sizeof(defaults[0]); i++) {
		struct list_value *value = &full.fields[defaults[i].field];
		if (value->template == NULL)
			value->template = defaults[i].template;
	}
	return full;
}

void
items_feed_read(
    const struct list_spec *spec, struct span body, struct list_answer *answer)
{
	const struct list_spec full = feed_spec(spec);
	struct list_reader reader;
	struct err err = ERR_NONE;
	struct buf text;

	buf_init(&text, JOB_BODY_LIMIT);
	int r = list_reader_init(&reader, &full, answer);
	if (r == 0 && text_decode(body, NULL, &text, &err) < 0)
		list_answer_fail(answer, OUTCOME_DRIFT, "%s", err.text);
	else if (r == 0)
		feed_read(&reader,
		    (struct span){text.len > 0 ? text.data : "", text.len});
	list_reader_done(&reader);
	buf_done(&text);
}
