/* SPDX-License-Identifier: BSD-2-Clause */
/* The tree of a feed in XML, however broken. */
#ifndef READING_FEED_TREE_H
#define READING_FEED_TREE_H

#include "lib/base/buf.h"
#include "lib/base/err.h"

#include <libxml/tree.h>

/* Vocabularies that elements of feeds are of. */
enum feed_space {
	FEED_SPACE_CORE, /* RSS, RDF, Atom, and whatever a feed calls its own */
	FEED_SPACE_DC, /* Dublin Core: elements and terms */
	FEED_SPACE_CONTENT, /* RDF Site Summary 1.0 Modules: Content */
	FEED_SPACE_XHTML,
	FEED_SPACE_OTHER
};

/*
 * Parses UTF-8 text. Nothing is loaded from anywhere. ERR_TOOBIG, and
 * ERR_UNREADABLE with the reason. Gives *ret, which xmlFreeDoc frees.
 */
int feed_tree_parse(
    struct span text, xmlDocPtr *ret, struct err *err) WARN_UNUSED;

/*
 * The next entry (item, entry) after the last one, in the order of the feed;
 * last NULL: the first. Entries within entries are none.
 */
xmlNodePtr feed_tree_next(xmlDocPtr doc, xmlNodePtr last);

/* The name of an element without its prefix. Borrowed. */
const char *feed_tree_name(const xmlNode *node);
enum feed_space feed_tree_space(const xmlNode *node);

/* The attribute of that local name, trimmed; NULL: none. Gives. */
char *feed_tree_attribute(const xmlNode *node, const char *name);
/* All text in node, trimmed. Gives. */
char *feed_tree_text(const xmlNode *node);

#endif
