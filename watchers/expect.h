/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Is something due? Filings that a source usually has by the hour add up while
 * nothing new comes; when so many are owed that a live list would have shown
 * one, the list stands still. What is usual is what the definition ships, and
 * once enough trading days were watched what the source taught itself. With
 * filings that come by chance (Poisson), none of twelve due is seen once in
 * 160,000 times; a list whose filings come in bursts teaches how much more it
 * may be owed. Pure.
 */
#ifndef WATCHERS_EXPECT_H
#define WATCHERS_EXPECT_H

#include "lib/base/zone.h"
#include "lib/base/calendar.h"
#include "watchers/definition_parts.h"

#include <stdbool.h>
#include <stdint.h>

#define EXPECT_OWED	 12
#define EXPECT_OWED_MOST 48 /* however a list was silent before */
#define EXPECT_PATIENCE	 (INT64_C(10) * 60 * 1000)

struct buf;
struct usual;

struct expect {
	int64_t seen_until; /* wall ms of the last complete poll; 0: none */
	int64_t due_since; /* when the first of those owed was due; 0 */
	int64_t owed; /* thousandths of a filing */
	struct usual *learned; /* NULL: nothing yet */
};

/* What is known of a source beforehand; all borrowed. */
struct expect_basis {
	const struct expectation *shipped; /* NULL: nothing */
	const struct zone *zone;
	const struct calendar *calendar; /* NULL: weekdays */
};

/*
 * A complete poll at now that brought fresh new filings. Nothing is owed for
 * the time before the first one, or on days without trading.
 */
void expect_see(struct expect *expect, const struct expect_basis *basis,
    int64_t now, int64_t fresh);
/*
 * A poll failed: what was due until now may have come. What is overdue already
 * stays so until something comes.
 */
void expect_forget(struct expect *expect, int64_t now);
/* Enough is owed, and was due long enough ago. */
bool expect_is_overdue(const struct expect *expect, int64_t now);

/* Something was learned that expect_put has not put yet. */
bool expect_is_changed(const struct expect *expect);
/* As a message for the store. */
void expect_put(struct buf *buf, struct expect *expect);
/*
 * What a message says, into an empty record; what is owed counts only while it
 * is overdue. ERR_PROTOCOL: it is none, expect is left as it is.
 */
int expect_get(struct expect *expect, const void *p, size_t n) WARN_UNUSED;
/* Frees what it holds; it is empty then. */
void expect_done(struct expect *expect);

#endif
