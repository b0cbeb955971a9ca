/* SPDX-License-Identifier: BSD-2-Clause */
/* `filingctl schema`: the JSON Schema of events, without a daemon. */
#include "alerts/event_schema.h"
#include "clients/verb.h"
#include "lib/base/mem.h"
#include "lib/base/yaml.h"

#include <stdio.h>
#include <string.h>

static const char schema_usage[] =
    "usage: filingctl schema [TYPE]\n"
    "  the JSON Schema of an event's body; without a type, the types\n";

static int
schema_list(const struct verb_context *context)
{
	json_t *list = json_array();

	for (int i = 0; i < EVENT_COUNT; i++) {
		if (!context->json)
			puts(vocab_word(VOCAB_EVENTS, i));
		json_array_append_new(
		    list, json_string(vocab_word(VOCAB_EVENTS, i)));
	}
	if (context->json)
		verb_print_json(list);
	else
		json_decref(list);
	return VERB_OK;
}

static int
schema_unknown(const char *word)
{
	const char *words[EVENT_COUNT];
	const char *near;

	for (int i = 0; i < EVENT_COUNT; i++)
		words[i] = vocab_word(VOCAB_EVENTS, i);
	near = yaml_nearest(word, words, EVENT_COUNT);
	return verb_fail(VERB_USAGE, "no event type '%s'%s%s%s", word,
	    near != NULL ? ", did you mean '" : "; filingctl schema lists them",
	    near != NULL ? near : "", near != NULL ? "'?" : "");
}

int
verb_schema(const struct verb_context *context, int argc, char **argv)
{
	char *text;
	int type;

	if (argc == 2 && strcmp(argv[1], "--help") == 0) {
		fputs(schema_usage, stdout);
		return VERB_OK;
	}
	if (argc > 2) {
		fputs(schema_usage, stderr);
		return VERB_USAGE;
	}
	if (argc == 1)
		return schema_list(context);
	type = vocab_value(VOCAB_EVENTS, argv[1]);
	if (type < 0)
		return schema_unknown(argv[1]);
	text = event_schema_text((enum event_type)type);
	fputs(text, stdout);
	mem_free(text);
	return VERB_OK;
}
