/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * One item on its way: what is known of it, what is under way for it, and
 * when it is ready. Called by daemon/pipeline.c alone.
 */
#include "daemon/pipeline_case.h"

#include "alerts/event_rows.h"
#include "daemon/pipeline_figures.h"
#include "lib/base/listing.h"
#include "lib/base/log.h"
#include "lib/base/mem.h"
#include "watchers/item_rows.h"

#include <stdio.h>
#include <string.h>
#include <strings.h>

#define PIPELINE_RANK_QUIET 9 /* after all that is of today */

/* The listing under which the issuer is known; NULL when it has none. */
static const char *
pipeline_case_listing(
    const struct pipeline_case *c, const struct item_issuer *issuer)
{
	return aliases_find(c->source->aliases, issuer->listing, issuer->code);
}

static void
pipeline_case_add_listing(struct pipeline_case *c, const char *listing)
{
	for (size_t i = 0; i < c->listing_count; i++) {
		if (strcmp(c->listings[i], listing) == 0)
			return;
	}
	c->listings =
	    mem_resize(c->listings, c->listing_count + 1, sizeof(*c->listings));
	c->listings[c->listing_count++] = mem_strdup(listing);
}

static void
pipeline_case_queue(struct pipeline_case *c)
{
	struct sequencer_key key = {
	    c->item.published, c->source->name, c->item.key};

	c->entry = sequencer_add(c->pipeline->sequencer, key,
	    (const char *const *)c->listings, c->listing_count, c);
}

static void
pipeline_case_load_times(struct pipeline_case *c)
{
	struct item_times times = {0};
	struct err err = ERR_NONE;

	if (item_rows_times(c->pipeline->parts.db, c->row, &times, &err) != 0)
		times.first_seen = loop_now(c->pipeline->parts.loop);
	c->first_seen = times.first_seen;
	c->taken_up = loop_now(c->pipeline->parts.loop);
	c->late = times.late;
	c->quiet = times.quiet;
	c->withdrawn = times.withdrawn != 0;
}

struct pipeline_case *
pipeline_case_find(const struct pipeline *pipeline, int64_t row)
{
	struct pipeline_case *c = pipeline->cases;

	while (c != NULL && c->row != row)
		c = c->next;
	return c;
}

struct pipeline_case *
pipeline_case_new(struct pipeline *pipeline, const struct config_source *source,
    int64_t row, const struct item *item)
{
	struct pipeline_case *c = mem_new(sizeof(*c));

	c->pipeline = pipeline;
	c->source = source;
	c->row = row;
	item_copy(&c->item, item);
	c->is_figures = pipeline_figures_are(source->definition);
	pipeline_case_set_origin(c, source, item->url);
	reading_init(&c->reading);
	pipeline_case_load_times(c);
	for (size_t i = 0; i < item->issuer_count; i++) {
		const char *listing =
		    pipeline_case_listing(c, &item->issuers[i]);

		if (listing != NULL)
			pipeline_case_add_listing(c, listing);
	}
	if (c->listing_count == 0)
		pipeline_case_add_listing(c, "");
	c->next = pipeline->cases;
	if (c->next != NULL)
		c->next->prev = c;
	pipeline->cases = c;
	if (!c->quiet)
		pipeline_case_queue(c);
	return c;
}

bool
pipeline_case_reload(struct pipeline_case *c)
{
	struct db *db = c->pipeline->parts.db;
	struct item_times times;
	struct item item;
	struct err err = ERR_NONE;

	if (item_rows_times(db, c->row, &times, &err) != 0 || !times.pending ||
	    item_rows_load(db, c->row, &item, &err) != 0)
		return false;
	item_done(&c->item);
	c->item = item;
	pipeline_case_load_times(c);
	return true;
}

void
pipeline_case_free(struct pipeline_case *c)
{
	struct pipeline *pipeline = c->pipeline;

	/* Their callbacks see a canceled code and touch nothing. */
	if (c->fetch != NULL)
		fetch_cancel(c->fetch);
	if (c->job != NULL)
		pool_cancel(c->job);
	loop_cancel(c->settle);
	db_forget(pipeline->parts.db, c);
	pipeline_case_unqueue(c);
	if (c->next != NULL)
		c->next->prev = c->prev;
	if (c->prev != NULL)
		c->prev->next = c->next;
	else
		pipeline->cases = c->next;
	for (size_t i = 0; i < c->listing_count; i++)
		mem_free(c->listings[i]);
	mem_free(c->listings);
	mem_free(c->url);
	mem_free(c->content_type);
	mem_free(c->members);
	mem_free(c->roles);
	reading_done(&c->reading);
	item_done(&c->item);
	mem_free(c);
}

