/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Comes in: what a client asks of events and of filingd itself. Goes out: JSON
 * and a status. daemon/api.c calls it by daemon/api_routes.c.
 */
#include "daemon/api_events.h"

#include "daemon/api_json.h"
#include "daemon/api_stream.h"
#include "lib/base/mem.h"

#define API_LIMIT      100
#define API_LIMIT_MAX  1000
#define API_EVENTS_MAX (64 * MIB) /* API_LIMIT_MAX events of the largest */

char *
api_events_status(const struct api_ask *ask, int *ret_status)
{
	*ret_status = 200;
	return api_json_status(ask->service);
}

struct api_list {
	struct buf text;
	int count;
};

static bool
api_on_row(const struct event_row *row, void *arg)
{
	struct api_list *list = arg;
	char *json = api_json_event(row);
	int rc =
	    buf_addf(&list->text, "%s%s", list->count++ > 0 ? "," : "", json);

	mem_free(json);
	return rc == 0;
}

char *
api_events_list(const struct api_ask *ask, int *ret_status)
{
	int64_t after = api_ask_number(ask, "after", 0);
	int64_t limit = api_ask_number(ask, "limit", API_LIMIT);
	struct api_list list = {.count = 0};
	struct err err = ERR_NONE;
	char *text;

	if (after < 0 || limit < 1 || limit > API_LIMIT_MAX)
		return api_ask_refuse(400,
		    "after and limit must be numbers, limit 1 to 1000",
		    ret_status);
	buf_init(&list.text, API_EVENTS_MAX);
	*ret_status = 200;
	if (event_rows_after(service_db(ask->service), after, (int)limit,
		api_on_row, &list, &err) != 0)
		text = api_ask_fail(&err, ret_status);
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
	return rc == 0 ? json : api_ask_fail(&err, ret_status);
}

char *
api_events_open(
    const struct api_ask *ask, struct api_feed *ret, int *ret_status)
{
	int64_t after = api_ask_number(ask, "after", -1);
	struct err err = ERR_NONE;

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
