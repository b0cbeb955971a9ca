/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Comes in: what each page of a poll held, or why it was bad. Goes out: the
 * next page to ask for, or the end and what the poll amounts to. Pure; called
 * by the machine.
 */
#include "watchers/poll.h"

#include "lib/base/date.h"
#include "lib/base/mem.h"
#include "lib/base/utf8.h"
#include "watchers/definition_parts.h"
#include "watchers/list_answer.h"

#include <stdio.h>
#include <string.h>

/*
 * While a list is paged, new rows push old ones down: a burst of a page's size
 * makes the next page look the same once. Three in a row is a list that
 * repeats itself.
 */
#define POLL_REPEATS   3
#define POLL_BAD_PAGES 2

void
poll_init(struct poll *poll, const struct poll_plan *plan)
{
	*poll = (struct poll){.plan = *plan};
	key_set_init(&poll->keys);
}

static void
poll_memory_done(struct page_memory *page)
{
	mem_free(page->keys);
	mem_free(page->etag);
	mem_free(page->modified);
	*page = (struct page_memory){0};
}

void
poll_done(struct poll *poll)
{
	for (size_t i = 0; i < poll->page_count; i++)
		poll_memory_done(&poll->pages[i]);
	mem_free(poll->pages);
	mem_free(poll->gap);
	poll_rest(poll);
}

void
poll_rest(struct poll *poll)
{
	mem_free(poll->ranges);
	poll->ranges = NULL;
	key_set_clear(&poll->keys);
}

/* At the first page of a range. */
static void
poll_begin_range(struct poll *poll)
{
	poll->index = 0;
	poll->rows = 0;
	poll->distinct = 0;
	poll->missed = 0;
	poll->total = -1;
	poll->first_total = -1;
	poll->repeats = 0;
	poll->bad_pages = 0;
}

static int64_t
poll_days(const struct poll_range *range)
{
	return (range->to - range->from + DAY_MS / 2) / DAY_MS + 1;
}

static void
poll_make_ranges(struct poll *poll, int count)
{
	poll->ranges =
	    mem_resize(poll->ranges, (size_t)count, sizeof(*poll->ranges));
	poll->range_count = count;
}

/* The days of the window, the newest first. */
static void
poll_begin_days(struct poll *poll)
{
	int64_t days = poll_days(&poll->window);

	poll_make_ranges(poll, days < POLL_RANGES ? (int)days : POLL_RANGES);
	for (int i = 0; i < poll->range_count; i++) {
		int64_t day = poll->window.to - i * DAY_MS;
		poll->ranges[i] = (struct poll_range){day, day};
	}
}

static void
poll_begin_list(struct poll *poll)
{
	poll_make_ranges(poll, 1);
	poll->ranges[0] = poll->window;
	if (poll->plan.daily)
		poll_begin_days(poll);
	poll->range = 0;
	poll->listed = poll->unordered = false;
	poll_begin_range(poll);
}

void
poll_begin(struct poll *poll, const struct poll_range *window, int64_t now)
{
	poll_rest(poll);
	poll->started = now;
	poll->window = *window;
	poll->place = 0;
	poll->list = 0;
	poll->fresh_items = 0;
	poll->behind = false;
	poll->covered = INT64_MIN;
	poll->verdict = judge_ok();
	mem_set(&poll->gap, NULL);
	poll->counts = (struct watcher_counts){0};
	poll_begin_list(poll);
}

struct poll_range
poll_range(const struct poll *poll)
{
	return poll->ranges[poll->range];
}

int64_t
poll_rows(const struct poll *poll)
{
	return poll->rows + poll->missed;
}

struct page_memory *
poll_memory(struct poll *poll)
{
	if (poll->place >= poll->page_count || !poll->pages[poll->place].known)
		return NULL;
	return &poll->pages[poll->place];
}

bool
poll_is_unchanged(const struct poll *poll, const uint8_t sha256[SHA256_LEN])
{
	const struct page_memory *page;

	if (poll->place >= poll->page_count)
		return false;
	page = &poll->pages[poll->place];
	return page->known && memcmp(page->sha256, sha256, SHA256_LEN) == 0;
}

void
poll_forget(struct poll *poll)
{
	if (poll->place < poll->page_count)
		poll_memory_done(&poll->pages[poll->place]);
}

