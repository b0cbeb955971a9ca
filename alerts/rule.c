/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * In: rules of the config and an event. Out: which rules want it, and where it
 * goes. The config adds rules, the alerts driver and explain match them.
 */
#include "alerts/rule.h"

#include "alerts/rule_sql.h"
#include "alerts/rule_trace.h"
#include "alerts/text.h"
#include "lib/base/mem.h"

#include <stdlib.h>
#include <string.h>

#define RULE_NOTE_MAX  (4 * KIB)
#define RULE_NAMES_MAX (64 * KIB)

struct rule {
	char *name;
	unsigned types; /* a bit for each event type that on names */
	size_t on_count;
	char **on;
	size_t watch_count;
	size_t *watch; /* numbers of rules->watches */
	const char **watch_names;
	size_t condition_count;
	size_t *conditions; /* numbers of rules->sql */
	const char **when; /* their texts */
	bool unknown_skip;
	size_t to_count;
	char **to;
	const struct plan_rule *plan;
};

struct rules {
	const struct watch *watches;
	size_t watch_count;
	const struct watch **by_name; /* the same, sorted */
	bool *holds; /* which watch lists hold the event's issuer */
	struct rule_sql *sql;
	size_t count;
	size_t cap;
	struct rule *items;
};

static int
rules_compare_watches(const void *a, const void *b)
{
	const struct watch *const *x = a;
	const struct watch *const *y = b;

	return strcmp((*x)->name, (*y)->name);
}

struct rules *
rules_new(const struct watch *watches, size_t count)
{
	struct rules *rules = mem_new(sizeof(*rules));

	rules->watches = watches;
	rules->watch_count = count;
	rules->holds = mem_array(count, sizeof(*rules->holds));
	rules->by_name = mem_array(count, sizeof(*rules->by_name));
	for (size_t i = 0; i < count; i++)
		rules->by_name[i] = &watches[i];
	if (count > 0)
		qsort(rules->by_name, count, sizeof(*rules->by_name),
		    rules_compare_watches);
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
	mem_free(rule->watch_names);
	mem_free(rule->conditions);
	mem_free(rule->when);
}

void
rules_free(struct rules *rules)
{
	if (rules == NULL)
		return;
	for (size_t i = 0; i < rules->count; i++)
		rule_done(&rules->items[i]);
	mem_free(rules->items);
	mem_free(rules->holds);
	mem_free(rules->by_name);
	rule_sql_free(rules->sql);
	mem_free(rules);
}

size_t
rules_count(const struct rules *rules)
{
	return rules->count;
}

const struct plan_rule *
rules_plan(const struct rules *rules, const char *name)
{
	for (size_t i = 0; i < rules->count; i++) {
		if (strcmp(rules->items[i].name, name) == 0)
			return rules->items[i].plan;
	}
	return NULL;
}

void
rules_seal(struct rules *rules)
{
	rule_sql_seal(rules->sql);
}

static struct rule_spec
rule_spec_of(const struct rules *rules, const struct rule *rule)
{
	for (size_t i = 0; i < rule->condition_count; i++)
		rule->when[i] = rule_sql_text(rules->sql, rule->conditions[i]);
	return (struct rule_spec){
	    .name = rule->name,
	    .on_count = rule->on_count,
	    .on = (const char *const *)rule->on,
	    .watch_count = rule->watch_count,
	    .watch = rule->watch_names,
	    .when_count = rule->condition_count,
	    .when = rule->when,
	    .unknown_skip = rule->unknown_skip,
	    .to_count = rule->to_count,
	    .to = (const char *const *)rule->to,
	    .plan = rule->plan,
	};
}

