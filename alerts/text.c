/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * In: bytes that were somebody else's words. Out: text that can neither break
 * a line, forge a header nor turn the reading direction. The builders of
 * bodies, mails and notes call it.
 */
#include "alerts/text.h"

#include <assert.h>
#include <string.h>

#define TEXT_BAD      0xFFFDU
#define TEXT_ELLIPSIS 0x2026U

void
text_put(struct buf *out, const char *s)
{
	int r = buf_add_str(out, s);

	assert(r == 0);
}

void
text_put_bytes(struct buf *out, const char *p, size_t n)
{
	int r = buf_add(out, p, n);

	assert(r == 0);
}

void
text_putf(struct buf *out, const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	int r = buf_addv(out, fmt, ap);
	va_end(ap);
	assert(r == 0);
}

/* Bytes of a sequence by its lead, 0 for none, and the lead's own bits. */
static size_t
text_lead(unsigned char lead, uint32_t *ret_bits)
{
	if (lead < 0x80) {
		*ret_bits = lead;
		return 1;
	}
	if (lead >= 0xC2 && lead <= 0xDF) {
		*ret_bits = lead & 0x1FU;
		return 2;
	}
	if (lead >= 0xE0 && lead <= 0xEF) {
		*ret_bits = lead & 0x0FU;
		return 3;
	}
	if (lead >= 0xF0 && lead <= 0xF4) {
		*ret_bits = lead & 0x07U;
		return 4;
	}
	return 0;
}

static bool
text_is_point(uint32_t point, size_t len)
{
	static const uint32_t least[] = {0, 0, 0x80, 0x800, 0x10000};

	return point >= least[len] && point <= 0x10FFFF &&
	       !(point >= 0xD800 && point <= 0xDFFF);
}

uint32_t
text_next(const char **p, const char *end)
{
	const char *s = *p;
	uint32_t point;
	size_t len = text_lead((unsigned char)*s, &point);

	*p = s + 1;
	if (len == 0 || (size_t)(end - s) < len)
		return TEXT_BAD;
	for (size_t i = 1; i < len; i++) {
		unsigned char c = (unsigned char)s[i];
		if ((c & 0xC0U) != 0x80)
			return TEXT_BAD;
		point = point << 6 | (c & 0x3FU);
	}
	if (!text_is_point(point, len))
		return TEXT_BAD;
	*p = s + len;
	return point;
}

void
text_put_point(struct buf *out, uint32_t point)
{
	char bytes[4];
	size_t len = point < 0x80      ? 1
		     : point < 0x800   ? 2
		     : point < 0x10000 ? 3
				       : 4;
	static const unsigned char lead[] = {0, 0, 0xC0, 0xE0, 0xF0};

	for (size_t i = len; i > 1; i--) {
		bytes[i - 1] = (char)(0x80U | (point & 0x3FU));
		point >>= 6;
	}
	bytes[0] = (char)(lead[len == 1 ? 0 : len] | point);
	int r = buf_add(out, bytes, len);
	assert(r == 0);
}

static bool
text_is_control(uint32_t point)
{
	return point < 0x20 || (point >= 0x7F && point < 0xA0) ||
	       point == 0x2028 || point == 0x2029;
}

/* Marks, embeddings, overrides and isolates (Unicode UAX #9), and the BOM. */
static bool
text_is_bidi(uint32_t point)
{
	return point == 0x061C || point == 0x200E || point == 0x200F ||
	       (point >= 0x202A && point <= 0x202E) ||
	       (point >= 0x2066 && point <= 0x2069) || point == 0xFEFF;
}

/* True when s holds no character that would be written. */
static bool
text_is_over(const char *s, const char *end)
{
	while (s < end) {
		if (!text_is_bidi(text_next(&s, end)))
			return false;
	}
	return true;
}

void
text_put_clean(struct buf *out, const char *s, size_t max)
{
	const char *end = s != NULL ? s + strlen(s) : NULL;

	for (size_t count = 0; s < end && count < max;) {
		uint32_t point = text_next(&s, end);
		if (text_is_bidi(point))
			continue;
		count++;
		if (count == max && !text_is_over(s, end))
			point = TEXT_ELLIPSIS;
		text_put_point(out, text_is_control(point) ? ' ' : point);
	}
}

/* By blocks, as terminals do it. */
static size_t
text_point_width(uint32_t point)
{
	static const struct {
		uint32_t first, last;
		size_t width;
	} ranges[] = {
	    {0x0300, 0x036F, 0}, /* combining marks */
	    {0x1100, 0x115F, 2}, /* Hangul leads */
	    {0x200B, 0x200D, 0}, /* joiners */
	    {0x20D0, 0x20FF, 0},
	    {0x2E80, 0x303E, 2}, /* radicals, CJK punctuation */
	    {0x3041, 0x4DBF, 2}, /* kana, enclosed, extension A */
	    {0x4E00, 0xA4CF, 2}, /* ideographs, Yi */
	    {0xA960, 0xA97F, 2}, {0xAC00, 0xD7A3, 2}, /* Hangul syllables */
	    {0xF900, 0xFAFF, 2}, {0xFE00, 0xFE0F, 0}, /* variation selectors */
	    {0xFE10, 0xFE19, 2}, {0xFE30, 0xFE6F, 2},
	    {0xFF00, 0xFF60, 2}, /* full width forms */
	    {0xFFE0, 0xFFE6, 2}, {0x1F300, 0x1F64F, 2}, /* pictographs */
	    {0x1F900, 0x1F9FF, 2},
	    {0x20000, 0x3FFFD, 2}, /* further ideographs */
	};

	for (size_t i = 0; i < sizeof(ranges) / sizeof(ranges[0]); i++) {
		if (point >= ranges[i].first && point <= ranges[i].last)
			return ranges[i].width;
	}
	return 1;
}

size_t
text_width(const char *s)
{
	const char *end = s + strlen(s);
	size_t width = 0;

	while (s < end) {
		uint32_t point = text_next(&s, end);
		if (!text_is_bidi(point))
			width += text_point_width(point);
	}
	return width;
}

void
text_put_amount(struct buf *out, struct decimal amount)
{
	char digits[DECIMAL_STR_MAX];
	const char *p = decimal_print(amount, digits);
	int r = 0;

	if (*p == '-')
		r |= buf_add_char(out, *p++);
	size_t whole = strcspn(p, ".");
	for (size_t i = 0; i < whole; i++) {
		if (i > 0 && (whole - i) % 3 == 0)
			r |= buf_add_char(out, ',');
		r |= buf_add_char(out, p[i]);
	}
	r |= buf_add_str(out, p + whole);
	assert(r == 0);
}
