/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * In: a result of SQLite. Out: our code and a line for people. lib/store/db.c
 * and setup.c call it.
 */
#include "lib/store/fault.h"

#include <sqlite3.h>

static int
fault_code(int rc)
{
	switch (rc & 0xff) {
	case SQLITE_FULL:
		return ERR_FULL;
	case SQLITE_TOOBIG:
		return ERR_TOOBIG;
	case SQLITE_CONSTRAINT:
		if (rc == SQLITE_CONSTRAINT_UNIQUE ||
		    rc == SQLITE_CONSTRAINT_PRIMARYKEY ||
		    rc == SQLITE_CONSTRAINT_ROWID)
			return ERR_EXISTS;
		return ERR_INVALID;
	default:
		return ERR_STORE;
	}
}

int
fault_set(struct err *err, struct sqlite3 *sqlite, int rc, const char *what)
{
	const char *text = sqlite3_errmsg(sqlite);
	int errnum = sqlite3_system_errno(sqlite);

	if ((rc & 0xff) == SQLITE_CANTOPEN && errnum != 0)
		return err_set_errno(
		    err, fault_code(rc), errnum, "%s: %s", what, text);
	if ((rc & 0xff) == SQLITE_CORRUPT || (rc & 0xff) == SQLITE_NOTADB)
		return err_set(err, fault_code(rc),
		    "%s: %s; filingctl db check says more, filingctl db restore "
		    "puts a backup back",
		    what, text);
	return err_set(err, fault_code(rc), "%s: %s", what, text);
}
