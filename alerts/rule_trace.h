/* SPDX-License-Identifier: BSD-2-Clause */
/* The record of an evaluation, for rule.c: what a condition read and said. */
#ifndef ALERTS_RULE_TRACE_H
#define ALERTS_RULE_TRACE_H

#include "alerts/rule_sql.h"

/* Fills asked with the outcome of condition i. */
void rule_trace_ask(struct rule_asked *asked, struct rule_sql *sql, size_t i,
    const struct rule_outcome *outcome);
/* Frees what the asks hold. */
void rule_trace_done(struct rule_trace *trace);

#endif
