/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Conditions as SQL expressions, evaluated by a SQLite of their own: one row
 * of vocabulary words, one row with the event's columns, and an authorizer
 * that lets an expression read those and call the functions of rule_name.h,
 * nothing else.
 */
#ifndef ALERTS_RULE_SQL_H
#define ALERTS_RULE_SQL_H

#include "alerts/rule.h"

struct rule_sql;
struct rule_condition;

enum rule_truth { RULE_FALSE, RULE_TRUE, RULE_UNDECIDED };

#define RULE_WHY_MAX 256

struct rule_outcome {
	enum rule_truth truth;
	/* "consensus_pct_high is unknown", "integer overflow"; "" */
	char why[RULE_WHY_MAX];
};

struct rule_sql *rule_sql_new(void);
/* Conditions are freed first. */
void rule_sql_free(struct rule_sql *sql);

/* Gives a condition. On an error fills err, offset and nearest of fault. */
int rule_sql_compile(struct rule_sql *sql, const char *text,
    struct rule_condition **ret, struct rule_fault *fault) WARN_UNUSED;
void rule_sql_condition_free(struct rule_condition *condition);

/* The event that conditions look at until the next; kept until then. */
void rule_sql_set_event(struct rule_sql *sql, const struct event *event);
void rule_sql_eval(struct rule_condition *condition, struct rule_outcome *ret);

#endif
