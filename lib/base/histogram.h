/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * How often a time fell into which bucket. The bounds are fixed and the same
 * for all histograms of a kind, so that series of several filingd add up.
 */
#ifndef LIB_BASE_HISTOGRAM_H
#define LIB_BASE_HISTOGRAM_H

#include <stddef.h>
#include <stdint.h>

#define HISTOGRAM_BOUNDS 16

/* Which bounds; all in microseconds. */
enum histogram_kind {
	HISTOGRAM_SHORT, /* 100 us to 10 s: commits, the loop, requests */
	HISTOGRAM_LONG /* 0.1 s to a week: what people wait for */
};

struct histogram {
	enum histogram_kind kind;
	int64_t counts[HISTOGRAM_BOUNDS + 1]; /* the last: above all bounds */
	int64_t total; /* values */
	int64_t sum; /* microseconds */
};

/* A value; below zero counts as zero. */
void histogram_add(struct histogram *histogram, int64_t us);
/* Bound i of the kind, inclusive; from the least. */
int64_t histogram_bound(enum histogram_kind kind, size_t i);

#endif
