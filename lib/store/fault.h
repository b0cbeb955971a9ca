/* SPDX-License-Identifier: BSD-2-Clause */
/* What SQLite's result codes are called in this project. */
#ifndef LIB_STORE_FAULT_H
#define LIB_STORE_FAULT_H

#include "lib/base/err.h"

struct sqlite3;

/*
 * Sets err (may be NULL) from the handle's last error, "<what>: <text>", and
 * returns its code for the extended result code rc: ERR_EXISTS (unique),
 * ERR_INVALID (another constraint), ERR_TOOBIG, ERR_FULL, and ERR_STORE for
 * the rest (a quota too: SQLite does not pass the system's reason on).
 */
int fault_set(
    struct err *err, struct sqlite3 *sqlite, int rc, const char *what);

#endif
