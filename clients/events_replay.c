/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * `filingctl events replay`: sends events once more, single ones or those of a
 * span of time.
 */
#include "clients/events.h"
#include "clients/moment.h"
#include "lib/base/mem.h"

#include <getopt.h>
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

struct replay_ask {
	char *channel; /* escaped; NULL: wherever it went */
	int64_t since, until; /* ms; -1: not given */
	long long deliveries;
};

static int
replay_usage(void)
{
	return verb_fail(VERB_USAGE,
	    "usage: filingctl events replay ID... [--channel C]\n"
	    "       filingctl events replay --since TIME [--until TIME] "
	    "[--channel C]\n"
	    "TIME: 2026-01-31 or 2026-01-31T07:46:00Z");
}

static int
replay_read(int argc, char **argv, struct replay_ask *ret)
{
	static const struct option longs[] = {
	    {"channel", required_argument, NULL, 'c'},
	    {"since", required_argument, NULL, 's'},
	    {"until", required_argument, NULL, 'u'}, {NULL, 0, NULL, 0}};
	int c;

	*ret = (struct replay_ask){.since = -1, .until = -1};
	while ((c = getopt_long(argc, argv, "", longs, NULL)) != -1) {
		if (c == 'c')
			mem_replace(&ret->channel, verb_escape(optarg));
		else if (c == 's' && (ret->since = moment_parse(optarg)) >= 0)
			continue;
		else if (c != 'u' || (ret->until = moment_parse(optarg)) < 0)
			return replay_usage();
	}
	/* Either ids or a span. */
	if ((optind < argc) == (ret->since >= 0) ||
	    (ret->until >= 0 && ret->since < 0))
		return replay_usage();
	return VERB_OK;
}

/* The worst outcome counts. */
static int
replay_ids(
    const struct verb_context *context, struct replay_ask *ask, char **ids)
{
	int worst = VERB_OK;

	for (; *ids != NULL; ids++) {
		char *id = verb_escape(*ids);
		char *path = mem_printf("/v1/replay/%s%s%s", id,
		    ask->channel != NULL ? "?channel=" : "",
		    ask->channel != NULL ? ask->channel : "");
		json_t *answer = NULL;
		int rc = verb_ask(context, "POST", path, &answer);

		if (rc != VERB_OK)
			worst = rc;
		ask->deliveries += verb_int(answer, "deliveries");
		json_decref(answer);
		mem_free(path);
		mem_free(id);
	}
	return worst;
}

/* Some events at a time, until there are no more. */
static int
replay_span(const struct verb_context *context, struct replay_ask *ask)
{
	long long after = 0;
	bool more = true;
	int rc = VERB_OK;

	while (rc == VERB_OK && more) {
		char *path = mem_printf("/v1/replay?since=%" PRId64
					"&until=%" PRId64 "&after=%lld%s%s",
		    ask->since, ask->until >= 0 ? ask->until : INT64_MAX, after,
		    ask->channel != NULL ? "&channel=" : "",
		    ask->channel != NULL ? ask->channel : "");
		json_t *answer = NULL;

		rc = verb_ask(context, "POST", path, &answer);
		mem_free(path);
		after = verb_int(answer, "last");
		more = json_is_true(json_object_get(answer, "more"));
		ask->deliveries += verb_int(answer, "deliveries");
		json_decref(answer);
	}
	return rc;
}

int
events_replay(const struct verb_context *context, int argc, char **argv)
{
	struct replay_ask ask;
	int rc = replay_read(argc, argv, &ask);

	if (rc == VERB_OK)
		rc = ask.since >= 0 ? replay_span(context, &ask)
				    : replay_ids(context, &ask, argv + optind);
	mem_free(ask.channel);
	if (rc != VERB_OK)
		return rc;
	if (context->json)
		verb_print_json(json_pack(
		    "{s:I}", "deliveries", (json_int_t)ask.deliveries));
	else if (!context->quiet)
		printf("%lld %s made, marked late; 'filingctl deliveries list' "
		       "shows them\n",
		    ask.deliveries,
		    ask.deliveries == 1 ? "delivery" : "deliveries");
	return ask.deliveries > 0 ? VERB_OK : VERB_NOTHING;
}
