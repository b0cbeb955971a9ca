/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * How often each host is asked, whoever asks: a token bucket per host, shared
 * by all sources and documents, and a hold after the host has said to wait.
 * Buckets by the generic cell rate algorithm (ITU-T I.371): one number each.
 */
#ifndef LIB_NET_PACE_H
#define LIB_NET_PACE_H

#include <stdint.h>

struct loop;
struct pace;
struct pace_ticket;

struct pace_rate {
	int64_t every_ms; /* between requests on average; 0: no limit */
	int burst; /* that may come at once, 1 at least */
};

/* Who goes first when several wait for one host. */
enum pace_rank { PACE_LIST, PACE_DOCUMENT, PACE_SWEEP };

/* filingd's room: sockets, and bodies in memory. */
#define PACE_ROOM 64

/*
 * At most so many of those that were let go are out at once, all hosts
 * together; 0: no limit. Keeps loop. Gives.
 */
struct pace *pace_new(struct loop *loop, int room);
/* Tickets that wait are dropped without a call. */
void pace_free(struct pace *pace);

/*
 * Sets a limit for the host of url. Of several the slowest holds: the longest
 * interval, the smallest burst. Limits stay until pace_free.
 */
void pace_limit(struct pace *pace, const char *url, struct pace_rate rate);
/* Nobody asks the host of url before until (wall ms). An earlier end of a hold
 * does not shorten it. */
void pace_hold(struct pace *pace, const char *url, int64_t until);

typedef void pace_fn(void *arg);
/*
 * Calls fn(arg) once, when the host of url may be asked: never from inside,
 * and in the order of ranks, then of asking. The ticket is stale once fn runs,
 * and the caller is out until pace_back.
 */
struct pace_ticket *pace_ask(struct pace *pace, const char *url,
    enum pace_rank rank, pace_fn *fn, void *arg);
/* Drops a ticket: fn is not called. NULL does nothing. */
void pace_cancel(struct pace_ticket *ticket);

/* One that was let go is done: its answer holds no memory any more. */
void pace_back(struct pace *pace);

/* Counts a request that goes out now, without a turn: at pace_when or later. */
void pace_take(struct pace *pace, const char *url);

/* When a request to the host of url could start now (wall ms), for status. */
int64_t pace_when(const struct pace *pace, const char *url);

#endif
