/* SPDX-License-Identifier: BSD-2-Clause */
/* In: deliveries of a channel. Out: how many are how far. */
#include "alerts/tally_rows.h"

#include <string.h>

/* What was tried waits since it was made, what was not since it is due. */
static void
tally_rows_add(struct db_stmt *stmt, struct channel_tally *tally)
{
	const char *state = db_text(stmt, 0);
	bool held = db_int(stmt, 1) != 0;
	int64_t n = db_int(stmt, 2);
	bool tried = strcmp(state, "pending") != 0;
	int64_t since = db_int(stmt, tried ? 3 : 4);

	if (strcmp(state, "retry") == 0)
		tally->retry += n;
	else if (tried)
		tally->leased += n;
	else if (held)
		tally->held += n;
	else
		tally->pending += n;
	if (!tried && !held)
		tally->oldest_due = since;
	if ((tried || !held) && (tally->oldest == 0 || since < tally->oldest))
		tally->oldest = since;
}

int
tally_rows_channel(struct db *db, const char *channel, int64_t now,
    struct channel_tally *ret, struct err *err)
{
	struct db_stmt *stmt = db_prepare(db,
	    "SELECT state, due_at > ?, count(*), min(created), min(due_at)"
	    " FROM delivery WHERE channel = ?"
	    " AND finished IS NULL GROUP BY 1, 2");
	struct channel_tally tally = {0};
	int r;

	db_bind_int(stmt, 1, now);
	db_bind_text(stmt, 2, channel);
	while ((r = db_step(stmt, err)) == 1)
		tally_rows_add(stmt, &tally);
	if (r < 0)
		return r;
	*ret = tally;
	return 0;
}
