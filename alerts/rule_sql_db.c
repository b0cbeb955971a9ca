/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * In: the words of the vocabulary and the columns of an event. Out: a SQLite
 * connection in which a condition can do no more than compare them. Besides
 * lib/store the only place that opens one; rule_sql.c calls it.
 */
#include "alerts/rule_sql_db.h"

#include "alerts/rule_column.h"
#include "alerts/rule_name.h"
#include "alerts/text.h"
#include "lib/base/mem.h"

#include <assert.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>

#define RULE_SQL_WORK (64 * KIB) /* bytes of our own statements */
#define RULE_SQL_OPS  10000 /* of SQLite's machine, in one condition */

static int
rule_sql_deny(struct rule_sql *sql, const char *what)
{
	(void)snprintf(
	    sql->denied, sizeof(sql->denied), "%s", what); /* cut is fine */
	return SQLITE_DENY;
}

static int
rule_sql_read(struct rule_sql *sql, const char *table, const char *column)
{
	size_t count;
	const struct rule_column *columns = rule_columns(&count);

	if (*column == '\0')
		return SQLITE_OK; /* the table itself */
	if (strcmp(table, "word") == 0 && rule_name_is_word(span_of(column)))
		return SQLITE_OK;
	for (size_t i = 0; i < count; i++) {
		if (strcmp(columns[i].name, column) != 0)
			continue;
		sql->current->reads[i / 64] |= UINT64_C(1) << i % 64;
		return SQLITE_OK;
	}
	return rule_sql_deny(sql, column);
}

static int
rule_sql_on_authorize(void *arg, int action, const char *a, const char *b,
    const char *database, const char *trigger)
{
	struct rule_sql *sql = arg;

	(void)database;
	(void)trigger;
	if (sql->current == NULL)
		return SQLITE_OK;
	if (action == SQLITE_SELECT && sql->selects++ == 0)
		return SQLITE_OK;
	if (action == SQLITE_READ)
		return rule_sql_read(sql, a, b);
	if (action == SQLITE_FUNCTION && rule_name_is_function(b)) {
		sql->current->facts |= strcasecmp(b, "fact") == 0;
		return SQLITE_OK;
	}
	return rule_sql_deny(sql, action == SQLITE_FUNCTION ? b : "select");
}

static int
rule_sql_on_progress(void *arg)
{
	struct rule_sql *sql = arg;

	return --sql->patience < 0;
}

/* A cut word is in no list. */
static void
rule_sql_copy_word(char word[RULE_SQL_NAME], const void *p, size_t len)
{
	if (len > RULE_SQL_NAME - 1)
		len = RULE_SQL_NAME - 1;
	memcpy(word, p, len);
	word[len] = '\0';
}

/* Order of words by their list; words that are in none of it by bytes. */
static int
rule_sql_on_compare(
    void *arg, int a_len, const void *a, int b_len, const void *b)
{
	const enum vocab *list = arg;
	char word[2][RULE_SQL_NAME];

	if (a_len == b_len && memcmp(a, b, (size_t)a_len) == 0)
		return 0;
	rule_sql_copy_word(word[0], a, (size_t)a_len);
	rule_sql_copy_word(word[1], b, (size_t)b_len);
	int left = vocab_value(*list, word[0]);
	int right = vocab_value(*list, word[1]);
	if (left >= 0 && right >= 0)
		return left - right;
	return strcmp(word[0], word[1]);
}

/* matches(subject, pattern) */
static void
rule_sql_on_matches(sqlite3_context *context, int argc, sqlite3_value **argv)
{
	struct rule_sql *sql = sqlite3_user_data(context);
	const char *subject = (const char *)sqlite3_value_text(argv[0]);
	const char *pattern = (const char *)sqlite3_value_text(argv[1]);

	(void)argc;
	if (subject == NULL || pattern == NULL)
		return;
	int r = rule_patterns_match(sql->patterns, pattern,
	    (struct span){subject, (size_t)sqlite3_value_bytes(argv[0])});
	if (r < 0)
		sqlite3_result_error(
		    context, "matches() took too many steps", -1);
	else
		sqlite3_result_int(context, r);
}

