/* SPDX-License-Identifier: BSD-2-Clause */
/* Tables of metrics by roles, looked for at every mark. */
#include "tests/fuzz/driver.h"
#include "reading/matrix_fact.h"
#include "tests/lib/fuzz_facts.h"

#include <assert.h>

static void
take_all(struct figures *figures, const struct marks *marks)
{
	for (size_t i = 0; i < marks->count; i++) {
		size_t end = matrix_take(figures, marks, i);
		assert(end >= i && end <= marks->count);
	}
}

int
LLVMFuzzerTestOneInput(const uint8_t *p, size_t n)
{
	fuzz_facts(p, n, take_all);
	return 0;
}
