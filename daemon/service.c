/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Builds the stages, binds them through the pipeline, commits each turn's work
 * and changes generations. Called by daemon/main.c, by scenarios and by the
 * API.
 */
#include "daemon/service.h"

#include "alerts/event_rows.h"
#include "daemon/api.h"
#include "daemon/chronicle.h"
#include "daemon/generation.h"
#include "daemon/heartbeat.h"
#include "daemon/notify.h"
#include "daemon/observer.h"
#include "daemon/retention.h"
#include "daemon/verbosity.h"
#include "lib/base/log.h"
#include "lib/base/mem.h"
#include "lib/net/pace.h"

#include <errno.h>
#include <string.h>
#include <sys/stat.h>

#define DRAIN_MS	 15000
/* Callbacks of a commit may write again; a turn ends after this many. */
#define COMMITS_PER_TURN 8

struct service {
	struct service_options options;
	struct loop *loop;
	struct db *db;
	struct http *http;
	struct pace *pace;
	struct pool *pool;
	struct fetch *fetch;
	struct outbox *outbox;
	struct alerts *alerts;
	struct pipeline *pipeline;
	struct api *api;
	struct notify *notify;
	struct observer *observer;
	struct retention *retention;
	struct heartbeat *heartbeat;
	struct verbosity *verbosity;
	struct generation *generation; /* the one at work */
	struct generation *retired; /* until its canceled work has ended */
	struct loop_timer *drain_timer;
	loop_fn *offer_fn; /* a desktop may have something new */
	void *offer_arg;
	service_event_fn *event_fn;
	void *event_arg;
	int64_t started;
	int64_t generations;
	int64_t config_loaded;
	int64_t last_warning;
	int64_t newest_seq;
	bool last_reload_ok;
	bool ailing;
	bool draining;
};

static void
service_on_stored(int code, void *arg)
{
	struct service *service = arg;

	if (code == 0 && service->event_fn != NULL)
		service->event_fn(service->newest_seq, service->event_arg);
}

static void
service_on_alert(
    const struct event *event, const char *line, struct span body, void *arg)
{
	struct service *service = arg;

	(void)body; /* the API reads it from the store */
	chronicle_event(event, line);
	if (event->type == EVENT_WARNING_DETECTED ||
	    event->type == EVENT_WARNING_UPDATED)
		service->last_warning = loop_now(service->loop);
	service->newest_seq = event->seq;
	observer_told(service->observer, event);
	db_after_commit(service->db, service_on_stored, service);
}

/* Past the store, because the store cannot take it (design 10). */
static void
service_shout(struct service *service, const char *text)
{
	struct event event;

	event_init(&event);
	event.type = EVENT_SYSTEM_TROUBLE;
	event.subject = mem_strdup("store");
	event.text = mem_strdup(text);
	event.instance = mem_strdup(service_config(service)->top.instance);
	event.moment = loop_now(service->loop);
	event_identify(&event);
	alerts_shout(service->alerts, &event);
	event_done(&event);
}

static void
service_watch_store(struct service *service, const struct err *err)
{
	bool ailing = db_is_ailing(service->db);
	char *text;

	if (ailing == service->ailing)
		return;
	service->ailing = ailing;
	if (!ailing) {
		log_told(LOG_STORE_MENDED, NULL, "store: writes again");
		return;
	}
	text = mem_printf("store: %s, nothing new counts as done until it can "
			  "write again",
	    err->text);
	log_told(LOG_STORE_AILING, NULL, "%s", text);
	service_shout(service, text);
	mem_free(text);
}

int
service_commit(struct service *service, struct err *err)
{
	int rc = 0;

	for (int i = 0; i < COMMITS_PER_TURN && db_is_open(service->db); i++) {
		struct err fault = ERR_NONE;
		int code = db_commit(service->db, &fault);

		service_watch_store(service, &fault);
		if (rc == 0 && code != 0) {
			rc = code;
			*err = fault;
		}
	}
	return rc;
}

