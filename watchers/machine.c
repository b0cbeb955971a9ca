/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Comes in: timers, HTTP answers, the reader's answers, commits. Goes out:
 * requests, rows, and the calls that tell the stages above. Moved by itself;
 * started by watchers/watcher.c.
 */
#include "watchers/machine.h"

#include "lib/base/date.h"
#include "lib/base/log.h"
#include "lib/base/mem.h"
#include "lib/net/http.h"
#include "watchers/item_rows.h"
#include "watchers/request.h"

#include <assert.h>
#include <stdio.h>
#include <string.h>

/* How often a source whose polls bring nothing new is written down. */
#define SAVE_EVERY_MS INT64_C(60000)

static struct machine_wait *
machine_wait_new(struct watcher *watcher)
{
	assert(!watcher->wait);
	watcher->wait = mem_new(sizeof(*watcher->wait));
	watcher->wait->watcher = watcher;
	return watcher->wait;
}

/* The watcher whose operation ended; NULL when it let go of it. */
static struct watcher *
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

static void
machine_on_timer(void *arg)
{
	struct watcher *watcher = arg;

	watcher->timer = NULL;
	watcher->next_poll = 0;
	if (watcher->state != MACHINE_PAUSING) {
		watcher->polls++;
		poll_begin(&watcher->poll, loop_now(watcher->loop));
		window_days(watcher->definition, watcher->poll.started,
		    &watcher->window_from, &watcher->window_to);
	}
	machine_go(watcher, MACHINE_POLLING);
}

static void
machine_turn(struct watcher *watcher, enum poll_next next)
{
	if (next == POLL_END)
		machine_go(watcher, MACHINE_FINISHING);
	else if (watcher->definition->page_gap_ms > 0)
		machine_go(watcher, MACHINE_PAUSING);
	else
		machine_go(watcher, MACHINE_POLLING);
}

static void
machine_bad_page(struct watcher *watcher, const struct judgement *judgement)
{
	log_debug("source '%s': page %d: %s", watcher->name,
	    watcher->poll.index + 1, judgement->why);
	machine_turn(watcher, poll_bad_page(&watcher->poll, judgement));
}

static void
machine_do_idle(struct watcher *watcher)
{
	int64_t now = loop_now(watcher->loop);

	watcher->next_poll = window_next(&watcher->plan, watcher->poll.started,
	    now, watcher->next_why, sizeof(watcher->next_why));
	watcher->timer = loop_after(
	    watcher->loop, watcher->next_poll - now, machine_on_timer, watcher);
}

/* A body that may be a list: read, unless it is the page's last one again. */
static void
machine_take_body(struct watcher *watcher, struct buf *body)
{
	digest_sha256(body->data, body->len, watcher->sha256);
	if (poll_is_unchanged(&watcher->poll, watcher->sha256)) {
		watcher->poll.counts.unchanged++;
		machine_turn(watcher, poll_good_page(&watcher->poll));
		return;
	}
	watcher->body = *body;
	buf_init(body, 0);
	machine_go(watcher, MACHINE_READING);
}

static void
machine_on_response(struct http_response *response, void *arg)
{
	struct watcher *watcher = machine_wait_over(arg);
	struct judgement judgement;

	if (!watcher)
		return;
	judgement = judge_response(
	    &watcher->definition->list, response, loop_now(watcher->loop));
	if (judgement.state == HEALTH_OK)
		machine_take_body(watcher, &response->body);
	else
		machine_bad_page(watcher, &judgement);
}

