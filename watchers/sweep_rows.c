/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Comes in: the keys of a complete sweep. Goes out: which stored items it
 * misses, and the column item.missing. Called by watchers/machine_sweep.c.
 */
#include "watchers/sweep_rows.h"

#include "lib/base/mem.h"
#include "lib/store/db.h"
#include "watchers/key_set.h"

#include <string.h>

/* More missing at once, and more than one in so many, is doubtful. */
#define SWEEP_DOUBT_ROWS  10
#define SWEEP_DOUBT_SHARE 10

/* Rows whose column missing is to be changed. */
struct sweep_list {
	size_t count, cap;
	int64_t *ids;
};

struct sweep_lists {
	struct sweep_list lost; /* missed for the first time */
	struct sweep_list back; /* missed before, but here */
	struct sweep_list gone;
};

/* In the column missing: left out by the definition. */
#define SWEEP_EXEMPT (-1)

static void
sweep_list_add(struct sweep_list *list, int64_t id)
{
	list->ids =
	    mem_grow(list->ids, list->count, &list->cap, sizeof(*list->ids));
	list->ids[list->count++] = id;
}

/* One item of the sweep's days. */
static void
sweep_rows_look(const struct sweep *sweep, struct db_stmt *stmt,
    struct sweep_lists *lists, struct sweep_found *found)
{
	int64_t id = db_int(stmt, 0), since = db_int(stmt, 2);
	bool met = key_set_has(
	    sweep->keys, key_set_hash(sweep->keys, db_text(stmt, 1)));

	found->known++;
	if (met) {
		if (since != 0)
			sweep_list_add(&lists->back, id);
		return;
	}
	if (since == SWEEP_EXEMPT)
		return;
	found->missing++;
	if (since == 0)
		sweep_list_add(&lists->lost, id);
	else if (sweep->now - since >= SWEEP_APART_MS)
		sweep_list_add(&lists->gone, id);
}

static int
sweep_rows_read(struct db *db, const struct sweep *sweep,
    struct sweep_lists *lists, struct sweep_found *found, struct err *err)
{
	struct db_stmt *stmt = db_prepare(db,
	    "SELECT id, key, missing FROM item WHERE source = ?"
	    " AND published >= ? AND published <= ? AND withdrawn = 0"
	    " AND precision <> 'none'");
	int rc;

	db_bind_text(stmt, 1, sweep->source);
	db_bind_int(stmt, 2, sweep->from);
	db_bind_int(stmt, 3, sweep->to);
	while ((rc = db_step(stmt, err)) > 0)
		sweep_rows_look(sweep, stmt, lists, found);
	return rc;
}

static int
sweep_rows_mark(struct db *db, const struct sweep_list *list, int64_t since,
    struct err *err)
{
	int rc = 0;

	for (size_t i = 0; i < list->count && rc == 0; i++) {
		struct db_stmt *stmt =
		    db_prepare(db, "UPDATE item SET missing = ? WHERE id = ?");

		db_bind_int(stmt, 1, since);
		db_bind_int(stmt, 2, list->ids[i]);
		rc = db_run(db, stmt, err);
	}
	return rc;
}

int
sweep_rows_compare(struct db *db, const struct sweep *sweep,
    struct sweep_found *ret, struct err *err)
{
	struct sweep_lists lists = {0};
	int rc;

	*ret = (struct sweep_found){0};
	rc = sweep_rows_read(db, sweep, &lists, ret, err);
	ret->doubtful = !sweep->anew && ret->missing > SWEEP_DOUBT_ROWS &&
			ret->missing * SWEEP_DOUBT_SHARE > ret->known;
	if (rc == 0 && !ret->doubtful)
		rc = sweep_rows_mark(db, &lists.lost,
		    sweep->anew ? SWEEP_EXEMPT : sweep->now, err);
	if (rc == 0 && sweep->anew)
		rc = sweep_rows_mark(db, &lists.gone, SWEEP_EXEMPT, err);
	if (rc == 0)
		rc = sweep_rows_mark(db, &lists.back, 0, err);
	if (rc == 0 && !ret->doubtful && !sweep->anew) {
		ret->gone = lists.gone.ids;
		ret->gone_count = lists.gone.count;
	} else {
		mem_free(lists.gone.ids);
	}
	mem_free(lists.lost.ids);
	mem_free(lists.back.ids);
	return rc;
}

void
sweep_found_done(struct sweep_found *found)
{
	mem_free(found->gone);
	*found = (struct sweep_found){0};
}

int
sweep_rows_reshape(struct db *db, const char *source, const char *shape,
    bool *ret_anew, struct err *err)
{
	struct db_stmt *stmt =
	    db_prepare(db, "SELECT shape FROM source WHERE name = ?");
	bool known, same;
	int rc;

	db_bind_text(stmt, 1, source);
	rc = db_step(stmt, err);
	if (rc <= 0)
		return rc;
	known = db_text(stmt, 0)[0] != '\0';
	same = strcmp(db_text(stmt, 0), shape) == 0;
	db_reset(stmt);
	*ret_anew = known && !same;
	if (same)
		return 0;
	stmt = db_prepare(db, "UPDATE source SET shape = ? WHERE name = ?");
	db_bind_text(stmt, 1, shape);
	db_bind_text(stmt, 2, source);
	return db_run(db, stmt, err);
}
