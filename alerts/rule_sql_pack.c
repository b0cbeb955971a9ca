/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * In: conditions that were vetted alone. Out: their truth for an event, some
 * hundred by one statement. What a pack cannot answer is put apart: one that
 * errs, so that it harms no other, and one whose fact() may be what is
 * unknown, so that it can say which. rule_sql.c calls it.
 */
#include "alerts/rule_scan.h"
#include "alerts/rule_sql_db.h"
#include "alerts/text.h"
#include "lib/base/mem.h"

#define RULE_PACK_TEXT (RULE_SQL_PACK * (size_t)RULE_SQL_MAX)

struct rule_pack_range {
	size_t from;
	size_t to;
};

static struct rule_pack_range
rule_pack_range(const struct rule_sql *sql, size_t i)
{
	size_t from = i * RULE_SQL_PACK;
	size_t to = from + RULE_SQL_PACK;

	return (struct rule_pack_range){
	    from, to < sql->count ? to : sql->count};
}

static void
rule_pack_drop(struct rule_pack *pack)
{
	sqlite3_finalize(pack->stmt);
	pack->stmt = NULL;
}

void
rule_sql_put_condition(struct buf *out, const char *text)
{
	struct rule_scan scan = rule_scan_init(text);
	struct rule_token token = rule_scan_next(&scan), before = token;
	bool list = false;
	size_t done = 0;

	for (; token.kind != RULE_TOKEN_END; token = rule_scan_next(&scan)) {
		if (list && !rule_token_is_sign(&token, ')') &&
		    !rule_token_is_sign(&token, '(')) {
			text_putf(out, "%.*sword." RULE_SQL_NOTHING ", ",
			    (int)(token.offset - done), text + done);
			done = token.offset;
		}
		list = rule_token_is_sign(&token, '(') &&
		       rule_token_is(&before, "in");
		before = token;
	}
	text_put(out, text + done);
}

/* SQLITE_OK without a statement: all are apart. */
static int
rule_pack_prepare(struct rule_sql *sql, size_t i)
{
	struct rule_pack_range range = rule_pack_range(sql, i);
	struct buf text;
	int columns = 0, r = SQLITE_OK;

	buf_init(&text, RULE_PACK_TEXT);
	for (size_t k = range.from; k < range.to; k++) {
		if (sql->conditions[k].apart)
			continue;
		text_put(&text, columns++ == 0 ? "SELECT (" : ", (");
		rule_sql_put_condition(&text, sql->conditions[k].text);
		text_put(&text, "\n)");
	}
	text_put(&text, " FROM word, event");
	rule_sql_limit(sql, true);
	if (columns > 0)
		r = sqlite3_prepare_v3(sql->db, text.data, (int)text.len + 1,
		    SQLITE_PREPARE_PERSISTENT, &sql->packs[i].stmt, NULL);
	rule_sql_limit(sql, false);
	buf_done(&text);
	return r;
}

static int
rule_pack_step(struct rule_sql *sql, size_t i)
{
	struct rule_pack_range range = rule_pack_range(sql, i);
	sqlite3_stmt *stmt = sql->packs[i].stmt;
	int column = 0;

	sql->patience = RULE_SQL_PATIENCE * RULE_SQL_PACK;
	int r = sqlite3_step(stmt);
	for (size_t k = range.from; k < range.to && r == SQLITE_ROW; k++) {
		if (!sql->conditions[k].apart)
			sql->conditions[k].truth =
			    rule_sql_truth(stmt, column++);
	}
	(void)sqlite3_reset(stmt); /* said by step */
	return r;
}

/* Does the condition err? Its truth for the event otherwise. */
static bool
rule_pack_errs(struct rule_sql *sql, size_t k)
{
	sqlite3_stmt *stmt = NULL;
	int r = rule_sql_prepare_alone(sql, k, &stmt);

	if (r == SQLITE_OK)
		r = sqlite3_step(stmt);
	if (r == SQLITE_ROW)
		sql->conditions[k].truth = rule_sql_truth(stmt, 0);
	sqlite3_finalize(stmt);
	return r != SQLITE_ROW;
}

/* One by one, once: those that err leave; or all, when none does alone. */
static void
rule_pack_sort_out(struct rule_sql *sql, size_t i)
{
	struct rule_pack_range range = rule_pack_range(sql, i);
	size_t culprits = 0;

	for (size_t k = range.from; k < range.to; k++) {
		struct rule_condition *condition = &sql->conditions[k];

		if (condition->apart || !rule_pack_errs(sql, k))
			continue;
		condition->apart = true;
		culprits++;
	}
	for (size_t k = range.from; k < range.to && culprits == 0; k++)
		sql->conditions[k].apart = true;
	rule_pack_drop(&sql->packs[i]);
}

/* Only it can say which of its facts is not there. */
static void
rule_pack_leave_facts(struct rule_sql *sql, size_t i)
{
	struct rule_pack_range range = rule_pack_range(sql, i);
	bool left = false;

	for (size_t k = range.from; k < range.to; k++) {
		struct rule_condition *condition = &sql->conditions[k];

		if (condition->apart || !condition->facts ||
		    condition->truth != RULE_UNDECIDED)
			continue;
		condition->apart = true;
		left = true;
	}
	if (left)
		rule_pack_drop(&sql->packs[i]);
}

void
rule_sql_run_pack(struct rule_sql *sql, size_t i)
{
	rule_sql_seal(sql);
	struct rule_pack *pack = &sql->packs[i];
	int r = SQLITE_ROW;

	if (pack->turn == sql->turn)
		return;
	pack->turn = sql->turn;
	if (pack->stmt == NULL && rule_pack_prepare(sql, i) != SQLITE_OK)
		r = SQLITE_ERROR;
	if (pack->stmt != NULL)
		r = rule_pack_step(sql, i);
	if (r != SQLITE_ROW)
		rule_pack_sort_out(sql, i);
	rule_pack_leave_facts(sql, i);
}

void
rule_sql_seal(struct rule_sql *sql)
{
	size_t count = (sql->count + RULE_SQL_PACK - 1) / RULE_SQL_PACK;

	if (count == sql->pack_count)
		return;
	sql->packs = mem_resize(sql->packs, count, sizeof(*sql->packs));
	for (size_t i = sql->pack_count; i < count; i++) {
		sql->packs[i] = (struct rule_pack){.turn = 0};
		/* What fails here fails again, and is sorted out, at work. */
		(void)rule_pack_prepare(sql, i);
	}
	sql->pack_count = count;
}