struct rule_spec
rules_spec(const struct rules *rules, size_t i)
{
	return rule_spec_of(rules, &rules->items[i]);
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
	const char *const *on = spec->on_count > 0 ? spec->on : standard;
	const char *types[EVENT_COUNT];

	_Static_assert(EVENT_COUNT <= 32, "a type is a bit");
	for (int i = 0; i < EVENT_COUNT; i++)
		types[i] = vocab_word(VOCAB_EVENTS, i);
	rule->on_count = spec->on_count > 0 ? spec->on_count : 1;
	rule->on = rule_copy_list(on, rule->on_count);
	for (size_t i = 0; i < rule->on_count; i++) {
		bool known = false;
		for (int t = 0; t < EVENT_COUNT; t++) {
			if (!rule_on_is(on[i], types[t]))
				continue;
			known = true;
			rule->types |= 1U << t;
		}
		if (known)
			continue;
		fault->nearest = yaml_nearest(on[i], types, EVENT_COUNT);
		return err_set(
		    &fault->err, ERR_INVALID, "no such event: '%s'", on[i]);
	}
	return 0;
}

/* NULL: there is no such list. */
static const struct watch *
rules_find_watch(const struct rules *rules, const char *name)
{
	size_t low = 0, high = rules->watch_count;

	while (low < high) {
		size_t mid = low + (high - low) / 2;
		int cmp = strcmp(rules->by_name[mid]->name, name);
		if (cmp == 0)
			return rules->by_name[mid];
		if (cmp < 0)
			low = mid + 1;
		else
			high = mid;
	}
	return NULL;
}

static int
rule_add_watch(const struct rules *rules, struct rule *rule,
    const struct rule_spec *spec, struct rule_fault *fault)
{
	rule->watch = mem_array(spec->watch_count, sizeof(*rule->watch));
	rule->watch_names =
	    mem_array(spec->watch_count, sizeof(*rule->watch_names));
	for (size_t i = 0; i < spec->watch_count; i++) {
		const struct watch *watch =
		    rules_find_watch(rules, spec->watch[i]);
		if (watch == NULL)
			return err_set(&fault->err, ERR_NOTFOUND,
			    "no such watch list: '%s'", spec->watch[i]);
		rule->watch[i] = (size_t)(watch - rules->watches);
		rule->watch_names[i] = watch->name;
		rule->watch_count++;
	}
	return 0;
}

static int
rule_add_when(const struct rules *rules, struct rule *rule,
    const struct rule_spec *spec, struct rule_fault *fault)
{
	rule->conditions =
	    mem_array(spec->when_count, sizeof(*rule->conditions));
	rule->when = mem_array(spec->when_count, sizeof(*rule->when));
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
	    .to = rule_copy_list(spec->to, spec->to_count),
	    .plan = spec->plan};

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

void
rules_fill_watch(const struct rules *rules, struct event *event)
{
	const char *listing = event->filing.listing;
	struct buf names;

	buf_init(&names, RULE_NAMES_MAX);
	for (size_t i = 0; listing != NULL && i < rules->watch_count; i++) {
		const struct watch *watch = &rules->watches[i];
		const struct watch_entry *entry = watch_find(watch, listing);
		if (entry == NULL)
			continue;
		/* Names past the buffer are left out; rules do not need them. */
		err_drop(buf_addf(
		    &names, "%s%s", names.len > 0 ? "," : "", watch->name));
		if (event->label == NULL)
			mem_set(&event->label, entry->label);
		if (event->ref == NULL)
			mem_set(&event->ref, entry->ref);
	}
	mem_set(&event->watch, names.len > 0 ? names.data : "");
	buf_done(&names);
}

void
rules_refill_watch(const struct rules *rules, struct event *event)
{
	mem_set(&event->label, NULL);
	mem_set(&event->ref, NULL);
	rules_fill_watch(rules, event);
}

static void
rules_set_event(struct rules *rules, const struct event *event)
{
	const char *listing = event->filing.listing;

	rule_sql_set_event(rules->sql, event);
	for (size_t i = 0; i < rules->watch_count; i++)
		rules->holds[i] =
		    listing != NULL &&
		    watch_find(&rules->watches[i], listing) != NULL;
}

/* The first of the rule's lists that holds the issuer; "", NULL: see trace. */
static const char *
rule_find_watch(const struct rules *rules, const struct rule *rule)
{
	if (rule->watch_count == 0)
		return "";
	for (size_t i = 0; i < rule->watch_count; i++) {
		if (rules->holds[rule->watch[i]])
			return rule->watch_names[i];
	}
	return NULL;
}

