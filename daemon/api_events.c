/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Comes in: what a client asks of events and of filingd itself. Goes out: JSON
 * and a status. daemon/api.c calls it by daemon/api_routes.c.
 */
#include "daemon/api_events.h"

#include "daemon/api_acks.h"
#include "daemon/api_json.h"
#include "daemon/api_stream.h"
#include "lib/base/json_text.h"
#include "lib/base/mem.h"

#include <string.h>

#define API_LIMIT      100
#define API_LIMIT_MAX  1000
#define API_EXPORT_MAX 50 /* deliveries: each may carry 200 events */
#define API_EVENTS_MAX (64 * MIB) /* API_LIMIT_MAX events of the largest */

struct api_list {
	struct buf text;
	int count;
	bool full;
};

/* Takes json. */
static bool
api_events_add(struct api_list *list, char *json)
{
	int rc =
	    buf_addf(&list->text, "%s%s", list->count++ > 0 ? "," : "", json);

	mem_free(json);
	list->full = rc != 0;
	return rc == 0;
}

static bool
api_on_row(const struct event_row *row, void *arg)
{
	return api_events_add(arg, api_json_event(row));
}

static bool
api_on_export(const struct export_row *row, void *arg)
{
	return api_events_add(arg, api_json_export(row));
}

struct api_events_query {
	int64_t after; /* -1: from what there is */
	int64_t limit;
	int64_t last; /* the newest so many; 0: by after and limit */
	const char *channel; /* its numbers; NULL: seqs of all events */
};

/* ERR_RANGE: what follows after it is purged in part, and where the rest is. */
static int
api_events_check(
    struct db *db, const struct api_events_query *query, struct err *err)
{
	int64_t purged;
	int r = export_rows_purged(db, query->channel, &purged, err);

	if (r < 0 || query->last > 0 || query->after < 0 ||
	    query->after >= purged)
		return r;
	return err_set(err, ERR_RANGE,
	    "what came after %lld is purged up to %lld: ask for what is after "
	    "that",
	    (long long)query->after, (long long)purged);
}

static int
api_events_read(
    const struct api_ask *ask, struct api_events_query *ret, struct err *err)
{
	bool given = ask->get(ask->query, "after") != NULL;
	int r = api_ask_text(ask, "channel", API_NAME_MAX, &ret->channel, err);

	if (r < 0)
		return r;
	ret->after = given ? api_ask_number(ask, "after", 0) : -1;
	ret->limit = api_ask_number(ask, "limit", API_LIMIT);
	if ((given && ret->after < 0) || ret->limit < 1 ||
	    ret->limit > API_LIMIT_MAX)
		return err_set(err, ERR_INVALID,
		    "after and limit must be numbers, limit 1 to %d",
		    API_LIMIT_MAX);
	ret->last = api_ask_number(ask, "last", 0);
	if (ret->last < 0 || ret->last > API_LIMIT_MAX ||
	    (ret->last > 0 && (given || ret->channel != NULL)))
		return err_set(err, ERR_INVALID,
		    "last must be 1 to %d, and goes with neither after nor "
		    "channel",
		    API_LIMIT_MAX);
	return 0;
}

static int
api_events_fill(struct db *db, const struct api_events_query *query,
    struct api_list *list, struct err *err)
{
	int limit = (int)(query->last > 0 ? query->last : query->limit);
	int64_t after = query->after;
	int r = 0;

	if (query->last > 0)
		r = event_rows_before_last(db, query->last, &after, err);
	if (r < 0)
		return r;
	if (query->channel == NULL)
		return event_rows_after(
		    db, after, limit, api_on_row, list, err);
	return export_rows_each(db,
	    &(struct export_query){query->channel, query->after,
		limit < API_EXPORT_MAX ? limit : API_EXPORT_MAX},
	    api_on_export, list, err);
}

char *
api_events_list(const struct api_ask *ask, int *ret_status)
{
	struct db *db = service_db(ask->service);
	struct api_list list = {.count = 0};
	struct api_events_query query;
	struct err err = ERR_NONE;
	char *text;

	if (api_events_read(ask, &query, &err) < 0)
		return api_ask_fail(&err, ret_status);
	if (api_events_check(db, &query, &err) < 0)
		return err.code == ERR_RANGE
			   ? api_ask_refuse(410, err.text, ret_status)
			   : api_ask_fail(&err, ret_status);
	buf_init(&list.text, API_EVENTS_MAX);
	*ret_status = 200;
	if (api_events_fill(db, &query, &list, &err) != 0)
		text = api_ask_fail(&err, ret_status);
	else if (list.full)
		text = api_ask_refuse(400,
		    "the answer would be too big: ask with a smaller limit",
		    ret_status);
	else
		text = mem_printf("{\"events\":[%s]}",
		    list.text.data != NULL ? list.text.data : "");
	buf_done(&list.text);
	return text;
}

static bool
api_on_one(const struct event_row *row, void *arg)
{
	char **json = arg;

	*json = api_json_event(row);
	return false;
}

/* Who acknowledged it, behind the rest: the body stays as it was signed. */
static int
api_events_add_acks(const struct api_ask *ask, char **json, struct err *err)
{
	json_t *acks = api_acks_json(service_db(ask->service), ask->rest, err);
	char *text;

	if (acks == NULL)
		return err->code;
	text = json_text(acks);
	mem_replace(json, mem_printf("%.*s,\"acks\":%s}",
			      (int)strlen(*json) - 1, *json, text));
	mem_free(text);
	return 0;
}

char *
api_events_show(const struct api_ask *ask, int *ret_status)
{
	struct err err = ERR_NONE;
	char *json = NULL;
	int rc = event_rows_get(
	    service_db(ask->service), ask->rest, api_on_one, &json, &err);

	*ret_status = 200;
	if (rc == ERR_NOTFOUND)
		return api_ask_refuse(404, "no such event", ret_status);
	if (rc == 0)
		rc = api_events_add_acks(ask, &json, &err);
	if (rc == 0)
		return json;
	mem_free(json);
	return api_ask_fail(&err, ret_status);
}

char *
api_events_open(
    const struct api_ask *ask, struct api_feed *ret, int *ret_status)
{
	int64_t after = api_ask_number(ask, "after", -1);
	struct err err = ERR_NONE;

	if (after >= 0 &&
	    api_events_check(service_db(ask->service),
		&(struct api_events_query){.after = after}, &err) < 0)
		return api_ask_refuse(
		    err.code == ERR_RANGE ? 410 : 500, err.text, ret_status);
	if (after < 0 &&
	    event_rows_last(service_db(ask->service), &after, &err) != 0)
		return api_ask_fail(&err, ret_status);
	*ret = (struct api_feed){.after = after};
	return NULL;
}

char *
api_events_reload(const struct api_ask *ask, int *ret_status)
{
	struct err err = ERR_NONE;
	struct buf complaints;
	char *text, *json;

	buf_init(&complaints, MIB);
	*ret_status = 200;
	if (service_reload(ask->service, &complaints, &err) == 0) {
		json = mem_strdup("{\"ok\":true}");
	} else {
		text = mem_printf("%s%s%s", err.text,
		    complaints.len > 0 ? "\n" : "",
		    complaints.len > 0 ? complaints.data : "");
		json = api_ask_refuse(422, text, ret_status);
		mem_free(text);
	}
	buf_done(&complaints);
	return json;
}
