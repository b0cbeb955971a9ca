/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Comes in: what a client asks of rules. Goes out: JSON and a status.
 * daemon/api.c calls it by daemon/api_routes.c. History goes out in pages, as
 * records: whoever tries rules on it evaluates them, not this loop.
 */
#include "daemon/api_rules.h"

#include "alerts/delivery_rows.h"
#include "alerts/event_rows.h"
#include "alerts/rule_hit_rows.h"
#include "daemon/rule_json.h"
#include "ledger/ledger_rows.h"
#include "lib/base/date.h"
#include "lib/base/digest.h"
#include "lib/base/mem.h"

#include <inttypes.h>
#include <string.h>

#define API_RULES_MAX	 (32 * MIB)
#define API_HISTORY_MAX	 500 /* events in a page */
#define API_HISTORY_SIZE (2 * MIB) /* of records: then the page is full */
#define API_LISTING_MAX	 1000 /* events of an issuer that are looked at */

static void
api_rules_time(struct json_out *out, const char *key, int64_t wall)
{
	char text[DATE_STR_MAX];

	json_out_text(
	    out, key, wall != 0 ? datetime_print_utc(wall, text) : NULL);
}

/* Gives the text, or a refusal when it did not fit. */
static char *
api_rules_give(struct json_out *out, int *ret_status)
{
	char *text;

	*ret_status = 200;
	if (out->code == 0)
		text = mem_strndup(out->text.data, out->text.len);
	else
		text = api_ask_refuse(500,
		    "the answer is too large: name a rule, ask for fewer events",
		    ret_status);
	json_out_done(out);
	return text;
}

static int
api_rules_put(const struct api_ask *ask, const struct rule_spec *spec,
    struct json_out *out, struct err *err)
{
	struct rule_hit_row hits;
	int r = rule_hit_rows_get(service_db(ask->service), spec->name,
	    loop_now(service_loop(ask->service)), &hits, err);

	if (r < 0)
		return r;
	json_out_open_object(out, NULL);
	rule_json_put_spec(out, spec);
	json_out_int(out, "hits_24h", hits.day);
	json_out_int(out, "hits_30d", hits.month);
	api_rules_time(out, "last_hit", hits.last);
	json_out_int(out, "last_event", hits.event);
	json_out_close_object(out);
	return 0;
}

char *
api_rules_list(const struct api_ask *ask, int *ret_status)
{
	const struct rules *rules = service_config(ask->service)->compiled;
	struct json_out out;
	struct err err = ERR_NONE;
	int r = 0;

	json_out_init(&out, API_RULES_MAX);
	json_out_open_object(&out, NULL);
	api_rules_time(&out, "now", loop_now(service_loop(ask->service)));
	json_out_open_array(&out, "rules");
	for (size_t i = 0; i < rules_count(rules) && r == 0; i++) {
		struct rule_spec spec = rules_spec(rules, i);

		r = api_rules_put(ask, &spec, &out, &err);
	}
	json_out_close_array(&out);
	json_out_close_object(&out);
	if (r == 0)
		return api_rules_give(&out, ret_status);
	json_out_done(&out);
	return api_ask_fail(&err, ret_status);
}

/* What is to be explained, and where it goes. */
struct api_explain {
	const struct api_ask *ask;
	struct json_out out;
	const char *rule; /* NULL: all */
	const char *source; /* of the filing; NULL: by its event */
	const char *source_id;
	size_t events;
	int64_t seq; /* of the event that was found by its id */
	struct err err;
	int code;
};

static void
api_explain_on_rule(const struct rule_trace *trace, void *arg)
{
	rule_json_put_trace(arg, trace);
}

static bool
api_explain_on_delivery(const struct delivery_row *row, void *arg)
{
	struct json_out *out = arg;

	json_out_open_object(out, NULL);
	json_out_int(out, "id", row->id);
	json_out_text(out, "channel", row->channel);
	json_out_text(out, "recipient", row->recipient);
	json_out_text(out, "rule", row->rule);
	json_out_text(out, "state", row->state);
	json_out_text(out, "note", row->note);
	json_out_text(out, "why", row->why);
	json_out_int(out, "events", row->event_count);
	json_out_bool(out, "unless_acked", row->unless_acked);
	api_rules_time(out, "due", row->finished == 0 ? row->due_at : 0);
	api_rules_time(out, "finished", row->finished);
	json_out_close_object(out);
	return true;
}

static void
api_explain_put(
    struct api_explain *explain, const struct event *event, const char *line)
{
	struct service *service = explain->ask->service;
	struct json_out *out = &explain->out;

	json_out_open_object(out, NULL);
	json_out_int(out, "seq", event->seq);
	json_out_text(out, "id", event->id);
	json_out_text(out, "type", vocab_word(VOCAB_EVENTS, (int)event->type));
	json_out_text(out, "line", line);
	json_out_open_array(out, "rules");
	explain->code = rules_trace(service_config(service)->compiled, event,
	    explain->rule, api_explain_on_rule, out);
	if (explain->code != 0)
		explain->code = err_set(&explain->err, ERR_NOTFOUND,
		    "no rule '%s' is at work", explain->rule);
	json_out_close_array(out);
	json_out_open_array(out, "deliveries");
	if (explain->code == 0)
		explain->code = delivery_rows_of_event(service_db(service),
		    event->seq, api_explain_on_delivery, out, &explain->err);
	json_out_close_array(out);
	json_out_close_object(out);
	explain->events++;
}

