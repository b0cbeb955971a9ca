/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * In: a rule, another to compare it with, and the stored events. Out: how
 * often it would have told, and what it gains and loses against the other.
 */
#include "clients/rule_backtest.h"

#include "clients/moment.h"
#include "clients/offline_config.h"
#include "clients/rule_history.h"
#include "lib/base/date.h"
#include "lib/base/listing.h"
#include "lib/base/mem.h"

#include <getopt.h>
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#define BACKTEST_SHOWN 10 /* issuers, in the table */

static const char backtest_usage[] =
    "usage: filingctl rules backtest RULE|CONDITION [-v] [-f CONFIG] "
    "[--from DATE] [--to DATE] [--against RULE|CONFIG]";

struct backtest_options {
	const char *what; /* a name or a condition */
	const char *path;
	const char *against; /* NULL: the rule of that name at work */
	bool verbose;
	struct rule_history span;
};

/* A rule alone, with the watch lists that it looks into. */
struct backtest_rule {
	char *said; /* "rule 'x' of FILE"; NULL: there is none */
	struct config *config; /* kept for its watch lists; NULL: another's */
	struct rules *rules;
	size_t fired; /* for the current event */
	bool undecided;
};

struct backtest_run {
	struct backtest_rule new, old;
	int64_t events;
	int64_t undecided;
	int64_t first, last; /* decided */
	json_t *fired, *gained, *lost;
	json_t *by_class, *by_grade, *by_issuer;
};

static bool
backtest_find(
    const struct rules *rules, const char *name, struct rule_spec *ret)
{
	for (size_t i = 0; i < rules_count(rules); i++) {
		*ret = rules_spec(rules, i);
		if (strcmp(ret->name, name) == 0)
			return true;
	}
	return false;
}

/* The rule alone; VERB_USAGE, with what is wrong with it. */
static int
backtest_compile(const struct config *config, const struct rule_spec *spec,
    struct backtest_rule *ret)
{
	struct rule_fault fault;

	ret->rules = rules_new(config->watches, config->watch_count);
	if (rules_add(ret->rules, spec, &fault) == 0)
		return VERB_OK;
	return verb_fail(VERB_USAGE, "%s: %s%s%s%s", spec->name, fault.err.text,
	    fault.nearest != NULL ? ", did you mean '" : "",
	    fault.nearest != NULL ? fault.nearest : "",
	    fault.nearest != NULL ? "'?" : "");
}

/* A name of the configuration's, or else a condition. */
static int
backtest_take_new(
    const struct backtest_options *options, struct backtest_rule *ret)
{
	struct rule_spec spec;
	int rc = offline_config_load(options->path, &ret->config);

	if (rc != VERB_OK)
		return rc;
	if (backtest_find(ret->config->compiled, options->what, &spec)) {
		ret->said =
		    mem_printf("rule '%s' of %s", options->what, options->path);
		return backtest_compile(ret->config, &spec, ret);
	}
	spec = (struct rule_spec){
	    .name = options->what, .when_count = 1, .when = &options->what};
	ret->said = mem_printf("condition '%s'", options->what);
	rc = backtest_compile(ret->config, &spec, ret);
	if (rc != VERB_OK)
		return verb_fail(rc, "%s has no rule '%s' either",
		    options->path, options->what);
	return VERB_OK;
}

/* The texts of a list; borrowed from it, the array given. */
static const char **
backtest_texts(const json_t *list)
{
	const char **texts = mem_array(json_array_size(list), sizeof(*texts));

	for (size_t i = 0; i < json_array_size(list); i++)
		texts[i] = json_string_value(json_array_get(list, i));
	return texts;
}

static int
backtest_compile_json(
    const struct config *config, const json_t *rule, struct backtest_rule *ret)
{
	const char **on = backtest_texts(json_object_get(rule, "on"));
	const char **watch = backtest_texts(json_object_get(rule, "watch"));
	const char **when = backtest_texts(json_object_get(rule, "when"));
	struct rule_spec spec = {.name = verb_text(rule, "name"),
	    .on_count = json_array_size(json_object_get(rule, "on")),
	    .on = on,
	    .watch_count = json_array_size(json_object_get(rule, "watch")),
	    .watch = watch,
	    .when_count = json_array_size(json_object_get(rule, "when")),
	    .when = when,
	    .unknown_skip = strcmp(verb_text(rule, "unknown"), "skip") == 0};
	int rc = backtest_compile(config, &spec, ret);

	mem_free(on);
	mem_free(watch);
	mem_free(when);
	return rc;
}

/* The rule of that name at work, when there is one. */
static int
backtest_take_live(const struct verb_context *context,
    const struct backtest_options *options, const struct config *config,
    struct backtest_rule *ret)
{
	const json_t *rule;
	json_t *answer;
	size_t i;
	int rc = verb_ask(context, "GET", "/v1/rules", &answer);

