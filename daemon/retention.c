/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * In: the limits of the section retention and the clock. Out: steps of
 * alerts/retention_rows.c and watchers/sample_rows.c, each in a turn of its
 * own. The service owns it.
 */
#include "daemon/retention.h"

#include "alerts/retention_rows.h"
#include "lib/base/log.h"
#include "lib/base/mem.h"
#include "lib/store/space.h"
#include "watchers/sample_rows.h"

#define RETENTION_FIRST_MS (10 * 60000)
#define RETENTION_REST_MS  (6 * 3600000)
#define RETENTION_STEP_MS  50
#define RETENTION_BUSY_MS  5000
#define RETENTION_PUT_OFF  (INT64_C(24) * 3600000)
/* Free pages that may stay: they are used again. */
#define RETENTION_SLACK	   4096

enum retention_part {
	RETENTION_MESSAGES,
	RETENTION_EVENTS,
	RETENTION_OFFERS,
	RETENTION_SILENCES,
	RETENTION_SAMPLES,
	RETENTION_SHRINK,
	RETENTION_PARTS /* resting */
};

struct retention {
	struct loop *loop;
	struct db *db;
	retention_quiet_fn *quiet;
	void *arg;
	struct config_retention limits;
	struct retention_walk walks[RETENTION_PARTS];
	enum retention_part part;
	bool compact;
	int64_t begun; /* wall ms, of the pass */
	int64_t gone; /* in earlier passes */
	int64_t last_pass;
	struct loop_timer *timer;
};

static void retention_on_time(void *arg);

static void
retention_wait(struct retention *retention, int64_t ms)
{
	loop_cancel(retention->timer);
	retention->timer =
	    loop_after(retention->loop, ms, retention_on_time, retention);
}

static int64_t
retention_limit(const struct retention *retention, enum retention_part part)
{
	switch (part) {
	case RETENTION_MESSAGES:
	case RETENTION_OFFERS:
		return retention->limits.deliveries;
	case RETENTION_EVENTS:
	case RETENTION_SILENCES:
		return retention->limits.events;
	case RETENTION_SAMPLES:
		return retention->limits.samples;
	case RETENTION_SHRINK:
	case RETENTION_PARTS:
		break;
	}
	return 1;
}

static void
retention_begin(struct retention *retention)
{
	int64_t now = loop_now(retention->loop);

	for (int i = 0; i < RETENTION_PARTS; i++) {
		int64_t limit =
		    retention_limit(retention, (enum retention_part)i);

		retention->walks[i] = (struct retention_walk){
		    .before = now - limit,
		    .floor = retention->walks[i].floor,
		    .done = limit == 0,
		};
	}
	retention->part = RETENTION_MESSAGES;
	retention->begun = now;
}

static int
retention_samples(struct db *db, struct retention_walk *walk, struct err *err)
{
	walk->done = true;
	return sample_rows_purge(db, walk->before, err);
}

/* Free pages go back when there are many, all of them when a person asks. */
static int
retention_shrink(struct retention *retention, struct err *err)
{
	struct retention_walk *walk = &retention->walks[RETENTION_SHRINK];
	struct space space;
	int64_t slack;
	int r = space_ask(retention->db, &space, err);

	if (r < 0)
		return r;
	slack = retention->compact ? 0 : RETENTION_SLACK + space.pages / 10;
	walk->done = !space.shrinks || space.free_pages <= slack;
	return walk->done ? 0 : space_give_back(retention->db, err);
}

static int
retention_step(struct retention *retention, struct err *err)
{
	struct retention_walk *walk = &retention->walks[retention->part];

	switch (retention->part) {
	case RETENTION_MESSAGES:
		return retention_rows_messages(retention->db, walk, err);
	case RETENTION_EVENTS:
		return retention_rows_events(retention->db, walk, err);
	case RETENTION_OFFERS:
		return retention_rows_offers(retention->db, walk, err);
	case RETENTION_SILENCES:
		return retention_rows_silences(retention->db, walk, err);
	case RETENTION_SAMPLES:
		return retention_samples(retention->db, walk, err);
	case RETENTION_SHRINK:
		return retention_shrink(retention, err);
	case RETENTION_PARTS:
		break;
	}
	return 0;
}

static void
retention_end(struct retention *retention)
{
	int64_t gone = 0;

	for (int i = 0; i < RETENTION_PARTS; i++)
		gone += retention->walks[i].gone;
	if (gone > 0)
		log_debug(
		    "store: %lld row%s older than the limits of retention "
		    "are gone",
		    (long long)gone, gone == 1 ? "" : "s");
	retention->gone += gone;
	for (int i = 0; i < RETENTION_PARTS; i++)
		retention->walks[i].gone = 0;
	retention->compact = false;
	retention->last_pass = loop_now(retention->loop);
	retention_wait(retention, RETENTION_REST_MS);
}

/* A store that ails is left alone until the next pass. */
static void
retention_on_time(void *arg)
{
	struct retention *retention = arg;
	struct err err = ERR_NONE;
	int64_t now = loop_now(retention->loop);

	retention->timer = NULL;
	if (retention->part == RETENTION_PARTS)
		retention_begin(retention);
	if (!retention->compact && !retention->quiet(retention->arg) &&
	    now - retention->begun < RETENTION_PUT_OFF) {
		retention_wait(retention, RETENTION_BUSY_MS);
		return;
	}
	while (retention->part < RETENTION_PARTS &&
	       retention->walks[retention->part].done)
		retention->part++;
	if (retention->part == RETENTION_PARTS) {
		retention_end(retention);
	} else if (retention_step(retention, &err) != 0) {
		log_warning("store: retention: %s, again in 6 hours", err.text);
		retention->part = RETENTION_PARTS;
		retention_wait(retention, RETENTION_REST_MS);
	} else {
		retention_wait(retention, RETENTION_STEP_MS);
	}
}

struct retention *
retention_new(
    struct loop *loop, struct db *db, retention_quiet_fn *quiet, void *arg)
{
	struct retention *retention = mem_new(sizeof(*retention));

	retention->loop = loop;
	retention->db = db;
	retention->quiet = quiet;
	retention->arg = arg;
	retention->part = RETENTION_PARTS;
	retention_wait(retention, RETENTION_FIRST_MS);
	return retention;
}

void
retention_free(struct retention *retention)
{
	if (retention == NULL)
		return;
	loop_cancel(retention->timer);
	mem_free(retention);
}

void
retention_configure(
    struct retention *retention, const struct config_retention *limits)
{
	retention->limits = *limits;
}

void
retention_compact(struct retention *retention)
{
	retention->part = RETENTION_PARTS;
	retention->compact = true;
	retention_wait(retention, 0);
}

void
retention_stats(const struct retention *retention, struct retention_stats *ret)
{
	*ret = (struct retention_stats){
	    .last_pass = retention->last_pass,
	    .gone = retention->gone,
	    .running = retention->part != RETENTION_PARTS || retention->compact,
	};
}
