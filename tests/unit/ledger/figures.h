/* SPDX-License-Identifier: BSD-2-Clause */
/* Figures, facts and histories written down shortly, for the ledger's tests. */
#ifndef TESTS_UNIT_LEDGER_FIGURES_H
#define TESTS_UNIT_LEDGER_FIGURES_H

#include "lib/base/date.h"
#include "ledger/range.h"

/* A decimal from its text; fails the test when it is none. */
struct decimal figure(const char *text);
/* "-71..-55", "-55", "50..", "..-50". */
struct range figures(const char *text);
/* True when d prints as text with two decimals. */
bool figure_prints(struct decimal d, const char *text);

/* A period by its label: "FY2024", "H1 2024", "9M 2024", "Q3 2024". */
struct period period_named(const char *label);
/* Wall milliseconds of "2024-07-09". */
int64_t wall_at(const char *day);

/* Adds "role metric period range" in CNY, said by the issuer, to a reading. */
struct fact *say(struct reading *reading, enum role role, enum metric metric,
    const char *period, const char *range);

/* The flags as words joined by ",", sorted by bit; returns a static buffer. */
const char *flags_text(unsigned flags);

/* A reproducible stream of numbers. */
uint32_t dice(uint64_t *state);
/* An amount between -50 and 50 with up to two decimals, often a round one. */
struct decimal dice_figure(uint64_t *state);
struct range dice_range(uint64_t *state);

#endif
