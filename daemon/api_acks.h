/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * POST /v1/events/ID/ack	note; by those who may operate, and by people
 *				whose desktops show alerts
 */
#ifndef DAEMON_API_ACKS_H
#define DAEMON_API_ACKS_H

#include "daemon/api_ask.h"

#include <jansson.h>

char *api_acks_do(const struct api_ask *ask, int *ret_status);
/* Who acknowledged an event, a list; NULL with err. Gives. */
json_t *api_acks_json(struct db *db, const char *event, struct err *err);

#endif
