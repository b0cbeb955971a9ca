/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The local HTTP API on one Unix socket (mode 0666; SO_PEERCRED and groups
 * decide each verb); daemon/api_routes.c lists the resources.
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
/* Agents that hear of desktop alerts now. */
size_t api_agents(const struct api *api);

#endif
