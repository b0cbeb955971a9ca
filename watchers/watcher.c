/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Comes in: a source's configuration and what the store knows of it. Goes out:
 * a watcher whose machine polls it (watchers/machine.c), and its figures. Made
 * by daemon/generation.c.
 */
#include "watchers/watcher.h"

#include "lib/base/mem.h"
#include "lib/net/loop.h"
#include "lib/net/pace.h"
#include "watchers/inbox.h"
#include "watchers/item_rows.h"
#include "watchers/request.h"
#include "watchers/machine.h"
#include "watchers/usual_rows.h"
#include "watchers/matrix.h"

#include <assert.h>
#include <stdio.h>

static void
watcher_init_poll(struct watcher *watcher, const struct source_config *config)
{
	const struct definition *definition = config->definition;
	struct poll_plan plan = {
	    .page_cap = definition->page_cap,
	    .page_size = definition->page_size,
	    .until = definition->until,
	    .split_over = definition->split_over,
	    .list_count = matrix_count(&definition->list),
	    .daily = definition->window_daily,
	};

	if (!definition->directory)
		request_depends(
		    definition, config->url, &plan.paged, &watcher->dated);
	if (!watcher->dated)
		plan.split_over = 0;
	poll_init(&watcher->poll, &plan);
}

/* The hosts of a source are asked no faster than its definition says. */
static void
watcher_limit(const struct watcher *watcher)
{
	const struct definition *definition = watcher->definition;
	const struct pace_rate rate = {
	    definition->rate_every_ms, definition->rate_burst};
	const char *url = watcher->url ? watcher->url : definition->list.url;

	if (watcher->pace && rate.every_ms > 0 && url)
		pace_limit(watcher->pace, url, rate);
}

static struct watcher *
watcher_alloc(const struct source_config *config)
{
	const struct definition *definition = config->definition;
	struct watcher *watcher = mem_new(sizeof(*watcher));

	watcher->definition = definition;
	watcher->guard = config->guard;
	watcher->name = mem_strdup(config->name);
	watcher->url = mem_strdup(config->url);
	watcher->path = mem_strdup(config->path);
	watcher->listing = mem_strdup(config->listing);
	watcher->contact = mem_strdup(config->contact);
	watcher->plan =
	    window_plan_of(definition, config->peak_ms, config->quiet_ms);
	watcher->intake.source = watcher->name;
	watcher->intake.kind = config->definition->kind;
	watcher->intake.catch_up = config->catch_up;
	watcher->intake.catch_up_hours = config->catch_up_hours;
	watcher->plan.calendar = config->calendar;
	watcher->credential_count = config->credential_count;
	watcher->credentials = config->credentials;
	watcher->names =
	    mem_array(definition->list.axis_count + 1, sizeof(*watcher->names));
	watcher->last_rows = -1;
	watcher_init_poll(watcher, config);
	return watcher;
}

int
watcher_new(const struct watcher_parts *parts,
    const struct source_config *config, struct watcher **ret, struct err *err)
{
	struct watcher *watcher;
	int rc;

	assert(parts->calls->read_list && parts->calls->cancel_list &&
	       parts->calls->item);
	if (config->definition->directory && !config->path)
		return err_set(err, ERR_CONFIG,
		    "the definition '%s' has no directory, set 'path'",
		    config->definition->name);
	if (!config->definition->directory && !config->url &&
	    !config->definition->list.url)
		return err_set(err, ERR_CONFIG,
		    "the definition '%s' has no url, set 'url'",
		    config->definition->name);
	watcher = watcher_alloc(config);
	watcher->loop = parts->loop;
	watcher->http = parts->http;
	watcher->pace = parts->pace;
	watcher->intake.db = parts->db;
	watcher->intake.calls = parts->calls;
	watcher->intake.arg = parts->arg;
	rc = source_rows_load(parts->db, watcher->name, &watcher->saved, err);
	if (rc == 0)
		rc = usual_rows_load(
		    parts->db, watcher->name, &watcher->expect, err);
	if (rc < 0) {
		watcher_free(watcher);
		return rc;
	}
	source_row_copy(&watcher->row, &watcher->saved);
	watcher->unseen_since = watcher->saved.next_due;
	watcher_limit(watcher);
	*ret = watcher;
	return 0;
}

