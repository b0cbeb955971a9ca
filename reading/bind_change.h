/* SPDX-License-Identifier: BSD-2-Clause */
/* Amounts and proportions of change, bound to their measure. */
#ifndef READING_BIND_CHANGE_H
#define READING_BIND_CHANGE_H

#include "reading/bind_role.h"

/* "增加1亿元"; sets binding->why when it is no statement. */
void bind_delta(struct binding *binding, const struct amount *by);
/* "下降30%", "为上年的1.5倍"; likewise. */
void bind_percent(struct binding *binding);

/*
 * A sum of money behind "by": sets level to where it led, "by 5m to 500m", or
 * to no number when it is no level. False: nothing moved by it.
 */
bool bind_moved_by(const struct binding *binding, struct amount *level);

/* Currency of the draft by its amount; and the draft to the others. */
void bind_set_currency(struct binding *binding);
void bind_add(struct binding *binding);

#endif
