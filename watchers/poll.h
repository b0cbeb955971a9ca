/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The course of one poll over its pages: what was got, whether to go on, and
 * what the poll amounts to. Also what is remembered of each page between
 * polls, so that one whose bytes are the same is not read again. Pure.
 */
#ifndef WATCHERS_POLL_H
#define WATCHERS_POLL_H

#include "lib/base/digest.h"
#include "watchers/definition_parts.h"
#include "watchers/judge.h"
#include "watchers/key_set.h"
#include "watchers/watcher.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct list_answer;

/* What the last good body of a request said, by its place in the poll. */
struct page_memory {
	bool known;
	uint8_t sha256[SHA256_LEN];
	int64_t total; /* as struct list_answer */
	int more;
	uint32_t faulty;
	uint32_t left_out; /* by the definition, but rows all the same */
	uint32_t collapsed; /* into an item before them, likewise */
	bool ordered; /* rows by falling time of publication */
	int64_t newest, oldest; /* of its items, published */
	size_t key_count;
	uint64_t *keys; /* key_set_hash of its items */
	char *etag, *modified; /* validators, verbatim; NULL */
	uint8_t request[SHA256_LEN]; /* digest of what they belong to */
};

enum poll_next { POLL_PAGE, POLL_END };

/* A stretch of nominal days that is asked for by itself. */
struct poll_range {
	int64_t from, to; /* midnights, wall ms, both included */
};

/* What a definition says of the course of a poll. */
struct poll_plan {
	int page_cap; /* of a list */
	int page_size;
	bool paged; /* the request depends on the page */
	unsigned until; /* UNTIL_* */
	int split_over; /* more rows in a range: ask in halves; 0: never */
	int list_count; /* of the matrix, 1 at least */
	bool daily; /* each day of the window is asked for by itself */
};

struct poll {
	/* of the source */
	struct poll_plan plan;
	struct key_set keys;
	size_t page_count;
	struct page_memory *pages; /* by place */
	/* of this poll */
	bool narrow; /* a page that brings nothing new ends its list */
	int64_t started; /* wall ms */
	struct poll_range window;
	size_t place; /* of the request within the poll */
	int list; /* of the matrix */
	int range_count; /* of this list */
	struct poll_range *ranges; /* NULL at rest */
	int range;
	int index; /* of the page in its range, from 0 */
	int64_t rows; /* of the range */
	int64_t distinct; /* of these, not shown by a page before */
	int64_t missed; /* rows of the range that bad pages may have held */
	int64_t total; /* of it, by the newest page that said; -1: unknown */
	int64_t first_total; /* as the first page of the range said */
	int repeats; /* pages in a row without a new key */
	int bad_pages; /* in a row */
	int64_t fresh_items; /* that the current page brought to the store */
	bool listed; /* this list had a page with rows */
	bool unordered; /* and they are not by falling time of publication */
	int64_t oldest; /* published, of its last page with rows */
	int64_t covered; /* all lists show what was published after that;
			    INT64_MAX: that cannot be said */
	bool behind; /* narrow, and the cap came before anything known */
	struct judgement verdict; /* the first thing that went wrong */
	char *gap; /* rows out of reach; NULL: none */
	struct watcher_counts counts;
};

void poll_init(struct poll *poll, const struct poll_plan *plan);
void poll_done(struct poll *poll);

/* Starts over at the first page of the first list; memory of pages stays. */
void poll_begin(
    struct poll *poll, const struct poll_range *window, int64_t now);
/* Frees what only a poll on its way needs; its counts and verdict stay. */
void poll_rest(struct poll *poll);
/* The days that the current request is about. */
struct poll_range poll_range(const struct poll *poll);

/* Rows of the range so far, with those that bad pages may have held. */
int64_t poll_rows(const struct poll *poll);

/* True when the body's digest is that of the request's last good body. */
bool poll_is_unchanged(
    const struct poll *poll, const uint8_t sha256[SHA256_LEN]);
/*
 * Remembers the current page's answer (after it was good). Its keys tell it
 * from others; its validators are set by poll_validate.
 */
void poll_remember(struct poll *poll, const uint8_t sha256[SHA256_LEN],
    const struct list_answer *answer);
/* Forgets the current page: what it said did not become durable. */
void poll_forget(struct poll *poll);
/* The current request's memory, or NULL: it has none. Borrowed. */
struct page_memory *poll_memory(struct poll *poll);

/*
 * The current page was good (and is remembered). Counts it and moves on, to
 * the next page, range or list; POLL_END after the last.
 */
enum poll_next poll_good_page(struct poll *poll);
/*
 * The current page was bad: the poll is not complete. Goes on with the next
 * page when this one alone may be bad (the total says that there is more),
 * else with the next list, but for what is final.
 */
enum poll_next poll_bad_page(
    struct poll *poll, const struct judgement *judgement);
/* Status 404 where that ends a list: its page does not exist. */
enum poll_next poll_no_page(struct poll *poll);

#endif
