/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * In: a condition's text and an event. Out: true, false or undecided with the
 * names that were unknown, and what it read. rule.c calls it.
 */
#include "alerts/rule_sql.h"

#include "alerts/rule_check.h"
#include "alerts/rule_name.h"
#include "alerts/rule_scan.h"
#include "alerts/rule_sql_db.h"
#include "alerts/text.h"
#include "lib/base/mem.h"

#include <assert.h>
#include <stdio.h>
#include <string.h>

/* Stand before and after the condition's text. */
static const char rule_sql_head[] = "SELECT (";
static const char rule_sql_tail[] = "\n) FROM word, event";

struct rule_sql *
rule_sql_new(void)
{
	struct rule_sql *sql = mem_new(sizeof(*sql));

	rule_sql_open(sql);
	return sql;
}

void
rule_sql_free(struct rule_sql *sql)
{
	if (sql == NULL)
		return;
	for (size_t i = 0; i < sql->count; i++) {
		sqlite3_finalize(sql->conditions[i].stmt);
		mem_free(sql->conditions[i].text);
	}
	for (size_t i = 0; i < sql->pack_count; i++)
		sqlite3_finalize(sql->packs[i].stmt);
	mem_free(sql->conditions);
	mem_free(sql->packs);
	rule_sql_close(sql);
	mem_free(sql);
}

/* What SQLite does not like, in our words, with its place in the condition. */
static int
rule_sql_fault(struct rule_sql *sql, const char *text, struct rule_fault *fault)
{
	static const char *const lead[] = {
	    "no such column: ", "no such function: "};
	const char *message = sqlite3_errmsg(sql->db);
	int at = sqlite3_error_offset(sql->db);
	int head = (int)strlen(rule_sql_head);

	if (*sql->denied != '\0') {
		const char *found = strcasestr(text, sql->denied);
		fault->offset = found != NULL ? (int)(found - text) : -1;
		fault->nearest = rule_name_nearest(sql->denied);
		return err_set(&fault->err, ERR_DENIED,
		    "'%s' may not be used in a condition", sql->denied);
	}
	/* An error past the text is one of its end. */
	if (at >= 0)
		fault->offset = at - head < (int)strlen(text)
				    ? at - head
				    : (int)strlen(text);
	for (size_t i = 0; i < sizeof(lead) / sizeof(lead[0]); i++) {
		size_t n = strlen(lead[i]);
		if (strncmp(message, lead[i], n) == 0)
			fault->nearest = rule_name_nearest(message + n);
	}
	if (at - head >= (int)strlen(text))
		message = "the condition is not complete";
	return err_set(&fault->err, ERR_SYNTAX, "%s", message);
}

int
rule_sql_prepare_alone(struct rule_sql *sql, size_t i, sqlite3_stmt **ret)
{
	struct buf statement;

	buf_init(&statement, RULE_SQL_MAX);
	text_put(&statement, rule_sql_head);
	if (sql->current != NULL) /* as it was written, for its errors */
		text_put(&statement, sql->conditions[i].text);
	else
		rule_sql_put_condition(&statement, sql->conditions[i].text);
	text_put(&statement, rule_sql_tail);
	sql->patience = RULE_SQL_PATIENCE;
	int r = sqlite3_prepare_v3(sql->db, statement.data,
	    (int)statement.len + 1, SQLITE_PREPARE_PERSISTENT, ret, NULL);
	buf_done(&statement);
	return r;
}

/* Alone, and only to see whether it may be one, and what it reads. */
static int
rule_sql_vet(struct rule_sql *sql, size_t i, struct rule_fault *fault)
{
	sqlite3_stmt *stmt;

	sql->current = &sql->conditions[i];
	sql->selects = 0;
	sql->denied[0] = '\0';
	int r = rule_sql_prepare_alone(sql, i, &stmt);
	sql->current = NULL;
	if (r != SQLITE_OK)
		return rule_sql_fault(sql, sql->conditions[i].text, fault);
	sqlite3_finalize(stmt);
	return 0;
}

