/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Rules (design 9): named conditions that send events to channels. A condition
 * is an SQL boolean expression over the event's columns, evaluated by SQLite
 * under an authorizer. The same code runs live, in explain and over history.
 */
#ifndef ALERTS_RULE_H
#define ALERTS_RULE_H

#include "alerts/plan.h"
#include "alerts/watch.h"
#include "ledger/event.h"

/* A rule as the config has it. Borrowed strings; rules_add copies. */
struct rule_spec {
	const char *name;
	size_t on_count;
	const char *const *on; /* "warning.*", "source.degraded" */
	size_t watch_count;
	const char *const *watch; /* names of watch lists; 0: every issuer */
	size_t when_count;
	const char *const *when; /* all needed */
	bool unknown_skip; /* NULL counts as false instead of true */
	size_t to_count;
	const char *const *to; /* channel names */
	const struct plan_rule *plan; /* kept until rules_free; NULL: plain */
};

struct rule_fault {
	int when; /* index of the condition, -1: not in a condition */
	int offset; /* bytes into it; -1: unknown */
	struct err err;
	const char *nearest; /* a column or word that was perhaps meant; NULL */
};

struct rules;

/* Keeps watches (count of them) until rules_free. Gives. */
struct rules *rules_new(const struct watch *watches, size_t count);
void rules_free(struct rules *rules);
/* Compiles and adds. On an error fault says where. */
int rules_add(struct rules *rules, const struct rule_spec *spec,
    struct rule_fault *fault) WARN_UNUSED;
size_t rules_count(const struct rules *rules);
/* What the rule of this name says of when; NULL: nothing, or there is none. */
const struct plan_rule *rules_plan(const struct rules *rules, const char *name);
/* As it was added, but on is never empty. Borrowed until the next is added. */
struct rule_spec rules_spec(const struct rules *rules, size_t i);
/* Does now what the first event would have to wait for. */
void rules_seal(struct rules *rules);

struct rule_match {
	const char *rule; /* name */
	const char *const *to;
	size_t to_count;
	const struct plan_rule *plan;
	const char *note; /* "undecided: consensus_pct_high is unknown"; "" */
};

/* Names the watch lists that hold the issuer; label and ref are the first's. */
void rules_fill_watch(const struct rules *rules, struct event *event);
/* The same for a stored event, which knows the lists of its day. */
void rules_refill_watch(const struct rules *rules, struct event *event);

typedef void rule_match_fn(const struct rule_match *match, void *arg);
/*
 * Calls fn for each rule that wants the event, in config order. A condition
 * that errs (overflow, limits) counts as unknown and harms only its rule.
 */
void rules_match(struct rules *rules, const struct event *event,
    rule_match_fn *fn, void *arg);

enum rule_truth { RULE_FALSE, RULE_TRUE, RULE_UNDECIDED };

/* How a rule came to want an event or not: a record of the same evaluation. */
struct rule_trace {
	const char *rule;
	const struct rule_spec *spec;
	bool on; /* the event's type is one of the rule's */
	const char *watch; /* the list that holds the issuer; "" it needs
			      none, NULL: none of its lists does */
	struct rule_asked {
		const char *when;
		enum rule_truth truth;
		char *why; /* of undecided; "" */
		size_t read_count;
		struct rule_read {
			char *name; /* a column, or "fact(...)" */
			char *value; /* "" unknown */
		} * reads;
	} * asked; /* spec->when_count of them */
	bool wants;
	const char *note; /* as in rule_match */
};

typedef void rule_trace_fn(const struct rule_trace *trace, void *arg);
/*
 * As rules_match, but calls fn for every rule, or that of one name alone, and
 * evaluates every condition, whatever those before it say. The trace is
 * borrowed during the call. ERR_NOTFOUND: no rule of that name.
 */
int rules_trace(struct rules *rules, const struct event *event,
    const char *name, rule_trace_fn *fn, void *arg) WARN_UNUSED;

/* "true", "false" or "undecided". */
const char *rule_truth_word(enum rule_truth truth);

/* The columns, for filingd.yaml(5) and `filingctl`: name, type, meaning. */
struct rule_column {
	const char *name;
	const char *type; /* "text", "number", "word" */
	const char *help;
};
const struct rule_column *rule_columns(size_t *ret_count);

#endif
