/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * `filingctl backfill`: has the daemon read a source's past, and shows how far
 * it is. The daemon goes on when this ends.
 */
#include "clients/sources.h"
#include "lib/base/json_text.h"
#include "lib/base/mem.h"

#include <getopt.h>
#include <poll.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#define BACKFILL_LOOK_MS 500

struct backfill_ask {
	const struct verb_context *context;
	const char *source;
	const char *since, *until; /* NULL: not given */
	bool stop, no_wait;
	bool live; /* a terminal: the line is written over */
};

static int
backfill_usage(void)
{
	return verb_fail(VERB_USAGE,
	    "usage: filingctl backfill SOURCE --since DATE [--until DATE] "
	    "[--no-wait]\n"
	    "       filingctl backfill SOURCE [--stop]");
}

static long long
backfill_int(const json_t *json, const char *key)
{
	return (long long)json_integer_value(json_object_get(json, key));
}

static bool
backfill_runs(const json_t *past)
{
	return strcmp(verb_text(past, "state"), "running") == 0;
}

/* "2025-03-02 of 2025-01-01..2025-12-31: 60 of 365 days, ..." */
static void
backfill_print(const json_t *past)
{
	const char *waits_for = verb_text(past, "waits_for");
	const char *why = verb_text(past, "why");

	printf("%s: %s..%s, %lld of %lld days, %lld requests, %lld rows, "
	       "%lld filings",
	    verb_text(past, "state"), verb_text(past, "from"),
	    verb_text(past, "to"), backfill_int(past, "days_done"),
	    backfill_int(past, "days"), backfill_int(past, "requests"),
	    backfill_int(past, "rows"), backfill_int(past, "filings"));
	if (backfill_runs(past) && waits_for[0] != '\0')
		printf("; waits for %s", waits_for);
	if (why[0] != '\0') {
		fputs("; ", stdout);
		verb_print_clean(why);
	}
}

static int
backfill_get(const struct backfill_ask *ask, const char *method,
    const char *tail, json_t **ret)
{
	char *path = sources_path(ask->source, tail);
	int rc = verb_ask(ask->context, method, path, ret);

	mem_free(path);
	return rc;
}

/* The last word of it; takes source. */
static int
backfill_tell(const struct backfill_ask *ask, json_t *source)
{
	json_t *past = json_object_get(source, "backfill");
	char *text;

	if (ask->context->json) {
		text = json_text(json_incref(past));
		puts(text);
		mem_free(text);
	} else if (!ask->context->quiet && json_is_object(past)) {
		backfill_print(past);
		putchar('\n');
	}
	json_decref(source);
	return VERB_OK;
}

/* Shows how far it is until it has ended; takes source. */
static int
backfill_follow(const struct backfill_ask *ask, json_t *source)
{
	while (backfill_runs(json_object_get(source, "backfill"))) {
		int rc;

		if (ask->live) {
			fputs("\r\033[K", stdout);
			backfill_print(json_object_get(source, "backfill"));
			fflush(stdout);
		}
		json_decref(source);
		(void)poll(NULL, 0, BACKFILL_LOOK_MS);
		rc = backfill_get(ask, "GET", "", &source);
		if (rc != VERB_OK)
			return rc;
	}
	if (ask->live)
		fputs("\r\033[K", stdout);
	return backfill_tell(ask, source);
}

static int
backfill_begin(const struct backfill_ask *ask)
{
	char *since = verb_escape(ask->since);
	char *until = ask->until != NULL ? verb_escape(ask->until) : NULL;
	char *tail = mem_printf("/backfill?since=%s%s%s", since,
	    until != NULL ? "&until=" : "", until != NULL ? until : "");
	json_t *source;
	int rc = backfill_get(ask, "POST", tail, &source);

	mem_free(since);
	mem_free(until);
	mem_free(tail);
	if (rc != VERB_OK)
		return rc;
	return ask->no_wait ? backfill_tell(ask, source)
			    : backfill_follow(ask, source);
}

/* How far the last one came. */
static int
backfill_look(const struct backfill_ask *ask)
{
	json_t *source;
	int rc = backfill_get(ask, "GET", "", &source);

	if (rc != VERB_OK)
		return rc;
	if (!json_is_object(json_object_get(source, "backfill"))) {
		json_decref(source);
		return verb_fail(VERB_NOTHING,
		    "source '%s' was never backfilled: give --since DATE",
		    ask->source);
	}
	return backfill_tell(ask, source);
}

static int
backfill_stop(const struct backfill_ask *ask)
{
	json_t *source;
	int rc = backfill_get(ask, "POST", "/backfill-stop", &source);

	return rc == VERB_OK ? backfill_tell(ask, source) : rc;
}

static int
backfill_parse(int argc, char **argv, struct backfill_ask *ask)
{
	static const struct option longs[] = {
	    {"since", required_argument, NULL, 's'},
	    {"until", required_argument, NULL, 'u'},
	    {"stop", no_argument, NULL, 'S'},
	    {"no-wait", no_argument, NULL, 'n'}, {NULL, 0, NULL, 0}};
	int c;

	while ((c = getopt_long(argc, argv, "", longs, NULL)) != -1) {
		switch (c) {
		case 's':
			ask->since = optarg;
			break;
		case 'u':
			ask->until = optarg;
			break;
		case 'S':
			ask->stop = true;
			break;
		case 'n':
			ask->no_wait = true;
			break;
		default:
			return backfill_usage();
		}
	}
	if (optind + 1 != argc || (ask->stop && ask->since != NULL) ||
	    (ask->until != NULL && ask->since == NULL))
		return backfill_usage();
	ask->source = argv[optind];
	return VERB_OK;
}

int
verb_backfill(const struct verb_context *context, int argc, char **argv)
{
	struct backfill_ask ask = {
	    .context = context,
	    .live = isatty(STDOUT_FILENO) && !context->json && !context->quiet,
	};
	int rc = backfill_parse(argc, argv, &ask);

	if (rc != VERB_OK)
		return rc;
	if (ask.stop)
		return backfill_stop(&ask);
	return ask.since != NULL ? backfill_begin(&ask) : backfill_look(&ask);
}
