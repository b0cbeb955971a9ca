/* SPDX-License-Identifier: BSD-2-Clause */
/* Sums of money bound to their measure. Used by bind.c alone. */
#ifndef READING_BIND_LEVEL_H
#define READING_BIND_LEVEL_H

#include "reading/bind_role.h"

/* A level, or what it moved by; sets binding->why when it is no statement. */
void bind_money(struct binding *binding);
/* The level of an amount that has its unit; likewise. */
void bind_level(struct binding *binding, const struct amount *amount);
/* Gives a bare number the unit of the brackets or the table around it. */
bool bind_lend_unit(const struct binding *binding, struct amount *amount);

#endif
