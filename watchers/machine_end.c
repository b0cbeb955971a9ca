/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The end of a poll. Comes in: what its pages amount to. Goes out: the health
 * of the source, what is told of it, its row. The state finishing of
 * watchers/machine.c.
 */
#include "watchers/machine.h"

#include "lib/base/mem.h"
#include "lib/base/date.h"
#include "lib/net/loop.h"
#include "watchers/backfill.h"
#include "watchers/inbox.h"
#include "watchers/item_rows.h"
#include "watchers/machine_prelude.h"
#include "watchers/manners.h"
#include "watchers/usual_rows.h"

#include <stdio.h>
#include <string.h>

/* How often a source whose polls bring nothing new is written down. */
#define SAVE_EVERY_MS INT64_C(60000)
/* So long it must keep to its dates until it counts as well again. */
#define REDATED_HOLD  (INT64_C(30) * 60 * 1000)

/* How many filings the store has of the days that the list shows. */
static int
machine_known(struct watcher *watcher, int64_t *ret)
{
	const struct poll *poll = &watcher->poll;
	int64_t from = watcher->dated ? poll->window.from : INT64_MIN;
	int64_t to = watcher->dated ? poll->window.to + DAY_MS - 1 : INT64_MAX;

	return item_rows_count(
	    watcher->intake.db, watcher->name, from, to, ret, NULL);
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
	char why[JUDGE_WHY_MAX];

	/* people tidy up a directory */
	if (watcher->inbox)
		return;
	if (poll->narrow
		? rows > 0
		: rows >= watcher->last_rows && watcher->last_rows >= 0)
		return;
	if (machine_known(watcher, &known) < 0)
		return;
	if (watcher->dated ? rows * 2 >= known : rows > 0 || known == 0)
		return;
	(void)snprintf(why, sizeof(why),
	    "the list shows %lld rows, but %lld filings of it are known",
	    (long long)rows, (long long)known);
	poll->verdict = judge_bad(HEALTH_EMPTIED, why);
}

/* A list whose dates change all at once cannot tell what is new by them. */
static void
machine_check_redated(struct watcher *watcher, int64_t now)
{
	struct poll *poll = &watcher->poll;
	const struct watcher_counts *counts = &poll->counts;
	char why[JUDGE_WHY_MAX];

	if (intake_is_redated(counts->revised, counts->rows)) {
		watcher->redated = now;
		(void)snprintf(why, sizeof(why),
		    "%lld of %lld known filings have another title, address or "
		    "date",
		    (long long)counts->revised, (long long)counts->rows);
	} else if (watcher->redated != 0 &&
		   now - watcher->redated < REDATED_HOLD) {
		(void)snprintf(why, sizeof(why),
		    "the list gave known filings other dates %lld minutes ago",
		    (long long)(now - watcher->redated) / 60000);
	} else {
		return;
	}
	poll->verdict = judge_bad(HEALTH_REDATED, why);
}

/* Filings that were known before are of the days that the list shows. */
static bool
machine_has_known(struct watcher *watcher, int64_t fresh)
{
	int64_t known = 0;

	/* of a list without days that is all there is: not counted each time */
	if (!watcher->dated && watcher->last_rows >= 0)
		return watcher->last_rows > 0 &&
		       watcher->poll.counts.rows >= watcher->last_rows;
	return machine_known(watcher, &known) == 0 && known > fresh;
}

/*
 * Filings stay in such lists, so one that shows nothing but new ones has more
 * than it shows: a cap, or too many at once.
 */
static void
machine_check_capped(struct watcher *watcher)
{
	struct poll *poll = &watcher->poll;
	const struct watcher_counts *counts = &poll->counts;
	int64_t fresh = counts->new_items + counts->baseline;

	if (poll->behind || poll->gap != NULL || !watcher->saved.baseline ||
	    fresh == 0 || (size_t)fresh < poll->keys.count ||
	    !machine_has_known(watcher, fresh))
		return;
	mem_replace(&poll->gap,
	    mem_printf("the list shows %lld new filings and none that was "
		       "known, there may be others behind them",
		(long long)fresh));
}

static void
machine_expect(struct watcher *watcher, int64_t now)
{
	const struct definition *definition = watcher->definition;
	const struct watcher_counts *counts = &watcher->poll.counts;
	struct expect_basis basis = {
	    .zone = &definition->zone, .calendar = watcher->plan.calendar};

	/* what is usual is known of the definition's own address */
	if (definition->expect.known && !watcher->url)
		basis.shipped = &definition->expect;
	expect_see(&watcher->expect, &basis, now,
	    counts->new_items + counts->baseline);
}

