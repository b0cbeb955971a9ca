/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The request before a list, and the cookies that are kept for it. Private to
 * watchers/, a part of the state polling.
 */
#ifndef WATCHERS_MACHINE_PRELUDE_H
#define WATCHERS_MACHINE_PRELUDE_H

#include <stdbool.h>

struct http_response;
struct judgement;
struct machine_wait;
struct request;
struct watcher;

/* What machine_page.c lends: an operation begins; it ends with its watcher, NULL
 * when that let go of it; the page at hand is bad. */
struct machine_wait *machine_wait_new(struct watcher *watcher);
struct watcher *machine_wait_over(struct machine_wait *wait);
void machine_bad_page(
    struct watcher *watcher, const struct judgement *judgement);

/* The prelude is to be made before the next page. */
bool machine_wants_prelude(const struct watcher *watcher);
/*
 * Makes it in the state polling. Then the page waits for its turn anew; when
 * it fails, the page is bad.
 */
void machine_ask_prelude(struct watcher *watcher);

/* Cookies of an answer to the list, where the definition keeps them. */
void machine_take_cookies(
    struct watcher *watcher, const struct http_response *response);
/* The cookies that there are for a request to the list. */
void machine_add_cookies(struct watcher *watcher, struct request *request);
/* Begins anew after a poll that was blocked. */
void machine_drop_cookies(
    struct watcher *watcher, const struct judgement *verdict);

#endif
