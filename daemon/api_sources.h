/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The API's routes about sources, without the server:
 *
 *   GET  /v1/sources              all, a line's worth of each
 *   GET  /v1/sources/NAME         all there is to know of one
 *   GET  /v1/sources/NAME/sample?state=STATE   what a trouble looked like
 *   POST /v1/sources/NAME/poll    asks it now, within its manners
 *   POST /v1/sources/NAME/pause?for=SECONDS&reason=TEXT
 *   POST /v1/sources/NAME/resume
 *   POST /v1/sources/NAME/backfill?since=DAY&until=DAY
 *   POST /v1/sources/NAME/backfill-stop
 *
 * NAME is percent-encoded. What cannot be done now is 409, with what happens
 * next.
 */
#ifndef DAEMON_API_SOURCES_H
#define DAEMON_API_SOURCES_H

#include "daemon/service.h"

/* A request, its parts borrowed. */
struct api_ask {
	struct service *service;
	const char *rest; /* of the path, after /v1/sources/; still encoded */
	const char *author; /* who asks: the name of the peer's user */
	/* A value of the query by its name; NULL: not given. */
	const char *(*get)(const void *query, const char *name);
	const void *query;
};

/* The answer's body, JSON; ret_status: HTTP. Give. */
char *api_sources_list(const struct api_ask *ask, int *ret_status);
char *api_sources_show(const struct api_ask *ask, int *ret_status);
/* The POSTs: the last part of the path says what to do. */
char *api_sources_do(const struct api_ask *ask, int *ret_status);

#endif
