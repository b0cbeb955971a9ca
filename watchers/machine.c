/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The states of a watcher and when each poll begins. Comes in: timers. Goes
 * out: the next state. Pages are watchers/machine_page.c, the end of a poll is
 * watchers/machine_end.c; started by watchers/watcher.c.
 */
#include "watchers/machine.h"

#include "lib/base/log.h"
#include "lib/base/mem.h"
#include "lib/net/http.h"
#include "lib/net/loop.h"
#include "lib/net/pace.h"
#include "watchers/backfill.h"
#include "watchers/manners.h"

#include <assert.h>
#include <stdio.h>

/*
 * Narrow when a sweep is not due, and the last poll got back to what is known:
 * else rows of a page that failed would be left to the next sweep.
 */
static void
machine_begin_poll(struct watcher *watcher)
{
	const struct definition *definition = watcher->definition;
	struct poll *poll = &watcher->poll;
	int64_t now = loop_now(watcher->loop);
	struct poll_range window;
	bool due = now - watcher->row.last_sweep >= definition->sweep_every_ms;
	int back = definition->window_back;

	poll->narrow = definition->sweep_every_ms > 0 && !due &&
		       watcher->row.baseline && watcher->whole &&
		       !watcher->behind;
	if (!poll->narrow && definition->sweep_back > back)
		back = definition->sweep_back;
	window_days(
	    &definition->zone, back, definition->window_ahead, now, &window);
	if (watcher->past)
		backfill_window(watcher->past, &window);
	watcher->polls++;
	manners_count_day(watcher, now);
	poll_begin(poll, &window, now);
}

void
machine_on_timer(void *arg)
{
	struct watcher *watcher = arg;

	watcher->timer = NULL;
	watcher->next_poll = 0;
	if (watcher->state != MACHINE_PAUSING)
		machine_begin_poll(watcher);
	machine_go(watcher, MACHINE_WAITING);
}

void
machine_back(struct watcher *watcher)
{
	if (watcher->out)
		pace_back(watcher->pace);
	watcher->out = false;
}

void
machine_turn(struct watcher *watcher, enum poll_next next)
{
	machine_back(watcher);
	if (next == POLL_END)
		machine_go(watcher, MACHINE_FINISHING);
	else if (watcher->definition->page_gap_ms > 0)
		machine_go(watcher, MACHINE_PAUSING);
	else
		machine_go(watcher, MACHINE_WAITING);
}

/* Waits for the end of the pause; false: there is none. */
static bool
machine_hold(struct watcher *watcher)
{
	const struct pause *pause = watcher->pause;
	int64_t now = loop_now(watcher->loop);

	if (!pause_holds(pause, now))
		return false;
	mem_replace(&watcher->next_why,
	    mem_printf("paused by %s%s%s", pause->author,
		pause->reason[0] != '\0' ? ": " : "", pause->reason));
	watcher->next_poll = pause->until;
	if (pause->until > 0)
		watcher->timer = loop_after(watcher->loop, pause->until - now,
		    machine_on_timer, watcher);
	return true;
}

static void
machine_do_idle(struct watcher *watcher)
{
	int64_t now = loop_now(watcher->loop);

	if (watcher->past) {
		backfill_do_idle(watcher->past);
		return;
	}
	if (machine_hold(watcher))
		return;
	if (watcher->poll.started == 0)
		watcher->next_poll = manners_first(watcher, now);
	else
		watcher->next_poll =
		    watcher->row.next_due > now && !watcher->dropped
			? watcher->row.next_due
			: now;
	watcher->timer = loop_after(
	    watcher->loop, watcher->next_poll - now, machine_on_timer, watcher);
}

static void
machine_do_pausing(struct watcher *watcher)
{
	watcher->timer = loop_after(watcher->loop,
	    watcher->definition->page_gap_ms, machine_on_timer, watcher);
}

static void
machine_do_backing_off(struct watcher *watcher)
{
	const struct judgement *verdict = &watcher->poll.verdict;
	const struct health *health = &watcher->row.health;
	int64_t wait = health_wait(health, verdict->retry_after);

	if (machine_hold(watcher))
		return;
	watcher->next_poll = loop_now(watcher->loop) + wait;
	mem_replace(&watcher->next_why,
	    mem_printf("%s after %d failure%s", health_word(health->state),
		health->failures, health->failures == 1 ? "" : "s"));
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
    [MACHINE_IDLE] = {"idle", NEXT(MACHINE_WAITING), machine_do_idle},
    [MACHINE_WAITING] = {"waiting", NEXT(MACHINE_POLLING), machine_do_waiting},
    [MACHINE_POLLING] = {"polling",
	NEXT(MACHINE_READING) | NEXT(MACHINE_WAITING) | NEXT(MACHINE_PAUSING) |
	    NEXT(MACHINE_FINISHING),
	machine_do_polling},
    [MACHINE_READING] = {"reading",
	NEXT(MACHINE_STORING) | NEXT(MACHINE_WAITING) | NEXT(MACHINE_PAUSING) |
	    NEXT(MACHINE_FINISHING),
	machine_do_reading},
    [MACHINE_STORING] = {"storing",
	NEXT(MACHINE_WAITING) | NEXT(MACHINE_PAUSING) | NEXT(MACHINE_FINISHING),
	machine_do_storing},
    [MACHINE_PAUSING] = {"pausing", NEXT(MACHINE_WAITING), machine_do_pausing},
    [MACHINE_FINISHING] = {"finishing",
	NEXT(MACHINE_IDLE) | NEXT(MACHINE_BACKING_OFF), machine_do_finishing},
    [MACHINE_BACKING_OFF] = {"backing off", NEXT(MACHINE_WAITING),
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
	pace_cancel(watcher->ticket);
	watcher->ticket = NULL;
	machine_back(watcher);
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
	sample_done(&watcher->sample);
	source_rows_forget(watcher->intake.db, watcher);
	if (watcher->state == MACHINE_STORING)
		poll_forget(&watcher->poll);
	watcher->state = MACHINE_STOPPED;
}

static bool
machine_is_at_rest(const struct watcher *watcher)
{
	return watcher->state == MACHINE_IDLE ||
	       watcher->state == MACHINE_BACKING_OFF;
}

void
machine_repause(struct watcher *watcher)
{
	if (watcher->state == MACHINE_STOPPED)
		return;
	if (machine_is_at_rest(watcher)) {
		loop_cancel(watcher->timer);
		watcher->timer = NULL;
		machine_table[watcher->state].run(watcher);
	} else {
		machine_halt(watcher);
		machine_go(watcher, MACHINE_IDLE);
	}
}

void
machine_hurry(struct watcher *watcher)
{
	if (!machine_is_at_rest(watcher) ||
	    pause_holds(watcher->pause, loop_now(watcher->loop)))
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
