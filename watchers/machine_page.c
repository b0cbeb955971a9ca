/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * One page of a poll. Comes in: its turn at the host, the HTTP answer, the
 * reader's answer, the commit. Goes out: a request, a reader job, rows. The
 * states of watchers/machine.c from waiting to storing.
 */
#include "watchers/machine.h"

#include "lib/base/log.h"
#include "lib/base/mem.h"
#include "lib/net/http.h"
#include "lib/net/loop.h"
#include "lib/net/pace.h"
#include "watchers/backfill.h"
#include "watchers/machine_prelude.h"
#include "watchers/manners.h"
#include "watchers/inbox.h"
#include "watchers/matrix.h"
#include "watchers/request.h"
#include "watchers/secret.h"

#include <assert.h>
#include <string.h>

/* A list that was not seen for so long may have had its rows all the while. */
#define PAGE_LATE_MS	   INT64_C(120000)
#define PAGE_HOLD_LIMIT_MS (INT64_C(60) * 60 * 1000)

struct machine_wait *
machine_wait_new(struct watcher *watcher)
{
	assert(!watcher->wait);
	watcher->wait = mem_new(sizeof(*watcher->wait));
	watcher->wait->watcher = watcher;
	return watcher->wait;
}

struct watcher *
machine_wait_over(struct machine_wait *wait)
{
	struct watcher *watcher = wait->watcher;

	mem_free(wait);
	if (watcher) {
		watcher->wait = NULL;
		watcher->transfer = NULL;
		watcher->job = NULL;
	}
	return watcher;
}

void
machine_bad_page(struct watcher *watcher, const struct judgement *judgement)
{
	log_debug("source '%s': page %d: %s", watcher->name,
	    watcher->poll.index + 1, judgement->why);
	machine_turn(watcher, poll_bad_page(&watcher->poll, judgement));
}

/* Where the next request goes. */
static const char *
machine_url(const struct watcher *watcher)
{
	if (machine_wants_prelude(watcher))
		return watcher->definition->prelude.url;
	return watcher->url ? watcher->url : watcher->definition->list.url;
}

static void
machine_on_turn(void *arg)
{
	struct watcher *watcher = arg;

	watcher->ticket = NULL;
	watcher->out = true;
	machine_go(watcher, MACHINE_POLLING);
}

void
machine_do_waiting(struct watcher *watcher)
{
	bool sweeps;

	if (!watcher->pace || watcher->inbox) {
		machine_go(watcher, MACHINE_POLLING);
		return;
	}
	sweeps = !watcher->poll.narrow && watcher->definition->sweep_every_ms;
	watcher->ticket = pace_ask(watcher->pace, machine_url(watcher),
	    sweeps || watcher->past ? PACE_SWEEP : PACE_LIST, machine_on_turn,
	    watcher);
}

/* The page is what it was: by its bytes, or as the server says (304). */
static void
machine_unchanged(struct watcher *watcher)
{
	watcher->poll.counts.unchanged++;
	machine_turn(watcher, poll_good_page(&watcher->poll));
}

/* A body that may be a list: read, unless it is the page's last one again. */
static void
machine_take_body(struct watcher *watcher, struct buf *body)
{
	digest_sha256(body->data, body->len, watcher->sha256);
	if (poll_is_unchanged(&watcher->poll, watcher->sha256)) {
		machine_unchanged(watcher);
		return;
	}
	watcher->body = *body;
	buf_init(body, 0);
	machine_go(watcher, MACHINE_READING);
}

static void
machine_take_response(struct watcher *watcher, struct http_response *response)
{
	mem_set(&watcher->etag, http_header_get(response, "ETag"));
	mem_set(&watcher->modified, http_header_get(response, "Last-Modified"));
	mem_set(&watcher->body_url, response->url);
	machine_take_body(watcher, &response->body);
}

/* The files of a directory are its list. */
static void
machine_scan(struct watcher *watcher)
{
	struct judgement bad;
	struct err err = ERR_NONE;
	struct buf body;

	watcher->dropped = false;
	buf_init(&body, watcher->definition->body_limit);
	if (inbox_scan(watcher->inbox, &body, &err) < 0) {
		bad = judge_bad(HEALTH_RETRYING, err.text);
		machine_bad_page(watcher, &bad);
	} else {
		machine_take_body(watcher, &body);
	}
	buf_done(&body);
}

