/* SPDX-License-Identifier: BSD-2-Clause */
/* Sentences: marks to statements to facts, each in order and noted once. */
#include "tests/fuzz/driver.h"
#include "reading/clause.h"
#include "tests/lib/fuzz_facts.h"

static void
take_all(struct figures *figures, const struct marks *marks)
{
	struct clause clause;

	clause_init(&clause, figures);
	for (size_t i = 0; i < marks->count;)
		i = fuzz_forward(i, clause_take(&clause, marks, i), marks);
	clause_end(&clause, true);
}

int
LLVMFuzzerTestOneInput(const uint8_t *p, size_t n)
{
	fuzz_facts(p, n, take_all);
	return 0;
}
