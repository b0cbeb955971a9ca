/* SPDX-License-Identifier: BSD-2-Clause */
/* The table item_identity: by which names an item may be known elsewhere. */
#ifndef WATCHERS_IDENTITY_ROWS_H
#define WATCHERS_IDENTITY_ROWS_H

#include "lib/base/err.h"

#include <stdint.h>

struct db;
struct item;

/* Stores the names (identity_of) of a new item's row. */
int identity_rows_add(struct db *db, int64_t id, const struct item *item,
    struct err *err) WARN_UNUSED;

#endif
