/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * A source definition, compiled: how to ask (request, paging, manners) and how
 * a list body becomes items (struct list_spec, which travels with each reader
 * job). Written in the closed language of filingd-source(5): no conditionals,
 * loops or expressions; what is not known is refused by name.
 */
#ifndef WATCHERS_DEFINITION_H
#define WATCHERS_DEFINITION_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "lib/base/buf.h"
#include "lib/base/err.h"
#include "lib/base/wire.h"
#include "lib/base/yaml.h"

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
	int offset_min; /* zone of the list's clock */
	bool midnight_is_nominal; /* 00:00 is a label, not a clock */
	enum list_market market;
	char *listing; /* all rows are of this issuer; NULL: by code */
	uint32_t max_rows;
};

struct name_value {
	char *name;
	char *value; /* may hold {page}, {from:FORMAT}, {to:FORMAT}, {now_ms} */
};

struct request_spec {
	char *method;
	char *url;
	size_t header_count;
	struct name_value *headers;
	size_t form_count;
	struct name_value *form; /* application/x-www-form-urlencoded body */
	char *content_type; /* what the answer must begin with; NULL: any */
};

/* Times of day, in the source's zone, when the peak interval holds. */
struct poll_window {
	int from_min; /* minutes after midnight */
	int to_min;
};

struct definition {
	char *name;
	int format;
	char *verified; /* date */
	struct request_spec list;
	struct request_spec document; /* url NULL: the item's url by GET */
	char *document_magic; /* first bytes a document must have */
	/* paging */
	int page_first;
	int page_size;
	int page_cap; /* pages per poll at most */
	/* the nominal window of each poll, in days around today */
	int window_back;
	int window_ahead;
	/* manners */
	int64_t peak_ms;
	int64_t quiet_ms;
	int64_t page_gap_ms; /* pause between pages */
	int64_t deadline_ms;
	size_t body_limit;
	size_t document_limit;
	size_t window_count;
	struct poll_window *windows;
	int offset_min;
	char *terms;
	bool terms_must_accept;
	struct list_spec spec;
};

/*
 * Compiles a definition. Every fault is appended to complaints as
 * file:line:col text (yaml_complain) and ERR_CONFIG returned. Gives.
 */
int definition_parse(const struct yaml *yaml, struct definition **ret,
    struct buf *complaints) WARN_UNUSED;
/*
 * Loads sources/<name>/definition.yaml from the first of dirs that has it.
 * ERR_NOTFOUND when none has.
 */
int definition_load(const char *name, const char *const dirs[], size_t n,
    struct definition **ret, struct buf *complaints) WARN_UNUSED;
void definition_free(struct definition *definition);

void list_spec_put(struct buf *buf, const struct list_spec *spec);
void list_spec_get(struct wire *wire, struct list_spec *spec);
void list_spec_done(struct list_spec *spec);

#endif
