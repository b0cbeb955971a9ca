/* SPDX-License-Identifier: BSD-2-Clause */
/* `filingctl deliveries list|show|retry|cancel`. */
#include "clients/moment.h"
#include "clients/subverbs.h"
#include "clients/table.h"
#include "lib/base/mem.h"
#include "lib/base/number.h"

#include <getopt.h>
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#define DELIVERIES_PAGE 500

static verb_fn deliveries_list, deliveries_show, deliveries_retry,
    deliveries_cancel;

static const struct subverb deliveries_verbs[] = {
    {"list", deliveries_list,
	" [--state STATE] [--channel C] [--since TIME] [--last N]"},
    {"show", deliveries_show, " ID"},
    {"retry", deliveries_retry, " ID..."},
    {"cancel", deliveries_cancel, " ID... [-m WHY]"},
};

static const struct subverbs deliveries_subverbs = {"deliveries",
    sizeof(deliveries_verbs) / sizeof(deliveries_verbs[0]), deliveries_verbs};

static int
deliveries_usage(void)
{
	return subverbs_usage(&deliveries_subverbs, stderr);
}

struct deliveries_query {
	char *state; /* escaped; NULL: all */
	char *channel;
	int64_t since; /* ms */
	int64_t last;
};

static int
deliveries_read(int argc, char **argv, struct deliveries_query *ret)
{
	static const struct option longs[] = {
	    {"state", required_argument, NULL, 's'},
	    {"channel", required_argument, NULL, 'c'},
	    {"since", required_argument, NULL, 'd'},
	    {"last", required_argument, NULL, 'n'}, {NULL, 0, NULL, 0}};
	int c;

	while ((c = getopt_long(argc, argv, "", longs, NULL)) != -1) {
		if (c == 's')
			mem_replace(&ret->state, verb_escape(optarg));
		else if (c == 'c')
			mem_replace(&ret->channel, verb_escape(optarg));
		else if (c == 'd' && (ret->since = moment_parse(optarg)) >= 0)
			continue;
		else if (c != 'n' ||
			 number_parse(optarg, 1, 1000000, &ret->last) != 0)
			return deliveries_usage();
	}
	return optind == argc ? VERB_OK : deliveries_usage();
}

static char *
deliveries_path(
    const struct deliveries_query *query, int64_t before, int64_t limit)
{
	return mem_printf("/v1/deliveries?limit=%" PRId64 "&since=%" PRId64
			  "&before=%" PRId64 "%s%s%s%s",
	    limit, query->since, before, query->state != NULL ? "&state=" : "",
	    query->state != NULL ? query->state : "",
	    query->channel != NULL ? "&channel=" : "",
	    query->channel != NULL ? query->channel : "");
}

/* The newest ones, newest first, page by page. */
static int
deliveries_fetch(const struct verb_context *context,
    const struct deliveries_query *query, json_t *rows)
{
	int64_t before = INT64_MAX;
	size_t n = DELIVERIES_PAGE;
	int rc = VERB_OK;

	while (rc == VERB_OK && n == DELIVERIES_PAGE) {
		int64_t left = query->last - (int64_t)json_array_size(rows);
		char *path = deliveries_path(query, before,
		    left < DELIVERIES_PAGE ? left : DELIVERIES_PAGE);
		json_t *answer = NULL;
		json_t *page;

		rc = verb_ask(context, "GET", path, &answer);
		mem_free(path);
		page = json_object_get(answer, "deliveries");
		n = json_array_size(page);
		if (n > 0)
			before = verb_int(json_array_get(page, n - 1), "id");
		json_array_extend(rows, page);
		json_decref(answer);
		if ((int64_t)json_array_size(rows) >= query->last)
			break;
	}
	return rc;
}

/* What has no trouble tells why it waits, or came as it did. */
static const char *
deliveries_why(const json_t *row)
{
	const char *why = verb_text(row, "why");

	if (why[0] != '\0')
		return why;
	if (strcmp(verb_text(row, "state"), "pending") == 0 &&
	    json_is_true(json_object_get(row, "unless_acked")))
		return "told then, unless somebody acknowledges it before";
	return verb_text(row, "note");
}

static void
deliveries_row(struct table *table, const json_t *row)
{
	const char *when = verb_text(row, "finished");
	bool number = verb_int(row, "sequence") > 0;

	table_cellf(table, "%lld", verb_int(row, "id"));
	table_cell(table, verb_text(row, "state"));
	table_cell(table, verb_text(row, "channel"));
	table_cell(table, verb_text(row, "recipient"));
	if (number)
		table_cellf(table, "%lld", verb_int(row, "sequence"));
	else
		table_cell(table, "");
	table_cellf(table, "%lld", verb_int(row, "attempts"));
	table_cell(table, when[0] != '\0' ? when : verb_text(row, "due"));
	table_cell(table, verb_text(row, "event"));
	table_cell(table, deliveries_why(row));
}

/* The oldest first, as they happened. */
static void
deliveries_print(const struct verb_context *context, const json_t *rows)
{
	static const char *const headings[] = {"ID", "STATE", "CHANNEL",
	    "RECIPIENT", "NUMBER", "TRIES", "DUE OR DONE", "EVENT", "WHY",
	    NULL};
	struct table *table = context->json ? NULL : table_new(headings);

	for (size_t i = json_array_size(rows); i > 0; i--) {
		json_t *row = json_array_get(rows, i - 1);

		if (context->json)
			verb_print_json(json_incref(row));
		else
			deliveries_row(table, row);
	}
	if (!context->json)
		table_print(table);
}

