/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The table of contents: how an item becomes an event. Each step is one
 * function of daemon/pipeline.c, in this order:
 *
 *   item       a watcher hands a new item over          (watchers/)
 *   title      its title is read; is a document needed? (reading/)
 *   document   the document is fetched                  (watchers/fetch)
 *   read       the document is read in the jail         (reading/)
 *   decide     compared with the ledger, in order       (ledger/)
 *   tell       events go to rules and the outbox        (alerts/)
 *   done       committed: the item is decided
 *
 * An item stays pending in the store until its decision is durable; whatever
 * happens before that is done again after a restart.
 */
#ifndef DAEMON_PIPELINE_H
#define DAEMON_PIPELINE_H

#include "alerts/alerts.h"
#include "daemon/config.h"
#include "lib/store/db.h"
#include "reading/pool.h"
#include "watchers/fetch.h"
#include "watchers/item.h"

struct pipeline;

/* A filing whose decision is durable. */
struct pipeline_decided {
	const char *source;
	int64_t published;
	enum precision precision; /* of published */
	int64_t first_seen;
	int64_t taken_up; /* by the pipeline */
	bool late, quiet, withdrawn; /* as of the item's row */
};
typedef void pipeline_decided_fn(
    const struct pipeline_decided *decided, void *arg);

struct pipeline_parts {
	struct loop *loop;
	struct db *db;
	struct pool *pool;
	struct fetch *fetch; /* NULL: documents by the function below */
	struct alerts *alerts;
	const char *instance;
	/*
	 * Recorded documents (backtest): the bytes of url appended to body, or
	 * an error, at once.
	 */
	int (*document)(void *arg, const char *url, struct buf *body);
	void *document_arg;
	pipeline_decided_fn *decided; /* NULL: nobody hears of it */
	void *decided_arg;
};

/* Keeps the parts. Gives. */
struct pipeline *pipeline_new(const struct pipeline_parts *parts);
/* Items that are not decided yet stay pending in the store. */
void pipeline_free(struct pipeline *pipeline);

/*
 * An item whose row was written in this turn, or (resumed) is durable: new,
 * revised, or withdrawn when its row says so. It takes the place of what the
 * same row said before and was not decided yet. The source's definition and
 * guard are kept until the item is decided.
 */
void pipeline_on_item(struct pipeline *pipeline,
    const struct config_source *source, int64_t row, const struct item *item);
/*
 * The source's poll is over: its items may be decided. They are anyway after
 * a short while, so that a long paging does not hold back the first page.
 */
void pipeline_on_poll_done(struct pipeline *pipeline, const char *source);

/*
 * Lets go of all items that are not decided: they stay pending in the store
 * and may be handed in again (reload).
 */
void pipeline_abandon(struct pipeline *pipeline);

/* Trouble that people must hear of: an operator event. */
void pipeline_tell_trouble(struct pipeline *pipeline, enum event_type type,
    const char *subject, const char *text);

/* Filings of a source's past that are still being read. */
size_t pipeline_quiet(const struct pipeline *pipeline, const char *source);
/* Items not yet decided. */
size_t pipeline_open(const struct pipeline *pipeline);

#endif
