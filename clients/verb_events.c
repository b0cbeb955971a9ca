/* SPDX-License-Identifier: BSD-2-Clause */
/* `filingctl events list|show` and `follow`. */
#include "clients/events.h"
#include "clients/subverbs.h"
#include "clients/table.h"
#include "lib/base/json_text.h"
#include "lib/base/listing.h"
#include "lib/base/mem.h"
#include "lib/base/number.h"
#include "lib/net/local.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#define EVENTS_PAGE 500
#define EVENTS_LAST 1000 /* newest ones that one answer has */

static verb_fn events_list, events_show;

static const struct subverb events_verbs[] = {
    {"list", events_list, " [--after SEQ] [--last N]"},
    {"show", events_show, " ID"},
    {"export", events_export, " --after SEQ [--channel C] [-F jsonl|csv]"},
    {"replay", events_replay, " ID... [--channel C]"},
    {"replay", events_replay, " --since TIME [--until TIME] [--channel C]"},
};

static const struct subverbs events_subverbs = {
    "events", sizeof(events_verbs) / sizeof(events_verbs[0]), events_verbs};

static int
events_usage(void)
{
	return subverbs_usage(&events_subverbs, stderr);
}

struct events_list {
	int64_t after; /* -1: from what there is */
	long last; /* rows to show; 0: all */
	json_t *rows;
};

/* The newest ones, in one answer. */
static int
events_fetch_last(const struct verb_context *context, struct events_list *list)
{
	char *path = mem_printf("/v1/events?last=%ld", list->last);
	json_t *answer = NULL;
	int rc = verb_ask(context, "GET", path, &answer);

	mem_free(path);
	list->rows = json_incref(json_object_get(answer, "events"));
	json_decref(answer);
	return rc;
}

/* All events after a seq, page by page. */
static int
events_fetch(const struct verb_context *context, struct events_list *list)
{
	int rc = VERB_OK;
	size_t n = EVENTS_PAGE;

	list->rows = json_array();
	while (rc == VERB_OK && n == EVENTS_PAGE) {
		char *path =
		    list->after < 0
			? mem_printf("/v1/events?limit=%d", EVENTS_PAGE)
			: mem_printf("/v1/events?after=%" PRId64 "&limit=%d",
			      list->after, EVENTS_PAGE);
		json_t *answer = NULL;
		json_t *events;

		rc = verb_ask(context, "GET", path, &answer);
		mem_free(path);
		events = json_object_get(answer, "events");
		n = json_array_size(events);
		if (n > 0) {
			list->after = json_integer_value(json_object_get(
			    json_array_get(events, n - 1), "seq"));
			json_array_extend(list->rows, events);
		}
		json_decref(answer);
	}
	return rc;
}

static void
events_print_table(const json_t *rows, size_t first)
{
	static const char *const headings[] = {
	    "SEQ", "DECIDED", "TYPE", "ISSUER", "WHAT", NULL};
	struct table *table = table_new(headings);

	for (size_t i = first; i < json_array_size(rows); i++) {
		const json_t *row = json_array_get(rows, i);
		char shown[LISTING_MAX] = "";

		if (verb_text(row, "listing")[0] != '\0')
			listing_show(verb_text(row, "listing"), shown);
		table_cellf(table, "%lld",
		    (long long)json_integer_value(json_object_get(row, "seq")));
		table_cell(table, verb_text(row, "decided"));
		table_cell(table, verb_text(row, "type"));
		table_cell(table, shown);
		table_cell(table, verb_text(row, "line"));
	}
	table_print(table);
}

static void
events_print_rows(const struct verb_context *context, struct events_list *list)
{
	size_t n = json_array_size(list->rows);
	size_t first = list->last > 0 && n > (size_t)list->last
			   ? n - (size_t)list->last
			   : 0;

	if (!context->json) {
		events_print_table(list->rows, first);
		return;
	}
	for (size_t i = first; i < n; i++) {
		json_t *row = json_array_get(list->rows, i);
		char *text = json_text(json_incref(row));

		puts(text);
		mem_free(text);
	}
}

static int
events_list(const struct verb_context *context, int argc, char **argv)
{
	struct events_list list = {.after = -1, .last = 50};
	int rc;

	for (int i = 1; i < argc; i += 2) {
		int64_t n;

		if (i + 1 >= argc ||
		    number_parse(argv[i + 1], 0, INT64_MAX, &n) != 0)
			return events_usage();
		if (strcmp(argv[i], "--after") == 0) {
			list.after = n;
			list.last = 0;
		} else if (strcmp(argv[i], "--last") == 0) {
			list.last = (long)n;
		} else {
			return events_usage();
		}
	}
	if (list.after < 0 && list.last > 0 && list.last <= EVENTS_LAST)
		rc = events_fetch_last(context, &list);
	else
		rc = events_fetch(context, &list);
	if (rc == VERB_OK && json_array_size(list.rows) == 0) {
		if (!context->quiet && !context->json)
			puts("no events");
		rc = VERB_NOTHING;
	} else if (rc == VERB_OK) {
		events_print_rows(context, &list);
	}
	json_decref(list.rows);
	return rc;
}

