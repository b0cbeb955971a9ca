/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Figures and quotes as people read them in one line. Adders stop silently at
 * the buffer's limit.
 */
#ifndef LEDGER_WORDING_H
#define LEDGER_WORDING_H

#include "ledger/range.h"

/* Our own words. */
void wording_add(struct buf *buf, const char *s);

/*
 * "net loss 55-71m CNY", "revenue about 367m CNY", "net profit at least 120m
 * CNY", "net result -5..+30m CNY": three digits, of a loss its size.
 */
void wording_add_figure(struct buf *buf, enum metric metric,
    const struct range *range, bool approx, const char *currency);

/* "net profit -60..-50 %" */
void wording_add_change(
    struct buf *buf, enum metric metric, const struct range *pct);

/* "+13..+32 %", "-129 %", "at least +40 %": whole percents, half to even. */
void wording_add_pct(struct buf *buf, const struct range *pct);

/*
 * Text from outside, at most max code points (then "..." in one character):
 * control and direction characters and white space become one space, bytes
 * that are no UTF-8 a question mark.
 */
void wording_add_text(struct buf *buf, const char *text, size_t max);

#endif
