/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Comes in: what a source's definition allows, what it was asked today. Goes
 * out: the time of its next poll. Called by watchers/machine.c.
 */
#include "watchers/manners.h"

#include "lib/base/mem.h"
#include "lib/base/date.h"
#include "watchers/machine.h"

#include <stdio.h>
#include <stdlib.h>

#define MANNERS_SPREAD 1000

void
manners_count_day(struct watcher *watcher, int64_t now)
{
	int64_t end = window_day_end(&watcher->definition->zone, now);

	if (watcher->row.day_end == end)
		return;
	watcher->row.day_end = end;
	watcher->row.requests = 0;
	watcher->row.day_items = 0;
}

/* A fraction -1000 .. 1000 that differs from source to source, poll to poll. */
static int64_t
manners_spread(const struct watcher *watcher)
{
	uint32_t hash = 2166136261U;

	for (const char *p = watcher->name; *p != '\0'; p++)
		hash = (hash ^ (unsigned char)*p) * 16777619U;
	hash = (hash ^ (uint32_t)watcher->polls) * 16777619U;
	hash ^= hash >> 15;
	return (int64_t)(hash % (2 * MANNERS_SPREAD + 1)) - MANNERS_SPREAD;
}

/* Part of an interval, by the definition's jitter. */
static int64_t
manners_part(const struct watcher *watcher, int64_t interval)
{
	return interval * watcher->definition->jitter_percent *
	       manners_spread(watcher) / (100 * MANNERS_SPREAD);
}

/* A peak is not begun late because the quiet before it was long. */
static int64_t
manners_jitter(const struct watcher *watcher, int64_t next, int64_t now)
{
	int64_t edge, wait = next - now;
	bool peak = window_is_peak(&watcher->plan, now, &edge);

	if (!peak && next >= edge)
		return edge +
		       llabs(manners_part(watcher, watcher->plan.peak_ms));
	wait += manners_part(watcher, wait);
	if (!peak && now + wait > edge)
		return edge;
	return now + (wait > 0 ? wait : 0);
}

/* So late that what is left of the budget lasts until the day's end. */
static int64_t
manners_budget(struct watcher *watcher, int64_t next, int64_t now)
{
	int64_t budget = watcher->definition->budget;
	int64_t left = budget - watcher->row.requests;
	int64_t pages = watcher->poll.counts.pages;
	int64_t end = watcher->row.day_end;

	if (budget == 0 || end <= now)
		return next;
	if (pages < 1)
		pages = 1;
	if (left < pages) {
		mem_replace(&watcher->next_why,
		    mem_printf("the day's budget of %lld requests is used up",
			(long long)budget));
		return end;
	}
	int64_t stretched = watcher->poll.started + (end - now) * pages / left;
	if (stretched <= next)
		return next;
	mem_replace(&watcher->next_why,
	    mem_printf("slowed down, %lld of %lld requests are left today",
		(long long)left, (long long)budget));
	return stretched;
}

void
manners_plan(struct watcher *watcher, int64_t now)
{
	char why[WATCHER_WHY_MAX];
	int64_t next = window_next(
	    &watcher->plan, watcher->poll.started, now, why, sizeof(why));

	mem_set(&watcher->next_why, why);
	next = manners_jitter(watcher, next, now);
	watcher->row.next_due = manners_budget(watcher, next, now);
}

int64_t
manners_first(struct watcher *watcher, int64_t now)
{
	int64_t due = watcher->row.next_due;

	mem_replace(&watcher->next_why, mem_printf("after the start"));
	return due > now && due - now <= watcher->plan.quiet_ms ? due : now;
}
