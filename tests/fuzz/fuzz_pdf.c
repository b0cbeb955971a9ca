/* SPDX-License-Identifier: BSD-2-Clause */
/* PDFs to text. Seeds are the fixtures of tests/fixtures/, too. */
#include "tests/fuzz/driver.h"
#include "reading/text.h"

#include <assert.h>
#include <string.h>

#define LIMIT (256 * KIB)

int
LLVMFuzzerTestOneInput(const uint8_t *p, size_t n)
{
	struct buf out;
	int pages = 0;

	text_pdf_preload();
	buf_init(&out, LIMIT);
	int r = text_from_pdf(
	    (struct span){(const char *)p, n}, &out, &pages, NULL);
	assert(r == 0 || r == ERR_UNREADABLE || r == ERR_TOOBIG);
	assert(out.len <= LIMIT && strlen(out.data) == out.len);
	assert(r != 0 || (pages > 0 && out.len > 0));
	assert(r != ERR_UNREADABLE || out.len == 0);
	buf_done(&out);
	return 0;
}
