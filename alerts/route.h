/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Routes of an event: the channels that are to hear of it, by which rule each.
 * One per channel: of several rules the one that tells soonest, then one that
 * is decided, then the first. Beside them the escalations, one per channel.
 */
#ifndef ALERTS_ROUTE_H
#define ALERTS_ROUTE_H

#include "alerts/alerts.h"

struct db;

struct route {
	const char *channel;
	char *rule;
	char *note;
	const struct plan_rule *plan;
	bool escalation;
	bool update; /* of what the channel was told, or waits to be */
};

struct routes {
	const struct alerts_watcher *watcher;
	int64_t now;
	struct db *db; /* by routes_find, as seq of the event */
	int64_t seq;
	size_t count;
	size_t cap;
	struct route *items;
	size_t name_count;
	char **names; /* of channels that no config holds */
};

/*
 * By the rules; to the operators what is not about a filing; and an update or
 * a retraction to every channel that was told of the warning or waits to be.
 * Borrows from config.
 */
int routes_find(struct routes *routes, const struct alerts_config *config,
    struct db *db, const struct event *event, struct err *err) WARN_UNUSED;
void routes_done(struct routes *routes);

#endif
