/* SPDX-License-Identifier: BSD-2-Clause */
/* `filingctl log level`: how much the daemon logs, and for how long. */
#include "clients/moment.h"
#include "clients/table.h"
#include "clients/verb.h"
#include "daemon/settings.h"
#include "lib/base/log.h"
#include "lib/base/mem.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#define LOG_USAGE                                                              \
	"usage: filingctl log level [[NOUN] LEVEL] [--for 10m]\n"              \
	"LEVEL is error, warning, info, debug or default; NOUN is what lines " \
	"begin with,\nsuch as source or delivery; without --for until the "    \
	"next start"

struct log_wish {
	const char *noun; /* NULL: all */
	const char *level; /* NULL: only show */
	int64_t ms; /* 0: no end */
};

static int
log_parse(int argc, char **argv, struct log_wish *ret)
{
	const char *words[2];
	int count = 0;

	*ret = (struct log_wish){0};
	for (int i = 2; i < argc; i++) {
		if (strcmp(argv[i], "--for") == 0) {
			if (++i == argc ||
			    settings_parse_duration(argv[i], &ret->ms) != 0 ||
			    ret->ms == 0)
				return VERB_USAGE;
		} else if (count == 2 || argv[i][0] == '-') {
			return VERB_USAGE;
		} else {
			words[count++] = argv[i];
		}
	}
	if (count == 0 && ret->ms > 0)
		return VERB_USAGE;
	if (count > 0)
		ret->level = words[count - 1];
	if (count == 2)
		ret->noun = words[0];
	return VERB_OK;
}

static void
log_print(const json_t *answer)
{
	static const char *const headings[] = {"LINES", "LEVEL", "UNTIL", NULL};
	struct table *table = table_new(headings);
	const json_t *wish;
	size_t i;

	table_cell(table, "configuration");
	table_cell(table, verb_text(answer, "level"));
	table_cell(table, "");
	json_array_foreach(json_object_get(answer, "wishes"), i, wish)
	{
		const char *until = verb_text(wish, "until");

		table_cell(table, verb_text(wish, "noun"));
		table_cell(table, verb_text(wish, "level"));
		table_cell(table, until[0] != '\0' ? until : "the next start");
	}
	table_print(table);
}

static char *
log_path(const struct log_wish *wish)
{
	char *level = verb_escape(wish->level);
	char *noun = verb_escape(wish->noun != NULL ? wish->noun : "all");
	char *path = mem_printf(
	    "/v1/log?level=%s&noun=%s&for=%" PRId64, level, noun, wish->ms);

	mem_free(level);
	mem_free(noun);
	return path;
}

int
verb_log(const struct verb_context *context, int argc, char **argv)
{
	struct log_wish wish;
	json_t *answer;
	char *path;
	int rc;

	if (argc == 2 && strcmp(argv[1], "--help") == 0) {
		puts(LOG_USAGE);
		return VERB_OK;
	}
	if (argc < 2 || strcmp(argv[1], "level") != 0 ||
	    log_parse(argc, argv, &wish) != VERB_OK)
		return verb_fail(VERB_USAGE, LOG_USAGE);
	path = wish.level != NULL ? log_path(&wish) : mem_strdup("/v1/log");
	rc = verb_ask(
	    context, wish.level != NULL ? "POST" : "GET", path, &answer);
	mem_free(path);
	if (rc != VERB_OK)
		return rc;
	if (context->json) {
		verb_print_json(answer);
		return VERB_OK;
	}
	if (!context->quiet || wish.level == NULL)
		log_print(answer);
	json_decref(answer);
	return VERB_OK;
}
