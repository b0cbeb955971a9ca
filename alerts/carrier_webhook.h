/* SPDX-License-Identifier: BSD-2-Clause */
/* Webhooks: a signed POST of the event's stored bytes (alerts/webhook.h). */
#ifndef ALERTS_CARRIER_WEBHOOK_H
#define ALERTS_CARRIER_WEBHOOK_H

#include "alerts/carrier.h"

extern const struct carrier carrier_webhook;

#endif
