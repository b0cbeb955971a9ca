/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The local HTTP API on one Unix socket (mode 0666; SO_PEERCRED and groups
 * decide each verb):
 *
 *   GET  /v1/status               one object
 *   GET  /v1/events?after=&limit= stored events in order of seq
 *   GET  /v1/events/ID            one of them
 *   GET  /v1/stream?after=        server-sent events, a comment every 15 s
 *   POST /v1/reload               200, or 422 with the complaints
 *   /v1/sources...                daemon/api_sources.h
 */
#ifndef DAEMON_API_H
#define DAEMON_API_H

#include "daemon/service.h"

struct api;

/*
 * Listens on config's socket. ERR_BUSY when another filingd answers there.
 * Keeps service. Gives.
 */
int api_new(struct service *service, const struct config *config,
    struct api **ret, struct err *err) WARN_UNUSED;
void api_free(struct api *api);

#endif
