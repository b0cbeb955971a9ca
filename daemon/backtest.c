/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Runs recorded lists and documents through the pipeline on a held clock. In:
 * files; out: events, in order. Called by `filingctl backtest` and by tests.
 */
#include "daemon/backtest.h"

#include "alerts/event_rows.h"
#include "daemon/pipeline.h"
#include "lib/base/mem.h"
#include "watchers/list_answer.h"
#include "watchers/item_rows.h"

#include <dirent.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

struct backtest_item {
	struct item item;
	const struct config_source *source;
};

struct backtest {
	const struct backtest_options *options;
	struct backtest_counts counts;
	struct clock *clock;
	struct loop *loop;
	struct db *db;
	struct pool *pool;
	struct alerts *alerts;
	struct pipeline *pipeline;
	size_t item_count, item_cap;
	struct backtest_item *items;
	const struct config_source *reading; /* the list being read */
	const char *file;
	struct err err; /* of the first fault */
};

static int
backtest_load(const char *path, struct buf *out, struct err *err)
{
	FILE *file = fopen(path, "re");
	char piece[65536];
	size_t n;
	int rc = 0;

	if (file == NULL)
		return err_set_errno(err, ERR_IO, errno, "'%s'", path);
	while (rc == 0 && (n = fread(piece, 1, sizeof(piece), file)) > 0)
		rc = buf_add(out, piece, n);
	if (rc != 0)
		rc = err_set(err, rc, "'%s' is too big", path);
	else if (ferror(file))
		rc = err_set(err, ERR_IO, "'%s' cannot be read", path);
	fclose(file);
	return rc;
}

static void
backtest_on_list(int code, struct list_answer *answer, void *arg)
{
	struct backtest *run = arg;

	if (code != 0 || (answer->outcome != OUTCOME_OK &&
			     answer->outcome != OUTCOME_EMPTY)) {
		run->counts.faulty++;
		err_drop(err_set(&run->err, code != 0 ? code : ERR_PROTOCOL,
		    "'%s' is no list of source '%s': %s", run->file,
		    run->reading->name,
		    code != 0 ? err_text(code)
			      : (answer->why != NULL ? answer->why : "?")));
		return;
	}
	for (size_t i = 0; i < answer->count; i++) {
		struct backtest_item *slot;

		run->items = mem_grow(run->items, run->item_count,
		    &run->item_cap, sizeof(*run->items));
		slot = &run->items[run->item_count++];
		item_copy(&slot->item, &answer->items[i]);
		slot->source = run->reading;
	}
}

static void
backtest_idle(struct backtest *run)
{
	loop_run_until(run->loop, clock_wall(run->clock) + 10000);
}

static void
backtest_on_turn(void *arg)
{
	struct backtest *run = arg;

	for (int i = 0; i < 8 && db_is_open(run->db); i++) {
		if (db_commit(run->db, &run->err) != 0)
			return;
	}
}

static int
backtest_read_list(struct backtest *run, const struct config_source *source,
    const char *path, struct err *err)
{
	struct list_spec spec = source->definition->spec;
	struct buf body;
	int rc;

	buf_init(&body, JOB_BODY_LIMIT);
	rc = backtest_load(path, &body, err);
	if (rc == 0) {
		if (source->listing != NULL)
			spec.listing = source->listing;
		run->reading = source;
		run->file = path;
		pool_read_list(run->pool, &spec,
		    (struct span){body.data, body.len}, backtest_on_list, run);
		backtest_idle(run);
		rc = run->err.code;
		if (rc != 0)
			*err = run->err;
	}
	buf_done(&body);
	return rc;
}

static int
backtest_is_list(const struct dirent *entry)
{
	return strncmp(entry->d_name, "list-", 5) == 0;
}

static int
backtest_read_folder(struct backtest *run, const struct config_source *source,
    const char *path, struct err *err)
{
	struct dirent **names;
	int n = scandir(path, &names, backtest_is_list, alphasort);
	int rc = 0;

	if (n < 0)
		return err_set_errno(err, ERR_IO, errno, "'%s'", path);
	if (n == 0)
		rc = err_set(err, ERR_NOTFOUND,
		    "'%s' holds no list: name list bodies list-*", path);
	for (int i = 0; i < n; i++) {
		char *file = mem_printf("%s/%s", path, names[i]->d_name);

		if (rc == 0)
			rc = backtest_read_list(run, source, file, err);
		mem_free(file);
		mem_free(names[i]);
	}
	mem_free(names);
	return rc;
}

static const struct config_source *
backtest_source(const struct backtest *run, const char *name)
{
	const struct config *config = run->options->config;

	for (size_t i = 0; i < config->source_count; i++) {
		if (strcmp(config->sources[i].name, name) == 0)
			return &config->sources[i];
	}
	return NULL;
}

static int
backtest_read_sources(struct backtest *run, struct err *err)
{
	int rc = 0;

	for (size_t i = 0; i < run->options->source_count && rc == 0; i++) {
		const struct backtest_source *given = &run->options->sources[i];
		const struct config_source *source =
		    backtest_source(run, given->name);
		struct stat st;

		if (source == NULL)
			return err_set(err, ERR_NOTFOUND,
			    "the configuration has no source '%s'",
			    given->name);
		if (stat(given->path, &st) != 0)
			return err_set_errno(
			    err, ERR_IO, errno, "'%s'", given->path);
		rc = S_ISDIR(st.st_mode)
			 ? backtest_read_folder(run, source, given->path, err)
			 : backtest_read_list(run, source, given->path, err);
	}
	return rc;
}

