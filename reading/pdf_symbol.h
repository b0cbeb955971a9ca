/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Fonts of symbols, whose letters are pictures: a tick box is an R, and what
 * the file says of its meaning is "R", a private code point or nothing.
 */
#ifndef READING_PDF_SYMBOL_H
#define READING_PDF_SYMBOL_H

#include <stdint.h>

enum pdf_font { PDF_WORDS, PDF_WINGDINGS, PDF_WINGDINGS_2, PDF_WEBDINGS };

#define PDF_TICKED 0x2611 /* ballot box with a check */
#define PDF_EMPTY  0x2610
#define PDF_FILLED 0x25a0

/* By its name in the file, with or without the tag of a subset; or NULL. */
enum pdf_font pdf_symbol_font(const char *name);
/* The character that c is a picture of; c when it is none of boxes. */
uint32_t pdf_symbol(enum pdf_font font, uint32_t c);

#endif
