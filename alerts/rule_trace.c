/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * In: conditions as they are evaluated. Out: each with its answer and the
 * values it read, for explain, for tests and for messages. rule.c calls it.
 */
#include "alerts/rule_trace.h"

#include "lib/base/mem.h"

const char *
rule_truth_word(enum rule_truth truth)
{
	switch (truth) {
	case RULE_FALSE:
		return "false";
	case RULE_TRUE:
		return "true";
	case RULE_UNDECIDED:
		return "undecided";
	}
	return "";
}

static void
rule_trace_on_read(const char *name, const char *value, void *arg)
{
	struct rule_asked *asked = arg;

	asked->reads = mem_resize(
	    asked->reads, asked->read_count + 1, sizeof(*asked->reads));
	asked->reads[asked->read_count++] = (struct rule_read){
	    .name = mem_strdup(name), .value = mem_strdup(value)};
}

void
rule_trace_ask(struct rule_asked *asked, struct rule_sql *sql, size_t i,
    const struct rule_outcome *outcome)
{
	asked->when = rule_sql_text(sql, i);
	asked->truth = outcome->truth;
	asked->why = mem_strdup(outcome->why);
	rule_sql_each_read(sql, i, rule_trace_on_read, asked);
}

void
rule_trace_done(struct rule_trace *trace)
{
	for (size_t i = 0; i < trace->spec->when_count; i++) {
		struct rule_asked *asked = &trace->asked[i];

		for (size_t k = 0; k < asked->read_count; k++) {
			mem_free(asked->reads[k].name);
			mem_free(asked->reads[k].value);
		}
		mem_free(asked->reads);
		mem_free(asked->why);
	}
	mem_free(trace->asked);
}
