/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * In: rules of the config and an event. Out: which rules want it, and where it
 * goes. The config adds rules, the alerts driver and explain match them.
 */
#include "alerts/rule.h"

#include "alerts/rule_sql.h"
#include "alerts/text.h"
#include "lib/base/mem.h"

#include <string.h>

#define RULE_NOTE_MAX (4 * KIB)

struct rule {
	char *name;
	size_t on_count;
	char **on;
	size_t watch_count;
	const struct watch **watch;
	size_t condition_count;
	struct rule_condition **conditions;
	bool unknown_skip;
	size_t to_count;
	char **to;
};

struct rules {
	const struct watch *watches;
	size_t watch_count;
	struct rule_sql *sql;
	size_t count;
	size_t cap;
	struct rule *items;
};

struct rules *
rules_new(const struct watch *watches, size_t count)
{
	struct rules *rules = mem_new(sizeof(*rules));

	rules->watches = watches;
	rules->watch_count = count;
	rules->sql = rule_sql_new();
	return rules;
}

static void
rule_free_list(char **list, size_t count)
{
	for (size_t i = 0; i < count; i++)
		mem_free(list[i]);
	mem_free(list);
}

static void
rule_done(struct rule *rule)
{
	mem_free(rule->name);
	rule_free_list(rule->on, rule->on_count);
	rule_free_list(rule->to, rule->to_count);
	mem_free(rule->watch);
	for (size_t i = 0; i < rule->condition_count; i++)
		rule_sql_condition_free(rule->conditions[i]);
	mem_free(rule->conditions);
}

void
rules_free(struct rules *rules)
{
	if (rules == NULL)
		return;
	for (size_t i = 0; i < rules->count; i++)
		rule_done(&rules->items[i]);
	mem_free(rules->items);
	rule_sql_free(rules->sql);
	mem_free(rules);
}

size_t
rules_count(const struct rules *rules)
{
	return rules->count;
}

static char **
rule_copy_list(const char *const *list, size_t count)
{
	char **copy = mem_array(count, sizeof(*copy));

	for (size_t i = 0; i < count; i++)
		copy[i] = mem_strdup(list[i]);
	return copy;
}

/* "warning.*" against "warning.detected"; a star only as the last part. */
static bool
rule_on_is(const char *pattern, const char *type)
{
	size_t len = strlen(pattern);

	if (len >= 2 && strcmp(pattern + len - 2, ".*") == 0)
		return strncmp(pattern, type, len - 1) == 0;
	return strcmp(pattern, type) == 0;
}

static int
rule_add_on(
    struct rule *rule, const struct rule_spec *spec, struct rule_fault *fault)
{
	static const char *const standard[] = {"warning.*"};
	const char *types[EVENT_COUNT];

	for (int i = 0; i < EVENT_COUNT; i++)
		types[i] = vocab_word(VOCAB_EVENTS, i);
	for (size_t i = 0; i < spec->on_count; i++) {
		bool known = false;
		for (int t = 0; t < EVENT_COUNT; t++)
			known = known || rule_on_is(spec->on[i], types[t]);
		if (known)
			continue;
		fault->nearest = yaml_nearest(spec->on[i], types, EVENT_COUNT);
		return err_set(&fault->err, ERR_INVALID, "no such event: '%s'",
		    spec->on[i]);
	}
	rule->on_count = spec->on_count > 0 ? spec->on_count : 1;
	rule->on = rule_copy_list(
	    spec->on_count > 0 ? spec->on : standard, rule->on_count);
	return 0;
}

static const struct watch *
rule_find_watch(const struct rules *rules, const char *name)
{
	for (size_t i = 0; i < rules->watch_count; i++) {
		if (strcmp(rules->watches[i].name, name) == 0)
			return &rules->watches[i];
	}
	return NULL;
}

