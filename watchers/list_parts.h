/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The parts of a list spec: how a body is unwrapped, what its rows must meet,
 * what each field and figure is filled from. Plain records.
 */
#ifndef WATCHERS_LIST_PARTS_H
#define WATCHERS_LIST_PARTS_H

#include "watchers/list_outcome.h"

#include <stdbool.h>
#include <stddef.h>

/* Wrappings of a body, taken off in order before rows are looked for. */
enum list_unwrap {
	UNWRAP_JSONP, /* name({...}); */
	UNWRAP_FIRST, /* a list of one */
	UNWRAP_TEXT, /* JSON written as a string, at a pointer */
	UNWRAP_COLUMNS, /* parallel lists by name become rows */
	LIST_UNWRAPS
};

/* What a field of an item is filled from and how it is cleaned. */
enum list_field {
	LIST_KEY,
	LIST_TITLE,
	LIST_URL,
	LIST_PAGE_URL,
	LIST_PUBLISHER,
	LIST_CATEGORY,
	LIST_CODE, /* the issuer's code as printed */
	LIST_NAME, /* the issuer's name */
	LIST_TIME,
	LIST_TEXT, /* the document itself, where the list carries it */
	LIST_UPDATED, /* when it was changed last, as LIST_TIME */
	LIST_FIELDS
};

enum {
	LIST_OP_TRIM = 1 << 0,
	LIST_OP_NFKC = 1 << 1,
	LIST_OP_STRIP_TAGS = 1 << 2,
	LIST_OP_UNESCAPE = 1 << 3,
	LIST_OP_NO_SPACES = 1 << 4,
	LIST_OP_LOWER = 1 << 5,
	LIST_OP_NO_ZEROS = 1 << 6, /* in front */
	LIST_OPS = (1 << 7) - 1
};

struct list_pair {
	char *name;
	char *value;
};

/* What a value is mapped to by what it is after cleaning. */
struct list_map {
	size_t count;
	struct list_pair *pairs;
	char *otherwise; /* for all else; NULL: it stays as it is */
};

struct list_value {
	char
	    *template; /* literals and {/json/pointer} or {group}; NULL: none */
	unsigned ops; /* LIST_OP_*, applied in the order of their bits */
	char *split; /* several values separated by this; NULL: one */
	struct list_map map;
};

enum list_time_kind {
	LIST_TIME_EPOCH_MS,
	LIST_TIME_EPOCH_S,
	LIST_TIME_FORMAT,
	LIST_TIME_RELATIVE, /* "3小时前", "昨天 18:20", "5 minutes ago" */
	LIST_TIME_FEED, /* RFC 5322, RFC 3339 and what feeds make of them */
	LIST_TIME_KINDS
};

/* A name for templates, and where the answer holds it beside its rows. */
struct list_beside {
	char *name;
	char *pointer;
};

/* Names that a pattern (PCRE2, named groups) finds in a value. */
struct list_extract {
	char *template;
	char *regex;
};

enum list_test { TEST_EQUALS, TEST_IN, TEST_MATCH, LIST_TESTS };

/* A condition that a row has to meet, else it is left out. */
struct list_where {
	char *template;
	enum list_test test;
	size_t word_count; /* of equals (one) and in */
	char **words;
	char *regex; /* of match */
	bool negated;
};

struct list_unwrap_step {
	enum list_unwrap kind;
	char *pointer; /* of text and columns */
};

/* Years between a day that a row gives and a period that it means, at most. */
#define LIST_FACT_YEARS 9

/* A figure that a row states; a template or mapped value for each part. */
struct list_fact {
	struct list_value metric, basis, role; /* words of the vocabulary */
	struct list_value low, high; /* numbers; empty: an open bound */
	struct list_value period_end; /* a day */
	struct list_value period_months; /* "12"; NULL: from January on */
	struct list_value currency, broker;
	char *period_format; /* of datetime_parse */
	int period_years; /* from the day that is given to the period's end */
	int scale; /* power of ten of low and high */
};

/* Frees what it holds; it is empty then. */
void list_value_done(struct list_value *value);

#endif
