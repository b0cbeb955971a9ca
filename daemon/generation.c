/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The watchers of one configuration, bound to the pipeline and to the reader.
 * In: the config; out: items and health news for the pipeline. Called by
 * daemon/service.c.
 */
#include "daemon/generation.h"

#include "daemon/api_hub.h"
#include "daemon/observer.h"
#include "lib/base/date.h"
#include "lib/base/log.h"
#include "lib/base/mem.h"

#include <stdio.h>
#include <string.h>

struct generation {
	struct config *config;
	struct generation_parts parts;
	size_t count; /* of watchers made */
	struct watcher **watchers;
	struct backfill **pasts; /* of each; NULL: none runs */
	struct websub *websub;
	struct api_hub *hub; /* NULL: hubs do not reach it */
};

static void *
generation_read_list(void *arg, const struct list_spec *spec, struct span body,
    watcher_answer_fn *fn, void *fn_arg)
{
	struct generation *generation = arg;

	return pool_read_list(generation->parts.pool, spec, body, fn, fn_arg);
}

static void
generation_cancel_list(void *arg, void *handle)
{
	(void)arg;
	pool_cancel(handle);
}

static const struct config_source *
generation_source(const struct generation *generation, const char *name)
{
	const struct config *config = generation->config;

	for (size_t i = 0; i < config->source_count; i++) {
		if (strcmp(config->sources[i].name, name) == 0)
			return &config->sources[i];
	}
	return NULL;
}

static void
generation_on_item(
    void *arg, const char *source, int64_t id, const struct item *item)
{
	struct generation *generation = arg;

	const char *fields[LOG_FIELDS] = {
	    [LOG_SOURCE] = source, [LOG_FILING] = item->key};

	log_fields(LOG_AT_INFO, fields, "filing '%s/%s': seen: %s", source,
	    item->key, item->title);
	pipeline_on_item(generation->parts.pipeline,
	    generation_source(generation, source), id, item);
}

static void
generation_on_health(void *arg, const struct watcher_health *health)
{
	struct generation *generation = arg;
	const char *fields[LOG_FIELDS] = {[LOG_SOURCE] = health->source};
	char *text;

	observer_health(generation->parts.observer, health);
	if (health->new_state != health->old_state)
		log_fields(LOG_AT_WARNING, fields,
		    "source '%s': %s, was %s: %s", health->source,
		    health_word(health->new_state),
		    health_word(health->old_state), health->why);
	if (health->news == HEALTH_NO_NEWS)
		return;
	text = mem_printf("%s: %s",
	    health->news == HEALTH_DEGRADED ? "not seen any more"
					    : "seen again",
	    health->why);
	pipeline_tell_trouble(generation->parts.pipeline,
	    health->news == HEALTH_DEGRADED ? EVENT_SOURCE_DEGRADED
					    : EVENT_SOURCE_RECOVERED,
	    health->source, text);
	mem_free(text);
}

static void
generation_on_gap(void *arg, const char *source, const char *why)
{
	struct generation *generation = arg;
	char *text = mem_printf("rows may be missing: %s", why);

	observer_gap(generation->parts.observer, source);
	pipeline_tell_trouble(
	    generation->parts.pipeline, EVENT_SOURCE_GAP, source, text);
	mem_free(text);
}

static void
generation_on_hub(
    void *arg, const char *source, const char *hub, const char *topic)
{
	struct generation *generation = arg;

	websub_offer(generation->websub,
	    &(struct websub_offer){source, hub, topic,
		&generation_source(generation, source)->guard});
}

static void
generation_on_poll_done(
    void *arg, const char *source, const struct watcher_counts *counts)
{
	struct generation *generation = arg;

	log_debug("source '%s': poll %s, %d pages, %lld rows, %lld new", source,
	    counts->complete ? "complete" : "incomplete", counts->pages,
	    (long long)counts->rows, (long long)counts->new_items);
	observer_polled(generation->parts.observer, source, counts);
	pipeline_on_poll_done(generation->parts.pipeline, source);
}

