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

#include "daemon/api_ask.h"

api_ask_fn api_sources_list;
api_ask_fn api_sources_show;
/* The POSTs: the last part of the path says what to do. */
api_ask_fn api_sources_do;

#endif
