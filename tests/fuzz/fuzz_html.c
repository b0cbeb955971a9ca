/* SPDX-License-Identifier: BSD-2-Clause */
/* HTML to text: whole lines without control characters, within the cap. */
#include "tests/fuzz/driver.h"
#include "reading/text.h"

#include <assert.h>
#include <string.h>

#define LIMIT (64 * KIB)

int
LLVMFuzzerTestOneInput(const uint8_t *p, size_t n)
{
	struct buf out;

	buf_init(&out, LIMIT);
	int r =
	    text_from_html((struct span){(const char *)p, n}, NULL, &out, NULL);
	assert(r == 0 || r == ERR_UNREADABLE || r == ERR_TOOBIG);
	assert(out.len <= LIMIT && strlen(out.data) == out.len);
	assert(r != 0 || out.len == 0 || out.data[out.len - 1] == '\n');
	assert(strstr(out.data, "\n\n") == NULL);
	buf_done(&out);
	return 0;
}