void
watcher_free(struct watcher *watcher)
{
	if (!watcher)
		return;
	machine_halt(watcher);
	poll_done(&watcher->poll);
	expect_done(&watcher->expect);
	cookies_done(&watcher->cookies);
	source_row_done(&watcher->row);
	source_row_done(&watcher->saved);
	mem_free(watcher->next_why);
	mem_free(watcher->pause);
	mem_free(watcher->names);
	mem_free(watcher->etag);
	mem_free(watcher->body_url);
	mem_free(watcher->modified);
	mem_free(watcher->hub);
	mem_free(watcher->topic);
	mem_free(watcher->name);
	mem_free(watcher->url);
	mem_free(watcher->path);
	inbox_free(watcher->inbox);
	mem_free(watcher->listing);
	mem_free(watcher->contact);
	mem_free(watcher);
}

int
watcher_resume(struct watcher *watcher, struct err *err)
{
	const struct intake *intake = &watcher->intake;
	int64_t *ids = NULL;
	size_t i, count = 0;
	int rc;

	rc = item_rows_pending(intake->db, watcher->name, &ids, &count, err);
	for (i = 0; i < count && rc == 0; i++) {
		struct item item = {0};

		rc = item_rows_load(intake->db, ids[i], &item, err);
		if (rc < 0)
			break;
		intake->calls->item(intake->arg, watcher->name, ids[i], &item);
		item_done(&item);
	}
	mem_free(ids);
	return rc;
}

/* Files came to rest in the directory. */
static void
watcher_on_files(void *arg)
{
	struct watcher *watcher = arg;

	watcher->dropped = true;
	if (!pause_holds(watcher->pause, loop_now(watcher->loop)))
		machine_hurry(watcher);
}

void
watcher_start(struct watcher *watcher)
{
	if (watcher->state != MACHINE_STOPPED)
		return;
	if (watcher->path && !watcher->inbox)
		watcher->inbox = inbox_new(
		    watcher->loop, watcher->path, watcher_on_files, watcher);
	watcher->poll.started = 0; /* the next poll is long due */
	machine_go(watcher, MACHINE_IDLE);
}

void
watcher_stop(struct watcher *watcher)
{
	machine_halt(watcher);
}

void
watcher_poll_now(struct watcher *watcher)
{
	machine_hurry(watcher);
}

void
watcher_pause(struct watcher *watcher, const struct pause *pause)
{
	bool held = pause_holds(watcher->pause, loop_now(watcher->loop));

	if (watcher->pause == NULL)
		watcher->pause = mem_new(sizeof(*watcher->pause));
	*watcher->pause = *pause;
	/* what came meanwhile lies deeper than a narrow poll looks */
	watcher->whole = false;
	expect_forget(&watcher->expect, loop_now(watcher->loop));
	if (held || pause->since > 0)
		machine_repause(watcher);
}

/* Figures of the day, unless that is over. */
static void
watcher_day_stats(const struct watcher *watcher, struct watcher_stats *ret)
{
	const struct source_row *row = &watcher->row;

	if (row->day_end <= loop_now(watcher->loop))
		return;
	ret->requests = row->requests;
	ret->day_items = row->day_items;
	ret->day_end = row->day_end;
}

void
watcher_stats(const struct watcher *watcher, struct watcher_stats *ret)
{
	const struct source_row *row = &watcher->row;

	*ret = (struct watcher_stats){
	    .source = watcher->name,
	    .doing = machine_word(watcher->state),
	    .health = row->health.state,
	    .health_since = row->health.since,
	    .told = row->health.told,
	    .failures = row->health.failures,
	    .last_poll = row->last_poll,
	    .last_success = row->last_success,
	    .next_poll = watcher->next_poll,
	    .newest = row->newest,
	    .items_seen = watcher->items_seen,
	    .polls = watcher->polls,
	    .polls_failed = watcher->polls_failed,
	    .complete_until = row->complete_until,
	    .last_sweep = row->last_sweep,
	    .gap = row->gap ? row->gap : "",
	    .gap_at = row->gap_at,
	    .last = watcher->last,
	};
	watcher_day_stats(watcher, ret);
	(void)snprintf(ret->health_why, sizeof(ret->health_why), "%s",
	    row->why ? row->why : "");
	if (pause_holds(watcher->pause, loop_now(watcher->loop)))
		ret->pause = watcher->pause;
	if (watcher->pace && !watcher->path)
		ret->free_at = pace_when(watcher->pace,
		    watcher->url ? watcher->url
				 : watcher->definition->list.url);
	if (watcher->next_poll > 0 || ret->pause)
		(void)snprintf(ret->next_why, sizeof(ret->next_why), "%s",
		    watcher->next_why ? watcher->next_why : "");
}