	if (rc != VERB_OK)
		return rc;
	json_array_foreach(json_object_get(answer, "rules"), i, rule)
	{
		if (strcmp(verb_text(rule, "name"), options->what) != 0)
			continue;
		rc = backtest_compile_json(config, rule, ret);
		ret->said = mem_printf("rule '%s' at work", options->what);
	}
	json_decref(answer);
	return rc;
}

static int
backtest_take_old(const struct verb_context *context,
    const struct backtest_options *options, const struct config *config,
    struct backtest_rule *ret)
{
	struct rule_spec spec;
	int rc;

	if (options->against == NULL)
		return backtest_take_live(context, options, config, ret);
	if (backtest_find(config->compiled, options->against, &spec)) {
		ret->said = mem_printf(
		    "rule '%s' of %s", options->against, options->path);
		return backtest_compile(config, &spec, ret);
	}
	if (strchr(options->against, '/') == NULL &&
	    strchr(options->against, '.') == NULL)
		return verb_fail(VERB_USAGE, "%s has no rule '%s'",
		    options->path, options->against);
	rc = offline_config_load(options->against, &ret->config);
	if (rc != VERB_OK)
		return rc;
	if (!backtest_find(ret->config->compiled, options->what, &spec))
		return verb_fail(VERB_USAGE, "%s has no rule '%s'",
		    options->against, options->what);
	ret->said =
	    mem_printf("rule '%s' of %s", options->what, options->against);
	return backtest_compile(ret->config, &spec, ret);
}

static void
backtest_on_match(const struct rule_match *match, void *arg)
{
	struct backtest_rule *rule = arg;

	rule->fired++;
	rule->undecided = match->note[0] != '\0';
}

static bool
backtest_wants(struct backtest_rule *rule, struct event *event)
{
	rule->fired = 0;
	rule->undecided = false;
	if (rule->rules == NULL)
		return false;
	rules_refill_watch(rule->rules, event);
	rules_match(rule->rules, event, backtest_on_match, rule);
	return rule->fired > 0;
}

static void
backtest_count(json_t *counts, const char *name)
{
	const json_t *now = json_object_get(counts, name);

	json_object_set_new(
	    counts, name, json_integer(json_integer_value(now) + 1));
}

static void
backtest_count_event(struct backtest_run *run, const struct event *event)
{
	const struct verdict *verdict = &event->verdict;
	char shown[LISTING_MAX];

	if (event->has_verdict) {
		backtest_count(run->by_class,
		    vocab_word(VOCAB_CLASSES, (int)verdict->class_));
		backtest_count(run->by_grade,
		    vocab_word(VOCAB_GRADES, (int)verdict->grade));
	}
	if (event->filing.listing != NULL && event->filing.listing[0] != '\0')
		backtest_count(
		    run->by_issuer, listing_show(event->filing.listing, shown));
}

static void
backtest_on_event(
    struct event *event, const char *line, int64_t decided, void *arg)
{
	struct backtest_run *run = arg;
	bool old = backtest_wants(&run->old, event);
	bool new = backtest_wants(&run->new, event);
	char day[DATE_STR_MAX];
	json_t *row = json_pack("{s:I, s:s, s:s, s:s}", "seq",
	    (json_int_t)event->seq, "id", event->id, "decided",
	    datetime_print_utc(decided, day), "line", line);

	run->events++;
	run->first = run->events == 1 ? decided : run->first;
	run->last = decided;
	if (new) {
		run->undecided += run->new.undecided;
		backtest_count_event(run, event);
		json_array_append(run->fired, row);
	}
	if (new && !old && run->old.said != NULL)
		json_array_append(run->gained, row);
	if (old && !new)
		json_array_append(run->lost, row);
	json_decref(row);
}

/* The most frequent first, at most so many. */
static void
backtest_print_counts(const char *what, json_t *counts, size_t most)
{
	size_t left = json_object_size(counts), shown = 0;

	if (left == 0)
		return;
	printf("  by %-7s", what);
	while (left > 0 && shown < most) {
		const char *name, *best = NULL;
		json_t *count;
		json_int_t most_hits = -1;

		json_object_foreach(counts, name, count)
		{
			if (json_integer_value(count) <= most_hits)
				continue;
			most_hits = json_integer_value(count);
			best = name;
		}
		printf("%s%s %lld", shown++ > 0 ? ", " : " ", best,
		    (long long)most_hits);
		json_object_del(counts, best);
		left--;
	}
	if (left > 0)
		printf(", and %zu others", left);
	putchar('\n');
}