static int
backtest_compare(const void *a, const void *b)
{
	const struct backtest_item *x = a, *y = b;
	int c;

	if (x->item.published != y->item.published)
		return x->item.published < y->item.published ? -1 : 1;
	c = strcmp(x->source->name, y->source->name);
	return c != 0 ? c : strcmp(x->item.key, y->item.key);
}

/* The recorded document whose name is the last part of url. */
static int
backtest_document(void *arg, const char *url, struct buf *body)
{
	const struct backtest *run = arg;
	const char *name = strrchr(url, '/');
	int rc = ERR_NOTFOUND;

	name = name != NULL ? name + 1 : url;
	if (name[0] == '\0' || name[0] == '.')
		return ERR_NOTFOUND;
	for (size_t i = 0; i < run->options->source_count && rc != 0; i++) {
		char *path =
		    mem_printf("%s/%s", run->options->sources[i].path, name);

		buf_clear(body);
		rc = backtest_load(path, body, NULL);
		mem_free(path);
	}
	return rc;
}

static void
backtest_on_match(const struct rule_match *match, void *arg)
{
	char **names = arg;
	char *longer = mem_printf("%s%s%s", *names != NULL ? *names : "",
	    *names != NULL ? "," : "", match->rule);

	mem_free(*names);
	*names = longer;
}

static void
backtest_on_event(
    const struct event *event, const char *line, struct span body, void *arg)
{
	struct backtest *run = arg;
	char *rules = NULL;

	run->counts.events++;
	run->counts.warnings += event->type == EVENT_WARNING_DETECTED ||
				event->type == EVENT_WARNING_UPDATED;
	rules_match(
	    run->options->config->compiled, event, backtest_on_match, &rules);
	run->options->event(
	    run->options->arg, line, body, rules != NULL ? rules : "");
	mem_free(rules);
}

/* A filing, or further figures of one. */
static bool
backtest_is_news(const struct item *item, const struct item_added *added)
{
	return added->known == ITEM_NEW ||
	       (added->known == ITEM_REVISED && added->fresh &&
		   item->fact_count > 0);
}

/* One item at a time, to its end: the order of events is that of the items. */
static int
backtest_play(
    struct backtest *run, const struct backtest_item *slot, struct err *err)
{
	struct item_times times = {
	    .first_seen = slot->item.published, .pending = true};
	struct item_added added;
	struct item item;
	int rc;

	if (slot->item.published > clock_wall(run->clock))
		clock_advance(
		    run->clock, slot->item.published - clock_wall(run->clock));
	rc = item_rows_add(
	    run->db, slot->source->name, &slot->item, &times, &added, err);
	if (rc != 0 || !backtest_is_news(&slot->item, &added))
		return rc;
	/* With the figures of other pages, where rows are figures. */
	if (added.known != ITEM_NEW)
		rc = item_rows_reopen(run->db, added.id, err);
	if (rc == 0)
		rc = item_rows_load(run->db, added.id, &item, err);
	if (rc != 0)
		return rc;
	run->counts.items += added.known == ITEM_NEW;
	pipeline_on_item(run->pipeline, slot->source, added.id, &item);
	item_done(&item);
	pipeline_on_poll_done(run->pipeline, slot->source->name);
	backtest_idle(run);
	*err = run->err;
	return run->err.code;
}

static int
backtest_open(struct backtest *run, struct err *err)
{
	const struct config *config = run->options->config;
	struct pool_options pool;
	int rc;

	run->clock = clock_new_held(0);
	run->loop = loop_new(run->clock);
	rc = db_open(":memory:", &run->db, err);
	if (rc != 0)
		return rc;
	loop_on_turn(run->loop, backtest_on_turn, run);
	pool_options_default(&pool);
	pool.program = config->reader.program;
	pool.lexicon_dir = config->reader.lexicon;
	pool.own_dir = config->reader.own_lexicon;
	run->pool = pool_new(run->loop, &pool);
	run->alerts = alerts_new(run->db, NULL);
	alerts_configure(run->alerts, &config->alerts);
	alerts_on_event(run->alerts, backtest_on_event, run);
	run->pipeline = pipeline_new(&(struct pipeline_parts){
	    .loop = run->loop,
	    .db = run->db,
	    .pool = run->pool,
	    .alerts = run->alerts,
	    .instance = config->top.instance,
	    .document = backtest_document,
	    .document_arg = run,
	});
	return 0;
}

static void
backtest_close(struct backtest *run)
{
	pipeline_free(run->pipeline);
	alerts_free(run->alerts);
	pool_free(run->pool);
	db_close(run->db);
	loop_on_turn(run->loop, NULL, NULL);
	loop_free(run->loop);
	clock_free(run->clock);
	for (size_t i = 0; i < run->item_count; i++)
		item_done(&run->items[i].item);
	mem_free(run->items);
}

int
backtest_run(const struct backtest_options *options,
    struct backtest_counts *ret, struct err *err)
{
	struct backtest run = {.options = options};
	int rc = backtest_open(&run, err);

	if (rc == 0)
		rc = backtest_read_sources(&run, err);
	if (rc == 0)
		qsort(run.items, run.item_count, sizeof(*run.items),
		    backtest_compare);
	for (size_t i = 0; i < run.item_count && rc == 0; i++)
		rc = backtest_play(&run, &run.items[i], err);
	*ret = run.counts;
	backtest_close(&run);
	return rc;
}
