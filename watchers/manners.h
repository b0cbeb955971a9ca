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
/*
 * When to poll after the poll that has ended (wall ms, not before now); writes
 * watcher->next_why. After a start it is when the store says it was due, at
 * most a quiet interval from now: a restart makes no burst.
 */
int64_t manners_next(struct watcher *watcher, int64_t now);

#endif
