/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The parts of a definition that say how to ask: requests and their bodies,
 * the matrix of lists, documents, paging, expectations. Plain records.
 */
#ifndef WATCHERS_DEFINITION_PARTS_H
#define WATCHERS_DEFINITION_PARTS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct word_list {
	size_t count;
	char **words;
};

struct name_value {
	char *name;
	char *value; /* a template (watchers/template.h) */
};

enum body_kind {
	BODY_TEXT, /* a template, written as a JSON string */
	BODY_BARE, /* true, false, null or a number, as it stands */
	BODY_LIST,
	BODY_MAP
};

/* A JSON body as it stands in the definition. */
struct body_node {
	enum body_kind kind;
	char *name; /* of a member of a map; NULL */
	char *text; /* of TEXT and BARE */
	size_t count;
	struct body_node *items; /* of LIST and MAP */
};

/* One name of the matrix and the values it takes. */
struct request_axis {
	char *name;
	struct word_list values;
};

struct request_spec {
	char *method;
	char *url; /* NULL: no such request, or one by another url */
	size_t header_count;
	struct name_value *headers;
	size_t query_count;
	struct name_value *query; /* appended to url */
	size_t form_count;
	struct name_value *form; /* application/x-www-form-urlencoded body */
	struct body_node *json; /* application/json body; NULL */
	/* Every combination is a list of its own with pages of its own. */
	size_t axis_count;
	struct request_axis *axes;
	/* What the answer's type must begin with, one of; none: any. */
	struct word_list content_types;
	bool conditional; /* by ETag and Last-Modified (RFC 9110 13.1) */
	bool cookies; /* kept between requests of the source */
};

struct document_spec {
	bool always; /* whatever the title says */
	struct word_list magic; /* one of these first bytes; none: any */
	struct word_list roles; /* parts of an SGML submission, best first */
	struct word_list zip; /* globs of a ZIP's members, best first */
	char *fallback; /* source that has the same filings; NULL */
};

/* What ends a list. */
enum {
	UNTIL_TOTAL = 1 << 0, /* as many rows as it promised */
	UNTIL_MORE = 1 << 1, /* it says that there are no more */
	UNTIL_EMPTY = 1 << 2, /* no row */
	UNTIL_SHORT = 1 << 3, /* fewer rows than a page has */
	UNTIL_REPEAT = 1 << 4, /* the rows of the page before */
	UNTIL_NOT_FOUND = 1 << 5, /* status 404 */
	UNTIL_DEFAULT = UNTIL_TOTAL | UNTIL_MORE | UNTIL_EMPTY | UNTIL_REPEAT
};

/* Stretches of days that a poll asks for one by one, at most. */
#define POLL_RANGES 64

/* Times of day, in the source's zone, when the peak interval holds. */
struct poll_window {
	int from_min; /* minutes after midnight */
	int to_min;
};

#define EXPECT_HOURS 24

/* Filings that are usual, to know a frozen list by. */
struct expectation {
	bool known;
	int weekday[EXPECT_HOURS]; /* by the hour, in the source's zone */
	int peak; /* on the busiest days, an hour */
};

/* What the items of a source are. */
enum source_kind {
	SOURCE_LIVE, /* filings */
	SOURCE_ESTIMATES, /* what others expect of an issuer */
	SOURCE_FACTS, /* rows that are figures */
	SOURCE_KINDS
};

/* Each frees what the record holds; it is empty then. */
void word_list_done(struct word_list *list);
void request_spec_done(struct request_spec *request);
void document_spec_done(struct document_spec *document);
void body_node_done(struct body_node *node);

/* Appends a copy of word. */
void word_list_add(struct word_list *list, const char *word);
/* All words, a line each; NULL: none. Gives. */
char *word_list_join(const struct word_list *list);

#endif
