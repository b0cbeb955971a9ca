/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Comes in: what is expected of a source. Goes out: its row of the table usual,
 * and back. Called by watchers/watcher.c and watchers/machine_end.c.
 */
#include "watchers/usual_rows.h"

#include "lib/base/buf.h"
#include "lib/base/log.h"
#include "lib/base/wire.h"
#include "lib/store/db.h"
#include "watchers/expect.h"

int
usual_rows_load(
    struct db *db, const char *source, struct expect *ret, struct err *err)
{
	struct db_stmt *stmt =
	    db_prepare(db, "SELECT record FROM usual WHERE source = ?");
	int rc;

	db_bind_text(stmt, 1, source);
	rc = db_step(stmt, err);
	if (rc > 0) {
		struct span record = db_blob(stmt, 0);

		/* of another version: it is learned anew */
		if (expect_get(ret, record.p, record.len) < 0)
			log_debug("source '%s': what is usual is learned anew",
			    source);
	}
	db_reset(stmt);
	return rc < 0 ? rc : 0;
}

int
usual_rows_save(
    struct db *db, const char *source, struct expect *expect, struct err *err)
{
	struct db_stmt *stmt = db_prepare(db,
	    "INSERT INTO usual (source, record) VALUES (?, ?)"
	    " ON CONFLICT (source) DO UPDATE SET record = excluded.record");
	struct buf buf;
	int rc;

	buf_init(&buf, 4 * KIB);
	expect_put(&buf, expect);
	db_bind_text(stmt, 1, source);
	db_bind_blob(stmt, 2, buf.data, buf.len);
	rc = db_run(db, stmt, err);
	buf_done(&buf);
	return rc;
}
