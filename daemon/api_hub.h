/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Where hubs reach filingd (watchers/websub.h): plain HTTP on one address; a
 * reverse proxy with TLS stands before it. Whatever stands in the path before
 * the last part, the token, is the proxy's affair.
 */
#ifndef DAEMON_API_HUB_H
#define DAEMON_API_HUB_H

#include "lib/base/err.h"

struct api_hub;
struct loop;
struct websub;

/* Keeps loop and websub. listen: "127.0.0.1:9081", "[::1]:9081". Gives. */
int api_hub_new(struct loop *loop, const char *listen, struct websub *websub,
    struct api_hub **ret, struct err *err) WARN_UNUSED;
/* NULL does nothing. */
void api_hub_free(struct api_hub *hub);

#endif
