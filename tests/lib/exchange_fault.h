/* SPDX-License-Identifier: BSD-2-Clause */
/* What can go wrong with an answer of the scripted exchange. */
#ifndef TESTS_LIB_EXCHANGE_FAULT_H
#define TESTS_LIB_EXCHANGE_FAULT_H

#include "tests/lib/exchange.h"
#include "tests/lib/exchange_conn.h"

/* Spoils the answer; faults of the list's content are the list's affair. */
void exchange_fault_apply(
    struct exchange_answer *answer, const struct exchange_fault *fault);

#endif
