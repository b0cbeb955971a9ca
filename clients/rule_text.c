/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * In: the trace of a rule as JSON. Out: a paragraph, one line for each thing
 * that the rule asks. Called by `filingctl check` and `filingctl rules`.
 */
#include "clients/rule_text.h"

#include "clients/verb.h"

#include <string.h>

static void
rule_text_clean(FILE *out, const char *s)
{
	for (; *s != '\0'; s++)
		fputc((unsigned char)*s < 0x20 || *s == 0x7f ? ' ' : *s, out);
}

static void
rule_text_list(FILE *out, const json_t *list)
{
	for (size_t i = 0; i < json_array_size(list); i++) {
		fputs(i > 0 ? ", " : "", out);
		rule_text_clean(
		    out, json_string_value(json_array_get(list, i)));
	}
}

static void
rule_text_watch(FILE *out, const json_t *watch)
{
	const json_t *lists = json_object_get(watch, "lists");

	if (json_array_size(lists) == 0)
		return;
	fputs("    watch ", out);
	rule_text_list(out, lists);
	if (!json_is_true(json_object_get(watch, "fits")))
		fputs(": no, the issuer is not in it\n", out);
	else
		fprintf(
		    out, ": yes, it is in '%s'\n", verb_text(watch, "list"));
}

static void
rule_text_asked(FILE *out, const json_t *asked, const char *unknown)
{
	const json_t *reads = json_object_get(asked, "read");
	const char *answer = verb_text(asked, "answer");
	const char *why = verb_text(asked, "why");

	fputs("    when ", out);
	rule_text_clean(out, verb_text(asked, "condition"));
	fprintf(out, ": %s", answer);
	if (strcmp(answer, "undecided") == 0)
		fprintf(out, ", %s: %s", why,
		    strcmp(unknown, "skip") == 0 ? "the rule skips it"
						 : "it counts as true");
	fputc('\n', out);
	for (size_t i = 0; i < json_array_size(reads); i++) {
		const json_t *read = json_array_get(reads, i);
		const char *value =
		    json_string_value(json_object_get(read, "value"));

		fprintf(out, "      %s = ", verb_text(read, "name"));
		rule_text_clean(out, value != NULL ? value : "unknown");
		fputc('\n', out);
	}
}

void
rule_text_print(FILE *out, const json_t *trace)
{
	const json_t *on = json_object_get(trace, "on");
	const json_t *when = json_object_get(trace, "when");

	fputs("  rule '", out);
	rule_text_clean(out, verb_text(trace, "rule"));
	fprintf(out, "' %s the event\n",
	    json_is_true(json_object_get(trace, "wants")) ? "wants"
							  : "does not want");
	fputs("    on ", out);
	rule_text_list(out, json_object_get(on, "types"));
	fprintf(out, ": %s\n",
	    json_is_true(json_object_get(on, "fits")) ? "yes" : "no");
	rule_text_watch(out, json_object_get(trace, "watch"));
	for (size_t i = 0; i < json_array_size(when); i++)
		rule_text_asked(
		    out, json_array_get(when, i), verb_text(trace, "unknown"));
}
