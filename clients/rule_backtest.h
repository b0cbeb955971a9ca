/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * A rule over the stored history: what it would have told, against another.
 * The daemon gives the records, the rules are evaluated here by its own code,
 * and nothing is sent.
 */
#ifndef CLIENTS_RULE_BACKTEST_H
#define CLIENTS_RULE_BACKTEST_H

#include "clients/verb.h"

/* `filingctl rules backtest`. */
verb_fn rule_backtest;

#endif
