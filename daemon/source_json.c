/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Comes in: a watcher's figures and what the configuration and the definition
 * say of its source. Goes out: JSON of our own making. Called by
 * daemon/api_json.c and daemon/api_sources.c.
 */
#include "daemon/source_json.h"

#include "lib/base/date.h"
#include "lib/base/digest.h"
#include "lib/base/mem.h"
#include "lib/base/utf8.h"

#include <stdio.h>
#include <string.h>

json_t *
source_json_time(int64_t wall)
{
	char buf[DATE_STR_MAX];

	return wall == 0 ? json_null()
			 : json_string(datetime_print_utc(wall, buf));
}

static json_t *
source_json_text(const char *s)
{
	return s != NULL ? json_string(s) : json_null();
}

static json_t *
source_json_pause(const struct pause *pause)
{
	if (pause == NULL)
		return json_null();
	return json_pack("{s:o, s:o, s:s, s:s}", "since",
	    source_json_time(pause->since), "until",
	    source_json_time(pause->until), "author", pause->author, "reason",
	    pause->reason);
}

json_t *
source_json_stats(const struct watcher_stats *stats)
{
	return json_pack("{s:s, s:s, s:s, s:s, s:o, s:i, s:o, s:o, s:o, s:s, "
			 "s:o, s:I, s:I, s:I, s:I, s:o}",
	    "source", stats->source, "doing", stats->doing, "health",
	    health_word(stats->health), "why", stats->health_why, "since",
	    source_json_time(stats->health_since), "failures", stats->failures,
	    "last_poll", source_json_time(stats->last_poll), "last_success",
	    source_json_time(stats->last_success), "next_poll",
	    source_json_time(stats->next_poll), "next_why", stats->next_why,
	    "newest", source_json_time(stats->newest), "items_seen",
	    (json_int_t)stats->items_seen, "items_today",
	    (json_int_t)stats->day_items, "polls", (json_int_t)stats->polls,
	    "polls_failed", (json_int_t)stats->polls_failed, "paused",
	    source_json_pause(stats->pause));
}

static json_t *
source_json_counts(const struct watcher_counts *counts)
{
	return json_pack("{s:b, s:i, s:i, s:I, s:I, s:I, s:I, s:I}", "complete",
	    counts->complete ? 1 : 0, "pages", counts->pages, "unchanged",
	    counts->unchanged, "rows", (json_int_t)counts->rows, "new",
	    (json_int_t)counts->new_items, "baseline",
	    (json_int_t)counts->baseline, "revised",
	    (json_int_t)counts->revised, "faulty", (json_int_t)counts->faulty);
}

static json_t *
source_json_words(const struct word_list *list)
{
	json_t *words = json_array();

	for (size_t i = 0; i < list->count; i++)
		json_array_append_new(words, json_string(list->words[i]));
	return words;
}

/* "22:00-08:30", in the source's zone. */
static json_t *
source_json_windows(const struct definition *definition)
{
	json_t *windows = json_array();
	char text[40];

	for (size_t i = 0; i < definition->window_count; i++) {
		const struct poll_window *window = &definition->windows[i];

		(void)snprintf(text, sizeof(text), "%02d:%02d-%02d:%02d",
		    window->from_min / 60, window->from_min % 60,
		    window->to_min / 60, window->to_min % 60);
		json_array_append_new(windows, json_string(text));
	}
	return windows;
}

static json_t *
source_json_manners(const struct config_source *source)
{
	const struct definition *definition = source->definition;
	int64_t peak = source->peak > 0 ? source->peak : definition->peak_ms;
	int64_t quiet =
	    source->quiet > 0 ? source->quiet : definition->quiet_ms;

	return json_pack("{s:I, s:I, s:o, s:o, s:i, s:i, s:I, s:I, s:i, "
			 "s:i, s:I}",
	    "peak_ms", (json_int_t)peak, "quiet_ms", (json_int_t)quiet,
	    "windows", source_json_windows(definition), "calendar",
	    source_json_text(definition->calendar), "days_back",
	    definition->window_back, "days_ahead", definition->window_ahead,
	    "sweep_every_ms", (json_int_t)definition->sweep_every_ms,
	    "rate_every_ms", (json_int_t)definition->rate_every_ms,
	    "rate_burst", definition->rate_burst, "sweep_days_back",
	    definition->sweep_back, "page_gap_ms",
	    (json_int_t)definition->page_gap_ms);
}

