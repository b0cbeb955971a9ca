/* SPDX-License-Identifier: BSD-2-Clause */
/* A list in a page of HTML: empty only when it says so. */
#include "tests/fuzz/driver.h"
#include "reading/read.h"

#include <assert.h>

static char rows[] = "//tr[td]", total[] = "string(//b)",
	    more[] = "//a[.='next']", key[] = "{./td[1]/a/@href}",
	    title[] = "{normalize-space(./td[2])}", at[] = "{./td[3]}",
	    code[] = "{.//i}", market[] = "hk", base[] = "https://x.example/a/",
	    format[] = "%Y-%m-%d";
static char *formats[] = {format};

int
LLVMFuzzerTestOneInput(const uint8_t *p, size_t n)
{
	struct list_spec spec = {.engine = ENGINE_HTML,
	    .rows = rows,
	    .total = total,
	    .more = more,
	    .base = base,
	    .time_kind = LIST_TIME_FORMAT,
	    .time_format_count = 1,
	    .time_formats = formats,
	    .market = market,
	    .max_rows = 100};
	struct list_answer answer;

	spec.fields[LIST_KEY].template = key;
	spec.fields[LIST_TITLE].template = title;
	spec.fields[LIST_URL].template = key;
	spec.fields[LIST_CODE].template = code;
	spec.fields[LIST_TIME].template = at;
	read_list(&spec, (struct span){(const char *)p, n}, &answer);
	assert((answer.outcome == OUTCOME_OK) == (answer.count > 0));
	assert(answer.outcome != OUTCOME_EMPTY || answer.total == 0);
	for (size_t i = 0; i < answer.count; i++)
		assert(*answer.items[i].key && *answer.items[i].title);
	list_answer_done(&answer);
	return 0;
}
