/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * In: the conditions of quiet windows and an event. Out: which of a channel's
 * windows do not hold it. alerts.c asks when it plans.
 */
#include "alerts/except.h"

#include "alerts/plan.h"
#include "alerts/rule_sql.h"
#include "lib/base/log.h"
#include "lib/base/mem.h"

struct except {
	const struct channel *channel;
	size_t window;
	size_t condition;
};

struct excepts {
	struct rule_sql *sql;
	const struct event *event;
	bool set; /* sql knows the event */
	size_t count;
	size_t cap;
	struct except *items;
};

static void
excepts_add(struct excepts *excepts, const struct channel *channel, size_t i)
{
	struct except except = {channel, i, 0};
	struct rule_fault fault;

	if (rule_sql_compile(excepts->sql, channel->plan->quiet[i].except,
		&except.condition, &fault) != 0) {
		/* the config has compiled it before */
		log_error("channel '%s': 'except': %s, it lets nothing through",
		    channel->name, fault.err.text);
		return;
	}
	excepts->items = mem_grow(excepts->items, excepts->count, &excepts->cap,
	    sizeof(excepts->items[0]));
	excepts->items[excepts->count++] = except;
}

struct excepts *
excepts_new(const struct channel *channels, size_t count)
{
	struct excepts *excepts = mem_new(sizeof(*excepts));

	excepts->sql = rule_sql_new();
	for (size_t i = 0; i < count; i++) {
		const struct plan_channel *plan = channels[i].plan;
		for (size_t k = 0; plan != NULL && k < plan->quiet_count; k++) {
			if (plan->quiet[k].except != NULL)
				excepts_add(excepts, &channels[i], k);
		}
	}
	return excepts;
}

void
excepts_free(struct excepts *excepts)
{
	if (excepts == NULL)
		return;
	rule_sql_free(excepts->sql);
	mem_free(excepts->items);
	mem_free(excepts);
}

void
excepts_set_event(struct excepts *excepts, const struct event *event)
{
	excepts->event = event;
	excepts->set = false;
}

unsigned
excepts_bits(struct excepts *excepts, const struct channel *channel)
{
	struct rule_outcome outcome;
	unsigned bits = 0;

	for (size_t i = 0; i < excepts->count; i++) {
		const struct except *except = &excepts->items[i];
		if (except->channel != channel)
			continue;
		if (!excepts->set)
			rule_sql_set_event(excepts->sql, excepts->event);
		excepts->set = true;
		rule_sql_eval(excepts->sql, except->condition, &outcome);
		if (outcome.truth != RULE_FALSE)
			bits |= 1U << except->window;
	}
	return bits;
}