void
pipeline_case_take_reading(struct pipeline_case *c, struct reading *reading)
{
	reading_done(&c->reading);
	c->reading = *reading;
	reading_init(reading);
	/* Whatever it sounds like: brokers write like issuers. */
	if (c->source->definition->kind == SOURCE_ESTIMATES) {
		c->reading.by_issuer = false;
		c->reading.form = FORM_ESTIMATE;
	}
}

/* The list named no issuer: the code that the document prints, if one. */
static void
pipeline_case_adopt_listing(struct pipeline_case *c)
{
	if (c->listings[0][0] != '\0' || c->reading.listing_count != 1)
		return;
	pipeline_case_unqueue(c);
	mem_set(&c->listings[0],
	    aliases_find(c->source->aliases, c->reading.listings[0], NULL));
	pipeline_case_queue(c);
}

void
pipeline_case_read(struct pipeline_case *c)
{
	c->read = true;
	pipeline_case_adopt_listing(c);
	/* the past takes its place only now: no filing of today waits for it */
	if (c->entry == NULL)
		pipeline_case_queue(c);
	pipeline_case_advance(c);
}

void
pipeline_case_advance(struct pipeline_case *c)
{
	if (c->read && c->settled && !c->deciding && c->entry != NULL)
		sequencer_ready(c->entry);
}

void
pipeline_case_unqueue(struct pipeline_case *c)
{
	if (c->entry != NULL)
		sequencer_remove(c->entry);
	c->entry = NULL;
}

void
pipeline_case_queue_again(struct pipeline_case *c)
{
	pipeline_case_queue(c);
}

bool
pipeline_case_has_page(const struct pipeline_case *c)
{
	const char *page = c->item.page_url;
	size_t n = page != NULL ? strlen(page) : 0;

	return c->origin == c->source && c->url != NULL && n > 4 &&
	       strcasecmp(page + n - 4, ".pdf") == 0 &&
	       strcmp(page, c->url) != 0;
}

void
pipeline_case_set_origin(struct pipeline_case *c,
    const struct config_source *origin, const char *url)
{
	c->origin = origin;
	mem_set(&c->url, url);
	mem_free(c->members);
	mem_free(c->roles);
	c->members = word_list_join(&origin->definition->files.zip);
	c->roles = word_list_join(&origin->definition->files.roles);
}

struct document_hint
pipeline_case_hint(const struct pipeline_case *c, const char *content_type)
{
	const struct item *item = &c->item;
	const char *name =
	    item->issuer_count > 0 ? item->issuers[0].name : NULL;

	return (struct document_hint){
	    .title = item->title,
	    .content_type = content_type,
	    .url = c->url,
	    .publisher = item->publisher,
	    .listing = c->listings[0][0] != '\0' ? c->listings[0] : NULL,
	    .issuer_name = name,
	    .market = c->source->definition->market,
	    .members = c->members,
	    .roles = c->roles,
	    .published = (int32_t)(item->published / DAY_MS),
	    .rank = c->quiet ? PIPELINE_RANK_QUIET : 0,
	};
}

bool
pipeline_case_wants_document(const struct pipeline_case *c)
{
	const struct reading *reading = &c->reading;

	if (c->source->definition->directory ||
	    (c->source->definition->files.always && c->item.url != NULL))
		return true;
	switch (reading->form) {
	case FORM_FORECAST:
	case FORM_FORECAST_REVISION:
	case FORM_FLASH:
	case FORM_RESULTS:
		return true;
	case FORM_ESTIMATE:
		return c->item.url != NULL;
	case FORM_OTHER:
	case FORM_NOTICE:
	case FORM_BRIEFING:
	case FORM_COUNT:
		break;
	}
	return reading->words == WORDS_DOWN ||
	       reading->words == WORDS_DOWN_STRONG ||
	       reading->claimed_class != CLASS_NONE ||
	       reading->distress != DISTRESS_NONE;
}