int
rule_sql_compile(struct rule_sql *sql, const char *text, size_t *ret,
    struct rule_fault *fault)
{
	int r = rule_check(text, sql->patterns, fault);

	if (r < 0)
		return r;
	/* It joins the last pack, which is prepared anew. */
	if (sql->count / RULE_SQL_PACK < sql->pack_count)
		sqlite3_finalize(sql->packs[--sql->pack_count].stmt);
	sql->conditions = mem_grow(
	    sql->conditions, sql->count, &sql->cap, sizeof(*sql->conditions));
	sql->conditions[sql->count] =
	    (struct rule_condition){.text = mem_strdup(text)};
	r = rule_sql_vet(sql, sql->count, fault);
	if (r < 0) {
		mem_free(sql->conditions[sql->count].text);
		return r;
	}
	*ret = sql->count++;
	return 0;
}

const char *
rule_sql_text(const struct rule_sql *sql, size_t i)
{
	return sql->conditions[i].text;
}

static int
rule_sql_bind(sqlite3_stmt *stmt, int i, const struct rule_value *value)
{
	switch (value->kind) {
	case RULE_IS_INT:
		return sqlite3_bind_int64(stmt, i, value->integer);
	case RULE_IS_REAL:
		return sqlite3_bind_double(stmt, i, value->real);
	case RULE_IS_TEXT:
		return sqlite3_bind_text(stmt, i, value->text,
		    (int)strnlen(value->text, RULE_TEXT_MAX), SQLITE_STATIC);
	case RULE_IS_NULL:
		return sqlite3_bind_null(stmt, i);
	}
	return SQLITE_MISUSE;
}

void
rule_sql_set_event(struct rule_sql *sql, const struct event *event)
{
	sql->event = event;
	rule_column_fill(event, sql->values);
	sql->turn++;
	sql->patience = RULE_SQL_PATIENCE;
	for (int i = 0; i < RULE_COLUMN_COUNT; i++)
		rule_sql_must(
		    sql, rule_sql_bind(sql->update, i + 1, &sql->values[i]));
	int r = sqlite3_step(sql->update);
	assert(r == SQLITE_DONE);
	(void)sqlite3_reset(sql->update); /* said by step */
	(void)sqlite3_clear_bindings(sql->update); /* never fails */
}

static bool
rule_sql_reads(const struct rule_condition *condition, size_t column)
{
	return (condition->reads[column / 64] >> column % 64 & 1) != 0;
}

/* Names what the condition read and the event does not say. */
static void
rule_sql_unknown(const struct rule_sql *sql,
    const struct rule_condition *condition, struct rule_outcome *ret)
{
	size_t count;
	const struct rule_column *columns = rule_columns(&count);
	int named = *sql->missing != '\0';
	struct buf why;

	buf_init(&why, RULE_SQL_MAX);
	text_put(&why, sql->missing);
	for (size_t i = 0; i < count; i++) {
		if (!rule_sql_reads(condition, i) ||
		    sql->values[i].kind != RULE_IS_NULL)
			continue;
		text_putf(
		    &why, "%s%s", named++ > 0 ? ", " : "", columns[i].name);
	}
	if (named == 0)
		text_put(&why, "its value");
	text_put(&why, named > 1 ? " are unknown" : " is unknown");
	(void)snprintf(
	    ret->why, sizeof(ret->why), "%s", why.data); /* cut is fine */
	buf_done(&why);
}

enum rule_truth
rule_sql_truth(sqlite3_stmt *stmt, int column)
{
	if (sqlite3_column_type(stmt, column) == SQLITE_NULL)
		return RULE_UNDECIDED;
	return sqlite3_column_double(stmt, column) != 0 ? RULE_TRUE
							: RULE_FALSE;
}

