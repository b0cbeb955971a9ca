/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What brackets behind an amount hold: "SEK 74m (66)", "EUR 45m (Q2 2024:
 * 50)". A bare number in them has the unit of the amount before them, and
 * what nothing dates is the year before's. Used by bind.c and bind_role.c.
 */
#ifndef READING_BIND_OUTSIDE_H
#define READING_BIND_OUTSIDE_H

#include "reading/bind_role.h"

/* Gives a bare number the unit of the amount before its brackets. */
bool bind_lend_outside(const struct binding *binding, struct amount *amount);
/* The amount stands alone in brackets behind another of its kind. */
bool bind_is_alone_inside(const struct binding *binding);
/* "(Q2 2024: 50)": it has a time of its own there. */
bool bind_is_dated_inside(const struct binding *binding);

#endif
