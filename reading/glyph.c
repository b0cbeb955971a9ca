/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * In: a code point. Out: its class or the one that stands for it. normal.c and
 * the token reader ask.
 */
#include "reading/glyph.h"

#include <stddef.h>
#include <utf8proc.h>

/* All of first..last stand for to. */
struct glyph_row {
	int32_t first, last;
	int32_t to;
};

/* By first; what a PDF's symbol fonts give lies in the private use area. */
static const struct glyph_row glyph_rows[] = {
    {0x00ad, 0x00ad, GLYPH_DROP},
    {0x00b2, 0x00b3, GLYPH_DROP},
    {0x00b9, 0x00b9, GLYPH_DROP},
    {0x02dc, 0x02dc, '~'},
    {0x200b, 0x200f, GLYPH_DROP},
    {0x2010, 0x2011, '-'},
    {0x2012, 0x2015, GLYPH_LONG_DASH},
    {0x2018, 0x201b, '\''},
    {0x201c, 0x201f, '"'},
    {0x2043, 0x2043, '-'},
    {0x2044, 0x2044, '/'},
    {0x2060, 0x2060, GLYPH_DROP},
    {0x2070, 0x2079, GLYPH_DROP},
    {0x2080, 0x2089, GLYPH_DROP},
    {0x2212, 0x2212, '-'},
    {0x2215, 0x2215, '/'},
    {0x2219, 0x2219, 0xb7},
    {0x223c, 0x223c, '~'},
    {0x2460, 0x249b, GLYPH_BULLET},
    {0x24ea, 0x24ff, GLYPH_BULLET},
    {0x2500, 0x2501, GLYPH_LONG_DASH},
    {0x2571, 0x2571, '/'},
    {0x25a2, 0x25a2, GLYPH_BOX},
    {0x25fb, 0x25fb, GLYPH_BOX},
    {0x2610, 0x2610, GLYPH_BOX},
    {0x2611, 0x2612, GLYPH_TICK},
    {0x2705, 0x2705, GLYPH_TICK},
    {0x2713, 0x2714, GLYPH_TICK},
    {0x274f, 0x2752, GLYPH_BOX},
    {0x2776, 0x2793, GLYPH_BULLET},
    {0x2b1c, 0x2b1c, GLYPH_BOX},
    {0x301c, 0x301c, '~'},
    {0x30fb, 0x30fb, 0xb7},
    {0xf050, 0xf050, GLYPH_TICK},
    {0xf052, 0xf054, GLYPH_TICK},
    {0xf06f, 0xf06f, GLYPH_BOX},
    {0xf071, 0xf072, GLYPH_BOX},
    {0xf0a3, 0xf0a3, GLYPH_BOX},
    {0xf0a8, 0xf0a8, GLYPH_BOX},
    {0xf0fc, 0xf0fe, GLYPH_TICK},
    {0xfe00, 0xfe0f, GLYPH_DROP},
    {0xfe58, 0xfe58, GLYPH_LONG_DASH},
    {0xfe63, 0xfe63, '-'},
    {0xfeff, 0xfeff, GLYPH_DROP},
    {0xff65, 0xff65, 0xb7},
    {0xffe1, 0xffe1, 0xa3},
    {0xffe5, 0xffe5, 0xa5},
    {0xffe6, 0xffe6, 0x20a9},
    {0x1f5f8, 0x1f5f9, GLYPH_TICK},
};

int32_t
glyph_plain(int32_t c)
{
	size_t low = 0, high = sizeof glyph_rows / sizeof glyph_rows[0];

	if (c < 0x80)
		return c;
	if (c >= 0xff01 && c <= 0xff5e)
		return c - 0xfee0;
	while (low < high) {
		size_t mid = (low + high) / 2;
		if (c > glyph_rows[mid].last)
			low = mid + 1;
		else if (c < glyph_rows[mid].first)
			high = mid;
		else
			return glyph_rows[mid].to;
	}
	return c;
}

static bool
glyph_is_han(int32_t c)
{
	return (c >= 0x3400 && c <= 0x4dbf) || (c >= 0x4e00 && c <= 0x9fff) ||
	       (c >= 0xf900 && c <= 0xfaff) || (c >= 0x2f00 && c <= 0x2fd5) ||
	       c == 0x3007;
}