/* An event, unless it is of another filing. */
static void
api_explain_event(struct api_explain *explain, int64_t seq)
{
	struct service *service = explain->ask->service;
	struct event event;

	explain->code =
	    event_rows_load(service_db(service), seq, &event, &explain->err);
	if (explain->code < 0)
		return;
	if (explain->source == NULL ||
	    (event.filing.source != NULL && event.filing.source_id != NULL &&
		strcmp(event.filing.source, explain->source) == 0 &&
		strcmp(event.filing.source_id, explain->source_id) == 0)) {
		char *line = event_line(&event);

		rules_refill_watch(service_config(service)->compiled, &event);
		api_explain_put(explain, &event, line);
		mem_free(line);
	}
	event_done(&event);
}

static bool
api_explain_on_seq(int64_t seq, void *arg)
{
	struct api_explain *explain = arg;

	api_explain_event(explain, seq);
	return explain->code == 0;
}

/* The events of a filing: among those of its issuer. */
static void
api_explain_filing(struct api_explain *explain)
{
	struct db *db = service_db(explain->ask->service);
	char *listing = NULL;
	int64_t id;

	explain->code = ledger_rows_find_filing(
	    db, explain->source, explain->source_id, &id, &explain->err);
	if (explain->code == ERR_NOTFOUND)
		explain->code = err_set(&explain->err, ERR_NOTFOUND,
		    "no filing %s/%s, or it is not decided yet",
		    explain->source, explain->source_id);
	if (explain->code == 0)
		explain->code =
		    ledger_rows_listing(db, id, &listing, &explain->err);
	if (explain->code == 0)
		explain->code =
		    event_rows_of_listing(db, listing, API_LISTING_MAX,
			api_explain_on_seq, explain, &explain->err);
	mem_free(listing);
	if (explain->code == 0 && explain->events == 0)
		explain->code = err_set(&explain->err, ERR_NOTFOUND,
		    "filing %s/%s made no event: it forecasts and reports "
		    "nothing, or repeats what was told",
		    explain->source, explain->source_id);
}

static bool
api_explain_on_found(const struct event_row *row, void *arg)
{
	struct api_explain *explain = arg;

	explain->seq = row->seq;
	return false;
}

static void
api_explain_find(struct api_explain *explain)
{
	const struct api_ask *ask = explain->ask;
	const char *event;
	int r = api_ask_text(ask, "event", API_NAME_MAX, &event, &explain->err);

	explain->seq = api_ask_number(ask, "seq", 0);
	if (r == 0)
		r = api_ask_text(
		    ask, "rule", API_NAME_MAX, &explain->rule, &explain->err);
	if (r == 0)
		r = api_ask_text(ask, "source", API_NAME_MAX, &explain->source,
		    &explain->err);
	if (r == 0)
		r = api_ask_text(ask, "filing", API_NAME_MAX,
		    &explain->source_id, &explain->err);
	if (r == 0 && event != NULL)
		r = event_rows_get(service_db(ask->service), event,
		    api_explain_on_found, explain, &explain->err);
	explain->code = r;
	if (r == 0 && explain->source != NULL && explain->source_id != NULL)
		api_explain_filing(explain);
	else if (r == 0 && explain->seq > 0)
		api_explain_event(explain, explain->seq);
	else if (r == 0)
		explain->code = err_set(&explain->err, ERR_INVALID,
		    "name an event, or the source and id of a filing");
}

char *
api_rules_explain(const struct api_ask *ask, int *ret_status)
{
	struct api_explain explain = {.ask = ask};

	json_out_init(&explain.out, API_RULES_MAX);
	json_out_open_object(&explain.out, NULL);
	api_rules_time(
	    &explain.out, "now", loop_now(service_loop(ask->service)));
	json_out_open_array(&explain.out, "events");
	api_explain_find(&explain);
	json_out_close_array(&explain.out);
	json_out_close_object(&explain.out);
	if (explain.code == 0)
		return api_rules_give(&explain.out, ret_status);
	json_out_done(&explain.out);
	return api_ask_fail(&explain.err, ret_status);
}

struct api_history {
	struct json_out out;
	size_t size;
};

static bool
api_history_on_record(
    const struct event_row *row, struct span record, void *arg)
{
	struct api_history *history = arg;
	struct json_out *out = &history->out;
	char *text = mem_array(record.len / 3 + 2, 4);

	base64_encode(record.p, record.len, text);
	json_out_open_object(out, NULL);
	json_out_int(out, "seq", row->seq);
	json_out_text(out, "id", row->id);
	json_out_int(out, "created", row->created);
	json_out_text(out, "line", row->line);
	json_out_text(out, "record", text);
	json_out_close_object(out);
	mem_free(text);
	history->size += record.len;
	return history->size < API_HISTORY_SIZE && out->code == 0;
}

char *
api_rules_history(const struct api_ask *ask, int *ret_status)
{
	int64_t after = api_ask_number(ask, "after", 0);
	int64_t limit = api_ask_number(ask, "limit", API_HISTORY_MAX);
	struct api_history history = {.size = 0};
	struct err err = ERR_NONE;

	if (after < 0 || limit < 1 || limit > API_HISTORY_MAX)
		return api_ask_refuse(400,
		    "after and limit must be numbers, limit 1 to 500",
		    ret_status);
	json_out_init(&history.out, API_RULES_MAX);
	json_out_open_object(&history.out, NULL);
	json_out_open_array(&history.out, "events");
	int r = event_rows_records(service_db(ask->service), after, (int)limit,
	    api_history_on_record, &history, &err);
	json_out_close_array(&history.out);
	json_out_close_object(&history.out);
	if (r == 0)
		return api_rules_give(&history.out, ret_status);
	json_out_done(&history.out);
	return api_ask_fail(&err, ret_status);
}
