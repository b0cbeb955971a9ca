/* SPDX-License-Identifier: BSD-2-Clause */
/* In: rules and traces. Out: JSON. The API and daemon/rule_test.c call it. */
#include "daemon/rule_json.h"

static void
rule_json_put_list(struct json_out *out, const char *key,
    const char *const *list, size_t count)
{
	json_out_open_array(out, key);
	for (size_t i = 0; i < count; i++)
		json_out_text(out, NULL, list[i]);
	json_out_close_array(out);
}

void
rule_json_put_spec(struct json_out *out, const struct rule_spec *spec)
{
	json_out_text(out, "name", spec->name);
	rule_json_put_list(out, "on", spec->on, spec->on_count);
	rule_json_put_list(out, "watch", spec->watch, spec->watch_count);
	rule_json_put_list(out, "when", spec->when, spec->when_count);
	json_out_text(out, "unknown", spec->unknown_skip ? "skip" : "tell");
	rule_json_put_list(out, "to", spec->to, spec->to_count);
}

static void
rule_json_put_asked(struct json_out *out, const struct rule_asked *asked)
{
	json_out_open_object(out, NULL);
	json_out_text(out, "condition", asked->when);
	json_out_text(out, "answer", rule_truth_word(asked->truth));
	if (asked->why[0] != '\0')
		json_out_text(out, "why", asked->why);
	json_out_open_array(out, "read");
	for (size_t i = 0; i < asked->read_count; i++) {
		const struct rule_read *read = &asked->reads[i];

		json_out_open_object(out, NULL);
		json_out_text(out, "name", read->name);
		json_out_text(
		    out, "value", read->value[0] != '\0' ? read->value : NULL);
		json_out_close_object(out);
	}
	json_out_close_array(out);
	json_out_close_object(out);
}

void
rule_json_put_trace(struct json_out *out, const struct rule_trace *trace)
{
	const struct rule_spec *spec = trace->spec;

	json_out_open_object(out, NULL);
	json_out_text(out, "rule", trace->rule);
	json_out_bool(out, "wants", trace->wants);
	json_out_text(out, "note", trace->note);
	json_out_open_object(out, "on");
	json_out_bool(out, "fits", trace->on);
	rule_json_put_list(out, "types", spec->on, spec->on_count);
	json_out_close_object(out);
	json_out_open_object(out, "watch");
	json_out_bool(out, "fits", trace->watch != NULL);
	json_out_text(out, "list", trace->watch);
	rule_json_put_list(out, "lists", spec->watch, spec->watch_count);
	json_out_close_object(out);
	json_out_open_array(out, "when");
	for (size_t i = 0; i < spec->when_count; i++)
		rule_json_put_asked(out, &trace->asked[i]);
	json_out_close_array(out);
	json_out_text(out, "unknown", spec->unknown_skip ? "skip" : "tell");
	rule_json_put_list(out, "to", spec->to, spec->to_count);
	json_out_close_object(out);
}