bool
glyph_is_kana(int32_t c)
{
	return (c >= 0x3041 && c <= 0x3096) || (c >= 0x30a1 && c <= 0x30fa) ||
	       c == 0x30fc;
}

bool
glyph_is_hangul(int32_t c)
{
	return c >= 0xac00 && c <= 0xd7a3;
}

bool
glyph_is_inert(int32_t c)
{
	return c < 0x80 || (c >= 0x3400 && c <= 0x9fff) || glyph_is_kana(c) ||
	       glyph_is_hangul(c) || (c >= 0x3001 && c <= 0x301b) ||
	       (c >= 0x25a0 && c <= 0x25ff) || c == GLYPH_LONG_DASH ||
	       c == GLYPH_TICK || c == GLYPH_BULLET || c == 0xb7 || c == 0xfffd;
}

bool
glyph_joins(int32_t c)
{
	if (c < 0x300)
		return false;
	if (c == 0xff9e || c == 0xff9f || (c >= 0x1160 && c <= 0x11ff))
		return true;
	return utf8proc_get_property(c)->combining_class != 0;
}

bool
glyph_is_space(int32_t c)
{
	return c == ' ' || c == 0xa0 || c == 0x3000 ||
	       (c >= 0x2000 && c <= 0x200a) || c == 0x2028 || c == 0x2029 ||
	       c == 0x202f || c == 0x205f || c == 0x85 ||
	       (c < ' ' && c != '\t' && c != '\n' && c != '\f') || c == 0x7f;
}

bool
glyph_is_cjk(int32_t c)
{
	return glyph_is_han(c) || glyph_is_kana(c) ||
	       (c >= 0x3001 && c <= 0x303f);
}

bool
glyph_is_digit(int32_t c)
{
	return c >= '0' && c <= '9';
}

bool
glyph_is_letter(int32_t c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
	       (c >= 0xc0 && c <= 0x24f && c != 0xd7 && c != 0xf7);
}

/* Brackets and commas that CJK text shares with Latin text after folding. */
static bool
glyph_is_mark(int32_t c)
{
	return c == ',' || c == ':' || c == ';' || c == '(' || c == ')' ||
	       c == '%' || c == '/';
}

/* 至, 到, 为, 约: a number after them follows at once. */
static bool
glyph_leads_number(int32_t c)
{
	return c == 0x81f3 || c == 0x5230 || c == 0x4e3a || c == 0x7ea6;
}

bool
glyph_drops_space(int32_t before, int32_t after)
{
	bool cjk_before = glyph_is_cjk(before), cjk_after = glyph_is_cjk(after);

	if (before == '\t' || after == '\t' || before == '\f' || after == '\f')
		return true;
	if (cjk_after)
		return cjk_before || glyph_is_digit(before) ||
		       glyph_is_mark(before);
	if (glyph_is_mark(after) && (cjk_before || glyph_is_mark(before)))
		return true;
	return glyph_leads_number(before) &&
	       (glyph_is_digit(after) || after == '-');
}

bool
glyph_ends_sentence(int32_t c)
{
	return c == GLYPH_FULL_STOP || c == '!' || c == '?' || c == ';' ||
	       c == ':' || c == '.' || c == GLYPH_TICK || c == GLYPH_BOX;
}

bool
glyph_continues(int32_t c)
{
	return glyph_is_cjk(c) || glyph_is_digit(c) || glyph_is_letter(c) ||
	       c == '-' || c == '(' || c == ')' || c == '%' || c == ',';
}

int
glyph_numeral(int32_t c)
{
	static const struct {
		int32_t c;
		int value;
	} numerals[] = {
	    {0x3007, 0},
	    {0x96f6, 0},
	    {0x4e00, 1},
	    {0x4e8c, 2},
	    {0x4e24, 2},
	    {0x4e09, 3},
	    {0x56db, 4},
	    {0x4e94, 5},
	    {0x516d, 6},
	    {0x4e03, 7},
	    {0x516b, 8},
	    {0x4e5d, 9},
	    {0x5341, 10},
	    {0x767e, 100},
	    {0x5343, 1000},
	};

	for (size_t i = 0; i < sizeof numerals / sizeof numerals[0]; i++)
		if (numerals[i].c == c)
			return numerals[i].value;
	return -1;
}
