/* SPDX-License-Identifier: BSD-2-Clause */
/* The table usual: what a source taught of itself, over a restart. */
#ifndef WATCHERS_USUAL_ROWS_H
#define WATCHERS_USUAL_ROWS_H

#include "lib/base/err.h"

struct db;
struct expect;

/* Fills an empty record; it stays empty when nothing, or nothing of use, is
 * stored. */
int usual_rows_load(struct db *db, const char *source, struct expect *ret,
    struct err *err) WARN_UNUSED;
int usual_rows_save(struct db *db, const char *source, struct expect *expect,
    struct err *err) WARN_UNUSED;

#endif