static void
rule_sql_result(sqlite3_context *context, const struct rule_value *value)
{
	if (value->kind == RULE_IS_REAL)
		sqlite3_result_double(context, value->real);
	else
		sqlite3_result_null(context);
}

/* fact(metric, role, bound): rule_check.c has seen that the words are known. */
static void
rule_sql_on_fact(sqlite3_context *context, int argc, sqlite3_value **argv)
{
	struct rule_sql *sql = sqlite3_user_data(context);
	const char *metric = (const char *)sqlite3_value_text(argv[0]);
	const char *role = (const char *)sqlite3_value_text(argv[1]);
	const char *bound = (const char *)sqlite3_value_text(argv[2]);

	(void)argc;
	if (metric == NULL || role == NULL || bound == NULL)
		return;
	struct rule_value value = rule_fact(sql->event,
	    (enum metric)vocab_value(VOCAB_METRICS, metric),
	    (enum role)vocab_value(VOCAB_ROLES, role),
	    strcmp(bound, "high") == 0);
	if (value.kind == RULE_IS_NULL)
		(void)snprintf(sql->missing, sizeof(sql->missing),
		    "fact('%s', '%s', '%s')", metric, role,
		    bound); /* cut is fine */
	rule_sql_result(context, &value);
}

void
rule_sql_must(struct rule_sql *sql, int code)
{
	if (code != SQLITE_OK)
		(void)fprintf(stderr, "rules: %s\n", sqlite3_errmsg(sql->db));
	assert(code == SQLITE_OK);
}

static void
rule_sql_exec(struct rule_sql *sql, const struct buf *text)
{
	rule_sql_must(sql, sqlite3_exec(sql->db, text->data, NULL, NULL, NULL));
}

/* "list0" and so on: words compare in the order of their list. */
static void
rule_sql_make_collations(struct rule_sql *sql)
{
	char name[RULE_SQL_NAME];

	for (int i = 0; i < VOCAB_COUNT; i++) {
		sql->lists[i] = (enum vocab)i;
		(void)snprintf(name, sizeof(name), "list%d", i); /* fits */
		rule_sql_must(
		    sql, sqlite3_create_collation(sql->db, name, SQLITE_UTF8,
			     &sql->lists[i], rule_sql_on_compare));
	}
}

static void
rule_sql_make_words(struct rule_sql *sql)
{
	struct rule_word words[RULE_WORDS_MAX];
	size_t count = rule_name_words(words);
	struct buf text;

	buf_init(&text, RULE_SQL_WORK);
	for (size_t i = 0; i < count; i++)
		text_putf(&text, "%s\"%s\" TEXT COLLATE list%d",
		    i == 0 ? "CREATE TABLE word (" : ", ", words[i].text,
		    (int)words[i].list);
	text_put(&text, ", " RULE_SQL_NOTHING ")");
	rule_sql_exec(sql, &text);
	buf_clear(&text);
	for (size_t i = 0; i < count; i++)
		text_putf(&text, "%s'%s'",
		    i == 0 ? "INSERT INTO word VALUES (" : ", ", words[i].text);
	text_put(&text, ", x'00')");
	rule_sql_exec(sql, &text);
	buf_done(&text);
}

static void
rule_sql_put_column(struct buf *text, int i, const struct rule_column *column)
{
	int list = rule_column_list(i);

	text_putf(text, "%s\"%s\" %s", i == 0 ? "" : ", ", column->name,
	    strcmp(column->type, "number") == 0 ? "NUMERIC" : "TEXT");
	if (list >= 0)
		text_putf(text, " COLLATE list%d", list);
}

static void
rule_sql_make_event(struct rule_sql *sql)
{
	size_t count;
	const struct rule_column *columns = rule_columns(&count);
	struct buf text;

	buf_init(&text, RULE_SQL_WORK);
	text_put(&text, "CREATE TABLE event (");
	for (size_t i = 0; i < count; i++)
		rule_sql_put_column(&text, (int)i, &columns[i]);
	text_put(&text, "); INSERT INTO event DEFAULT VALUES");
	rule_sql_exec(sql, &text);
	buf_clear(&text);
	text_put(&text, "UPDATE event SET ");
	for (size_t i = 0; i < count; i++)
		text_putf(
		    &text, "%s\"%s\" = ?", i == 0 ? "" : ", ", columns[i].name);
	rule_sql_must(sql, sqlite3_prepare_v3(sql->db, text.data, -1,
			       SQLITE_PREPARE_PERSISTENT, &sql->update, NULL));
	buf_done(&text);
}

