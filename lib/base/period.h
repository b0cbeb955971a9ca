/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * A reporting period: first and last day, and its label. Two facts may be
 * compared only when their periods are equal.
 */
#ifndef LIB_BASE_PERIOD_H
#define LIB_BASE_PERIOD_H

#include "lib/base/date.h"

#include <stdbool.h>
#include <stdint.h>

#define PERIOD_LABEL_MAX 24

struct period {
	int32_t start; /* day, DATE_NONE when unknown */
	int32_t end; /* last day */
};

/* Months 3, 6, 9 or 12 of the fiscal year that began on 1 January of year. */
struct period period_cumulative(int year, int months);
/* One quarter 1..4 of a calendar year. */
struct period period_quarter(int year, int quarter);
/* The same period one year earlier (end of February follows leap years). */
struct period period_prior_year(struct period p);
bool period_is_known(struct period p);
bool period_equal(struct period a, struct period b);
/* Whole months from start to end, 0 when they do not fall on month ends. */
int period_months(struct period p);
/*
 * "FY2024" "H1 2024" "9M 2024" "Q3 2024" for calendar years, "FY3/2024" for
 * a year ending in March, else "2024-04-01..2024-09-30"; returns buf.
 */
char *period_label(struct period p, char buf[PERIOD_LABEL_MAX]);

#endif
