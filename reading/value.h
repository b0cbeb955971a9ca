/* SPDX-License-Identifier: BSD-2-Clause */
/* Amounts made into signed ranges, as facts have them (domain 2.9). */
#ifndef READING_VALUE_H
#define READING_VALUE_H

#include "reading/amount.h"

#include <stdbool.h>

struct value {
	struct decimal low, high; /* low <= high */
	bool low_open, high_open; /* no bound there; the member is zero */
	bool low_excl, high_excl;
	bool approx, double_negative;
	int last_digit; /* power of ten of the last digit printed */
};

/*
 * The amount as a level. loss: what is measured is itself a loss ("net loss
 * of"), so that bounds speak of its size. ERR_INVALID: its sign is not sure;
 * ERR_RANGE.
 */
int value_of_level(
    const struct amount *amount, bool loss, struct value *ret) WARN_UNUSED;
/*
 * A percentage or a multiple as a change in percent, the better the higher.
 * ERR_INVALID: not a proportion, or its sign is not sure; ERR_RANGE.
 */
int value_of_change(const struct amount *amount, enum entry_change change,
    struct value *ret) WARN_UNUSED;
/* "1.5 times that of last year": +50 percent. Errors as above. */
int value_of_multiple(
    const struct amount *amount, struct value *ret) WARN_UNUSED;
bool value_equal(const struct value *a, const struct value *b);

#endif
