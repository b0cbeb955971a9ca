/* SPDX-License-Identifier: BSD-2-Clause */
/* Figures of a watcher: of one poll, and of all it did. Plain records. */
#ifndef WATCHERS_WATCHER_STATS_H
#define WATCHERS_WATCHER_STATS_H

#include "watchers/health.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct pause;

struct watcher_counts {
	bool complete; /* every page was good and is durable */
	int pages; /* asked */
	int unchanged; /* of these, the same bytes as the last time */
	int64_t rows; /* on them */
	int64_t new_items; /* pending from now on */
	int64_t baseline; /* stored without telling */
	int64_t revised; /* known items that say something else now */
	int64_t withdrawn; /* known items that are not shown any more */
	int64_t faulty; /* rows that did not fit */
	int64_t ms; /* from its start to its end, waiting included */
};

/* An answer to a request for a list. */
struct watcher_answer {
	int status; /* of HTTP; 0: none came */
	size_t bytes; /* of its body, unpacked */
};

#define WATCHER_WHY_MAX 200

struct watcher_stats {
	const char *source; /* borrowed from the watcher */
	const char *doing; /* "idle", "polling", "reading", ... */
	enum health_state health;
	char health_why[WATCHER_WHY_MAX]; /* "" when ok */
	int64_t health_since;
	bool told; /* of it being degraded, and not yet of its recovery */
	int failures; /* in a row */
	int64_t last_poll; /* wall ms; 0: never */
	int64_t last_success; /* complete poll; 0: never */
	int64_t next_poll; /* 0: a poll runs, or stopped */
	char next_why[WATCHER_WHY_MAX]; /* "peak", "quiet until 15:30", ... */
	int64_t free_at; /* the host may be asked; of manners, not of windows */
	int64_t newest; /* newest time of publication; 0 */
	int64_t items_seen; /* new since the start of the program */
	int64_t polls, polls_failed; /* since the start of the program */
	int64_t complete_until; /* all before was seen by a sweep; 0: unknown */
	int64_t last_sweep; /* start of the last complete one; 0: never */
	int64_t requests; /* of today, in the source's zone */
	int64_t day_items; /* new today */
	int64_t day_end; /* of that day; 0: not asked yet */
	const char *gap; /* the last one; ""; borrowed from the watcher */
	int64_t gap_at;
	const struct pause *pause; /* that holds now; NULL; borrowed */
	struct watcher_counts last; /* of the poll that ended last */
};

#endif
