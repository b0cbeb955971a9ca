/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * When a watcher polls next: its windows, spread by jitter, slowed down so that
 * the day's budget of requests lasts until midnight. Private to watchers/.
 */
#ifndef WATCHERS_MANNERS_H
#define WATCHERS_MANNERS_H

#include <stdint.h>

struct watcher;

/* Starts the count of requests anew when the zone's day has changed. */
void manners_count_day(struct watcher *watcher, int64_t now);
/* Plans the poll after the one that ends now: row.next_due and next_why. */
void manners_plan(struct watcher *watcher, int64_t now);
/*
 * When to poll after a start (wall ms): when the store says that it was due, at
 * most a quiet interval from now, so that a restart makes no burst.
 */
int64_t manners_first(struct watcher *watcher, int64_t now);

#endif
