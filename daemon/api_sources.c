/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Comes in: what a client asks of the sources. Goes out: JSON and a status.
 * Called by daemon/api.c, which has looked at who asks.
 */
#include "daemon/api_sources.h"

#include "daemon/generation.h"
#include "daemon/source_json.h"
#include "lib/base/date.h"
#include "lib/base/json_text.h"
#include "lib/base/log.h"
#include "lib/base/mem.h"
#include "lib/base/number.h"

#include <stdio.h>
#include <string.h>

#define API_BACKFILL_DAYS 7306
#define API_PAUSE_MAX_S	  INT64_C(31622400) /* 366 days */

/* A source that was asked for, and what is to be done with it. */
struct api_target {
	const struct api_ask *ask;
	struct generation *generation;
	size_t i;
	const char *name; /* of the configuration */
};

/* The source that the first len bytes of the path name. */
static int
api_sources_find(const struct api_ask *ask, size_t len, struct api_target *ret,
    struct err *err)
{
	char name[API_NAME_MAX];
	int rc = api_ask_name(ask->rest, len, name);

	if (rc != 0)
		return err_set(err, rc, "that is no name of a source");
	*ret = (struct api_target){
	    .ask = ask, .generation = service_generation(ask->service)};
	rc = generation_find(ret->generation, name, &ret->i, err);
	if (rc == 0)
		ret->name =
		    generation_source_config(ret->generation, ret->i)->name;
	return rc;
}

static char *
api_sources_text(const struct api_target *target)
{
	const struct config *config = service_config(target->ask->service);
	struct watcher_stats stats;
	struct backfill_row row;
	struct websub_figures hub;
	const char *waits_for;
	json_t *json;

	generation_source_stats(target->generation, target->i, &stats);
	generation_backfill_row(
	    target->generation, target->i, &row, &waits_for);
	json = source_json_whole(&stats,
	    generation_source_config(target->generation, target->i),
	    config->top.definitions,
	    loop_now(service_loop(target->ask->service)));
	json_object_set_new(json, "hub",
	    generation_hub(target->generation, target->i, &hub)
		? source_json_hub(&hub)
		: json_null());
	json_object_set_new(
	    json, "backfill", source_json_backfill(&row, waits_for));
	return json_text(json);
}

char *
api_sources_list(const struct api_ask *ask, int *ret_status)
{
	json_t *list = json_array();

	for (size_t i = 0; i < service_source_count(ask->service); i++) {
		struct watcher_stats stats;

		service_source_stats(ask->service, i, &stats);
		json_array_append_new(list, source_json_stats(&stats));
	}
	*ret_status = 200;
	return json_text(json_pack("{s:o, s:o}", "now",
	    source_json_time(loop_now(service_loop(ask->service))), "sources",
	    list));
}

/* The newest sample of a state, or of all when it is HEALTH_OK. */
static int
api_sources_load_sample(const struct api_target *target,
    enum health_state *state, struct sample *ret, struct err *err)
{
	struct db *db = service_db(target->ask->service);
	enum health_state wanted = *state;
	int found = ERR_NOTFOUND;

	for (int i = HEALTH_OK + 1; i < HEALTH_STATES; i++) {
		struct sample sample = {0};
		int rc = ERR_NOTFOUND;

		if (wanted == HEALTH_OK || i == (int)wanted)
			rc = sample_rows_load(db, target->name,
			    (enum health_state)i, &sample, err);
		if (rc == 0 && sample.taken > ret->taken) {
			sample_done(ret);
			*ret = sample;
			*state = (enum health_state)i;
			found = 0;
		} else {
			sample_done(&sample);
		}
		if (rc != 0 && rc != ERR_NOTFOUND)
			return rc;
	}
	if (found != 0)
		return err_set(err, ERR_NOTFOUND,
		    "no sample is kept of source '%s'", target->name);
	return found;
}

static char *
api_sources_sample(const struct api_target *target, int *ret_status)
{
	const char *word = target->ask->get(target->ask->query, "state");
	enum health_state state = health_from_word(word != NULL ? word : "ok");
	struct sample sample = {0};
	struct err err = ERR_NONE;
	char *text;
	int rc;

	if (word != NULL && state == HEALTH_OK)
		return api_ask_refuse(
		    400, "'state' must be a state of trouble", ret_status);
	rc = api_sources_load_sample(target, &state, &sample, &err);
	*ret_status = 200;
	text = rc == 0
		   ? json_text(source_json_sample(target->name, state, &sample))
		   : api_ask_fail(&err, ret_status);
	sample_done(&sample);
	return text;
}

char *
api_sources_show(const struct api_ask *ask, int *ret_status)
{
	const char *slash = strrchr(ask->rest, '/');
	bool sample = slash != NULL && strcmp(slash, "/sample") == 0;
	size_t len = sample ? (size_t)(slash - ask->rest) : strlen(ask->rest);
	struct err err = ERR_NONE;
	struct api_target target;
	int rc = api_sources_find(ask, len, &target, &err);

	if (rc != 0)
		return api_ask_fail(&err, ret_status);
	if (sample)
		return api_sources_sample(&target, ret_status);
	*ret_status = 200;
	return api_sources_text(&target);
}

static int
api_sources_poll(const struct api_target *target, struct err *err)
{
	int rc = generation_poll(target->generation, target->i, err);

	if (rc == 0)
		log_info("source '%s': asked now, as %s wants", target->name,
		    target->ask->author);
	return rc;
}

