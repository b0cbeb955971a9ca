/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The pages for machines that read no JSON: /metrics, /healthz (the process
 * and its loop), /readyz (a configuration at work, a store that takes it) and
 * /freshz (every source is seen). Each GET, for whoever may read.
 */
#ifndef DAEMON_API_PAGES_H
#define DAEMON_API_PAGES_H

#include "daemon/service.h"
#include "lib/base/buf.h"

#define API_PAGE_MAX (32 * MIB) /* metrics of 10,000 rules and more */

struct api_page {
	const char *path;
	const char *type; /* of what is written */
	/* Writes the page into out, and returns the status of HTTP. */
	int (*fn)(struct service *service, struct buf *out);
};

/* NULL: no such page. */
const struct api_page *api_pages_find(const char *path);

#endif
