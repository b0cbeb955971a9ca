/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * In: filings of a test. Out: their events, copied. Only the ledger's tests
 * use it.
 */
#include "tests/unit/ledger/scene.h"

#include "lib/base/mem.h"
#include "tests/unit/ledger/figures.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <cmocka.h>

void
scene_open(struct scene *scene)
{
	struct err err = ERR_NONE;

	*scene = (struct scene){.now = wall_at("2026-01-01")};
	assert_int_equal(db_open(":memory:", &scene->db, &err), 0);
	reading_init(&scene->reading);
}

static void
scene_forget(struct scene *scene)
{
	for (size_t i = 0; i < scene->event_count; i++)
		event_done(&scene->events[i]);
	scene->event_count = 0;
}

void
scene_close(struct scene *scene)
{
	scene_forget(scene);
	filing_done(&scene->filing);
	reading_done(&scene->reading);
	db_close(scene->db);
}

/* The item that a filing refers to. */
static int64_t
scene_item(struct scene *scene, const char *id)
{
	struct err err = ERR_NONE;
	struct db_stmt *stmt = db_prepare(scene->db,
	    "INSERT INTO item (source, key, state, digest, title,"
	    " published_raw, published, precision, first_seen)"
	    " VALUES ('page', ?, 'pending', '', '', '', 0, 'minute', 0)"
	    " ON CONFLICT (source, key) DO UPDATE SET state = 'pending'"
	    " RETURNING id");

	db_bind_text(stmt, 1, id);
	assert_int_equal(db_step(stmt, &err), 1);
	int64_t row = db_int(stmt, 0);
	db_reset(stmt);
	return row;
}

void
scene_begin(
    struct scene *scene, const char *id, const char *day, enum form form)
{
	filing_done(&scene->filing);
	reading_done(&scene->reading);
	scene->filing.item = scene_item(scene, id);
	mem_set(&scene->filing.source, "page");
	mem_set(&scene->filing.source_id, id);
	mem_set(&scene->filing.title, id);
	mem_set(&scene->filing.sha256, id);
	mem_set(&scene->filing.listing, "XSHG:603138");
	mem_set(&scene->filing.issuer_name, "海量数据");
	mem_set(&scene->filing.published_raw, day);
	scene->filing.published = wall_at(day) + DAY_MS / 2;
	scene->filing.precision = PRECISION_MINUTE;
	scene->filing.first_seen = scene->now;
	scene->reading.form = form;
	scene->reading.by_issuer = form != FORM_ESTIMATE;
	scene->reading.readable = true;
	scene->reading.text_len = 1000;
}

void
scene_forecast(struct scene *scene, const char *id, const char *day,
    enum form form, const char *range)
{
	scene_begin(scene, id, day, form);
	scene->reading.period = period_named("FY2024");
	(void)say(
	    &scene->reading, ROLE_FORECAST, METRIC_NI_ATTR, "FY2024", range);
	(void)say(&scene->reading, ROLE_PRIOR_YEAR, METRIC_NI_ATTR, "FY2023",
	    "20000000");
}

static void
scene_on_event(struct event *event, void *arg)
{
	struct scene *scene = arg;
	struct event *copy = &scene->events[scene->event_count++];
	struct buf buf;

	assert_true(scene->event_count <= SCENE_EVENTS);
	/* Through the codec, as the store does it. */
	buf_init(&buf, MIB);
	event_put(&buf, event);
	assert_false(wire_put_failed(&buf));
	struct wire wire = wire_init(buf.data, buf.len);
	event_get(&wire, copy);
	assert_int_equal(wire_get_end(&wire), 0);
	buf_done(&buf);
}

static struct ledger
scene_ledger(struct scene *scene)
{
	return (struct ledger){.db = scene->db,
	    .now = scene->now,
	    .quiet = scene->quiet,
	    .fn = scene_on_event,
	    .arg = scene};
}

void
scene_decide(struct scene *scene)
{
	struct err err = ERR_NONE;

	scene_forget(scene);
	struct ledger ledger = scene_ledger(scene);
	int r = ledger_decide(&ledger, &scene->filing, &scene->reading, &err);
	assert_string_equal(err.text, "");
	assert_int_equal(r, 0);
	assert_int_equal(db_commit(scene->db, &err), 0);
}

void
scene_tell(struct scene *scene, const char *id, const char *day, enum form form,
    const char *range)
{
	scene_forecast(scene, id, day, form, range);
	scene_decide(scene);
}

void
scene_withdraw(struct scene *scene, const char *id)
{
	struct err err = ERR_NONE;

	scene_forget(scene);
	struct ledger ledger = scene_ledger(scene);
	assert_int_equal(ledger_withdraw(&ledger, "page", id, &err), 0);
}

const char *
scene_told(const struct scene *scene)
{
	static char text[1024];

	text[0] = '\0';
	for (size_t i = 0; i < scene->event_count; i++) {
		size_t n = strlen(text);
		(void)snprintf(text + n, sizeof(text) - n, "%s%s",
		    n > 0 ? " " : "",
		    vocab_word(VOCAB_EVENTS, (int)scene->events[i].type));
	}
	return text;
}

const struct event *
scene_event(const struct scene *scene)
{
	assert_true(scene->event_count > 0);
	return &scene->events[0];
}

const struct change *
scene_change(const struct event *event, enum metric metric, enum axis axis)
{
	for (size_t i = 0; i < event->verdict.change_count; i++) {
		const struct change *change = &event->verdict.changes[i];
		if (change->metric == metric && change->axis == axis)
			return change;
	}
	fail_msg("no change of %s on the axis %s",
	    vocab_word(VOCAB_METRICS, (int)metric),
	    vocab_word(VOCAB_AXES, (int)axis));
	return NULL;
}

bool
scene_has_reason(const struct event *event, const char *id)
{
	for (size_t i = 0; i < event->verdict.reason_count; i++) {
		if (strcmp(event->verdict.reasons[i].id, id) == 0)
			return true;
	}
	return false;
}
