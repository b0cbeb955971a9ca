/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * In: how filingd fares. Out: requests to whoever watches the watcher. Called
 * by daemon/service.c.
 */
#include "daemon/heartbeat.h"

#include "daemon/fresh.h"
#include "lib/base/log.h"
#include "lib/base/mem.h"

#include <string.h>

#define HEARTBEAT_DEADLINE_MS 10000
#define HEARTBEAT_ANSWER_MAX  (4 * KIB)

struct heartbeat {
	struct service *service;
	struct http *http;
	const struct config_heartbeat *config; /* NULL: none is sent */
	struct loop_timer *timer;
	struct http_transfer *transfer;
	int64_t taken;
	bool failing; /* and it was logged */
};

static void heartbeat_on_beat(void *arg);

static void
heartbeat_arm(struct heartbeat *heartbeat)
{
	heartbeat->timer = loop_after(service_loop(heartbeat->service),
	    heartbeat->config->every, heartbeat_on_beat, heartbeat);
}

static void
heartbeat_end(struct heartbeat *heartbeat, const char *why)
{
	if (why == NULL) {
		heartbeat->taken = loop_now(service_loop(heartbeat->service));
		if (heartbeat->failing)
			log_info("heartbeat: taken again");
		heartbeat->failing = false;
		return;
	}
	if (!heartbeat->failing)
		log_told(LOG_HEARTBEAT_LOST, NULL,
		    "heartbeat: %s, tried again every %lld s", why,
		    (long long)(heartbeat->config->every / 1000));
	heartbeat->failing = true;
}

static void
heartbeat_on_response(struct http_response *response, void *arg)
{
	struct heartbeat *heartbeat = arg;
	char *why = NULL;

	heartbeat->transfer = NULL;
	if (response->error.code != 0)
		why = mem_strdup(response->error.text);
	else if (response->status / 100 != 2)
		why = mem_printf("http %d", response->status);
	heartbeat_end(heartbeat, why);
	mem_free(why);
}

/* why: what is wrong; NULL: all is well. */
static void
heartbeat_send(struct heartbeat *heartbeat, const char *why)
{
	const struct config_heartbeat *config = heartbeat->config;
	char *url = mem_printf("%s%s", config->url, why != NULL ? "/fail" : "");
	const struct http_header type = {
	    "Content-Type", "text/plain; charset=utf-8"};
	struct http_request request = {
	    .method = why != NULL ? "POST" : "GET",
	    .url = url,
	    .headers = &type,
	    .header_count = why != NULL ? 1 : 0,
	    .body = why,
	    .body_len = why != NULL ? strlen(why) : 0,
	    .limit = HEARTBEAT_ANSWER_MAX,
	    .cut_at_limit = true,
	    .deadline_ms = HEARTBEAT_DEADLINE_MS,
	    .guard = &config->guard,
	};

	http_forget(heartbeat->transfer);
	heartbeat->transfer = http_send(
	    heartbeat->http, &request, heartbeat_on_response, heartbeat);
	mem_free(url);
}

static void
heartbeat_on_beat(void *arg)
{
	struct heartbeat *heartbeat = arg;
	struct fresh fresh;

	heartbeat_arm(heartbeat);
	fresh_look(heartbeat->service, &fresh);
	if (fresh_is_well(&fresh))
		heartbeat_send(heartbeat, NULL);
	else if (fresh.store_ailing ||
		 fresh.fresh + fresh.starting < fresh.sources)
		heartbeat_send(heartbeat, fresh.why);
}

struct heartbeat *
heartbeat_new(struct service *service, struct http *http)
{
	struct heartbeat *heartbeat = mem_new(sizeof(*heartbeat));

	heartbeat->service = service;
	heartbeat->http = http;
	return heartbeat;
}

static void
heartbeat_stop(struct heartbeat *heartbeat)
{
	loop_cancel(heartbeat->timer);
	heartbeat->timer = NULL;
	http_forget(heartbeat->transfer);
	heartbeat->transfer = NULL;
}

void
heartbeat_free(struct heartbeat *heartbeat)
{
	if (heartbeat == NULL)
		return;
	heartbeat_stop(heartbeat);
	mem_free(heartbeat);
}

void
heartbeat_configure(
    struct heartbeat *heartbeat, const struct config_heartbeat *config)
{
	heartbeat_stop(heartbeat);
	heartbeat->config = config->url != NULL ? config : NULL;
	if (heartbeat->config != NULL)
		heartbeat_arm(heartbeat);
}

int64_t
heartbeat_taken(const struct heartbeat *heartbeat)
{
	return heartbeat->taken;
}
