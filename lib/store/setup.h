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
/* What a person can do about a store that is of no use. */
#define SETUP_ADVICE                                                           \
	"put a backup back (filingctl db restore), or move it away to start "  \
	"a new one"

/* The schema's version of a store of ours; ERR_STORE: it is none. */
int setup_check_owner(
    struct sqlite3 *sqlite, int *ret_version, struct err *err) WARN_UNUSED;
/* Reads all pages (quick_check). ERR_STORE: damaged. */
int setup_check_pages(struct sqlite3 *sqlite, struct err *err) WARN_UNUSED;
/* The folder of a path, as it is written. Gives. */
char *setup_folder(const char *path);
/* Makes the entry of path in its folder durable. */
int setup_sync_folder(const char *path, struct err *err) WARN_UNUSED;

#endif
