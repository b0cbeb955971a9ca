/* SPDX-License-Identifier: BSD-2-Clause */
/* `filingctl read --explain` for a person: what was read, why, and what not. */
#ifndef CLIENTS_EXPLAIN_TEXT_H
#define CLIENTS_EXPLAIN_TEXT_H

#include "ledger/verdict.h"

/* The page for one document; name is the file's. Gives. */
char *explain_text(const char *name, const struct reading *reading,
    const struct verdicts *verdicts);

#endif
