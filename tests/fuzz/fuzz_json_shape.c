/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * A list in JSON with wrappings, which the first byte chooses, conditions,
 * patterns, maps and figures.
 */
#include "tests/fuzz/driver.h"
#include "reading/read.h"

#include <assert.h>

static char rows[] = "/r", key[] = "{/k}{n}", at[] = "{/at}", code[] = "{/c/*}",
	    market[] = "jp", k[] = "{/k}", regex[] = "^(?<n>.*?)(?:a+)+$",
	    word[] = "x", fiscal[] = "%Y-%m-%d", status[] = "/s",
	    end[] = "{/e}", metric[] = "ni_attr", role[] = "forecast",
	    low[] = "{/lo}";
static char *words[] = {word};

int
LLVMFuzzerTestOneInput(const uint8_t *p, size_t n)
{
	struct list_unwrap_step steps[] = {{UNWRAP_JSONP, NULL},
	    {UNWRAP_FIRST, NULL}, {UNWRAP_TEXT, rows}, {UNWRAP_COLUMNS, rows}};
	struct list_where where = {k, TEST_MATCH, 0, NULL, regex, true};
	struct list_extract extract = {k, regex};
	struct list_rule rule = {LOOK_VALUE, status, 1, words, OUTCOME_STOP};
	struct list_pair pair = {word, word};
	struct list_fact fact = {.metric.template = metric,
	    .role.template = role,
	    .low.template = low,
	    .high.template = k,
	    .period_end.template = end,
	    .period_format = fiscal};
	struct list_spec spec = {.engine = ENGINE_JSON,
	    .rule_count = 1,
	    .rules = &rule,
	    .rows = rows,
	    .unwrap = steps + (n > 0 ? p[0] % 4 : 0),
	    .unwrap_count = n > 0 ? p[0] / 4 % (5U - p[0] % 4) : 0,
	    .where_count = 1,
	    .where = &where,
	    .extract_count = 1,
	    .extract = &extract,
	    .fact_count = 1,
	    .facts = &fact,
	    .generated = rows,
	    .market = market,
	    .max_rows = 50};
	struct list_answer answer;

	spec.fields[LIST_KEY].template = key;
	spec.fields[LIST_TITLE] = (struct list_value){
	    .template = k, .ops = LIST_OPS, .map = {1, &pair, NULL}};
	spec.fields[LIST_CODE].template = code;
	spec.fields[LIST_TIME].template = at;
	spec.fields[LIST_TEXT].template = code;
	if (n > 0)
		read_list(
		    &spec, (struct span){(const char *)p + 1, n - 1}, &answer);
	else
		read_list(&spec, (struct span){"", 0}, &answer);
	assert((answer.outcome == OUTCOME_OK) ==
	       (answer.count + answer.left_out > 0));
	assert(answer.count + answer.left_out + answer.faulty <= UINT32_MAX);
	list_answer_done(&answer);
	return 0;
}
