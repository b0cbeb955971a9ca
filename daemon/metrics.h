/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What happened since the start, counted where it arises: counters and
 * histograms of each source, channel and rule of the configuration, and of
 * filingd as a whole. Names that the configuration does not have are not
 * counted, so that the number of series is bounded by it. Nothing is kept over
 * a restart.
 */
#ifndef DAEMON_METRICS_H
#define DAEMON_METRICS_H

#include "daemon/metrics_list.h"
#include "daemon/metrics_text.h"

#include <stddef.h>
#include <stdint.h>

/* X(name, owner, bounds, family name, help): the histograms. */
#define METRICS_TIMES(X)                                                       \
	X(TIMING_LOOP_LAG, METRICS_SELF, HISTOGRAM_SHORT,                      \
	    "filingd_loop_lag_seconds", "how late timers of the loop fire")    \
	X(TIMING_COMMIT, METRICS_SELF, HISTOGRAM_SHORT,                        \
	    "filingd_store_sync_seconds",                                      \
	    "how long commits of the store take")                              \
	X(TIMING_RULE_EVAL, METRICS_SELF, HISTOGRAM_SHORT,                     \
	    "filingd_rule_eval_seconds",                                       \
	    "how long all rules take for an event")                            \
	X(TIMING_SEEN_DECIDED, METRICS_SELF, HISTOGRAM_LONG,                   \
	    "filingd_seen_to_decided_seconds",                                 \
	    "from the first sight of a filing to its durable decision")        \
	X(TIMING_POLL_TIME, METRICS_SOURCE, HISTOGRAM_SHORT,                   \
	    "filingd_source_poll_duration_seconds",                            \
	    "how long the requests of polls take")                             \
	X(TIMING_PUBLISH_SEEN, METRICS_SOURCE, HISTOGRAM_LONG,                 \
	    "filingd_publish_to_seen_seconds",                                 \
	    "from a printed time of publication to the first sight")           \
	X(TIMING_DELIVERY_TIME, METRICS_CHANNEL, HISTOGRAM_SHORT,              \
	    "filingd_delivery_duration_seconds", "how long attempts take")     \
	X(TIMING_DECIDED_ATTEMPT, METRICS_CHANNEL, HISTOGRAM_LONG,             \
	    "filingd_decided_to_attempt_seconds",                              \
	    "from the decision to the first attempt at a delivery")            \
	X(TIMING_PUBLISH_DELIVERED, METRICS_CHANNEL, HISTOGRAM_LONG,           \
	    "filingd_publish_to_delivered_seconds",                            \
	    "from a printed time of publication to the delivery")

enum timing { METRICS_TIMES(METRICS_ENUM) TIMING_COUNT };

struct metrics;

struct metrics *metrics_new(void);
void metrics_free(struct metrics *metrics);

/*
 * The owners of a kind, from now on: those that were there keep their counts,
 * the counts of others are dropped. Names are copied.
 */
void metrics_set_names(struct metrics *metrics, enum metrics_owner owner,
    const char *const names[], size_t count);

/* n more; name: of the owner, "" for METRICS_SELF. */
void metrics_count(
    struct metrics *metrics, enum counter counter, const char *name, int64_t n);
/* One more duration. */
void metrics_time(
    struct metrics *metrics, enum timing timing, const char *name, int64_t us);
/* For tests: a count, 0 for an unknown name; and how many durations. */
int64_t metrics_read(
    const struct metrics *metrics, enum counter counter, const char *name);
int64_t metrics_read_times(
    const struct metrics *metrics, enum timing timing, const char *name);

/* All families. */
void metrics_print(const struct metrics *metrics, struct metrics_text *text);

#endif