static void
rule_sql_make_functions(struct rule_sql *sql)
{
	rule_sql_must(sql, sqlite3_create_function_v2(sql->db, "matches", 2,
			       SQLITE_UTF8 | SQLITE_DIRECTONLY, sql,
			       rule_sql_on_matches, NULL, NULL, NULL));
	rule_sql_must(sql, sqlite3_create_function_v2(sql->db, "fact", 3,
			       SQLITE_UTF8 | SQLITE_DIRECTONLY, sql,
			       rule_sql_on_fact, NULL, NULL, NULL));
}

void
rule_sql_limit(struct rule_sql *sql, bool pack)
{
	int times = pack ? RULE_SQL_PACK : 1;
	int columns = pack ? RULE_SQL_PACK : RULE_WORDS_MAX;

	(void)sqlite3_limit(sql->db, SQLITE_LIMIT_SQL_LENGTH,
	    times * RULE_SQL_MAX); /* gives the limit before, as the others */
	(void)sqlite3_limit(
	    sql->db, SQLITE_LIMIT_VDBE_OP, times * RULE_SQL_OPS); /* as above */
	(void)sqlite3_limit(
	    sql->db, SQLITE_LIMIT_COLUMN, columns); /* as above */
}

/* After our own statements: from here on only conditions come. */
static void
rule_sql_confine(struct rule_sql *sql)
{
	static const int limits[][2] = {
	    {SQLITE_LIMIT_LENGTH, 100000},
	    {SQLITE_LIMIT_EXPR_DEPTH, 200},
	    {SQLITE_LIMIT_COMPOUND_SELECT, 1},
	    {SQLITE_LIMIT_FUNCTION_ARG, 16},
	    {SQLITE_LIMIT_ATTACHED, 0},
	    {SQLITE_LIMIT_LIKE_PATTERN_LENGTH, 200},
	    {SQLITE_LIMIT_TRIGGER_DEPTH, 0},
	    {SQLITE_LIMIT_WORKER_THREADS, 0},
	};

	for (size_t i = 0; i < sizeof(limits) / sizeof(limits[0]); i++)
		(void)sqlite3_limit(sql->db, limits[i][0],
		    limits[i][1]); /* gives the limit before */
	rule_sql_limit(sql, false);
	sqlite3_progress_handler(
	    sql->db, RULE_SQL_STEPS, rule_sql_on_progress, sql);
	rule_sql_must(
	    sql, sqlite3_set_authorizer(sql->db, rule_sql_on_authorize, sql));
}

void
rule_sql_open(struct rule_sql *sql)
{
	static const int options[][2] = {
	    {SQLITE_DBCONFIG_DQS_DML, 0},
	    {SQLITE_DBCONFIG_DQS_DDL, 0},
	    {SQLITE_DBCONFIG_ENABLE_LOAD_EXTENSION, 0},
	    {SQLITE_DBCONFIG_ENABLE_TRIGGER, 0},
	    {SQLITE_DBCONFIG_ENABLE_VIEW, 0},
	    {SQLITE_DBCONFIG_DEFENSIVE, 1},
	    {SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0},
	};
	int r = sqlite3_open_v2(":memory:", &sql->db,
	    SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_MEMORY |
		SQLITE_OPEN_NOMUTEX,
	    NULL);

	assert(r == SQLITE_OK && sql->db != NULL);
	for (size_t i = 0; i < sizeof(options) / sizeof(options[0]); i++)
		rule_sql_must(sql, sqlite3_db_config(sql->db, options[i][0],
				       options[i][1], NULL));
	sql->patterns = rule_patterns_new();
	rule_sql_make_collations(sql);
	rule_sql_make_words(sql);
	rule_sql_make_event(sql);
	rule_sql_make_functions(sql);
	rule_sql_confine(sql);
}

void
rule_sql_close(struct rule_sql *sql)
{
	sqlite3_finalize(sql->update);
	rule_sql_must(sql, sqlite3_close(sql->db));
	rule_patterns_free(sql->patterns);
}
