/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The SQLite of the rules, private to alerts/rule_sql*.c: a ":memory:"
 * connection that shares nothing with the store, one row of vocabulary words,
 * one row with the event's columns, and an authorizer that lets a condition
 * read those and call the functions of rule_name.h, nothing else.
 */
#ifndef ALERTS_RULE_SQL_DB_H
#define ALERTS_RULE_SQL_DB_H

#include "alerts/rule_column.h"
#include "alerts/rule_pattern.h"
#include "alerts/rule_sql.h"

#include <sqlite3.h>

#define RULE_SQL_MAX	  8192 /* bytes of a condition's statement */
#define RULE_SQL_STEPS	  1000 /* between two calls of the progress handler */
#define RULE_SQL_PATIENCE 20 /* of them for one condition */
#define RULE_SQL_PACK	  500 /* conditions in one statement */
#define RULE_SQL_NAME	  64

/* A column that nothing equals; no condition can name it. */
#define RULE_SQL_NOTHING  "\"0\""

#define RULE_READS	  ((RULE_COLUMN_COUNT + 63) / 64)

struct rule_condition {
	char *text;
	uint64_t reads[RULE_READS]; /* a bit for each column */
	bool facts; /* calls fact() */
	enum rule_truth truth; /* by its pack, for the pack's event */
	bool apart; /* in no pack: its answer takes a statement of its own */
	sqlite3_stmt *stmt; /* that one, once it was asked; NULL */
};

/* Conditions RULE_SQL_PACK * i and on as columns of one SELECT. */
struct rule_pack {
	sqlite3_stmt *stmt; /* NULL: to be prepared */
	uint64_t turn; /* of the event that its conditions' truth is for */
};

struct rule_sql {
	sqlite3 *db;
	sqlite3_stmt *update;
	enum vocab lists[VOCAB_COUNT]; /* what collations point to */
	struct rule_patterns *patterns;
	const struct event *event;
	uint64_t turn; /* which event it is, from 1 */
	struct rule_value values[RULE_COLUMN_COUNT];
	struct rule_condition *current; /* being compiled; NULL: vetted */
	int selects;
	char denied[RULE_SQL_NAME];
	int patience;
	char missing[RULE_SQL_NAME]; /* a fact() that was not there */
	size_t count;
	size_t cap;
	struct rule_condition *conditions;
	size_t pack_count;
	struct rule_pack *packs;
};

/* Opens and confines the connection of a zeroed sql. */
void rule_sql_open(struct rule_sql *sql);
/* Its statements are finalized before. */
void rule_sql_close(struct rule_sql *sql);
/* How much one statement may hold: that of a condition, or of a pack. */
void rule_sql_limit(struct rule_sql *sql, bool pack);
/* A mistake of ours, not of a condition: ends the program. */
void rule_sql_must(struct rule_sql *sql, int code);

/* rule_sql_pack.c: answers all conditions of pack i for the event. */
void rule_sql_run_pack(struct rule_sql *sql, size_t i);
/*
 * rule_sql_pack.c: a condition's text as it is evaluated. SQLite builds a table
 * for a list of more than two constants, each time (50 us); it compares one by
 * one where the list holds a column.
 */
void rule_sql_put_condition(struct buf *out, const char *text);
/* rule_sql.c: prepares conditions[i] alone; SQLite's code. */
int rule_sql_prepare_alone(struct rule_sql *sql, size_t i, sqlite3_stmt **ret);
/* What a statement's column says. */
enum rule_truth rule_sql_truth(sqlite3_stmt *stmt, int column);

#endif
