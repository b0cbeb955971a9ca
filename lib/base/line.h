/* SPDX-License-Identifier: BSD-2-Clause */
/* One line of text for a person or a log, cut to a fixed size. */
#ifndef LIB_BASE_LINE_H
#define LIB_BASE_LINE_H

#include <stddef.h>

/*
 * Tidies what vsnprintf wrote into text of size bytes; n is its result.
 * Control bytes (below 0x20, 0x7f) become '?', and where the text was cut no
 * part of an UTF-8 character is left at the end. n < 0 gives "".
 */
void line_tidy(char *text, size_t size, int n);

#endif
