/* SPDX-License-Identifier: BSD-2-Clause */
/* What `filingctl read --explain` adds to the line of a reading. */
#ifndef CLIENTS_EXPLAIN_JSON_H
#define CLIENTS_EXPLAIN_JSON_H

#include "ledger/verdict.h"
#include "lib/base/json_out.h"

/* "why" of a fact, as an object. */
void explain_json_fact(struct json_out *out, const struct fact *fact);
/* "base" and "used" of a change. */
void explain_json_change(struct json_out *out, const struct verdict *verdict,
    const struct change *change);
/*
 * "explain": how severity and class came about, the other verdicts; "phrases"
 * found and figures and phrases "rejected". chosen: NULL when there is none.
 */
void explain_json(struct json_out *out, const struct reading *reading,
    const struct verdicts *verdicts, const struct verdict *chosen);

#endif
