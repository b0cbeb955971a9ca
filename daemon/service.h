/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The service: one generation of the configuration at work. Owns everything
 * that lives as long as the process; watchers live as long as a generation.
 *
 *   starting -> running -> (reload: running) -> draining -> stopped
 */
#ifndef DAEMON_SERVICE_H
#define DAEMON_SERVICE_H

#include "daemon/config.h"
#include "daemon/pipeline.h"
#include "lib/net/http.h"
#include "lib/net/loop.h"

struct generation;
struct retention;
struct observer;
struct service;
struct verbosity;

struct service_options {
	const char *config_path;
	struct config_options config;
	struct clock *clock; /* kept */
	struct loop *loop; /* kept; NULL: one of its own */
	const char *ca_file; /* NULL: the system's */
	bool no_api; /* scenarios without a socket */
	bool sets_log; /* the log's level is the configuration's */
};

/*
 * Loads the config, opens the store and builds the stages. Complaints of a bad
 * config are appended to complaints. Keeps options' strings. Gives.
 */
int service_new(const struct service_options *options, struct service **ret,
    struct buf *complaints, struct err *err) WARN_UNUSED;
void service_free(struct service *service);

/* Hands out what is pending, starts the watchers and the API. */
int service_start(struct service *service, struct err *err) WARN_UNUSED;
/*
 * A new generation from the same path. On a bad config the old one stays and
 * the complaints are appended.
 */
int service_reload(struct service *service, struct buf *complaints,
    struct err *err) WARN_UNUSED;
/* Stops polling, lets attempts in flight end (15 s at most), stops the loop. */
void service_drain(struct service *service);

struct loop *service_loop(struct service *service);
struct db *service_db(struct service *service);
struct outbox *service_outbox(struct service *service);
struct alerts *service_alerts(struct service *service);
struct pipeline *service_pipeline(struct service *service);
const struct config *service_config(const struct service *service);
struct observer *service_observer(struct service *service);
struct verbosity *service_verbosity(struct service *service);

/* When the heartbeat was taken last, wall ms; 0: never. */
int64_t service_heartbeat_at(const struct service *service);
int64_t service_started(const struct service *service); /* wall ms */
int64_t service_config_loaded(const struct service *service); /* wall ms */
/* The store cannot write. */
bool service_is_ailing(const struct service *service);

/* What `filingctl status` and STATUS= show. */
struct service_stats {
	int64_t started;
	int64_t generation; /* of the config, from 1 */
	int64_t config_loaded; /* wall ms */
	bool last_reload_ok;
	bool store_ailing;
	size_t open_items;
	int reader_restarts;
	int reader_queue;
	int64_t commit_us; /* of the last commit */
	size_t agents; /* connected now */
	struct outbox_stats outbox;
	int64_t last_warning; /* created, of the newest warning event; 0 */
};
void service_stats(struct service *service, struct service_stats *ret);

/*
 * Makes what this turn wrote durable, for answers that promise it. The
 * configuration at work, borrowed until the next reload.
 */
int service_commit(struct service *service, struct err *err) WARN_UNUSED;
struct generation *service_generation(struct service *service);
struct retention *service_retention(struct service *service);

size_t service_source_count(const struct service *service);
void service_source_stats(
    const struct service *service, size_t i, struct watcher_stats *ret);

/* Called in the turn in which an event was stored, after its commit. */
typedef void service_event_fn(int64_t seq, void *arg);
void service_on_event(struct service *service, service_event_fn *fn, void *arg);
/* Called when a delivery was sent, after its commit: it may be an offer. */
void service_on_offer(struct service *service, loop_fn *fn, void *arg);

#endif
