/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * How a list body becomes items: the part of a compiled definition that travels
 * with each reader job.
 */
#ifndef WATCHERS_LIST_SPEC_H
#define WATCHERS_LIST_SPEC_H

#include "lib/base/buf.h"
#include "lib/base/wire.h"
#include "lib/base/zone.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum list_engine { ENGINE_JSON, ENGINE_PAGE };

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
	LIST_FIELDS
};

enum {
	LIST_OP_TRIM = 1 << 0,
	LIST_OP_NFKC = 1 << 1,
	LIST_OP_STRIP_TAGS = 1 << 2,
	LIST_OP_UNESCAPE = 1 << 3,
	LIST_OP_NO_SPACES = 1 << 4,
};

struct list_value {
	char
	    *template; /* literals and {/json/pointer} or {group}; NULL: none */
	unsigned ops; /* LIST_OP_*, applied in the order of their bits */
	char *split; /* several values separated by this; NULL: one */
};

enum list_time_kind { LIST_TIME_EPOCH_MS, LIST_TIME_EPOCH_S, LIST_TIME_FORMAT };

/* How a code becomes a listing. */
enum list_market { LIST_MARKET_NONE, LIST_MARKET_CN };

/* What an answer is, by its body: the first rule that matches. */
enum list_outcome {
	OUTCOME_OK,
	OUTCOME_EMPTY, /* truly no rows */
	OUTCOME_RETRY, /* trouble at the source */
	OUTCOME_BLOCKED, /* a captcha, a challenge page, a ban */
	OUTCOME_DRIFT /* not the declared shape */
};

struct list_rule {
	char *contains; /* literal bytes anywhere in the first 64 KiB */
	enum list_outcome outcome;
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
	/* both */
	struct list_value fields[LIST_FIELDS];
	enum list_time_kind time_kind;
	char *time_format; /* of datetime_parse */
	struct zone zone; /* of the list's clock */
	bool midnight_is_nominal; /* 00:00 is a label, not a clock */
	enum list_market market;
	char *listing; /* all rows are of this issuer; NULL: by code */
	uint32_t max_rows;
};

void list_spec_put(struct buf *buf, const struct list_spec *spec);
/* Fills spec (all of it, also on a fault: list_spec_done is right after). */
void list_spec_get(struct wire *wire, struct list_spec *spec);
void list_spec_done(struct list_spec *spec);

#endif
