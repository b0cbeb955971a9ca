/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Which listings and codes are one issuer's: those of other exchanges, of its
 * bonds, and former ones. An issuer has one ledger, under its first listing.
 */
#ifndef DAEMON_ALIASES_H
#define DAEMON_ALIASES_H

#include "lib/base/err.h"

#include <stdbool.h>
#include <stddef.h>

struct alias {
	char *name; /* canonical listing, or a code as sources print it */
	char *listing; /* canonical; whose it is */
};

struct aliases {
	size_t count;
	struct alias *items; /* by name */
};

void aliases_done(struct aliases *aliases);
/*
 * Adds a name of the issuer with that listing (canonical). Copies. ERR_EXISTS:
 * the name is somebody's already; ERR_INVALID: one is the other, or the
 * listing is itself another's name, or the name has names of its own.
 */
int aliases_add(
    struct aliases *aliases, const char *name, const char *listing) WARN_UNUSED;
/*
 * The issuer's listing for a canonical listing or a printed code; listing
 * itself (or NULL) when it has no other. Borrowed.
 */
const char *aliases_find(
    const struct aliases *aliases, const char *listing, const char *code);

#endif
