/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * A source definition, compiled: how to ask (request, paging, manners) and how
 * a list body becomes items (struct list_spec, which travels with each reader
 * job). Written in the closed language that watchers/sources/README.md lists:
 * no conditionals, loops or expressions; what is not known is refused by name.
 */
#ifndef WATCHERS_DEFINITION_H
#define WATCHERS_DEFINITION_H

#include "lib/base/buf.h"
#include "lib/base/err.h"
#include "lib/base/yaml.h"
#include "lib/base/zone.h"
#include "watchers/list_spec.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

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
	struct zone zone;
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

#endif