/* Items by falling time? Also the times of the first and the last. */
static void
poll_note_times(struct page_memory *page, const struct list_answer *answer)
{
	page->ordered = true;
	page->newest = page->oldest = 0;
	for (size_t i = 0; i < answer->count; i++) {
		const struct item *item = &answer->items[i];

		if (i == 0)
			page->newest = page->oldest = item->published;
		if (item->precision == PRECISION_NONE ||
		    item->published > page->oldest)
			page->ordered = false;
		page->oldest = item->published;
	}
}

void
poll_remember(struct poll *poll, const uint8_t sha256[SHA256_LEN],
    const struct list_answer *answer)
{
	struct page_memory *page;

	if (poll->place >= poll->page_count) {
		poll->pages = mem_resize(
		    poll->pages, poll->place + 1, sizeof(*poll->pages));
		while (poll->page_count <= poll->place)
			poll->pages[poll->page_count++] =
			    (struct page_memory){0};
	}
	poll_forget(poll);
	page = &poll->pages[poll->place];
	page->known = true;
	memcpy(page->sha256, sha256, SHA256_LEN);
	page->total = answer->total;
	page->more = answer->more;
	page->faulty = answer->faulty;
	page->left_out = answer->left_out;
	page->collapsed = answer->collapsed;
	poll_note_times(page, answer);
	page->key_count = answer->count;
	page->keys = mem_array(answer->count + 1, sizeof(*page->keys));
	for (size_t i = 0; i < answer->count; i++)
		page->keys[i] = key_set_hash(&poll->keys, answer->items[i].key);
}

static void
poll_note_gap(struct poll *poll, const char *why)
{
	if (poll->gap != NULL)
		return;
	if (poll->total >= 0)
		mem_replace(&poll->gap,
		    mem_printf("%s after %d pages with %lld of %lld rows", why,
			poll->index + 1, (long long)poll->rows,
			(long long)poll->total));
	else
		mem_replace(&poll->gap,
		    mem_printf("%s after %d pages with %lld rows", why,
			poll->index + 1, (long long)poll->rows));
}

/* How far back the list goes, as long as its rows are in order of time. */
static void
poll_reach_back(struct poll *poll, const struct page_memory *page)
{
	bool first = !poll->listed;

	if (page->key_count == 0)
		return;
	poll->listed = true;
	if (!page->ordered || (!first && page->newest > poll->oldest))
		poll->unordered = true;
	poll->oldest = page->oldest;
}

/* The request after the current one is the first of a range, list or none. */
static enum poll_next
poll_end_list(struct poll *poll)
{
	if (poll->unordered || !poll->listed)
		poll->covered = INT64_MAX;
	else if (poll->oldest > poll->covered)
		poll->covered = poll->oldest;
	poll->place++;
	if (++poll->list >= poll->plan.list_count)
		return POLL_END;
	poll_begin_list(poll);
	return POLL_PAGE;
}

static enum poll_next
poll_end_range(struct poll *poll)
{
	if (poll->range + 1 >= poll->range_count)
		return poll_end_list(poll);
	poll->place++;
	poll->range++;
	poll_begin_range(poll);
	return POLL_PAGE;
}

static enum poll_next
poll_turn_page(struct poll *poll)
{
	if (!poll->plan.paged)
		return poll_end_range(poll);
	if (poll->index + 1 >= poll->plan.page_cap) {
		/* a sweep comes after a narrow poll that fell behind */
		if (poll->narrow)
			poll->behind = true;
		else
			poll_note_gap(poll, "the page cap is reached");
		return poll_end_range(poll);
	}
	poll->place++;
	poll->index++;
	return POLL_PAGE;
}

/* Too many rows for one range: asks for its halves instead. */
static bool
poll_split(struct poll *poll)
{
	struct poll_range whole = poll->ranges[poll->range], *range;
	int64_t days = poll_days(&whole);
	int after = poll->range_count - poll->range - 1;

	if (poll->plan.split_over <= 0 || poll->index > 0 || poll->narrow ||
	    poll->total <= poll->plan.split_over || days < 2 ||
	    poll->range_count >= POLL_RANGES)
		return false;
	int64_t middle = whole.from + days / 2 * DAY_MS;
	poll_make_ranges(poll, poll->range_count + 1);
	range = &poll->ranges[poll->range];
	memmove(range + 2, range + 1, (size_t)after * sizeof(*range));
	range[0].to = middle - DAY_MS;
	range[1] = (struct poll_range){middle, whole.to};
	poll->place++;
	poll_begin_range(poll);
	return true;
}

