/* SPDX-License-Identifier: BSD-2-Clause */
/* Whole numbers from text, every character looked at. */
#ifndef LIB_BASE_NUMBER_H
#define LIB_BASE_NUMBER_H

#include "lib/base/err.h"

#include <stdint.h>

/*
 * Decimal digits, all of s, no sign, no blank. ERR_SYNTAX when it is none,
 * ERR_RANGE when it is outside of min..max (min >= 0).
 */
int number_parse(
    const char *s, int64_t min, int64_t max, int64_t *ret) WARN_UNUSED;

#endif