/* It says itself how old it is, or filings that are usual do not come. */
static void
machine_check_frozen(struct watcher *watcher, int64_t now)
{
	const struct definition *definition = watcher->definition;
	struct poll *poll = &watcher->poll;
	int64_t age = now - watcher->generated;
	char why[JUDGE_WHY_MAX];

	machine_expect(watcher, now);
	if (definition->stale_after_ms > 0 && watcher->generated > 0 &&
	    age > definition->stale_after_ms)
		(void)snprintf(why, sizeof(why),
		    "the list was made %lld minutes ago",
		    (long long)age / 60000);
	else if (expect_is_overdue(&watcher->expect, now))
		(void)snprintf(why, sizeof(why),
		    "nothing new for %lld minutes, when about %lld filings "
		    "are usual",
		    (long long)(now - watcher->expect.due_since) / 60000,
		    (long long)watcher->expect.owed / 1000);
	else
		return;
	poll->verdict = judge_bad(HEALTH_FROZEN, why);
}

/* A list that answers well may still not be what it was. */
static void
machine_check_list(struct watcher *watcher, int64_t now)
{
	const struct judgement *verdict = &watcher->poll.verdict;

	if (verdict->state == HEALTH_OK)
		machine_check_emptied(watcher);
	if (verdict->state == HEALTH_OK)
		machine_check_capped(watcher);
	if (verdict->state == HEALTH_OK)
		machine_check_redated(watcher, now);
	if (verdict->state == HEALTH_OK)
		machine_check_frozen(watcher, now);
	else
		expect_forget(&watcher->expect, now);
}

