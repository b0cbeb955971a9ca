/* SPDX-License-Identifier: BSD-2-Clause */
/* Escalations: deliveries that are only for what nobody acknowledged. */
#ifndef ALERTS_ESCALATION_H
#define ALERTS_ESCALATION_H

#include "alerts/delivery.h"
#include "lib/base/err.h"

struct db;

/*
 * A delivery is due. When it is one "unless acknowledged" and somebody has
 * acknowledged all that it carries, it is canceled within the turn and
 * *ret_spared is true.
 */
int escalation_spare(struct db *db, const struct delivery *delivery,
    int64_t now, bool *ret_spared, struct err *err) WARN_UNUSED;

#endif
