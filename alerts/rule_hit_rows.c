/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * In: rules as they want events. Out: how often, for `filingctl rules list`.
 * alerts/route.c writes, the API reads.
 */
#include "alerts/rule_hit_rows.h"

#include "lib/base/date.h"

#define RULE_HIT_HOUR  INT64_C(3600000)
#define RULE_HIT_DAY   24
#define RULE_HIT_MONTH (30 * 24)

static int
rule_hit_rows_forget(
    struct db *db, const char *rule, int64_t hour, struct err *err)
{
	struct db_stmt *stmt =
	    db_prepare(db, "DELETE FROM rule_hit WHERE rule = ? AND hour <= ?");

	db_bind_text(stmt, 1, rule);
	db_bind_int(stmt, 2, hour - RULE_HIT_MONTH);
	return db_run(db, stmt, err);
}

int
rule_hit_rows_add(struct db *db, const char *rule, int64_t event, int64_t now,
    struct err *err)
{
	struct db_stmt *stmt = db_prepare(db,
	    "INSERT INTO rule_hit (rule, hour, hits, last, event)"
	    " VALUES (?, ?, 1, ?, ?)"
	    " ON CONFLICT (rule, hour) DO UPDATE SET hits = rule_hit.hits + 1,"
	    " last = excluded.last, event = excluded.event RETURNING hits");
	int64_t hits;

	db_bind_text(stmt, 1, rule);
	db_bind_int(stmt, 2, now / RULE_HIT_HOUR);
	db_bind_int(stmt, 3, now);
	db_bind_int(stmt, 4, event);
	int r = db_first_int(stmt, &hits, err);
	if (r < 0)
		return r;
	/* A new hour: what is a month old goes. */
	return hits > 1
		   ? 0
		   : rule_hit_rows_forget(db, rule, now / RULE_HIT_HOUR, err);
}

int
rule_hit_rows_get(struct db *db, const char *rule, int64_t now,
    struct rule_hit_row *ret, struct err *err)
{
	struct db_stmt *stmt = db_prepare(db,
	    "SELECT hour, hits, last, event FROM rule_hit WHERE rule = ?"
	    " ORDER BY hour");
	int64_t hour = now / RULE_HIT_HOUR;
	int r;

	*ret = (struct rule_hit_row){.last = 0};
	db_bind_text(stmt, 1, rule);
	while ((r = db_step(stmt, err)) == 1) {
		int64_t at = db_int(stmt, 0);
		int64_t hits = db_int(stmt, 1);

		if (at > hour - RULE_HIT_DAY)
			ret->day += hits;
		if (at > hour - RULE_HIT_MONTH)
			ret->month += hits;
		ret->last = db_int(stmt, 2);
		ret->event = db_int(stmt, 3);
	}
	db_reset(stmt);
	return r < 0 ? r : 0;
}
