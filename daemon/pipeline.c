/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The table of contents of filingd: every step from a list's new item to the
 * deliveries in the outbox, in order, each stage called from here and from
 * nowhere else. What a case is and how long it lives stands in pipeline_case.h.
 */
#include "daemon/pipeline.h"

#include "daemon/pipeline_case.h"
#include "daemon/pipeline_figures.h"
#include "ledger/ledger.h"
#include "ledger/sighting_rows.h"
#include "lib/base/digest.h"
#include "lib/base/log.h"
#include "lib/base/mem.h"
#include "watchers/inbox.h"
#include "watchers/item_rows.h"
#include "watchers/twin_rows.h"

#include <string.h>

/* How long items of one poll wait for each other before they are decided. */
#define SETTLE_MS      1500
/* When the store refuses a decision it is tried again after this. */
#define STORE_RETRY_MS 5000
/* Attempts at a document that another source has, too. */
#define FALLBACK_TRIES 3

static void pipeline_do_title(struct pipeline_case *c);
static void pipeline_do_document(struct pipeline_case *c);
static void pipeline_do_read(struct pipeline_case *c, struct span bytes);
static void pipeline_do_decide(struct pipeline *pipeline);

struct pipeline *
pipeline_new(const struct pipeline_parts *parts)
{
	struct pipeline *pipeline = mem_new(sizeof(*pipeline));

	pipeline->parts = *parts;
	pipeline->instance = mem_strdup(parts->instance);
	pipeline->sequencer = sequencer_new();
	return pipeline;
}

void
pipeline_free(struct pipeline *pipeline)
{
	if (pipeline == NULL)
		return;
	pipeline->stopping = true;
	pipeline_abandon(pipeline);
	loop_cancel(pipeline->retry);
	sequencer_free(pipeline->sequencer);
	mem_free(pipeline->instance);
	mem_free(pipeline);
}

void
pipeline_abandon(struct pipeline *pipeline)
{
	while (pipeline->cases != NULL)
		pipeline_case_free(pipeline->cases);
}

size_t
pipeline_open(const struct pipeline *pipeline)
{
	return sequencer_count(pipeline->sequencer);
}

size_t
pipeline_quiet(const struct pipeline *pipeline, const char *source)
{
	size_t n = 0;

	for (const struct pipeline_case *c = pipeline->cases; c != NULL;
	     c = c->next)
		n += c->quiet && strcmp(c->source->name, source) == 0;
	return n;
}

/* item: its row is written; work starts when the row is durable. */

/* Another source listed it before: then there is nothing to read. */
static bool
pipeline_is_sighted(struct pipeline_case *c)
{
	struct err err = ERR_NONE;

	if (c->sighted == 0 && !c->is_figures &&
	    sighting_rows_find(
		c->pipeline->parts.db, c->row, &c->sighted, &err) != 0)
		log_debug("filing '%s/%s': %s", c->source->name, c->item.key,
		    err.text);
	return c->sighted != 0;
}

/* At once, so that the other source's list alone takes nothing back. */
static void
pipeline_note_sighting(struct pipeline_case *c)
{
	struct pipeline_parts *parts = &c->pipeline->parts;

	err_drop(sighting_rows_add(parts->db, c->row, c->sighted, "name",
	    loop_now(parts->loop), NULL)); /* once more when it is decided */
}

static void
pipeline_start(struct pipeline_case *c)
{
	bool sighted = !c->withdrawn && pipeline_is_sighted(c);

	if (sighted)
		pipeline_note_sighting(c);
	if (sighted || c->withdrawn) {
		pipeline_case_read(c);
		pipeline_do_decide(c->pipeline);
	} else if (c->item.text != NULL && !c->is_figures) {
		pipeline_do_read(c, span_of(c->item.text));
	} else {
		pipeline_do_title(c);
	}
}

static void
pipeline_on_item_durable(int code, void *arg)
{
	struct pipeline_case *c = arg;

	if (code == 0 || pipeline_case_reload(c))
		pipeline_start(c);
	else
		pipeline_case_free(c); /* the row is gone, it comes again */
}

static void
pipeline_on_settled(void *arg)
{
	struct pipeline_case *c = arg;

	c->settle = NULL;
	c->settled = true;
	pipeline_case_advance(c);
	pipeline_do_decide(c->pipeline);
}

