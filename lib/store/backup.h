/* SPDX-License-Identifier: BSD-2-Clause */
/* Copies of a store: made beside a running filingd, put back without one. */
#ifndef LIB_STORE_BACKUP_H
#define LIB_STORE_BACKUP_H

#include "lib/base/err.h"

#include <stdint.h>

#define BACKUP_NAME_MAX 64

/* "filingd-20261122T174500Z.db" for a wall time. */
const char *backup_name(int64_t now, char name[BACKUP_NAME_MAX]);

/*
 * Copies one moment of the store at path to the file target, which must not
 * exist, checks the copy and makes it durable. A filingd at work is not held
 * up; its log grows meanwhile. ERR_EXISTS, ERR_NOTFOUND, ERR_DENIED,
 * ERR_STORE, ERR_FULL, ERR_IO; nothing is left of a copy that failed.
 */
int backup_make(
    const char *path, const char *target, struct err *err) WARN_UNUSED;

/*
 * The newest backup in a folder by its name. ERR_NOTFOUND. Gives.
 */
int backup_newest(const char *folder, char **ret, struct err *err) WARN_UNUSED;

/*
 * Puts the backup at source in the place of the store at path, whole or not at
 * all. What was there is kept as aside (NULL: no store may be there; the log of
 * one that is gone is kept as path + ".gone-wal"). ERR_BUSY: filingd runs;
 * ERR_EXISTS: a store is there; and as backup_make.
 */
int backup_restore(const char *source, const char *path, const char *aside,
    struct err *err) WARN_UNUSED;

/*
 * Builds the file anew without free pages, so that it can shrink by itself from
 * then on. ERR_BUSY: filingd runs.
 */
int backup_compact(const char *path, struct err *err) WARN_UNUSED;

#endif
