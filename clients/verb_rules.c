/* SPDX-License-Identifier: BSD-2-Clause */
/* `filingctl rules list|explain|backtest`. */
#include "clients/moment.h"
#include "clients/rule_backtest.h"
#include "clients/rule_text.h"
#include "clients/subverbs.h"
#include "clients/table.h"
#include "lib/base/buf.h"
#include "lib/base/mem.h"
#include "lib/base/number.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

static verb_fn rules_list, rules_explain;

static const struct subverb rules_verbs[] = {
    {"list", rules_list, ""},
    {"explain", rules_explain, " FILING|EVENT [RULE]"},
    {"backtest", rule_backtest,
	" RULE|CONDITION [-v] [-f CONFIG] [--from DATE] [--to DATE]"
	" [--against RULE|CONFIG]"},
};

static const struct subverbs rules_subverbs = {
    "rules", sizeof(rules_verbs) / sizeof(rules_verbs[0]), rules_verbs};

/* "a, b" of a list of texts. Gives. */
static char *
rules_join(const json_t *list)
{
	struct buf text;
	const json_t *item;
	size_t i;

	buf_init(&text, MIB); /* what is more is left out */
	json_array_foreach(list, i, item) err_drop(buf_addf(
	    &text, "%s%s", i > 0 ? ", " : "", json_string_value(item)));
	return text.len > 0 ? buf_take(&text) : mem_strdup("");
}

static void
rules_cell_list(struct table *table, const json_t *rule, const char *key)
{
	char *text = rules_join(json_object_get(rule, key));

	table_cell(table, text);
	mem_free(text);
}

static void
rules_print_table(const json_t *answer)
{
	static const char *const headings[] = {
	    "RULE", "ON", "WATCH", "TO", "24 H", "30 D", "LAST", NULL};
	struct table *table = table_new(headings);
	int64_t now = moment_of(answer, "now");
	char moment[MOMENT_MAX];
	const json_t *rule;
	size_t i;

	json_array_foreach(json_object_get(answer, "rules"), i, rule)
	{
		table_cell(table, verb_text(rule, "name"));
		rules_cell_list(table, rule, "on");
		rules_cell_list(table, rule, "watch");
		rules_cell_list(table, rule, "to");
		table_cellf(table, "%lld", verb_int(rule, "hits_24h"));
		table_cellf(table, "%lld", verb_int(rule, "hits_30d"));
		table_cell(table, moment_print(moment_of(rule, "last_hit"), now,
				      "never", moment));
	}
	table_print(table);
}

static int
rules_list(const struct verb_context *context, int argc, char **argv)
{
	json_t *answer, *rules;
	int rc;

	(void)argv;
	if (argc != 1)
		return subverbs_usage(&rules_subverbs, stderr);
	rc = verb_ask(context, "GET", "/v1/rules", &answer);
	if (rc != VERB_OK)
		return rc;
	rules = json_object_get(answer, "rules");
	if (context->json)
		verb_print_json(json_incref(rules));
	else if (json_array_size(rules) == 0 && !context->quiet)
		puts("no rules");
	else
		rules_print_table(answer);
	rc = json_array_size(rules) == 0 ? VERB_NOTHING : VERB_OK;
	json_decref(answer);
	return rc;
}

/* The delivery of a rule's channel, whoever sent it there; NULL. */
static const json_t *
rules_find_delivery(const json_t *event, const char *channel)
{
	const json_t *delivery;
	size_t i;

	json_array_foreach(json_object_get(event, "deliveries"), i, delivery)
	{
		if (strcmp(verb_text(delivery, "channel"), channel) == 0)
			return delivery;
	}
	return NULL;
}

