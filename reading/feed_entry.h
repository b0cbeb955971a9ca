/* SPDX-License-Identifier: BSD-2-Clause */
/* An entry of a feed: the names that a template may say. */
#ifndef READING_FEED_ENTRY_H
#define READING_FEED_ENTRY_H

#include "reading/list_value.h"

#include <libxml/tree.h>

/* X(value, name) */
#define FEED_NAME(X)                                                           \
	X(FEED_ID, "id")                                                       \
	X(FEED_TITLE, "title")                                                 \
	X(FEED_LINK, "link")                                                   \
	X(FEED_PUBLISHED, "published")                                         \
	X(FEED_UPDATED, "updated")                                             \
	X(FEED_SUMMARY, "summary")                                             \
	X(FEED_CONTENT, "content")                                             \
	X(FEED_AUTHOR, "author")                                               \
	X(FEED_CATEGORY, "category")                                           \
	X(FEED_ENCLOSURE, "enclosure")
#define FEED_VALUE(value, name) value,
enum feed_name { FEED_NAME(FEED_VALUE) FEED_NAMES };
#undef FEED_VALUE

struct feed_entry {
	struct list_row row; /* finds the names */
	char *values[FEED_NAMES]; /* NULL: none */
};

/* Sets a value that has none yet, or adds to those that may be several. */
void feed_entry_put(struct feed_entry *entry, enum feed_name name, char *value);

/*
 * What an entry (RSS, RDF, Atom) of a feed at base says, then what follows from
 * that: a title from the text, times from each other, and an id: its own, else
 * the link, else a hash of title and time. Relative addresses go by xml:base
 * and base. feed_entry_done is right after.
 */
void feed_entry_read(
    struct feed_entry *entry, const xmlNode *node, const char *base);

/* What follows, for an entry that was put together otherwise. */
void feed_entry_finish(struct feed_entry *entry);
void feed_entry_done(struct feed_entry *entry);

#endif
