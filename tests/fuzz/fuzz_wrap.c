/* SPDX-License-Identifier: BSD-2-Clause */
/* Foreign words on a terminal: whatever they are, they move no cursor. */
#include "tests/fuzz/driver.h"
#include "clients/wrap.h"
#include "lib/base/mem.h"

#include <assert.h>
#include <locale.h>
#include <string.h>

int
LLVMFuzzerTestOneInput(const uint8_t *p, size_t n)
{
	char *words = mem_strndup((const char *)p, n);
	struct buf out;

	setlocale(LC_CTYPE, "C.UTF-8");
	buf_init(&out, MIB + 80 * n);
	int r = wrap_add(&out, words, (int)(n % 40), (int)(n % 10));
	assert(r == 0);
	for (size_t i = 0; i < out.len; i++) {
		unsigned char c = (unsigned char)out.data[i];
		assert(c == '\n' || (c >= ' ' && c != 0x7f));
	}
	assert(out.len == 0 || strstr(out.data, "\xe2\x80\xae") == NULL);
	buf_done(&out);
	mem_free(words);
	return 0;
}