static void
backtest_print_rows(char sign, const json_t *rows)
{
	const json_t *row;
	size_t i;

	json_array_foreach(rows, i, row)
	{
		printf("  %c %lld %s ", sign, verb_int(row, "seq"),
		    verb_text(row, "decided"));
		verb_print_clean(verb_text(row, "line"));
		putchar('\n');
	}
}

static void
backtest_print(const struct backtest_run *run, bool verbose)
{
	char from[DATE_STR_MAX], to[DATE_STR_MAX];

	printf("%s: over %" PRId64 " events", run->new.said, run->events);
	if (run->events > 0)
		printf(", %s to %s", datetime_print_utc(run->first, from),
		    datetime_print_utc(run->last, to));
	printf("\nfired %zu", json_array_size(run->fired));
	if (run->undecided > 0)
		printf(", %" PRId64 " of them undecided", run->undecided);
	putchar('\n');
	backtest_print_counts("class", run->by_class, SIZE_MAX);
	backtest_print_counts("grade", run->by_grade, SIZE_MAX);
	backtest_print_counts("issuer", run->by_issuer, BACKTEST_SHOWN);
	if (verbose)
		backtest_print_rows('=', run->fired);
	if (run->old.said != NULL)
		printf("against %s: %zu gained, %zu lost\n", run->old.said,
		    json_array_size(run->gained), json_array_size(run->lost));
	if (verbose) {
		backtest_print_rows('+', run->gained);
		backtest_print_rows('-', run->lost);
	}
	puts("0 notifications sent");
}

static void
backtest_print_json(const struct backtest_run *run)
{
	verb_print_json(json_pack(
	    "{s:s, s:s?, s:I, s:I, s:I, s:O, s:O, s:O, s:O, s:O, s:O, s:i}",
	    "rule", run->new.said, "against", run->old.said, "events",
	    (json_int_t)run->events, "fired",
	    (json_int_t)json_array_size(run->fired), "undecided",
	    (json_int_t)run->undecided, "by_class", run->by_class, "by_grade",
	    run->by_grade, "by_issuer", run->by_issuer, "told", run->fired,
	    "gained", run->gained, "lost", run->lost, "notifications", 0));
}

static int
backtest_run(
    const struct verb_context *context, const struct backtest_options *options)
{
	struct backtest_run run = {.fired = json_array(),
	    .gained = json_array(),
	    .lost = json_array(),
	    .by_class = json_object(),
	    .by_grade = json_object(),
	    .by_issuer = json_object()};
	int rc = backtest_take_new(options, &run.new);

	if (rc == VERB_OK)
		rc = backtest_take_old(
		    context, options, run.new.config, &run.old);
	if (rc == VERB_OK)
		rc = rule_history_each(
		    context, &options->span, backtest_on_event, &run);
	if (rc == VERB_OK && context->json)
		backtest_print_json(&run);
	else if (rc == VERB_OK)
		backtest_print(&run, options->verbose);
	if (rc == VERB_OK && run.events == 0)
		rc = VERB_NOTHING;
	rules_free(run.new.rules);
	rules_free(run.old.rules);
	config_free(run.new.config);
	config_free(run.old.config);
	mem_free(run.new.said);
	mem_free(run.old.said);
	json_decref(run.fired);
	json_decref(run.gained);
	json_decref(run.lost);
	json_decref(run.by_class);
	json_decref(run.by_grade);
	json_decref(run.by_issuer);
	return rc;
}

/* A day as an end is the whole day. */
static bool
backtest_take_date(const char *text, bool end, int64_t *ret)
{
	*ret = moment_parse(text);
	if (*ret < 0)
		return false;
	if (end && strlen(text) == 10)
		*ret += DAY_MS;
	return true;
}

int
rule_backtest(const struct verb_context *context, int argc, char **argv)
{
	static const struct option longs[] = {
	    {"from", required_argument, NULL, 'a'},
	    {"to", required_argument, NULL, 'b'},
	    {"against", required_argument, NULL, 'o'}, {NULL, 0, NULL, 0}};
	struct backtest_options options = {
	    .path = OFFLINE_CONFIG_PATH, .span = {0, INT64_MAX}};
	int c;

	while ((c = getopt_long(argc, argv, "vf:", longs, NULL)) != -1) {
		bool good = c != '?';

		if (c == 'v')
			options.verbose = true;
		else if (c == 'f')
			options.path = optarg;
		else if (c == 'o')
			options.against = optarg;
		else if (c == 'a' || c == 'b')
			good = backtest_take_date(optarg, c == 'b',
			    c == 'a' ? &options.span.from : &options.span.to);
		if (!good)
			return verb_fail(VERB_USAGE, "%s", backtest_usage);
	}
	if (optind + 1 != argc)
		return verb_fail(VERB_USAGE, "%s", backtest_usage);
	options.what = argv[optind];
	return backtest_run(context, &options);
}
