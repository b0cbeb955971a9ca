/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * In: records of the stages, by way of daemon/service.c and
 * daemon/generation.c. Out: counts and durations for daemon/metrics.c.
 */
#include "daemon/observer.h"

#include "lib/base/mem.h"

#include <stdio.h>
#include <string.h>

#define MS_US		  INT64_C(1000)
/* Events whose time of publication is remembered until their delivery. */
#define OBSERVER_RECENT	  1024
/* Taken up again later than this: how long it took says nothing of today. */
#define OBSERVER_FRESH_MS 60000

struct observer_recent {
	char id[EVENT_ID_MAX];
	int64_t published;
};

struct observer {
	struct loop *loop;
	struct db *db;
	struct metrics *metrics;
	struct observer_recent recent[OBSERVER_RECENT];
	size_t next;
};

static void
observer_on_lag(int64_t ms, void *arg)
{
	const struct observer *observer = arg;

	metrics_time(observer->metrics, TIMING_LOOP_LAG, "", ms * MS_US);
}

static void
observer_on_sync(int code, int64_t us, void *arg)
{
	const struct observer *observer = arg;

	metrics_time(observer->metrics, TIMING_COMMIT, "", us);
	if (code != 0)
		metrics_count(observer->metrics, COUNTER_STORE_COMMIT, "", 1);
}

struct observer *
observer_new(struct loop *loop, struct db *db)
{
	struct observer *observer = mem_new(sizeof(*observer));

	observer->loop = loop;
	observer->db = db;
	observer->metrics = metrics_new();
	loop_on_lag(loop, observer_on_lag, observer);
	db_on_sync(db, observer_on_sync, observer);
	return observer;
}

void
observer_free(struct observer *observer)
{
	if (observer == NULL)
		return;
	loop_on_lag(observer->loop, NULL, NULL);
	db_on_sync(observer->db, NULL, NULL);
	metrics_free(observer->metrics);
	mem_free(observer);
}

void
observer_configure(struct observer *observer, const struct config *config)
{
	size_t n =
	    config->source_count + config->channel_count + config->rule_count;
	const char **names = mem_array(n + 1, sizeof(*names));

	for (size_t i = 0; i < config->source_count; i++)
		names[i] = config->sources[i].name;
	metrics_set_names(
	    observer->metrics, METRICS_SOURCE, names, config->source_count);
	for (size_t i = 0; i < config->channel_count; i++)
		names[i] = config->channels[i].name;
	metrics_set_names(
	    observer->metrics, METRICS_CHANNEL, names, config->channel_count);
	for (size_t i = 0; i < config->rule_count; i++)
		names[i] = config->rules[i].name;
	metrics_set_names(
	    observer->metrics, METRICS_RULE, names, config->rule_count);
	mem_free(names);
}

static void
observer_on_asked(int64_t us, void *arg)
{
	const struct observer *observer = arg;

	metrics_time(observer->metrics, TIMING_RULE_EVAL, "", us);
}

static void
observer_on_matched(const char *rule, void *arg)
{
	const struct observer *observer = arg;

	metrics_count(observer->metrics, COUNTER_RULE_MATCH, rule, 1);
}

static void
observer_on_routed(const struct outbox_message *message, void *arg)
{
	const struct observer *observer = arg;

	if (message->silenced != NULL)
		metrics_count(
		    observer->metrics, COUNTER_SUPPRESSED_SILENCE, "", 1);
	else if (message->due_at > loop_now(observer->loop))
		metrics_count(
		    observer->metrics, COUNTER_SUPPRESSED_HELD, "", 1);
}

void
observer_watch(struct observer *observer, struct alerts *alerts)
{
	alerts_watch(
	    alerts, &(struct alerts_watcher){observer_on_asked,
			observer_on_matched, observer_on_routed, observer});
}

static enum counter
observer_response(const struct watcher_answer *answer)
{
	static const struct {
		int status;
		enum counter counter;
	} known[] = {
	    {200, COUNTER_RESPONSE_200},
	    {304, COUNTER_RESPONSE_304},
	    {403, COUNTER_RESPONSE_403},
	    {404, COUNTER_RESPONSE_404},
	    {429, COUNTER_RESPONSE_429},
	};

	if (answer->status == 0)
		return COUNTER_RESPONSE_ERROR;
	for (size_t i = 0; i < sizeof(known) / sizeof(known[0]); i++) {
		if (known[i].status == answer->status)
			return known[i].counter;
	}
	return answer->status / 100 == 5 ? COUNTER_RESPONSE_5XX
					 : COUNTER_RESPONSE_OTHER;
}

void
observer_answered(struct observer *observer, const char *source,
    const struct watcher_answer *answer)
{
	metrics_count(observer->metrics, observer_response(answer), source, 1);
	metrics_count(observer->metrics, COUNTER_RECEIVED, source,
	    (int64_t)answer->bytes);
}

