/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * In: what the daemon says of itself. Out: one screen of 80 columns, the first
 * line of which says in words whether all is well. Called by `filingctl status`
 * and `top`.
 */
#include "clients/status_text.h"

#include "clients/moment.h"
#include "clients/table.h"
#include "clients/wrap.h"
#include "lib/base/mem.h"

#include <stdio.h>
#include <string.h>

#define STATUS_INDENT 15 /* of what a warning says */

int
status_text_ask(const struct verb_context *context, struct status_text *ret)
{
	int rc;

	*ret = (struct status_text){0};
	rc = verb_ask(context, "GET", "/v1/status", &ret->status);
	if (rc != VERB_OK)
		return rc;
	ret->channels = verb_ask_quietly(context, "/v1/channels");
	ret->silences = verb_ask_quietly(context, "/v1/silences");
	return VERB_OK;
}

void
status_text_done(struct status_text *text)
{
	json_decref(text->status);
	json_decref(text->channels);
	json_decref(text->silences);
}

/* s from column on, wrapped; further lines are indented. */
static void
status_print_words(const char *s, int column, int indent)
{
	struct buf out;

	buf_init(&out, 64 * KIB);
	if (wrap_add(&out, s, column, indent) == 0)
		puts(out.data);
	buf_done(&out);
}

static void
status_print_head(const json_t *status, int64_t now)
{
	char up[MOMENT_MAX], line[512];
	const char *summary = verb_text(status, "summary");

	(void)snprintf(line, sizeof(line), "%c%s.",
	    summary[0] >= 'a' ? summary[0] - 'a' + 'A' : summary[0],
	    summary[0] != '\0' ? summary + 1 : "");
	status_print_words(
	    strlen(summary) + 2 < sizeof(line) ? line : summary, 0, 2);
	printf("filingd %s '%s', up %s, configuration %lld%s, store %s\n",
	    verb_text(status, "version"), verb_text(status, "instance"),
	    moment_length(now - moment_of(status, "started"), up),
	    verb_int(status, "config_generation"),
	    json_is_false(json_object_get(status, "last_reload_ok"))
		? " (the last reload was refused)"
		: "",
	    verb_text(status, "store"));
}

static void
status_print_whys(const json_t *sources)
{
	const json_t *source;
	size_t i;

	json_array_foreach(sources, i, source)
	{
		const char *name = verb_text(source, "source");

		if (verb_text(source, "why")[0] == '\0')
			continue;
		verb_print_clean(name);
		fputs(": ", stdout);
		status_print_words(
		    verb_text(source, "why"), (int)strlen(name) + 2, 4);
	}
}

static void
status_print_sources(const json_t *sources, int64_t now)
{
	static const char *const headings[] = {
	    "SOURCE", "HEALTH", "SEEN", "NEXT POLL", "NEW TODAY", NULL};
	struct table *table = table_new(headings);
	char when[MOMENT_MAX];
	const json_t *source;
	size_t i;

	json_array_foreach(sources, i, source)
	{
		bool paused = json_is_object(json_object_get(source, "paused"));

		table_cell(table, verb_text(source, "source"));
		table_cell(
		    table, paused ? "paused" : verb_text(source, "health"));
		table_cell(
		    table, moment_print(moment_of(source, "last_success"), now,
			       "never", when));
		table_cell(table,
		    moment_print(moment_of(source, "next_poll"), now,
			paused ? "paused" : verb_text(source, "doing"), when));
		table_cellf(table, "%lld", verb_int(source, "items_today"));
	}
	table_print(table);
	status_print_whys(sources);
}

static void
status_print_channels(const json_t *channels, int64_t now)
{
	static const char *const headings[] = {
	    "CHANNEL", "KIND", "STATE", "WAITING", "IN RETRY", "OLDEST", NULL};
	struct table *table;
	char when[MOMENT_MAX];
	const json_t *channel;
	size_t i;

	if (json_array_size(channels) == 0)
		return;
	putchar('\n');
	table = table_new(headings);
	json_array_foreach(channels, i, channel)
	{
		table_cell(table, verb_text(channel, "channel"));
		table_cell(table, verb_text(channel, "kind"));
		table_cell(table, verb_text(channel, "state"));
		table_cellf(table, "%lld", verb_int(channel, "pending"));
		table_cellf(table, "%lld", verb_int(channel, "retry"));
		table_cell(table,
		    moment_print(moment_of(channel, "oldest"), now, "", when));
	}
	table_print(table);
}

static void
status_print_deliveries(const json_t *status, int64_t now)
{
	const json_t *deliveries = json_object_get(status, "deliveries");
	char when[MOMENT_MAX];

	printf("\nsent %lld, given up %lld; filings on their way %lld",
	    verb_int(deliveries, "sent"), verb_int(deliveries, "dead"),
	    verb_int(status, "open_items"));
	if (moment_of(status, "heartbeat") > 0)
		printf("; heartbeat %s",
		    moment_print(
			moment_of(status, "heartbeat"), now, "", when));
	putchar('\n');
}

/* The quote stands in filingctl events show. */
static void
status_print_line(const char *line, int column)
{
	const char *quote = strstr(line, "; \"");
	char *text = mem_strndup(
	    line, quote != NULL ? (size_t)(quote - line) : strlen(line));

	status_print_words(text, column, STATUS_INDENT);
	mem_free(text);
}

static void
status_print_warnings(const json_t *warnings, int64_t now)
{
	char when[MOMENT_MAX];
	const json_t *warning;
	size_t i;

	printf("\nlast warnings%s\n",
	    json_array_size(warnings) == 0 ? ": none yet" : "");
	json_array_foreach(warnings, i, warning)
	{
		int column = printf("  %-12s ",
		    moment_print(moment_of(warning, "decided"), now, "", when));

		status_print_line(verb_text(warning, "line"), column);
	}
}

static void
status_print_silences(const json_t *silences, int64_t now)
{
	char when[MOMENT_MAX];
	const json_t *silence;
	size_t i;

	json_array_foreach(silences, i, silence)
	{
		int column = printf("%ssilence %lld ends %s: ",
		    i == 0 ? "\n" : "", verb_int(silence, "id"),
		    moment_print(moment_of(silence, "until"), now, "", when));

		status_print_words(verb_text(silence, "reason"), column, 4);
	}
}

void
status_text_print(const struct status_text *text)
{
	const json_t *status = text->status;
	int64_t now = moment_of(status, "now");

	status_print_head(status, now);
	putchar('\n');
	status_print_sources(json_object_get(status, "sources"), now);
	status_print_channels(json_object_get(text->channels, "channels"), now);
	status_print_deliveries(status, now);
	status_print_warnings(json_object_get(status, "warnings"), now);
	status_print_silences(json_object_get(text->silences, "silences"), now);
}
