/* SPDX-License-Identifier: BSD-2-Clause */
/* What single characters (code points) are to the reading of figures. */
#ifndef READING_GLYPH_H
#define READING_GLYPH_H

#include <stdbool.h>
#include <stdint.h>

#define GLYPH_DROP	    (-1)
#define GLYPH_LONG_DASH	    0x2013 /* stands for en and em dashes and bars */
#define GLYPH_TICK	    0x221a /* stands for every ticked box */
#define GLYPH_BOX	    0x25a1 /* stands for every empty box */
#define GLYPH_BULLET	    0x2022 /* stands for circled numbers, too */
#define GLYPH_FULL_STOP	    0x3002
#define GLYPH_LIST_COMMA    0x3001
/* Minus signs in Japanese and Korean, arrows or bullets elsewhere. */
#define GLYPH_TRIANGLE	    0x25b3
#define GLYPH_TRIANGLE_FULL 0x25b2

/*
 * The one character that stands for c: full-width forms, dashes, quotes,
 * ticks. GLYPH_DROP for what has no width or is a superscript.
 */
int32_t glyph_plain(int32_t c);
/* NFKC leaves it alone. May say false for a character that it also leaves. */
bool glyph_is_inert(int32_t c);
/* It forms one character with the one before it (combining marks). */
bool glyph_joins(int32_t c);
/* Blank, but no tab, newline or form feed. */
bool glyph_is_space(int32_t c);
/* Han, kana, or their punctuation. Hangul is not: it has spaces. */
bool glyph_is_cjk(int32_t c);
bool glyph_is_hangul(int32_t c);
bool glyph_is_kana(int32_t c);
bool glyph_is_digit(int32_t c);
/* Latin letters, digits apart. */
bool glyph_is_letter(int32_t c);
/* A space between these two only comes from a line wrap or a layout. */
bool glyph_drops_space(int32_t before, int32_t after);
/* A line that ends so is no wrapped line of prose. */
bool glyph_ends_sentence(int32_t c);
/* A wrapped line may go on with it. */
bool glyph_continues(int32_t c);
/* 0..9, 10, 100, 1000 of a Chinese numeral; -1: it is none. */
int glyph_numeral(int32_t c);

#endif
