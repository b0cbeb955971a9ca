/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Sees what happens in filingd and counts it (daemon/metrics.h): the stages'
 * own records come in, nothing goes back to them.
 */
#ifndef DAEMON_OBSERVER_H
#define DAEMON_OBSERVER_H

#include "daemon/config.h"
#include "daemon/metrics.h"
#include "daemon/pipeline.h"
#include "lib/net/loop.h"
#include "lib/store/db.h"

struct observer;

/* Listens to the loop's timers and the store's commits. Keeps both. Gives. */
struct observer *observer_new(struct loop *loop, struct db *db);
/* NULL does nothing. */
void observer_free(struct observer *observer);
/* A new generation: whose names are counted from now on. */
void observer_configure(struct observer *observer, const struct config *config);
/* Rules and routes, too. Keeps observer until its end. */
void observer_watch(struct observer *observer, struct alerts *alerts);

void observer_answered(struct observer *observer, const char *source,
    const struct watcher_answer *answer);
void observer_polled(struct observer *observer, const char *source,
    const struct watcher_counts *counts);
void observer_gap(struct observer *observer, const char *source);
void observer_health(
    struct observer *observer, const struct watcher_health *health);
/* As of struct pipeline_parts; arg is the observer. */
void observer_decided(const struct pipeline_decided *decided, void *arg);
/* An event was stored. */
void observer_told(struct observer *observer, const struct event *event);
/* An attempt ended. */
void observer_delivered(
    struct observer *observer, const struct outbox_result *result);

/* For counts of others, and for printing. Borrowed. */
struct metrics *observer_metrics(struct observer *observer);

#endif
