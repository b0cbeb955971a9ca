/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The scripted exchange: a small HTTP server on loopback that plays a tape on
 * the loop's clock. A tape says from when on an announcement, a page or a
 * document is visible, and when the exchange misbehaves. The list of
 * announcements is rendered as cninfo does it (POST
 * /new/hisAnnouncement/query: order, paging, floored totalpages, null list);
 * everything else is served by path.
 *
 * With a held clock it shares the loop of the daemon under test; an answer
 * that waits on purpose (hang, slow) does not count as work in flight, so time
 * goes on and deadlines fire. filingd-exchange runs it as a process.
 */
#ifndef TESTS_LIB_EXCHANGE_H
#define TESTS_LIB_EXCHANGE_H

#include "lib/base/buf.h"
#include "lib/base/err.h"

#include <stddef.h>
#include <stdint.h>

struct exchange;
struct loop;

/* One row of the list. Strings are copied; NULL where cninfo prints null. */
struct exchange_filing {
	int64_t visible; /* wall ms from which the list shows it */
	int64_t hidden; /* from which it no longer does; 0: never */
	int64_t time; /* announcementTime as printed, ms */
	const char *id; /* announcementId */
	const char *code;
	const char *name;
	const char *org;
	const char *title;
	const char *type; /* announcementType */
	const char *path; /* adjunctUrl, "finalpage/2026-01-21/1.PDF" */
};

/* X(name, word): what can go wrong; the words are those of tapes. */
#define EXCHANGE_FAULTS(X)                                                     \
	X(EXCHANGE_STATUS, "status") /* value: the status */                   \
	X(EXCHANGE_RETRY_AFTER, "retry-after") /* 429, value: seconds */       \
	X(EXCHANGE_HANG, "hang") /* takes the request, is silent */            \
	X(EXCHANGE_DROP, "drop") /* closes without an answer */                \
	X(EXCHANGE_TRUNCATED, "truncated") /* half the body, then closes */    \
	X(EXCHANGE_CUT, "cut") /* half the body as if whole */                 \
	X(EXCHANGE_HTML, "html") /* 200 and a challenge page */                \
	X(EXCHANGE_HUGE, "huge") /* value MiB of blanks */                     \
	X(EXCHANGE_SLOW, "slow") /* value bytes a second */                    \
	X(EXCHANGE_REDIRECT, "redirect") /* 302 to text */                     \
	X(EXCHANGE_EMPTY, "empty") /* no rows, total 0 */                      \
	X(EXCHANGE_NULL, "null") /* null rows, total > 0 */                    \
	X(EXCHANGE_DRIFT, "drift") /* the rows under another key */            \
	X(EXCHANGE_DEEP, "deep") /* value nested arrays */                     \
	X(EXCHANGE_GARBAGE, "garbage") /* bytes that are no text */            \
	X(EXCHANGE_REPEAT, "repeat") /* page value for each later one */       \
	X(EXCHANGE_BUSY, "busy") /* 503, value: Retry-After in seconds */      \
	X(EXCHANGE_TEXT, "text") /* 200 and text, of the list's type */        \
	X(EXCHANGE_FROZEN, "frozen") /* the list of when the fault began */    \
	X(EXCHANGE_REDATED, "redated") /* times are value ms later */          \
	X(EXCHANGE_CAPPED, "capped") /* value rows at most, also in total */   \
	X(EXCHANGE_TOTAL, "total") /* the total is value rows too high */      \
	X(EXCHANGE_OVERLAP, "overlap") /* value rows of the page before */

#define EXCHANGE_ENUM(name, word) name,
enum exchange_fault_kind {
	EXCHANGE_FAULTS(EXCHANGE_ENUM) EXCHANGE_FAULT_KINDS
};
#undef EXCHANGE_ENUM

struct exchange_fault {
	enum exchange_fault_kind kind;
	int64_t from; /* wall ms; 0: always */
	int64_t until; /* 0: for ever */
	const char *path; /* requests whose path begins so; NULL: all; copied */
	int page; /* only this page of the list; 0: all */
	int count; /* only so many requests; 0: all */
	int64_t value;
	const char *text; /* copied; NULL */
};

/* Listens on 127.0.0.1, port 0: a free one. Keeps loop. Gives. */
int exchange_new(struct loop *loop, int port, struct exchange **ret,
    struct err *err) WARN_UNUSED;
void exchange_free(struct exchange *exchange);
/* "http://127.0.0.1:PORT"; borrowed. */
const char *exchange_url(const struct exchange *exchange);

void exchange_add_filing(
    struct exchange *exchange, const struct exchange_filing *filing);
/*
 * Serves bytes (copied) at path ("/finalpage/2026-01-21/1.PDF", "/page") from
 * visible on; the newest visible one of a path is served with an ETag (304 to
 * who has it), 404 before the first.
 */
void exchange_add_body(struct exchange *exchange, const char *path,
    const char *content_type, int64_t visible, struct span bytes);
void exchange_add_fault(
    struct exchange *exchange, const struct exchange_fault *fault);

/*
 * From now on the list is refused (403) to who does not send the cookie
 * ("name=value", kept; NULL: it is not), which every other path sets.
 */
void exchange_want_cookie(struct exchange *exchange, const char *cookie);

/* Called with the path of each request, before it is answered. */
typedef void exchange_request_fn(const char *path, void *arg);
void exchange_watch_requests(
    struct exchange *exchange, exchange_request_fn *fn, void *arg);

/* Filings on the tape, and the i-th in the order they were added. Borrowed. */
size_t exchange_filing_count(const struct exchange *exchange);
const struct exchange_filing *exchange_filing_at(
    const struct exchange *exchange, size_t i);
/* Requests so far whose path begins with prefix. */
int64_t exchange_requests(const struct exchange *exchange, const char *prefix);
/* Most connections that were open at once since the start. */
int exchange_connections_max(const struct exchange *exchange);

#endif
