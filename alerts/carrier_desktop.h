/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Desktops: a delivery becomes an offer in the store, which the agents of the
 * channel's group fetch (daemon/api_desktop.h). It counts as sent once the
 * offer is durable: who sees it when is up to each user's cursor.
 */
#ifndef ALERTS_CARRIER_DESKTOP_H
#define ALERTS_CARRIER_DESKTOP_H

#include "alerts/carrier.h"

extern const struct carrier carrier_desktop;

#endif
