/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Opening a store: making it, checking it, migrating it. A new store is built
 * beside its place and moved there when it is whole, so a file that is there
 * but is empty or foreign was damaged and is refused: filingd never starts
 * with an empty memory by accident.
 */
#ifndef LIB_STORE_SETUP_H
#define LIB_STORE_SETUP_H

#include "lib/base/err.h"

struct sqlite3;

/* "filg", at offset 68 of the file (SQLite file format 1.3.16). */
#define SETUP_APPLICATION_ID 0x66696c67

/*
 * Opens (":memory:": a new one), checks and migrates. The pages of an existing
 * store are checked (quick_check, about a second per 700 MB) only when its
 * last user did not close it, as the write-ahead log that is left tells; a
 * clean one by its header and schema alone. Gives a handle in WAL mode,
 * synchronous FULL, foreign keys on. ERR_STORE, ERR_FULL.
 */
int setup_open(
    const char *path, struct sqlite3 **ret, struct err *err) WARN_UNUSED;

#endif