/* By a statement of its own, which it keeps. */
static void
rule_sql_eval_apart(struct rule_sql *sql, size_t i, struct rule_outcome *ret)
{
	struct rule_condition *condition = &sql->conditions[i];
	int r = SQLITE_OK;

	*ret = (struct rule_outcome){.truth = RULE_UNDECIDED};
	if (condition->stmt == NULL)
		r = rule_sql_prepare_alone(sql, i, &condition->stmt);
	sql->patience = RULE_SQL_PATIENCE;
	sql->missing[0] = '\0';
	if (r == SQLITE_OK)
		r = sqlite3_step(condition->stmt);
	if (r == SQLITE_ROW)
		ret->truth = rule_sql_truth(condition->stmt, 0);
	else
		(void)snprintf(ret->why, sizeof(ret->why), "%s",
		    sqlite3_errmsg(sql->db)); /* cut is fine */
	if (r == SQLITE_ROW && ret->truth == RULE_UNDECIDED)
		rule_sql_unknown(sql, condition, ret);
	(void)sqlite3_reset(condition->stmt); /* said by step */
}

void
rule_sql_eval(struct rule_sql *sql, size_t i, struct rule_outcome *ret)
{
	struct rule_condition *condition = &sql->conditions[i];

	if (!condition->apart)
		rule_sql_run_pack(sql, i / RULE_SQL_PACK);
	if (condition->apart) {
		rule_sql_eval_apart(sql, i, ret);
		return;
	}
	ret->truth = condition->truth;
	ret->why[0] = '\0';
	sql->missing[0] = '\0';
	if (ret->truth == RULE_UNDECIDED)
		rule_sql_unknown(sql, condition, ret);
}

static void
rule_sql_value_text(const struct rule_value *value, struct buf *out)
{
	switch (value->kind) {
	case RULE_IS_INT:
		text_putf(out, "%lld", (long long)value->integer);
		return;
	case RULE_IS_REAL:
		text_putf(out, "%.15g", value->real);
		return;
	case RULE_IS_TEXT:
		text_put_clean(out, value->text, RULE_STRING_MAX);
		return;
	case RULE_IS_NULL:
		return;
	}
}

/* "fact('rev', 'forecast', 'low')" at a token that has been checked. */
static void
rule_sql_read_fact(const struct rule_sql *sql, struct rule_scan scan,
    rule_sql_read_fn *fn, void *arg)
{
	char *words[3];
	struct buf value;

	for (int i = 0; i < 3; i++) {
		(void)rule_scan_next(&scan); /* the sign before it */
		struct rule_token token = rule_scan_next(&scan);
		words[i] = rule_token_string(&token);
	}
	struct rule_value found = rule_fact(sql->event,
	    (enum metric)vocab_value(VOCAB_METRICS, words[0]),
	    (enum role)vocab_value(VOCAB_ROLES, words[1]),
	    strcmp(words[2], "high") == 0);
	char *name =
	    mem_printf("fact('%s', '%s', '%s')", words[0], words[1], words[2]);
	buf_init(&value, RULE_SQL_MAX);
	rule_sql_value_text(&found, &value);
	fn(name, value.len > 0 ? value.data : "", arg);
	buf_done(&value);
	mem_free(name);
	for (int i = 0; i < 3; i++)
		mem_free(words[i]);
}

void
rule_sql_each_read(
    struct rule_sql *sql, size_t i, rule_sql_read_fn *fn, void *arg)
{
	const struct rule_condition *condition = &sql->conditions[i];
	struct rule_scan scan = rule_scan_init(condition->text);
	size_t count;
	const struct rule_column *columns = rule_columns(&count);
	struct buf value;

	buf_init(&value, RULE_SQL_MAX);
	for (size_t k = 0; k < count; k++) {
		if (!rule_sql_reads(condition, k))
			continue;
		buf_clear(&value);
		rule_sql_value_text(&sql->values[k], &value);
		fn(columns[k].name, value.len > 0 ? value.data : "", arg);
	}
	buf_done(&value);
	struct rule_token token = rule_scan_next(&scan);
	for (; token.kind != RULE_TOKEN_END; token = rule_scan_next(&scan)) {
		if (rule_token_is(&token, "fact"))
			rule_sql_read_fact(sql, scan, fn, arg);
	}
}
