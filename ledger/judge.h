/* SPDX-License-Identifier: BSD-2-Clause */
/* The verdict on one period from its figures; what every verdict shares. */
#ifndef LEDGER_JUDGE_H
#define LEDGER_JUDGE_H

#include "ledger/statement.h"
#include "ledger/verdict.h"

/* Facts that a verdict carries; the deciding one is always among them. */
#define JUDGE_FACTS 200

/* From the figures of the statement's period, of which there is one at least. */
void judge_figures(const struct statement *statement, struct verdict *verdict);

/* An empty verdict on the period; and its severity, once it has reasons. */
void judge_begin(const struct statement *statement, struct verdict *verdict);
void judge_settle(const struct statement *statement, struct verdict *verdict,
    bool small_base);

#endif
