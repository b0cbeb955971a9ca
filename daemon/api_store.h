/* SPDX-License-Identifier: BSD-2-Clause */
/* The API's resources about the store and the configuration. */
#ifndef DAEMON_API_STORE_H
#define DAEMON_API_STORE_H

#include "daemon/api_ask.h"

/* GET /v1/store: where it is, how big, and how far retention is. */
api_ask_fn api_store_show;
/* POST /v1/store/compact: lets go what is over and gives room back, in steps. */
api_ask_fn api_store_compact;
/*
 * GET /v1/config: the configuration at work; redacted=1, and for who may not
 * operate always, without what only its owner should know.
 */
api_ask_fn api_store_config;

#endif