void
pipeline_on_item(struct pipeline *pipeline, const struct config_source *source,
    int64_t row, const struct item *item)
{
	struct pipeline_case *c = pipeline_case_find(pipeline, row);

	/* What it said before needs no decision any more. */
	if (c != NULL)
		pipeline_case_free(c);
	c = pipeline_case_new(pipeline, source, row, item);
	c->settle =
	    loop_after(pipeline->parts.loop, SETTLE_MS, pipeline_on_settled, c);
	if (db_is_open(pipeline->parts.db))
		db_after_commit(
		    pipeline->parts.db, pipeline_on_item_durable, c);
	else
		pipeline_start(c);
}

void
pipeline_on_poll_done(struct pipeline *pipeline, const char *source)
{
	struct pipeline_case *c;

	for (c = pipeline->cases; c != NULL; c = c->next) {
		if (c->settled || strcmp(c->source->name, source) != 0)
			continue;
		loop_cancel(c->settle);
		c->settle = NULL;
		c->settled = true;
		pipeline_case_advance(c);
	}
	pipeline_do_decide(pipeline);
}

/* title: what the title alone says, and whether a document is needed. */

static void
pipeline_on_title(int code, struct reading *reading, void *arg)
{
	struct pipeline_case *c = arg;

	if (code == ERR_CANCELED)
		return; /* the case is gone */
	c->job = NULL;
	if (code == 0)
		pipeline_case_take_reading(c, reading);
	/* What is not known of the title may be in the document. */
	if (!c->is_figures && (code != 0 || pipeline_case_wants_document(c))) {
		pipeline_do_document(c);
		return;
	}
	/* Nothing was to be read, so nothing is missing. */
	c->reading.readable = true;
	/* Of nobody they are no use: the ledger keeps them by issuer. */
	if (c->is_figures && c->listings[0][0] != '\0')
		pipeline_figures_fill(
		    &c->item, c->source->definition->kind, &c->reading);
	pipeline_case_read(c);
	pipeline_do_decide(c->pipeline);
}

static void
pipeline_do_title(struct pipeline_case *c)
{
	struct document_hint hint = pipeline_case_hint(c, NULL);

	c->job = pool_read_document(
	    c->pipeline->parts.pool, span_of(""), &hint, pipeline_on_title, c);
}

/* document: by the manners of its source; without one the title decides. */

static void
pipeline_without_document(struct pipeline_case *c, const char *why)
{
	log_warning("filing '%s/%s': no document: %s, judged by its title",
	    c->source->name, c->item.key, why);
	c->reading.readable = false;
	mem_set(&c->reading.unreadable_why, why);
	pipeline_case_read(c);
	pipeline_do_decide(c->pipeline);
}

/* The filing as people see it, where that is a document; false: it is not. */
static bool
pipeline_do_page(struct pipeline_case *c, const char *why)
{
	if (!pipeline_case_has_page(c))
		return false;
	log_warning("filing '%s/%s': no document: %s, its page is asked for",
	    c->source->name, c->item.key, why);
	pipeline_case_set_origin(c, c->source, c->item.page_url);
	pipeline_do_document(c);
	return true;
}

/* Refused at its source: the same filing at another one, if it is there. */
static void
pipeline_do_fallback(struct pipeline_case *c, const char *why)
{
	const struct config_source *fallback = c->source->fallback;
	struct err err = ERR_NONE;
	char *url = NULL;

	if (pipeline_do_page(c, why))
		return;
	if (fallback != NULL && c->origin == c->source &&
	    twin_rows_find(c->pipeline->parts.db, fallback->name, &c->item,
		&url, &err) < 0)
		why = err.text;
	if (url == NULL) {
		pipeline_without_document(c, why);
		return;
	}
	log_warning("filing '%s/%s': no document: %s, asked for at '%s'",
	    c->source->name, c->item.key, why, fallback->name);
	pipeline_case_set_origin(c, fallback, url);
	mem_free(url);
	pipeline_do_document(c);
}

static void
pipeline_on_document(struct fetch_result *result, void *arg)
{
	struct pipeline_case *c = arg;

	if (result->error.code == ERR_CANCELED)
		return; /* the case is gone */
	c->fetch = NULL;
	if (result->error.code != 0) {
		pipeline_do_fallback(c, result->error.text);
		return;
	}
	mem_set(&c->content_type, result->content_type);
	pipeline_do_read(c, (struct span){result->body.data, result->body.len});
}

