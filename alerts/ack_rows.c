/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * In: events by their seq. Out: who acknowledged them. The outbox asks before
 * it sends what is only for the unacknowledged.
 */
#include "alerts/ack_rows.h"

#include "lib/base/mem.h"

int
ack_rows_author(
    struct db *db, int64_t event, char **ret_author, struct err *err)
{
	struct db_stmt *stmt = db_prepare(db,
	    "SELECT a.author FROM event e JOIN ack a ON a.subject ="
	    " coalesce(nullif(e.warning_id, ''), e.id)"
	    " AND a.version >= coalesce(e.version, 0)"
	    " WHERE e.seq = ? ORDER BY a.version LIMIT 1");

	db_bind_int(stmt, 1, event);
	int r = db_step(stmt, err);
	if (r < 0)
		return r;
	*ret_author = r == 1 ? mem_strdup(db_text(stmt, 0)) : NULL;
	db_reset(stmt);
	return 0;
}
