/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * A case: one item on its way through the pipeline; private to the pipeline.
 * It is ready for its decision when it was read and its poll has settled.
 */
#ifndef DAEMON_PIPELINE_CASE_H
#define DAEMON_PIPELINE_CASE_H

#include "daemon/pipeline.h"
#include "daemon/sequencer.h"
#include "ledger/filing.h"
#include "lib/base/digest.h"

struct pipeline {
	struct pipeline_parts parts;
	char *instance; /* a copy: a reload frees the first config */
	struct sequencer *sequencer;
	struct pipeline_case *cases;
	struct loop_timer *retry;
	bool stopping;
};

struct pipeline_case {
	struct pipeline *pipeline;
	struct pipeline_case *prev, *next;
	const struct config_source *source; /* kept */
	const struct config_source *origin; /* of the document: source, or its
					       fallback */
	int64_t row;
	struct item item;
	int64_t first_seen;
	int64_t taken_up;
	bool late;
	bool quiet; /* enters the ledger, tells nothing, holds
			nobody back */
	bool is_figures; /* the row is all there is */
	int64_t sighted; /* filing of another source that it is; 0: its own */
	bool withdrawn; /* nothing is read, what was told is taken back */
	size_t listing_count;
	char **listings; /* distinct; "" when the issuer is unknown */
	char sha256[SHA256_HEX_SIZE]; /* "" before there is a document */
	char *url; /* of the document at its origin; NULL: it has none */
	char *content_type;
	char *members, *roles; /* of the definition, see job.h; NULL */
	struct reading reading;
	struct fetch_job *fetch;
	struct pool_job *job;
	struct loop_timer *settle;
	struct sequencer_entry *entry; /* NULL once decided */
	bool read;
	bool settled;
	bool deciding;
};

struct pipeline_case *pipeline_case_new(struct pipeline *pipeline,
    const struct config_source *source, int64_t row, const struct item *item);
/* The case that an item's row already has; NULL. */
struct pipeline_case *pipeline_case_find(
    const struct pipeline *pipeline, int64_t row);
/*
 * What the store says of the item, where a commit failed: true when it is
 * still to be worked on, as it was before.
 */
bool pipeline_case_reload(struct pipeline_case *c);
/* Cancels what is under way. */
void pipeline_case_free(struct pipeline_case *c);

/* Takes the members of a reading. */
void pipeline_case_take_reading(
    struct pipeline_case *c, struct reading *reading);
/* The reading is final. */
void pipeline_case_read(struct pipeline_case *c);
/* Marks the case ready for its decision when it is. */
void pipeline_case_advance(struct pipeline_case *c);
/* Leaves the order of decisions; and joins it again, ready. */
void pipeline_case_unqueue(struct pipeline_case *c);
void pipeline_case_queue_again(struct pipeline_case *c);

/* The page for people is a document itself, another than was asked for. */
bool pipeline_case_has_page(const struct pipeline_case *c);
/* The document is asked for there, at url, by the manners of that source. */
void pipeline_case_set_origin(struct pipeline_case *c,
    const struct config_source *origin, const char *url);
/* What the reader is told beforehand; borrows from the case. */
struct document_hint pipeline_case_hint(
    const struct pipeline_case *c, const char *content_type);
/* Does what the title says, or the source, call for the document? */
bool pipeline_case_wants_document(const struct pipeline_case *c);
/* Order of fetching: corrections before forecasts before results. */
int pipeline_case_rank(const struct pipeline_case *c);
/* The filing of issuer i; filing_done it. */
void pipeline_case_filing(
    const struct pipeline_case *c, size_t i, struct filing *ret);
/* Its decision is durable. */
void pipeline_case_tell_decided(const struct pipeline_case *c);
/* Operators hear of a forecast that could not be read. */
void pipeline_case_tell_unreadable(struct pipeline_case *c);

#endif
