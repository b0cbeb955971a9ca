/* SPDX-License-Identifier: BSD-2-Clause */
/* Any line is a reply whose text is ascii, or an error. */
#include "tests/fuzz/driver.h"
#include "lib/net/reply.h"

#include <assert.h>
#include <string.h>

int
LLVMFuzzerTestOneInput(const uint8_t *p, size_t n)
{
	char text[REPLY_TEXT_MAX];
	int code = 0;

	if (reply_read((const char *)p, n, &code, text) < 0)
		return 0;
	assert(code >= 200 && code <= 599);
	assert(strlen(text) < sizeof(text));
	for (const char *c = text; *c != '\0'; c++)
		assert(*c >= ' ' && *c < 0x7f);
	return 0;
}