static void
generation_on_answer(
    void *arg, const char *source, const struct watcher_answer *answer)
{
	const struct generation *generation = arg;

	observer_answered(generation->parts.observer, source, answer);
}

/* Of a backfill: nothing is told of how it fares but by its row. */

static void
generation_on_past_item(
    void *arg, const char *source, int64_t id, const struct item *item)
{
	struct generation *generation = arg;

	log_debug(
	    "filing '%s/%s': of the past: %s", source, item->key, item->title);
	pipeline_on_item(generation->parts.pipeline,
	    generation_source(generation, source), id, item);
}

static size_t
generation_past_open(void *arg, const char *source)
{
	const struct generation *generation = arg;

	return pipeline_quiet(generation->parts.pipeline, source);
}

static const struct watcher_calls generation_past_calls = {
    .read_list = generation_read_list,
    .cancel_list = generation_cancel_list,
    .item = generation_on_past_item,
    .open = generation_past_open,
    .answered = generation_on_answer,
    .poll_done = generation_on_poll_done,
};

static const struct watcher_calls generation_calls = {
    .read_list = generation_read_list,
    .cancel_list = generation_cancel_list,
    .item = generation_on_item,
    .health = generation_on_health,
    .gap = generation_on_gap,
    .hub = generation_on_hub,
    .answered = generation_on_answer,
    .poll_done = generation_on_poll_done,
};

struct generation *
generation_new(struct config *config)
{
	struct generation *generation = mem_new(sizeof(*generation));

	generation->config = config;
	return generation;
}

const struct config *
generation_config(const struct generation *generation)
{
	return generation->config;
}

static int
generation_load_pause(struct generation *generation, size_t i, struct err *err)
{
	struct pause pause;
	int rc = pause_rows_load(generation->parts.db,
	    generation->config->sources[i].name, &pause, err);

	if (rc == 0 && pause_holds(&pause, loop_now(generation->parts.loop)))
		watcher_pause(generation->watchers[i], &pause);
	return rc;
}

static struct watcher_parts
generation_watcher_parts(
    struct generation *generation, const struct watcher_calls *calls)
{
	const struct generation_parts *parts = &generation->parts;

	return (struct watcher_parts){
	    .loop = parts->loop,
	    .http = parts->http,
	    .pace = parts->pace,
	    .db = parts->db,
	    .calls = calls,
	    .arg = generation,
	};
}

static int
generation_start_past(struct generation *generation, size_t i,
    const struct backfill_row *row, struct err *err)
{
	const struct watcher_parts parts =
	    generation_watcher_parts(generation, &generation_past_calls);
	int rc;

	backfill_free(generation->pasts[i]);
	generation->pasts[i] = NULL;
	rc = backfill_new(&parts, &generation->config->sources[i].config,
	    generation->watchers[i], row, &generation->pasts[i], err);
	if (rc == 0)
		backfill_start(generation->pasts[i]);
	return rc;
}

/* Takes up the backfills that a stop or a reload has left. */
static int
generation_load_past(struct generation *generation, size_t i, struct err *err)
{
	struct backfill_row row;
	int rc = backfill_rows_load(generation->parts.db,
	    generation->config->sources[i].name, &row, err);

	if (rc == 0 && row.state == BACKFILL_RUNNING)
		rc = generation_start_past(generation, i, &row, err);
	return rc;
}

static int
generation_add_watcher(struct generation *generation, size_t i, struct err *err)
{
	const struct generation_parts *parts = &generation->parts;
	const struct config_source *source = &generation->config->sources[i];
	const struct watcher_parts watcher_parts =
	    generation_watcher_parts(generation, &generation_calls);
	int rc;

	rc = watcher_new(
	    &watcher_parts, &source->config, &generation->watchers[i], err);
	if (rc != 0)
		return err_wrap(err, "source '%s'", source->name);
	generation->count++;
	rc = generation_load_pause(generation, i, err);
	if (rc == 0)
		rc = watcher_resume(generation->watchers[i], err);
	if (rc != 0)
		return err_wrap(err, "source '%s'", source->name);
	pipeline_on_poll_done(parts->pipeline, source->name);
	return 0;
}

