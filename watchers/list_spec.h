/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * How a list body becomes items: the part of a compiled definition that travels
 * with each reader job.
 */
#ifndef WATCHERS_LIST_SPEC_H
#define WATCHERS_LIST_SPEC_H

#include "lib/base/wire.h"
#include "lib/base/zone.h"
#include "watchers/list_parts.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum list_engine {
	ENGINE_JSON,
	ENGINE_PAGE,
	ENGINE_HTML, /* rows and names are XPath */
	ENGINE_FEED, /* RSS, RDF, Atom, JSON Feed */
	LIST_ENGINES
};

struct list_spec {
	enum list_engine engine;
	char *source; /* name, for messages */
	size_t rule_count;
	struct list_rule *rules;
	/* json */
	char *rows; /* pointer to the array of rows */
	bool null_rows; /* null rows mean none when total is 0 */
	char *total; /* pointer to the number of rows in all; NULL: none */
	char *more; /* pointer to a boolean; NULL: none */
	/* page: entries of title / source . time / excerpt lines */
	int header_lines;
	/* all */
	size_t unwrap_count;
	struct list_unwrap_step *unwrap;
	size_t where_count;
	struct list_where *where;
	size_t beside_count;
	struct list_beside *beside; /* json */
	size_t extract_count;
	struct list_extract *extract;
	size_t name_count; /* of the matrix, {board}; set for each job */
	struct list_pair *names;
	char *
	    base; /* address of the list, for relative ones; set for each job */
	int64_t now; /* wall ms, for relative times; set for each job */
	uint32_t least; /* fewer rows are drift */
	char *generated; /* pointer or XPath of the list's own time; NULL */
	struct list_value fields[LIST_FIELDS];
	size_t fact_count;
	struct list_fact *facts;
	enum list_time_kind time_kind;
	size_t time_format_count; /* tried in order */
	char **time_formats; /* of datetime_parse */
	bool nominal; /* every time is a label, not a clock */
	struct zone zone; /* of the list's clock */
	bool midnight_is_nominal; /* 00:00 is a label, not a clock */
	char *market; /* "cn", or the MIC of all codes; NULL: codes are none */
	char *listing; /* all rows are of this issuer; NULL: by code */
	size_t code_count;
	struct list_pair *codes; /* a code as printed, its listing; first */
	uint32_t max_rows;
};

void list_spec_put(struct buf *buf, const struct list_spec *spec);
/* Fills spec (all of it, also on a fault: list_spec_done is right after). */
void list_spec_get(struct wire *wire, struct list_spec *spec);
void list_spec_done(struct list_spec *spec);

#endif
