/* SPDX-License-Identifier: BSD-2-Clause */
/* Channels in the store: whether they work, and since when they do not. */
#ifndef ALERTS_CHANNEL_ROWS_H
#define ALERTS_CHANNEL_ROWS_H

#include "lib/store/db.h"

/*
 * An attempt failed at now: gives when the first of the row of failures was. A
 * pause of two days ends a row, for then nobody tried.
 */
int channel_rows_failed(struct db *db, const char *name, int64_t now,
    int64_t *ret_first, struct err *err) WARN_UNUSED;
/* An attempt succeeded: the row of failures is over. */
int channel_rows_worked(
    struct db *db, const char *name, struct err *err) WARN_UNUSED;

/* ERR_EXISTS: it is disabled already, and stays as it was. */
int channel_rows_disable(struct db *db, const char *name, const char *why,
    int64_t now, struct err *err) WARN_UNUSED;
/* All channels get another chance. */
int channel_rows_enable_all(struct db *db, struct err *err) WARN_UNUSED;

#endif
