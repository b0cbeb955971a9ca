/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * An invented event that the tests of alerts/ share: a forecast of a loss that
 * grew narrower, far below three brokers. Its strings are literals: it is
 * never event_done.
 */
#ifndef TESTS_UNIT_ALERTS_SAMPLE_H
#define TESTS_UNIT_ALERTS_SAMPLE_H

#include "ledger/event.h"

#define SAMPLE_FACTS   3
#define SAMPLE_CHANGES 2

struct sample {
	struct event event;
	struct fact facts[SAMPLE_FACTS];
	struct change changes[SAMPLE_CHANGES];
	struct reason reasons[2];
};

/* Fills sample; event points into it, so it is not copied. */
void sample_fill(struct sample *sample);
/* The same issuer without a verdict: source.degraded of "demo". */
void sample_fill_trouble(struct sample *sample);

struct decimal sample_decimal(const char *s);

#endif
