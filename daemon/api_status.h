/* SPDX-License-Identifier: BSD-2-Clause */
/* The resource /v1/status: how filingd fares. */
#ifndef DAEMON_API_STATUS_H
#define DAEMON_API_STATUS_H

#include "daemon/api_ask.h"

api_ask_fn api_status_show;

#endif
