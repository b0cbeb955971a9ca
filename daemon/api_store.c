/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Comes in: what a client asks of the store and the configuration. Goes out: JSON and a status. Only
 * what costs the loop nothing: whole tables are read by filingctl itself.
 * daemon/api_routes.c lists it.
 */
#include "daemon/api_store.h"

#include "alerts/retention_rows.h"
#include "daemon/config_show.h"
#include "daemon/retention.h"
#include "daemon/source_json.h"
#include "lib/base/json_text.h"
#include "lib/base/mem.h"
#include "lib/store/schema.h"
#include "lib/store/space.h"

static char *
api_store_json(
    struct service *service, const struct space *space, int64_t purged)
{
	const struct config *config = service_config(service);
	char *path = mem_printf("%s/filingd.db", config->top.state);
	struct retention_stats stats;
	char *text;

	retention_stats(service_retention(service), &stats);
	text = json_text(json_pack(
	    "{s:s, s:i, s:I, s:I, s:b, s:I, s:I, s:{s:b, s:o, s:I}}", "path",
	    path, "schema", SCHEMA_VERSION, "bytes",
	    (json_int_t)(space->pages * space->page_size), "free_bytes",
	    (json_int_t)(space->free_pages * space->page_size), "shrinks",
	    space->shrinks ? 1 : 0, "events_purged", (json_int_t)purged,
	    "commit_us", (json_int_t)db_commit_us(service_db(service)),
	    "retention", "running", stats.running ? 1 : 0, "last_pass",
	    source_json_time(stats.last_pass), "gone", (json_int_t)stats.gone));
	mem_free(path);
	return text;
}

char *
api_store_show(const struct api_ask *ask, int *ret_status)
{
	struct db *db = service_db(ask->service);
	struct err err = ERR_NONE;
	struct space space;
	int64_t purged = 0;
	int code = space_ask(db, &space, &err);

	if (code == 0)
		code = retention_rows_purged(db, &purged, &err);
	if (code != 0)
		return api_ask_fail(&err, ret_status);
	*ret_status = 200;
	return api_store_json(ask->service, &space, purged);
}

char *
api_store_compact(const struct api_ask *ask, int *ret_status)
{
	retention_compact(service_retention(ask->service));
	return api_store_show(ask, ret_status);
}

char *
api_store_config(const struct api_ask *ask, int *ret_status)
{
	bool redacted =
	    !ask->may_operate || api_ask_number(ask, "redacted", 0) != 0;

	*ret_status = 200;
	return json_text(config_show(service_config(ask->service), redacted));
}
