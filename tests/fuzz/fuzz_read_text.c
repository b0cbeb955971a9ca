/* SPDX-License-Identifier: BSD-2-Clause */
/* A title up to the first newline, then a text: every fact keeps its promises. */
#include "tests/fuzz/driver.h"
#include "lib/base/mem.h"
#include "reading/read.h"
#include "tests/lib/fuzz_facts.h"
#include "tests/lib/fuzz_text.h"
#include "tests/lib/grammar.h"

#include <assert.h>
#include <string.h>

int
LLVMFuzzerTestOneInput(const uint8_t *p, size_t n)
{
	const uint8_t *text = memchr(p, '\n', n);
	size_t head = text != NULL ? (size_t)(text - p) : n;
	char *title = mem_strndup((const char *)p, head);
	const struct document_hint hint = {
	    .title = title, .published = DATE_NONE, .explain = n % 2 == 1};
	struct reading reading;

	read_text(grammar_lexicon(),
	    (struct span){(const char *)p + head, n - head}, &hint, &reading);
	assert(reading.readable && reading.form < FORM_COUNT);
	fuzz_check_reading(&reading, reading.text_len);
	reading_done(&reading);
	mem_free(title);
	return 0;
}
