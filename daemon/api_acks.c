/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Comes in: who has seen an event. Goes out: JSON and a status. daemon/api.c
 * calls it by daemon/api_routes.c.
 */
#include "daemon/api_acks.h"

#include "alerts/ack_rows.h"
#include "daemon/api_desktop.h"
#include "daemon/source_json.h"
#include "lib/base/json_text.h"
#include "lib/base/log.h"
#include "lib/base/mem.h"

#include <string.h>

#define ACKS_NOTE_MAX 500 /* bytes */

static void
acks_on_row(const struct ack *ack, void *arg)
{
	json_array_append_new(
	    arg, json_pack("{s:s, s:s, s:o, s:i, s:s}", "author", ack->author,
		     "note", ack->note, "acked", source_json_time(ack->acked),
		     "version", ack->version, "event", ack->event));
}

json_t *
api_acks_json(struct db *db, const char *event, struct err *err)
{
	json_t *list = json_array();

	if (ack_rows_each(db, event, acks_on_row, list, err) == 0)
		return list;
	json_decref(list);
	return NULL;
}

static int
acks_add(const struct api_ask *ask, const char *event, struct err *err)
{
	struct ack ack = {
	    .event = event,
	    .author = ask->author,
	    .acked = loop_now(service_loop(ask->service)),
	};
	int r = api_ask_text(ask, "note", ACKS_NOTE_MAX, &ack.note, err);

	if (r < 0)
		return r;
	if (ack.note == NULL)
		ack.note = "";
	r = ack_rows_add(service_db(ask->service), &ack, err);
	if (r == 0)
		r = service_commit(ask->service, err);
	return r;
}

char *
api_acks_do(const struct api_ask *ask, int *ret_status)
{
	const char *slash = strchr(ask->rest, '/');
	char event[EVENT_ID_MAX];
	struct err err = ERR_NONE;
	json_t *acks;

	if (slash == NULL || strcmp(slash, "/ack") != 0 ||
	    (size_t)(slash - ask->rest) >= sizeof(event))
		return api_ask_refuse(404, "no such resource", ret_status);
	if (!ask->may_operate && !api_desktop_is_member(ask))
		return api_ask_refuse(403,
		    "only operators and members of a desktop channel's group "
		    "may acknowledge",
		    ret_status);
	memcpy(event, ask->rest, (size_t)(slash - ask->rest));
	event[slash - ask->rest] = '\0';
	if (acks_add(ask, event, &err) < 0)
		return api_ask_fail(&err, ret_status);
	log_info("event '%s': acknowledged by %s", event, ask->author);
	acks = api_acks_json(service_db(ask->service), event, &err);
	if (acks == NULL)
		return api_ask_fail(&err, ret_status);
	*ret_status = 200;
	return json_text(json_pack("{s:s, s:o}", "event", event, "acks", acks));
}
