/* SPDX-License-Identifier: BSD-2-Clause */
/* The API's routes about deliveries, see daemon/api_routes.c. */
#ifndef DAEMON_API_DELIVERIES_H
#define DAEMON_API_DELIVERIES_H

#include "alerts/delivery_rows.h"
#include "daemon/api_ask.h"

#include <jansson.h>

/* ?state=&channel=&since=MS&before=ID&limit=, newest first. */
api_ask_fn api_deliveries_list;
/* One, with its events, attempts and what was answered to them. */
api_ask_fn api_deliveries_show;
/* ID/retry, ID/cancel?why= */
api_ask_fn api_deliveries_do;

/* A row as JSON. Gives. */
json_t *api_deliveries_json(const struct delivery_row *row);

#endif
