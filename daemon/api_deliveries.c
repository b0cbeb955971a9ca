/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Comes in: what a client asks of deliveries. Goes out: JSON and a status.
 * daemon/api.c calls it by daemon/api_routes.c.
 */
#include "daemon/api_deliveries.h"

#include "alerts/attempt_rows.h"
#include "alerts/event_rows.h"
#include "alerts/outbox_rows.h"
#include "daemon/source_json.h"
#include "lib/base/json_text.h"
#include "lib/base/log.h"
#include "lib/base/mem.h"
#include "lib/base/number.h"
#include "lib/base/utf8.h"

#include <string.h>

#define API_LIMIT     100
#define API_LIMIT_MAX 1000
#define API_WHY_MAX   200

/* What a receiver said; '?' for what is no text. */
static json_t *
api_deliveries_foreign(const char *p, size_t len)
{
	char *text = mem_strndup(len > 0 ? p : "", len);
	json_t *json;

	utf8_mend(text);
	json = json_string(text);
	mem_free(text);
	return json;
}

json_t *
api_deliveries_json(const struct delivery_row *row)
{
	bool done = row->finished != 0;

	return json_pack("{s:I, s:s, s:s, s:s, s:I, s:s, s:s, s:o, s:o, s:o,"
			 " s:i, s:o, s:b, s:b, s:I, s:s, s:s}",
	    "id", (json_int_t)row->id, "channel", row->channel, "recipient",
	    row->recipient, "state", row->state, "sequence",
	    (json_int_t)row->sequence, "rule", row->rule, "note", row->note,
	    "created", source_json_time(row->created), "due",
	    source_json_time(done ? 0 : row->due_at), "finished",
	    source_json_time(row->finished), "attempts", row->attempts, "why",
	    api_deliveries_foreign(row->why, strlen(row->why)), "late",
	    row->late ? 1 : 0, "unless_acked", row->unless_acked ? 1 : 0,
	    "events", (json_int_t)row->event_count, "event", row->event_id,
	    "line", row->line);
}

static bool
api_deliveries_on_row(const struct delivery_row *row, void *arg)
{
	json_array_append_new(arg, api_deliveries_json(row));
	return true;
}

static int
api_deliveries_read(
    const struct api_ask *ask, struct delivery_query *ret, struct err *err)
{
	int64_t limit = api_ask_number(ask, "limit", API_LIMIT);
	int r = api_ask_text(ask, "state", API_NAME_MAX, &ret->state, err);

	if (r == 0)
		r = api_ask_text(
		    ask, "channel", API_NAME_MAX, &ret->channel, err);
	if (r < 0)
		return r;
	if (ret->state != NULL && !delivery_rows_is_state(ret->state))
		return err_set(err, ERR_INVALID,
		    "'state' must be pending, leased, retry, sent, dead, "
		    "silenced, canceled or waiting");
	ret->since = api_ask_number(ask, "since", 0);
	ret->before = api_ask_number(ask, "before", INT64_MAX);
	ret->limit = (int)limit;
	if (ret->since < 0 || ret->before < 0 || limit < 1 ||
	    limit > API_LIMIT_MAX)
		return err_set(err, ERR_INVALID,
		    "since, before and limit must be numbers, limit 1 to %d",
		    API_LIMIT_MAX);
	return 0;
}

char *
api_deliveries_list(const struct api_ask *ask, int *ret_status)
{
	struct delivery_query query;
	struct err err = ERR_NONE;
	json_t *list = json_array();
	int r = api_deliveries_read(ask, &query, &err);

	if (r == 0)
		r = delivery_rows_list(service_db(ask->service), &query,
		    api_deliveries_on_row, list, &err);
	if (r < 0) {
		json_decref(list);
		return api_ask_fail(&err, ret_status);
	}
	*ret_status = 200;
	return json_text(json_pack("{s:o, s:o}", "now",
	    source_json_time(loop_now(service_loop(ask->service))),
	    "deliveries", list));
}

static void
api_deliveries_on_attempt(const struct attempt_row *row, void *arg)
{
	json_array_append_new(arg,
	    json_pack("{s:i, s:o, s:I, s:i, s:o, s:o}", "number", row->number,
		"ended", source_json_time(row->ended), "elapsed_ms",
		(json_int_t)row->elapsed_ms, "status", row->status, "why",
		api_deliveries_foreign(row->why, strlen(row->why)), "answer",
		api_deliveries_foreign(row->answer.p, row->answer.len)));
}

