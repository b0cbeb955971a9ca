/* SPDX-License-Identifier: BSD-2-Clause */
/* Dates as feeds print them. */
#ifndef READING_FEED_TIME_H
#define READING_FEED_TIME_H

#include "lib/base/err.h"
#include "lib/base/vocab.h"
#include "lib/base/zone.h"

/*
 * The moment (wall ms) of an RFC 3339 or ISO 8601 date ("2026-01-02T09:30Z",
 * "20260102", "2026-01"), one of RFC 5322 and 822 ("Fri, 2 Jan 26 09:30 EST"),
 * of asctime, or with the months of other languages and Chinese, Japanese or
 * Korean years; and how exact it is. Weekdays are not looked at. Without a zone
 * it is of the given one. ERR_SYNTAX, ERR_RANGE.
 */
int feed_time_parse(const char *text, const struct zone *zone,
    int64_t *ret_wall, enum precision *ret_precision) WARN_UNUSED;

#endif
