/* SPDX-License-Identifier: BSD-2-Clause */
/* UTF-8, RFC 3629. */
#ifndef LIB_BASE_UTF8_H
#define LIB_BASE_UTF8_H

#include <stdbool.h>
#include <stddef.h>

/*
 * Bytes of the character at p, of which n bytes can be read; 0 when it is
 * none. Stops at the first byte that is wrong: a NUL will do for n.
 */
size_t utf8_length(const char *p, size_t n);

/* How many of the n bytes at p come before the first that is not ASCII. */
size_t utf8_ascii(const char *p, size_t n);

/* Characters that begin among the n bytes at p, which are UTF-8. */
size_t utf8_count(const char *p, size_t n);

/* Whether all of s is UTF-8. */
bool utf8_is_text(const char *s);
/* Puts '?' for every byte of s that is not part of a character, in place. */
void utf8_mend(char *s);

#endif
