/* SPDX-License-Identifier: BSD-2-Clause */
/* How far two words are apart, for "did you mean". */
#ifndef LIB_BASE_SPELL_H
#define LIB_BASE_SPELL_H

#include <stddef.h>

/* Words longer than this are far from everything. */
#define SPELL_MAX 64

/*
 * Least number of bytes to insert, delete, replace or exchange with their
 * neighbour that makes a into b; SIZE_MAX when a word is too long.
 */
size_t spell_distance(const char *a, const char *b);

#endif
