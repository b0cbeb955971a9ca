/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Comes in: the items that the reader found on a page. Goes out: rows for what
 * is new of them, and a call for each that is to be worked on. Called by
 * watchers/machine.c.
 */
#include "watchers/intake.h"

#include "lib/base/date.h"
#include "lib/base/log.h"
#include "lib/base/mem.h"
#include "watchers/backfill_rows.h"
#include "watchers/item_rows.h"
#include "watchers/key_set.h"
#include "watchers/list_answer.h"

#define HOUR_MS	     INT64_C(3600000)
/* Fewer revised at once are news, not a list that changed its dates. */
#define REDATED_ROWS 10

bool
intake_is_redated(int64_t revised, int64_t rows)
{
	return revised >= REDATED_ROWS && revised * 2 >= rows;
}

/* Dated more than a day before now; of a mere day, before its end. */
static bool
intake_is_backdated(const struct item *item, int64_t now)
{
	int64_t end = item->published + DAY_MS;

	if (item->precision == PRECISION_NONE)
		return false;
	if (item->precision == PRECISION_DAY ||
	    item->precision == PRECISION_NOMINAL)
		end += DAY_MS;
	return end < now;
}

/*
 * What becomes of a new item: told, told late, or kept as the baseline, which
 * figures enter the ledger with all the same.
 */
static struct item_times
intake_times(const struct intake *intake, const struct intake_page *page,
    const struct item *item)
{
	struct item_times times = {.first_seen = page->now, .pending = true};

	if (page->baseline) {
		times.late = page->late;
		times.backdated =
		    !page->late && intake_is_backdated(item, page->now);
		return times;
	}
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

/*
 * Is it to be worked on (again)? Of what nobody was told, only other words are
 * news, no other date; figures that swing are not decided for ever.
 */
static bool
intake_is_wanted(const struct item *item, const struct item_added *added,
    const struct item_times *times)
{
	switch (added->known) {
	case ITEM_NEW:
		return times->pending;
	case ITEM_REVISED:
		if (item->fact_count > 0)
			return added->fresh && !added->baseline;
		return !added->baseline || added->content;
	case ITEM_RETURNED:
		return !added->baseline;
	case ITEM_SAME:
		break;
	}
	return false;
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
		if (times->backdated)
			log_info("filing '%s/%s': backdated, it is of %s",
			    intake->source, item->key, item->published_raw);
		break;
	case ITEM_REVISED:
		counts->revised++;
		log_info("filing '%s/%s': revised, now '%s' at %s",
		    intake->source, item->key, item->title,
		    item->published_raw ? item->published_raw : "no time");
		break;
	case ITEM_RETURNED:
		counts->revised++;
		log_info("filing '%s/%s': shown again, it had been withdrawn",
		    intake->source, item->key);
		break;
	case ITEM_SAME:
		break;
	}
}

/*
 * Another row of one item, on a later page or list of the same poll: the first
 * one says what the item says, this one adds its issuers. Figures join.
 */
static bool
intake_is_met(const struct intake *intake, const struct intake_page *page,
    const struct item *item)
{
	return intake->kind == SOURCE_LIVE && page->met != NULL &&
	       key_set_has(page->met, key_set_hash(page->met, item->key));
}

static int
intake_store(const struct intake *intake, const struct intake_page *page,
    struct item *item, struct watcher_counts *counts, struct item_added *ret,
    struct err *err)
{
	struct item_times times;
	int rc;

	if (item->precision == PRECISION_NONE)
		item->published = page->now;
	times = intake_times(intake, page, item);
	if (intake_is_met(intake, page, item))
		rc = item_rows_join_issuers(
		    intake->db, intake->source, item, ret, err);
	else
		rc = item_rows_add(
		    intake->db, intake->source, item, &times, ret, err);
	if (rc < 0)
		return rc;
	item->published = ret->published;
	intake_count(intake, item, &times, ret, counts);
	if (!intake_is_wanted(item, ret, &times))
		ret->known = ITEM_SAME;
	return 0;
}

static bool
intake_is_past(const struct intake_past *past, const struct item *item)
{
	return item->published >= past->from && item->published < past->until;
}

/* One item of the past: recalled, or stored quietly when it is old enough. */
static int
intake_store_past(const struct intake *intake, int64_t now,
    const struct item *item, struct watcher_counts *counts,
    struct item_added *ret, struct err *err)
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
	ret->id = added.id;
	ret->known = ITEM_NEW;
	return 0;
}

/* Stores all; added says of each whether it is to be handed on. */
static int
intake_store_all(const struct intake *intake, const struct intake_page *page,
    struct list_answer *answer, struct item_added *added,
    struct watcher_counts *counts, struct err *err)
{
	int rc = 0;

	for (size_t i = 0; i < answer->count && rc == 0; i++) {
		struct item *item = &answer->items[i];

		if (!item->key || !*item->key || !item->title)
			counts->faulty++;
		else if (intake->past)
			rc = intake_store_past(
			    intake, page->now, item, counts, &added[i], err);
		else
			rc = intake_store(
			    intake, page, item, counts, &added[i], err);
	}
	return rc;
}

/* A known item as the store has it now, with all its figures. */
static int
intake_again(const struct intake *intake, int64_t id, struct err *err)
{
	struct item item;
	int rc = item_rows_reopen(intake->db, id, err);

	if (rc == 0)
		rc = item_rows_load(intake->db, id, &item, err);
	if (rc < 0)
		return rc;
	intake->calls->item(intake->arg, intake->source, id, &item);
	item_done(&item);
	return 0;
}

static int
intake_hand_on(const struct intake *intake, const struct list_answer *answer,
    const struct item_added *added, bool redated, struct err *err)
{
	int rc = 0;

	for (size_t i = 0; i < answer->count && rc == 0; i++) {
		if (added[i].known == ITEM_NEW)
			intake->calls->item(intake->arg, intake->source,
			    added[i].id, &answer->items[i]);
		else if (added[i].known != ITEM_SAME && !redated)
			rc = intake_again(intake, added[i].id, err);
	}
	return rc;
}

int
intake_add(const struct intake *intake, const struct intake_page *page,
    struct list_answer *answer, struct watcher_counts *counts, int64_t *newest,
    struct err *err)
{
	struct item_added *added = mem_array(answer->count + 1, sizeof(*added));
	int64_t revised = counts->revised;
	int rc;

	for (size_t i = 0; i < answer->count; i++)
		added[i].known = ITEM_SAME;
	rc = intake_store_all(intake, page, answer, added, counts, err);
	revised = counts->revised - revised;
	if (rc == 0)
		rc = intake_hand_on(intake, answer, added,
		    intake_is_redated(revised, (int64_t)answer->count), err);
	for (size_t i = 0; i < answer->count && rc == 0; i++)
		if (answer->items[i].published > *newest)
			*newest = answer->items[i].published;
	mem_free(added);
	return rc;
}