int
pipeline_case_rank(const struct pipeline_case *c)
{
	if (c->quiet)
		return PIPELINE_RANK_QUIET;
	switch (c->reading.form) {
	case FORM_FORECAST_REVISION:
		return 0;
	case FORM_FORECAST:
		return 1;
	case FORM_FLASH:
		return 2;
	case FORM_RESULTS:
		return 4;
	case FORM_OTHER:
	case FORM_ESTIMATE:
	case FORM_BRIEFING:
	case FORM_NOTICE:
	case FORM_COUNT:
		break;
	}
	return 3;
}

static const char *
pipeline_case_name(const struct pipeline_case *c, const char *listing)
{
	for (size_t i = 0; i < c->item.issuer_count; i++) {
		const struct item_issuer *issuer = &c->item.issuers[i];

		const char *known = pipeline_case_listing(c, issuer);

		if (known != NULL && issuer->name != NULL &&
		    strcmp(known, listing) == 0)
			return issuer->name;
	}
	return c->reading.issuer_name;
}

void
pipeline_case_filing(
    const struct pipeline_case *c, size_t i, struct filing *ret)
{
	const struct item *item = &c->item;

	*ret = (struct filing){
	    .item = c->row,
	    .source = mem_strdup(c->source->name),
	    .source_id = mem_strdup(item->key),
	    .title = mem_strdup(item->title),
	    .url =
		mem_strdup(item->page_url != NULL ? item->page_url : item->url),
	    .sha256 = c->sha256[0] != '\0' ? mem_strdup(c->sha256) : NULL,
	    .publisher = mem_strdup(item->publisher),
	    .form = c->reading.form,
	    .readable = c->reading.readable,
	    .unreadable_why = mem_strdup(c->reading.unreadable_why),
	    .listing = mem_strdup(c->listings[i]),
	    .issuer_name = mem_strdup(pipeline_case_name(c, c->listings[i])),
	    .published_raw = mem_strdup(item->published_raw),
	    .published = item->published,
	    .precision = item->precision,
	    .first_seen = c->first_seen,
	    .late = c->late,
	};
}

/* Whether trouble with the source's documents was told on its day already. */
static bool
pipeline_case_was_told(const struct pipeline_case *c)
{
	const struct pipeline_parts *parts = &c->pipeline->parts;
	const struct zone *zone = &c->source->definition->zone;
	int64_t last = 0;
	struct err err = ERR_NONE;

	if (event_rows_last_trouble(parts->db, c->source->name, &last, &err) !=
	    0)
		return false; /* rather twice than not at all */
	return last != 0 &&
	       date_to_day(zone_civil(zone, last).date) ==
		   date_to_day(zone_civil(zone, loop_now(parts->loop)).date);
}

void
pipeline_case_tell_unreadable(struct pipeline_case *c)
{
	char shown[LISTING_MAX];
	char *text;

	/* without a reason nobody tried: the title was enough */
	if (c->quiet || c->reading.readable ||
	    c->reading.unreadable_why == NULL)
		return;
	text = mem_printf("filing %s/%s of %s could not be read (%s), it was "
			  "judged by its title: %s",
	    c->source->name, c->item.key, listing_show(c->listings[0], shown),
	    c->reading.unreadable_why, c->item.title);
	log_warning("%s", text);
	if (!pipeline_case_was_told(c)) {
		mem_replace(&text,
		    mem_printf("%s; others of today are in the log", text));
		pipeline_tell_trouble(
		    c->pipeline, EVENT_SYSTEM_TROUBLE, c->source->name, text);
	}
	mem_free(text);
}

void
pipeline_case_tell_decided(const struct pipeline_case *c)
{
	const struct pipeline_parts *parts = &c->pipeline->parts;

	if (parts->decided == NULL)
		return;
	parts->decided(
	    &(struct pipeline_decided){
		.source = c->source->name,
		.published = c->item.published,
		.precision = c->item.precision,
		.first_seen = c->first_seen,
		.taken_up = c->taken_up,
		.late = c->late,
		.quiet = c->quiet,
		.withdrawn = c->withdrawn,
	    },
	    parts->decided_arg);
}
