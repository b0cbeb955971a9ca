/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * JSON of the API, built by jansson from our own records. Called by
 * daemon/api.c and daemon/api_stream.c.
 */
#include "daemon/api_json.h"

#include "lib/base/date.h"
#include "lib/base/json_text.h"

#include <jansson.h>
#include <string.h>

static json_t *
api_json_time(int64_t wall)
{
	char buf[DATE_STR_MAX];

	return wall == 0 ? json_null()
			 : json_string(datetime_print_utc(wall, buf));
}

static json_t *
api_json_source(const struct service *service, size_t i)
{
	struct watcher_stats stats;

	service_source_stats(service, i, &stats);
	return json_pack("{s:s, s:s, s:s, s:s, s:o, s:i, s:o, s:o, s:o, s:s, "
			 "s:o, s:I, s:I, s:I}",
	    "source", stats.source, "doing", stats.doing, "health",
	    health_word(stats.health), "why", stats.health_why, "since",
	    api_json_time(stats.health_since), "failures", stats.failures,
	    "last_poll", api_json_time(stats.last_poll), "last_success",
	    api_json_time(stats.last_success), "next_poll",
	    api_json_time(stats.next_poll), "next_why", stats.next_why,
	    "newest", api_json_time(stats.newest), "items_seen",
	    (json_int_t)stats.items_seen, "polls", (json_int_t)stats.polls,
	    "polls_failed", (json_int_t)stats.polls_failed);
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
	    "started", api_json_time(stats.started), "config_generation",
	    (json_int_t)stats.generation, "config_loaded",
	    api_json_time(stats.config_loaded), "last_reload_ok",
	    stats.last_reload_ok ? 1 : 0, "store",
	    stats.store_ailing ? "ailing" : "ok", "commit_us",
	    (json_int_t)stats.commit_us, "open_items",
	    (json_int_t)stats.open_items, "deliveries", "pending",
	    (json_int_t)stats.outbox.pending, "retry",
	    (json_int_t)stats.outbox.retry, "sent",
	    (json_int_t)stats.outbox.sent, "dead",
	    (json_int_t)stats.outbox.dead, "in_flight", stats.outbox.in_flight,
	    "oldest", api_json_time(stats.outbox.oldest), "reader", "restarts",
	    stats.reader_restarts, "queue", stats.reader_queue, "last_warning",
	    api_json_time(stats.last_warning), "sources", sources));
}

char *
api_json_event(const struct event_row *row)
{
	json_t *body = json_loadb(row->body.p, row->body.len, 0, NULL);

	return json_text(
	    json_pack("{s:I, s:s, s:s, s:s, s:i, s:s, s:o, s:o, s:b, s:o}",
		"seq", (json_int_t)row->seq, "id", row->id, "type", row->type,
		"listing", row->listing, "severity", row->severity, "line",
		row->line, "seen", api_json_time(row->seen), "decided",
		api_json_time(row->created), "late", row->late ? 1 : 0, "body",
		body != NULL ? body : json_null()));
}

char *
api_json_error(const char *text)
{
	return json_text(json_pack("{s:s}", "error", text));
}
