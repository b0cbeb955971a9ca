/* SPDX-License-Identifier: BSD-2-Clause */
/* The same filing as another source has it. */
#ifndef WATCHERS_TWIN_ROWS_H
#define WATCHERS_TWIN_ROWS_H

#include "lib/base/err.h"
#include "watchers/item.h"

struct db;

/*
 * The address of item's document at another source: of its item with the same
 * id and issuer; else of the one item of that issuer, at most a day apart, with
 * the same title (but for blanks, brackets and the company's name before a
 * colon). NULL: none, or more than one that could be meant. Gives.
 */
int twin_rows_find(struct db *db, const char *source, const struct item *item,
    char **ret_url, struct err *err) WARN_UNUSED;

#endif
