/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * A listing is MIC:ticker (ISO 10383), "XSHG:603138". Accepted and shown:
 * 603138.SH, 600000.SS, 000001.SZ, 920185.BJ, 00700.HK, 7203.T, 005930.KS,
 * 035720.KQ, AAPL.US, VOD.L, BHP.AX, D05.SI, 2330.TW, INFY.NS, EQNR.OL and so
 * on (the table in listing.c), and the canonical form. AAPL.US is "US:AAPL",
 * whatever its exchange; a source that knows better gives XNYS:AAPL or
 * XNAS:AAPL, which are shown as they are. Small letters are taken for capitals.
 */
#ifndef LIB_BASE_LISTING_H
#define LIB_BASE_LISTING_H

#include "lib/base/err.h"

#include <stdbool.h>
#include <stddef.h>

#define LISTING_MAX 32

/*
 * Canonical form of s into buf. ERR_INVALID with a message that names the
 * forms. HK tickers are padded to five digits.
 */
int listing_parse(
    const char *s, char buf[LISTING_MAX], struct err *err) WARN_UNUSED;
/*
 * Shown form of a canonical listing, "603138.SH"; anything else is shown as it
 * is. Returns buf.
 */
char *listing_show(const char *listing, char buf[LISTING_MAX]);
/*
 * Mainland code of six digits -> canonical listing by its number range
 * (60, 68, 900 Shanghai; 00, 20, 30 Shenzhen; 43, 83, 87, 88, 92 Beijing).
 * ERR_INVALID for other numbers.
 */
int listing_from_cn_code(const char *code, char buf[LISTING_MAX]) WARN_UNUSED;
/*
 * Minutes from UTC of the listing's market (its winter's, all year) and its
 * home currency, borrowed. The argument is a canonical listing or a MIC alone;
 * 0 and "" for anything else.
 */
int listing_offset(const char *listing);
const char *listing_currency(const char *listing);
/*
 * The month that fiscal years of the market's issuers end with, where all but
 * a few share one (India: Companies Act 2013, 2(41)); 0 elsewhere.
 */
int listing_year_end(const char *listing);

#endif
