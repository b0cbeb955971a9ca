/* SPDX-License-Identifier: BSD-2-Clause */
/* The events that the daemon keeps, page by page, as records. */
#ifndef CLIENTS_RULE_HISTORY_H
#define CLIENTS_RULE_HISTORY_H

#include "clients/verb.h"
#include "ledger/event.h"

struct rule_history {
	int64_t from; /* decided, wall ms */
	int64_t to; /* before this */
};

/* The event may be changed; line and it are borrowed during the call. */
typedef void rule_history_fn(
    struct event *event, const char *line, int64_t decided, void *arg);

/* Calls fn for each event of the span in order; an exit code. */
int rule_history_each(const struct verb_context *context,
    const struct rule_history *span, rule_history_fn *fn, void *arg);

#endif
