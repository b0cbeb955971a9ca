/* SPDX-License-Identifier: BSD-2-Clause */
/* `filingctl check` and `filingctl backtest`: offline, with the real config. */
#include "clients/check_sources.h"
#include "clients/check_tests.h"
#include "clients/offline_config.h"
#include "clients/own_lexicon.h"
#include "clients/verb.h"
#include "daemon/backtest.h"
#include "daemon/config.h"
#include "lib/base/mem.h"

#include <getopt.h>
#include <inttypes.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#define BACKTEST_SOURCES 64

static void
check_say_good(const char *path, const struct config *config, bool config_only)
{
	size_t rules = rules_count(config->compiled);

	printf("%s: good: %zu source%s, %zu channel%s, %zu rule%s", path,
	    config->source_count, config->source_count == 1 ? "" : "s",
	    config->channel_count, config->channel_count == 1 ? "" : "s", rules,
	    rules == 1 ? "" : "s");
	if (config->test_count > 0 && !config_only)
		printf(", %zu test%s passed", config->test_count,
		    config->test_count == 1 ? "" : "s");
	putchar('\n');
}

static int
check_definitions(const char *path, bool quiet)
{
	size_t count, faulty = check_sources(path, &count);

	if (faulty > 0)
		return verb_fail(VERB_USAGE,
		    "%s: %zu of %zu definition%s faulty", path, faulty, count,
		    count == 1 ? " is" : "s are");
	if (count == 0 && !quiet)
		return verb_fail(VERB_USAGE,
		    "%s: no definition.yaml in it, nor in its folders", path);
	if (!quiet)
		printf("%s: good: %zu definition%s\n", path, count,
		    count == 1 ? "" : "s");
	return VERB_OK;
}

/* What stands beside the configuration: phrases and definitions of one's own. */
static int
check_own(const struct verb_context *context, const struct config *config)
{
	int rc =
	    own_lexicon_check(context->lexicon != NULL ? context->lexicon
						       : config->reader.lexicon,
		config->reader.own_lexicon, context->quiet);

	if (rc == VERB_OK && access(config->top.definitions, F_OK) == 0)
		rc = check_definitions(config->top.definitions, true);
	return rc;
}

int
verb_check(const struct verb_context *context, int argc, char **argv)
{
	const char *path = OFFLINE_CONFIG_PATH;
	bool config_only = false;
	struct config *config;
	int c, rc;

	while ((c = getopt(argc, argv, "cf:")) != -1) {
		if (c != 'c' && c != 'f')
			return VERB_USAGE;
		if (c == 'c')
			config_only = true;
		else
			path = optarg;
	}
	if (optind + 1 == argc)
		path = argv[optind++];
	if (optind < argc)
		return verb_fail(
		    VERB_USAGE, "usage: filingctl check [-c] [[-f] FILE]");
	if (check_sources_is(path))
		return check_definitions(path, context->quiet);
	rc = offline_config_load(path, &config);
	if (rc != VERB_OK)
		return rc;
	if (!config_only)
		rc = check_own(context, config);
	if (!config_only && rc == VERB_OK)
		rc = check_tests(context, config);
	if (rc == VERB_OK && !context->quiet)
		check_say_good(path, config, config_only);
	config_free(config);
	return rc;
}

struct backtest_print {
	const struct verb_context *context;
};

static void
backtest_print_event(
    void *arg, const char *line, struct span body, const char *rules)
{
	const struct backtest_print *print = arg;

	fwrite(body.p, 1, body.len, stdout);
	putchar('\n');
	if (print->context->quiet)
		return;
	fflush(stdout);
	fprintf(
	    stderr, "# %s%s%s\n", line, rules[0] != '\0' ? "  -> " : "", rules);
}

/* "page=FILE" into source; the name is cut in place. */
static int
backtest_parse_source(char *text, struct backtest_source *source)
{
	char *equals = strchr(text, '=');

	if (equals == NULL || equals == text || equals[1] == '\0')
		return verb_fail(VERB_USAGE,
		    "'--source %s' must be NAME=FILE or NAME=FOLDER", text);
	*equals = '\0';
	source->name = text;
	source->path = equals + 1;
	return VERB_OK;
}

static int
backtest_parse(
    int argc, char **argv, struct backtest_source *sources, size_t *ret_count)
{
	static const struct option longs[] = {
	    {"source", required_argument, NULL, 's'}, {NULL, 0, NULL, 0}};
	int c, rc;

	while ((c = getopt_long(argc, argv, "s:", longs, NULL)) != -1) {
		if (c != 's')
			return VERB_USAGE;
		if (*ret_count == BACKTEST_SOURCES)
			return verb_fail(VERB_USAGE, "too many sources");
		rc = backtest_parse_source(optarg, &sources[*ret_count]);
		if (rc != VERB_OK)
			return rc;
		(*ret_count)++;
	}
	if (optind + 1 != argc || *ret_count == 0)
		return verb_fail(VERB_USAGE,
		    "usage: filingctl backtest CONFIG --source NAME=FILE ...");
	return VERB_OK;
}

static int
backtest_run_config(const struct verb_context *context, struct config *config,
    const struct backtest_source *sources, size_t count)
{
	struct backtest_print print = {context};
	struct backtest_options options = {
	    .config = config,
	    .source_count = count,
	    .sources = sources,
	    .event = backtest_print_event,
	    .arg = &print,
	};
	struct backtest_counts counts = {0};
	struct err err = ERR_NONE;

	if (context->program != NULL)
		mem_set(&config->reader.program, context->program);
	if (context->lexicon != NULL)
		mem_set(&config->reader.lexicon, context->lexicon);
	if (backtest_run(&options, &counts, &err) != 0)
		return verb_fail(VERB_FAILED, "%s", err.text);
	fflush(stdout);
	if (!context->quiet)
		fprintf(stderr,
		    "# %" PRId64 " filings, %" PRId64 " events, %" PRId64
		    " warnings, 0 notifications sent\n",
		    counts.items, counts.events, counts.warnings);
	return VERB_OK;
}

int
verb_backtest(const struct verb_context *context, int argc, char **argv)
{
	struct backtest_source sources[BACKTEST_SOURCES];
	struct config *config;
	size_t count = 0;
	int rc = backtest_parse(argc, argv, sources, &count);

	if (rc != VERB_OK)
		return rc;
	rc = offline_config_load(argv[optind], &config);
	if (rc != VERB_OK)
		return rc;
	rc = backtest_run_config(context, config, sources, count);
	config_free(config);
	return rc;
}
