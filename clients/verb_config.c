/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * `filingctl config show`: the configuration at work, or that of a file, as
 * YAML that could be loaded again.
 */
#include "clients/offline_config.h"
#include "clients/verb.h"
#include "daemon/config_show.h"
#include "lib/base/mem.h"

#include <getopt.h>
#include <stdio.h>
#include <string.h>

static const char config_usage[] =
    "usage: filingctl config show [--redacted] [-f FILE]\n"
    "  the configuration at work, its files merged, with defaults; secrets\n"
    "  are never in it\n"
    "  --redacted  fit to be shown to others: of addresses the host alone\n"
    "  -f FILE     that of a file, without a daemon\n";

struct config_print {
	const json_t *defaults;
};

static bool
config_is_default(const struct config_print *print, const char *path)
{
	const json_t *name;
	size_t i;

	json_array_foreach(print->defaults, i, name)
	{
		if (strcmp(json_string_value(name), path) == 0)
			return true;
	}
	return false;
}

/* A text that means itself without quotes. */
static bool
config_is_plain(const char *s)
{
	static const char safe[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQ"
				   "RSTUVWXYZ0123456789_./@+-";

	return *s != '\0' && strspn(s, safe) == strlen(s) && *s != '-' &&
	       *s != '@';
}

/* JSON's strings are YAML's, between double quotes. */
static void
config_print_text(const char *s)
{
	json_t *json;

	if (config_is_plain(s)) {
		fputs(s, stdout);
		return;
	}
	json = json_string(s);
	json_dumpf(json, stdout, JSON_ENCODE_ANY);
	json_decref(json);
}

static void config_print_value(const struct config_print *print,
    const json_t *value, const char *path, int depth);

static void
config_print_map(const struct config_print *print, const json_t *map,
    const char *path, int depth, bool first_inline)
{
	const char *key;
	const json_t *value;

	json_object_foreach((json_t *)(uintptr_t)map, key, value)
	{
		char *below =
		    mem_printf("%s%s%s", path, *path != '\0' ? "." : "", key);

		if (!first_inline)
			printf("%*s", depth, "");
		first_inline = false;
		config_print_text(key);
		putchar(':');
		config_print_value(print, value, below, depth + 2);
		mem_free(below);
	}
}

static void
config_print_list(const struct config_print *print, const json_t *list,
    const char *path, int depth)
{
	const json_t *value;
	size_t i;

	json_array_foreach(list, i, value)
	{
		char *below = mem_printf("%s.%zu", path, i);

		printf("%*s-", depth, "");
		if (json_is_object(value) && json_object_size(value) > 0) {
			putchar(' ');
			config_print_map(print, value, below, depth + 2, true);
		} else {
			config_print_value(print, value, below, depth + 2);
		}
		mem_free(below);
	}
}

/* What follows "key:" or "-", with the end of the line. */
static void
config_print_value(const struct config_print *print, const json_t *value,
    const char *path, int depth)
{
	if (json_is_string(value)) {
		putchar(' ');
		config_print_text(json_string_value(value));
		puts(config_is_default(print, path) ? "  # default" : "");
	} else if (json_is_array(value) && json_array_size(value) > 0) {
		putchar('\n');
		config_print_list(print, value, path, depth);
	} else if (json_is_object(value) && json_object_size(value) > 0) {
		putchar('\n');
		config_print_map(print, value, path, depth, false);
	} else {
		puts(json_is_array(value) ? " []" : " {}");
	}
}

static void
config_print(const json_t *shown)
{
	struct config_print print = {json_object_get(shown, "defaults")};
	const json_t *file;
	size_t i;

	json_array_foreach(json_object_get(shown, "files"), i, file)
	{
		fputs("# ", stdout);
		verb_print_clean(json_string_value(file));
		putchar('\n');
	}
	printf("# sha256 %s%s\n", verb_text(shown, "hash"),
	    json_is_true(json_object_get(shown, "redacted"))
		? ", redacted below"
		: "");
	config_print_map(
	    &print, json_object_get(shown, "config"), "", 0, false);
}

static int
config_of_file(const char *path, bool redacted, json_t **ret)
{
	struct config *config = NULL;
	int rc = offline_config_load(path, &config);

	if (rc != VERB_OK)
		return rc;
	*ret = config_show(config, redacted);
	config_free(config);
	return VERB_OK;
}

static int
config_run(const struct verb_context *context, const char *path, bool redacted)
{
	json_t *shown = NULL;
	int rc = path != NULL
		     ? config_of_file(path, redacted, &shown)
		     : verb_ask(context, "GET",
			   redacted ? "/v1/config?redacted=1" : "/v1/config",
			   &shown);

	if (rc != VERB_OK)
		return rc;
	if (context->json) {
		verb_print_json(shown);
		return VERB_OK;
	}
	config_print(shown);
	json_decref(shown);
	return VERB_OK;
}

int
verb_config(const struct verb_context *context, int argc, char **argv)
{
	static const struct option longs[] = {
	    {"redacted", no_argument, NULL, 'r'}, {NULL, 0, NULL, 0}};
	const char *path = NULL;
	bool redacted = false;
	bool good = true;
	int c;

	if (argc == 2 && strcmp(argv[1], "--help") == 0) {
		fputs(config_usage, stdout);
		return VERB_OK;
	}
	while (good && (c = getopt_long(argc, argv, "f:", longs, NULL)) != -1) {
		good = c == 'f' || c == 'r';
		if (c == 'f')
			path = optarg;
		redacted = redacted || c == 'r';
	}
	if (good && optind + 1 == argc && strcmp(argv[optind], "show") == 0)
		return config_run(context, path, redacted);
	fputs(config_usage, stderr);
	return VERB_USAGE;
}