static void
pipeline_recorded_document(struct pipeline_case *c)
{
	const struct pipeline_parts *parts = &c->pipeline->parts;
	struct buf body;

	buf_init(&body, JOB_BODY_LIMIT);
	if (parts->document(parts->document_arg, c->url, &body) == 0)
		pipeline_do_read(c, (struct span){body.data, body.len});
	else
		pipeline_do_fallback(c, "not among the recorded bytes");
	buf_done(&body);
}

/* The item is a file of the source's directory. */
static void
pipeline_do_file(struct pipeline_case *c)
{
	struct err err = ERR_NONE;
	struct buf body;

	buf_init(&body, c->source->definition->document_limit);
	if (inbox_read(c->source->path, c->item.key, &body, &err) == 0)
		pipeline_do_read(c, (struct span){body.data, body.len});
	else
		pipeline_without_document(c, err.text);
	buf_done(&body);
}

static void
pipeline_do_document(struct pipeline_case *c)
{
	if (c->source->definition->directory) {
		pipeline_do_file(c);
		return;
	}

	const struct pipeline_parts *parts = &c->pipeline->parts;
	const struct fetch_request request = {
	    .definition = c->origin->definition,
	    .guard = &c->origin->guard,
	    .source = &c->origin->config,
	    .url = c->url,
	    .rank = pipeline_case_rank(c),
	    .tries = c->origin->fallback != NULL || pipeline_case_has_page(c)
			 ? FALLBACK_TRIES
			 : 0,
	};

	if (c->url == NULL)
		pipeline_without_document(c, "the list names none");
	else if (parts->fetch == NULL)
		pipeline_recorded_document(c);
	else
		c->fetch = fetch_start(
		    parts->fetch, &request, pipeline_on_document, c);
}

/* read: the jailed reader turns the bytes into a reading. */

static void
pipeline_on_reading(int code, struct reading *reading, void *arg)
{
	struct pipeline_case *c = arg;

	if (code == ERR_CANCELED)
		return; /* the case is gone */
	c->job = NULL;
	if (code != 0) {
		if (!pipeline_do_page(c, err_text(code)))
			pipeline_without_document(c, err_text(code));
		return;
	}
	if (!reading->readable && pipeline_do_page(c, "it cannot be read"))
		return;
	pipeline_case_take_reading(c, reading);
	pipeline_case_read(c);
	pipeline_do_decide(c->pipeline);
}

static void
pipeline_do_read(struct pipeline_case *c, struct span bytes)
{
	struct document_hint hint = pipeline_case_hint(c, c->content_type);

	hint.rank = pipeline_case_rank(c);
	digest_sha256_hex(bytes.p, bytes.len, c->sha256);
	c->job = pool_read_document(
	    c->pipeline->parts.pool, bytes, &hint, pipeline_on_reading, c);
}

/* tell: each event to the rules and the outbox, in the same transaction. */

struct pipeline_telling {
	struct pipeline_case *c;
	struct err *err;
	int code;
};

static void
pipeline_on_event(struct event *event, void *arg)
{
	struct pipeline_telling *telling = arg;
	struct pipeline_case *c = telling->c;

	if (telling->code != 0)
		return;
	mem_set(&event->instance, c->pipeline->instance);
	event->late = c->late;
	telling->code = alerts_tell(c->pipeline->parts.alerts, event,
	    c->first_seen, loop_now(c->pipeline->parts.loop), telling->err);
}

/* decide: the filing against the ledger, once per issuer. */

static int
pipeline_decide_issuers(
    struct pipeline_case *c, const struct ledger *ledger, struct err *err)
{
	struct pipeline_telling *telling = ledger->arg;
	bool revised = false;
	int rc = sighting_rows_forget(ledger->db, c->row, err);

	for (size_t i = 0; i < c->listing_count && rc == 0; i++) {
		struct filing filing;

		pipeline_case_filing(c, i, &filing);
		filing.revised = revised;
		rc = ledger_decide(ledger, &filing, &c->reading, err);
		revised = filing.revised;
		filing_done(&filing);
		if (rc == 0)
			rc = telling->code;
	}
	if (rc == 0)
		pipeline_case_tell_unreadable(c);
	return rc;
}

static int
pipeline_withdraw(
    struct pipeline_case *c, const struct ledger *ledger, struct err *err)
{
	struct pipeline_telling *telling = ledger->arg;
	struct sighting_owner owner;
	int rc = sighting_rows_owner(ledger->db, c->row, &owner, err);

