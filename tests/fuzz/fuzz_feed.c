/* SPDX-License-Identifier: BSD-2-Clause */
/* A feed: whole items, or a reason. */
#include "tests/fuzz/driver.h"
#include "reading/read.h"

#include <assert.h>

static char base[] = "https://x.example/a/feed", text[] = "{content}{summary}",
	    author[] = "{author}", url[] = "{enclosure}";

int
LLVMFuzzerTestOneInput(const uint8_t *p, size_t n)
{
	struct list_spec spec = {.engine = ENGINE_FEED,
	    .base = base,
	    .time_kind = LIST_TIME_FEED,
	    .max_rows = 100};
	struct list_answer answer;

	spec.fields[LIST_PAGE_URL].template = url;
	spec.fields[LIST_PUBLISHER].template = author;
	spec.fields[LIST_TEXT].template = text;
	read_list(&spec, (struct span){(const char *)p, n}, &answer);
	assert((answer.outcome == OUTCOME_OK) == (answer.count > 0));
	assert(answer.outcome == OUTCOME_OK ||
	       answer.outcome == OUTCOME_EMPTY || answer.why != NULL);
	for (size_t i = 0; i < answer.count; i++) {
		const struct item *item = &answer.items[i];
		assert(*item->key != '\0' && *item->title != '\0');
		assert(
		    item->published != 0 || item->precision == PRECISION_NONE);
	}
	list_answer_done(&answer);
	return 0;
}
