/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The course of one poll over its pages: what was got, whether to go on, and
 * what the poll amounts to. Also what is remembered of each page between
 * polls, so that one whose bytes are the same is not read again. Pure.
 */
#ifndef WATCHERS_POLL_H
#define WATCHERS_POLL_H

#include "lib/base/digest.h"
#include "watchers/judge.h"
#include "watchers/key_set.h"
#include "watchers/watcher.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct list_answer;

/* What a page's last good body said. */
struct page_memory {
	bool known;
	uint8_t sha256[SHA256_LEN];
	int64_t total; /* as struct list_answer */
	int more;
	uint32_t faulty;
	size_t key_count;
	uint64_t *keys; /* key_set_hash of its items */
};

enum poll_next { POLL_PAGE, POLL_END };

struct poll {
	/* of the source */
	int page_cap;
	int page_size;
	bool paged; /* the request depends on the page */
	struct key_set keys;
	size_t page_count;
	struct page_memory *pages; /* by index from 0 */
	/* of this poll */
	int index; /* of the page, from 0 */
	int64_t started; /* wall ms */
	int64_t missed; /* rows that bad pages may have held */
	int64_t total; /* by the newest page that said; -1: unknown */
	int repeats; /* pages in a row without a new key */
	int bad_pages; /* in a row */
	struct judgement verdict; /* the first thing that went wrong */
	char gap[JUDGE_WHY_MAX]; /* rows out of reach; "": none */
	struct watcher_counts counts;
};

void poll_init(struct poll *poll, int page_cap, int page_size, bool paged);
void poll_done(struct poll *poll);

/* Starts over at the first page; memory of pages stays. */
void poll_begin(struct poll *poll, int64_t now);

/* Rows got, with those that bad pages may have held. */
int64_t poll_rows(const struct poll *poll);

/* True when the body's digest is that of the page's last good body. */
bool poll_is_unchanged(
    const struct poll *poll, const uint8_t sha256[SHA256_LEN]);
/* Remembers the current page's answer (after it was good). */
void poll_remember(struct poll *poll, const uint8_t sha256[SHA256_LEN],
    const struct list_answer *answer);
/* Forgets the current page: what it said did not become durable. */
void poll_forget(struct poll *poll);

/*
 * The current page was good (and is remembered). Counts it and moves on:
 * POLL_END when it was empty, said that there is no more, the rows reach the
 * total, nothing on it was new to this poll, or the cap is reached.
 */
enum poll_next poll_good_page(struct poll *poll);
/*
 * The current page was bad: the poll is not complete. Goes on with the next
 * page when this one alone may be bad: the total says that there is more.
 */
enum poll_next poll_bad_page(
    struct poll *poll, const struct judgement *judgement);

#endif
