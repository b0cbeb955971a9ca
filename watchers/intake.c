/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Comes in: the items that the reader found on a page. Goes out: rows for the
 * new ones, and a call for each that is to be worked on. Called by
 * watchers/machine.c.
 */
#include "watchers/intake.h"

#include "lib/base/log.h"
#include "watchers/backfill_rows.h"
#include "watchers/item_rows.h"
#include "watchers/list_answer.h"

#define HOUR_MS INT64_C(3600000)

/*
 * What becomes of a new item: told, told late, or kept as the baseline, which
 * figures enter the ledger with all the same.
 */
static struct item_times
intake_times(const struct intake *intake, const struct intake_page *page,
    const struct item *item)
{
	struct item_times times = {.first_seen = page->now, .pending = true};

	if (page->baseline)
		return times;
	times.late = true;
	switch (intake->catch_up) {
	case CATCH_UP_ALL:
		return times;
	case CATCH_UP_HOURS:
		if (item->published >=
		    page->now - intake->catch_up_hours * HOUR_MS)
			return times;
		break;
	case CATCH_UP_NONE:
		break;
	}
	times.late = false;
	times.pending = times.quiet = intake->kind != SOURCE_LIVE;
	return times;
}

static void
intake_count(const struct intake *intake, const struct item *item,
    const struct item_times *times, const struct item_added *added,
    struct watcher_counts *counts)
{
	switch (added->known) {
	case ITEM_NEW:
		if (times->pending)
			counts->new_items++;
		else
			counts->baseline++;
		break;
	case ITEM_REVISED:
		counts->revised++;
		log_debug("filing '%s/%s': revised, now '%s' at %s",
		    intake->source, item->key, item->title,
		    item->published_raw ? item->published_raw : "no time");
		break;
	case ITEM_SAME:
		break;
	}
}

/* An item with more figures than when it was handed on before. */
static int
intake_again(const struct intake *intake, int64_t id, struct err *err)
{
	struct item item;
	int rc = item_rows_load(intake->db, id, &item, err);

	if (rc < 0)
		return rc;
	intake->calls->item(intake->arg, intake->source, id, &item);
	item_done(&item);
	return 0;
}

static bool
intake_is_past(const struct intake_past *past, const struct item *item)
{
	return item->published >= past->from && item->published < past->until;
}

/* One item of the past: recalled, or stored quietly when it is old enough. */
static int
intake_add_past(const struct intake *intake, int64_t now,
    const struct item *item, struct watcher_counts *counts, struct err *err)
{
	const struct item_times times = {
	    .first_seen = now, .pending = true, .quiet = true};
	struct item_added added = {.known = ITEM_SAME};
	int rc;

	if (!intake_is_past(intake->past, item))
		return 0;
	rc = backfill_rows_recall(
	    intake->db, intake->source, item->key, &added.id, err);
	if (rc == ERR_NOTFOUND) {
		if (item->published >= intake->past->live_from)
			return 0;
		rc = item_rows_add(
		    intake->db, intake->source, item, &times, &added, err);
	}
	if (rc != 0 || added.id == 0)
		return rc;
	counts->new_items++;
	intake->calls->item(intake->arg, intake->source, added.id, item);
	return 0;
}

static int
intake_add_live(const struct intake *intake, const struct intake_page *page,
    const struct item *item, struct watcher_counts *counts, struct err *err)
{
	struct item_times times = intake_times(intake, page, item);
	struct item_added added;
	int rc = item_rows_add(
	    intake->db, intake->source, item, &times, &added, err);

	if (rc < 0)
		return rc;
	intake_count(intake, item, &times, &added, counts);
	if (added.known == ITEM_NEW && times.pending)
		intake->calls->item(
		    intake->arg, intake->source, added.id, item);
	else if (added.again)
		rc = intake_again(intake, added.id, err);
	return rc;
}

int
intake_add(const struct intake *intake, const struct intake_page *page,
    const struct list_answer *answer, struct watcher_counts *counts,
    int64_t *newest, struct err *err)
{
	size_t i;
	int rc = 0;

	for (i = 0; i < answer->count && rc == 0; i++) {
		const struct item *item = &answer->items[i];

		if (!item->key || !*item->key || !item->title) {
			counts->faulty++;
			continue;
		}
		rc = intake->past
			 ? intake_add_past(intake, page->now, item, counts, err)
			 : intake_add_live(intake, page, item, counts, err);
		if (rc < 0)
			return rc;
		if (item->published > *newest)
			*newest = item->published;
	}
	return rc;
}