static json_t *
source_json_definition(const struct config_source *source, const char *own)
{
	static const char *const engines[LIST_ENGINES] = {
	    "json", "page", "html", "feed"};
	const struct definition *definition = source->definition;
	const char *path = definition->path != NULL ? definition->path : "";
	const char *engine = definition->directory
				 ? "directory"
				 : engines[definition->spec.engine];
	const char *url = source->path != NULL	? source->path
			  : source->url != NULL ? source->url
						: definition->list.url;
	size_t n = own != NULL ? strlen(own) : 0;
	bool is_own = n > 0 && strncmp(path, own, n) == 0 && path[n] == '/';

	return json_pack(
	    "{s:s, s:s, s:s, s:o, s:s, s:o, s:o, s:o, s:b, s:b, s:o, s:o}",
	    "name", definition->name, "path", path, "origin",
	    is_own ? "own" : "installed", "verified",
	    source_json_text(definition->verified), "engine", engine, "url",
	    source_json_text(url), "market",
	    source_json_text(definition->spec.market), "terms",
	    source_json_text(definition->terms), "must_accept",
	    definition->terms_must_accept ? 1 : 0, "accepted",
	    source->accepted ? 1 : 0, "to_verify",
	    source_json_words(&definition->to_verify), "manners",
	    source_json_manners(source));
}

json_t *
source_json_whole(const struct watcher_stats *stats,
    const struct config_source *source, const char *own, int64_t now)
{
	json_t *json = source_json_stats(stats);

	json_object_set_new(
	    json, "complete_until", source_json_time(stats->complete_until));
	json_object_set_new(
	    json, "last_sweep", source_json_time(stats->last_sweep));
	json_object_set_new(json, "gap",
	    stats->gap[0] == '\0' ? json_null()
				  : json_pack("{s:s, s:o}", "why", stats->gap,
					"at", source_json_time(stats->gap_at)));
	json_object_set_new(
	    json, "requests_today", json_integer((json_int_t)stats->requests));
	json_object_set_new(
	    json, "budget", json_integer(source->definition->budget));
	json_object_set_new(json, "day_end", source_json_time(stats->day_end));
	json_object_set_new(
	    json, "host_free", source_json_time(stats->free_at));
	json_object_set_new(json, "last", source_json_counts(&stats->last));
	json_object_set_new(
	    json, "definition", source_json_definition(source, own));
	json_object_set_new(json, "now", source_json_time(now));
	json_object_set_new(json, "zone_minutes",
	    json_integer(zone_offset(&source->definition->zone, now)));
	return json;
}

json_t *
source_json_foreign(const char *s)
{
	return source_json_text(s != NULL && utf8_is_text(s) ? s : NULL);
}

json_t *
source_json_sample(
    const char *source, enum health_state state, const struct sample *sample)
{
	char *bytes = mem_array(sample->bytes.len / 3 * 4 + 8, 1);
	json_t *json = json_pack(
	    "{s:s, s:s, s:o, s:o, s:i, s:i, s:o, s:I, s:o}", "source", source,
	    "state", health_word(state), "taken",
	    source_json_time(sample->taken), "why",
	    source_json_foreign(sample->why), "page", sample->page, "status",
	    sample->status, "content_type",
	    source_json_foreign(sample->content_type), "size",
	    (json_int_t)sample->size, "bytes",
	    json_string(
		base64_encode(sample->bytes.data, sample->bytes.len, bytes)));

	mem_free(bytes);
	return json;
}

json_t *
source_json_hub(const struct websub_figures *hub)
{
	return json_pack("{s:s, s:o, s:o, s:o, s:I, s:I}", "state",
	    websub_word(hub->state), "hub", source_json_foreign(hub->hub),
	    "until", source_json_time(hub->until), "why",
	    source_json_foreign(hub->why), "pushes", (json_int_t)hub->pushes,
	    "forged", (json_int_t)hub->forged);
}

json_t *
source_json_backfill(const struct backfill_row *row, const char *waits_for)
{
	char since[DATE_STR_MAX], until[DATE_STR_MAX], next[DATE_STR_MAX];

	if (row->state == BACKFILL_NONE)
		return json_null();
	return json_pack("{s:s, s:s, s:s, s:s, s:i, s:i, s:s, s:o, s:o, s:I, "
			 "s:I, s:I, s:s, s:s}",
	    "state", backfill_word(row->state), "from",
	    date_print(row->since, since), "to", date_print(row->until, until),
	    "next", date_print(row->next, next), "days_done",
	    row->next - row->since, "days", row->until - row->since + 1,
	    "author", row->author, "started", source_json_time(row->started),
	    "ended", source_json_time(row->ended), "requests",
	    (json_int_t)row->requests, "rows", (json_int_t)row->rows, "filings",
	    (json_int_t)row->items, "waits_for", waits_for, "why", row->why);
}
