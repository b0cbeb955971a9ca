/* SPDX-License-Identifier: BSD-2-Clause */
/* A title up to the first newline, then a text: every fact keeps its promises. */
#include "tests/fuzz/driver.h"
#include "lib/base/mem.h"
#include "reading/read.h"
#include "tests/lib/fuzz_text.h"

#include <assert.h>
#include <string.h>

static void
check_fact(const struct reading *reading, const struct fact *fact)
{
	assert(fact->metric != METRIC_NONE && fact->metric < METRIC_COUNT);
	assert(fact->role != ROLE_NONE && fact->role < ROLE_COUNT);
	assert(fact->low_open || fact->high_open ||
	       decimal_cmp(fact->low, fact->high) <= 0);
	assert(fact->quote != NULL && fact->quote[0] != '\0');
	assert(fact->offset >= 0 && fact->offset < reading->text_len);
	assert(fact->role != ROLE_ESTIMATE || fact->broker != NULL);
}

int
LLVMFuzzerTestOneInput(const uint8_t *p, size_t n)
{
	const uint8_t *text = memchr(p, '\n', n);
	size_t head = text != NULL ? (size_t)(text - p) : n;
	char *title = mem_strndup((const char *)p, head);
	const struct document_hint hint = {
	    .title = title, .published = DATE_NONE};
	struct reading reading;

	read_text(fuzz_lexicon(),
	    (struct span){(const char *)p + head, n - head}, &hint, &reading);
	assert(reading.readable && reading.form < FORM_COUNT);
	for (size_t i = 0; i < reading.fact_count; i++)
		check_fact(&reading, &reading.facts[i]);
	reading_done(&reading);
	mem_free(title);
	return 0;
}
