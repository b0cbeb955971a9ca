/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What stands behind an amount and speaks of it: "... in the same period last
 * year", "5% up", and in languages whose verb comes last nearly everything.
 * Used by bind.c alone.
 */
#ifndef READING_BIND_AFTER_H
#define READING_BIND_AFTER_H

#include "reading/bind_role.h"

/* Fills the members of binding that tell what follows its amount. */
void bind_look_after(struct binding *binding);

#endif