/* All pages were read, whatever they amount to. */
static bool
machine_is_whole(enum health_state state)
{
	return state == HEALTH_OK || state == HEALTH_FROZEN ||
	       state == HEALTH_REDATED;
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
	    .why = watcher->row.why ? watcher->row.why : "",
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
machine_note_faults(struct watcher *watcher)
{
	struct poll *poll = &watcher->poll;
	const char *why = NULL;

	if (poll->gap != NULL || poll->counts.faulty == 0)
		return;
	if (watcher->inbox && inbox_faults(watcher->inbox, &why) > 0)
		mem_replace(
		    &poll->gap, mem_printf("%lld files are left out, %s",
				    (long long)poll->counts.faulty, why));
	else
		mem_replace(&poll->gap,
		    mem_printf("%lld rows do not fit the definition",
			(long long)poll->counts.faulty));
}

static void
machine_tell_gap(struct watcher *watcher)
{
	const struct watcher_calls *calls = watcher->intake.calls;
	struct poll *poll = &watcher->poll;

	machine_note_faults(watcher);
	if (poll->gap != NULL && !watcher->gap_told) {
		mem_set(&watcher->row.gap, poll->gap);
		watcher->row.gap_at = loop_now(watcher->loop);
		if (calls->gap)
			calls->gap(
			    watcher->intake.arg, watcher->name, poll->gap);
	}
	/* only a whole look at the list shows that a gap is closed */
	if (poll->gap != NULL)
		watcher->gap_told = true;
	else if (poll->verdict.state == HEALTH_OK && !poll->narrow)
		watcher->gap_told = false;
}

static bool
machine_must_save(const struct watcher *watcher, int64_t now)
{
	const struct watcher_counts *counts = &watcher->poll.counts;
	const struct source_row *row = &watcher->row, *saved = &watcher->saved;

	return counts->new_items + counts->baseline + counts->revised +
		       counts->withdrawn >
		   0 ||
	       row->baseline != saved->baseline ||
	       row->gap_at != saved->gap_at ||
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
	source_row_copy(row, &watcher->saved);
	row->health = watcher->before;
	(void)health_feed(
	    &row->health, HEALTH_RETRYING, loop_now(watcher->loop));
	row->health.told = watcher->before.told;
	mem_set(&row->why, watcher->poll.verdict.why);
}

static void
machine_close_poll(struct watcher *watcher)
{
	const struct watcher_calls *calls = watcher->intake.calls;
	struct poll *poll = &watcher->poll;

	poll_rest(poll);
	poll->counts.complete = poll->verdict.state == HEALTH_OK;
	poll->counts.ms = loop_now(watcher->loop) - poll->started;
	watcher->last = poll->counts;
	watcher->items_seen += poll->counts.new_items;
	watcher->whole = machine_is_whole(poll->verdict.state);
	if (watcher->whole)
		watcher->unseen_since = 0;
	else if (watcher->unseen_since == 0)
		watcher->unseen_since = poll->started;
	watcher->behind = poll->behind;
	if (poll->counts.complete && !poll->narrow)
		watcher->last_rows = poll->counts.rows;
	if (!poll->counts.complete && !poll->verdict.later)
		watcher->polls_failed++;
	if (poll->counts.complete && watcher->definition->hub && calls->hub)
		calls->hub(watcher->intake.arg, watcher->name, watcher->hub,
		    watcher->topic);
	if (calls->poll_done)
		calls->poll_done(
		    watcher->intake.arg, watcher->name, &poll->counts);
	/* what such a list still shows comes at the usual pace */
	if (poll->verdict.later || health_answers(poll->verdict.state))
		machine_go(watcher, MACHINE_IDLE);
	else
		machine_go(watcher, MACHINE_BACKING_OFF);
}

/* The poll is over and durable, or code says that it could not be made so. */
static void
machine_on_finished(int code, void *arg)
{
	struct watcher *watcher = arg;

	if (watcher->past)
		backfill_on_ended(watcher->past, code);
	if (code == 0)
		source_row_copy(&watcher->saved, &watcher->row);
	else
		machine_take_back(watcher, code);
	machine_close_poll(watcher);
}

/* The row, and what a new kind of trouble looks like. */
static int
machine_save(struct watcher *watcher, int64_t now, struct err *err)
{
	const struct judgement *verdict = &watcher->poll.verdict;
	int rc = 0;

	if (verdict->state != HEALTH_OK && !verdict->later &&
	    watcher->sample.taken != 0 &&
	    verdict->state != watcher->saved.health.state)
		rc = sample_rows_save(watcher->intake.db, watcher->name,
		    verdict->state, &watcher->sample, verdict->why, err);
	sample_done(&watcher->sample);
	if (rc == 0 && (expect_is_changed(&watcher->expect) ||
			   (verdict->state == HEALTH_FROZEN) !=
			       (watcher->saved.health.state == HEALTH_FROZEN)))
		rc = usual_rows_save(
		    watcher->intake.db, watcher->name, &watcher->expect, err);
	if (rc < 0 || !machine_must_save(watcher, now))
		return rc;
	watcher->saved_at = now;
	return source_rows_save(
	    watcher->intake.db, watcher->name, &watcher->row, err);
}

/* Not there yet is no failure, for a day. */
static void
machine_bound_later(struct watcher *watcher, int64_t now)
{
	struct judgement *verdict = &watcher->poll.verdict;

	if (!verdict->later)
		watcher->later_since = 0;
	else if (watcher->later_since == 0)
		watcher->later_since = now;
	else if (now - watcher->later_since > DAY_MS)
		verdict->later = false;
}

/* How the source fares after this poll. */
static enum health_news
machine_feed(struct watcher *watcher, int64_t now)
{
	struct source_row *row = &watcher->row;
	const struct judgement *verdict = &watcher->poll.verdict;

	watcher->before = row->health;
	if (verdict->later)
		return HEALTH_NO_NEWS;
	mem_set(&row->why, verdict->why[0] != '\0' ? verdict->why : NULL);
	return health_feed(&row->health, verdict->state, now);
}

/* What a source shows of the past says nothing of how it fares today. */
static int
machine_end_past(struct watcher *watcher, int64_t now, struct err *err)
{
	watcher->before = watcher->row.health;
	watcher->poll.verdict.later = false; /* the past does not change */
	(void)health_feed(
	    &watcher->row.health, watcher->poll.verdict.state, now);
	return backfill_end(watcher->past, err);
}

static int
machine_end_poll(struct watcher *watcher, int64_t now, struct err *err)
{
	struct source_row *row = &watcher->row;
	struct judgement *verdict = &watcher->poll.verdict;
	enum health_news news;

	machine_drop_cookies(watcher, verdict);
	machine_check_list(watcher, now);
	machine_sweep(watcher, now);
	machine_bound_later(watcher, now);
	news = machine_feed(watcher, now);
	row->last_poll = watcher->poll.started;
	row->day_items += watcher->poll.counts.new_items;
	if (verdict->state == HEALTH_OK) {
		row->last_success = now;
		row->baseline = true;
	}
	if (machine_is_whole(verdict->state) && !watcher->poll.narrow)
		row->last_sweep = watcher->poll.started;
	if (verdict->state == HEALTH_OK && !watcher->poll.narrow &&
	    watcher->poll.gap == NULL)
		row->complete_until = watcher->poll.started;
	machine_tell(watcher, news);
	machine_tell_gap(watcher);
	manners_plan(watcher, now);
	return machine_save(watcher, now, err);
}

void
machine_do_finishing(struct watcher *watcher)
{
	int64_t now = loop_now(watcher->loop);
	struct err err = ERR_NONE;
	int rc = watcher->past ? machine_end_past(watcher, now, &err)
			       : machine_end_poll(watcher, now, &err);

	if (rc < 0 || !source_rows_when_durable(
			  watcher->intake.db, machine_on_finished, watcher))
		machine_on_finished(rc, watcher);
}
