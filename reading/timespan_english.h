/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Periods as English writes them: "year to 30 June 2024", "26 weeks ended 28
 * June 2024", "three months ended March 2024", "January to December 2024",
 * "September quarter 2024".
 */
#ifndef READING_TIMESPAN_ENGLISH_H
#define READING_TIMESPAN_ENGLISH_H

#include "reading/timespan_date.h"

/*
 * So many months up to the date at the reader's place, after
 * "ended" or "to"; false when no date follows.
 */
bool timespan_read_until(
    struct timespan_reader *reader, int months, struct timespan *ret);
/* Periods that begin with weeks, months or quarters; false moves nothing. */
bool timespan_read_english(
    struct timespan_reader *reader, struct timespan *ret);

#endif
