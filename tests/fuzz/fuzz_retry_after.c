/* SPDX-License-Identifier: BSD-2-Clause */
/* Any Retry-After is a wait that is not negative, or an error. */
#include "tests/fuzz/driver.h"
#include "lib/base/mem.h"
#include "lib/net/http.h"

#include <assert.h>

int
LLVMFuzzerTestOneInput(const uint8_t *p, size_t n)
{
	char *value = mem_strndup((const char *)p, n);
	int64_t wait = -1;

	if (http_retry_after(value, INT64_C(1700000000000), &wait) == 0)
		assert(wait >= 0);
	mem_free(value);
	return 0;
}
