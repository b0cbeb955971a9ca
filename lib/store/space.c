/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * In: an open store. Out: the size of its file, and a smaller file. Called by
 * the driver of retention (daemon/retention.c) and the API.
 */
#include "lib/store/space.h"

#define SPACE_TEXT_(n) #n
#define SPACE_TEXT(n)  SPACE_TEXT_(n)

int
space_ask(struct db *db, struct space *ret, struct err *err)
{
	struct space space = {0};
	int64_t mode = 0;
	int r = db_first_int(
	    db_prepare(db, "PRAGMA page_size"), &space.page_size, err);

	if (r == 0)
		r = db_first_int(
		    db_prepare(db, "PRAGMA page_count"), &space.pages, err);
	if (r == 0)
		r = db_first_int(db_prepare(db, "PRAGMA freelist_count"),
		    &space.free_pages, err);
	if (r == 0)
		r = db_first_int(
		    db_prepare(db, "PRAGMA auto_vacuum"), &mode, err);
	if (r < 0)
		return r;
	space.shrinks = mode == 2;
	*ret = space;
	return 0;
}

int
space_give_back(struct db *db, struct err *err)
{
	return db_run(db,
	    db_prepare(
		db, "PRAGMA incremental_vacuum(" SPACE_TEXT(SPACE_STEP) ")"),
	    err);
}
