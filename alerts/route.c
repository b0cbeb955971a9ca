/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * In: an event and what the config says. Out: where it goes, and why. alerts.c
 * plans each and fills the outbox.
 */
#include "alerts/route.h"

#include "alerts/plan_rows.h"
#include "alerts/rule_hit_rows.h"
#include "alerts/view.h"
#include "lib/base/clock.h"
#include "lib/base/date.h"
#include "lib/base/mem.h"

#include <string.h>

/* A way to be added; its strings are copied but the channel's. */
struct route_want {
	const char *channel;
	const char *rule;
	const char *note;
	const struct plan_rule *plan;
	bool escalation;
};

static struct route *
routes_of(struct routes *routes, const char *channel, bool escalation)
{
	for (size_t i = 0; i < routes->count; i++) {
		struct route *route = &routes->items[i];
		if (route->escalation == escalation &&
		    strcmp(route->channel, channel) == 0)
			return route;
	}
	return NULL;
}

/* Whether a rule's way to a channel is better than the one that is there. */
static bool
route_is_better(const struct route_want *new, const struct route *old)
{
	int patience = plan_patience(new->plan) - plan_patience(old->plan);

	if (new->escalation)
		return new->plan->escalate_ms < old->plan->escalate_ms;
	if (patience != 0)
		return patience < 0;
	return *new->note == '\0' && *old->note != '\0';
}

/* Gives the way that is taken. */
static struct route *
routes_add(struct routes *routes, const struct route_want *new)
{
	struct route *route = routes_of(routes, new->channel, new->escalation);

	if (route != NULL && !route_is_better(new, route))
		return route;
	if (route == NULL) {
		routes->items = mem_grow(routes->items, routes->count,
		    &routes->cap, sizeof(routes->items[0]));
		route = &routes->items[routes->count++];
		*route = (struct route){.channel = new->channel};
	}
	mem_set(&route->rule, new->rule);
	mem_set(&route->note, new->note);
	route->plan = new->plan;
	route->escalation = new->escalation;
	return route;
}

static void
routes_on_match(const struct rule_match *match, void *arg)
{
	struct routes *routes = arg;
	struct route_want want = {
	    .rule = match->rule,
	    .note = match->note,
	    .plan = match->plan,
	};

	if (routes->watcher->matched != NULL)
		routes->watcher->matched(match->rule, routes->watcher->arg);
	err_drop(rule_hit_rows_add(routes->db, match->rule, routes->seq,
	    routes->now, NULL)); /* a count is not worth the event */
	for (size_t i = 0; i < match->to_count; i++) {
		want.channel = match->to[i];
		(void)routes_add(routes, &want);
	}
	want.escalation = true;
	for (size_t i = 0;
	     match->plan != NULL && i < match->plan->escalate_count; i++) {
		want.channel = match->plan->escalate[i];
		(void)routes_add(routes, &want);
	}
}

static void
routes_by_rules(struct routes *routes, const struct alerts_config *config,
    const struct event *event)
{
	const struct alerts_watcher *watcher = routes->watcher;
	int64_t start = clock_stamp_us();

	rules_match(config->rules, event, routes_on_match, routes);
	if (watcher->asked != NULL)
		watcher->asked(clock_stamp_us() - start, watcher->arg);
}

struct routes_update {
	struct routes *routes;
	const struct alerts_config *config;
};

/*
 * A channel that was told hears as soon as it heard, or as a rule that wants
 * the update tells it. What still waits for an acknowledgement is followed by
 * its update.
 */
static void
routes_on_told(const struct plan_told *told, void *arg)
{
	const struct routes_update *update = arg;
	struct routes *routes = update->routes;
	const struct plan_rule *plan =
	    rules_plan(update->config->rules, told->rule);
	bool escalation =
	    told->escalation && plan != NULL && plan->escalate_ms > 0;
	char when[DATE_STR_MAX];
	char *note;

	if (escalation && (routes_of(routes, told->channel, false) != NULL ||
			      routes_of(routes, told->channel, true) != NULL))
		return;
	note = told->sent ? mem_printf("update of an alert told on %s",
				datetime_print_utc(told->moment, when))
			  : mem_strdup("update of an alert that is still held");
	routes->names = mem_resize(
	    routes->names, routes->name_count + 1, sizeof(*routes->names));
	routes->names[routes->name_count] = mem_strdup(told->channel);
	struct route *route = routes_add(
	    routes, &(struct route_want){
			.channel = routes->names[routes->name_count++],
			.rule = told->rule,
			.note = note,
			.plan = plan,
			.escalation = escalation,
		    });
	route->update = true;
	mem_free(note);
}

int
routes_find(struct routes *routes, const struct alerts_config *config,
    struct db *db, const struct event *event, struct err *err)
{
	struct routes_update update = {routes, config};

	routes->db = db;
	routes->seq = event->seq;
	routes_by_rules(routes, config, event);
	if (event->type == EVENT_WARNING_UPDATED ||
	    event->type == EVENT_WARNING_RETRACTED)
		return plan_rows_told(db, event->warning_id, event->seq,
		    routes_on_told, &update, err);
	/* source.*, channel.* and system.* concern whoever runs filingd. */
	for (size_t i = 0;
	     !view_is_about_filing(event->type) && i < config->operator_count;
	     i++)
		(void)routes_add(routes, &(struct route_want){
					     .channel = config->operators[i],
					     .rule = "operator",
					     .note = "",
					 });
	return 0;
}

void
routes_done(struct routes *routes)
{
	for (size_t i = 0; i < routes->count; i++) {
		mem_free(routes->items[i].rule);
		mem_free(routes->items[i].note);
	}
	for (size_t i = 0; i < routes->name_count; i++)
		mem_free(routes->names[i]);
	mem_free(routes->names);
	mem_free(routes->items);
}