static void
service_on_turn(void *arg)
{
	struct err err = ERR_NONE;

	/* The callbacks got the error. */
	err_drop(service_commit(arg, &err));
}

static void
service_on_delivery(const struct outbox_result *result, void *arg)
{
	struct service *service = arg;

	observer_delivered(service->observer, result);
	if (result->sent && service->offer_fn != NULL)
		service->offer_fn(service->offer_arg);
	chronicle_delivery(result);
}

static int
service_open_store(
    struct service *service, const struct config *config, struct err *err)
{
	char *path;
	int rc;

	if (mkdir(config->top.state, 0700) != 0 && errno != EEXIST)
		return err_set_errno(err, ERR_IO, errno, "state directory '%s'",
		    config->top.state);
	path = mem_printf("%s/filingd.db", config->top.state);
	rc = db_open(path, &service->db, err);
	mem_free(path);
	return rc;
}

static void
service_build_reader(struct service *service, const struct config *config)
{
	struct pool_options options;

	pool_options_default(&options);
	options.program = config->reader.program;
	options.lexicon_dir = config->reader.lexicon;
	options.own_dir = config->reader.own_lexicon;
	options.workers = config->reader.workers;
	options.zygotes = config->reader.zygotes;
	options.list_deadline_ms = config->reader.list_deadline;
	options.document_deadline_ms = config->reader.document_deadline;
	service->pool = pool_new(service->loop, &options);
}

static bool
service_is_quiet(void *arg)
{
	struct service *service = arg;

	return pipeline_open(service->pipeline) == 0 &&
	       loop_busy_count(service->loop) == 0;
}

static void
service_build_stages(struct service *service, const struct config *config)
{
	char *agent = mem_printf("filingd/" PACKAGE_VERSION "%s%s%s",
	    config->top.contact != NULL ? " (" : "",
	    config->top.contact != NULL ? config->top.contact : "",
	    config->top.contact != NULL ? ")" : "");

	service->http = http_new(service->loop, agent);
	mem_free(agent);
	if (service->options.ca_file != NULL)
		http_set_ca_file(service->http, service->options.ca_file);
	service->verbosity = verbosity_new(service->loop);
	service->heartbeat = heartbeat_new(service, service->http);
	service_build_reader(service, config);
	service->pace = pace_new(service->loop, PACE_ROOM);
	service->fetch = fetch_new(service->loop, service->http, service->pace);
	service->outbox = outbox_new(
	    service->loop, service->db, service->http, config->top.instance);
	outbox_on_result(service->outbox, service_on_delivery, service);
	service->alerts = alerts_new(service->db, service->outbox);
	observer_watch(service->observer, service->alerts);
	alerts_on_event(service->alerts, service_on_alert, service);
	service->pipeline = pipeline_new(&(struct pipeline_parts){
	    .loop = service->loop,
	    .db = service->db,
	    .pool = service->pool,
	    .fetch = service->fetch,
	    .alerts = service->alerts,
	    .instance = config->top.instance,
	    .decided = observer_decided,
	    .decided_arg = service->observer,
	});
	service->retention = retention_new(
	    service->loop, service->db, service_is_quiet, service);
}

static void
service_free_loop(struct service *service)
{
	if (service->options.loop == NULL)
		loop_free(service->loop);
}

int
service_new(const struct service_options *options, struct service **ret,
    struct buf *complaints, struct err *err)
{
	struct service *service = mem_new(sizeof(*service));
	struct config *config;
	int errors, rc;

	service->options = *options;
	rc = config_load(options->config_path, &options->config, &config,
	    complaints, &errors);
	if (rc != 0) {
		mem_free(service);
		return err_set(err, rc, "configuration '%s' has %d error%s",
		    options->config_path, errors, errors == 1 ? "" : "s");
	}
	service->loop =
	    options->loop != NULL ? options->loop : loop_new(options->clock);
	rc = service_open_store(service, config, err);
	if (rc != 0) {
		config_free(config);
		service_free_loop(service);
		mem_free(service);
		return rc;
	}
	loop_on_turn(service->loop, service_on_turn, service);
	service->observer = observer_new(service->loop, service->db);
	service_build_stages(service, config);
	service->generation = generation_new(config);
	service->started = loop_now(service->loop);
	service->config_loaded = service->started;
	service->generations = 1;
	service->last_reload_ok = true;
	*ret = service;
	return 0;
}

