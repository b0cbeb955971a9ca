/* SPDX-License-Identifier: BSD-2-Clause */
/* An actual figure held against the forecast that it closes. */
#ifndef LEDGER_CLOSING_H
#define LEDGER_CLOSING_H

#include "ledger/range.h"

/* A point or an "about" counts as met within this many percent. */
#define CLOSING_TOLERANCE 5

enum closing_result {
	CLOSING_NONE, /* the forecast says nothing */
	CLOSING_IN_RANGE,
	CLOSING_IN_LINE, /* outside, or a point, but within the tolerance */
	CLOSING_MISS,
	CLOSING_BEAT
};

struct closing {
	enum closing_result result;
	bool has_pct;
	/* Signed: outside against the nearest bound, inside against the middle,
	 * for a point against the point. */
	struct decimal diff_pct;
	bool has_position;
	struct decimal position_pct; /* inside the range: 0 low, 100 high */
};

void closing_compare(const struct range *forecast, bool approx,
    struct decimal actual, struct closing *ret);

/* The forecast was met or exceeded: there is nothing new to warn of. */
bool closing_is_met(enum closing_result result);

#endif
