/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * In: bytes. Out: how long a character they are. JSON's two sides call it, and
 * whoever decodes.
 */
#include "lib/base/utf8.h"

#include <stdbool.h>
#include <stdint.h>
#include <string.h>

/* Neither longer than need be, nor a surrogate, nor above U+10FFFF. */
static bool
utf8_follows(unsigned char first, unsigned char second)
{
	switch (first) {
	case 0xe0:
		return second >= 0xa0 && second <= 0xbf;
	case 0xed:
		return second >= 0x80 && second <= 0x9f;
	case 0xf0:
		return second >= 0x90 && second <= 0xbf;
	case 0xf4:
		return second >= 0x80 && second <= 0x8f;
	}
	return (second & 0xc0) == 0x80;
}

size_t
utf8_length(const char *p, size_t n)
{
	const unsigned char *b = (const unsigned char *)p;
	size_t len;

	if (n == 0 || b[0] < 0x80)
		return n > 0;
	if (b[0] < 0xc2 || b[0] > 0xf4)
		return 0;
	len = b[0] >= 0xf0 ? 4 : b[0] >= 0xe0 ? 3 : 2;
	if (n < len || !utf8_follows(b[0], b[1]))
		return 0;
	for (size_t i = 2; i < len; i++)
		if ((b[i] & 0xc0) != 0x80)
			return 0;
	return len;
}

size_t
utf8_count(const char *p, size_t n)
{
	size_t count = 0;

	for (size_t i = 0; i < n; i++)
		count += ((unsigned char)p[i] & 0xc0) != 0x80;
	return count;
}

bool
utf8_is_text(const char *s)
{
	size_t n = strlen(s), step = 1;

	while (n > 0 && step > 0) {
		step = utf8_length(s, n);
		s += step;
		n -= step;
	}
	return n == 0;
}

size_t
utf8_ascii(const char *p, size_t n)
{
	const uint64_t high = 0x8080808080808080U;
	size_t i = 0;

	for (uint64_t word; n - i >= sizeof(word); i += sizeof(word)) {
		memcpy(&word, p + i, sizeof(word));
		if ((word & high) != 0)
			break;
	}
	while (i < n && (unsigned char)p[i] < 0x80)
		i++;
	return i;
}

void
utf8_mend(char *s)
{
	size_t n = strlen(s);

	while (n > 0) {
		size_t step = utf8_length(s, n);

		if (step == 0) {
			*s = '?';
			step = 1;
		}
		s += step;
		n -= step;
	}
}
