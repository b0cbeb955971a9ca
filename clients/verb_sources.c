/* SPDX-License-Identifier: BSD-2-Clause */
/* `filingctl sources list|poll|pause|resume`, and the way to the others. */
#include "clients/moment.h"
#include "clients/sources.h"
#include "clients/table.h"
#include "daemon/settings.h"
#include "lib/base/mem.h"

#include <getopt.h>
#include <inttypes.h>
#include <poll.h>
#include <stdio.h>
#include <string.h>

#define SOURCES_LOOK_MS 200
#define SOURCES_WAIT_MS 120000

static verb_fn sources_list, sources_poll, sources_pause, sources_resume;

static const struct sources_verb {
	const char *name;
	verb_fn *fn;
	const char *usage;
} sources_verbs[] = {
    {"list", sources_list, ""},
    {"show", sources_show, " NAME"},
    {"sample", sources_sample, " NAME [STATE]"},
    {"poll", sources_poll, " NAME [--wait]"},
    {"pause", sources_pause, " NAME [--for 2h] [--reason TEXT]"},
    {"resume", sources_resume, " NAME"},
    {"doctor", sources_doctor, " [[--live] [-f CONFIG] NAME|FOLDER]"},
    {"new", sources_new, " [--name NAME] [--allow NET] [-o FOLDER] URL"},
    {"tape", sources_tape, " play FOLDER [--by NAME|FOLDER]"},
    {"tape", sources_tape, " record [-f CONFIG] NAME FILE|FOLDER"},
};

#define SOURCES_VERBS (sizeof(sources_verbs) / sizeof(sources_verbs[0]))

static int
sources_usage(void)
{
	fflush(stdout);
	for (size_t i = 0; i < SOURCES_VERBS; i++)
		fprintf(stderr, "%s filingctl sources %s%s\n",
		    i == 0 ? "usage:" : "      ", sources_verbs[i].name,
		    sources_verbs[i].usage);
	return VERB_USAGE;
}

char *
sources_path(const char *name, const char *tail)
{
	char *escaped = verb_escape(name);
	char *path = mem_printf("/v1/sources/%s%s", escaped, tail);

	mem_free(escaped);
	return path;
}

static bool
sources_is_paused(const json_t *source)
{
	return json_is_object(json_object_get(source, "paused"));
}

static void
sources_list_row(struct table *table, const json_t *source, int64_t now)
{
	bool running = verb_text(source, "next_poll")[0] == '\0';
	char moment[MOMENT_MAX];

	table_cell(table, verb_text(source, "source"));
	table_cell(table,
	    sources_is_paused(source) ? "paused" : verb_text(source, "health"));
	table_cell(table, moment_print(moment_of(source, "last_success"), now,
			      "never", moment));
	table_cellf(table, "%lld", verb_int(source, "items_today"));
	if (running && !sources_is_paused(source))
		table_cell(table, verb_text(source, "doing"));
	else
		table_cell(table, moment_print(moment_of(source, "next_poll"),
				      now, "when resumed", moment));
	table_cell(table, verb_text(source, "next_why"));
}

/* Below the table: what is wrong with whom. */
static void
sources_list_troubles(const json_t *sources)
{
	const json_t *source;
	size_t i;

	json_array_foreach(sources, i, source)
	{
		if (verb_text(source, "why")[0] == '\0')
			continue;
		verb_print_clean(verb_text(source, "source"));
		fputs(": ", stdout);
		verb_print_clean(verb_text(source, "why"));
		putchar('\n');
	}
}

static int
sources_list(const struct verb_context *context, int argc, char **argv)
{
	static const char *const headings[] = {"SOURCE", "STATE", "LAST ANSWER",
	    "TODAY", "NEXT POLL", "WHY THEN", NULL};
	const json_t *sources, *source;
	struct table *table;
	json_t *answer;
	size_t i;
	int rc;

	(void)argv;
	if (argc != 1)
		return sources_usage();
	rc = verb_ask(context, "GET", "/v1/sources", &answer);
	if (rc != VERB_OK)
		return rc;
	if (context->json) {
		verb_print_json(answer);
		return VERB_OK;
	}
	sources = json_object_get(answer, "sources");
	table = table_new(headings);
	json_array_foreach(sources, i, source)
	    sources_list_row(table, source, moment_of(answer, "now"));
	table_print(table);
	sources_list_troubles(sources);
	json_decref(answer);
	return VERB_OK;
}

/* What came of a poll; takes source. */
static int
sources_tell_poll(const struct verb_context *context, json_t *source)
{
	const json_t *last = json_object_get(source, "last");
	bool complete = json_is_true(json_object_get(last, "complete"));
	bool blocked = strcmp(verb_text(source, "health"), "blocked") == 0;
	int rc = complete ? VERB_OK : blocked ? VERB_BLOCKED : VERB_FAILED;

	if (!complete)
		verb_fail(rc, "source '%s' is %s: %s; it is asked again at %s",
		    verb_text(source, "source"), verb_text(source, "health"),
		    verb_text(source, "why"), verb_text(source, "next_poll"));
	if (context->json) {
		verb_print_json(source);
		return rc;
	}
	if (!context->quiet)
		printf("%s: %lld pages, %lld rows, %lld new\n",
		    complete ? "complete" : "incomplete",
		    verb_int(last, "pages"), verb_int(last, "rows"),
		    verb_int(last, "new") + verb_int(last, "baseline"));
	json_decref(source);
	return rc;
}