void
observer_polled(struct observer *observer, const char *source,
    const struct watcher_counts *counts)
{
	struct metrics *metrics = observer->metrics;

	metrics_count(metrics,
	    counts->complete ? COUNTER_POLL_COMPLETE : COUNTER_POLL_INCOMPLETE,
	    source, 1);
	metrics_time(metrics, TIMING_POLL_TIME, source, counts->ms * MS_US);
	metrics_count(metrics, COUNTER_UNCHANGED, source, counts->unchanged);
	metrics_count(metrics, COUNTER_FAULTY_ROWS, source, counts->faulty);
	metrics_count(metrics, COUNTER_FILING_NEW, source, counts->new_items);
	metrics_count(metrics, COUNTER_FILING_REVISED, source, counts->revised);
	metrics_count(
	    metrics, COUNTER_FILING_WITHDRAWN, source, counts->withdrawn);
	metrics_count(
	    metrics, COUNTER_FILING_BASELINE, source, counts->baseline);
}

void
observer_gap(struct observer *observer, const char *source)
{
	metrics_count(observer->metrics, COUNTER_GAP, source, 1);
}

void
observer_health(struct observer *observer, const struct watcher_health *health)
{
	if (health->new_state == HEALTH_DRIFT &&
	    health->old_state != HEALTH_DRIFT)
		metrics_count(
		    observer->metrics, COUNTER_DRIFTED, health->source, 1);
}

void
observer_decided(const struct pipeline_decided *decided, void *arg)
{
	const struct observer *observer = arg;
	int64_t now = loop_now(observer->loop);

	if (decided->quiet || decided->withdrawn ||
	    decided->taken_up - decided->first_seen > OBSERVER_FRESH_MS)
		return;
	metrics_time(observer->metrics, TIMING_SEEN_DECIDED, "",
	    (now - decided->first_seen) * MS_US);
	if (decided->precision >= PRECISION_MINUTE && !decided->late)
		metrics_time(observer->metrics, TIMING_PUBLISH_SEEN,
		    decided->source,
		    (decided->first_seen - decided->published) * MS_US);
}

static void
observer_remember(struct observer *observer, const struct event *event)
{
	struct observer_recent *recent =
	    &observer->recent[observer->next++ % OBSERVER_RECENT];

	(void)snprintf(recent->id, sizeof(recent->id), "%s", event->id);
	recent->published = event->filing.precision >= PRECISION_MINUTE
				? event->filing.published
				: 0;
}

void
observer_told(struct observer *observer, const struct event *event)
{
	static const enum counter downs[DIRECTION_COUNT] = {
	    [DIRECTION_NONE] = COUNTER_WARNINGS_NONE_POSSIBLE,
	    [DIRECTION_UP] = COUNTER_WARNINGS_UP_POSSIBLE,
	    [DIRECTION_MIXED] = COUNTER_WARNINGS_MIXED_POSSIBLE,
	    [DIRECTION_DOWN] = COUNTER_WARNINGS_DOWN_POSSIBLE,
	};

	if (!event->has_verdict)
		return;
	metrics_count(observer->metrics,
	    (enum counter)((int)downs[event->verdict.direction] +
			   (int)event->verdict.grade),
	    event->filing.source, 1);
	if (!event->late)
		observer_remember(observer, event);
}

static int64_t
observer_published(const struct observer *observer, const char *event_id)
{
	for (size_t i = 0; i < OBSERVER_RECENT; i++) {
		if (strcmp(observer->recent[i].id, event_id) == 0)
			return observer->recent[i].published;
	}
	return 0;
}

static enum counter
observer_result(const struct outbox_result *result)
{
	enum counter first =
	    result->dead ? COUNTER_ATTEMPT_DEAD_4XX : COUNTER_ATTEMPT_RETRY_4XX;
	enum counter retry = COUNTER_ATTEMPT_RETRY_OTHER;

	if (result->sent)
		return COUNTER_ATTEMPT_SENT;
	if (result->status / 100 == 4)
		retry = COUNTER_ATTEMPT_RETRY_4XX;
	else if (result->status / 100 == 5)
		retry = COUNTER_ATTEMPT_RETRY_5XX;
	else if (result->status != 0)
		retry = COUNTER_ATTEMPT_RETRY_STATUS;
	else if (result->error == ERR_CONNECT)
		retry = COUNTER_ATTEMPT_RETRY_CONNECT;
	else if (result->error == ERR_TLS)
		retry = COUNTER_ATTEMPT_RETRY_TLS;
	else if (result->error == ERR_TIMEOUT)
		retry = COUNTER_ATTEMPT_RETRY_TIMEOUT;
	else if (result->error == ERR_DENIED)
		retry = COUNTER_ATTEMPT_RETRY_DENIED;
	return (enum counter)(
	    (int)first + (int)retry - (int)COUNTER_ATTEMPT_RETRY_4XX);
}

void
observer_delivered(
    struct observer *observer, const struct outbox_result *result)
{
	struct metrics *metrics = observer->metrics;
	const char *channel = result->channel;
	int64_t published;

	metrics_count(metrics, observer_result(result), channel, 1);
	if (result->began == 0)
		return;
	metrics_time(metrics, TIMING_DELIVERY_TIME, channel,
	    (result->ended - result->began) * MS_US);
	if (result->attempt == 1)
		metrics_time(metrics, TIMING_DECIDED_ATTEMPT, channel,
		    (result->began - result->decided) * MS_US);
	published =
	    result->sent ? observer_published(observer, result->event_id) : 0;
	if (published > 0)
		metrics_time(metrics, TIMING_PUBLISH_DELIVERED, channel,
		    (result->ended - published) * MS_US);
}

struct metrics *
observer_metrics(struct observer *observer)
{
	return observer->metrics;
}
