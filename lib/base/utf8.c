/* SPDX-License-Identifier: BSD-2-Clause */
/* In: bytes. Out: how long a character they are. JSON's two sides call it. */
#include "lib/base/utf8.h"

size_t
utf8_length(const char *p, size_t n)
{
	const unsigned char *b = (const unsigned char *)p;
	unsigned char low = 0x80, high = 0xbf;
	size_t len;

	if (n == 0 || b[0] < 0x80)
		return n > 0;
	if (b[0] < 0xc2 || b[0] > 0xf4)
		return 0;
	len = b[0] >= 0xf0 ? 4 : b[0] >= 0xe0 ? 3 : 2;
	/* Neither longer than need be, nor a surrogate, nor above U+10FFFF. */
	if (b[0] == 0xe0)
		low = 0xa0;
	else if (b[0] == 0xed)
		high = 0x9f;
	else if (b[0] == 0xf0)
		low = 0x90;
	else if (b[0] == 0xf4)
		high = 0x8f;
	if (n < len || b[1] < low || b[1] > high)
		return 0;
	for (size_t i = 2; i < len; i++)
		if ((b[i] & 0xc0) != 0x80)
			return 0;
	return len;
}
