/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * In: durations. Out: counts by bucket. daemon/metrics.c keeps histograms and
 * prints them.
 */
#include "lib/base/histogram.h"

#define MS   INT64_C(1000)
#define S    (1000 * MS)
#define M    (60 * S)
#define H    (60 * M)
#define DAYS (24 * H)

static const int64_t histogram_bounds[][HISTOGRAM_BOUNDS] = {
    [HISTOGRAM_SHORT] = {100, 250, 500, 1 * MS, 2500, 5 * MS, 10 * MS, 25 * MS,
	50 * MS, 100 * MS, 250 * MS, 500 * MS, 1 * S, 2500 * MS, 5 * S, 10 * S},
    [HISTOGRAM_LONG] = {100 * MS, 250 * MS, 500 * MS, 1 * S, 2 * S, 5 * S,
	10 * S, 30 * S, 1 * M, 5 * M, 15 * M, 1 * H, 6 * H, 1 * DAYS, 3 * DAYS,
	7 * DAYS},
};

int64_t
histogram_bound(enum histogram_kind kind, size_t i)
{
	return histogram_bounds[kind][i];
}

void
histogram_add(struct histogram *histogram, int64_t us)
{
	size_t i = 0;

	if (us < 0)
		us = 0;
	while (
	    i < HISTOGRAM_BOUNDS && us > histogram_bounds[histogram->kind][i])
		i++;
	histogram->counts[i]++;
	histogram->total++;
	histogram->sum += us;
}
