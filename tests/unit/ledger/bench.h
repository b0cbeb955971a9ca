/* SPDX-License-Identifier: BSD-2-Clause */
/* One filing of XSHG:603138 about FY2024, and what was known before it. */
#ifndef TESTS_UNIT_LEDGER_BENCH_H
#define TESTS_UNIT_LEDGER_BENCH_H

#include "ledger/verdict.h"

struct bench {
	struct filing filing;
	struct reading reading;
	struct history history;
	struct verdicts verdicts;
};

/* A readable text by the issuer, published on 2025-01-16. */
void bench_begin(struct bench *bench, enum form form);
void bench_end(struct bench *bench);

/* The filing says: of FY2024, or FY2023 for prior-year figures. */
struct fact *bench_say(
    struct bench *bench, enum role role, enum metric metric, const char *range);
/* It was known, from a filing "earlier". */
void bench_know(struct bench *bench, enum role role, enum metric metric,
    const char *period, const char *range);

/* The first verdict; NULL for none. All are in bench->verdicts. */
const struct verdict *bench_decide(struct bench *bench);

bool bench_has_reason(const struct verdict *verdict, const char *id);

#endif
