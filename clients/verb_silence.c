/* SPDX-License-Identifier: BSD-2-Clause */
/* `filingctl silence add|list|preview|expire`. */
#include "clients/moment.h"
#include "clients/subverbs.h"
#include "clients/table.h"
#include "daemon/settings.h"
#include "lib/base/buf.h"
#include "lib/base/date.h"
#include "lib/base/mem.h"

#include <getopt.h>
#include <stdio.h>
#include <string.h>

#define SILENCE_QUERY_MAX (32 * KIB)

static verb_fn silence_add, silence_list, silence_preview, silence_expire;

static const struct subverb silence_verbs[] = {
    {"add", silence_add,
	" [--issuer X] [--rule R] [--channel C] [CONDITION] --for 2h|--until "
	"T -m WHY"},
    {"list", silence_list, " [--all]"},
    {"preview", silence_preview,
	" [--issuer X] [--rule R] [--channel C] [CONDITION] [--since T]"},
    {"expire", silence_expire, " ID"},
};

static const struct subverbs silence_subverbs = {
    "silence", sizeof(silence_verbs) / sizeof(silence_verbs[0]), silence_verbs};

static int
silence_usage(void)
{
	return subverbs_usage(&silence_subverbs, stderr);
}

/* Adds name=value to the query of a path. */
static void
silence_put(struct buf *path, const char *name, const char *value)
{
	char *escaped = verb_escape(value);
	bool first = strchr(path->data, '?') == NULL;

	/* the daemon refuses what is longer */
	err_drop(buf_addf(path, "%c%s=%s", first ? '?' : '&', name, escaped));
	mem_free(escaped);
}

/* "2026-01-31", "2026-01-31T08:00+08:00" or with seconds, as wall ms. */
static bool
silence_moment(const char *s, int64_t *ret)
{
	static const char *const formats[] = {
	    "%Y-%m-%dT%H:%M%z", "%Y-%m-%dT%H:%M:%S%z", "%Y-%m-%d"};
	bool time, zone;

	for (size_t i = 0; i < sizeof(formats) / sizeof(formats[0]); i++) {
		if (datetime_parse(s, formats[i], 0, ret, &time, &zone) == 0)
			return true;
	}
	return false;
}

/* One option of add or preview into the query; VERB_OK or an exit code. */
static int
silence_option(struct buf *path, int option, const char *value)
{
	static const char *const names[] = {['i'] = "issuer",
	    ['r'] = "rule",
	    ['c'] = "channel",
	    ['m'] = "reason",
	    ['u'] = "until",
	    ['s'] = "since"};
	char number[24];
	int64_t ms;

	if (option == 'f') {
		if (settings_parse_duration(value, &ms) != 0)
			return verb_fail(VERB_USAGE,
			    "--for takes a time such as 30m, 2h or 3d");
		(void)snprintf(
		    number, sizeof(number), "%lld", (long long)ms); /* fits */
		silence_put(path, "for", number);
		return VERB_OK;
	}
	if (option == 'u' || option == 's') {
		if (!silence_moment(value, &ms) || ms < 0)
			return verb_fail(VERB_USAGE,
			    "'%s' is no moment such as 2026-01-31 or "
			    "2026-01-31T08:00+08:00",
			    value);
		(void)snprintf(
		    number, sizeof(number), "%lld", (long long)ms); /* fits */
		value = number;
	}
	silence_put(path, names[option], value);
	return VERB_OK;
}

/* What is to be silenced, as a query behind path; the rest is a condition. */
static int
silence_query(
    int argc, char **argv, const struct option *options, struct buf *path)
{
	int c, rc = VERB_OK;

	while (rc == VERB_OK &&
	       (c = getopt_long(argc, argv, "m:", options, NULL)) != -1) {
		if (c == '?' || (c == 'm' && options[3].val != 'f'))
			return silence_usage();
		rc = silence_option(path, c, optarg);
	}
	if (rc == VERB_OK && optind + 1 < argc)
		return verb_fail(VERB_USAGE,
		    "one condition is taken, in quotes: 'severity < 3'");
	if (rc == VERB_OK && optind < argc)
		silence_put(path, "condition", argv[optind]);
	return rc;
}

struct silence_form {
	const char *method;
	const char *path;
	const struct option *options;
};

/* Asks and gives the answer; an exit code. */
static int
silence_ask(const struct verb_context *context, const struct silence_form *form,
    int argc, char **argv, json_t **ret)
{
	struct buf query;
	int rc;

	buf_init(&query, SILENCE_QUERY_MAX);
	err_drop(buf_add_str(&query, form->path)); /* fits */
	rc = silence_query(argc, argv, form->options, &query);
	if (rc == VERB_OK)
		rc = verb_ask(context, form->method, query.data, ret);
	buf_done(&query);
	return rc;
}

static int
silence_add(const struct verb_context *context, int argc, char **argv)
{
	static const struct option options[] = {
	    {"issuer", required_argument, NULL, 'i'},
	    {"rule", required_argument, NULL, 'r'},
	    {"channel", required_argument, NULL, 'c'},
	    {"for", required_argument, NULL, 'f'},
	    {"until", required_argument, NULL, 'u'},
	    {NULL, 0, NULL, 0},
	};
	json_t *silence;
	int rc = silence_ask(context,
	    &(struct silence_form){"POST", "/v1/silences", options}, argc, argv,
	    &silence);

	if (rc != VERB_OK)
		return rc;
	return verb_done(context, silence,
	    "silence %lld holds until %s; 'filingctl silence expire %lld' ends "
	    "it before",
	    verb_int(silence, "id"), verb_text(silence, "until"),
	    verb_int(silence, "id"));
}

