/* SPDX-License-Identifier: BSD-2-Clause */
/* The resource /v1/log: how much is logged, and until when. */
#ifndef DAEMON_API_LOG_H
#define DAEMON_API_LOG_H

#include "daemon/api_ask.h"

/* GET /v1/log: the configuration's level, and what differs from it. */
api_ask_fn api_log_show;
/*
 * POST /v1/log?level=debug&noun=source&for=600000: for so many milliseconds
 * (without: until the next start); level=default: as the configuration says.
 */
api_ask_fn api_log_set;

#endif
