/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * In: the service as it stands. Out: one object of JSON for filingctl status
 * and top. daemon/api.c calls it by daemon/api_routes.c.
 */
#include "daemon/api_status.h"

#include "alerts/event_rows.h"
#include "daemon/fresh.h"
#include "daemon/source_json.h"
#include "daemon/summary.h"
#include "lib/base/json_text.h"

#include <jansson.h>

#define STATUS_WARNINGS 5

static json_t *
api_status_source(struct service *service, size_t i)
{
	struct watcher_stats stats;
	char why[FRESH_WHY_MAX];
	json_t *json;

	service_source_stats(service, i, &stats);
	json = source_json_stats(&stats);
	json_object_set_new(json, "fresh",
	    json_boolean(fresh_source(service, i, why) == FRESH_OK));
	return json;
}

static json_t *
api_status_sources(struct service *service)
{
	json_t *sources = json_array();

	for (size_t i = 0; i < service_source_count(service); i++)
		json_array_append_new(sources, api_status_source(service, i));
	return sources;
}

static bool
api_status_on_warning(const struct event_row *row, void *arg)
{
	json_array_append_new(
	    arg, json_pack("{s:s, s:s, s:i, s:s, s:o, s:b}", "id", row->id,
		     "type", row->type, "severity", row->severity, "line",
		     row->line, "decided", source_json_time(row->created),
		     "late", row->late ? 1 : 0));
	return true;
}

static json_t *
api_status_warnings(struct service *service)
{
	json_t *warnings = json_array();
	struct err err = ERR_NONE;

	/* A store that cannot be read shows in the summary. */
	err_drop(event_rows_warnings(service_db(service), STATUS_WARNINGS,
	    api_status_on_warning, warnings, &err));
	return warnings;
}

static json_t *
api_status_deliveries(const struct outbox_stats *stats)
{
	return json_pack("{s:I, s:I, s:I, s:I, s:i, s:o}", "pending",
	    (json_int_t)stats->pending, "retry", (json_int_t)stats->retry,
	    "sent", (json_int_t)stats->sent, "dead", (json_int_t)stats->dead,
	    "in_flight", stats->in_flight, "oldest",
	    source_json_time(stats->oldest));
}

char *
api_status_show(const struct api_ask *ask, int *ret_status)
{
	struct service *service = ask->service;
	struct service_stats stats;
	struct buf summary;
	bool well;
	char *text;

	service_stats(service, &stats);
	buf_init(&summary, SUMMARY_MAX);
	well = summary_write(service, &summary);
	*ret_status = 200;
	text = json_text(json_pack(
	    "{s:b, s:s, s:o, s:s, s:s, s:o, s:I, s:o, s:b, s:s, s:I, s:I, s:o, "
	    "s:{s:i, s:i}, s:o, s:o, s:o, s:o}",
	    "well", well ? 1 : 0, "summary", summary.data, "now",
	    source_json_time(loop_now(service_loop(service))), "instance",
	    service_config(service)->top.instance, "version", PACKAGE_VERSION,
	    "started", source_json_time(stats.started), "config_generation",
	    (json_int_t)stats.generation, "config_loaded",
	    source_json_time(stats.config_loaded), "last_reload_ok",
	    stats.last_reload_ok ? 1 : 0, "store",
	    stats.store_ailing ? "ailing" : "ok", "commit_us",
	    (json_int_t)stats.commit_us, "open_items",
	    (json_int_t)stats.open_items, "deliveries",
	    api_status_deliveries(&stats.outbox), "reader", "restarts",
	    stats.reader_restarts, "queue", stats.reader_queue, "heartbeat",
	    source_json_time(service_heartbeat_at(service)), "last_warning",
	    source_json_time(stats.last_warning), "warnings",
	    api_status_warnings(service), "sources",
	    api_status_sources(service)));
	buf_done(&summary);
	return text;
}