static int
deliveries_list(const struct verb_context *context, int argc, char **argv)
{
	struct deliveries_query query = {.last = 50};
	json_t *rows = json_array();
	int rc = deliveries_read(argc, argv, &query);

	if (rc == VERB_OK)
		rc = deliveries_fetch(context, &query, rows);
	if (rc == VERB_OK && json_array_size(rows) == 0) {
		if (!context->quiet && !context->json)
			puts("no such deliveries");
		rc = VERB_NOTHING;
	} else if (rc == VERB_OK) {
		deliveries_print(context, rows);
	}
	json_decref(rows);
	mem_free(query.state);
	mem_free(query.channel);
	return rc;
}

/* POSTs to (or GETs) one delivery; a complaint when id is no number. */
static int
deliveries_ask(const struct verb_context *context, const char *id,
    const char *tail, json_t **ret)
{
	int64_t number;
	char *path;
	int rc;

	if (number_parse(id, 1, INT64_MAX, &number) != 0)
		return verb_fail(
		    VERB_USAGE, "'%s' is not a delivery's number", id);
	path = mem_printf("/v1/deliveries/%" PRId64 "%s", number, tail);
	rc = verb_ask(context, *tail == '\0' ? "GET" : "POST", path, ret);
	mem_free(path);
	return rc;
}

static void
deliveries_print_tries(const json_t *delivery)
{
	const json_t *tries = json_object_get(delivery, "tries");
	const json_t *try;
	size_t i;

	json_array_foreach(tries, i, try)
	{
		const char *why = verb_text(try, "why");

		printf("  %lld  %s  %lld ms  ", verb_int(try, "number"),
		    verb_text(try, "ended"), verb_int(try, "elapsed_ms"));
		verb_print_clean(why[0] != '\0' ? why : "taken");
		putchar('\n');
		if (verb_text(try, "answer")[0] == '\0')
			continue;
		fputs("       answer: ", stdout);
		verb_print_clean(verb_text(try, "answer"));
		putchar('\n');
	}
}

static void
deliveries_print_next(const json_t *delivery)
{
	const char *due = verb_text(delivery, "due");
	char moment[MOMENT_MAX];

	if (due[0] != '\0')
		printf("next: attempt %lld, %s (%s)\n",
		    verb_int(delivery, "attempts") + 1,
		    moment_print(moment_of(delivery, "due"),
			moment_of(delivery, "now"), "now", moment),
		    due);
	else if (strcmp(verb_text(delivery, "state"), "dead") == 0)
		printf("next: nothing; 'filingctl deliveries retry %lld' gives "
		       "it another round\n",
		    verb_int(delivery, "id"));
}

static int
deliveries_show(const struct verb_context *context, int argc, char **argv)
{
	const json_t *event;
	json_t *delivery;
	size_t i;
	int rc;

	if (argc != 2)
		return deliveries_usage();
	rc = deliveries_ask(context, argv[1], "", &delivery);
	if (rc != VERB_OK)
		return rc;
	if (context->json) {
		verb_print_json(delivery);
		return VERB_OK;
	}
	printf("%s  %s%s%s, rule '", verb_text(delivery, "state"),
	    verb_text(delivery, "channel"),
	    verb_text(delivery, "recipient")[0] != '\0' ? " " : "",
	    verb_text(delivery, "recipient"));
	verb_print_clean(verb_text(delivery, "rule"));
	printf("', made %s%s\n", verb_text(delivery, "created"),
	    json_is_true(json_object_get(delivery, "late")) ? ", late" : "");
	if (verb_text(delivery, "why")[0] != '\0') {
		fputs("why: ", stdout);
		verb_print_clean(verb_text(delivery, "why"));
		putchar('\n');
	}
	json_array_foreach(json_object_get(delivery, "carries"), i, event)
	{
		printf("%s  ", verb_text(event, "id"));
		verb_print_clean(verb_text(event, "line"));
		putchar('\n');
	}
	deliveries_print_tries(delivery);
	deliveries_print_next(delivery);
	json_decref(delivery);
	return VERB_OK;
}

/* The same for each; the worst outcome counts. */
static int
deliveries_each(const struct verb_context *context, char **ids,
    const char *tail, const char *done)
{
	int worst = VERB_OK;

	for (; *ids != NULL; ids++) {
		json_t *delivery;
		int rc = deliveries_ask(context, *ids, tail, &delivery);

		if (rc != VERB_OK) {
			worst = rc;
			continue;
		}
		if (context->json) {
			verb_print_json(delivery);
			continue;
		}
		if (!context->quiet)
			printf("delivery %s to %s: %s\n", *ids,
			    verb_text(delivery, "channel"), done);
		json_decref(delivery);
	}
	return worst;
}

static int
deliveries_retry(const struct verb_context *context, int argc, char **argv)
{
	if (argc < 2)
		return deliveries_usage();
	return deliveries_each(context, argv + 1, "/retry",
	    "due now, with its whole schedule before it");
}

static int
deliveries_cancel(const struct verb_context *context, int argc, char **argv)
{
	char *why = mem_strdup("");
	char *tail;
	int c, rc;

	while ((c = getopt(argc, argv, "m:")) == 'm')
		mem_replace(&why, verb_escape(optarg));
	if (c != -1 || optind == argc) {
		mem_free(why);
		return deliveries_usage();
	}
	tail = mem_printf("/cancel%s%s", *why != '\0' ? "?why=" : "", why);
	rc = deliveries_each(
	    context, argv + optind, tail, "canceled, it is not sent");
	mem_free(tail);
	mem_free(why);
	return rc;
}

int
verb_deliveries(const struct verb_context *context, int argc, char **argv)
{
	return subverbs_run(&deliveries_subverbs, context, argc, argv);
}
