/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The outgoing heartbeat, for a dead man's switch elsewhere: every so often a
 * GET of the url when filingd and its sources are well (daemon/fresh.h), a
 * POST of one line to url/fail when they are not; nothing at all while that is
 * still unknown after a start. One that is not taken is logged once.
 */
#ifndef DAEMON_HEARTBEAT_H
#define DAEMON_HEARTBEAT_H

#include "daemon/service.h"

struct heartbeat;

/* Keeps service and http. Silent until configured. Gives. */
struct heartbeat *heartbeat_new(struct service *service, struct http *http);
/* NULL does nothing. */
void heartbeat_free(struct heartbeat *heartbeat);
/* A new generation; config is kept until the next. */
void heartbeat_configure(
    struct heartbeat *heartbeat, const struct config_heartbeat *config);
/* When one was taken last, wall ms; 0: never. */
int64_t heartbeat_taken(const struct heartbeat *heartbeat);

#endif
