/* SPDX-License-Identifier: BSD-2-Clause */
/* A list body in JSON: it is empty only when it says so. */
#include "tests/fuzz/driver.h"
#include "reading/read.h"

#include <assert.h>

static char rows[] = "/rows", total[] = "/total", more[] = "/more",
	    key[] = "{/id}", title[] = "{/t}", at[] = "{/at}",
	    url[] = "https://x.example/{/u}", code[] = "{/c/*}", comma[] = ",",
	    market[] = "cn";

int
LLVMFuzzerTestOneInput(const uint8_t *p, size_t n)
{
	struct list_spec spec = {.engine = ENGINE_JSON,
	    .rows = rows,
	    .total = total,
	    .more = more,
	    .null_rows = true,
	    .max_rows = 50,
	    .market = market};
	struct list_answer answer;

	spec.fields[LIST_KEY].template = key;
	spec.fields[LIST_TITLE] =
	    (struct list_value){.template = title, .ops = LIST_OPS};
	spec.fields[LIST_URL].template = url;
	spec.fields[LIST_CODE] = (struct list_value){
	    .template = code, .ops = LIST_OPS, .split = comma};
	spec.fields[LIST_TIME].template = at;
	read_list(&spec, (struct span){(const char *)p, n}, &answer);
	assert((answer.outcome == OUTCOME_OK) == (answer.count > 0));
	assert(answer.outcome != OUTCOME_EMPTY || answer.total == 0);
	assert(answer.count <= 50);
	for (size_t i = 0; i < answer.count; i++)
		assert(*answer.items[i].key && *answer.items[i].title);
	list_answer_done(&answer);
	return 0;
}
