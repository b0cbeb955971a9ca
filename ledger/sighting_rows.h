/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The table sighting: an item that is a filing which another source had listed
 * already. It adds its source to that filing and is judged no more.
 */
#ifndef LEDGER_SIGHTING_ROWS_H
#define LEDGER_SIGHTING_ROWS_H

#include "lib/base/err.h"

#include <stdint.h>

struct db;

/*
 * The filing (row) that an item's row is another sight of: of another source,
 * with one of the item's names (item_identity), all the item's listings and a
 * time within a week; 0: none, or it is doubtful. An item that was revised, or
 * made a filing of its own, is none; nor is one of a filing that could not be
 * read.
 */
int sighting_rows_find(
    struct db *db, int64_t item, int64_t *ret, struct err *err) WARN_UNUSED;

/* how: "name" or "bytes". An item has one; again changes nothing. */
int sighting_rows_add(struct db *db, int64_t item, int64_t filing,
    const char *how, int64_t now, struct err *err) WARN_UNUSED;

/* The item is a filing of its own after all. */
int sighting_rows_forget(
    struct db *db, int64_t item, struct err *err) WARN_UNUSED;

/*
 * The filing that an item stands for: the one it is a sight of, else its own
 * (0: none), and how many items that are not withdrawn still show it.
 */
struct sighting_owner {
	int64_t filing;
	int64_t shown;
	char *source, *source_id; /* of the filing; mem_free */
};
int sighting_rows_owner(struct db *db, int64_t item, struct sighting_owner *ret,
    struct err *err) WARN_UNUSED;
void sighting_owner_done(struct sighting_owner *owner);

#endif
