/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * In: items of several sources. Out: which of them are one filing. Called by
 * ledger/ledger.c and daemon/pipeline.c.
 */
#include "ledger/sighting_rows.h"

#include "lib/base/date.h"
#include "lib/base/mem.h"
#include "lib/store/db.h"

#define SIGHTING_APART (7 * DAY_MS)

int
sighting_rows_find(struct db *db, int64_t item, int64_t *ret, struct err *err)
{
	struct db_stmt *stmt = db_prepare(db,
	    "SELECT g.id FROM item_identity a"
	    " JOIN item_identity b ON b.name = a.name AND b.item <> a.item"
	    " JOIN item x ON x.id = a.item JOIN item y ON y.id = b.item"
	    " JOIN filing g ON g.item = y.id"
	    " WHERE a.item = ? AND x.revised = 0 AND y.source <> x.source"
	    " AND g.withdrawn = 0 AND g.readable = 1"
	    " AND ABS(y.published - x.published) <= ?"
	    " AND EXISTS (SELECT 1 FROM item_issuer m WHERE m.item = x.id"
	    "  AND m.listing IS NOT NULL)"
	    " AND NOT EXISTS (SELECT 1 FROM item_issuer m WHERE m.item = x.id"
	    "  AND NOT EXISTS (SELECT 1 FROM item_issuer n"
	    "   WHERE n.item = y.id AND n.listing = m.listing))"
	    " AND NOT EXISTS (SELECT 1 FROM filing o WHERE o.item = x.id)"
	    " ORDER BY g.id LIMIT 1");

	db_bind_int(stmt, 1, item);
	db_bind_int(stmt, 2, SIGHTING_APART);
	return db_first_int(stmt, ret, err);
}

int
sighting_rows_add(struct db *db, int64_t item, int64_t filing, const char *how,
    int64_t now, struct err *err)
{
	struct db_stmt *stmt = db_prepare(db,
	    "INSERT INTO sighting (item, filing, how, seen)"
	    " VALUES (?, ?, ?, ?) ON CONFLICT (item) DO NOTHING");

	db_bind_int(stmt, 1, item);
	db_bind_int(stmt, 2, filing);
	db_bind_text(stmt, 3, how);
	db_bind_int(stmt, 4, now);
	return db_run(db, stmt, err);
}

int
sighting_rows_forget(struct db *db, int64_t item, struct err *err)
{
	struct db_stmt *stmt =
	    db_prepare(db, "DELETE FROM sighting WHERE item = ?");

	db_bind_int(stmt, 1, item);
	return db_run(db, stmt, err);
}

int
sighting_rows_owner(
    struct db *db, int64_t item, struct sighting_owner *ret, struct err *err)
{
	struct db_stmt *stmt = db_prepare(db,
	    "SELECT g.id, g.source, g.source_id,"
	    " (SELECT COUNT(*) FROM item i WHERE i.withdrawn = 0"
	    "  AND (i.id = g.item OR i.id IN"
	    "   (SELECT t.item FROM sighting t WHERE t.filing = g.id)))"
	    " FROM filing g WHERE g.id = COALESCE("
	    "(SELECT s.filing FROM sighting s WHERE s.item = ?),"
	    " (SELECT o.id FROM filing o WHERE o.item = ?))");
	int rc;

	*ret = (struct sighting_owner){0};
	db_bind_int(stmt, 1, item);
	db_bind_int(stmt, 2, item);
	rc = db_step(stmt, err);
	if (rc <= 0)
		return rc;
	ret->filing = db_int(stmt, 0);
	ret->source = mem_strdup(db_text(stmt, 1));
	ret->source_id = mem_strdup(db_text(stmt, 2));
	ret->shown = db_int(stmt, 3);
	db_reset(stmt);
	return 0;
}

void
sighting_owner_done(struct sighting_owner *owner)
{
	mem_free(owner->source);
	mem_free(owner->source_id);
	*owner = (struct sighting_owner){0};
}
