/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Conditions as SQL expressions, evaluated by a SQLite of their own. Each is
 * prepared alone first, for its own message; at work they are columns of a few
 * large statements, which costs a sixth. One that errs, and one whose fact()
 * is not there, gets a statement of its own from then on, so that it harms no
 * other and can say why.
 */
#ifndef ALERTS_RULE_SQL_H
#define ALERTS_RULE_SQL_H

#include "alerts/rule.h"

struct rule_sql;

#define RULE_WHY_MAX 256

struct rule_outcome {
	enum rule_truth truth;
	/* "consensus_pct_high is unknown", "integer overflow"; "" */
	char why[RULE_WHY_MAX];
};

struct rule_sql *rule_sql_new(void);
void rule_sql_free(struct rule_sql *sql);

/*
 * Adds a condition, kept until rule_sql_free; *ret is its number. On an error
 * fills err, offset and nearest of fault.
 */
int rule_sql_compile(struct rule_sql *sql, const char *text, size_t *ret,
    struct rule_fault *fault) WARN_UNUSED;
/* As it was compiled. Borrowed until the next is added. */
const char *rule_sql_text(const struct rule_sql *sql, size_t i);
/* Makes the large statements now, not with the first event. */
void rule_sql_seal(struct rule_sql *sql);

/* The event that conditions look at until the next; kept until then. */
void rule_sql_set_event(struct rule_sql *sql, const struct event *event);
void rule_sql_eval(struct rule_sql *sql, size_t i, struct rule_outcome *ret);

/*
 * Calls fn for each column and fact() that a condition reads, with its value
 * as text, "" when unknown; borrowed during the call.
 */
typedef void rule_sql_read_fn(const char *name, const char *value, void *arg);
void rule_sql_each_read(
    struct rule_sql *sql, size_t i, rule_sql_read_fn *fn, void *arg);

#endif