/* What was pushed is not worth disturbing a source that fails or pauses. */
static bool
generation_on_push(void *arg, const char *source)
{
	struct generation *generation = arg;
	struct watcher_stats stats;
	struct err err = ERR_NONE;
	size_t i;

	if (generation_find(generation, source, &i, &err) != 0)
		return true;
	watcher_stats(generation->watchers[i], &stats);
	return stats.failures > 0 ||
	       generation_poll(generation, i, &err) != ERR_BUSY;
}

/* Without its listener it goes on: the polls see everything. */
static void
generation_open_hub(struct generation *generation)
{
	const struct config_websub *config = &generation->config->websub;
	struct websub_parts parts = {
	    .loop = generation->parts.loop,
	    .http = generation->parts.http,
	    .callback = config->callback,
	    .why_not = "the configuration has no 'websub'",
	    .poll = generation_on_push,
	    .arg = generation,
	};
	struct err err = ERR_NONE;

	generation->websub = websub_new(&parts);
	if (config->listen == NULL ||
	    api_hub_new(parts.loop, config->listen, generation->websub,
		&generation->hub, &err) == 0)
		return;
	log_error(
	    "websub: %s: nothing is subscribed, the polls go on", err.text);
	websub_free(generation->websub);
	parts.callback = NULL;
	parts.why_not = "filingd cannot listen for hubs, see its log";
	generation->websub = websub_new(&parts);
}

int
generation_start(struct generation *generation,
    const struct generation_parts *parts, struct err *err)
{
	size_t n = generation->config->source_count;
	int rc = 0;

	generation->parts = *parts;
	generation->watchers = mem_array(n + 1, sizeof(struct watcher *));
	generation->pasts = mem_array(n + 1, sizeof(struct backfill *));
	generation_open_hub(generation);
	for (size_t i = 0; i < n && rc == 0; i++)
		rc = generation_add_watcher(generation, i, err);
	for (size_t i = 0; i < n && rc == 0; i++)
		watcher_start(generation->watchers[i]);
	for (size_t i = 0; i < n && rc == 0; i++)
		rc = generation_load_past(generation, i, err);
	return rc;
}

void
generation_stop(struct generation *generation)
{
	for (size_t i = 0; i < generation->count; i++) {
		backfill_free(generation->pasts[i]);
		generation->pasts[i] = NULL;
		watcher_free(generation->watchers[i]);
	}
	generation->count = 0;
	api_hub_free(generation->hub);
	generation->hub = NULL;
	websub_free(generation->websub);
	generation->websub = NULL;
}

void
generation_free(struct generation *generation)
{
	if (generation == NULL)
		return;
	generation_stop(generation);
	mem_free(generation->watchers);
	mem_free(generation->pasts);
	config_free(generation->config);
	mem_free(generation);
}

size_t
generation_source_count(const struct generation *generation)
{
	return generation->count;
}

void
generation_source_stats(
    const struct generation *generation, size_t i, struct watcher_stats *ret)
{
	watcher_stats(generation->watchers[i], ret);
}

int
generation_find(const struct generation *generation, const char *name,
    size_t *ret_i, struct err *err)
{
	const struct config *config = generation->config;

	for (size_t i = 0; i < generation->count; i++) {
		if (strcmp(config->sources[i].name, name) != 0)
			continue;
		*ret_i = i;
		return 0;
	}
	return err_set(err, ERR_NOTFOUND,
	    "the configuration has no source '%s', see filingctl sources list",
	    name);
}

const struct config_source *
generation_source_config(const struct generation *generation, size_t i)
{
	return &generation->config->sources[i];
}

