/* SPDX-License-Identifier: BSD-2-Clause */
/* In: a line of a server. Out: its code and words. lib/net/smtp.c calls it. */
#include "lib/net/reply.h"

#include <stdbool.h>

static bool
reply_has_code(const char *p, size_t n)
{
	if (n < 3 || (n > 3 && p[3] != ' ' && p[3] != '-'))
		return false;
	for (size_t i = 0; i < 3; i++) {
		if (p[i] < '0' || p[i] > '9')
			return false;
	}
	return p[0] >= '2' && p[0] <= '5';
}

int
reply_read(
    const char *p, size_t n, int *ret_code, char ret_text[REPLY_TEXT_MAX])
{
	size_t len = 0;

	while (n > 0 && (p[n - 1] == '\r' || p[n - 1] == '\n'))
		n--;
	if (!reply_has_code(p, n))
		return ERR_PROTOCOL;
	for (size_t i = 4; i < n && len < REPLY_TEXT_MAX - 1; i++) {
		unsigned char c = (unsigned char)p[i];
		ret_text[len++] = c < 0x20 || c >= 0x7f ? '?' : p[i];
	}
	ret_text[len] = '\0';
	*ret_code = (p[0] - '0') * 100 + (p[1] - '0') * 10 + (p[2] - '0');
	return n == 3 || p[3] == ' ';
}