/* What a person may want to see when the poll fails. */
static void
machine_keep_sample(
    struct watcher *watcher, const struct http_response *response)
{
	struct sample *sample = &watcher->sample;

	if (watcher->poll.verdict.state != HEALTH_OK)
		return;
	if (response->error.code != 0) {
		sample_done(sample);
		return;
	}
	sample_take(sample, &response->body, loop_now(watcher->loop));
	sample->page = watcher->poll.index + 1;
	sample->status = response->status;
	sample->content_type =
	    mem_strdup(http_header_get(response, "Content-Type"));
}

/* A host that says to wait is not asked by anybody meanwhile. */
static void
machine_hold_host(struct watcher *watcher, const struct http_response *response,
    int64_t retry_after)
{
	if (!watcher->pace || retry_after <= 0 ||
	    (response->status != 429 && response->status != 503))
		return;
	if (retry_after > PAGE_HOLD_LIMIT_MS)
		retry_after = PAGE_HOLD_LIMIT_MS;
	pace_hold(watcher->pace, machine_url(watcher),
	    loop_now(watcher->loop) + retry_after);
}

static void
machine_tell_answer(
    const struct watcher *watcher, const struct http_response *response)
{
	const struct watcher_calls *calls = watcher->intake.calls;

	if (calls->answered != NULL)
		calls->answered(watcher->intake.arg, watcher->name,
		    &(struct watcher_answer){
			response->status, response->body.len});
}

static void
machine_on_response(struct http_response *response, void *arg)
{
	struct watcher *watcher = machine_wait_over(arg);
	struct judgement judgement;

	if (!watcher)
		return;
	machine_tell_answer(watcher, response);
	machine_take_cookies(watcher, response);
	if (response->status == 304 && poll_memory(&watcher->poll)) {
		machine_unchanged(watcher);
		return;
	}
	if (response->status == 404 &&
	    (watcher->definition->until & UNTIL_NOT_FOUND)) {
		machine_turn(watcher, poll_no_page(&watcher->poll));
		return;
	}
	judgement = judge_response(&watcher->definition->list,
	    &watcher->definition->spec, response, loop_now(watcher->loop));
	secret_hide(
	    judgement.why, watcher->credentials, watcher->credential_count);
	machine_hold_host(watcher, response, judgement.retry_after);
	machine_keep_sample(watcher, response);
	if (judgement.none)
		machine_turn(watcher, poll_no_page(&watcher->poll));
	else if (judgement.state == HEALTH_OK)
		machine_take_response(watcher, response);
	else
		machine_bad_page(watcher, &judgement);
}

/* Asks only for what changed, when this very request was answered before. */
static void
machine_add_validators(struct watcher *watcher, struct request *request)
{
	const struct page_memory *page = poll_memory(&watcher->poll);

	request_digest(request, watcher->asked);
	if (!watcher->definition->list.conditional || !page ||
	    memcmp(page->request, watcher->asked, SHA256_LEN) != 0)
		return;
	if (page->etag)
		request_add_header(request, "If-None-Match", page->etag);
	if (page->modified)
		request_add_header(
		    request, "If-Modified-Since", page->modified);
}

static void
machine_send(struct watcher *watcher, struct request *request)
{
	machine_add_validators(watcher, request);
	machine_add_cookies(watcher, request);
	request->http.guard = watcher->guard;
	/* it may have waited for its turn over midnight */
	manners_count_day(watcher, loop_now(watcher->loop));
	watcher->row.requests++;
	if (watcher->past)
		backfill_on_request(watcher->past);
	watcher->transfer = http_send(watcher->http, &request->http,
	    machine_on_response, machine_wait_new(watcher));
}

