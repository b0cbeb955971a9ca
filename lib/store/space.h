/* SPDX-License-Identifier: BSD-2-Clause */
/* What room the store takes, and giving back what it does not need. */
#ifndef LIB_STORE_SPACE_H
#define LIB_STORE_SPACE_H

#include "lib/store/db.h"

struct space {
	int64_t page_size; /* bytes */
	int64_t pages;
	int64_t free_pages; /* inside the file, to be used again */
	bool
	    shrinks; /* else only a compacting while nobody uses it gives back */
};

int space_ask(struct db *db, struct space *ret, struct err *err) WARN_UNUSED;
/*
 * Gives at most SPACE_STEP free pages back to the system, in the turn's
 * transaction.
 */
int space_give_back(struct db *db, struct err *err) WARN_UNUSED;

/* Pages that one space_give_back moves: a megabyte. */
#define SPACE_STEP 256

#endif
