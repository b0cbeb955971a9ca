/* SPDX-License-Identifier: BSD-2-Clause */
/* A change: a fact compared with the ledger on one axis. */
#ifndef LEDGER_CHANGE_H
#define LEDGER_CHANGE_H

#include "reading/reading.h"

#include <stdbool.h>

struct change {
	enum axis axis;
	enum metric metric;
	struct period period;
	/* In percent, two decimals half to even; open: no bound on that side. */
	struct decimal low_pct, high_pct, mid_pct;
	bool has_pct; /* false: base zero or unknown, see flags */
	bool low_open, high_open;
	/*
	 * What it was compared with: a point has base_low == base_high; both
	 * open: not known, only the printed percentage is.
	 */
	struct decimal base_low, base_high;
	bool base_low_open, base_high_open;
	char currency[CURRENCY_MAX];
	char *base_quote; /* proof of the base; NULL when derived */
	char *base_source; /* source_id of its filing; NULL: the same */
	bool base_restated;
	bool derived; /* the base was computed, not printed */
	/* prior */
	enum verdict_class class_;
	/* guidance */
	enum guidance guidance;
	/* consensus */
	int n;
	struct decimal mean, median, min, max;
	struct decimal below_pct; /* best case against the lowest estimate */
	struct decimal position_pct; /* actual: inside the old range, 0..100 */
	bool stale; /* estimates older than the last periodic report */
	unsigned flags; /* verdict_flag */
};

void change_done(struct change *change);
void change_copy(struct change *to, const struct change *from);
void change_put(struct buf *buf, const struct change *change);
/* change_done is always right after change_get, also on a fault. */
void change_get(struct wire *wire, struct change *change);

#endif