static void
service_configure(struct service *service)
{
	const struct config *config = generation_config(service->generation);

	outbox_set_channels(
	    service->outbox, config->channels, config->channel_count);
	alerts_configure(service->alerts, &config->alerts);
	observer_configure(service->observer, config);
	retention_configure(service->retention, &config->retention);
	heartbeat_configure(service->heartbeat, &config->heartbeat);
	if (service->options.sets_log)
		verbosity_configure(service->verbosity, config->top.log_level);
}

static int
service_start_generation(struct service *service, struct err *err)
{
	struct generation_parts parts = {
	    .loop = service->loop,
	    .db = service->db,
	    .http = service->http,
	    .pace = service->pace,
	    .pool = service->pool,
	    .pipeline = service->pipeline,
	    .observer = service->observer,
	};

	service_configure(service);
	return generation_start(service->generation, &parts, err);
}

int
service_start(struct service *service, struct err *err)
{
	const struct config *config = generation_config(service->generation);
	int rc = service_start_generation(service, err);

	if (rc != 0)
		return rc;
	if (!service->options.no_api) {
		rc = api_new(service, config, &service->api, err);
		if (rc != 0)
			return rc;
	}
	service->notify = notify_new(service);
	chronicle_start(service);
	return 0;
}

/* What only a restart changes: what is at work is what is shown. */
static void
service_keep_fixed(const struct config *old, struct config *new)
{
	if (strcmp(old->top.state, new->top.state) != 0 ||
	    strcmp(old->top.instance, new->top.instance) != 0 ||
	    strcmp(old->top.socket, new->top.socket) != 0)
		log_warning("config: instance, state and socket change only "
			    "with a restart");
	mem_set(&new->top.state, old->top.state);
	mem_set(&new->top.instance, old->top.instance);
	mem_set(&new->top.socket, old->top.socket);
}

/*
 * Its undecided items stay pending in the store. What was canceled ends within
 * this turn and may still look at the definitions until then.
 */
static void
service_retire(struct service *service, struct generation *generation)
{
	service_on_turn(service);
	generation_stop(generation);
	pipeline_abandon(service->pipeline);
	generation_free(service->retired);
	service->retired = generation;
}

int
service_reload(struct service *service, struct buf *complaints, struct err *err)
{
	struct generation *old = service->generation;
	struct config *config;
	int errors, rc;

	if (service->draining)
		return err_set(
		    err, ERR_BUSY, "filingd is stopping, nothing is reloaded");
	notify_reloading(service->notify);
	rc = config_load(service->options.config_path, &service->options.config,
	    &config, complaints, &errors);
	service->last_reload_ok = rc == 0;
	if (rc != 0) {
		chronicle_refused(service->options.config_path, errors);
		notify_ready(service->notify);
		return err_set(err, rc,
		    "%d error%s in '%s', the configuration before stays",
		    errors, errors == 1 ? "" : "s",
		    service->options.config_path);
	}
	service_keep_fixed(generation_config(old), config);
	service->generation = generation_new(config);
	service->generations++;
	service->config_loaded = loop_now(service->loop);
	service_retire(service, old);
	pool_renew(service->pool);
	rc = service_start_generation(service, err);
	notify_ready(service->notify);
	if (rc == 0)
		chronicle_loaded(service->generations);
	return rc;
}

static void
service_on_drained(void *arg)
{
	struct service *service = arg;

	loop_cancel(service->drain_timer);
	service->drain_timer = NULL;
	service_on_turn(service);
	loop_stop(service->loop);
}