static void
machine_do_polling(struct watcher *watcher)
{
	const struct definition *definition = watcher->definition;
	struct template_values values = {
	    .page = definition->page_first + watcher->poll.index,
	    .page_first = definition->page_first,
	    .page_size = definition->page_size,
	    .from = watcher->window_from,
	    .to = watcher->window_to,
	    .now = loop_now(watcher->loop),
	    .zone = definition->zone,
	};
	struct request request;
	struct judgement bad;
	struct err err = ERR_NONE;

	if (request_init_list(&request, definition, watcher->url,
		watcher->contact, &values, &err) < 0) {
		bad = judge_bad(HEALTH_DRIFT, err.text);
		machine_bad_page(watcher, &bad);
	} else {
		request.http.guard = watcher->guard;
		watcher->transfer = http_send(watcher->http, &request.http,
		    machine_on_response, machine_wait_new(watcher));
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
	if (judgement.state != HEALTH_OK) {
		machine_bad_page(watcher, &judgement);
		return;
	}
	watcher->answer = *answer;
	*answer = (struct list_answer){0};
	machine_go(watcher, MACHINE_STORING);
}

static void
machine_do_reading(struct watcher *watcher)
{
	struct span body = {watcher->body.data, watcher->body.len};

	watcher->job = watcher->intake.calls->read_list(watcher->intake.arg,
	    &watcher->spec, body, machine_on_answer, machine_wait_new(watcher));
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

static void
machine_do_storing(struct watcher *watcher)
{
	struct intake_page page = {
	    .now = loop_now(watcher->loop),
	    .baseline = watcher->saved.baseline,
	};
	struct judgement bad;
	struct err err = ERR_NONE;
	int rc;

	rc = intake_add(&watcher->intake, &page, &watcher->answer,
	    &watcher->poll.counts, &watcher->row.newest, &err);
	if (rc == 0)
		poll_remember(
		    &watcher->poll, watcher->sha256, &watcher->answer);
	list_answer_done(&watcher->answer);
	if (rc < 0) {
		bad = judge_store(rc, err.text);
		machine_bad_page(watcher, &bad);
	} else if (!source_rows_when_durable(
		       watcher->intake.db, machine_on_stored, watcher)) {
		machine_on_stored(0, watcher);
	}
}

static void
machine_do_pausing(struct watcher *watcher)
{
	watcher->timer = loop_after(watcher->loop,
	    watcher->definition->page_gap_ms, machine_on_timer, watcher);
}

/*
 * Filings stay in such lists, so one that shows less than half of what is
 * known of its window (or nothing, where all of it is shown) was emptied.
 */
static void
machine_check_emptied(struct watcher *watcher)
{
	struct poll *poll = &watcher->poll;
	int64_t known = 0, rows = poll->counts.rows;
	int64_t from = watcher->dated ? watcher->window_from : INT64_MIN;
	int64_t to =
	    watcher->dated ? watcher->window_to + DAY_MS - 1 : INT64_MAX;
	char why[JUDGE_WHY_MAX];

	if (rows >= watcher->last_rows && watcher->last_rows >= 0)
		return;
	if (item_rows_count(
		watcher->intake.db, watcher->name, from, to, &known, NULL) < 0)
		return;
	if (watcher->dated ? rows * 2 >= known : rows > 0 || known == 0)
		return;
	(void)snprintf(why, sizeof(why),
	    "the list shows %lld rows, but %lld filings of it are known",
	    (long long)rows, (long long)known);
	poll->verdict = judge_bad(HEALTH_FROZEN, why);
}

static void
machine_tell(struct watcher *watcher, enum health_news news)
{
	const struct watcher_calls *calls = watcher->intake.calls;
	const struct health *health = &watcher->row.health;
	struct watcher_health told = {
	    .source = watcher->name,
	    .old_state = watcher->saved.health.state,
	    .new_state = health->state,
	    .news = news,
	    .why = watcher->row.why,
	    .since =
		health->failures > 0 ? health->first_failure : health->since,
	    .failures = health->failures,
	};

	if (news == HEALTH_RECOVERED)
		told.why = "polls are complete again";
	if (calls->health &&
	    (news != HEALTH_NO_NEWS || told.old_state != told.new_state))
		calls->health(watcher->intake.arg, &told);
}

static void
machine_tell_gap(struct watcher *watcher)
{
	const struct watcher_calls *calls = watcher->intake.calls;
	struct poll *poll = &watcher->poll;

	if (poll->gap[0] == '\0' && poll->counts.faulty > 0)
		(void)snprintf(poll->gap, sizeof(poll->gap),
		    "%lld rows do not fit the definition",
		    (long long)poll->counts.faulty);
	if (poll->gap[0] != '\0' && !watcher->gap_told && calls->gap)
		calls->gap(watcher->intake.arg, watcher->name, poll->gap);
	/* after an incomplete poll nothing is known of a gap */
	if (poll->gap[0] != '\0' || poll->verdict.state == HEALTH_OK)
		watcher->gap_told = poll->gap[0] != '\0';
}

static bool
machine_must_save(const struct watcher *watcher, int64_t now)
{
	const struct watcher_counts *counts = &watcher->poll.counts;
	const struct source_row *row = &watcher->row, *saved = &watcher->saved;

	return counts->new_items + counts->baseline + counts->revised > 0 ||
	       row->baseline != saved->baseline ||
	       row->health.state != saved->health.state ||
	       row->health.told != saved->health.told ||
	       now - watcher->saved_at >= SAVE_EVERY_MS;
}

/* The end of the poll, and what was told of it, was rolled back. */
static void
machine_take_back(struct watcher *watcher, int code)
{
	struct source_row *row = &watcher->row;

	watcher->poll.verdict = judge_store(code, "");
	*row = watcher->saved;
	row->health = watcher->before;
	(void)health_feed(
	    &row->health, HEALTH_RETRYING, loop_now(watcher->loop));
	row->health.told = watcher->before.told;
	(void)snprintf(
	    row->why, sizeof(row->why), "%s", watcher->poll.verdict.why);
}

static void
machine_close_poll(struct watcher *watcher)
{
	const struct watcher_calls *calls = watcher->intake.calls;
	struct poll *poll = &watcher->poll;

	poll->counts.complete = poll->verdict.state == HEALTH_OK;
	watcher->items_seen += poll->counts.new_items;
	if (poll->counts.complete)
		watcher->last_rows = poll->counts.rows;
	else
		watcher->polls_failed++;
	if (calls->poll_done)
		calls->poll_done(
		    watcher->intake.arg, watcher->name, &poll->counts);
	/* what a frozen list still shows comes at the usual pace */
	if (poll->counts.complete || poll->verdict.state == HEALTH_FROZEN)
		machine_go(watcher, MACHINE_IDLE);
	else
		machine_go(watcher, MACHINE_BACKING_OFF);
}

/* The poll is over and durable, or code says that it could not be made so. */
static void
machine_on_finished(int code, void *arg)
{
	struct watcher *watcher = arg;

	if (code == 0)
		watcher->saved = watcher->row;
	else
		machine_take_back(watcher, code);
	machine_close_poll(watcher);
}

static void
machine_do_finishing(struct watcher *watcher)
{
	struct source_row *row = &watcher->row;
	struct judgement *verdict = &watcher->poll.verdict;
	int64_t now = loop_now(watcher->loop);
	struct err err = ERR_NONE;
	enum health_news news;
	int rc = 0;

	if (verdict->state == HEALTH_OK)
		machine_check_emptied(watcher);
	watcher->before = row->health;
	news = health_feed(&row->health, verdict->state, now);
	(void)snprintf(row->why, sizeof(row->why), "%s", verdict->why);
	row->last_poll = watcher->poll.started;
	if (verdict->state == HEALTH_OK) {
		row->last_success = now;
		row->baseline = true;
	}
	machine_tell(watcher, news);
	machine_tell_gap(watcher);
	if (machine_must_save(watcher, now)) {
		rc = source_rows_save(
		    watcher->intake.db, watcher->name, row, &err);
		watcher->saved_at = now;
	}
	if (rc < 0 || !source_rows_when_durable(
			  watcher->intake.db, machine_on_finished, watcher))
		machine_on_finished(rc, watcher);
}

static void
machine_do_backing_off(struct watcher *watcher)
{
	const struct judgement *verdict = &watcher->poll.verdict;
	const struct health *health = &watcher->row.health;
	int64_t wait = health_wait(health, verdict->retry_after);

	watcher->next_poll = loop_now(watcher->loop) + wait;
	(void)snprintf(watcher->next_why, sizeof(watcher->next_why),
	    "%s after %d failure%s", health_word(health->state),
	    health->failures, health->failures == 1 ? "" : "s");
	log_info("source '%s': %s, retry in %lld s", watcher->name,
	    verdict->why, (long long)wait / 1000);
	watcher->timer =
	    loop_after(watcher->loop, wait, machine_on_timer, watcher);
}

#define NEXT(state) (1U << (state))

static const struct machine_row {
	const char *name;
	unsigned next; /* states that may follow */
	void (*run)(struct watcher *watcher);
} machine_table[MACHINE_STATES] = {
    [MACHINE_STOPPED] = {"stopped", NEXT(MACHINE_IDLE), NULL},
    [MACHINE_IDLE] = {"idle", NEXT(MACHINE_POLLING), machine_do_idle},
    [MACHINE_POLLING] = {"polling",
	NEXT(MACHINE_READING) | NEXT(MACHINE_POLLING) | NEXT(MACHINE_PAUSING) |
	    NEXT(MACHINE_FINISHING),
	machine_do_polling},
    [MACHINE_READING] = {"reading",
	NEXT(MACHINE_STORING) | NEXT(MACHINE_POLLING) | NEXT(MACHINE_PAUSING) |
	    NEXT(MACHINE_FINISHING),
	machine_do_reading},
    [MACHINE_STORING] = {"storing",
	NEXT(MACHINE_POLLING) | NEXT(MACHINE_PAUSING) | NEXT(MACHINE_FINISHING),
	machine_do_storing},
    [MACHINE_PAUSING] = {"pausing", NEXT(MACHINE_POLLING), machine_do_pausing},
    [MACHINE_FINISHING] = {"finishing",
	NEXT(MACHINE_IDLE) | NEXT(MACHINE_BACKING_OFF), machine_do_finishing},
    [MACHINE_BACKING_OFF] = {"backing off", NEXT(MACHINE_POLLING),
	machine_do_backing_off},
};

void
machine_go(struct watcher *watcher, enum machine_state state)
{
	const struct machine_row *row = &machine_table[watcher->state];

	assert(row->next & NEXT(state));
	log_debug("source '%s': %s -> %s", watcher->name, row->name,
	    machine_table[state].name);
	watcher->state = state;
	machine_table[state].run(watcher);
}

void
machine_halt(struct watcher *watcher)
{
	loop_cancel(watcher->timer);
	watcher->timer = NULL;
	watcher->next_poll = 0;
	if (watcher->wait)
		watcher->wait->watcher = NULL;
	watcher->wait = NULL;
	if (watcher->transfer)
		http_cancel(watcher->transfer);
	watcher->transfer = NULL;
	if (watcher->job)
		watcher->intake.calls->cancel_list(
		    watcher->intake.arg, watcher->job);
	watcher->job = NULL;
	source_rows_forget(watcher->intake.db, watcher);
	if (watcher->state == MACHINE_STORING)
		poll_forget(&watcher->poll);
	watcher->state = MACHINE_STOPPED;
}

void
machine_hurry(struct watcher *watcher)
{
	if (watcher->state != MACHINE_IDLE &&
	    watcher->state != MACHINE_BACKING_OFF)
		return;
	loop_cancel(watcher->timer);
	watcher->next_poll = loop_now(watcher->loop);
	watcher->timer =
	    loop_after(watcher->loop, 0, machine_on_timer, watcher);
}

const char *
machine_word(enum machine_state state)
{
	return machine_table[state].name;
}
