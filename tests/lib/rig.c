/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Comes in: what a test wants watched. Goes out: a watcher with all that it
 * needs around it, and the record of what it said. Called by the tests of
 * watchers/ and by scenarios.
 */
#include "tests/lib/rig.h"

#include "lib/base/clock.h"
#include "lib/base/mem.h"
#include "lib/net/guard.h"
#include "lib/net/http.h"
#include "lib/net/pace.h"
#include "lib/net/loop.h"
#include "lib/store/db.h"
#include "reading/read.h"
#include "watchers/definition.h"
#include "watchers/item.h"

#include <assert.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct rig_job {
	struct rig *rig;
	struct list_spec spec; /* its strings are the watcher's */
	struct buf body;
	bool canceled;
	watcher_answer_fn *fn;
	void *arg;
};

static void
rig_on_job(void *arg)
{
	struct rig_job *job = arg;
	struct list_answer answer = {0};

	loop_busy(job->rig->loop, -1);
	if (job->canceled) {
		job->fn(ERR_CANCELED, NULL, job->arg);
	} else {
		job->rig->bodies_read++;
		read_list(&job->spec,
		    (struct span){job->body.data, job->body.len}, &answer);
		job->fn(0, &answer, job->arg);
		list_answer_done(&answer);
	}
	buf_done(&job->body);
	mem_free(job);
}

static void *
rig_read_list(void *arg, const struct list_spec *spec, struct span body,
    watcher_answer_fn *fn, void *fn_arg)
{
	struct rig *rig = arg;
	struct rig_job *job = mem_new(sizeof(*job));
	int rc;

	job->rig = rig;
	job->spec = *spec;
	job->fn = fn;
	job->arg = fn_arg;
	buf_init(&job->body, body.len + 1);
	rc = buf_add(&job->body, body.p, body.len);
	assert(rc == 0);
	loop_busy(rig->loop, 1);
	loop_defer(rig->loop, rig_on_job, job);
	return job;
}

static void
rig_cancel_list(void *arg, void *handle)
{
	struct rig_job *job = handle;

	(void)arg;
	job->canceled = true;
}

static void
rig_on_item(void *arg, const char *source, int64_t id, const struct item *item)
{
	struct rig *rig = arg;
	struct rig_item *told;

	assert(strcmp(source, rig->options.source) == 0);
	rig->items = mem_grow(
	    rig->items, rig->item_count, &rig->item_cap, sizeof(*told));
	told = &rig->items[rig->item_count++];
	told->id = id;
	told->key = mem_strdup(item->key);
	told->title = mem_strdup(item->title);
}

static void
rig_on_health(void *arg, const struct watcher_health *health)
{
	struct rig *rig = arg;

	rig->health = health->new_state;
	if (health->news == HEALTH_DEGRADED) {
		rig->degraded++;
		rig->degraded_at = loop_now(rig->loop);
	} else if (health->news == HEALTH_RECOVERED) {
		rig->recovered++;
		rig->recovered_at = loop_now(rig->loop);
	}
	(void)snprintf(rig->why, sizeof(rig->why), "%s", health->why);
}

static void
rig_on_gap(void *arg, const char *source, const char *why)
{
	struct rig *rig = arg;

	(void)source;
	rig->gaps++;
	(void)snprintf(rig->gap, sizeof(rig->gap), "%s", why);
}

static void
rig_on_poll_done(
    void *arg, const char *source, const struct watcher_counts *counts)
{
	struct rig *rig = arg;

	(void)source;
	rig->polls++;
	rig->complete += counts->complete;
	rig->counts = *counts;
}

static const struct watcher_calls rig_calls = {
    .read_list = rig_read_list,
    .cancel_list = rig_cancel_list,
    .item = rig_on_item,
    .health = rig_on_health,
    .gap = rig_on_gap,
    .poll_done = rig_on_poll_done,
};

static void
rig_on_turn(void *arg)
{
	struct rig *rig = arg;
	int rc = db_commit(rig->db, NULL);

	(void)rc; /* the callbacks of the turn were told */
}

static void
rig_open(struct rig *rig)
{
	const struct watcher_parts parts = {
	    .loop = rig->loop,
	    .http = rig->http,
	    .pace = rig->pace,
	    .calls = &rig_calls,
	    .arg = rig,
	};
	struct watcher_parts with_db = parts;
	const struct source_config config = {
	    .name = rig->options.source,
	    .definition = rig->definition,
	    .path = rig->options.folder,
	    .catch_up = rig->options.catch_up,
	    .catch_up_hours = rig->options.catch_up_hours,
	    .peak_ms = rig->options.interval_ms,
	    .quiet_ms = rig->options.interval_ms,
	    .credential_count = rig->options.credential_count,
	    .credentials = rig->options.credentials,
	    .guard = rig->guard,
	};
	struct err err = ERR_NONE;
	int rc;

	rc = db_open(rig->options.store ? rig->options.store : ":memory:",
	    &rig->db, &err);
	if (rc < 0)
		(void)fprintf(stderr, "%s\n", err.text);
	assert(rc == 0);
	with_db.db = rig->db;
	rc = watcher_new(&with_db, &config, &rig->watcher, &err);
	assert(rc == 0);
	rc = watcher_resume(rig->watcher, &err);
	assert(rc == 0);
}

