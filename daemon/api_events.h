/* SPDX-License-Identifier: BSD-2-Clause */
/* The API's routes about events and filingd itself, see daemon/api_routes.c. */
#ifndef DAEMON_API_EVENTS_H
#define DAEMON_API_EVENTS_H

#include "daemon/api_ask.h"

struct api_feed;

/*
 * ?after=SEQ&limit= in order of seq; with channel= those that it was told, in
 * order of its numbers. 410: some after that are purged.
 */
api_ask_fn api_events_list;
api_ask_fn api_events_show; /* one, by its id */
/* ?after=SEQ, else from now on. */
char *api_events_open(
    const struct api_ask *ask, struct api_feed *ret, int *ret_status);
api_ask_fn api_events_reload; /* 422 with the complaints when it is bad */

#endif
