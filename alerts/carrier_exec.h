/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Programs: the event's body on standard input, FILINGD_* in the environment,
 * exit 0 for taken.
 */
#ifndef ALERTS_CARRIER_EXEC_H
#define ALERTS_CARRIER_EXEC_H

#include "alerts/carrier.h"

extern const struct carrier carrier_exec;

#endif
