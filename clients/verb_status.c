/* SPDX-License-Identifier: BSD-2-Clause */
/* `filingctl status`, `reload` and `version`. */
#include "clients/table.h"
#include "clients/verb.h"

#include <stdio.h>
#include <string.h>

/* "07:46:12" of today's reader is not ours to know: the UTC time as it is. */
static const char *
verb_time(const json_t *json, const char *key)
{
	const char *s = verb_text(json, key);

	return s[0] != '\0' ? s : "never";
}

static void
verb_print_sources(const json_t *sources)
{
	static const char *const headings[] = {"SOURCE", "HEALTH", "DOING",
	    "LAST COMPLETE", "NEXT POLL", "WHY THEN", "NEW", NULL};
	struct table *table = table_new(headings);
	const json_t *source;
	size_t i;

	json_array_foreach(sources, i, source)
	{
		table_cell(table, verb_text(source, "source"));
		table_cell(table, verb_text(source, "health"));
		table_cell(table, verb_text(source, "doing"));
		table_cell(table, verb_time(source, "last_success"));
		table_cell(table, verb_text(source, "next_poll"));
		table_cell(table, verb_text(source, "next_why"));
		table_cellf(table, "%lld",
		    (long long)json_integer_value(
			json_object_get(source, "items_seen")));
	}
	table_print(table);
	json_array_foreach(sources, i, source)
	{
		if (verb_text(source, "why")[0] != '\0') {
			printf("%s: ", verb_text(source, "source"));
			verb_print_clean(verb_text(source, "why"));
			putchar('\n');
		}
	}
}

int
verb_status(const struct verb_context *context, int argc, char **argv)
{
	const json_t *deliveries;
	json_t *status;
	int rc;

	(void)argv;
	if (argc != 1)
		return verb_fail(VERB_USAGE, "usage: filingctl status");
	rc = verb_ask(context, "GET", "/v1/status", &status);
	if (rc != VERB_OK)
		return rc;
	if (context->json) {
		verb_print_json(status);
		return VERB_OK;
	}
	deliveries = json_object_get(status, "deliveries");
	printf("filingd %s '%s', up since %s, store %s\n",
	    verb_text(status, "version"), verb_text(status, "instance"),
	    verb_text(status, "started"), verb_text(status, "store"));
	printf("config: generation %lld of %s%s\n",
	    verb_int(status, "config_generation"),
	    verb_text(status, "config_loaded"),
	    json_is_false(json_object_get(status, "last_reload_ok"))
		? "; the last reload was refused"
		: "");
	printf("deliveries: %lld waiting, %lld in retry, %lld sent, %lld given "
	       "up\n",
	    verb_int(deliveries, "pending"), verb_int(deliveries, "retry"),
	    verb_int(deliveries, "sent"), verb_int(deliveries, "dead"));
	printf("filings on their way: %lld; last warning: %s\n\n",
	    verb_int(status, "open_items"), verb_time(status, "last_warning"));
	verb_print_sources(json_object_get(status, "sources"));
	json_decref(status);
	return VERB_OK;
}

int
verb_reload(const struct verb_context *context, int argc, char **argv)
{
	json_t *answer;
	int rc;

	if (argc > 2 || (argc == 2 && strcmp(argv[1], "--wait") != 0))
		return verb_fail(
		    VERB_USAGE, "usage: filingctl reload [--wait]");
	rc = verb_ask(context, "POST", "/v1/reload", &answer);
	if (rc != VERB_OK)
		return rc;
	json_decref(answer);
	if (!context->quiet)
		puts("the new configuration is at work");
	return VERB_OK;
}

int
verb_version(const struct verb_context *context, int argc, char **argv)
{
	json_t *status = NULL;

	(void)argc;
	(void)argv;
	printf("filingctl %s\n", PACKAGE_VERSION);
	if (verb_ask(context, "GET", "/v1/status", &status) == VERB_OK) {
		printf("filingd %s\n", verb_text(status, "version"));
		json_decref(status);
	}
	return VERB_OK;
}
