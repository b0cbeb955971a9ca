/* SPDX-License-Identifier: BSD-2-Clause */
/* Set-Cookie headers, one a line: none ends a header or leaves its host. */
#include "lib/base/mem.h"
#include "tests/fuzz/driver.h"
#include "watchers/cookies.h"

#include <assert.h>
#include <string.h>

int
LLVMFuzzerTestOneInput(const uint8_t *p, size_t n)
{
	char *text = mem_strndup((const char *)p, n), *rest = text, *line;
	struct cookies cookies = {0};
	struct buf out;

	while ((line = strsep(&rest, "\n")) != NULL)
		/* what is refused is not kept */
		err_drop(cookies_take(
		    &cookies, "https://a.x.test/b/c", line, INT64_C(1) << 40));
	assert(cookies.count <= COOKIES_MAX);
	buf_init(&out, COOKIES_HEADER_MAX);
	cookies_print(&cookies, "https://y.test/b/c", 0, &out);
	assert(out.len == 0);
	cookies_print(&cookies, "https://a.x.test/b/c/d", 0, &out);
	for (size_t i = 0; i < out.len; i++)
		assert((unsigned char)out.data[i] >= ' ');
	buf_done(&out);
	cookies_done(&cookies);
	mem_free(text);
	return 0;
}
