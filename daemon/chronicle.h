/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What the log says of events, deliveries and the service itself: the line,
 * its journal fields, and the condition of the catalog that it amounts to.
 */
#ifndef DAEMON_CHRONICLE_H
#define DAEMON_CHRONICLE_H

#include "daemon/service.h"

/* An event was stored; line as of event_line. */
void chronicle_event(const struct event *event, const char *line);
/* An attempt at a delivery ended. */
void chronicle_delivery(const struct outbox_result *result);
/* The service watches; and whether nothing was seen for long before that. */
void chronicle_start(struct service *service);
/* A reload was done: the how many-th; or refused for its errors. */
void chronicle_loaded(int64_t generation);
void chronicle_refused(const char *path, int errors);

#endif