	if (rc == 0 && owner.filing == 0)
		return 0; /* it was gone before anything was told of it */
	if (rc == 0 && owner.shown > 0)
		log_info("filing '%s/%s': withdrawn, but another source still "
			 "shows it, nothing is taken back",
		    c->source->name, c->item.key);
	else if (rc == 0)
		rc =
		    ledger_withdraw(ledger, owner.source, owner.source_id, err);
	sighting_owner_done(&owner);
	return rc == 0 ? telling->code : rc;
}

static int
pipeline_sight(
    struct pipeline_case *c, const struct ledger *ledger, struct err *err)
{
	log_info("filing '%s/%s': known from another source, not told again",
	    c->source->name, c->item.key);
	return sighting_rows_add(
	    ledger->db, c->row, c->sighted, "name", ledger->now, err);
}

static int
pipeline_decide_case(struct pipeline_case *c, int64_t now, struct err *err)
{
	struct pipeline_telling telling = {.c = c, .err = err};
	const struct ledger ledger = {.db = c->pipeline->parts.db,
	    .now = now,
	    .quiet = c->quiet,
	    .fn = pipeline_on_event,
	    .arg = &telling};
	int rc;

	if (c->withdrawn)
		rc = pipeline_withdraw(c, &ledger, err);
	else if (pipeline_is_sighted(c))
		rc = pipeline_sight(c, &ledger, err);
	else
		rc = pipeline_decide_issuers(c, &ledger, err);
	if (rc != 0)
		return rc;
	return item_rows_decide(ledger.db, c->row, now, err);
}

static int
pipeline_decide(struct pipeline_case *c, struct err *err)
{
	struct db *db = c->pipeline->parts.db;
	int rc = db_mark(db, err);

	if (rc != 0)
		return rc;
	rc = pipeline_decide_case(c, loop_now(c->pipeline->parts.loop), err);
	if (rc == 0)
		rc = db_keep(db, err);
	if (rc != 0)
		db_drop(db);
	return rc;
}

/* done: durable; or not, and then once more in a while. */

static void
pipeline_on_retry(void *arg)
{
	struct pipeline *pipeline = arg;

	pipeline->retry = NULL;
	for (struct pipeline_case *c = pipeline->cases; c != NULL; c = c->next)
		pipeline_case_advance(c);
	pipeline_do_decide(pipeline);
}

static void
pipeline_put_off(struct pipeline_case *c)
{
	struct pipeline *pipeline = c->pipeline;

	c->deciding = false;
	if (pipeline->retry == NULL)
		pipeline->retry = loop_after(pipeline->parts.loop,
		    STORE_RETRY_MS, pipeline_on_retry, pipeline);
}

static void
pipeline_on_decided(int code, void *arg)
{
	struct pipeline_case *c = arg;

	if (code == 0) {
		pipeline_case_tell_decided(c);
		pipeline_case_free(c);
		return;
	}
	pipeline_case_queue_again(c);
	pipeline_put_off(c);
}

static void
pipeline_do_decide(struct pipeline *pipeline)
{
	struct pipeline_case *c;

	while (!pipeline->stopping &&
	       (c = sequencer_next(pipeline->sequencer)) != NULL) {
		struct err err = ERR_NONE;

		c->deciding = true;
		if (pipeline_decide(c, &err) == 0) {
			pipeline_case_unqueue(c);
			db_after_commit(
			    pipeline->parts.db, pipeline_on_decided, c);
			continue;
		}
		log_error("filing '%s/%s': %s, decided again in %d s",
		    c->source->name, c->item.key, err.text,
		    STORE_RETRY_MS / 1000);
		sequencer_unready(c->entry);
		pipeline_put_off(c);
	}
}

void
pipeline_tell_trouble(struct pipeline *pipeline, enum event_type type,
    const char *subject, const char *text)
{
	int64_t now = loop_now(pipeline->parts.loop);
	struct err err = ERR_NONE;
	struct event event;

	event_init(&event);
	event.type = type;
	event.subject = mem_strdup(subject);
	event.text = mem_strdup(text);
	event.instance = mem_strdup(pipeline->instance);
	event.moment = now;
	event_identify(&event);
	if (alerts_tell(pipeline->parts.alerts, &event, now, now, &err) != 0)
		log_error("event '%s' of '%s': %s, it is only in the log",
		    vocab_word(VOCAB_EVENTS, (int)type), subject, err.text);
	event_done(&event);
}
