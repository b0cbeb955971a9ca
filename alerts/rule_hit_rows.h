/* SPDX-License-Identifier: BSD-2-Clause */
/* The table rule_hit: how often each rule wanted an event, by whole hours. */
#ifndef ALERTS_RULE_HIT_ROWS_H
#define ALERTS_RULE_HIT_ROWS_H

#include "lib/store/db.h"

/* A rule wants the event (seq), at now. Forgets its hours past a month. */
int rule_hit_rows_add(struct db *db, const char *rule, int64_t event,
    int64_t now, struct err *err) WARN_UNUSED;

struct rule_hit_row {
	int64_t day; /* in the last 24 hours, the current one included */
	int64_t month; /* in the last 30 days */
	int64_t last; /* wall ms; 0: never */
	int64_t event; /* seq of the last; 0 */
};

/* What there is of a rule; all 0 when it never wanted one. */
int rule_hit_rows_get(struct db *db, const char *rule, int64_t now,
    struct rule_hit_row *ret, struct err *err) WARN_UNUSED;

#endif