static void
service_on_drain_timeout(void *arg)
{
	struct service *service = arg;

	service->drain_timer = NULL;
	log_warning("filingd: attempts still in flight are repeated at the "
		    "next start");
	service_on_turn(service);
	loop_stop(service->loop);
}

void
service_drain(struct service *service)
{
	if (service->draining)
		return;
	service->draining = true;
	log_info("filingd: stopping, deliveries in flight may end");
	notify_stopping(service->notify);
	generation_stop(service->generation);
	service->drain_timer = loop_after(
	    service->loop, DRAIN_MS, service_on_drain_timeout, service);
	outbox_drain(service->outbox, service_on_drained, service);
}

void
service_free(struct service *service)
{
	if (service == NULL)
		return;
	loop_on_turn(service->loop, NULL, NULL);
	loop_cancel(service->drain_timer);
	notify_free(service->notify);
	api_free(service->api);
	heartbeat_free(service->heartbeat);
	verbosity_free(service->verbosity);
	generation_stop(service->generation);
	retention_free(service->retention);
	pipeline_free(service->pipeline);
	generation_free(service->retired);
	generation_free(service->generation);
	fetch_free(service->fetch);
	pool_free(service->pool);
	alerts_free(service->alerts);
	outbox_free(service->outbox);
	http_free(service->http);
	pace_free(service->pace);
	observer_free(service->observer);
	db_close(service->db);
	service_free_loop(service);
	mem_free(service);
}

struct loop *
service_loop(struct service *service)
{
	return service->loop;
}

struct db *
service_db(struct service *service)
{
	return service->db;
}

struct outbox *
service_outbox(struct service *service)
{
	return service->outbox;
}

struct alerts *
service_alerts(struct service *service)
{
	return service->alerts;
}

struct pipeline *
service_pipeline(struct service *service)
{
	return service->pipeline;
}

struct retention *
service_retention(struct service *service)
{
	return service->retention;
}

struct generation *
service_generation(struct service *service)
{
	return service->generation;
}

struct observer *
service_observer(struct service *service)
{
	return service->observer;
}

const struct config *
service_config(const struct service *service)
{
	return generation_config(service->generation);
}

struct verbosity *
service_verbosity(struct service *service)
{
	return service->verbosity;
}

int64_t
service_started(const struct service *service)
{
	return service->started;
}

int64_t
service_config_loaded(const struct service *service)
{
	return service->config_loaded;
}

int64_t
service_heartbeat_at(const struct service *service)
{
	return heartbeat_taken(service->heartbeat);
}

bool
service_is_ailing(const struct service *service)
{
	return service->ailing;
}

void
service_on_event(struct service *service, service_event_fn *fn, void *arg)
{
	service->event_fn = fn;
	service->event_arg = arg;
}

void
service_on_offer(struct service *service, loop_fn *fn, void *arg)
{
	service->offer_fn = fn;
	service->offer_arg = arg;
}

void
service_stats(struct service *service, struct service_stats *ret)
{
	struct err err = ERR_NONE;

	*ret = (struct service_stats){
	    .started = service->started,
	    .generation = service->generations,
	    .config_loaded = service->config_loaded,
	    .last_reload_ok = service->last_reload_ok,
	    .store_ailing = service->ailing,
	    .open_items = pipeline_open(service->pipeline),
	    .reader_restarts = pool_restarts(service->pool),
	    .reader_queue = pool_queue_len(service->pool),
	    .commit_us = db_commit_us(service->db),
	    .last_warning = service->last_warning,
	    .agents = service->api != NULL ? api_agents(service->api) : 0,
	};
	if (outbox_stats(service->outbox, &ret->outbox, &err) != 0)
		ret->store_ailing = true;
}

size_t
service_source_count(const struct service *service)
{
	return generation_source_count(service->generation);
}

void
service_source_stats(
    const struct service *service, size_t i, struct watcher_stats *ret)
{
	generation_source_stats(service->generation, i, ret);
}
