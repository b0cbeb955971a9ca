/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What the end of an attempt means for its channel: pace, rows, and trouble
 * that is told once.
 */
#ifndef ALERTS_AFTERMATH_H
#define ALERTS_AFTERMATH_H

#include "alerts/attempt.h"
#include "alerts/lane.h"
#include "alerts/outbox.h"

struct aftermath {
	struct db *db;
	outbox_trouble_fn *fn; /* NULL: nobody listens */
	void *arg;
};

/* Inside the turn, as attempt_watcher.settle. lane NULL: not in the config. */
void aftermath_settle(const struct aftermath *aftermath, struct lane *lane,
    const struct attempt_result *result);

#endif