/* Looks until the poll that was asked for has ended; takes source. */
static int
sources_wait_poll(
    const struct verb_context *context, const char *name, json_t *source)
{
	char *path = sources_path(name, "");
	long long polls = verb_int(source, "polls");
	int rc = VERB_OK, waited = 0;

	while (
	    rc == VERB_OK && (verb_int(source, "polls") == polls ||
				 verb_text(source, "next_poll")[0] == '\0')) {
		json_decref(source);
		source = NULL;
		(void)poll(NULL, 0, SOURCES_LOOK_MS);
		waited += SOURCES_LOOK_MS;
		if (waited > SOURCES_WAIT_MS)
			rc = verb_fail(VERB_FAILED,
			    "source '%s': the poll goes on, see filingctl "
			    "sources show %s",
			    name, name);
		else
			rc = verb_ask(context, "GET", path, &source);
	}
	mem_free(path);
	return rc == VERB_OK ? sources_tell_poll(context, source) : rc;
}

static void
sources_tell_asked(const struct verb_context *context, const json_t *source)
{
	int64_t now = moment_of(source, "now");
	int64_t free_at = moment_of(source, "host_free");
	char moment[MOMENT_MAX];

	if (context->quiet)
		return;
	if (free_at > now)
		printf("it is asked when its host may be: %s\n",
		    moment_print(free_at, now, "now", moment));
	else
		puts("it is asked now");
}

static int
sources_poll(const struct verb_context *context, int argc, char **argv)
{
	bool wait = argc == 3 && strcmp(argv[2], "--wait") == 0;
	json_t *source;
	char *path;
	int rc;

	if (argc != (wait ? 3 : 2))
		return sources_usage();
	path = sources_path(argv[1], "/poll");
	rc = verb_ask(context, "POST", path, &source);
	mem_free(path);
	if (rc != VERB_OK)
		return rc;
	if (wait)
		return sources_wait_poll(context, argv[1], source);
	sources_tell_asked(context, source);
	json_decref(source);
	return VERB_OK;
}

/* "2h" to "for=7200"; -1 after a complaint. */
static int64_t
sources_pause_seconds(const char *text)
{
	int64_t ms;

	if (settings_parse_duration(text, &ms) == 0 && ms >= 1000)
		return ms / 1000;
	(void)verb_fail(VERB_USAGE,
	    "'--for %s' must be a time such as 30m, 2h or 3d", text);
	return -1;
}

static char *
sources_pause_path(const char *name, int64_t seconds, const char *reason)
{
	char *escaped = verb_escape(reason);
	char *tail = seconds > 0
			 ? mem_printf("/pause?for=%" PRId64 "&reason=%s",
			       seconds, escaped)
			 : mem_printf("/pause?reason=%s", escaped);
	char *path = sources_path(name, tail);

	mem_free(escaped);
	mem_free(tail);
	return path;
}

static int
sources_tell_pause(const struct verb_context *context, json_t *source)
{
	const char *until =
	    verb_text(json_object_get(source, "paused"), "until");

	if (context->json) {
		verb_print_json(source);
		return VERB_OK;
	}
	if (!context->quiet) {
		verb_print_clean(verb_text(source, "source"));
		printf(until[0] != '\0' ? ": paused until %s\n"
					: ": paused until it is resumed%s\n",
		    until);
	}
	json_decref(source);
	return VERB_OK;
}

static int
sources_pause(const struct verb_context *context, int argc, char **argv)
{
	static const struct option longs[] = {
	    {"for", required_argument, NULL, 'f'},
	    {"reason", required_argument, NULL, 'r'}, {NULL, 0, NULL, 0}};
	const char *reason = "";
	int64_t seconds = 0;
	json_t *source;
	char *path;
	int c, rc;

	while ((c = getopt_long(argc, argv, "", longs, NULL)) != -1) {
		if (c == 'r')
			reason = optarg;
		else if (c == 'f')
			seconds = sources_pause_seconds(optarg);
		else
			return sources_usage();
		if (seconds < 0)
			return VERB_USAGE;
	}
	if (optind + 1 != argc)
		return sources_usage();
	path = sources_pause_path(argv[optind], seconds, reason);
	rc = verb_ask(context, "POST", path, &source);
	mem_free(path);
	return rc == VERB_OK ? sources_tell_pause(context, source) : rc;
}

static int
sources_resume(const struct verb_context *context, int argc, char **argv)
{
	char moment[MOMENT_MAX];
	json_t *source;
	char *path;
	int rc;

	if (argc != 2)
		return sources_usage();
	path = sources_path(argv[1], "/resume");
	rc = verb_ask(context, "POST", path, &source);
	mem_free(path);
	if (rc != VERB_OK)
		return rc;
	if (context->json) {
		verb_print_json(source);
		return VERB_OK;
	}
	if (!context->quiet)
		printf("it goes on; the next poll is %s\n",
		    moment_print(moment_of(source, "next_poll"),
			moment_of(source, "now"), "under way", moment));
	json_decref(source);
	return VERB_OK;
}

int
verb_sources(const struct verb_context *context, int argc, char **argv)
{
	for (size_t i = 0; argc > 1 && i < SOURCES_VERBS; i++) {
		if (strcmp(sources_verbs[i].name, argv[1]) != 0)
			continue;
		optind = 0;
		return sources_verbs[i].fn(context, argc - 1, argv + 1);
	}
	return sources_usage();
}