/* "for" is seconds from now; without it the pause has no end. */
static int
api_sources_read_pause(
    const struct api_ask *ask, struct pause *ret, struct err *err)
{
	const char *length = ask->get(ask->query, "for");
	const char *reason;
	int64_t seconds = 0;
	int rc =
	    api_ask_text(ask, "reason", sizeof(ret->reason) - 1, &reason, err);

	if (rc != 0)
		return rc;
	if (length != NULL &&
	    number_parse(length, 1, API_PAUSE_MAX_S, &seconds) != 0)
		return err_set(err, ERR_INVALID,
		    "'for' must be seconds, 366 days at most");
	ret->since = loop_now(service_loop(ask->service));
	ret->until = seconds > 0 ? ret->since + seconds * 1000 : 0;
	(void)snprintf(ret->author, sizeof(ret->author), "%s", ask->author);
	(void)snprintf(ret->reason, sizeof(ret->reason), "%s",
	    reason != NULL ? reason : "");
	return 0;
}

static int
api_sources_pause(const struct api_target *target, struct err *err)
{
	struct pause pause = {0};
	int rc = api_sources_read_pause(target->ask, &pause, err);

	if (rc == 0)
		rc = generation_pause(
		    target->generation, target->i, &pause, err);
	if (rc == 0)
		log_warning("source '%s': paused by %s%s%s", target->name,
		    pause.author, pause.reason[0] != '\0' ? ": " : "",
		    pause.reason);
	return rc;
}

static int
api_sources_resume(const struct api_target *target, struct err *err)
{
	const struct pause none = {0};
	struct watcher_stats stats;
	int rc;

	generation_source_stats(target->generation, target->i, &stats);
	if (stats.pause == NULL)
		return err_set(err, ERR_EXISTS,
		    "source '%s' is not paused, it goes on as it did",
		    target->name);
	rc = generation_pause(target->generation, target->i, &none, err);
	if (rc == 0)
		log_warning("source '%s': resumed by %s", target->name,
		    target->ask->author);
	return rc;
}

/* The last day that lists show: some date filings ahead. */
static int32_t
api_sources_last_day(const struct api_target *target)
{
	const struct definition *definition =
	    generation_source_config(target->generation, target->i)->definition;
	int64_t now = loop_now(service_loop(target->ask->service));

	return date_to_day(zone_civil(&definition->zone, now).date) +
	       definition->window_ahead;
}

static int
api_sources_read_backfill(
    const struct api_target *target, struct backfill_row *ret, struct err *err)
{
	const struct api_ask *ask = target->ask;
	const char *since = ask->get(ask->query, "since");
	const char *until = ask->get(ask->query, "until");
	int32_t last = api_sources_last_day(target);

	ret->until = last;
	if (since == NULL || date_parse(since, &ret->since) != 0)
		return err_set(
		    err, ERR_INVALID, "'since' must be a date, YYYY-MM-DD");
	if (until != NULL && date_parse(until, &ret->until) != 0)
		return err_set(
		    err, ERR_INVALID, "'until' must be a date, YYYY-MM-DD");
	if (ret->until > last || ret->since > ret->until ||
	    ret->since < last - API_BACKFILL_DAYS)
		return err_set(err, ERR_INVALID,
		    "the days must be in order, none in the future and none "
		    "more than 20 years ago");
	(void)snprintf(ret->author, sizeof(ret->author), "%s", ask->author);
	return 0;
}

static int
api_sources_backfill(const struct api_target *target, struct err *err)
{
	struct backfill_row row = {.state = BACKFILL_NONE};
	char since[DATE_STR_MAX], until[DATE_STR_MAX];
	int rc = api_sources_read_backfill(target, &row, err);

	if (rc == 0)
		rc = generation_backfill(
		    target->generation, target->i, &row, err);
	if (rc == 0)
		log_info("source '%s': backfill: from %s to %s, as %s wants",
		    target->name, date_print(row.since, since),
		    date_print(row.until, until), row.author);
	return rc;
}

static int
api_sources_backfill_stop(const struct api_target *target, struct err *err)
{
	int rc = generation_backfill_stop(target->generation, target->i, err);

	if (rc == 0)
		log_info("source '%s': backfill: stopped by %s", target->name,
		    target->ask->author);
	return rc;
}

static const struct api_sources_verb {
	const char *name;
	int (*fn)(const struct api_target *target, struct err *err);
} api_sources_verbs[] = {
    {"poll", api_sources_poll},
    {"pause", api_sources_pause},
    {"resume", api_sources_resume},
    {"backfill", api_sources_backfill},
    {"backfill-stop", api_sources_backfill_stop},
};

static const struct api_sources_verb *
api_sources_verb(const char *name)
{
	size_t n = sizeof(api_sources_verbs) / sizeof(api_sources_verbs[0]);

	for (size_t i = 0; i < n; i++) {
		if (strcmp(api_sources_verbs[i].name, name) == 0)
			return &api_sources_verbs[i];
	}
	return NULL;
}

char *
api_sources_do(const struct api_ask *ask, int *ret_status)
{
	const char *slash = strrchr(ask->rest, '/');
	const struct api_sources_verb *verb =
	    slash != NULL ? api_sources_verb(slash + 1) : NULL;
	struct err err = ERR_NONE;
	struct api_target target;
	int rc;

	if (verb == NULL)
		return api_ask_refuse(404, "no such resource", ret_status);
	rc = api_sources_find(ask, (size_t)(slash - ask->rest), &target, &err);
	if (rc == 0)
		rc = verb->fn(&target, &err);
	if (rc == 0)
		rc = service_commit(ask->service, &err);
	if (rc != 0)
		return api_ask_fail(&err, ret_status);
	*ret_status = 200;
	return api_sources_text(&target);
}
