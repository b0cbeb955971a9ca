/* SPDX-License-Identifier: BSD-2-Clause */
/* An aggregator's page: whole entries or none. */
#include "tests/fuzz/driver.h"
#include "reading/read.h"

#include <assert.h>

static char format[] = "%Y-%m-%d %H:%M", listing[] = "XSHG:600000";
static char *formats[] = {format};

int
LLVMFuzzerTestOneInput(const uint8_t *p, size_t n)
{
	struct list_spec spec = {.engine = ENGINE_PAGE,
	    .header_lines = 2,
	    .time_kind = LIST_TIME_FORMAT,
	    .time_format_count = 1,
	    .time_formats = formats,
	    .listing = listing,
	    .max_rows = 100};
	struct list_answer answer;

	read_list(&spec, (struct span){(const char *)p, n}, &answer);
	assert((answer.outcome == OUTCOME_OK) == (answer.count > 0));
	assert(answer.outcome == OUTCOME_OK ||
	       answer.outcome == OUTCOME_EMPTY || answer.why != NULL);
	for (size_t i = 0; i < answer.count; i++) {
		const struct item *item = &answer.items[i];
		assert(*item->key && *item->title && item->text != NULL);
		assert(item->published > 0 && item->issuer_count == 1);
	}
	list_answer_done(&answer);
	return 0;
}