static int
rule_add_watch(const struct rules *rules, struct rule *rule,
    const struct rule_spec *spec, struct rule_fault *fault)
{
	rule->watch = mem_array(spec->watch_count, sizeof(*rule->watch));
	for (size_t i = 0; i < spec->watch_count; i++) {
		const struct watch *watch =
		    rule_find_watch(rules, spec->watch[i]);
		if (watch == NULL)
			return err_set(&fault->err, ERR_NOTFOUND,
			    "no such watch list: '%s'", spec->watch[i]);
		rule->watch[rule->watch_count++] = watch;
	}
	return 0;
}

static int
rule_add_when(const struct rules *rules, struct rule *rule,
    const struct rule_spec *spec, struct rule_fault *fault)
{
	rule->conditions =
	    mem_array(spec->when_count, sizeof(*rule->conditions));
	for (size_t i = 0; i < spec->when_count; i++) {
		fault->when = (int)i;
		int r = rule_sql_compile(
		    rules->sql, spec->when[i], &rule->conditions[i], fault);
		if (r < 0)
			return r;
		rule->condition_count++;
	}
	fault->when = -1;
	return 0;
}

int
rules_add(
    struct rules *rules, const struct rule_spec *spec, struct rule_fault *fault)
{
	struct rule rule = {.name = mem_strdup(spec->name),
	    .unknown_skip = spec->unknown_skip,
	    .to_count = spec->to_count,
	    .to = rule_copy_list(spec->to, spec->to_count)};

	*fault = (struct rule_fault){.when = -1, .offset = -1};
	int r = rule_add_on(&rule, spec, fault);
	if (r == 0)
		r = rule_add_watch(rules, &rule, spec, fault);
	if (r == 0)
		r = rule_add_when(rules, &rule, spec, fault);
	if (r < 0) {
		rule_done(&rule);
		return r;
	}
	rules->items =
	    mem_grow(rules->items, rules->count, &rules->cap, sizeof(rule));
	rules->items[rules->count++] = rule;
	return 0;
}

static bool
rule_wants_type(const struct rule *rule, enum event_type type)
{
	for (size_t i = 0; i < rule->on_count; i++) {
		if (rule_on_is(
			rule->on[i], vocab_word(VOCAB_EVENTS, (int)type)))
			return true;
	}
	return false;
}

static bool
rule_wants_issuer(const struct rule *rule, const char *listing)
{
	if (rule->watch_count == 0)
		return true;
	for (size_t i = 0; listing != NULL && i < rule->watch_count; i++) {
		if (watch_find(rule->watch[i], listing) != NULL)
			return true;
	}
	return false;
}

/* All conditions hold; those that are undecided leave their why in note. */
static bool
rule_holds(const struct rule *rule, struct buf *note)
{
	struct rule_outcome outcome;

	for (size_t i = 0; i < rule->condition_count; i++) {
		rule_sql_eval(rule->conditions[i], &outcome);
		if (outcome.truth == RULE_FALSE)
			return false;
		if (outcome.truth == RULE_TRUE)
			continue;
		if (rule->unknown_skip)
			return false;
		if (note->len > RULE_NOTE_MAX - 2 * RULE_WHY_MAX)
			continue;
		text_put(note, note->len == 0 ? "undecided: " : "; ");
		text_put(note, outcome.why);
	}
	return true;
}

void
rules_match(struct rules *rules, const struct event *event, rule_match_fn *fn,
    void *arg)
{
	struct buf note;

	buf_init(&note, RULE_NOTE_MAX);
	rule_sql_set_event(rules->sql, event);
	for (size_t i = 0; i < rules->count; i++) {
		const struct rule *rule = &rules->items[i];
		buf_clear(&note);
		if (!rule_wants_type(rule, event->type) ||
		    !rule_wants_issuer(rule, event->filing.listing) ||
		    !rule_holds(rule, &note))
			continue;
		fn(&(struct rule_match){.rule = rule->name,
		       .to = (const char *const *)rule->to,
		       .to_count = rule->to_count,
		       .note = note.data},
		    arg);
	}
	buf_done(&note);
}