static void
events_print_acks(const json_t *event)
{
	const json_t *ack;
	size_t i;

	json_array_foreach(json_object_get(event, "acks"), i, ack)
	{
		printf("acknowledged by %s at %s", verb_text(ack, "author"),
		    verb_text(ack, "acked"));
		if (verb_int(ack, "version") > 0)
			printf(", up to version %lld of the warning",
			    verb_int(ack, "version"));
		if (verb_text(ack, "note")[0] != '\0') {
			fputs(": ", stdout);
			verb_print_clean(verb_text(ack, "note"));
		}
		putchar('\n');
	}
}

static int
events_show(const struct verb_context *context, int argc, char **argv)
{
	const char *id = argv[1];
	char *path, *text;
	json_t *event;
	int rc;

	if (argc != 2)
		return events_usage();
	for (const char *p = id; *p != '\0'; p++) {
		if (strchr("abcdefghijklmnopqrstuvwxyz0123456789_", *p) == NULL)
			return verb_fail(
			    VERB_USAGE, "'%s' is not an event's id", id);
	}
	path = mem_printf("/v1/events/%s", id);
	rc = verb_ask(context, "GET", path, &event);
	mem_free(path);
	if (rc != VERB_OK)
		return rc;
	if (context->json) {
		text = json_text(event);
		puts(text);
		mem_free(text);
		return VERB_OK;
	}
	verb_print_clean(verb_text(event, "line"));
	printf("\n%s, seen %s, decided %s%s\n", verb_text(event, "type"),
	    verb_text(event, "seen"), verb_text(event, "decided"),
	    json_is_true(json_object_get(event, "late")) ? ", late" : "");
	json_dumpf(json_object_get(event, "body"), stdout, JSON_INDENT(2));
	putchar('\n');
	events_print_acks(event);
	json_decref(event);
	return VERB_OK;
}

int
verb_events(const struct verb_context *context, int argc, char **argv)
{
	return subverbs_run(&events_subverbs, context, argc, argv);
}

struct follow {
	const struct verb_context *context;
	const char *type; /* prefix with '*', or a whole type; NULL: all */
	struct buf line;
	bool failed;
};

static bool
follow_wants(const struct follow *follow, const char *type)
{
	size_t n;

	if (follow->type == NULL)
		return true;
	n = strlen(follow->type);
	if (n > 0 && follow->type[n - 1] == '*')
		return strncmp(follow->type, type, n - 1) == 0;
	return strcmp(follow->type, type) == 0;
}

static void
follow_print(struct follow *follow, const char *data)
{
	json_t *event = json_loads(data, 0, NULL);

	if (event != NULL && follow_wants(follow, verb_text(event, "type"))) {
		if (follow->context->json)
			puts(data);
		else {
			printf("%s  ", verb_text(event, "decided"));
			verb_print_clean(verb_text(event, "line"));
			putchar('\n');
		}
		fflush(stdout);
	}
	json_decref(event);
}

/* A line of a server-sent event; only `data:` matters here. */
static void
follow_on_line(struct follow *follow)
{
	if (follow->line.len > 6 &&
	    strncmp(follow->line.data, "data: ", 6) == 0)
		follow_print(follow, follow->line.data + 6);
	buf_clear(&follow->line);
}

static bool
follow_on_piece(struct span piece, void *arg)
{
	struct follow *follow = arg;

	for (size_t i = 0; i < piece.len && !follow->failed; i++) {
		if (piece.p[i] == '\n')
			follow_on_line(follow);
		else if (buf_add_char(&follow->line, piece.p[i]) != 0)
			follow->failed = true;
	}
	return !follow->failed;
}

int
verb_follow(const struct verb_context *context, int argc, char **argv)
{
	struct follow follow = {.context = context};
	struct err err = ERR_NONE;
	char *path;
	int status = 0, rc;
	int64_t after = -1;

	for (int i = 1; i < argc; i += 2) {
		if (i + 1 < argc && strcmp(argv[i], "--type") == 0)
			follow.type = argv[i + 1];
		else if (i + 1 >= argc || strcmp(argv[i], "--after") != 0 ||
			 number_parse(argv[i + 1], 0, INT64_MAX, &after) != 0)
			return verb_fail(VERB_USAGE,
			    "usage: filingctl follow [--type warning.*] "
			    "[--after SEQ]");
	}
	path = after >= 0 ? mem_printf("/v1/stream?after=%" PRId64, after)
			  : mem_strdup("/v1/stream");
	buf_init(&follow.line, MIB);
	rc = local_request(&(struct local){context->socket, "GET", path, 0,
			       follow_on_piece, &follow},
	    &status, &err);
	mem_free(path);
	buf_done(&follow.line);
	/* A stream that broke off ends like one that nobody answers. */
	if (rc != 0 && !follow.failed)
		return verb_fail(VERB_UNREACHABLE, "%s", err.text);
	if (follow.failed)
		return verb_fail(VERB_FAILED, "an event is too big");
	if (status == 403)
		return verb_fail(VERB_DENIED, "not permitted to read");
	if (status == 410)
		return verb_fail(VERB_NOTHING,
		    "some of what came after %" PRId64
		    " is purged; 'filingctl events list' shows what is left",
		    after);
	return verb_fail(VERB_UNREACHABLE, "the daemon has stopped");
}
