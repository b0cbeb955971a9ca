/* SPDX-License-Identifier: BSD-2-Clause */
/* `filingctl status`, `reload` and `version`. */
#include "clients/status_text.h"
#include "clients/verb.h"

#include <stdio.h>
#include <string.h>

#define STATUS_USAGE "usage: filingctl status"

int
verb_status(const struct verb_context *context, int argc, char **argv)
{
	struct status_text text;
	int rc;

	if (argc == 2 && strcmp(argv[1], "--help") == 0) {
		puts(STATUS_USAGE);
		return VERB_OK;
	}
	if (argc != 1)
		return verb_fail(VERB_USAGE, STATUS_USAGE);
	rc = status_text_ask(context, &text);
	if (rc != VERB_OK)
		return rc;
	if (context->json)
		verb_print_json(json_incref(text.status));
	else
		status_text_print(&text);
	status_text_done(&text);
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