static struct definition *
rig_load_definition(const char *name)
{
	char *dir = mem_printf("%s/watchers/sources", getenv("FILINGD_SRCDIR"));
	const char *dirs[] = {dir};
	struct definition *definition = NULL;
	struct buf complaints;
	int rc;

	buf_init(&complaints, 64 * KIB);
	rc = definition_load(name, dirs, 1, &definition, &complaints);
	if (rc < 0)
		(void)fprintf(stderr, "%s: %d %s\n", dir, rc,
		    complaints.data ? complaints.data : "");
	assert(rc == 0);
	buf_done(&complaints);
	mem_free(dir);
	/* tests count polls, each of the whole list unless they tune it */
	definition->jitter_percent = 0;
	definition->sweep_every_ms = 0;
	definition->expect.known = false;
	return definition;
}

struct rig *
rig_new(const struct rig_options *options)
{
	struct rig *rig = mem_new(sizeof(*rig));
	struct err err = ERR_NONE;
	int rc;

	rig->options = *options;
	rig->clock = clock_new_held(options->start);
	rig->loop = loop_new(rig->clock);
	rig->http = http_new(rig->loop, "filingd-test");
	rc = exchange_new(rig->loop, 0, &rig->exchange, &err);
	assert(rc == 0);
	rig->pace = pace_new(rig->loop, 0);
	rig->definition = rig_load_definition(options->source);
	if (options->tune)
		options->tune(rig->definition);
	rig->guard = mem_new(sizeof(*rig->guard));
	rig->guard->allow_loopback = true;
	rig->url = mem_printf("%s%s", exchange_url(rig->exchange),
	    options->path ? options->path : RIG_LIST);
	mem_set(&rig->definition->list.url, rig->url);
	loop_on_turn(rig->loop, rig_on_turn, rig);
	rig_open(rig);
	return rig;
}

void
rig_restart(struct rig *rig)
{
	watcher_free(rig->watcher);
	db_close(rig->db);
	rig_open(rig);
}

void
rig_free(struct rig *rig)
{
	size_t i;

	watcher_free(rig->watcher);
	http_free(rig->http);
	exchange_free(rig->exchange);
	/* canceled reader jobs still report */
	loop_run_until(rig->loop, loop_now(rig->loop));
	db_close(rig->db);
	pace_free(rig->pace);
	loop_free(rig->loop);
	clock_free(rig->clock);
	definition_free(rig->definition);
	for (i = 0; i < rig->item_count; i++) {
		mem_free(rig->items[i].key);
		mem_free(rig->items[i].title);
	}
	mem_free(rig->items);
	mem_free(rig->guard);
	mem_free(rig->url);
	mem_free(rig);
}

void
rig_run_until(struct rig *rig, int64_t wall)
{
	loop_run_until(rig->loop, wall);
}

void
rig_run(struct rig *rig, int64_t ms)
{
	loop_run_until(rig->loop, loop_now(rig->loop) + ms);
}

void
rig_show(struct rig *rig, const char *id, int64_t visible, int64_t time,
    const char *title)
{
	char *path = mem_printf("finalpage/2026-01-21/%s.PDF", id);
	char *made = mem_printf("Notice number %s", id);
	struct exchange_filing filing = {
	    .visible = visible,
	    .time = time,
	    .id = id,
	    .code = "603138",
	    .name = "\xe6\xb5\xb7\xe9\x87\x8f\xe6\x95\xb0\xe6\x8d\xae",
	    .org = "9900031238",
	    .title = title ? title : made,
	    .path = path,
	};

	exchange_add_filing(rig->exchange, &filing);
	mem_free(path);
	mem_free(made);
}

void
rig_show_many(
    struct rig *rig, int64_t first, int count, int64_t visible, int64_t time)
{
	char id[32];
	int i;

	for (i = 0; i < count; i++) {
		(void)snprintf(id, sizeof(id), "%lld", (long long)(first + i));
		rig_show(rig, id, visible, time, NULL);
	}
}

void
rig_fail(struct rig *rig, enum exchange_fault_kind kind, int64_t from,
    int64_t until, int64_t value)
{
	struct exchange_fault fault = {
	    .kind = kind, .from = from, .until = until, .value = value};

	exchange_add_fault(rig->exchange, &fault);
}

int
rig_told(const struct rig *rig, const char *key)
{
	int n = 0;
	size_t i;

	for (i = 0; i < rig->item_count; i++)
		n += strcmp(rig->items[i].key, key) == 0;
	return n;
}

int64_t
rig_stored(struct rig *rig, const char *state)
{
	struct db_stmt *stmt = db_prepare(
	    rig->db, "SELECT COUNT(*) FROM item WHERE ? IS NULL OR state = ?");
	int64_t n;
	int rc;

	db_bind_text(stmt, 1, state);
	db_bind_text(stmt, 2, state);
	rc = db_step(stmt, NULL);
	assert(rc == 1);
	n = db_int(stmt, 0);
	db_reset(stmt);
	return n;
}

static int
rig_compare(const void *a, const void *b)
{
	return strcmp(*(char *const *)a, *(char *const *)b);
}

int
rig_twice(const struct rig *rig)
{
	char **keys = mem_array(rig->item_count + 1, sizeof(*keys));
	size_t i;
	int n = 0;

	for (i = 0; i < rig->item_count; i++)
		keys[i] = rig->items[i].key;
	qsort(keys, rig->item_count, sizeof(*keys), rig_compare);
	for (i = 1; i < rig->item_count; i++)
		n += strcmp(keys[i - 1], keys[i]) == 0;
	mem_free(keys);
	return n;
}
