/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * In: text that may quote anything from outside. Out: one harmless line. err
 * and log call it.
 */
#include "lib/base/line.h"

#include <string.h>

/* Drops the bytes of a character that the cut after len bytes left behind. */
static void
line_trim(char *text, size_t len)
{
	size_t lead = len;

	while (lead > 0 && ((unsigned char)text[lead - 1] & 0xc0) == 0x80)
		lead--;
	if (lead == 0 || (unsigned char)text[lead - 1] < 0xc0)
		return;
	unsigned char c = (unsigned char)text[lead - 1];
	size_t need = c >= 0xf0 ? 3 : c >= 0xe0 ? 2 : 1;
	if (len - lead < need)
		text[lead - 1] = '\0';
}

void
line_tidy(char *text, size_t size, int n)
{
	if (n < 0)
		text[0] = '\0';
	else if ((size_t)n >= size)
		line_trim(text, size - 1);
	for (char *p = text; *p != '\0'; p++) {
		if ((unsigned char)*p < 0x20 || *p == 0x7f)
			*p = '?';
	}
}
