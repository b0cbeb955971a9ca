/* SPDX-License-Identifier: BSD-2-Clause */
/* Figures that put a listing at risk, whatever became of the profit. */
#ifndef LEDGER_SCREEN_H
#define LEDGER_SCREEN_H

#include "ledger/statement.h"

/* Net assets below zero, reported or forecast. */
bool screen_negative_equity(const struct statement *statement);

/*
 * A full-year loss together with revenue below the market's line (mainland
 * listing rules on delisting risk, from financial year 2024 on). ret_line: the
 * line in yuan.
 */
bool screen_low_revenue(const struct statement *statement, int64_t *ret_line);

#endif
