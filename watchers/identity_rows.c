/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Comes in: a new item. Goes out: rows of the table item_identity. Called by
 * watchers/item_rows.c.
 */
#include "watchers/identity_rows.h"

#include "lib/store/db.h"
#include "watchers/identity.h"

int
identity_rows_add(
    struct db *db, int64_t id, const struct item *item, struct err *err)
{
	char names[IDENTITY_COUNT][IDENTITY_MAX];
	size_t count = identity_of(item, names);
	int rc = 0;

	for (size_t i = 0; i < count && rc == 0; i++) {
		struct db_stmt *stmt = db_prepare(
		    db, "INSERT INTO item_identity (name, item) VALUES (?, ?)");

		db_bind_text(stmt, 1, names[i]);
		db_bind_int(stmt, 2, id);
		rc = db_run(db, stmt, err);
	}
	return rc;
}
