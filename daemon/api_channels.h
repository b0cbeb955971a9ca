/* SPDX-License-Identifier: BSD-2-Clause */
/* The API's routes about channels, see daemon/api_routes.c. */
#ifndef DAEMON_API_CHANNELS_H
#define DAEMON_API_CHANNELS_H

#include "daemon/api_ask.h"

api_ask_fn api_channels_list; /* how each fares */
api_ask_fn api_channels_show; /* NAME: with what it is */
/* NAME/test, NAME/enable, NAME/disable?why= */
api_ask_fn api_channels_do;

#endif
