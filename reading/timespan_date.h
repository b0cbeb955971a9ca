/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Dates, and the periods that dates bound: "2024年7月1日-9月30日", "six months
 * ended 30 June 2024". Every reader moves on only when it returns true.
 */
#ifndef READING_TIMESPAN_DATE_H
#define READING_TIMESPAN_DATE_H

#include "lib/base/date.h"
#include "reading/timespan.h"
#include "reading/timespan_cursor.h"

#include <stdbool.h>

/* From a day to a day; false when they bound no period. */
bool timespan_set_days(struct timespan *ret, struct date from, struct date to);
/* So many months up to a date: "截至2025年6月30日止六个月". */
bool timespan_set_ended(struct timespan *ret, struct date end, int months);
/* Months of a part of a year; 0 for no part. */
int timespan_months(int part);
/* "六个月", "6 months", or a part of a year; 0 for none. */
int timespan_read_months(struct timespan_reader *reader);
/*
 * "M月D日" or "M月底" of the year in date; day 0 when only the month is
 * printed.
 */
bool timespan_read_month_day(struct timespan_reader *reader, struct date *date);
/* "30 June 2024", "June 30, 2024". */
bool timespan_read_english_date(
    struct timespan_reader *reader, struct date *date);
/*
 * A date, and what a second date or a close after it makes of it: "...止年度".
 * ended: "year ended" stood before.
 */
bool timespan_read_dated(
    struct timespan_reader *reader, bool ended, struct timespan *ret);
/* "1-6月", "1月-6月" after "2024年". */
bool timespan_read_month_range(
    struct timespan_reader *reader, int year, struct timespan *ret);

#endif
