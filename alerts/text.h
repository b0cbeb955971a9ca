/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Words from outside, made fit for people and for JSON: valid UTF-8, no
 * control characters, no bidirectional overrides, bounded. The put functions
 * assert that the buffer takes what they write: callers bound it.
 */
#ifndef ALERTS_TEXT_H
#define ALERTS_TEXT_H

#include "lib/base/buf.h"
#include "lib/base/decimal.h"

#define TEXT_NO_LIMIT SIZE_MAX

void text_put(struct buf *out, const char *s);
void text_put_bytes(struct buf *out, const char *p, size_t n);
void text_putf(struct buf *out, const char *fmt, ...) PRINTF(2, 3);

/*
 * The code point at *p (before end) and moves *p behind it; U+FFFD for each
 * byte that is no UTF-8 (RFC 3629: no surrogates, no overlong forms).
 */
uint32_t text_next(const char **p, const char *end);
/* Appends one code point as UTF-8. */
void text_put_point(struct buf *out, uint32_t point);

/*
 * Appends at most max code points of s (NULL: nothing). Controls (C0, DEL, C1,
 * U+2028, U+2029) become a space, bidirectional formatting is left out, and
 * what is cut ends in U+2026, which counts.
 */
void text_put_clean(struct buf *out, const char *s, size_t max);

/*
 * Columns of s in a fixed-width font: two for the wide characters of East Asia
 * (Unicode UAX #11, W and F), none for marks that join the one before. s is
 * counted as text_put_clean would write it.
 */
size_t text_width(const char *s);

/* Appends with thousands separators, "-71,000,000.5". */
void text_put_amount(struct buf *out, struct decimal amount);

#endif