void
machine_do_polling(struct watcher *watcher)
{
	const struct definition *definition = watcher->definition;
	struct poll_range range = poll_range(&watcher->poll);
	struct template_values values = {
	    .page = definition->page_first + watcher->poll.index,
	    .page_first = definition->page_first,
	    .page_size = definition->page_size,
	    .from = window_midnight(&definition->zone, range.from),
	    .to = window_midnight(&definition->zone, range.to),
	    .now = loop_now(watcher->loop),
	    .zone = definition->zone,
	    .name_count = definition->list.axis_count,
	    .names = watcher->names,
	    .credential_count = watcher->credential_count,
	    .credentials = watcher->credentials,
	};
	struct request request;
	struct judgement bad;
	struct err err = ERR_NONE;

	if (watcher->inbox) {
		machine_scan(watcher);
		return;
	}
	if (machine_wants_prelude(watcher)) {
		machine_ask_prelude(watcher);
		return;
	}
	matrix_names(&definition->list, watcher->poll.list, watcher->names);
	if (request_init_list(&request, definition, watcher->url,
		watcher->contact, &values, &err) < 0) {
		bad = judge_bad(HEALTH_DRIFT, err.text);
		machine_bad_page(watcher, &bad);
	} else {
		machine_send(watcher, &request);
	}
	request_done(&request);
}

static void
machine_on_answer(int code, struct list_answer *answer, void *arg)
{
	struct watcher *watcher = machine_wait_over(arg);
	struct judgement judgement;

	if (!watcher)
		return;
	judgement = judge_answer(code, answer, poll_rows(&watcher->poll));
	secret_hide(
	    judgement.why, watcher->credentials, watcher->credential_count);
	if (judgement.state != HEALTH_OK) {
		machine_bad_page(watcher, &judgement);
		return;
	}
	watcher->answer = *answer;
	if (answer->generated > watcher->generated)
		watcher->generated = answer->generated;
	mem_set(&watcher->hub, answer->hub);
	mem_set(&watcher->topic, answer->topic);
	*answer = (struct list_answer){0};
	machine_go(watcher, MACHINE_STORING);
}

void
machine_do_reading(struct watcher *watcher)
{
	struct span body = {watcher->body.data, watcher->body.len};
	struct list_spec spec = watcher->definition->spec;

	spec.source = watcher->name;
	if (watcher->listing)
		spec.listing = watcher->listing;
	spec.name_count = watcher->definition->list.axis_count;
	spec.names = watcher->names;
	spec.base = watcher->body_url;
	spec.now = loop_now(watcher->loop);
	if (watcher->past && watcher->dated)
		spec.least = 0; /* a Sunday may have none */

	watcher->job = watcher->intake.calls->read_list(watcher->intake.arg,
	    &spec, body, machine_on_answer, machine_wait_new(watcher));
	buf_done(&watcher->body);
}

static void
machine_on_stored(int code, void *arg)
{
	struct watcher *watcher = arg;
	struct judgement bad;

	if (code == 0) {
		machine_turn(watcher, poll_good_page(&watcher->poll));
		return;
	}
	poll_forget(&watcher->poll);
	bad = judge_store(code, "");
	machine_bad_page(watcher, &bad);
}

/* New to the store, told or not. */
static int64_t
machine_counted(const struct watcher *watcher)
{
	const struct watcher_counts *counts = &watcher->poll.counts;

	return counts->new_items + counts->baseline;
}

static void
machine_remember(struct watcher *watcher)
{
	struct page_memory *page;

	watcher->changed = true;
	poll_remember(&watcher->poll, watcher->sha256, &watcher->answer);
	page = poll_memory(&watcher->poll);
	page->etag = watcher->etag;
	page->modified = watcher->modified;
	watcher->etag = watcher->modified = NULL;
	memcpy(page->request, watcher->asked, SHA256_LEN);
}

void
machine_do_storing(struct watcher *watcher)
{
	int64_t now = loop_now(watcher->loop);
	struct intake_page page = {
	    .now = now,
	    .baseline = watcher->saved.baseline,
	    .met = &watcher->poll.keys,
	    .late = watcher->unseen_since != 0 &&
		    now - watcher->unseen_since >= PAGE_LATE_MS,
	};
	struct judgement bad;
	struct err err = ERR_NONE;
	int64_t before = machine_counted(watcher);
	int rc;

	rc = intake_add(&watcher->intake, &page, &watcher->answer,
	    &watcher->poll.counts, &watcher->row.newest, &err);
	watcher->poll.fresh_items = machine_counted(watcher) - before;
	if (rc == 0)
		machine_remember(watcher);
	list_answer_done(&watcher->answer);
	if (rc < 0) {
		bad = judge_store(rc, err.text);
		machine_bad_page(watcher, &bad);
	} else if (!source_rows_when_durable(
		       watcher->intake.db, machine_on_stored, watcher)) {
		machine_on_stored(0, watcher);
	}
}
