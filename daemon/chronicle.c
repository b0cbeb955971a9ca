/* SPDX-License-Identifier: BSD-2-Clause */
/* In: what happened. Out: log lines. Called by daemon/service.c. */
#include "daemon/chronicle.h"

#include "lib/base/log.h"

#include <stdio.h>

/* Told of at the start: nothing was polled for so long before it. */
#define CHRONICLE_PAUSE_MS (INT64_C(15) * 60 * 1000)

/* What an event amounts to; LOG_CONDITION_COUNT: nothing in the catalog. */
static enum log_condition
chronicle_condition(enum event_type type)
{
	static const struct {
		enum event_type type;
		enum log_condition condition;
	} rows[] = {
	    {EVENT_SOURCE_DEGRADED, LOG_SOURCE_DEGRADED},
	    {EVENT_SOURCE_RECOVERED, LOG_SOURCE_RECOVERED},
	    {EVENT_SOURCE_GAP, LOG_SOURCE_GAP},
	    {EVENT_CHANNEL_DISABLED, LOG_CHANNEL_DISABLED},
	    {EVENT_SYSTEM_TROUBLE, LOG_TROUBLE},
	};

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		if (rows[i].type == type)
			return rows[i].condition;
	}
	return LOG_CONDITION_COUNT;
}

void
chronicle_event(const struct event *event, const char *line)
{
	enum log_condition condition = chronicle_condition(event->type);
	const char *type = vocab_word(VOCAB_EVENTS, (int)event->type);
	const char *fields[LOG_FIELDS] = {[LOG_EVENT] = event->id};

	if (event->subject == NULL) {
		fields[LOG_SOURCE] = event->filing.source;
		fields[LOG_FILING] = event->filing.source_id;
	} else if (condition == LOG_CHANNEL_DISABLED) {
		fields[LOG_CHANNEL] = event->subject;
	} else if (condition != LOG_TROUBLE) {
		fields[LOG_SOURCE] = event->subject;
	}
	if (condition != LOG_CONDITION_COUNT)
		log_told(condition, fields, "event '%s': %s: %s", event->id,
		    type, line);
	else
		log_fields(LOG_AT_INFO, fields, "event '%s': %s: %s", event->id,
		    type, line);
}

void
chronicle_delivery(const struct outbox_result *result)
{
	const char *whom =
	    result->recipient[0] != '\0' ? result->recipient : result->channel;
	char number[24];
	const char *fields[LOG_FIELDS] = {
	    [LOG_EVENT] = result->event_id,
	    [LOG_CHANNEL] = result->channel,
	    [LOG_RULE] = result->rule,
	    [LOG_DELIVERY] = number,
	};

	(void)snprintf(
	    number, sizeof(number), "%lld", (long long)result->delivery);
	if (result->sent)
		log_fields(LOG_AT_INFO, fields,
		    "delivery '%s' to '%s': sent at attempt %d: %s",
		    result->event_id, whom, result->attempt, result->line);
	else if (result->dead)
		log_told(LOG_DELIVERY_DEAD, fields,
		    "delivery '%s' to '%s': given up after attempt %d: %s, see "
		    "filingctl events show %s",
		    result->event_id, whom, result->attempt, result->why,
		    result->event_id);
	else
		log_fields(LOG_AT_WARNING, fields,
		    "delivery '%s' to '%s': attempt %d: %s, again in %lld s",
		    result->event_id, whom, result->attempt, result->why,
		    (long long)(result->retry_ms / 1000));
}

static void
chronicle_pause(struct service *service)
{
	int64_t started = service_started(service), seen = 0;

	for (size_t i = 0; i < service_source_count(service); i++) {
		struct watcher_stats stats;

		service_source_stats(service, i, &stats);
		if (stats.last_success > seen)
			seen = stats.last_success;
	}
	if (seen > 0 && started - seen > CHRONICLE_PAUSE_MS)
		log_told(LOG_LATE_START, NULL,
		    "filingd '%s': nothing was polled for %lld min, what came "
		    "meanwhile is told late",
		    service_config(service)->top.instance,
		    (long long)((started - seen) / 60000));
}

void
chronicle_start(struct service *service)
{
	const struct config *config = service_config(service);

	chronicle_pause(service);
	log_told(LOG_STARTED, NULL,
	    "filingd '%s': watching %zu source%s, %zu channel%s",
	    config->top.instance, config->source_count,
	    config->source_count == 1 ? "" : "s", config->channel_count,
	    config->channel_count == 1 ? "" : "s");
}

void
chronicle_loaded(int64_t generation)
{
	log_told(LOG_CONFIG_LOADED, NULL, "config: generation %lld is at work",
	    (long long)generation);
}

void
chronicle_refused(const char *path, int errors)
{
	log_told(LOG_CONFIG_REFUSED, NULL,
	    "config: '%s' has %d error%s, the configuration before stays", path,
	    errors, errors == 1 ? "" : "s");
}
