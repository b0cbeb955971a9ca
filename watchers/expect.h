/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Is something due? Filings that a source usually has by the hour add up while
 * nothing new comes; when so many are owed that a live list would have shown
 * one, the list stands still. With filings that come by chance (Poisson), none
 * of twelve due is seen once in 160,000 times. Pure.
 */
#ifndef WATCHERS_EXPECT_H
#define WATCHERS_EXPECT_H

#include "lib/base/zone.h"
#include "watchers/calendar.h"
#include "watchers/definition_parts.h"

#include <stdbool.h>
#include <stdint.h>

#define EXPECT_OWED	12
#define EXPECT_PATIENCE (INT64_C(10) * 60 * 1000)

struct expect {
	int64_t seen_until; /* wall ms of the last complete poll; 0: none */
	int64_t due_since; /* when the first of those owed was due; 0 */
	int64_t owed; /* thousandths of a filing */
};

/*
 * A complete poll at now that brought fresh new filings. Nothing is owed for
 * the time before the first one, or on days without trading.
 */
void expect_see(struct expect *expect, const struct expectation *usual,
    const struct zone *zone, const struct calendar *calendar, int64_t now,
    bool fresh);
/*
 * A poll failed: what was due until now may have come. What is overdue already
 * stays so until something comes.
 */
void expect_forget(struct expect *expect, int64_t now);
/* Enough is owed, and was due long enough ago. */
bool expect_is_overdue(const struct expect *expect, int64_t now);

#endif
