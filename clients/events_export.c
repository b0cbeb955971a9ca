/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * `filingctl events export`: the events after a seq, or after a number of a
 * channel, for a receiver that saw a gap.
 */
#include "clients/events.h"
#include "lib/base/json_text.h"
#include "lib/base/mem.h"
#include "lib/base/number.h"

#include <getopt.h>
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#define EXPORT_PAGE 200

struct export_ask {
	int64_t after;
	char *channel; /* escaped; NULL: all events by seq */
	bool csv;
	long long count;
};

static int
export_usage(void)
{
	return verb_fail(VERB_USAGE,
	    "usage: filingctl events export --after SEQ [--channel C] "
	    "[-F jsonl|csv]");
}

static int
export_read(int argc, char **argv, struct export_ask *ret)
{
	static const struct option longs[] = {
	    {"after", required_argument, NULL, 'a'},
	    {"channel", required_argument, NULL, 'c'}, {NULL, 0, NULL, 0}};
	int c;

	ret->after = -1;
	while ((c = getopt_long(argc, argv, "F:", longs, NULL)) != -1) {
		if (c == 'c')
			mem_replace(&ret->channel, verb_escape(optarg));
		else if (c == 'F' && (strcmp(optarg, "csv") == 0 ||
					 strcmp(optarg, "jsonl") == 0))
			ret->csv = strcmp(optarg, "csv") == 0;
		else if (c != 'a' ||
			 number_parse(optarg, 0, INT64_MAX, &ret->after) != 0)
			return export_usage();
	}
	if (optind != argc || ret->after < 0)
		return export_usage();
	return VERB_OK;
}

/* RFC 4180: quoted, quotes doubled. */
static void
export_print_field(const char *s)
{
	putchar('"');
	for (; *s != '\0'; s++) {
		if (*s == '"')
			putchar('"');
		putchar(*s);
	}
	putchar('"');
}

static void
export_print_csv(const json_t *row)
{
	static const char *const keys[] = {
	    "id", "type", "decided", "listing", "state", "line"};
	char *body = json_text(json_incref(json_object_get(row, "body")));

	printf("%lld", verb_int(row, "seq"));
	for (size_t i = 0; i < sizeof(keys) / sizeof(keys[0]); i++) {
		putchar(',');
		export_print_field(verb_text(row, keys[i]));
	}
	printf(",%lld,%lld,%d,", verb_int(row, "severity"),
	    verb_int(row, "sequence"),
	    json_is_true(json_object_get(row, "late")) ? 1 : 0);
	export_print_field(body);
	putchar('\n');
	mem_free(body);
}

static void
export_print(const struct export_ask *ask, json_t *row)
{
	if (ask->csv)
		export_print_csv(row);
	else
		verb_print_json(json_incref(row));
}

/* One page; ask moves on behind it. *ret_count 0: there is no more. */
static int
export_page(const struct verb_context *context, struct export_ask *ask,
    size_t *ret_count)
{
	const char *key = ask->channel != NULL ? "sequence" : "seq";
	char *path = mem_printf("/v1/events?after=%" PRId64 "&limit=%d%s%s",
	    ask->after, EXPORT_PAGE, ask->channel != NULL ? "&channel=" : "",
	    ask->channel != NULL ? ask->channel : "");
	json_t *answer = NULL;
	json_t *rows, *row;
	size_t i;
	int rc = verb_ask(context, "GET", path, &answer);

	mem_free(path);
	rows = json_object_get(answer, "events");
	*ret_count = json_array_size(rows);
	json_array_foreach(rows, i, row)
	{
		export_print(ask, row);
		ask->after = verb_int(row, key);
		ask->count++;
	}
	json_decref(answer);
	return rc;
}

static int
export_all(const struct verb_context *context, struct export_ask *ask)
{
	size_t n = 1;
	int rc = VERB_OK;

	if (ask->csv)
		puts("seq,id,type,decided,listing,state,line,severity,"
		     "sequence,late,body");
	while (rc == VERB_OK && n > 0)
		rc = export_page(context, ask, &n);
	return rc == VERB_OK && ask->count == 0 ? VERB_NOTHING : rc;
}

int
events_export(const struct verb_context *context, int argc, char **argv)
{
	struct export_ask ask = {0};
	int rc = export_read(argc, argv, &ask);

	if (rc == VERB_OK)
		rc = export_all(context, &ask);
	mem_free(ask.channel);
	return rc;
}
