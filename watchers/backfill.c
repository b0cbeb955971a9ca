/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Comes in: days of the past that are to be read. Goes out: polls of those
 * days by a walker, and how far they came. Made by daemon/generation.c; the
 * walker's states are those of watchers/machine.c.
 */
#include "watchers/backfill.h"

#include "lib/base/date.h"
#include "lib/base/log.h"
#include "lib/base/mem.h"
#include "lib/net/loop.h"
#include "watchers/machine.h"

#include <stdio.h>

/* How often it looks whether what it waits for is over. */
#define BACKFILL_LOOK_MS INT64_C(2000)
#define BACKFILL_WAIT_MS INT64_C(30000)
/* A day that fails so often, while the source is well, is left out. */
#define BACKFILL_TRIES	 8

struct backfill {
	struct watcher *walker;
	struct watcher *live;
	struct backfill_row row; /* as the store has it */
	struct backfill_row ended; /* with the poll that is being stored */
	struct intake_past past; /* of the walker */
	int32_t last; /* day of the poll at hand */
	const char *waits_for;
	bool in_trouble; /* that is what row.why says */
};

/* The midnight at which a day of the source's zone begins. */
static int64_t
backfill_midnight(const struct backfill *backfill, int32_t day)
{
	const struct zone *zone = &backfill->live->definition->zone;

	return zone_wall(zone, (struct datetime){.date = date_from_day(day)});
}

int
backfill_new(const struct watcher_parts *parts,
    const struct source_config *config, struct watcher *live,
    const struct backfill_row *row, struct backfill **ret, struct err *err)
{
	struct backfill *backfill;
	struct watcher *walker;
	int rc = watcher_new(parts, config, &walker, err);

	if (rc != 0)
		return rc;
	backfill = mem_new(sizeof(*backfill));
	backfill->walker = walker;
	backfill->live = live;
	backfill->row = *row;
	backfill->waits_for = "";
	backfill->past.from = backfill_midnight(backfill, row->since);
	backfill->past.until = backfill_midnight(backfill, row->until + 1);
	source_row_done(&walker->row);
	source_row_done(&walker->saved);
	walker->past = backfill;
	walker->intake.past = &backfill->past;
	*ret = backfill;
	return 0;
}

void
backfill_free(struct backfill *backfill)
{
	if (backfill == NULL)
		return;
	watcher_free(backfill->walker);
	mem_free(backfill);
}

void
backfill_start(struct backfill *backfill)
{
	watcher_start(backfill->walker);
}

const struct backfill_row *
backfill_row(const struct backfill *backfill)
{
	return &backfill->row;
}

const char *
backfill_waits_for(const struct backfill *backfill)
{
	return backfill->waits_for;
}

static void
backfill_on_look(void *arg)
{
	struct backfill *backfill = arg;

	backfill->walker->timer = NULL;
	backfill_do_idle(backfill);
}

static void
backfill_look_again(struct backfill *backfill, int64_t ms, const char *why)
{
	backfill->waits_for = why;
	backfill->walker->timer =
	    loop_after(backfill->walker->loop, ms, backfill_on_look, backfill);
}

/* The live watcher may use the other half. */
static bool
backfill_is_spent(const struct watcher *live, int64_t now)
{
	return live->definition->budget > 0 && live->row.day_end > now &&
	       live->row.requests * 2 >= live->definition->budget;
}

void
backfill_do_idle(struct backfill *backfill)
{
	struct watcher *walker = backfill->walker;
	const struct watcher *live = backfill->live;
	const struct watcher_calls *calls = walker->intake.calls;
	int64_t now = loop_now(walker->loop);

	backfill->waits_for = "";
	if (backfill->row.state != BACKFILL_RUNNING)
		return;
	if (!live->row.baseline)
		backfill_look_again(backfill, BACKFILL_LOOK_MS,
		    "the source's first complete poll");
	else if (pause_holds(live->pause, now))
		backfill_look_again(
		    backfill, BACKFILL_WAIT_MS, "the end of the pause");
	else if (!health_answers(live->row.health.state))
		backfill_look_again(
		    backfill, BACKFILL_WAIT_MS, "a good answer of the source");
	else if (calls->open &&
		 calls->open(walker->intake.arg, walker->name) > 0)
		backfill_look_again(
		    backfill, BACKFILL_LOOK_MS, "filings that are being read");
	else if (backfill_is_spent(live, now))
		backfill_look_again(backfill, live->row.day_end - now,
		    "tomorrow: half of the day's budget is used");
	else
		walker->timer = loop_after(walker->loop,
		    walker->definition->page_gap_ms, machine_on_timer, walker);
}

void
backfill_window(struct backfill *backfill, struct poll_range *ret)
{
	const struct definition *definition = backfill->live->definition;
	int back = definition->window_back > definition->sweep_back
		       ? definition->window_back
		       : definition->sweep_back;
	struct poll_range live;

	window_days(&definition->zone, back, 0,
	    loop_now(backfill->walker->loop), &live);
	backfill->past.live_from =
	    backfill->walker->dated ? live.from : INT64_MIN;
	backfill->last =
	    backfill->walker->dated ? backfill->row.next : backfill->row.until;
	ret->from = backfill_midnight(backfill, backfill->row.next);
	ret->to = backfill_midnight(backfill, backfill->last);
}

void
backfill_on_request(struct backfill *backfill)
{
	backfill->live->row.requests++;
	backfill->row.requests++;
}

static void
backfill_pass_day(struct backfill *backfill, struct backfill_row *row)
{
	const struct poll *poll = &backfill->walker->poll;
	char day[DATE_STR_MAX];

	row->rows += poll->counts.rows;
	row->items += poll->counts.new_items;
	row->next = backfill->last + 1;
	if (backfill->in_trouble)
		row->why[0] = '\0';
	backfill->in_trouble = false;
	if (poll->gap != NULL)
		(void)snprintf(row->why, sizeof(row->why),
		    "%s: rows may be missing: %s",
		    date_print(backfill->last, day), poll->gap);
	if (row->next <= row->until)
		return;
	row->state = BACKFILL_DONE;
	row->ended = loop_now(backfill->walker->loop);
}

static void
backfill_leave_day(struct backfill *backfill, struct backfill_row *row)
{
	struct watcher *walker = backfill->walker;
	char day[DATE_STR_MAX];

	backfill_pass_day(backfill, row);
	(void)snprintf(row->why, sizeof(row->why), "%s: left out: %s",
	    date_print(backfill->last, day), walker->poll.verdict.why);
	walker->row.health = (struct health){0};
}

int
backfill_end(struct backfill *backfill, struct err *err)
{
	const struct watcher *walker = backfill->walker;
	const struct judgement *verdict = &walker->poll.verdict;
	struct backfill_row *row = &backfill->ended;

	*row = backfill->row;
	if (verdict->state == HEALTH_OK) {
		backfill_pass_day(backfill, row);
	} else if (walker->row.health.failures >= BACKFILL_TRIES) {
		backfill_leave_day(backfill, row);
	} else {
		backfill->in_trouble = true;
		(void)snprintf(row->why, sizeof(row->why), "%s", verdict->why);
	}
	return backfill_rows_save(walker->intake.db, walker->name, row, err);
}

void
backfill_on_ended(struct backfill *backfill, int code)
{
	const char *name = backfill->walker->name;

	if (code != 0)
		return; /* the day is asked again */
	backfill->row = backfill->ended;
	if (backfill->row.state == BACKFILL_DONE)
		log_info("source '%s': backfill: done, %lld filings", name,
		    (long long)backfill->row.items);
}
