/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * In: figures of the watchers and the store. Out: what is wrong with them, in
 * words. Called by daemon/api_pages.c, heartbeat.c and notify.c.
 */
#include "daemon/fresh.h"

#include "daemon/generation.h"
#include "lib/base/date.h"
#include "lib/base/line.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#define MINUTE INT64_C(60000)

static void fresh_because(char why[FRESH_WHY_MAX], const char *fmt, ...)
    PRINTF(2, 3);

static void
fresh_because(char why[FRESH_WHY_MAX], const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	int n = vsnprintf(why, FRESH_WHY_MAX, fmt, ap);

	va_end(ap);
	line_tidy(why, FRESH_WHY_MAX, n);
}

/* Nothing was complete for long; that may be filingd's own fault. */
static enum fresh_state
fresh_judge_old(const struct fresh_source *source, char why[FRESH_WHY_MAX])
{
	const struct watcher_stats *stats = source->stats;
	bool never = stats->last_success == 0;
	int64_t since = never && source->loaded > source->started
			    ? source->loaded
			    : source->started;
	bool starting = source->now - since < FRESH_GRACE_MS;

	if (stats->last_success == 0 || starting)
		fresh_because(why, "%s: no complete poll yet%s%s",
		    stats->source, stats->health_why[0] != '\0' ? ": " : "",
		    stats->health_why);
	else
		fresh_because(why,
		    "%s: the last complete poll is %" PRId64 " min old",
		    stats->source,
		    (source->now - stats->last_success) / MINUTE);
	return starting ? FRESH_STARTING : FRESH_STALE;
}

enum fresh_state
fresh_judge(const struct fresh_source *source, char why[FRESH_WHY_MAX])
{
	const struct watcher_stats *stats = source->stats;
	int64_t age = source->now - stats->last_success;
	char when[DATE_STR_MAX];

	why[0] = '\0';
	if (stats->pause != NULL) {
		fresh_because(why, "%s: %s", stats->source, stats->next_why);
		return FRESH_PAUSED;
	}
	if (stats->told) {
		fresh_because(why, "%s: %s: %s", stats->source,
		    health_word(stats->health), stats->health_why);
		return FRESH_STALE;
	}
	if (age > 3 * source->interval + FRESH_GRACE_MS)
		return fresh_judge_old(source, why);
	if (stats->next_poll == 0 ||
	    source->now - stats->next_poll <= FRESH_GRACE_MS)
		return FRESH_OK;
	fresh_because(why, "%s: its poll is overdue since %s", stats->source,
	    datetime_print_utc(stats->next_poll, when));
	return FRESH_STALE;
}

static int64_t
fresh_interval(const struct config_source *source)
{
	int64_t peak =
	    source->peak > 0 ? source->peak : source->definition->peak_ms;
	int64_t quiet =
	    source->quiet > 0 ? source->quiet : source->definition->quiet_ms;

	return peak > quiet ? peak : quiet;
}

enum fresh_state
fresh_source(struct service *service, size_t i, char why[FRESH_WHY_MAX])
{
	const struct generation *generation = service_generation(service);
	struct watcher_stats stats;
	struct fresh_source source = {
	    .stats = &stats,
	    .interval = fresh_interval(generation_source_config(generation, i)),
	    .started = service_started(service),
	    .loaded = service_config_loaded(service),
	    .now = loop_now(service_loop(service)),
	};

	service_source_stats(service, i, &stats);
	return fresh_judge(&source, why);
}

/* What is wrong first; and how much else. */
static void
fresh_sum_up(struct fresh *fresh)
{
	size_t more = fresh->sources - fresh->fresh - 1;
	size_t n = strlen(fresh->why);

	if (fresh->why[0] != '\0' && more > 0)
		(void)snprintf(fresh->why + n, sizeof(fresh->why) - n,
		    "; %zu more source%s", more, more == 1 ? "" : "s");
}

void
fresh_look(struct service *service, struct fresh *ret)
{
	char why[FRESH_WHY_MAX];

	*ret = (struct fresh){.store_ailing = service_is_ailing(service)};
	for (size_t i = 0; i < service_source_count(service); i++) {
		enum fresh_state state = fresh_source(service, i, why);

		if (state == FRESH_PAUSED)
			continue;
		ret->sources++;
		ret->fresh += state == FRESH_OK;
		ret->starting += state == FRESH_STARTING;
		if (state != FRESH_OK && ret->why[0] == '\0')
			fresh_because(ret->why, "%s", why);
	}
	fresh_sum_up(ret);
	if (ret->store_ailing)
		fresh_because(ret->why, "the store cannot write");
}

bool
fresh_is_well(const struct fresh *fresh)
{
	return !fresh->store_ailing && fresh->fresh == fresh->sources;
}
