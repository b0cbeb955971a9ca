/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * In: items, one at a time. Out: the events that the pipeline makes of them,
 * on a held clock. Called by daemon/backtest.c and daemon/rule_test.c.
 */
#include "daemon/offline.h"

#include "daemon/pipeline.h"
#include "lib/base/mem.h"
#include "lib/net/loop.h"
#include "watchers/item_rows.h"

#define OFFLINE_PATIENCE 10000 /* ms of the held clock for one item */

struct offline {
	struct offline_options options;
	struct clock *clock;
	struct loop *loop;
	struct pool *pool;
	struct db *db;
	struct alerts *alerts;
	struct pipeline *pipeline;
	struct err err; /* of a commit */
};

static void
offline_on_turn(void *arg)
{
	struct offline *offline = arg;

	for (int i = 0; i < 8 && db_is_open(offline->db); i++) {
		if (db_commit(offline->db, &offline->err) != 0)
			return;
	}
}

static int
offline_open_store(struct offline *offline, struct err *err)
{
	const struct config *config = offline->options.config;
	int rc = db_open(":memory:", &offline->db, err);

	if (rc != 0)
		return rc;
	loop_on_turn(offline->loop, offline_on_turn, offline);
	offline->alerts = alerts_new(offline->db, NULL);
	alerts_configure(offline->alerts, &config->alerts);
	alerts_on_event(
	    offline->alerts, offline->options.event, offline->options.arg);
	offline->pipeline = pipeline_new(&(struct pipeline_parts){
	    .loop = offline->loop,
	    .db = offline->db,
	    .pool = offline->pool,
	    .alerts = offline->alerts,
	    .instance = config->top.instance,
	    .document = offline->options.document,
	    .document_arg = offline->options.arg,
	});
	return 0;
}

static void
offline_close_store(struct offline *offline)
{
	pipeline_free(offline->pipeline);
	alerts_free(offline->alerts);
	loop_on_turn(offline->loop, NULL, NULL);
	db_close(offline->db);
	offline->pipeline = NULL;
	offline->alerts = NULL;
	offline->db = NULL;
}

int
offline_new(const struct offline_options *options, struct offline **ret,
    struct err *err)
{
	struct offline *offline = mem_new(sizeof(*offline));
	struct pool_options pool;

	offline->options = *options;
	offline->clock = clock_new_held(0);
	offline->loop = loop_new(offline->clock);
	pool_options_default(&pool);
	pool.program = options->config->reader.program;
	pool.lexicon_dir = options->config->reader.lexicon;
	pool.own_dir = options->config->reader.own_lexicon;
	offline->pool = pool_new(offline->loop, &pool);
	int rc = offline_open_store(offline, err);
	if (rc != 0)
		offline_free(offline);
	else
		*ret = offline;
	return rc;
}

void
offline_free(struct offline *offline)
{
	if (offline == NULL)
		return;
	pipeline_free(offline->pipeline);
	alerts_free(offline->alerts);
	pool_free(offline->pool);
	db_close(offline->db);
	loop_on_turn(offline->loop, NULL, NULL);
	loop_free(offline->loop);
	clock_free(offline->clock);
	mem_free(offline);
}

int
offline_forget(struct offline *offline, struct err *err)
{
	offline_close_store(offline);
	return offline_open_store(offline, err);
}

static void
offline_idle(struct offline *offline)
{
	loop_run_until(
	    offline->loop, clock_wall(offline->clock) + OFFLINE_PATIENCE);
}

void
offline_read_list(struct offline *offline, const struct list_spec *spec,
    struct span body, pool_list_fn *fn, void *arg)
{
	pool_read_list(offline->pool, spec, body, fn, arg);
	offline_idle(offline);
}

/* A filing, or further figures of one. */
static bool
offline_is_news(const struct item *item, const struct item_added *added)
{
	return added->known == ITEM_NEW ||
	       (added->known == ITEM_REVISED && added->fresh &&
		   item->fact_count > 0);
}

static int
offline_store(struct offline *offline, const char *source,
    const struct item *item, struct item_added *ret, struct err *err)
{
	struct item_times times = {
	    .first_seen = item->published, .pending = true};
	int rc = item_rows_add(offline->db, source, item, &times, ret, err);

	/* With the figures of other pages, where rows are figures. */
	if (rc == 0 && ret->known == ITEM_REVISED && offline_is_news(item, ret))
		rc = item_rows_reopen(offline->db, ret->id, err);
	return rc;
}

int
offline_play(struct offline *offline, const struct config_source *source,
    const struct item *item, bool *ret_new, struct err *err)
{
	struct item_added added;
	struct item stored;
	int64_t wait = item->published - clock_wall(offline->clock);

	if (wait > 0)
		clock_advance(offline->clock, wait);
	int rc = offline_store(offline, source->name, item, &added, err);
	if (rc != 0 || !offline_is_news(item, &added)) {
		if (ret_new != NULL)
			*ret_new = false;
		return rc;
	}
	rc = item_rows_load(offline->db, added.id, &stored, err);
	if (rc != 0)
		return rc;
	if (ret_new != NULL)
		*ret_new = added.known == ITEM_NEW;
	pipeline_on_item(offline->pipeline, source, added.id, &stored);
	item_done(&stored);
	pipeline_on_poll_done(offline->pipeline, source->name);
	offline_idle(offline);
	*err = offline->err;
	return offline->err.code;
}
