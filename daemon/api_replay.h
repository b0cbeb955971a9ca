/* SPDX-License-Identifier: BSD-2-Clause */
/* The API's routes that send events once more, see daemon/api_routes.c. */
#ifndef DAEMON_API_REPLAY_H
#define DAEMON_API_REPLAY_H

#include "daemon/api_ask.h"

/* ID?channel=: to that channel, else to those that it went to. */
api_ask_fn api_replay_one;
/*
 * ?since=MS&until=MS&channel=&after=SEQ: what was told in that span to that
 * channel or to all, some events at a time; "last" and "more" tell how to go
 * on.
 */
api_ask_fn api_replay_window;

#endif
