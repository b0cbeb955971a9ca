/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Private addresses as somebody might write them into a url: decimal, octal,
 * hexadecimal, short, mapped, translated, in full-width digits.
 */
#ifndef TESTS_LIB_SPELLINGS_H
#define TESTS_LIB_SPELLINGS_H

#include <stddef.h>

/* Host parts of urls, 60 at least; IPv6 in brackets. */
extern const char *const spellings[];
extern const size_t spelling_count;

#endif