static void
silence_row(struct table *table, const json_t *silence, int64_t now)
{
	char moment[MOMENT_MAX];
	const char *state = verb_text(silence, "state");

	table_cellf(table, "%lld", verb_int(silence, "id"));
	if (strcmp(state, "holds") == 0)
		table_cell(table,
		    moment_print(moment_of(silence, "until"), now, "", moment));
	else
		table_cell(table, state);
	table_cell(table, verb_text(silence, "author"));
	table_cell(table, verb_text(silence, "channel")[0] != '\0'
			      ? verb_text(silence, "channel")
			      : "all");
	table_cell(table, verb_text(silence, "rule")[0] != '\0'
			      ? verb_text(silence, "rule")
			      : "all");
	table_cell(table, verb_text(silence, "condition"));
	table_cell(table, verb_text(silence, "reason"));
}

static void
silence_print_list(const json_t *list, int64_t now)
{
	static const char *const headings[] = {"ID", "ENDS", "AUTHOR",
	    "CHANNEL", "RULE", "CONDITION", "REASON", NULL};
	struct table *table = table_new(headings);

	for (size_t i = 0; i < json_array_size(list); i++)
		silence_row(table, json_array_get(list, i), now);
	table_print(table);
}

static int
silence_list(const struct verb_context *context, int argc, char **argv)
{
	bool all = argc == 2 && strcmp(argv[1], "--all") == 0;
	json_t *answer, *list;
	int rc;

	if (argc > 1 + all)
		return silence_usage();
	rc = verb_ask(context, "GET",
	    all ? "/v1/silences?all=1" : "/v1/silences", &answer);
	if (rc != VERB_OK)
		return rc;
	list = json_object_get(answer, "silences");
	rc = json_array_size(list) > 0 ? VERB_OK : VERB_NOTHING;
	if (context->json) {
		verb_print_json(answer);
		return rc;
	}
	if (rc == VERB_OK)
		silence_print_list(list, moment_of(answer, "now"));
	else if (!context->quiet)
		puts("no silences");
	json_decref(answer);
	return rc;
}

static void
silence_print_preview(const json_t *answer)
{
	static const char *const headings[] = {
	    "SEQ", "DECIDED", "TYPE", "WHAT", NULL};
	const json_t *rows = json_object_get(answer, "rows");
	long long events = verb_int(answer, "events");
	struct table *table = table_new(headings);

	for (size_t i = 0; i < json_array_size(rows); i++) {
		const json_t *row = json_array_get(rows, i);
		table_cellf(table, "%lld", verb_int(row, "seq"));
		table_cell(table, verb_text(row, "decided"));
		table_cell(table, verb_text(row, "type"));
		table_cell(table, verb_text(row, "line"));
	}
	table_print(table);
	printf("since %s it would have hidden %lld event%s in %lld message%s",
	    verb_text(answer, "since"), events, events == 1 ? "" : "s",
	    verb_int(answer, "deliveries"),
	    verb_int(answer, "deliveries") == 1 ? "" : "s");
	if (events > (long long)json_array_size(rows))
		printf("; the last %zu are shown", json_array_size(rows));
	if (json_is_true(json_object_get(answer, "cut")))
		fputs(
		    "; there is more than was looked at, give --since", stdout);
	putchar('\n');
}

static int
silence_preview(const struct verb_context *context, int argc, char **argv)
{
	static const struct option options[] = {
	    {"issuer", required_argument, NULL, 'i'},
	    {"rule", required_argument, NULL, 'r'},
	    {"channel", required_argument, NULL, 'c'},
	    {"since", required_argument, NULL, 's'},
	    {NULL, 0, NULL, 0},
	};
	json_t *answer;
	int rc = silence_ask(context,
	    &(struct silence_form){"GET", "/v1/silences/preview", options},
	    argc, argv, &answer);

	if (rc != VERB_OK)
		return rc;
	if (verb_int(answer, "events") == 0)
		rc = VERB_NOTHING;
	if (context->json) {
		verb_print_json(answer);
		return rc;
	}
	if (rc == VERB_OK)
		silence_print_preview(answer);
	else if (!context->quiet)
		printf("since %s it would have hidden nothing\n",
		    verb_text(answer, "since"));
	json_decref(answer);
	return rc;
}

static int
silence_expire(const struct verb_context *context, int argc, char **argv)
{
	json_t *answer;
	char *path;
	int rc;

	if (argc != 2 || *argv[1] == '\0' ||
	    argv[1][strspn(argv[1], "0123456789")] != '\0')
		return silence_usage();
	path = mem_printf("/v1/silences/%s/expire", argv[1]);
	rc = verb_ask(context, "POST", path, &answer);
	mem_free(path);
	if (rc != VERB_OK)
		return rc;
	return verb_done(context, answer,
	    "silence %s has ended; what it hid stays hidden, see 'filingctl "
	    "deliveries list --state silenced'",
	    argv[1]);
}

int
verb_silence(const struct verb_context *context, int argc, char **argv)
{
	return subverbs_run(&silence_subverbs, context, argc, argv);
}
