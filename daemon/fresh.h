/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Is filingd well, and are its sources seen? What /readyz, /freshz, the
 * heartbeat, the service manager and filingctl status say, decided in one
 * place.
 *
 * A source is fresh unless it was told of as degraded, its next poll is overdue,
 * or its last complete poll is older than three of its longest intervals and
 * ten minutes. A paused one is nobody's fault and does not count; one that was
 * not polled since the start has ten minutes for it, and one that never was,
 * since the configuration was loaded.
 */
#ifndef DAEMON_FRESH_H
#define DAEMON_FRESH_H

#include "daemon/service.h"

enum fresh_state { FRESH_OK, FRESH_STARTING, FRESH_PAUSED, FRESH_STALE };

#define FRESH_WHY_MAX  256
#define FRESH_GRACE_MS (INT64_C(10) * 60 * 1000)

/* One source as it stands; intervals and times in ms. */
struct fresh_source {
	const struct watcher_stats *stats;
	int64_t interval; /* the longest between polls */
	int64_t started; /* the service */
	int64_t loaded; /* its configuration */
	int64_t now;
};

/* Pure. why: one line unless FRESH_OK. */
enum fresh_state fresh_judge(
    const struct fresh_source *source, char why[FRESH_WHY_MAX]);
/* Source i of the service. */
enum fresh_state fresh_source(
    struct service *service, size_t i, char why[FRESH_WHY_MAX]);

struct fresh {
	size_t sources; /* that count: not paused */
	size_t fresh;
	size_t starting;
	bool store_ailing;
	char why[FRESH_WHY_MAX]; /* what is wrong first, "" nothing */
};

void fresh_look(struct service *service, struct fresh *ret);
/* Nothing is wrong, and nothing is still unknown. */
bool fresh_is_well(const struct fresh *fresh);

#endif
