/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * In: events of the ledger and of filingd itself. Out: a stored event with its
 * body, and deliveries to the channels that rules or the operator want, now,
 * later or silenced. The pipeline calls it inside the turn's transaction.
 */
#include "alerts/alerts.h"

#include "alerts/body.h"
#include "alerts/event_rows.h"
#include "alerts/except.h"
#include "alerts/plan_rows.h"
#include "alerts/route.h"
#include "alerts/silence.h"
#include "alerts/view.h"
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
	struct silences *silences;
	struct excepts *excepts; /* of the config's channels */
};

static void alerts_on_trouble(const struct outbox_trouble *trouble, void *arg);

struct alerts *
alerts_new(struct db *db, struct outbox *outbox)
{
	struct alerts *alerts = mem_new(sizeof(*alerts));

	alerts->db = db;
	alerts->outbox = outbox;
	alerts->silences = silences_new(db);
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
	silences_free(alerts->silences);
	excepts_free(alerts->excepts);
	mem_free(alerts);
}

void
alerts_configure(struct alerts *alerts, const struct alerts_config *config)
{
	alerts->config = config;
	excepts_free(alerts->excepts);
	alerts->excepts = excepts_new(config->channels, config->channel_count);
}

struct silences *
alerts_silences(struct alerts *alerts)
{
	return alerts->silences;
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

static const struct channel *
alerts_channel(const struct alerts *alerts, const char *name)
{
	const struct alerts_config *config = alerts->config;

	for (size_t i = 0; i < config->channel_count; i++) {
		if (strcmp(config->channels[i].name, name) == 0)
			return &config->channels[i];
	}
	return NULL;
}

/* When the event goes that way; of a channel that is gone nothing is known. */
static void
alerts_plan(struct alerts *alerts, const struct event *event,
    const struct route *route, int64_t now, struct plan *ret)
{
	const struct channel *channel = alerts_channel(alerts, route->channel);
	struct plan_rows rows = {
	    .db = alerts->db,
	    .channel = route->channel,
	    .recipient = "",
	    .now = now,
	};
	const struct plan_store store = plan_rows_store(&rows);
	struct plan_ask ask = {
	    .event = event,
	    .rule = route->rule,
	    .note = route->note,
	    .policy = route->plan,
	    .escalation = route->escalation,
	    .update = route->update,
	    .now = now,
	    .store = &store,
	};

	if (channel != NULL) {
		ask.channel = channel->plan;
		ask.merges = channel->kind == CHANNEL_MAIL;
		ask.except = excepts_bits(alerts->excepts, channel);
		if (channel->recipient_count > 0)
			rows.recipient = channel->recipients[0];
	}
	plan_make(&ask, ret);
}

static int
alerts_send(struct alerts *alerts, const struct event *event,
    const struct route *route, const struct plan *plan, struct err *err)
{
	const char *silenced =
	    silences_cover(alerts->silences, route->channel, route->rule);
	struct outbox_message message = {
	    .channel = route->channel,
	    .event = event->seq,
	    .rule = route->rule,
	    .note = plan->note,
	    .due_at = plan->due_at,
	    .batch = plan->batch,
	    .silenced = silenced != NULL ? silenced : plan->silenced,
	    .unless_acked = route->escalation,
	    .late = plan->late,
	    .urgent = route->plan != NULL && route->plan->urgent,
	};
	int r = outbox_add(alerts->outbox, &message, err);

	if (r == 0 && alerts->watcher.routed != NULL)
		alerts->watcher.routed(&message, alerts->watcher.arg);
	return r;
}

/* A channel that the config no longer has costs nobody else the event. */
static int
alerts_deliver(struct alerts *alerts, const struct event *event,
    const struct routes *routes, int64_t now, struct err *err)
{
	silences_set_event(alerts->silences, event, now);
	excepts_set_event(alerts->excepts, event);
	for (size_t i = 0; i < routes->count; i++) {
		const struct route *route = &routes->items[i];
		struct err why = ERR_NONE;
		struct plan plan;

		alerts_plan(alerts, event, route, now, &plan);
		int r = alerts_send(alerts, event, route, &plan, &why);
		plan_done(&plan);
		if (r == ERR_NOTFOUND)
			log_error("rule '%s': %s, event '%s' does not go there",
			    route->rule, why.text, event->id);
		else if (r < 0)
			return err_set(err, r, "%s", why.text);
	}
	return 0;
}

static int
alerts_route_event(struct alerts *alerts, const struct event *event,
    int64_t now, struct err *err)
{
	struct routes routes = {.watcher = &alerts->watcher, .now = now};
	int r;

	if (alerts->outbox == NULL)
		return 0;
	r = routes_find(&routes, alerts->config, alerts->db, event, err);
	if (r == 0)
		r = alerts_deliver(alerts, event, &routes, now, err);
	routes_done(&routes);
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
		r = alerts_route_event(alerts, event, now, err);
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