static int
generation_may_poll(
    const struct watcher_stats *stats, int64_t budget, struct err *err)
{
	char when[DATE_STR_MAX];

	if (stats->pause != NULL)
		return err_set(err, ERR_DENIED,
		    "source '%s' is %s; filingctl sources resume %s ends that",
		    stats->source, stats->next_why, stats->source);
	if (stats->next_poll == 0)
		return err_set(err, ERR_BUSY,
		    "source '%s' is %s already, its filings come as they are "
		    "read",
		    stats->source, stats->doing);
	if (budget > 0 && stats->requests >= budget)
		return err_set(err, ERR_DENIED,
		    "source '%s' has used up the day's budget of %lld "
		    "requests, it is asked again at %s",
		    stats->source, (long long)budget,
		    datetime_print_utc(stats->day_end, when));
	return 0;
}

int
generation_poll(struct generation *generation, size_t i, struct err *err)
{
	const struct config_source *source = &generation->config->sources[i];
	struct watcher_stats stats;
	int rc;

	watcher_stats(generation->watchers[i], &stats);
	rc = generation_may_poll(&stats, source->definition->budget, err);
	if (rc == 0)
		watcher_poll_now(generation->watchers[i]);
	return rc;
}

int
generation_pause(struct generation *generation, size_t i,
    const struct pause *pause, struct err *err)
{
	const char *name = generation->config->sources[i].name;
	struct db *db = generation->parts.db;
	int rc = pause->since > 0 ? pause_rows_save(db, name, pause, err)
				  : pause_rows_end(db, name, err);

	if (rc == 0)
		watcher_pause(generation->watchers[i], pause);
	return rc;
}

void
generation_backfill_row(const struct generation *generation, size_t i,
    struct backfill_row *ret, const char **ret_waits_for)
{
	const struct backfill *past = generation->pasts[i];
	struct err err = ERR_NONE;

	*ret_waits_for = past != NULL ? backfill_waits_for(past) : "";
	if (past != NULL)
		*ret = *backfill_row(past);
	else if (backfill_rows_load(generation->parts.db,
		     generation->config->sources[i].name, ret, &err) != 0)
		*ret = (struct backfill_row){.state = BACKFILL_NONE};
}

int
generation_backfill(struct generation *generation, size_t i,
    const struct backfill_row *row, struct err *err)
{
	const char *name = generation->config->sources[i].name;
	struct backfill_row fresh = *row, last;
	const char *waits_for;
	char day[DATE_STR_MAX];
	int rc;

	generation_backfill_row(generation, i, &last, &waits_for);
	if (last.state == BACKFILL_RUNNING)
		return err_set(err, ERR_BUSY,
		    "source '%s' is being backfilled already, it is at %s; "
		    "filingctl backfill %s --stop ends that",
		    name, date_print(last.next, day), name);
	fresh.state = BACKFILL_RUNNING;
	fresh.next = fresh.since;
	fresh.started = loop_now(generation->parts.loop);
	rc = backfill_rows_save(generation->parts.db, name, &fresh, err);
	return rc == 0 ? generation_start_past(generation, i, &fresh, err) : rc;
}

int
generation_backfill_stop(
    struct generation *generation, size_t i, struct err *err)
{
	const char *name = generation->config->sources[i].name;
	struct backfill_row row;
	const char *waits_for;
	int rc;

	generation_backfill_row(generation, i, &row, &waits_for);
	if (row.state != BACKFILL_RUNNING)
		return err_set(
		    err, ERR_EXISTS, "source '%s' is not backfilled now", name);
	row.state = BACKFILL_STOPPED;
	row.ended = loop_now(generation->parts.loop);
	rc = backfill_rows_save(generation->parts.db, name, &row, err);
	if (rc != 0)
		return rc;
	backfill_free(generation->pasts[i]);
	generation->pasts[i] = NULL;
	return 0;
}

bool
generation_hub(
    const struct generation *generation, size_t i, struct websub_figures *ret)
{
	return generation->websub != NULL &&
	       websub_figures(generation->websub,
		   generation->config->sources[i].name, ret);
}