static int64_t
poll_page_rows(const struct page_memory *page)
{
	return (int64_t)page->key_count + page->faulty + page->left_out +
	       page->collapsed;
}

static size_t
poll_count_fresh(struct poll *poll, const struct page_memory *page)
{
	size_t fresh = 0;

	for (size_t i = 0; i < page->key_count; i++)
		if (key_set_add(&poll->keys, page->keys[i]))
			fresh++;
	return fresh;
}

/*
 * Full pages so far showed fewer than the total counts, since they repeat rows
 * of those before them: others stand behind. Rows that came in front meanwhile
 * are the next poll's.
 */
static bool
poll_is_short_of_total(const struct poll *poll, int64_t rows)
{
	return poll->distinct + poll->missed < poll->first_total &&
	       rows >= poll->plan.page_size && poll->repeats == 0;
}

/* All rows were shown; a page that says that there are more knows better. */
static bool
poll_is_total(
    const struct poll *poll, const struct page_memory *page, int64_t rows)
{
	if (poll_rows(poll) < poll->total ||
	    ((poll->plan.until & UNTIL_MORE) && page->more == 1))
		return false;
	return !poll_is_short_of_total(poll, rows);
}

/* What the definition says of the end of a list holds of this page. */
static bool
poll_is_last(const struct poll *poll, const struct page_memory *page)
{
	const struct poll_plan *plan = &poll->plan;
	int64_t rows = poll_page_rows(page);

	if (rows == 0 || ((plan->until & UNTIL_MORE) && page->more == 0 &&
			     !poll_is_short_of_total(poll, rows)))
		return true;
	if ((plan->until & UNTIL_SHORT) && rows < plan->page_size)
		return true;
	if (poll->total >= 0)
		return (plan->until & UNTIL_TOTAL) &&
		       poll_is_total(poll, page, rows);
	return (plan->until & UNTIL_REPEAT) && poll->repeats > 0;
}

enum poll_next
poll_good_page(struct poll *poll)
{
	const struct page_memory *page = &poll->pages[poll->place];
	int64_t rows = poll_page_rows(page);
	int64_t keys = (int64_t)poll_count_fresh(poll, page);
	bool fresh = keys > 0 || page->faulty > 0 || page->left_out > 0;
	bool brought = poll->fresh_items > 0;

	poll->fresh_items = 0;
	poll->bad_pages = 0;
	poll->counts.pages++;
	poll->counts.rows += rows;
	poll->counts.faulty += page->faulty;
	poll->rows += rows;
	poll->distinct += rows - (int64_t)page->key_count + keys;
	poll->repeats = fresh ? 0 : poll->repeats + 1;
	if (page->total >= 0)
		poll->total = page->total;
	if (poll->first_total < 0)
		poll->first_total = poll->total;
	poll_reach_back(poll, page);
	if (poll_is_last(poll, page))
		return poll_end_range(poll);
	if (poll->narrow && !brought)
		return poll_end_list(poll);
	if (poll_split(poll))
		return POLL_PAGE;
	if (poll->repeats >= POLL_REPEATS) {
		poll_note_gap(poll, "the list repeats itself");
		return poll_end_range(poll);
	}
	return poll_turn_page(poll);
}

enum poll_next
poll_bad_page(struct poll *poll, const struct judgement *judgement)
{
	if (poll->verdict.state == HEALTH_OK ||
	    (poll->verdict.later && !judgement->later))
		poll->verdict = *judgement;
	/* it may quote what came, and it may be cut: it goes into JSON */
	utf8_mend(poll->verdict.why);
	poll->counts.pages++;
	poll->bad_pages++;
	poll->fresh_items = 0;
	if (judgement->final)
		return POLL_END;
	poll->missed += poll->plan.page_size;
	if (poll->bad_pages >= POLL_BAD_PAGES || poll_rows(poll) >= poll->total)
		return poll_end_list(poll);
	return poll_turn_page(poll);
}

enum poll_next
poll_no_page(struct poll *poll)
{
	poll->counts.pages++;
	return poll_end_range(poll);
}
