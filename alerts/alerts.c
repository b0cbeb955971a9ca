/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * In: events of the ledger and of filingd itself. Out: a stored event with its
 * body, and deliveries to the channels that rules or the operator want. The
 * pipeline calls it inside the turn's transaction.
 */
#include "alerts/alerts.h"

#include "alerts/body.h"
#include "alerts/event_rows.h"
#include "alerts/view.h"
#include "lib/base/clock.h"
#include "lib/base/log.h"
#include "lib/base/mem.h"

#include <string.h>

struct alerts {
	struct db *db;
	struct outbox *outbox;
	const struct alerts_config *config;
	alerts_event_fn *fn;
	void *arg;
	struct alerts_watcher watcher;
};

/* A channel that is to hear of an event, and by which rule. */
struct alerts_route {
	const char *channel;
	char *rule;
	char *note;
};

struct alerts_routes {
	const struct alerts *alerts;
	size_t count;
	size_t cap;
	struct alerts_route *items;
};

static void alerts_on_trouble(const struct outbox_trouble *trouble, void *arg);

struct alerts *
alerts_new(struct db *db, struct outbox *outbox)
{
	struct alerts *alerts = mem_new(sizeof(*alerts));

	alerts->db = db;
	alerts->outbox = outbox;
	if (outbox != NULL)
		outbox_on_trouble(outbox, alerts_on_trouble, alerts);
	return alerts;
}

void
alerts_free(struct alerts *alerts)
{
	if (alerts == NULL)
		return;
	if (alerts->outbox != NULL)
		outbox_on_trouble(alerts->outbox, NULL, NULL);
	mem_free(alerts);
}

void
alerts_configure(struct alerts *alerts, const struct alerts_config *config)
{
	alerts->config = config;
}

void
alerts_on_event(struct alerts *alerts, alerts_event_fn *fn, void *arg)
{
	alerts->fn = fn;
	alerts->arg = arg;
}

void
alerts_watch(struct alerts *alerts, const struct alerts_watcher *watcher)
{
	alerts->watcher = *watcher;
}

/* One message per channel: the first rule's, but one that is decided wins. */
static void
alerts_add_route(struct alerts_routes *routes, const char *channel,
    const char *rule, const char *note)
{
	struct alerts_route *route = NULL;

	for (size_t i = 0; i < routes->count; i++) {
		if (strcmp(routes->items[i].channel, channel) == 0)
			route = &routes->items[i];
	}
	if (route != NULL && (*route->note == '\0' || *note != '\0'))
		return;
	if (route == NULL) {
		routes->items = mem_grow(routes->items, routes->count,
		    &routes->cap, sizeof(routes->items[0]));
		route = &routes->items[routes->count++];
		*route = (struct alerts_route){.channel = channel};
	}
	mem_set(&route->rule, rule);
	mem_set(&route->note, note);
}

static void
alerts_on_match(const struct rule_match *match, void *arg)
{
	const struct alerts_routes *routes = arg;
	const struct alerts_watcher *watcher = &routes->alerts->watcher;

	if (watcher->matched != NULL)
		watcher->matched(match->rule, watcher->arg);
	for (size_t i = 0; i < match->to_count; i++)
		alerts_add_route(arg, match->to[i], match->rule, match->note);
}

static void
alerts_routes_done(struct alerts_routes *routes)
{
	for (size_t i = 0; i < routes->count; i++) {
		mem_free(routes->items[i].rule);
		mem_free(routes->items[i].note);
	}
	mem_free(routes->items);
}

static void
alerts_find_routes(const struct alerts *alerts, const struct event *event,
    struct alerts_routes *ret)
{
	const struct alerts_config *config = alerts->config;

	int64_t start = clock_stamp_us();

	rules_match(config->rules, event, alerts_on_match, ret);
	if (alerts->watcher.asked != NULL)
		alerts->watcher.asked(
		    clock_stamp_us() - start, alerts->watcher.arg);
	if (view_is_about_filing(event->type))
		return;
	/* source.*, channel.* and system.* concern whoever runs filingd. */
	for (size_t i = 0; i < config->operator_count; i++)
		alerts_add_route(ret, config->operators[i], "operator", "");
}

/* A channel that the config no longer has costs nobody else the event. */
static int
alerts_deliver(struct alerts *alerts, const struct event *event,
    const struct alerts_routes *routes, struct err *err)
{
	for (size_t i = 0; i < routes->count; i++) {
		const struct alerts_route *route = &routes->items[i];
		struct err why = ERR_NONE;
		struct outbox_message message = {
		    .channel = route->channel,
		    .event = event->seq,
		    .rule = route->rule,
		    .note = route->note,
		};
		int r = outbox_add(alerts->outbox, &message, &why);

		if (r == 0 && alerts->watcher.routed != NULL)
			alerts->watcher.routed(&message, alerts->watcher.arg);
		if (r == ERR_NOTFOUND)
			log_error("rule '%s': %s, event '%s' does not go there",
			    route->rule, why.text, event->id);
		else if (r < 0)
			return err_set(err, r, "%s", why.text);
	}
	return 0;
}

static int
alerts_route_event(
    struct alerts *alerts, const struct event *event, struct err *err)
{
	struct alerts_routes routes = {.alerts = alerts};

	if (alerts->outbox == NULL)
		return 0;
	alerts_find_routes(alerts, event, &routes);
	int r = alerts_deliver(alerts, event, &routes, err);
	alerts_routes_done(&routes);
	return r;
}

int
alerts_tell(struct alerts *alerts, struct event *event, int64_t seen,
    int64_t now, struct err *err)
{
	struct buf body;

	rules_fill_watch(alerts->config->rules, event);
	char *line = event_line(event);
	buf_init(&body, BODY_LIMIT);
	body_build(event, &body);
	struct event_row row = {
	    .line = line,
	    .body = {body.data, body.len},
	    .seen = seen,
	    .created = now,
	};
	int r = event_rows_add(alerts->db, event, &row, err);
	if (r == 0)
		r = alerts_route_event(alerts, event, err);
	if (r == 0 && alerts->fn != NULL)
		alerts->fn(event, line, row.body, alerts->arg);
	buf_done(&body);
	mem_free(line);
	return r == ERR_EXISTS ? 0 : r;
}

void
alerts_shout(struct alerts *alerts, const struct event *event)
{
	const struct alerts_config *config = alerts->config;
	bool sent = false;

	for (size_t i = 0; i < config->operator_count; i++)
		sent |=
		    outbox_shout(alerts->outbox, config->operators[i], event);
	if (!sent)
		log_error("event '%s': no operator has a mail channel, it is "
			  "only in the log",
		    event->id);
}

/*
 * The outbox speaks of itself: to the operator, as an event like any other.
 * Trouble with telling of trouble stays in the log, or it would feed itself.
 */
static void
alerts_on_trouble(const struct outbox_trouble *trouble, void *arg)
{
	struct alerts *alerts = arg;
	struct err err = ERR_NONE;
	struct event event;

	if (alerts->config == NULL ||
	    (!view_is_about_filing(trouble->about) &&
		trouble->type == EVENT_SYSTEM_TROUBLE))
		return;
	event_init(&event);
	event.type = trouble->type;
	event.subject = mem_strdup(trouble->channel);
	event.text = mem_strdup(trouble->text);
	event.instance = mem_strdup(alerts->config->instance);
	event.moment = trouble->moment;
	event_identify(&event);
	if (alerts_tell(
		alerts, &event, trouble->moment, trouble->moment, &err) < 0)
		log_error("channel '%s': %s: could not be told: %s",
		    trouble->channel, trouble->text, err.text);
	event_done(&event);
}
