/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What a figure measures: the metric with all that narrows it, put together
 * from its parts ("attributable" + "without non-recurring items" + "profit").
 */
#ifndef READING_MEASURE_H
#define READING_MEASURE_H

#include "lib/base/vocab.h"
#include "reading/token.h"

#include <stdbool.h>
#include <stddef.h>

struct measure {
	enum metric metric; /* METRIC_NONE: one that filingd does not keep */
	enum basis basis; /* BASIS_UNKNOWN: nothing said */
	bool loss; /* the word itself says loss */
	bool expected; /* or forecast */
	bool owned; /* of the owners of the parent, in words */
	bool weak; /* a general word, "revenue" of anything */
};

/*
 * Longest measure that starts at token `at`; returns the token after it, `at`
 * when there is none. china: "Non-GAAP" is 扣非, as translations have it.
 */
size_t measure_read(
    const struct tokens *tokens, size_t at, bool china, struct measure *ret);

#endif
