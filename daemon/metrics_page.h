/* SPDX-License-Identifier: BSD-2-Clause */
/* The page /metrics: what daemon/metrics.h counted, and how things stand. */
#ifndef DAEMON_METRICS_PAGE_H
#define DAEMON_METRICS_PAGE_H

#include "daemon/service.h"
#include "lib/base/buf.h"

/* Appends the page. ERR_TOOBIG. */
int metrics_page(struct service *service, struct buf *out) WARN_UNUSED;

#endif
