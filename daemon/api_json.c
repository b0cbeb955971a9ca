/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * JSON of the API, built by jansson from our own records. Called by
 * daemon/api.c and daemon/api_stream.c.
 */
#include "daemon/api_json.h"

#include "daemon/source_json.h"
#include "lib/base/json_text.h"

#include <jansson.h>
#include <string.h>

static json_t *
api_json_source(const struct service *service, size_t i)
{
	struct watcher_stats stats;

	service_source_stats(service, i, &stats);
	return source_json_stats(&stats);
}

char *
api_json_status(struct service *service)
{
	const struct config *config = service_config(service);
	struct service_stats stats;
	json_t *sources = json_array();

	service_stats(service, &stats);
	for (size_t i = 0; i < service_source_count(service); i++)
		json_array_append_new(sources, api_json_source(service, i));
	return json_text(json_pack(
	    "{s:s, s:s, s:o, s:I, s:o, s:b, s:s, s:I, s:I, "
	    "s:{s:I, s:I, s:I, s:I, s:i, s:o}, s:{s:i, s:i}, s:o, s:o}",
	    "instance", config->top.instance, "version", PACKAGE_VERSION,
	    "started", source_json_time(stats.started), "config_generation",
	    (json_int_t)stats.generation, "config_loaded",
	    source_json_time(stats.config_loaded), "last_reload_ok",
	    stats.last_reload_ok ? 1 : 0, "store",
	    stats.store_ailing ? "ailing" : "ok", "commit_us",
	    (json_int_t)stats.commit_us, "open_items",
	    (json_int_t)stats.open_items, "deliveries", "pending",
	    (json_int_t)stats.outbox.pending, "retry",
	    (json_int_t)stats.outbox.retry, "sent",
	    (json_int_t)stats.outbox.sent, "dead",
	    (json_int_t)stats.outbox.dead, "in_flight", stats.outbox.in_flight,
	    "oldest", source_json_time(stats.outbox.oldest), "reader",
	    "restarts", stats.reader_restarts, "queue", stats.reader_queue,
	    "last_warning", source_json_time(stats.last_warning), "sources",
	    sources));
}

static json_t *
api_json_row(const struct event_row *row)
{
	json_t *body = json_loadb(row->body.p, row->body.len, 0, NULL);

	return json_pack("{s:I, s:s, s:s, s:s, s:i, s:s, s:o, s:o, s:b, s:o}",
	    "seq", (json_int_t)row->seq, "id", row->id, "type", row->type,
	    "listing", row->listing, "severity", row->severity, "line",
	    row->line, "seen", source_json_time(row->seen), "decided",
	    source_json_time(row->created), "late", row->late ? 1 : 0, "body",
	    body != NULL ? body : json_null());
}

char *
api_json_event(const struct event_row *row)
{
	return json_text(api_json_row(row));
}

char *
api_json_export(const struct export_row *row)
{
	json_t *json = api_json_row(&row->event);

	json_object_set_new(
	    json, "sequence", json_integer((json_int_t)row->sequence));
	json_object_set_new(json, "state", json_string(row->state));
	json_object_set_new(json, "why", source_json_foreign(row->why));
	return json_text(json);
}

char *
api_json_error(const char *text)
{
	return json_text(json_pack("{s:s}", "error", text));
}
