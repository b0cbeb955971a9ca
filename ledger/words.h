/* SPDX-License-Identifier: BSD-2-Clause */
/* Verdicts without a figure: words, titles, and signs of distress. */
#ifndef LEDGER_WORDS_H
#define LEDGER_WORDS_H

#include "ledger/statement.h"
#include "ledger/verdict.h"

/* From the issuer's words, or that nothing could be read. */
void words_judge(const struct statement *statement, struct verdict *verdict);

/* Distress: an event of its own, no forecast. */
void words_distress(const struct statement *statement, struct verdict *verdict);

#endif
