/* SPDX-License-Identifier: BSD-2-Clause */
/* How sure a verdict is, and how small the figures behind it. */
#ifndef LEDGER_GRADE_H
#define LEDGER_GRADE_H

#include "ledger/compare.h"

/* Nothing but the title was understood. */
bool grade_is_title_only(const struct reading *reading);

/*
 * certain: figure, period and issuer stand in the document. probable: a change
 * without a level or a prior year that was worked out. possible: title only.
 */
enum grade grade_of(
    const struct statement *statement, const struct comparison *deciding);

/*
 * Amounts too small to matter: earnings per share of the year before within
 * 0.05 yuan (0.03 for a half year), where the mainland exchanges exempt from
 * the forecast, or a change of less than a million yuan.
 */
bool grade_is_small(
    const struct statement *statement, const struct comparison *deciding);

#endif
