/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * An issuer's filings one after the other through ledger_decide, on a store in
 * memory, with the events that they make.
 */
#ifndef TESTS_UNIT_LEDGER_SCENE_H
#define TESTS_UNIT_LEDGER_SCENE_H

#include "ledger/ledger.h"
#include "lib/store/db.h"

#define SCENE_EVENTS 64

struct scene {
	struct db *db;
	struct filing filing; /* the next one */
	struct reading reading; /* and what it says */
	bool quiet;
	int64_t now;
	size_t event_count; /* of the last filing */
	struct event events[SCENE_EVENTS];
};

void scene_open(struct scene *scene);
void scene_close(struct scene *scene);

/*
 * Begins a readable filing of the issuer XSHG:603138, published at noon of the
 * day by source "page" under the id; its title is its id.
 */
void scene_begin(
    struct scene *scene, const char *id, const char *day, enum form form);
/* And says in it a forecast of FY2024's ni_attr after a profit of 20 m. */
void scene_forecast(struct scene *scene, const char *id, const char *day,
    enum form form, const char *range);
/* Decides it; the events are in scene->events until the next. */
void scene_decide(struct scene *scene);
/* Begins such a forecast and decides it. */
void scene_tell(struct scene *scene, const char *id, const char *day,
    enum form form, const char *range);
void scene_withdraw(struct scene *scene, const char *id);

/* The events' types joined by " ", "" for none; returns a static buffer. */
const char *scene_told(const struct scene *scene);
/* The first event; fails the test when there is none. */
const struct event *scene_event(const struct scene *scene);
/* The change of ni_attr on an axis in an event; fails when there is none. */
const struct change *scene_change(
    const struct event *event, enum metric metric, enum axis axis);
bool scene_has_reason(const struct event *event, const char *id);

#endif
