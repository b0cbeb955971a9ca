/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The first byte picks a label, the rest is text in some charset. Whatever is
 * made of it is UTF-8 without control characters.
 */
#include "tests/fuzz/driver.h"
#include "reading/text.h"

#include <assert.h>
#include <utf8proc.h>

static void
check(const struct buf *out)
{
	for (size_t i = 0; i < out->len;) {
		utf8proc_int32_t c;
		utf8proc_ssize_t n =
		    utf8proc_iterate((const utf8proc_uint8_t *)out->data + i,
			(utf8proc_ssize_t)(out->len - i), &c);
		assert(n > 0 && (c >= ' ' || (c >= '\t' && c <= '\r')));
		i += (size_t)n;
	}
}

int
LLVMFuzzerTestOneInput(const uint8_t *p, size_t n)
{
	static const char *const labels[] = {NULL, "text/html; charset=gbk",
	    "big5", "shift_jis", "euc-kr", "utf-16be", "euc-jp", "latin1"};
	struct buf out;

	if (n == 0)
		return 0;
	buf_init(&out, 8 * n);
	int r = text_decode((struct span){(const char *)p + 1, n - 1},
	    labels[p[0] % 8], &out, NULL);
	assert(r == 0 || r == ERR_UNREADABLE);
	check(&out);
	buf_done(&out);
	return 0;
}
