/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Comes in: what each page of a poll held, or why it was bad. Goes out: the
 * next page to ask for, or the end and what the poll amounts to. Pure; called
 * by watchers/watcher.c.
 */
#include "watchers/poll.h"

#include "lib/base/mem.h"
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
poll_init(struct poll *poll, int page_cap, int page_size, bool paged)
{
	*poll = (struct poll){
	    .page_cap = page_cap, .page_size = page_size, .paged = paged};
	key_set_init(&poll->keys);
}

void
poll_done(struct poll *poll)
{
	size_t i;

	for (i = 0; i < poll->page_count; i++)
		mem_free(poll->pages[i].keys);
	mem_free(poll->pages);
	key_set_done(&poll->keys);
}

void
poll_begin(struct poll *poll, int64_t now)
{
	key_set_clear(&poll->keys);
	poll->index = 0;
	poll->started = now;
	poll->missed = 0;
	poll->total = -1;
	poll->repeats = 0;
	poll->bad_pages = 0;
	poll->verdict = judge_ok();
	poll->gap[0] = '\0';
	poll->counts = (struct watcher_counts){0};
}

int64_t
poll_rows(const struct poll *poll)
{
	return poll->counts.rows + poll->missed;
}

bool
poll_is_unchanged(const struct poll *poll, const uint8_t sha256[SHA256_LEN])
{
	const struct page_memory *page;

	if ((size_t)poll->index >= poll->page_count)
		return false;
	page = &poll->pages[poll->index];
	return page->known && memcmp(page->sha256, sha256, SHA256_LEN) == 0;
}

void
poll_forget(struct poll *poll)
{
	struct page_memory *page;

	if ((size_t)poll->index >= poll->page_count)
		return;
	page = &poll->pages[poll->index];
	mem_free(page->keys);
	*page = (struct page_memory){0};
}

void
poll_remember(struct poll *poll, const uint8_t sha256[SHA256_LEN],
    const struct list_answer *answer)
{
	struct page_memory *page;
	size_t i;

	if ((size_t)poll->index >= poll->page_count) {
		poll->pages = mem_resize(
		    poll->pages, (size_t)poll->index + 1, sizeof(*poll->pages));
		while (poll->page_count <= (size_t)poll->index)
			poll->pages[poll->page_count++] =
			    (struct page_memory){0};
	}
	poll_forget(poll);
	page = &poll->pages[poll->index];
	page->known = true;
	memcpy(page->sha256, sha256, SHA256_LEN);
	page->total = answer->total;
	page->more = answer->more;
	page->faulty = answer->faulty;
	page->key_count = answer->count;
	page->keys = mem_array(answer->count + 1, sizeof(*page->keys));
	for (i = 0; i < answer->count; i++)
		page->keys[i] = key_set_hash(&poll->keys, answer->items[i].key);
}

static void
poll_note_gap(struct poll *poll, const char *why)
{
	if (poll->total >= 0)
		(void)snprintf(poll->gap, sizeof(poll->gap),
		    "%s after %d pages with %lld of %lld rows", why,
		    poll->counts.pages, (long long)poll->counts.rows,
		    (long long)poll->total);
	else
		(void)snprintf(poll->gap, sizeof(poll->gap),
		    "%s after %d pages with %lld rows", why, poll->counts.pages,
		    (long long)poll->counts.rows);
}

static enum poll_next
poll_turn_page(struct poll *poll)
{
	if (!poll->paged)
		return POLL_END;
	if (poll->index + 1 >= poll->page_cap) {
		poll_note_gap(poll, "the page cap is reached");
		return POLL_END;
	}
	poll->index++;
	return POLL_PAGE;
}

static size_t
poll_count_fresh(struct poll *poll, const struct page_memory *page)
{
	size_t i, fresh = 0;

	for (i = 0; i < page->key_count; i++)
		if (key_set_add(&poll->keys, page->keys[i]))
			fresh++;
	return fresh;
}

enum poll_next
poll_good_page(struct poll *poll)
{
	const struct page_memory *page = &poll->pages[poll->index];
	int64_t rows = (int64_t)page->key_count + page->faulty;
	bool fresh = poll_count_fresh(poll, page) > 0 || page->faulty > 0;

	poll->bad_pages = 0;
	poll->counts.pages++;
	poll->counts.rows += rows;
	poll->counts.faulty += page->faulty;
	poll->repeats = fresh ? 0 : poll->repeats + 1;
	if (page->total >= 0)
		poll->total = page->total;
	if (rows == 0 || page->more == 0)
		return POLL_END;
	if (poll->total >= 0 && poll_rows(poll) >= poll->total)
		return POLL_END;
	if (poll->repeats > 0 && poll->total < 0)
		return POLL_END;
	if (poll->repeats >= POLL_REPEATS) {
		poll_note_gap(poll, "the list repeats itself");
		return POLL_END;
	}
	return poll_turn_page(poll);
}

enum poll_next
poll_bad_page(struct poll *poll, const struct judgement *judgement)
{
	if (poll->verdict.state == HEALTH_OK)
		poll->verdict = *judgement;
	poll->counts.pages++;
	poll->bad_pages++;
	if (judgement->final || poll->bad_pages >= POLL_BAD_PAGES)
		return POLL_END;
	poll->missed += poll->page_size;
	if (poll_rows(poll) >= poll->total)
		return POLL_END;
	return poll_turn_page(poll);
}