/*
 * Whether what is undecided counts as false. A retraction has no figures; whom
 * the rule told of the warning hears of it anyway, and others need not.
 */
static bool
rule_skips_unknown(const struct rule *rule, enum event_type type)
{
	return rule->unknown_skip ||
	       (type == EVENT_WARNING_RETRACTED &&
		   (rule->types & 1U << EVENT_WARNING_DETECTED) != 0);
}

/* Whether a condition lets the event pass; undecided leaves why in note. */
static bool
rule_passes(const struct rule *rule, enum event_type type,
    const struct rule_outcome *outcome, struct buf *note)
{
	if (outcome->truth != RULE_UNDECIDED)
		return outcome->truth == RULE_TRUE;
	if (rule_skips_unknown(rule, type))
		return false;
	if (note->len > RULE_NOTE_MAX - 2 * RULE_WHY_MAX)
		return true;
	text_put(note, note->len == 0 ? "undecided: " : "; ");
	text_put(note, outcome->why);
	return true;
}

/*
 * The one evaluation there is: of a rule, for the event that was set. With a
 * trace it goes on to the end and records; else it stops at the first no.
 */
static bool
rule_judge(struct rules *rules, const struct rule *rule, enum event_type type,
    struct buf *note, struct rule_trace *trace)
{
	bool on = (rule->types & 1U << type) != 0;
	const char *watch =
	    on || trace != NULL ? rule_find_watch(rules, rule) : NULL;
	bool wants = on && watch != NULL;
	struct rule_outcome outcome;

	if (trace != NULL) {
		trace->on = on;
		trace->watch = watch;
	}
	for (size_t i = 0; i < rule->condition_count; i++) {
		if (!wants && trace == NULL)
			return false;
		rule_sql_eval(rules->sql, rule->conditions[i], &outcome);
		if (!rule_passes(rule, type, &outcome, note))
			wants = false;
		if (trace != NULL)
			rule_trace_ask(&trace->asked[i], rules->sql,
			    rule->conditions[i], &outcome);
	}
	return wants;
}

void
rules_match(struct rules *rules, const struct event *event, rule_match_fn *fn,
    void *arg)
{
	struct buf note;

	buf_init(&note, RULE_NOTE_MAX);
	rules_set_event(rules, event);
	for (size_t i = 0; i < rules->count; i++) {
		const struct rule *rule = &rules->items[i];
		buf_clear(&note);
		if (!rule_judge(rules, rule, event->type, &note, NULL))
			continue;
		fn(&(struct rule_match){.rule = rule->name,
		       .to = (const char *const *)rule->to,
		       .to_count = rule->to_count,
		       .plan = rule->plan,
		       .note = note.data},
		    arg);
	}
	buf_done(&note);
}

static void
rule_trace(struct rules *rules, const struct rule *rule, enum event_type type,
    rule_trace_fn *fn, void *arg)
{
	struct rule_spec spec = rule_spec_of(rules, rule);
	struct rule_trace trace = {.rule = rule->name,
	    .spec = &spec,
	    .asked = mem_array(rule->condition_count, sizeof(*trace.asked))};
	struct buf note;

	spec.unknown_skip = rule_skips_unknown(rule, type);
	buf_init(&note, RULE_NOTE_MAX);
	trace.wants = rule_judge(rules, rule, type, &note, &trace);
	trace.note = trace.wants && note.len > 0 ? note.data : "";
	fn(&trace, arg);
	buf_done(&note);
	rule_trace_done(&trace);
}

int
rules_trace(struct rules *rules, const struct event *event, const char *name,
    rule_trace_fn *fn, void *arg)
{
	int r = name == NULL ? 0 : ERR_NOTFOUND;

	rules_set_event(rules, event);
	for (size_t i = 0; i < rules->count; i++) {
		if (name != NULL && strcmp(rules->items[i].name, name) != 0)
			continue;
		rule_trace(rules, &rules->items[i], event->type, fn, arg);
		r = 0;
	}
	return r;
}