/* "pending, in 3 h (digest), with 4 others, by rule 'x'". */
static void
rules_print_delivery(const json_t *delivery, int64_t now)
{
	const char *note = verb_text(delivery, "note");
	const char *why = verb_text(delivery, "why");
	long long events = verb_int(delivery, "events");
	bool done = verb_text(delivery, "finished")[0] != '\0';
	char moment[MOMENT_MAX];

	printf("%s, %s", verb_text(delivery, "state"),
	    moment_print(moment_of(delivery, done ? "finished" : "due"), now,
		"at once", moment));
	if (events > 1)
		printf(", in one message with %lld other%s", events - 1,
		    events == 2 ? "" : "s");
	fputs(", by rule '", stdout);
	verb_print_clean(verb_text(delivery, "rule"));
	putchar('\'');
	if (json_is_true(json_object_get(delivery, "unless_acked")))
		fputs(", unless it is acknowledged", stdout);
	for (int i = 0; i < 2; i++) {
		const char *text = i == 0 ? why : note;

		if (text[0] == '\0')
			continue;
		fputs("; ", stdout);
		verb_print_clean(text);
	}
	putchar('\n');
}

/* What became of the event at each channel that the rule names. */
static void
rules_print_told(const json_t *event, const json_t *rule, int64_t now)
{
	const json_t *channel;
	size_t i;

	json_array_foreach(json_object_get(rule, "to"), i, channel)
	{
		const char *name = json_string_value(channel);
		const json_t *delivery = rules_find_delivery(event, name);

		fputs("    to ", stdout);
		verb_print_clean(name);
		fputs(": ", stdout);
		if (delivery != NULL)
			rules_print_delivery(delivery, now);
		else
			puts("not told; the rules were others when it came");
	}
}

static void
rules_print_event(const json_t *event, int64_t now)
{
	const json_t *rule;
	size_t i;

	printf("%s  %s  ", verb_text(event, "id"), verb_text(event, "type"));
	verb_print_clean(verb_text(event, "line"));
	putchar('\n');
	json_array_foreach(json_object_get(event, "rules"), i, rule)
	{
		rule_text_print(stdout, rule);
		if (json_is_true(json_object_get(rule, "wants")))
			rules_print_told(event, rule, now);
	}
}

/* The query for a filing "source/id", a row's number or an event's id. Gives. */
static char *
rules_explain_path(const char *what, const char *rule)
{
	char *name = verb_escape(rule != NULL ? rule : "");
	const char *slash = strchr(what, '/');
	char *source = slash != NULL ? mem_strndup(what, (size_t)(slash - what))
				     : mem_strdup("");
	char *from = verb_escape(source);
	char *id = verb_escape(slash != NULL ? slash + 1 : what);
	const char *and = rule != NULL ? "&rule=" : "";
	int64_t seq;
	char *path;

	if (slash != NULL)
		path = mem_printf("/v1/rules/explain?source=%s&filing=%s%s%s",
		    from, id, and, name);
	else if (number_parse(what, 1, INT64_MAX, &seq) == 0)
		path = mem_printf(
		    "/v1/rules/explain?seq=%" PRId64 "%s%s", seq, and, name);
	else
		path =
		    mem_printf("/v1/rules/explain?event=%s%s%s", id, and, name);
	mem_free(name);
	mem_free(source);
	mem_free(from);
	mem_free(id);
	return path;
}

static int
rules_explain(const struct verb_context *context, int argc, char **argv)
{
	const json_t *event;
	json_t *answer;
	char *path;
	size_t i;
	int rc;

	if (argc < 2 || argc > 3)
		return subverbs_usage(&rules_subverbs, stderr);
	path = rules_explain_path(argv[1], argc == 3 ? argv[2] : NULL);
	rc = verb_ask(context, "GET", path, &answer);
	mem_free(path);
	if (rc != VERB_OK)
		return rc;
	if (context->json) {
		verb_print_json(answer);
		return VERB_OK;
	}
	json_array_foreach(json_object_get(answer, "events"), i, event)
	    rules_print_event(event, moment_of(answer, "now"));
	json_decref(answer);
	return VERB_OK;
}

int
verb_rules(const struct verb_context *context, int argc, char **argv)
{
	return subverbs_run(&rules_subverbs, context, argc, argv);
}
