/* SPDX-License-Identifier: BSD-2-Clause */
/* `filingctl ack`: somebody looks after it, nobody else needs to be told. */
#include "clients/verb.h"
#include "lib/base/mem.h"

#include <getopt.h>
#include <stdio.h>
#include <string.h>

static const char ack_usage[] = "usage: filingctl ack EVENT... [-m NOTE]";

static int
ack_one(const struct verb_context *context, const char *id, const char *note)
{
	char *event = verb_escape(id);
	char *text = verb_escape(note);
	char *path = mem_printf("/v1/events/%s/ack%s%s", event,
	    *note != '\0' ? "?note=" : "", text);
	json_t *answer;
	int rc = verb_ask(context, "POST", path, &answer);

	mem_free(path);
	mem_free(text);
	mem_free(event);
	if (rc != VERB_OK)
		return rc;
	return verb_done(context, answer,
	    "%s: acknowledged; it is escalated no more, a later version will "
	    "be",
	    verb_text(answer, "event"));
}

int
verb_ack(const struct verb_context *context, int argc, char **argv)
{
	static const struct option options[] = {
	    {"help", no_argument, NULL, 'h'}, {NULL, 0, NULL, 0}};
	const char *note = "";
	int c, rc, worst = VERB_OK;

	while ((c = getopt_long(argc, argv, "hm:", options, NULL)) != -1) {
		if (c == 'h') {
			puts(ack_usage);
			return VERB_OK;
		}
		if (c != 'm')
			return verb_fail(VERB_USAGE, "%s", ack_usage);
		note = optarg;
	}
	if (optind == argc)
		return verb_fail(VERB_USAGE, "%s", ack_usage);
	for (int i = optind; i < argc; i++) {
		rc = ack_one(context, argv[i], note);
		if (rc != VERB_OK)
			worst = rc;
	}
	return worst;
}
