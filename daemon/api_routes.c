/* SPDX-License-Identifier: BSD-2-Clause */
/* In: a method and a path. Out: who answers. daemon/api.c calls it. */
#include "daemon/api_routes.h"

#include "daemon/api_acks.h"
#include "daemon/api_channels.h"
#include "daemon/api_deliveries.h"
#include "daemon/api_desktop.h"
#include "daemon/api_events.h"
#include "daemon/api_log.h"
#include "daemon/api_replay.h"
#include "daemon/api_silences.h"
#include "daemon/api_rules.h"
#include "daemon/api_sources.h"
#include "daemon/api_status.h"
#include "daemon/api_store.h"

#include <string.h>

static const struct api_route api_routes[] = {
    {false, "/v1/status", false, API_READ, api_status_show, NULL},
    {false, "/v1/events", false, API_READ, api_events_list, NULL},
    {false, "/v1/events/", true, API_READ, api_events_show, NULL},
    {true, "/v1/events/", true, API_OWN, api_acks_do, NULL},
    {false, "/v1/silences", false, API_READ, api_silences_list, NULL},
    {true, "/v1/silences", false, API_OPERATE, api_silences_add, NULL},
    {false, "/v1/silences/preview", false, API_READ, api_silences_preview,
	NULL},
    {true, "/v1/silences/", true, API_OPERATE, api_silences_do, NULL},
    {false, "/v1/stream", false, API_READ, NULL, api_events_open},
    {false, "/v1/log", false, API_READ, api_log_show, NULL},
    {true, "/v1/log", false, API_OPERATE, api_log_set, NULL},
    {true, "/v1/reload", false, API_OPERATE, api_events_reload, NULL},
    {false, "/v1/rules", false, API_READ, api_rules_list, NULL},
    {false, "/v1/rules/explain", false, API_READ, api_rules_explain, NULL},
    {false, "/v1/history", false, API_READ, api_rules_history, NULL},
    {false, "/v1/sources", false, API_READ, api_sources_list, NULL},
    {false, "/v1/sources/", true, API_READ, api_sources_show, NULL},
    {true, "/v1/sources/", true, API_OPERATE, api_sources_do, NULL},
    {false, "/v1/config", false, API_READ, api_store_config, NULL},
    {false, "/v1/store", false, API_READ, api_store_show, NULL},
    {true, "/v1/store/compact", false, API_OPERATE, api_store_compact, NULL},
    {false, "/v1/channels", false, API_READ, api_channels_list, NULL},
    {false, "/v1/channels/", true, API_READ, api_channels_show, NULL},
    {true, "/v1/channels/", true, API_OPERATE, api_channels_do, NULL},
    {false, "/v1/deliveries", false, API_READ, api_deliveries_list, NULL},
    {false, "/v1/deliveries/", true, API_READ, api_deliveries_show, NULL},
    {true, "/v1/deliveries/", true, API_OPERATE, api_deliveries_do, NULL},
    {true, "/v1/replay", false, API_OPERATE, api_replay_window, NULL},
    {true, "/v1/replay/", true, API_OPERATE, api_replay_one, NULL},
    {false, "/v1/desktop", false, API_OWN, api_desktop_list, NULL},
    {false, "/v1/desktop/", true, API_OWN, NULL, api_desktop_open},
    {true, "/v1/desktop/", true, API_OWN, api_desktop_move, NULL},
};

static bool
api_routes_match(const struct api_route *route, const char *path)
{
	size_t n = strlen(route->path);

	if (route->prefix)
		return strncmp(path, route->path, n) == 0 && path[n] != '\0';
	return strcmp(path, route->path) == 0;
}

const struct api_route *
api_routes_find(bool post, const char *path, bool *ret_known_path)
{
	*ret_known_path = false;
	for (size_t i = 0; i < sizeof(api_routes) / sizeof(api_routes[0]);
	     i++) {
		if (!api_routes_match(&api_routes[i], path))
			continue;
		*ret_known_path = true;
		if (api_routes[i].post == post)
			return &api_routes[i];
	}
	return NULL;
}