static bool
api_deliveries_on_event(const struct event_row *row, void *arg)
{
	json_array_append_new(
	    arg, json_pack("{s:I, s:s, s:s, s:s}", "seq", (json_int_t)row->seq,
		     "id", row->id, "type", row->type, "line", row->line));
	return true;
}

static bool
api_deliveries_on_one(const struct delivery_row *row, void *arg)
{
	json_t **json = arg;

	*json = api_deliveries_json(row);
	return false;
}

/* A delivery with all there is to know; NULL with err. */
static json_t *
api_deliveries_whole(struct db *db, int64_t id, struct err *err)
{
	json_t *json = NULL;
	json_t *attempts, *events;

	if (delivery_rows_get(db, id, api_deliveries_on_one, &json, err) < 0)
		return NULL;
	attempts = json_array();
	events = json_array();
	json_object_set_new(json, "carries", events);
	json_object_set_new(json, "tries", attempts);
	int r = event_rows_of_delivery(
	    db, id, api_deliveries_on_event, events, err);
	if (r == 0)
		r = attempt_rows_each(
		    db, id, api_deliveries_on_attempt, attempts, err);
	if (r == 0)
		return json;
	json_decref(json);
	return NULL;
}

static char *
api_deliveries_text(const struct api_ask *ask, int64_t id, int *ret_status)
{
	struct err err = ERR_NONE;
	json_t *json = api_deliveries_whole(service_db(ask->service), id, &err);

	if (json == NULL)
		return api_ask_fail(&err, ret_status);
	json_object_set_new(json, "now",
	    source_json_time(loop_now(service_loop(ask->service))));
	*ret_status = 200;
	return json_text(json);
}

/* The number that the first len bytes of the path are; -1. */
static int64_t
api_deliveries_id(const struct api_ask *ask, size_t len)
{
	char name[API_NAME_MAX];
	int64_t id;

	if (api_ask_name(ask->rest, len, name) != 0 ||
	    number_parse(name, 1, INT64_MAX, &id) != 0)
		return -1;
	return id;
}

char *
api_deliveries_show(const struct api_ask *ask, int *ret_status)
{
	int64_t id = api_deliveries_id(ask, strlen(ask->rest));

	if (id < 0)
		return api_ask_refuse(404, "no such delivery", ret_status);
	return api_deliveries_text(ask, id, ret_status);
}

static int
api_deliveries_retry(const struct api_ask *ask, int64_t id, struct err *err)
{
	int r = delivery_rows_retry(service_db(ask->service), id,
	    loop_now(service_loop(ask->service)), err);

	if (r < 0)
		return r;
	outbox_wake_after(service_outbox(ask->service));
	log_info("delivery '%lld': tried again, as %s wants", (long long)id,
	    ask->author);
	return 0;
}

static int
api_deliveries_cancel(const struct api_ask *ask, int64_t id, struct err *err)
{
	struct db *db = service_db(ask->service);
	const char *why;
	json_t *json = NULL;
	int r = api_ask_text(ask, "why", API_WHY_MAX, &why, err);

	if (r == 0)
		r = delivery_rows_get(
		    db, id, api_deliveries_on_one, &json, err);
	json_decref(json);
	if (r < 0)
		return r;
	char *text = mem_printf("canceled by %s%s%s", ask->author,
	    why != NULL ? ": " : "", why != NULL ? why : "");
	r = outbox_rows_cancel(
	    db, id, text, loop_now(service_loop(ask->service)), err);
	if (r == 0)
		log_warning("delivery '%lld': %s", (long long)id, text);
	mem_free(text);
	return r;
}

char *
api_deliveries_do(const struct api_ask *ask, int *ret_status)
{
	const char *slash = strrchr(ask->rest, '/');
	const char *verb = slash != NULL ? slash + 1 : "";
	int64_t id = slash != NULL
			 ? api_deliveries_id(ask, (size_t)(slash - ask->rest))
			 : -1;
	struct err err = ERR_NONE;
	int r;

	if (id > 0 && strcmp(verb, "retry") == 0)
		r = api_deliveries_retry(ask, id, &err);
	else if (id > 0 && strcmp(verb, "cancel") == 0)
		r = api_deliveries_cancel(ask, id, &err);
	else
		return api_ask_refuse(404, "no such resource", ret_status);
	if (r == 0)
		r = service_commit(ask->service, &err);
	if (r < 0)
		return api_ask_fail(&err, ret_status);
	return api_deliveries_text(ask, id, ret_status);
}
